//! An entry of a list, and the record that it becomes or the reason why it is refused.

use serde_json::{Map, Value};

use super::field::Field;
use crate::read::Context;
use crate::read::control::clean;
use crate::record::{Person, Provenance, Quote, Source, Voice, When};
use crate::text::quotes::is_quoted;
use crate::{Error, ErrorKind, Finding, Record, Result};

/// The parts of one quotation, as they stand in a list.
#[derive(Debug, Clone, Default)]
pub(super) struct Entry {
    parts: Vec<(Field, String)>,
    /// Tags and everything that has no field of its own.
    pub(super) extra: Map<String, Value>,
    pub(super) findings: Vec<Finding>,
    /// Further quotations that stand in the same entry.
    pub(super) voices: Vec<Voice>,
    /// Where the words stand in the input, in code points.
    pub(super) range: Option<(u64, u64)>,
}

impl Entry {
    /// Sets a field. Blank values count as absent; of several values for one field the first stays and the others go to `extra`.
    pub(super) fn set(&mut self, field: Field, name: &str, value: &str) {
        if value.trim().is_empty() {
            return;
        }
        if field == Field::Tags {
            let tags = tags(value);
            match self.extra.get_mut("tags") {
                Some(Value::Array(list)) => list.extend(tags),
                _ => drop(self.extra.insert("tags".to_owned(), Value::Array(tags))),
            }
        } else if self.get(field).is_some() {
            self.keep(name, value);
        } else {
            let cleaned = clean(value);
            if cleaned.dropped > 0 {
                self.findings.push(dropped(field, cleaned.dropped));
            }
            self.parts.push((field, cleaned.text.trim_matches(is_blank).to_owned()));
        }
    }

    /// Keeps a value that has no field of its own.
    pub(super) fn keep(&mut self, name: &str, value: &str) {
        if !value.trim().is_empty() && !name.trim().is_empty() {
            self.extra.entry(name.trim().to_owned()).or_insert_with(|| Value::String(clean(value).text));
        }
    }

    fn get(&self, field: Field) -> Option<&str> {
        self.parts.iter().find(|(known, _)| *known == field).map(|(_, value)| value.as_str())
    }

    fn take(&mut self, field: Field) -> Option<String> {
        let index = self.parts.iter().position(|(known, _)| *known == field)?;
        Some(self.parts.swap_remove(index).1).filter(|value| !value.is_empty())
    }

    /// The record of the entry.
    ///
    /// # Errors
    /// `missing-field` without words, or without an author where the caller names no default; what [`Record::check`] refuses.
    pub(super) fn into_record(mut self, format: &'static str, context: &Context) -> Result<Record> {
        let text = self
            .take(Field::Text)
            .ok_or_else(|| Error::new(ErrorKind::MissingField, "the entry has no words").at_path("text"))?;
        let text = without_marks(&text).to_owned();
        let author = self.take(Field::Author).map(|name| name_of(&name)).filter(|name| !name.is_empty());
        let Some(name) = author.or_else(|| context.default_author.clone()) else {
            return Err(unattributed(&text));
        };
        let source = self.source();
        let lang = self.take(Field::Lang).filter(|lang| self.is_language(lang));
        let author = Person { name, role: self.take(Field::Role), avatar: self.take(Field::Avatar) };
        let record = Record::from(Quote {
            id: self.take(Field::Id),
            text,
            author,
            source,
            lang,
            translator: self.take(Field::Translator),
            provenance: Some(Provenance {
                file: context.file.clone(),
                format: Some(format.to_owned()),
                start: self.range.map(|range| range.0),
                end: self.range.map(|range| range.1),
                findings: self.findings,
                ..Provenance::default()
            }),
            voices: self.voices,
            extra: self.extra,
            ..Quote::default()
        });
        record.check().map(|()| record)
    }

    fn source(&mut self) -> Option<Source> {
        let date = self.take(Field::Date).and_then(|date| match date_of(&date) {
            Some(date) => Some(date),
            None => {
                self.keep("date", &date);
                None
            }
        });
        let source = Source {
            title: self.take(Field::Source),
            work: self.take(Field::Work),
            page: self.take(Field::Page),
            publisher: self.take(Field::Publisher),
            url: self.take(Field::Url),
            date,
            ..Source::default()
        };
        (source != Source::default()).then_some(source)
    }

    /// Whether a value is a language tag; a name such as `English` goes to `extra`.
    fn is_language(&mut self, lang: &str) -> bool {
        let mut parts = lang.split('-');
        let primary = parts.next().is_some_and(|first| {
            (2..=3).contains(&first.len()) && first.bytes().all(|byte| byte.is_ascii_alphabetic())
        });
        let sound = primary
            && parts.all(|part| (1..=8).contains(&part.len()) && part.bytes().all(|byte| byte.is_ascii_alphanumeric()));
        if !sound {
            self.keep("lang", lang);
        }
        sound
    }
}

