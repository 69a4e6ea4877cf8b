//! Tests of `v1.rs`.

use super::*;
use crate::record::{MediaKind, ReplyTo};

fn all(text: &str) -> Vec<Result<Record>> {
    crate::read::x::tests::records(&DIALECT, text)
}

fn one(text: &str) -> Post {
    let Record::Post(post) = all(text).remove(0).expect("a record") else { panic!("a post") };
    *post
}

const MIRA: &str = r#""user": { "name": "Mira Holt", "screen_name": "mira", "protected": false, "verified": true }"#;
const NOA: &str = r#""user": { "name": "Noa Lind", "screen_name": "noa", "protected": true }"#;
const DATE: &str = r#""created_at": "Sat Mar 14 09:41:00 +0000 2026""#;

#[test]
fn the_extended_form_hides_what_its_range_hides() {
    let post = one(&format!(
        r#"{{ {DATE}, "id": 1500000000000000001, "id_str": "1500000000000000001", "full_text": "@noa @lin 🌉 yes &amp; no https://t.co/m",
                "display_text_range": [10, 24], "in_reply_to_screen_name": "noa", "in_reply_to_status_id_str": "14", "lang": "und",
                "entities": {{ "hashtags": [], "user_mentions": [ {{ "screen_name": "noa", "indices": [0, 4] }}, {{ "screen_name": "lin", "indices": [5, 9] }} ] }},
                "extended_entities": {{ "media": [ {{ "type": "video", "url": "https://t.co/m", "indices": [25, 39], "media_url_https": "https://pbs.twimg.com/media/a.jpg",
                    "video_info": {{ "duration_millis": 2500 }} }} ] }},
                "favorite_count": 0, "retweet_count": 2, {MIRA} }}"#
    ));
    assert_eq!((post.text.as_str(), post.lang), ("🌉 yes & no", None));
    assert_eq!(post.reply_to.as_ref().and_then(ReplyTo::handle), Some("noa"));
    assert_eq!(post.extra["replying_to"], serde_json::json!(["noa", "lin"]));
    assert_eq!((post.media[0].kind, post.media[0].duration_s), (MediaKind::Video, Some(2.5)));
    let metrics = post.metrics.expect("counts");
    assert_eq!((metrics.likes, metrics.reposts, metrics.quotes), (Some(0), Some(2), None));
}

#[test]
fn a_cut_text_gives_way_to_the_whole_one() {
    let post = one(&format!(
        r#"{{ {DATE}, "id_str": "15", "text": "Once upon a ti… https://t.co/s", "truncated": true,
                "extended_tweet": {{ "full_text": "Once upon a time #tale", "display_text_range": [0, 22],
                    "entities": {{ "hashtags": [ {{ "text": "tale", "indices": [17, 22] }} ] }} }}, {MIRA} }}"#
    ));
    assert_eq!((post.text.as_str(), post.truncated), ("Once upon a time #tale", None));
    let post = one(&format!(
        r#"{{ {DATE}, "id_str": "15", "text": "Once upon a ti… https://t.co/s", "truncated": true,
                "entities": {{ "urls": [ {{ "url": "https://t.co/s", "expanded_url": "https://twitter.com/i/web/status/15", "indices": [16, 30] }} ] }}, {MIRA} }}"#
    ));
    assert_eq!((post.text.as_str(), post.truncated, post.spans), ("Once upon a ti…", Some(true), None));
}

#[test]
fn a_repost_is_the_original_with_its_reposter() {
    let post = one(&format!(
        r#"{{ {DATE}, "id_str": "16", "full_text": "RT @noa: Tide…", "favorite_count": 0, {MIRA},
                "retweeted_status": {{ "created_at": "Fri Mar 13 09:41:00 +0000 2026", "id_str": "15", "full_text": "Tide tables", "favorite_count": 7, {NOA} }} }}"#
    ));
    assert_eq!((post.id.as_deref(), post.text.as_str(), post.truncated), (Some("15"), "Tide tables", None));
    assert_eq!(post.reposted_by.and_then(|by| by.name).as_deref(), Some("Mira Holt"));
    assert_eq!((post.labels, post.metrics.and_then(|metrics| metrics.likes)), (vec!["protected".to_owned()], Some(7)));
    assert_eq!(post.extra["reposted_at"], "2026-03-14T09:41:00Z");
}

