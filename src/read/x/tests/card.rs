//! Tests of `card.rs`.

use super::*;

fn json(text: &str) -> Json<'_> {
    serde_json::from_str(text).expect("JSON")
}

#[test]
fn a_preview_is_read_from_a_map() {
    let value = json(
        r#"{ "name": "summary_large_image", "url": "https://t.co/a", "binding_values": {
                "title": { "string_value": "Piers &amp; boats", "type": "STRING" }, "description": { "string_value": "All of them." },
                "vanity_url": { "string_value": "example.org" }, "card_url": { "string_value": "https://t.co/a" },
                "thumbnail_image": { "image_value": { "url": "https://pbs.twimg.com/card_img/1/s", "width": 144 } },
                "photo_image_full_size_large": { "image_value": { "url": "https://pbs.twimg.com/card_img/1/l", "width": 800 } } } }"#,
    );
    let entities = json(r#"{ "urls": [ { "url": "https://t.co/a", "expanded_url": "https://example.org/piers" } ] }"#);
    let mut findings = Vec::new();
    let link = card(&value, Some(&entities), &mut findings).link.expect("a link");
    assert_eq!((link.url.as_str(), link.title.as_deref()), ("https://example.org/piers", Some("Piers & boats")));
    assert_eq!(
        (link.image.as_deref(), link.site.as_deref()),
        (Some("https://pbs.twimg.com/card_img/1/l"), Some("example.org"))
    );
    assert!(findings.is_empty());
}

#[test]
fn a_poll_is_read_from_a_list() {
    let value = json(
        r#"{ "legacy": { "name": "poll2choice_text_only", "binding_values": [
                { "key": "choice2_label", "value": { "string_value": "No" } }, { "key": "choice1_label", "value": { "string_value": "Yes" } },
                { "key": "choice1_count", "value": { "string_value": "2" } }, { "key": "choice2_count", "value": { "string_value": "6" } },
                { "key": "counts_are_final", "value": { "boolean_value": true } },
                { "key": "end_datetime_utc", "value": { "string_value": "2025-03-16T22:44:33Z" } } ] } }"#,
    );
    let poll = card(&value, None, &mut Vec::new()).poll.expect("a poll");
    let options: Vec<_> = poll.options.iter().map(|option| (option.label.as_str(), option.votes)).collect();
    assert_eq!(options, [("Yes", Some(2)), ("No", Some(6))]);
    assert_eq!(
        (poll.voters, poll.closed, poll.closes_at.as_deref()),
        (Some(8), Some(true), Some("2025-03-16T22:44:33Z"))
    );
}

#[test]
fn a_card_of_another_kind_is_named() {
    let value = json(r#"{ "name": "3691233323:audiospace", "binding_values": { "id": { "string_value": "1abc" } } }"#);
    let mut findings = Vec::new();
    let found = card(&value, None, &mut findings);
    assert!(found.link.is_none() && found.poll.is_none());
    assert!(findings[0].code == "unknown-embed" && findings[0].message.contains("`audiospace`"));
}

#[test]
fn version_two_sorts_choices_and_finds_previews() {
    let poll = poll_v2(&json(
        r#"{ "options": [ { "position": 2, "label": "No", "votes": 1 }, { "position": 1, "label": "Yes" } ], "voting_status": "open" }"#,
    ))
    .expect("a poll");
    assert_eq!((poll.options[0].label.as_str(), poll.voters, poll.closed), ("Yes", None, Some(false)));
    let urls = json(
        r#"[ { "expanded_url": "https://www.example.org/piers?a=1", "title": "Piers", "images": [ { "url": "https://pbs.twimg.com/news_img/1/a", "width": 1200 } ] } ]"#,
    );
    let link = link_v2(urls.as_array().expect("a list")).expect("a link");
    assert_eq!((link.site.as_deref(), link.title.as_deref()), (Some("example.org"), Some("Piers")));
    assert!(link.image.is_some());
}