fn is_blank(c: char) -> bool {
    c.is_whitespace() || matches!(c, '\u{FEFF}' | '\u{200B}')
}

fn dropped(field: Field, count: usize) -> Finding {
    let path = if field == Field::Author { "/author/name".to_owned() } else { format!("/{}", field.name()) };
    Finding::info("control-characters", path, format!("{count} control characters were left out"))
}

fn unattributed(text: &str) -> Error {
    let mut words: String = text.split_whitespace().collect::<Vec<_>>().join(" ");
    if let Some((end, _)) = words.char_indices().nth(60) {
        words.truncate(end);
        words.push('…');
    }
    Error::new(ErrorKind::MissingField, format!("no author is named for `{words}`: no quotation without attribution"))
        .with_hint("name one with `--default-author`, or leave the entry out")
        .at_path("author")
}

/// A text without the pair of quotation marks that stands around the whole of it.
pub(super) fn without_marks(text: &str) -> &str {
    let trimmed = text.trim_matches(is_blank);
    if !is_quoted(trimmed) {
        return trimmed;
    }
    let mut characters = trimmed.chars();
    characters.next();
    characters.next_back();
    characters.as_str().trim_matches(is_blank)
}

/// A name without the dash before it.
pub(super) fn name_of(name: &str) -> String {
    let name = name.split_whitespace().collect::<Vec<_>>().join(" ");
    name.trim_start_matches(|c| is_blank(c) || is_dash(c)).trim_end_matches(is_blank).to_owned()
}

/// Dashes that people write before a name.
pub(super) fn is_dash(c: char) -> bool {
    matches!(c, '-' | '‐'..='―' | '−' | '~' | '～' | '－' | '─')
}

/// Tags out of one value: at `|`, `;` or `,`, whichever comes first in this order.
fn tags(value: &str) -> Vec<Value> {
    let separator = ['|', ';', ','].into_iter().find(|separator| value.contains(*separator)).unwrap_or(',');
    let tags = value.split(separator).map(|tag| clean(tag.trim()).text).filter(|tag| !tag.is_empty());
    tags.map(Value::String).collect()
}

/// A date as a record holds it.
fn date_of(text: &str) -> Option<String> {
    let text = text.trim();
    When::parse(text).map(|_| text.to_owned())
}

#[cfg(test)]
mod tests {
    use super::*;

    fn entry(parts: &[(Field, &str)]) -> Entry {
        let mut entry = Entry::default();
        for (field, value) in parts {
            entry.set(*field, field.name(), value);
        }
        entry
    }

    fn quote(entry: Entry) -> Quote {
        match entry.into_record("table", &Context::default()).expect("a record") {
            Record::Quote(quote) => *quote,
            Record::Post(_) => panic!("a quotation"),
        }
    }

    #[test]
    fn outer_marks_and_leading_dashes_go_and_nothing_else() {
        let cases = [
            ("“Moss is patient.”", "Moss is patient."),
            ("«\u{A0}Oui.\u{A0}»", "Oui."),
            ("\"A\" and \"B\"", "\"A\" and \"B\""),
            ("14.Twenty  oaks", "14.Twenty  oaks"),
        ];
        for (given, expected) in cases {
            let quote = quote(entry(&[(Field::Text, given), (Field::Author, " –Mina  Ostrow ")]));
            assert_eq!((quote.text.as_str(), quote.author.name.as_str()), (expected, "Mina Ostrow"));
        }
    }

    #[test]
    fn what_fits_nowhere_is_kept() {
        let mut given = entry(&[
            (Field::Text, "Moss."),
            (Field::Author, "Mina Ostrow"),
            (Field::Author, "Jana Holm"),
            (Field::Date, "late summer"),
            (Field::Lang, "English"),
            (Field::Tags, "moss|stone"),
            (Field::Id, "7"),
            (Field::Work, ""),
        ]);
        given.keep("votes", "12");
        let quote = quote(given);
        assert_eq!((quote.id.as_deref(), quote.source, quote.lang), (Some("7"), None, None));
        let extra = serde_json::json!({ "author": "Jana Holm", "tags": ["moss", "stone"], "votes": "12", "lang": "English", "date": "late summer" });
        assert_eq!(Value::Object(quote.extra), extra);
    }

    #[test]
    fn nobody_said_nothing() {
        let alone = || entry(&[(Field::Text, "Moss."), (Field::Author, " – ")]);
        let error = alone().into_record("table", &Context::default()).expect_err("no author");
        assert_eq!((error.kind(), error.location().path.as_deref()), (ErrorKind::MissingField, Some("author")));
        let context = Context { default_author: Some("Proverb".to_owned()), ..Context::default() };
        assert_eq!(alone().into_record("table", &context).expect("a record").author_name(), "Proverb");
        let error = entry(&[(Field::Author, "Mina")]).into_record("table", &context).expect_err("no words");
        assert_eq!(error.location().path.as_deref(), Some("text"));
    }
}
