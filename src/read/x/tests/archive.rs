//! Tests of `archive.rs`.

use super::*;
use crate::record::{Author, ReplyTo};

fn one(text: &str) -> Post {
    let json: Json<'_> = serde_json::from_str(text).expect("JSON");
    assert!(fits(&json), "{text}");
    let author = Author { name: Some("Mira Holt".into()), handle: Some("mira".into()), ..Author::default() };
    let context = Context { account: Some(author), ..Context::default() };
    let record = read(&json, &context).remove(0).expect("a record");
    record.check().expect("a good record");
    let Record::Post(post) = record else { panic!("a post") };
    *post
}

#[test]
fn numbers_as_text_are_numbers() {
    let post = one(
        r#"{ "tweet": { "id_str": "1500000000000000001", "id": "1500000000000000001", "full_text": "@noa 🌉 piers &amp; #boats https://t.co/m",
                "created_at": "Sat Mar 14 09:41:00 +0100 2026", "favorite_count": "1234", "retweet_count": "0", "display_text_range": ["0", "25"],
                "in_reply_to_screen_name": "noa", "in_reply_to_status_id_str": "1400000000000000001", "lang": "in", "truncated": false,
                "entities": { "user_mentions": [ { "screen_name": "noa", "indices": ["0", "4"] } ], "hashtags": [ { "text": "boats", "indices": ["19", "25"] } ] },
                "extended_entities": { "media": [ { "type": "photo", "url": "https://t.co/m", "indices": ["26", "40"],
                    "media_url_https": "https://pbs.twimg.com/media/Ab.jpg", "sizes": { "large": { "w": "20", "h": "10" } } } ] } } }"#,
    );
    assert_eq!(post.text, "🌉 piers & #boats");
    let spans = post.spans.expect("spans");
    assert_eq!((spans.len(), spans[0].start, spans[0].end), (1, 10, 16));
    assert_eq!((post.created_at.as_deref(), post.lang.as_deref()), (Some("2026-03-14T09:41:00+01:00"), Some("id")));
    let metrics = post.metrics.expect("counts");
    assert_eq!((metrics.likes, metrics.reposts, metrics.replies), (Some(1234), Some(0), None));
    let Some(ReplyTo::Reference(answered)) = post.reply_to else { panic!("a reply") };
    assert_eq!(answered.url.as_deref(), Some("https://x.com/noa/status/1400000000000000001"));
    assert_eq!(post.author.and_then(|author| author.handle).as_deref(), Some("mira"));
    assert_eq!((post.media.len(), post.media[0].width), (1, Some(20)));
    assert!(post.provenance.is_some_and(|provenance| provenance.findings.is_empty()));
}

#[test]
fn a_repost_belongs_to_its_author_and_is_cut() {
    let post =
        one(r#"{ "id_str": "1500000000000000001", "full_text": "RT @Noa_L: Tide tables for #harbours &amp; so…",
                "created_at": "Sat Mar 14 09:41:00 +0000 2026", "favorite_count": "0",
                "entities": { "hashtags": [ { "text": "harbours", "indices": ["27", "36"] } ],
                    "user_mentions": [ { "screen_name": "Noa_L", "name": "Noa Lind", "indices": ["3", "9"] } ] } }"#);
    assert_eq!(
        (post.text.as_str(), post.truncated, post.created_at),
        ("Tide tables for #harbours & so…", Some(true), None)
    );
    assert_eq!(post.spans.expect("spans").len(), 1);
    let author = post.author.expect("an author");
    assert_eq!((author.name.as_deref(), author.handle.as_deref()), (Some("Noa Lind"), Some("Noa_L")));
    assert_eq!(post.reposted_by.and_then(|by| by.handle).as_deref(), Some("mira"));
    assert_eq!((post.metrics, post.extra["reposted_at"].as_str()), (None, Some("2026-03-14T09:41:00Z")));
}

#[test]
fn three_fields_are_enough() {
    let post = one(
        r#"{ "tweet": { "id_str": "7", "full_text": "Tide #tables", "created_at": "Sat Mar 14 09:41:00 +0000 2026" } }"#,
    );
    assert_eq!((post.text.as_str(), post.spans), ("Tide #tables", None));
}

#[test]
fn without_an_account_the_author_is_missing_and_said() {
    let json: Json<'_> = serde_json::from_str(r#"{ "id_str": "7", "full_text": "Tide" }"#).expect("JSON");
    let record = read(&json, &Context::default()).remove(0).expect("a record");
    let provenance = record.provenance().expect("a provenance");
    assert_eq!((record.author_name(), provenance.findings[0].code.as_str()), ("", "author-missing"));
}

#[test]
fn media_tell_the_original_of_a_repost() {
    let post = one(
        r#"{ "id_str": "1500000000000000001", "full_text": "RT @noa: https://t.co/m", "created_at": "Sat Mar 14 09:41:00 +0000 2026",
                "extended_entities": { "media": [ { "type": "photo", "url": "https://t.co/m", "indices": ["9", "23"], "source_status_id_str": "1234567890123456789",
                    "expanded_url": "https://x.com/noa/status/1234567890123456789/photo/1", "media_url_https": "https://pbs.twimg.com/media/Ab.jpg" } ] } }"#,
    );
    assert_eq!((post.text.as_str(), post.id.as_deref()), ("", Some("1234567890123456789")));
    assert_eq!(post.created_at.as_deref(), Some("2020-03-02T19:54:56.824Z"));
}
