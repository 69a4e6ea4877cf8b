//! Parts of a record that are not to be drawn (`--hide`): their names, and the record without them.
//!
//! What is hidden is taken out before anything else sees the record, so that every template hides it, and neither findings
//! nor the alternative text speak of it. The author of a quotation has no such name.

use std::borrow::Cow;
use std::fmt;
use std::str::FromStr;

use serde_json::{Map, Value};

use crate::{Error, ErrorKind, Record, Result, text};

/// A part of a record that can be hidden.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Part(usize);

/// Names, and which fields they stand for: a JSON pointer inside a quotation or any post.
const PARTS: &[(&str, &[&str])] = &[
    ("affiliation", &["/author/affiliation"]),
    ("alt", &[]),
    ("avatar", &["/author/avatar"]),
    ("bookmarks", &["/metrics/bookmarks"]),
    ("brand", &[]),
    ("cover", &["/source/cover"]),
    ("credit", &["/photo/credit"]),
    ("date", &["/created_at", "/edited_at", "/source/date"]),
    ("edited", &["/edited_at"]),
    ("handle", &["/author/handle"]),
    ("kicker", &["/kicker"]),
    ("labels", &["/labels"]),
    ("likes", &["/metrics/likes"]),
    ("link", &["/link"]),
    ("media", &["/media"]),
    ("metrics", &["/metrics"]),
    ("note", &["/note"]),
    ("original", &["/original"]),
    ("photo", &["/photo"]),
    ("platform", &["/platform"]),
    ("poll", &["/poll"]),
    ("question", &["/question"]),
    ("quoted", &["/quoted"]),
    ("quotes", &["/metrics/quotes"]),
    ("replies", &["/metrics/replies"]),
    ("reply", &["/reply_to"]),
    ("reposter", &["/reposted_by"]),
    ("reposts", &["/metrics/reposts"]),
    ("role", &["/author/role"]),
    ("source", &["/source"]),
    ("thread", &["/thread"]),
    ("translator", &["/translator"]),
    ("verified", &["/author/verified"]),
    ("views", &["/metrics/views"]),
    ("voices", &["/voices"]),
    ("warning", &["/content_warning"]),
];

impl Part {
    /// Every part, in alphabetical order.
    pub fn all() -> impl Iterator<Item = Self> {
        (0..PARTS.len()).map(Self)
    }

    /// Its name.
    pub fn as_str(self) -> &'static str {
        PARTS.get(self.0).map_or("", |(name, _)| name)
    }

    /// The fields that it stands for, as JSON pointers inside a quotation or a post.
    pub(crate) fn fields(self) -> &'static [&'static str] {
        self.pointers()
    }

    fn pointers(self) -> &'static [&'static str] {
        PARTS.get(self.0).map_or(&[], |(_, pointers)| pointers)
    }
}

impl fmt::Display for Part {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.as_str())
    }
}

impl FromStr for Part {
    type Err = Error;

    fn from_str(name: &str) -> Result<Self> {
        if let Some(index) = PARTS.iter().position(|(known, _)| *known == name) {
            return Ok(Self(index));
        }
        let names = || PARTS.iter().map(|(name, _)| *name);
        let hint = match name {
            "author" | "name" => "words are never shown without their author".to_owned(),
            "text" => "the words are what a card is for".to_owned(),
            _ => match text::nearest(name, names()) {
                Some(near) => format!("did you mean `{near}`?"),
                None => format!("use some of {}", names().collect::<Vec<_>>().join(", ")),
            },
        };
        Err(Error::new(ErrorKind::Usage, format!("`{name}` is no part that can be hidden")).with_hint(hint))
    }
}

/// The record without some of its parts.
///
/// # Errors
/// [`ErrorKind::Usage`] when nothing is left that could be drawn.
pub(crate) fn without<'a>(record: &'a Record, hidden: &[Part]) -> Result<Cow<'a, Record>> {
    if hidden.is_empty() {
        return Ok(Cow::Borrowed(record));
    }
    let mut value = serde_json::to_value(record).unwrap_or_default();
    take_out(&mut value, hidden, None);
    let left = serde_json::from_value::<Record>(value).ok().filter(|record| record.check().is_ok());
    left.map(Cow::Owned).ok_or_else(|| {
        Error::new(ErrorKind::Usage, "nothing of the record is left to be drawn")
            .with_hint("take something out of `--hide`")
    })
}

