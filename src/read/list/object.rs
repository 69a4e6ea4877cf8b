//! Quotations as JSON objects: `{"quote": …, "author": …}` in many spellings, lists of them below one key, lists of words by author.

use serde_json::Value;

use super::entry::Entry;
use super::field::Field;
use crate::read::json::Ask;
use crate::read::{Context, Dialect, Json};
use crate::{Record, Result};

const NAME: &str = "quotes-json";

pub(in crate::read) const DIALECT: Dialect =
    Dialect { name: NAME, marks: "objects with `text` or `quote` and `author`", fits, read };

/// Objects with more fields than this are something else.
const MAX_FIELDS: usize = 24;

fn fits(value: &Json<'_>) -> bool {
    if is_entry(value) {
        return true;
    }
    let Json::Object(fields) = value else { return false };
    let lists = || fields.iter().filter_map(|(_, value)| items(value));
    let nested = lists().any(|items| items.first().is_some_and(is_attributed))
        || fields.len() <= MAX_FIELDS && fields.iter().any(|(_, value)| is_attributed(value));
    let by_author =
        lists().count() == fields.len() && lists().all(|items| items.iter().all(|item| matches!(item, Json::Str(_))));
    nested || by_author && lists().any(|items| !items.is_empty())
}

/// Whether the caller has named the keys of an object.
pub(in crate::read) fn is_mapped(value: &Json<'_>, context: &Context) -> bool {
    let Json::Object(fields) = value else { return false };
    let named = |name: &str| context.columns.iter().any(|(_, column)| column == name);
    fields.iter().any(|(name, _)| named(name))
}

/// An object with words in it, and little beside them.
fn is_entry(value: &Json<'_>) -> bool {
    let Json::Object(fields) = value else { return false };
    fields.len() <= MAX_FIELDS
        && fields.iter().any(|(key, value)| Field::of(key) == Some(Field::Text) && is_words(value))
}

fn is_words(value: &Json<'_>) -> bool {
    matches!(value, Json::Str(_))
}

/// An entry that has a field for its author too.
fn is_attributed(value: &Json<'_>) -> bool {
    let Json::Object(fields) = value else { return false };
    is_entry(value) && fields.iter().any(|(key, _)| Field::of(key) == Some(Field::Author))
}

fn items<'v, 'a>(value: &'v Json<'a>) -> Option<&'v [Json<'a>]> {
    match value {
        Json::Array(items) => Some(items),
        _ => None,
    }
}

fn read(value: &Json<'_>, context: &Context) -> Vec<Result<Record>> {
    let Json::Object(fields) = value else { return vec![Entry::default().into_record(NAME, context)] };
    if is_entry(value) || !context.columns.is_empty() {
        return vec![entry(value, context).into_record(NAME, context)];
    }
    let mut found = Vec::new();
    for (key, value) in fields.iter() {
        let alone = if is_attributed(value) { std::slice::from_ref(value) } else { &[] };
        for item in items(value).unwrap_or(alone) {
            let entry = match item {
                Json::Str(words) => {
                    let mut entry = Entry::default();
                    entry.set(Field::Text, "text", words);
                    entry.set(Field::Author, "author", key);
                    entry
                }
                item => entry(item, context),
            };
            found.push(entry.into_record(NAME, context));
        }
    }
    found
}

