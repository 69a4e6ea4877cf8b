//! Tests of `graphql.rs`.

use super::*;

fn all(text: &str) -> Vec<Result<Record>> {
    crate::read::x::tests::records(&DIALECT, text)
}

fn one(result: &str) -> Post {
    let text = format!(r#"{{ "data": {{ "tweetResult": {{ "result": {result} }} }} }}"#);
    let Record::Post(post) = all(&text).remove(0).expect("a record") else { panic!("a post") };
    *post
}

const CORE: &str = r#""core": { "user_results": { "result": { "__typename": "User", "is_blue_verified": true,
        "legacy": { "name": "Mira Holt", "screen_name": "mira" } } } }"#;
const NOA: &str =
    r#""core": { "user_results": { "result": { "core": { "name": "Noa Lind", "screen_name": "noa" } } } }"#;

fn legacy(id: u8, text: &str, more: &str) -> String {
    format!(
        r#""rest_id": "{id}", "legacy": {{ "id_str": "{id}", "created_at": "Sat Mar 14 09:41:00 +0000 2026", "full_text": "{text}",
                "entities": {{ "hashtags": [] }}, "favorite_count": 3, "bookmark_count": 1 {more} }}"#
    )
}

#[test]
fn a_post_has_views_note_and_counts() {
    let post = one(&format!(
        r#"{{ "__typename": "Tweet", {CORE}, {}, "views": {{ "count": "1,234", "state": "EnabledWithCount" }},
                "birdwatch_pivot": {{ "subtitle": {{ "text": "The tide was lower.", "entities": [] }} }} }}"#,
        legacy(15, "Tide &amp; time", "")
    ));
    assert_eq!(
        (post.text.as_str(), post.note.map(|note| note.text).as_deref()),
        ("Tide & time", Some("The tide was lower."))
    );
    let metrics = post.metrics.expect("counts");
    assert_eq!(
        (metrics.views, metrics.likes, metrics.bookmarks, metrics.reposts),
        (Some(1234), Some(3), Some(1), None)
    );
    assert_eq!(post.url.as_deref(), Some("https://x.com/mira/status/15"));
}

#[test]
fn a_long_post_takes_its_note() {
    let post = one(&format!(
        r#"{{ "__typename": "TweetWithVisibilityResults", "tweet": {{ {CORE}, {}, "note_tweet": {{ "note_tweet_results": {{ "result": {{
                "text": "🌉 The whole story #tide", "entity_set": {{ "hashtags": [ {{ "text": "tide", "indices": [18, 23] }} ] }},
                "richtext": {{ "richtext_tags": [ {{ "from_index": 6, "to_index": 11, "richtext_types": ["Bold", "Italic"] }} ] }} }} }} }} }} }}"#,
        legacy(15, "🌉 The whole st…", "")
    ));
    assert_eq!((post.text.as_str(), post.truncated), ("🌉 The whole story #tide", None));
    let spans = post.spans.expect("spans");
    let kinds: Vec<_> = spans.iter().map(|span| (span.kind.as_str(), span.start, span.end)).collect();
    assert_eq!(kinds, [("bold", 6, 11), ("italic", 6, 11), ("hashtag", 18, 23)]);
}

#[test]
fn reposts_and_quotes_are_resolved() {
    let inner = format!(r#"{{ "__typename": "Tweet", {NOA}, {} }}"#, legacy(14, "Tide", ""));
    let retweet = legacy(15, "RT @noa: Tide", &format!(r#", "retweeted_status_result": {{ "result": {inner} }}"#));
    let post = one(&format!(r#"{{ "__typename": "Tweet", {CORE}, {retweet} }}"#));
    assert_eq!((post.id.as_deref(), post.reposted_by.and_then(|by| by.handle).as_deref()), (Some("14"), Some("mira")));
    let quote = legacy(15, "Yes", r#", "is_quote_status": true, "quoted_status_id_str": "14""#);
    let post = one(&format!(r#"{{ {CORE}, {quote}, "quoted_status_result": {{ "result": {inner} }} }}"#));
    assert_eq!(post.quoted.as_ref().and_then(Quoted::post).map(|post| post.text.as_str()), Some("Tide"));
    for (result, expected) in [
        ("{}", Unavailable::Deleted),
        (r#"{ "result": {} }"#, Unavailable::Deleted),
        (
            r#"{ "result": { "__typename": "TweetTombstone", "tombstone": { "text": { "text": "This Post is from a suspended account." } } } }"#,
            Unavailable::Suspended,
        ),
        (r#"{ "result": { "__typename": "TweetUnavailable", "reason": "Protected" } }"#, Unavailable::Private),
    ] {
        let post = one(&format!(r#"{{ {CORE}, {quote}, "quoted_status_result": {result} }}"#));
        assert_eq!(post.quoted, Some(Quoted::Unavailable(expected)), "{result}");
    }
}

#[test]
fn what_cannot_be_shown_has_its_reason() {
    assert_eq!(
        one(r#"{ "__typename": "TweetUnavailable", "reason": "Suspended" }"#).unavailable,
        Some(Unavailable::Suspended)
    );
    let grave = r#"{ "__typename": "TweetTombstone", "tombstone": { "text": { "text": "This Post was deleted by the Post author." } } }"#;
    assert_eq!(one(grave).unavailable, Some(Unavailable::Deleted));
}

#[test]
fn an_empty_result_is_a_refusal() {
    for text in [
        r#"{ "data": { "tweetResult": {} } }"#,
        r#"{ "data": { "tweetResult": {} }, "errors": [ { "message": "Not found" } ] }"#,
    ] {
        assert_eq!(all(text).remove(0).expect_err("no post").kind(), crate::ErrorKind::ErrorAnswer);
    }
}

#[test]
fn a_timeline_gives_its_posts_without_advertisements() {
    let entry = |id: u8, more: &str| {
        format!(
            r#"{{ "content": {{ "itemContent": {{ "tweet_results": {{ "result": {{ "__typename": "Tweet", {CORE}, {} }} }} {more} }} }} }}"#,
            legacy(id, "Tide", "")
        )
    };
    let text = format!(
        r#"{{ "data": {{ "user": {{ "result": {{ "timeline_v2": {{ "timeline": {{ "instructions": [ {{ "entries": [ {}, {}, {} ] }} ] }} }} }} }} }} }}"#,
        entry(1, ""),
        entry(2, r#", "promotedMetadata": {}"#),
        entry(3, "")
    );
    let ids: Vec<_> =
        all(&text).iter().map(|found| found.as_ref().ok().and_then(|record| record.id().map(str::to_owned))).collect();
    assert_eq!(ids, [Some("1".to_owned()), Some("3".to_owned())]);
}

#[test]
fn an_edited_post_knows_when() {
    let post = one(&format!(
        r#"{{ {CORE}, "rest_id": "1500000000400000001", "legacy": {{ "full_text": "Tide", "id_str": "1500000000400000001" }},
                "edit_control": {{ "edit_control_initial": {{ "edit_tweet_ids": ["1500000000000000001", "1500000000400000001"] }} }} }}"#
    ));
    assert!(post.edited_at.is_some() && post.created_at.is_some());
}
