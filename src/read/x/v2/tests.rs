//! Answers of API v2, all invented.

use super::*;
use crate::ErrorKind;
use crate::record::{MediaKind, Unavailable, Verified};

fn all(text: &str) -> Vec<Result<Record>> {
    crate::read::x::tests::records(&DIALECT, text)
}

fn one(text: &str) -> Post {
    let Record::Post(post) = all(text).remove(0).expect("a record") else { panic!("a post") };
    *post
}

const USERS: &str = r#""users": [ { "id": "2", "name": "Noa Lind", "username": "noa", "protected": true },
    { "id": "1", "name": "Mira Holt", "username": "mira", "verified": true, "verified_type": "blue", "profile_image_url": "https://pbs.twimg.com/profile_images/1/m_normal.jpg" } ]"#;

#[test]
fn a_post_with_its_includes_is_read() {
    let post = one(&format!(
        r#"{{ "data": {{ "id": "1500000000000000001", "author_id": "1", "text": "🌉 Tide &amp; time #pier https://t.co/m", "lang": "en",
            "created_at": "2026-03-14T09:41:00.000Z", "possibly_sensitive": false, "attachments": {{ "media_keys": ["3_1", "7_9"] }},
            "entities": {{ "hashtags": [ {{ "start": 18, "end": 23, "tag": "pier" }} ], "urls": [ {{ "start": 24, "end": 38, "url": "https://t.co/m",
                "display_url": "pic.x.com/m", "expanded_url": "https://x.com/mira/status/1500000000000000001/photo/1", "media_key": "3_1" }} ] }},
            "public_metrics": {{ "like_count": 3, "retweet_count": 0, "reply_count": 1, "quote_count": 0, "impression_count": 77 }} }},
            "includes": {{ {USERS}, "media": [ {{ "media_key": "3_1", "type": "photo", "url": "https://pbs.twimg.com/media/Ab.jpg", "width": 4, "height": 3, "alt_text": "A pier" }} ] }} }}"#
    ));
    assert_eq!(post.text, "🌉 Tide & time #pier");
    let spans = post.spans.expect("spans");
    assert_eq!((spans.len(), spans[0].start, spans[0].end), (1, 14, 19));
    assert_eq!(
        (post.media.len(), post.media[0].kind, post.media[0].alt.as_deref()),
        (1, MediaKind::Photo, Some("A pier"))
    );
    let author = post.author.expect("an author");
    assert_eq!((author.handle.as_deref(), author.verified), (Some("mira"), Some(Verified::Individual)));
    let metrics = post.metrics.expect("counts");
    assert_eq!((metrics.views, metrics.bookmarks, metrics.reposts), (Some(77), None, Some(0)));
    assert!(post.labels.is_empty() && post.provenance.is_some_and(|provenance| provenance.findings.is_empty()));
}

#[test]
fn a_page_gives_every_post_and_names_no_author_by_number() {
    let records = all(
        r#"{ "data": [ { "id": "7", "text": "One" }, { "id": "8", "author_id": "1", "text": "Two" }, { "id": "9", "text": " " } ], "meta": { "result_count": 3 } }"#,
    );
    assert_eq!(records.len(), 3);
    for record in records.iter().take(2) {
        let record = record.as_ref().expect("a record");
        let findings = &record.provenance().expect("a provenance").findings;
        assert_eq!((record.author_name(), findings[0].code.as_str()), ("", "author-missing"));
    }
    assert_eq!(records[2].as_ref().expect_err("nothing to show").kind(), ErrorKind::MissingField);
}

#[test]
fn a_long_post_takes_its_note() {
    let post = one(&format!(
        r#"{{ "data": {{ "id": "7", "author_id": "1", "text": "Once upon… https://t.co/s",
            "entities": {{ "urls": [ {{ "start": 11, "end": 25, "url": "https://t.co/s", "expanded_url": "https://x.com/i/web/status/7" }} ] }},
            "note_tweet": {{ "text": "Once upon a time $ABC", "entities": {{ "cashtags": [ {{ "start": 17, "end": 21, "tag": "ABC" }} ] }} }} }},
            "includes": {{ {USERS} }} }}"#
    ));
    assert_eq!((post.text.as_str(), post.truncated), ("Once upon a time $ABC", None));
    assert_eq!(post.spans.expect("spans")[0].value.as_deref(), Some("ABC"));
    let post = one(r#"{ "data": { "id": "7", "author_id": "1", "text": "Once upon… https://t.co/s",
            "entities": { "urls": [ { "start": 11, "end": 25, "url": "https://t.co/s", "expanded_url": "https://x.com/i/web/status/7" } ] } } }"#);
    assert_eq!((post.text.as_str(), post.truncated), ("Once upon…", Some(true)));
}

