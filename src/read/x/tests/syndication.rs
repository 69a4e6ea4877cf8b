//! Tests of `syndication.rs`.

use super::*;
use crate::record::{MediaKind, Quoted, ReplyTo, Unavailable, Verified};

fn one(text: &str) -> Post {
    let json: Json<'_> = serde_json::from_str(text).expect("JSON");
    assert!(fits(&json), "{text}");
    let record = read(&json, &Context::default()).remove(0).expect("a record");
    record.check().expect("a good record");
    let Record::Post(post) = record else { panic!("a post") };
    *post
}

const USER: &str = r#""user": { "name": "Mira Holt", "screen_name": "mira", "is_blue_verified": true,
        "profile_image_url_https": "https://pbs.twimg.com/profile_images/1/m_normal.jpg" }"#;

#[test]
fn a_post_with_photo_and_counts_is_read() {
    let post = one(&format!(
        r#"{{ "__typename": "Tweet", "id_str": "1500000000000000001", "lang": "en", "favorite_count": 12, "conversation_count": 3,
                "created_at": "2026-03-14T09:41:00.000Z", "display_text_range": [0, 13], "possibly_sensitive": false,
                "text": "🌉 Pier &amp; sea https://t.co/m",
                "entities": {{ "hashtags": [], "media": [ {{ "url": "https://t.co/m", "display_url": "pic.x.com/m", "indices": [17, 31] }} ] }},
                "mediaDetails": [ {{ "type": "photo", "url": "https://t.co/m", "indices": [17, 31], "media_url_https": "https://pbs.twimg.com/media/Ab.jpg",
                    "original_info": {{ "width": 1600, "height": 900 }} }} ], {USER} }}"#
    ));
    assert_eq!((post.text.as_str(), post.spans.as_deref()), ("🌉 Pier & sea", Some(&[][..])));
    assert_eq!(post.url.as_deref(), Some("https://x.com/mira/status/1500000000000000001"));
    assert_eq!(post.created_at.as_deref(), Some("2026-03-14T09:41:00Z"));
    let metrics = post.metrics.expect("counts");
    assert_eq!((metrics.likes, metrics.replies, metrics.reposts, metrics.views), (Some(12), Some(3), None, None));
    assert_eq!((post.media.len(), post.media[0].kind, post.sensitive), (1, MediaKind::Photo, Some(false)));
    assert_eq!(post.author.expect("an author").verified, Some(Verified::Individual));
    let provenance = post.provenance.expect("a provenance");
    assert_eq!((provenance.format.as_deref(), provenance.findings.len()), (Some("x-syndication"), 0));
}

#[test]
fn a_trimmed_post_without_lists_leaves_spans_to_the_rules() {
    let post = one(&format!(
        r#"{{ "id_str": "21", "text": "Tom &amp; Ada &lt;3 #pier", "created_at": "2026-03-14T09:41:00.000Z", {USER} }}"#
    ));
    assert_eq!((post.text.as_str(), post.spans, post.metrics), ("Tom & Ada <3 #pier", None, None));
}

#[test]
fn quoted_and_answered_posts_stand_inside() {
    let inner =
        format!(r#""id_str": "7", "text": "Inner https://t.co/x", "created_at": "2026-03-14T09:41:00.000Z", {USER}"#);
    let post = one(&format!(
        r#"{{ "__typename": "Tweet", "id_str": "8", "text": "@mira Outer", "display_text_range": [6, 11], "created_at": "2026-03-14T09:42:00.000Z",
                "in_reply_to_screen_name": "mira", "in_reply_to_status_id_str": "7",
                "entities": {{ "user_mentions": [ {{ "screen_name": "mira", "indices": [0, 5] }} ] }},
                "quoted_tweet": {{ {inner}, "entities": {{ "hashtags": [ {{ "text": "no", "indices": [90, 93] }} ] }} }}, "parent": {{ {inner} }}, {USER} }}"#
    ));
    assert_eq!(post.text, "Outer");
    assert_eq!(
        post.quoted.as_ref().and_then(Quoted::post).map(|quoted| quoted.text.as_str()),
        Some("Inner https://t.co/x")
    );
    assert_eq!(post.reply_to.as_ref().and_then(ReplyTo::handle), Some("mira"));
    let findings = post.provenance.expect("a provenance").findings;
    assert_eq!((findings.len(), findings[0].path.as_str()), (1, "/quoted/spans"));
}

#[test]
fn a_tombstone_has_a_reason_and_no_words() {
    let post = one(
        r#"{ "__typename": "TweetTombstone", "tombstone": { "text": { "text": "This Post is from a suspended account. Learn more", "entities": [] } } }"#,
    );
    assert_eq!((post.text.as_str(), post.unavailable), ("", Some(Unavailable::Suspended)));
}

#[test]
fn long_and_edited_posts_say_so() {
    let post = one(&format!(
        r#"{{ "__typename": "Tweet", "id_str": "1500000000000000001", "text": "Once upon", "created_at": "2026-03-14T09:41:00.000Z",
                "note_tweet": {{ "id": "Tm90ZQ==" }}, "isEdited": true, "isStaleEdit": true,
                "edit_control": {{ "edit_tweet_ids": ["1500000000000000001", "1500000000400000001"] }}, {USER} }}"#
    ));
    assert_eq!((post.truncated, post.edited_at), (Some(true), None));
    assert!(post.provenance.expect("a provenance").findings.iter().any(|finding| finding.code == "stale-edit"));
}

#[test]
fn an_empty_post_is_refused_with_a_reason() {
    let text = format!(r#"{{ "id_str": "9", "text": "", "created_at": "", {USER} }}"#);
    let json: Json<'_> = serde_json::from_str(&text).expect("JSON");
    assert!(fits(&json));
    let error = read(&json, &Context::default()).remove(0).expect_err("nothing to show");
    assert!(error.message().contains("`9`") && error.hint().is_some());
}

#[test]
fn posts_nested_without_end_are_cut_with_a_finding() {
    let mut text = format!(r#"{{ "__typename": "Tweet", "id_str": "1", "text": "a", {USER} }}"#);
    for _ in 0..30 {
        text = format!(r#"{{ "__typename": "Tweet", "id_str": "1", "text": "a", "quoted_tweet": {text}, {USER} }}"#);
    }
    assert!(
        one(&text).provenance.expect("a provenance").findings.iter().any(|finding| finding.code == "unknown-embed")
    );
}