/// Takes the parts out of a record and out of every post in it. `outer` is the platform of the post around it.
fn take_out(value: &mut Value, hidden: &[Part], outer: Option<&str>) {
    let Value::Object(record) = value else { return };
    let platform = record.get("platform").and_then(Value::as_str).or(outer).map(str::to_owned);
    let is_post = record.get("kind").and_then(Value::as_str) == Some("post");
    if is_post && hidden.iter().any(|part| part.as_str() == "platform") {
        keep_entities(record, platform.as_deref());
    }
    for part in hidden {
        for pointer in part.pointers() {
            remove(record, pointer);
        }
    }
    for field in ["quoted", "reply_to"] {
        if let Some(inner) = record.get_mut(field) {
            take_out(inner, hidden, platform.as_deref());
        }
    }
    for field in ["thread", "voices"] {
        let inner = record.get_mut(field).and_then(Value::as_array_mut);
        inner.into_iter().flatten().for_each(|inner| take_out(inner, hidden, platform.as_deref()));
    }
}

/// Writes down the mentions, tags and links that the rules of a platform find, before the platform is gone.
fn keep_entities(post: &mut Map<String, Value>, platform: Option<&str>) {
    if post.get("spans").is_some_and(|spans| !spans.is_null()) {
        return;
    }
    let words = post.get("text").and_then(Value::as_str).unwrap_or_default();
    if let Ok(spans) = serde_json::to_value(text::entities(words, platform)) {
        post.insert("spans".to_owned(), spans);
    }
}

/// Removes a field, and what would be left empty around it. A handle stays where there is no name.
fn remove(record: &mut Map<String, Value>, pointer: &str) {
    let mut path = pointer.trim_start_matches('/').split('/');
    match (path.next(), path.next()) {
        (Some(outer), Some(field)) => {
            let Some(inner) = record.get_mut(outer).and_then(Value::as_object_mut) else { return };
            if field == "handle" && inner.get("name").is_none_or(Value::is_null) {
                return;
            }
            inner.shift_remove(field);
            if inner.is_empty() {
                record.shift_remove(outer);
            }
        }
        (Some(field), None) => {
            record.shift_remove(field);
        }
        _ => {}
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn parts(names: &str) -> Vec<Part> {
        names.split(',').map(|name| name.parse().expect(name)).collect()
    }

    fn record(json: &str) -> Record {
        Record::from_json(json.as_bytes()).expect(json)
    }

    #[test]
    fn hidden_parts_are_gone_at_every_depth() {
        let post = record(
            r#"{ "kind": "post", "platform": "mastodon", "text": "Hi @noa@pier.example", "author": { "name": "Mira", "handle": "mira", "avatar": "m.png" },
                "created_at": "2026-03-14", "metrics": { "likes": 1, "views": 2 },
                "quoted": { "kind": "post", "text": "Ho", "author": { "handle": "lin", "avatar": "l.png" }, "created_at": "2026-03-13" } }"#,
        );
        let left = without(&post, &parts("date,avatar,handle,views,platform")).expect("a record");
        assert_eq!(left.fields(), ["/author/name", "/text", "/quoted/author/handle", "/quoted/text", "/metrics/likes"]);
        let Record::Post(left) = left.as_ref() else { panic!("a post") };
        let mention = left.spans.as_ref().and_then(|spans| spans.first()).expect("the mention is kept");
        assert_eq!((mention.start, mention.end, &left.platform), (3, 20, &None));
    }

    #[test]
    fn nothing_hidden_is_the_record_itself() {
        let quote =
            record(r#"{ "kind": "quote", "text": "Hi", "author": { "name": "Mira", "role": "clerk" }, "voices": [] }"#);
        assert!(matches!(without(&quote, &[]), Ok(Cow::Borrowed(_))));
        let left = without(&quote, &parts("role,source,metrics")).expect("a record");
        assert_eq!(left.fields(), ["/text", "/author/name"]);
    }

    #[test]
    fn what_leaves_nothing_is_refused() {
        let post = record(r#"{ "kind": "post", "text": "", "media": [{ "kind": "photo", "src": "a.jpg" }] }"#);
        let error = without(&post, &parts("media")).expect_err("nothing");
        assert_eq!(error.hint(), Some("take something out of `--hide`"));
    }

    #[test]
    fn unknown_names_have_a_hint() {
        let hint = |name: &str| name.parse::<Part>().expect_err(name).hint().map(str::to_owned).unwrap_or_default();
        assert_eq!(hint("metric"), "did you mean `metrics`?");
        assert_eq!(hint("author"), "words are never shown without their author");
        assert!(hint("qqq").contains("affiliation, alt, avatar"));
        let names: Vec<_> = Part::all().map(Part::as_str).collect();
        assert!(names.is_sorted(), "{names:?}");
        let docs = include_str!("../docs/cli.md");
        assert!(names.iter().all(|name| docs.contains(&format!("`{name}`"))), "docs/cli.md names them all");
    }
}