#[test]
fn a_repost_is_the_original_with_poll_and_reposter() {
    let repost = r#""id": "1500000000000000001", "author_id": "1", "text": "RT @noa: Tide or ti…", "created_at": "2026-03-14T09:41:00.000Z",
        "attachments": { "poll_ids": ["5"] }, "referenced_tweets": [ { "type": "retweeted", "id": "1234567890123456789" } ],
        "public_metrics": { "like_count": 0 }"#;
    let polls = r#""polls": [ { "id": "5", "voting_status": "closed", "options": [ { "position": 2, "label": "Time", "votes": 1 }, { "position": 1, "label": "Tide", "votes": 2 } ] } ]"#;
    let post = one(&format!(
        r#"{{ "data": {{ {repost} }}, "includes": {{ {USERS}, {polls}, "tweets": [ {{ "id": "1234567890123456789", "author_id": "2", "text": "Tide or time?", "public_metrics": {{ "like_count": 9 }} }} ] }} }}"#
    ));
    assert_eq!((post.text.as_str(), post.id.as_deref()), ("Tide or time?", Some("1234567890123456789")));
    assert_eq!(post.reposted_by.and_then(|by| by.handle).as_deref(), Some("mira"));
    assert_eq!((post.metrics.and_then(|metrics| metrics.likes), post.labels), (Some(9), vec!["protected".to_owned()]));
    let poll = post.poll.expect("a poll");
    assert_eq!((poll.options[0].label.as_str(), poll.voters, poll.closed), ("Tide", Some(3), Some(true)));

    let post = one(&format!(r#"{{ "data": {{ {repost} }}, "includes": {{ {USERS} }} }}"#));
    assert_eq!((post.text.as_str(), post.truncated), ("Tide or ti…", Some(true)));
    assert_eq!(post.author.and_then(|author| author.name).as_deref(), Some("Noa Lind"));
    assert_eq!(post.created_at.as_deref(), Some("2020-03-02T19:54:56.824Z"));
    assert_eq!(post.metrics, None);
}

#[test]
fn quoted_and_answered_posts_are_found_or_their_absence_is_said() {
    let tweet = r#""id": "16", "author_id": "1", "text": "@noa Yes https://t.co/q", "in_reply_to_user_id": "2",
        "referenced_tweets": [ { "type": "quoted", "id": "15" }, { "type": "replied_to", "id": "14" } ],
        "entities": { "mentions": [ { "start": 0, "end": 4, "username": "noa", "id": "2" } ], "urls": [ { "start": 9, "end": 23, "url": "https://t.co/q",
            "display_url": "x.com/noa/…", "expanded_url": "https://x.com/noa/status/15" } ] }"#;
    let post = one(&format!(
        r#"{{ "data": {{ {tweet} }}, "includes": {{ {USERS}, "tweets": [ {{ "id": "15", "author_id": "2", "text": "Tide" }}, {{ "id": "14", "author_id": "2", "text": "Time" }} ] }} }}"#
    ));
    assert_eq!(post.text, "@noa Yes");
    assert_eq!(post.quoted.as_ref().and_then(Quoted::post).map(|post| post.text.as_str()), Some("Tide"));
    assert_eq!(post.reply_to.as_ref().and_then(ReplyTo::post).map(|post| post.text.as_str()), Some("Time"));

    let problem = r#""errors": [ { "title": "Authorization Error", "resource_type": "tweet", "resource_id": "15", "parameter": "referenced_tweets.id",
        "detail": "Sorry, you are not authorized to see the Tweet with referenced_tweets.id: [15]." } ]"#;
    let records = all(&format!(r#"{{ "data": {{ {tweet} }}, {problem} }}"#));
    assert_eq!(records.len(), 1, "the record says what it lacks");
    let Some(Ok(Record::Post(post))) = records.into_iter().next() else { panic!("a post") };
    assert_eq!((post.text.as_str(), post.quoted), ("@noa Yes", Some(Quoted::Unavailable(Unavailable::Private))));
    assert_eq!(post.reply_to.as_ref().and_then(ReplyTo::handle), Some("noa"));

    let post = one(&format!(r#"{{ "data": {{ {tweet} }} }}"#));
    assert_eq!((post.text.as_str(), post.quoted), ("@noa Yes x.com/noa/…", None));
    assert!(post.provenance.expect("a provenance").findings.iter().any(|finding| finding.path == "/quoted"));
}

#[test]
fn media_and_polls_that_the_payload_lacks_are_said() {
    let post = one(
        r#"{ "data": { "id": "7", "text": "Tide", "author_id": "1", "attachments": { "media_keys": ["3_1"], "poll_ids": ["5"] } } }"#,
    );
    let findings = post.provenance.expect("a provenance").findings;
    let paths: Vec<_> = findings
        .iter()
        .filter(|finding| finding.code == "unknown-embed")
        .map(|finding| finding.path.as_str())
        .collect();
    assert_eq!(paths, ["/poll", "/media"]);
}

#[test]
fn withheld_and_edited_posts_are_marked() {
    let post = one(
        r#"{ "data": { "id": "1500000000000000001", "text": "Tide", "withheld": { "copyright": false, "country_codes": ["ZZ"] },
            "edit_history_tweet_ids": ["1500000000000000001", "1500000000400000001"] } }"#,
    );
    assert_eq!((post.unavailable, post.edited_at), (Some(Unavailable::Withheld), None));
    assert!(post.provenance.expect("a provenance").findings.iter().any(|finding| finding.code == "stale-edit"));
    let post = one(
        r#"{ "data": { "id": "1500000000400000001", "text": "Tide", "edit_history_tweet_ids": ["1500000000000000001", "1500000000400000001"] } }"#,
    );
    assert!(post.edited_at.is_some());
}

#[test]
fn problems_without_posts_are_refusals_and_others_stand_beside() {
    let problem = r#"{ "title": "Not Found Error", "detail": "Could not find tweet with ids: [9].", "resource_type": "tweet", "parameter": "ids", "resource_id": "9" }"#;
    let records = all(&format!(r#"{{ "data": [ {{ "id": "7", "text": "One" }} ], "errors": [ {problem} ] }}"#));
    assert!(records[0].is_ok());
    assert_eq!(records[1].as_ref().expect_err("a refusal").kind(), ErrorKind::ErrorAnswer);
    assert_eq!(all(&format!(r#"{{ "errors": [ {problem} ] }}"#)).len(), 1);
    let whole = r#"{ "title": "Unauthorized", "type": "about:blank", "status": 401, "detail": "Unauthorized" }"#;
    assert!(all(whole)[0].as_ref().is_err_and(|error| error.message().contains("Unauthorized")));
    assert!(all(r#"{ "meta": { "result_count": 0 } }"#).is_empty());
}

#[test]
fn posts_with_their_includes_inside_are_read() {
    let post = one(
        r#"{ "id": "7", "author_id": "1", "text": "Tide https://t.co/a", "author": { "id": "1", "name": "Mira Holt", "username": "mira" },
            "attachments": { "poll": { "options": [ { "position": 1, "label": "Yes", "votes": 1 } ] } },
            "referenced_tweets": [ { "type": "quoted", "id": "6", "text": "Time", "author": { "username": "noa" } } ], "in_reply_to_user_id": "2", "in_reply_to_user": { "username": "noa" } }"#,
    );
    assert_eq!(post.author.and_then(|author| author.handle).as_deref(), Some("mira"));
    assert_eq!(
        post.quoted.as_ref().and_then(Quoted::post).and_then(|post| post.url.as_deref()),
        Some("https://x.com/noa/status/6")
    );
    assert!(post.poll.is_some() && post.reply_to.as_ref().and_then(ReplyTo::handle) == Some("noa"));
}

#[test]
fn references_in_a_circle_end() {
    let post = one(
        r#"{ "data": { "id": "1", "text": "a", "referenced_tweets": [ { "type": "quoted", "id": "1" }, { "type": "replied_to", "id": "1" } ] },
            "includes": { "tweets": [ { "id": "1", "text": "a", "referenced_tweets": [ { "type": "quoted", "id": "1" }, { "type": "replied_to", "id": "1" }, { "type": "retweeted", "id": "1" } ] } ] } }"#,
    );
    assert_eq!(post.text, "a");
}