/// The entry of an object.
fn entry(value: &Json<'_>, context: &Context) -> Entry {
    let mut entry = Entry::default();
    let Json::Object(fields) = value else { return entry };
    let mut known: Vec<(Field, &str, &Json<'_>)> = Vec::new();
    for (key, value) in fields.iter() {
        match field_of(key, context).filter(|field| *field != Field::Text || is_words(value)) {
            Some(field) => known.push((field, key, value)),
            None => keep(&mut entry, key, value),
        }
    }
    // `from` is the author, unless `from_who` or another key is: then it is where the words stand.
    let both = known.iter().any(|(field, key, _)| *field == Field::Author && *key != "from");
    known.sort_by_key(|(field, key, _)| field.rank(key));
    for (field, key, value) in known {
        let field = if both && key == "from" { Field::Source } else { field };
        set(&mut entry, field, key, value);
    }
    entry
}

/// The field of a key: as `--map` says, else by its name.
fn field_of(key: &str, context: &Context) -> Option<Field> {
    let mapped = context.columns.iter().find(|(_, name)| name == key).and_then(|(field, _)| Field::named(field));
    let by_name =
        || Field::of(key).filter(|field| !context.columns.iter().any(|(name, _)| Field::named(name) == Some(*field)));
    mapped.or_else(by_name)
}

fn set(entry: &mut Entry, field: Field, key: &str, value: &Json<'_>) {
    match value {
        Json::Str(text) => entry.set(field, key, text),
        Json::Number(number) => entry.set(field, key, &number.to_string()),
        Json::Array(items) if field == Field::Tags => {
            let tags: Vec<&str> = items
                .iter()
                .filter_map(|item| if let Json::Str(tag) = item { Some(tag.as_ref()) } else { None })
                .collect();
            entry.set(field, key, &tags.join("|"));
        }
        Json::Array(items) if field == Field::Author && items.iter().all(is_words) => {
            let names: Vec<&str> = items
                .iter()
                .filter_map(|item| if let Json::Str(name) = item { Some(name.as_ref()) } else { None })
                .collect();
            entry.set(field, key, &names.join(", "));
        }
        Json::Object(_) => parts(entry, field, key, value),
        value => keep(entry, key, value),
    }
}

/// A person or a source that is an object itself.
fn parts(entry: &mut Entry, field: Field, key: &str, value: &Json<'_>) {
    let mut used = Vec::new();
    let mut part = |entry: &mut Entry, field: Field, names: &[&'static str]| {
        if let Some(name) = names.iter().find(|name| value.text(name).is_some()) {
            entry.set(field, name, value.text(name).unwrap_or_default());
            used.push(*name);
        }
    };
    match field {
        Field::Author => {
            part(entry, Field::Author, &["name", "fullName", "full_name", "displayName", "display_name", "title"]);
            part(entry, Field::Role, &["role", "profession", "occupation", "position"]);
            part(entry, Field::Avatar, &["avatar", "image", "portrait", "photo"]);
        }
        Field::Source | Field::Work => {
            part(entry, field, &["title", "name"]);
            part(entry, Field::Work, &["work", "book"]);
            part(entry, Field::Page, &["page"]);
            part(entry, Field::Publisher, &["publisher"]);
            part(entry, Field::Url, &["url", "link"]);
            part(entry, Field::Date, &["date", "year"]);
        }
        _ => {}
    }
    let Json::Object(fields) = value else { return };
    if fields.iter().any(|(name, value)| !used.contains(&name) && !matches!(value, Json::Null)) {
        keep(entry, key, value);
    }
}

fn keep(entry: &mut Entry, key: &str, value: &Json<'_>) {
    match value {
        Json::Null => {}
        Json::Str(text) => entry.keep(key, text),
        value => {
            if let Ok(value) = serde_json::from_str::<Value>(&value.to_string()) {
                entry.extra.entry(key.to_owned()).or_insert(value);
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use crate::Record;
    use crate::read::{ReadOptions, read};
    use crate::record::Quote;

    fn quotes(json: &str) -> Vec<Quote> {
        let quote = |record| match record {
            Record::Quote(quote) => *quote,
            Record::Post(_) => panic!("a quotation"),
        };
        read(json.as_bytes(), &ReadOptions::default()).map(|found| quote(found.expect(json))).collect()
    }

    #[test]
    fn lists_are_read_in_every_shape() {
        let expected = [("Moss is slow.", "Mina Ostrow"), ("Stone is slower.", "Jana Holm")];
        for json in [
            r#"[{ "text": "Moss is slow.", "from": "Mina Ostrow" }, { "text": "Stone is slower.", "from": "Jana Holm" }]"#,
            "{ \"quote\": \"Moss is slow.\", \"by\": \"Mina Ostrow\" }\n{ \"quote\": \"Stone is slower.\", \"by\": \"Jana Holm\" }",
            r#"{ "quotes": [{ "q": "Moss is slow.", "a": "Mina Ostrow" }, { "q": "“Stone is slower.”", "a": "- Jana Holm" }], "count": 2 }"#,
            r#"{ "Mina Ostrow": ["Moss is slow."], "Jana Holm": ["Stone is slower."] }"#,
            r#"[[{ "content": "Moss is slow.", "author": "Mina Ostrow" }], [{ "content": "Stone is slower.", "author": { "name": "Jana Holm" } }]]"#,
            r#"[{ "quote": { "body": "Moss is slow.", "author": "Mina Ostrow" } }, { "quoteText": "Stone is slower.", "quoteAuthor": "Jana Holm" }]"#,
        ] {
            let found = quotes(json);
            let found: Vec<_> = found.iter().map(|quote| (quote.text.as_str(), quote.author.name.as_str())).collect();
            assert_eq!(found, expected, "{json}");
        }
    }

    #[test]
    fn every_key_has_its_place() {
        let found = quotes(
            r#"{ "_id": "a1", "hitokoto": "Moss.", "from": "The Slow Wall", "from_who": "Mina Ostrow", "year": 2019, "tags": ["moss", "walls"],
                "lang": "en", "votes": 12, "source": { "title": "Letter", "url": "https://example.org", "note": "torn" }, "none": null }"#,
        );
        let quote = &found[0];
        let source = quote.source.as_ref().expect("a source");
        assert_eq!(
            (quote.id.as_deref(), quote.author.name.as_str(), quote.lang.as_deref()),
            (Some("a1"), "Mina Ostrow", Some("en"))
        );
        assert_eq!((source.title.as_deref(), source.date.as_deref()), (Some("Letter"), Some("2019")));
        let kept = serde_json::json!({ "from": "The Slow Wall", "tags": ["moss", "walls"], "votes": 12,
            "source": { "title": "Letter", "url": "https://example.org", "note": "torn" } });
        let mut extra = serde_json::Value::Object(quote.extra.clone());
        extra.sort_all_objects();
        let mut kept = kept;
        kept.sort_all_objects();
        assert_eq!(extra, kept);
    }
}
