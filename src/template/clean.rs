//! What of a record's words a page gets: without overrides of direction, open isolates and control characters, and what is
//! to be said about them.
//!
//! The rules are in `text::neutral`; here they are applied to every string of a record that is drawn.

use serde_json::{Value, json};

use crate::Finding;
use crate::text::neutral::{Neutral, neutral};

/// Fields that are no words of the card: addresses, names for programs, where the record is from.
const NO_WORDS: [&str; 13] = [
    "avatar",
    "badge",
    "blurhash",
    "cover",
    "id",
    "image",
    "kind",
    "lang",
    "poster",
    "provenance",
    "src",
    "url",
    "$schema",
];

/// Every string of a record that a card may show.
#[cfg(feature = "cli")]
pub(crate) fn words<'a>(value: &'a Value, found: &mut Vec<&'a str>) {
    match value {
        Value::String(words) => found.push(words),
        Value::Array(values) => values.iter().for_each(|child| words(child, found)),
        Value::Object(object) => {
            for (_, child) in object.iter().filter(|(name, _)| is_words(name)) {
                words(child, found);
            }
        }
        _ => {}
    }
}

fn is_words(field: &str) -> bool {
    !NO_WORDS.contains(&field)
}

/// Cleans the strings of a record in place; spans go on naming the same characters.
pub(super) fn clean(record: &mut Value) -> Vec<Finding> {
    let mut findings = Vec::new();
    walk(record, "", &mut findings);
    findings
}

fn walk(value: &mut Value, path: &str, findings: &mut Vec<Finding>) {
    match value {
        Value::String(words) => {
            if is_one_line(path) && words.contains(['\u{2028}', '\u{2029}']) {
                *words = words.replace(['\u{2028}', '\u{2029}'], " ");
            }
            if let Some(drawn) = neutral(words) {
                say(&drawn, path, findings);
                *words = drawn.text;
            }
        }
        Value::Array(values) => {
            for (index, child) in values.iter_mut().enumerate() {
                walk(child, &format!("{path}/{index}"), findings);
            }
        }
        Value::Object(object) => {
            let places = object.get("text").and_then(Value::as_str).and_then(neutral).map(|drawn| drawn.places);
            if let (Some(places), Some(Value::Array(spans))) = (places, object.get_mut("spans")) {
                spans.iter_mut().for_each(|span| place(span, &places));
            }
            for (name, child) in object.iter_mut().filter(|(name, _)| is_words(name)) {
                walk(child, &format!("{path}/{name}"), findings);
            }
        }
        _ => {}
    }
}

/// Whether a field has one line, so that a line end in it is a space, as a line feed is.
fn is_one_line(path: &str) -> bool {
    path.rsplit('/').next().is_some_and(|field| matches!(field, "name" | "handle" | "role"))
}

/// Moves a span to where its characters stand now.
pub(super) fn place(span: &mut Value, places: &[usize]) {
    for end in ["start", "end"] {
        let Some(at) = span.get(end).and_then(Value::as_u64).and_then(|at| usize::try_from(at).ok()) else { continue };
        if let (Some(at), Some(slot)) = (places.get(at), span.get_mut(end)) {
            *slot = json!(at);
        }
    }
}

fn say(drawn: &Neutral, path: &str, findings: &mut Vec<Finding>) {
    let names = |chars: &[char]| chars.iter().map(|c| format!("U+{:04X}", u32::from(*c))).collect::<Vec<_>>();
    if !drawn.turned.is_empty() {
        let chars = names(&drawn.turned);
        let message = format!("`{}` would turn the order of letters round and was left out", chars.join(" "));
        findings.push(Finding::warning("bidi-override", path, message).with_detail(json!({ "chars": chars })));
    }
    if drawn.marks > 0 {
        let message =
            format!("{} marks piled upon letters were left out: at most five on one letter are drawn", drawn.marks);
        findings.push(Finding::warning("piled-marks", path, message).with_detail(json!({ "count": drawn.marks })));
    }
    if !drawn.controls.is_empty() {
        let chars = names(&drawn.controls);
        let message = format!("control characters were left out: {}", chars.join(" "));
        findings.push(Finding::info("control-characters", path, message).with_detail(json!({ "chars": chars })));
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_string_that_is_drawn_is_cleaned_and_told() {
        let mut record = json!({
            "kind": "post", "url": "a\u{202E}b", "text": "\u{202E}ab cd\u{7}",
            "spans": [{ "start": 4, "end": 6, "kind": "bold" }, { "start": 0, "end": 99, "kind": "bold" }],
            "author": { "name": "x\u{2067}y", "handle": "p\u{202D}q" },
            "quoted": { "text": "\u{2069}z" }, "provenance": { "title": "\u{202E}t" },
        });
        let findings = clean(&mut record);
        let found: Vec<_> = findings.iter().map(|finding| (finding.code.as_str(), finding.path.as_str())).collect();
        let expected =
            [("bidi-override", "/text"), ("control-characters", "/text"), ("bidi-override", "/author/handle")];
        assert_eq!(found, expected);
        assert_eq!(findings[0].detail, json!({ "chars": ["U+202E"] }));
        assert_eq!(record["text"], "ab cd");
        assert_eq!(record["spans"][0], json!({ "start": 3, "end": 5, "kind": "bold" }));
        assert_eq!(record["spans"][1]["end"], 99);
        assert_eq!(record["author"], json!({ "name": "x\u{2067}y\u{2069}", "handle": "pq" }));
        assert_eq!(record["quoted"]["text"], "z");
        assert_eq!(
            (record["url"].as_str(), record["provenance"]["title"].as_str()),
            (Some("a\u{202E}b"), Some("\u{202E}t"))
        );
    }
}
