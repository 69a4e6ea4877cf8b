//! Which parts of a record a person would expect to see on a card.
//!
//! The rule is on [`Record::fields`](super::Record::fields).

use serde_json::Value;

/// Fields that help to draw or to find a record, and are not seen themselves.
const UNSEEN: [&str; 23] = [
    "$schema",
    "kind",
    "id",
    "url",
    "platform",
    "lang",
    "spans",
    "emojis",
    "captured_at",
    "sensitive",
    "visibility",
    "truncated",
    "closed",
    "multiple",
    "alt",
    "focus",
    "start",
    "end",
    "parts",
    "provenance",
    "extra",
    "width",
    "height",
];

/// Pointers to the parts of a record that are seen.
pub(super) fn fields(record: &Value) -> Vec<String> {
    let mut found = Vec::new();
    if let Value::Object(map) = record {
        for (key, value) in map {
            field(key, value, "", &mut found);
        }
    }
    found
}

fn field(key: &str, value: &Value, at: &str, found: &mut Vec<String>) {
    if UNSEEN.contains(&key) {
        return;
    }
    let pointer = format!("{at}/{key}");
    match (key, value) {
        ("media", Value::Array(items)) => found.extend((0..items.len()).map(|index| format!("{pointer}/{index}"))),
        ("reposted_by", _) => found.push(pointer),
        ("link", Value::Object(map)) if map.len() == 1 => found.push(pointer),
        _ => descend(value, pointer, found),
    }
}

fn descend(value: &Value, pointer: String, found: &mut Vec<String>) {
    match value {
        Value::Null => {}
        Value::String(text) if text.trim().is_empty() => {}
        Value::Array(items) => {
            for (index, item) in items.iter().enumerate() {
                descend(item, format!("{pointer}/{index}"), found);
            }
        }
        Value::Object(map) => {
            for (key, item) in map {
                field(key, item, &pointer, found);
            }
        }
        _ => found.push(pointer),
    }
}

#[cfg(test)]
mod tests {
    use crate::Record;

    #[test]
    fn what_is_seen_is_listed_and_nothing_else() {
        let json = br#"{ "kind": "post", "id": "7", "platform": "x", "url": "https://example.com/7", "lang": "en", "alt": "a",
            "author": { "name": "Mira", "handle": "mira", "verified": "individual" }, "text": "Hi",
            "spans": [{ "start": 0, "end": 1, "kind": "bold" }], "created_at": "2026-03-14",
            "media": [{ "kind": "photo", "src": "a.jpg", "alt": "b", "width": 3 }], "metrics": { "likes": 0 },
            "poll": { "options": [{ "label": "yes", "votes": 2 }], "voters": 2, "closed": true },
            "link": { "url": "https://example.com" }, "reply_to": { "handle": "noa" }, "reposted_by": { "name": "Lin", "handle": "lin" },
            "quoted": { "kind": "post", "text": "Ho", "id": "6" }, "extra": { "note": "x" } }"#;
        let fields = Record::from_json(json).expect("a record").fields();
        assert_eq!(
            fields,
            [
                "/author/name",
                "/author/handle",
                "/author/verified",
                "/text",
                "/created_at",
                "/media/0",
                "/quoted/text",
                "/reply_to/handle",
                "/reposted_by",
                "/poll/options/0/label",
                "/poll/options/0/votes",
                "/poll/voters",
                "/link",
                "/metrics/likes",
            ]
        );
    }

    #[test]
    fn a_quotation_lists_its_source_and_photo_credit() {
        let json = br#"{ "kind": "quote", "text": "Hi", "author": { "name": "Mira", "role": "clerk", "avatar": "a.png" },
            "source": { "title": "Letters", "page": "12", "url": "https://example.com", "date": "1843" },
            "photo": { "src": "p.jpg", "alt": "x", "credit": "Lin" }, "voices": [{ "text": "Ho", "author": { "name": "Noa" } }] }"#;
        let fields = Record::from_json(json).expect("a record").fields();
        assert_eq!(
            fields,
            [
                "/text",
                "/author/name",
                "/author/role",
                "/author/avatar",
                "/source/title",
                "/source/page",
                "/source/date",
                "/voices/0/text",
                "/voices/0/author/name",
                "/photo/src",
                "/photo/credit",
            ]
        );
    }
}