#[test]
fn a_quoted_post_takes_its_link_with_it() {
    let entities = r#""entities": { "hashtags": [], "urls": [ { "url": "https://t.co/q", "display_url": "x.com/noa/…", "expanded_url": "https://x.com/noa/status/15", "indices": [5, 19] } ] }"#;
    let quoting = format!(
        r#"{DATE}, "id_str": "16", "full_text": "Yes! https://t.co/q", "is_quote_status": true, "quoted_status_id_str": "15", {entities}, {MIRA}"#
    );
    let post =
        one(&format!(r#"{{ {quoting}, "quoted_status": {{ {DATE}, "id_str": "15", "full_text": "Tide", {NOA} }} }}"#));
    assert_eq!(
        (post.text.as_str(), post.quoted.as_ref().and_then(Quoted::post).map(|post| post.text.as_str())),
        ("Yes!", Some("Tide"))
    );
    let post = one(&format!("{{ {quoting} }}"));
    assert_eq!((post.text.as_str(), post.quoted), ("Yes! x.com/noa/…", None));
}

#[test]
fn a_status_inside_a_user_belongs_to_it() {
    let post = one(&format!(
        r#"{{ "id": 3, "name": "Noa Lind", "screen_name": "noa", "protected": true, "status": {{ {DATE}, "id_str": "15", "text": "Tide", "truncated": false }} }}"#
    ));
    assert_eq!(post.author.and_then(|author| author.handle).as_deref(), Some("noa"));
    assert_eq!((post.labels, post.url.as_deref()), (vec!["protected".to_owned()], Some("https://x.com/noa/status/15")));
}

#[test]
fn lists_of_flattened_statuses_are_read_and_bad_ones_named() {
    let records = all(&format!(
        r#"{{ "statuses": [ {{ {DATE}, "id": 15, "text": "Tide https://t.co/a", "urls": [ {{ "url": "https://t.co/a", "expanded_url": "https://www.example.org/tide/" }} ], "hashtags": [], {NOA} }},
                {{ "id": 1 }} ] }}"#
    ));
    assert_eq!(records[0].as_ref().map(Record::text).unwrap_or_default(), "Tide example.org/tide");
    assert_eq!(records[1].as_ref().expect_err("no text").kind(), ErrorKind::MissingField);
}

#[test]
fn users_without_a_post_are_passed_over_and_notices_are_tombstones() {
    let records = all(&format!(
        r#"{{ "users": [ {{ "id": 4, "screen_name": "lin" }}, {{ "id": 3, "screen_name": "noa", "status": {{ {DATE}, "id_str": "15", "text": "Tide" }} }} ] }}"#
    ));
    assert_eq!(records.len(), 1);
    assert_eq!(
        one(r#"{ "delete": { "status": { "id": 15, "id_str": "15", "user_id": 3 } } }"#).unavailable,
        Some(Unavailable::Deleted)
    );
    let withheld = one(r#"{ "status_withheld": { "id": 15, "user_id": 3, "withheld_in_countries": ["ZZ"] } }"#);
    assert_eq!((withheld.unavailable, withheld.id.as_deref()), (Some(Unavailable::Withheld), Some("15")));
}

#[test]
fn error_answers_are_refusals_in_the_words_of_x() {
    for text in [
        r#"{ "errors": [ { "code": 144, "message": "No status found with that ID." } ] }"#,
        r#"{ "error": "Not authorized.", "request": "/1.1/statuses/user_timeline.json" }"#,
    ] {
        let error = all(text).remove(0).expect_err("no post");
        assert!(error.kind() == ErrorKind::ErrorAnswer && error.message().contains("No"), "{error}");
    }
}

#[test]
fn withheld_posts_keep_their_words_and_are_marked() {
    let post =
        one(&format!(r#"{{ {DATE}, "id_str": "15", "text": "Tide", "withheld_in_countries": ["ZZ"], {MIRA} }}"#));
    assert_eq!((post.text.as_str(), post.unavailable), ("Tide", Some(Unavailable::Withheld)));
    assert_eq!(post.extra["withheld_in"], serde_json::json!(["ZZ"]));
    let post = one(&format!(r#"{{ {DATE}, "id_str": "15", "text": "Tide", "withheld_in_countries": [], {MIRA} }}"#));
    assert_eq!(post.unavailable, None);
}
