//! Tests of `text.rs`.

use super::*;
use crate::read::Json;

struct Case<'c> {
    text: &'c str,
    entities: &'c str,
    shown: Option<((usize, usize), Unit)>,
    quoted: Option<&'c str>,
    has_media: bool,
    answered: Option<&'c str>,
}

const PLAIN: Case<'_> = Case { text: "", entities: "{}", shown: None, quoted: None, has_media: true, answered: None };

fn read(case: &Case<'_>) -> (Words, usize) {
    let json: Json<'_> = serde_json::from_str(case.entities).expect("JSON");
    let mut findings = Vec::new();
    let source = Source {
        text: case.text,
        unit: Unit::CodePoints,
        entities: Entities::v1(Some(&json), &[]),
        styles: Vec::new(),
        shown: case.shown,
        skipped: 0,
        id: Some("1"),
        quoted: case.quoted,
        has_media: case.has_media,
        answered: case.answered,
    };
    (words(source, &mut findings), findings.len())
}

fn marked(words: &Words) -> Vec<String> {
    let characters: Vec<char> = words.text.chars().collect();
    let spans = words.spans.as_deref().unwrap_or_default();
    spans
        .iter()
        .map(|span| format!("{}:{}", span.kind, characters[span.start..span.end].iter().collect::<String>()))
        .collect()
}

#[test]
fn links_are_shown_as_people_read_them() {
    let (found, findings) = read(&Case {
        text: "🌉 Pier &amp; boat https://t.co/a #pier",
        entities: r#"{ "hashtags": [ { "text": "pier", "indices": [33, 38] } ],
                "urls": [ { "url": "https://t.co/a", "display_url": "example.org/b…", "expanded_url": "https://example.org/boat", "indices": [18, 32] } ] }"#,
        ..PLAIN
    });
    assert_eq!(found.text, "🌉 Pier & boat example.org/b… #pier");
    assert_eq!((marked(&found), findings), (vec!["link:example.org/b…".to_owned(), "hashtag:#pier".to_owned()], 0));
    assert_eq!(found.spans.expect("spans")[0].url.as_deref(), Some("https://example.org/boat"));
}

#[test]
fn links_to_media_and_quote_go_from_the_end_only() {
    let entities = r#"{ "hashtags": [], "media": [ { "url": "https://t.co/m", "display_url": "pic.x.com/m", "indices": [6, 20] } ],
            "urls": [ { "url": "https://t.co/q", "display_url": "x.com/…", "expanded_url": "https://x.com/noa/status/7", "indices": [21, 35] } ] }"#;
    let text = "Look! https://t.co/m https://t.co/q";
    let (found, _) = read(&Case { text, entities, quoted: Some("7"), ..PLAIN });
    assert_eq!((found.text.as_str(), marked(&found)), ("Look!", vec![]));
    let (found, _) = read(&Case { text, entities, quoted: None, ..PLAIN });
    assert_eq!((found.text.as_str(), marked(&found)), ("Look! x.com/…", vec!["link:x.com/…".to_owned()]));
    let (found, _) = read(&Case { text: "Look! https://t.co/m https://t.co/q.", entities, ..PLAIN });
    assert_eq!(found.text, "Look! pic.x.com/m x.com/….");
    let (found, _) = read(&Case { text, entities, quoted: Some("7"), has_media: false, ..PLAIN });
    assert_eq!((found.text.as_str(), found.media_missing), ("Look!", true));
    let (found, _) = read(&Case {
        text: "https://t.co/m",
        entities: &entities.replace("[6, 20]", "[0, 14]"),
        has_media: false,
        ..PLAIN
    });
    assert_eq!((found.text.as_str(), found.media_missing), ("pic.x.com/m", true));
}

#[test]
fn a_short_link_behind_the_words_is_that_of_the_media() {
    let text = "Look https://t.co/a https://t.co/m";
    assert_eq!(read(&Case { text, ..PLAIN }).0.text, "Look https://t.co/a");
    assert_eq!(read(&Case { text, has_media: false, ..PLAIN }).0.text, text);
    let entities = r#"{ "urls": [ { "url": "https://t.co/m", "display_url": "example.org", "expanded_url": "https://example.org", "indices": [20, 34] } ] }"#;
    assert_eq!(read(&Case { text, entities, ..PLAIN }).0.text, "Look https://t.co/a example.org");
}

#[test]
fn a_link_to_itself_says_that_the_text_was_cut() {
    let entities = r#"{ "urls": [ { "url": "https://t.co/s", "expanded_url": "https://twitter.com/i/web/status/1", "indices": [10, 24] } ] }"#;
    let (found, _) = read(&Case { text: "more comi… https://t.co/s", entities, ..PLAIN });
    assert_eq!((found.text.as_str(), found.cut), ("more comi…", true));
    let (found, _) = read(&Case { text: "more here https://t.co/s", entities, ..PLAIN });
    assert_eq!((found.text.as_str(), found.cut), ("more here", false));
}

#[test]
fn mentions_in_front_go_as_the_range_says_in_its_unit() {
    let entities = r#"{ "user_mentions": [ { "screen_name": "noa", "indices": [0, 4] }, { "screen_name": "lin", "indices": [5, 9] } ] }"#;
    let text = "@noa @lin 🌉🌉 yes https://t.co/m";
    let shown = Some(((10, 18), Unit::Utf16));
    let (found, _) = read(&Case { text, entities, shown, ..PLAIN });
    assert_eq!((found.text.as_str(), found.moved), ("🌉🌉 yes", vec!["noa".to_owned(), "lin".to_owned()]));
}

#[test]
fn a_range_that_would_lose_words_is_not_followed() {
    for shown in
        [((5, 8), Unit::CodePoints), ((0, 3), Unit::CodePoints), ((90, 99), Unit::Utf16), ((3, 1), Unit::Utf16)]
    {
        let (found, _) = read(&Case { text: "words that stay", shown: Some(shown), ..PLAIN });
        assert_eq!(found.text, "words that stay", "{shown:?}");
    }
}

#[test]
fn the_mention_of_the_answered_moves_where_no_range_says_so() {
    let entities = r#"{ "user_mentions": [ { "screen_name": "Noa", "indices": [0, 4] } ] }"#;
    let (found, _) = read(&Case { text: "@Noa yes", entities, answered: Some("noa"), ..PLAIN });
    assert_eq!((found.text.as_str(), found.moved), ("yes", vec!["noa".to_owned()]));
    let (found, _) = read(&Case { text: "@Noa yes", entities, answered: Some("lin"), ..PLAIN });
    assert_eq!((found.text.as_str(), marked(&found)), ("@Noa yes", vec!["mention:@Noa".to_owned()]));
    let (found, _) = read(&Case { text: "@noa: yes", answered: Some("noa"), ..PLAIN });
    assert_eq!(found.text, "@noa: yes");
    let (found, _) = read(&Case { text: "@Noa", entities, answered: Some("noa"), ..PLAIN });
    assert_eq!(found.text, "@Noa");
}

#[test]
fn without_lists_spans_are_left_to_the_platform() {
    assert_eq!(read(&Case { text: "see #pier", ..PLAIN }).0.spans, None);
    assert_eq!(read(&Case { text: "see", entities: r#"{ "hashtags": {} }"#, ..PLAIN }).0.spans, Some(Vec::new()));
}
