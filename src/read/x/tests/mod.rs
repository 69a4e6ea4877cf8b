//! Every dialect against payloads in which one value is wrong: whatever is read must be a record that passes its own check.

use serde_json::{Value, json};

use super::*;
use crate::read::wrong::each;
use crate::read::{Dialect, Json};

/// The records that a dialect reads in a text that is its own; each passes its own check.
pub(super) fn records(dialect: &Dialect, text: &str) -> Vec<Result<Record>> {
    let json: Json<'_> = serde_json::from_str(text).expect("JSON");
    assert!((dialect.fits)(&json), "{text}");
    let records = (dialect.read)(&json, &Context::default());
    records.iter().flatten().for_each(|record| record.check().expect("a good record"));
    records
}

/// A payload of a dialect with everything that it knows.
fn payloads() -> Vec<(Dialect, Value)> {
    let user = json!({ "name": "Mira Holt", "screen_name": "mira", "username": "mira", "id": "1", "verified_type": "Business",
        "profile_image_url_https": "https://pbs.twimg.com/profile_images/1/m_normal.jpg", "is_blue_verified": true, "protected": false,
        "highlighted_label": { "description": "Harbour", "badge": { "url": "https://pbs.twimg.com/profile_images/2/h_bigger.jpg" } } });
    let media = json!([{ "type": "video", "url": "https://t.co/m", "indices": [29, 43], "media_url_https": "https://pbs.twimg.com/media/Ab.jpg",
        "ext_alt_text": "A pier", "original_info": { "width": 16, "height": 9 }, "video_info": { "duration_millis": 6239,
        "variants": [{ "bitrate": 256_000, "url": "https://video.twimg.com/a.mp4" }] } }]);
    let entities = json!({ "hashtags": [{ "text": "pier", "indices": [10, 15] }], "symbols": [{ "text": "ABC", "indices": [2, 6] }],
        "user_mentions": [{ "screen_name": "noa", "name": "Noa", "indices": [16, 20] }],
        "urls": [{ "url": "https://t.co/a", "expanded_url": "https://example.org/a", "display_url": "example.org/a", "indices": [44, 58] }] });
    let card = json!({ "name": "poll2choice_text_only", "binding_values": { "choice1_label": { "string_value": "Yes" },
        "choice1_count": { "string_value": "3" }, "end_datetime_utc": { "string_value": "2026-03-14T09:41:00Z" },
        "counts_are_final": { "boolean_value": true } } });
    let text = "🌉 $ABC🌊 & #pier @noa &amp; go https://t.co/m https://t.co/a";
    let mut status = json!({ "id_str": "1500000000000000001", "text": text, "full_text": text, "created_at": "Sat Mar 14 09:41:00 +0000 2026",
        "display_text_range": [0, 28], "lang": "en", "favorite_count": 3, "retweet_count": 2, "possibly_sensitive": false, "truncated": false,
        "in_reply_to_screen_name": "noa", "in_reply_to_status_id_str": "1400000000000000001", "entities": entities, "card": card,
        "extended_entities": { "media": media }, "user": user, "withheld_in_countries": ["ZZ"] });
    let quoted = status.clone();
    status["quoted_status"] = quoted.clone();
    let mut page = quoted.clone();
    page["full_text"].take();
    page["created_at"] = json!("2026-03-14T09:41:00.000Z");
    page["mediaDetails"] = media;
    page["quoted_tweet"] = page.clone();
    page["edit_control"] = json!({ "edit_tweet_ids": ["1500000000000000001", "1500000000400000001"] });
    let mut archived = quoted.clone();
    archived["user"].take();
    archived["full_text"] = json!(format!("RT @noa: {text}"));
    let result = json!({ "__typename": "Tweet", "rest_id": "1500000000000000001", "legacy": quoted, "views": { "count": "1,234" },
        "core": { "user_results": { "result": { "legacy": user } } }, "birdwatch_pivot": { "subtitle": { "text": "No." } },
        "note_tweet": { "note_tweet_results": { "result": { "text": text, "entity_set": entities } } } });
    let mut graph = result.clone();
    graph["quoted_status_result"] = json!({ "result": result });
    vec![
        (SYNDICATION, page),
        (V1, status),
        (ARCHIVE, json!({ "tweet": archived })),
        (GRAPHQL, json!({ "data": { "tweetResult": { "result": graph } } })),
        (V2, answer(&user)),
    ]
}

fn answer(user: &Value) -> Value {
    let tweet = json!({ "id": "1500000000000000001", "author_id": "1", "text": "🌉 #pier @noa &amp; go https://t.co/m", "lang": "en",
        "created_at": "2026-03-14T09:41:00.000Z", "attachments": { "media_keys": ["3_1"], "poll_ids": ["5"] },
        "referenced_tweets": [{ "type": "quoted", "id": "1400000000000000001" }], "withheld": { "country_codes": ["ZZ"] },
        "edit_history_tweet_ids": ["1500000000000000001"], "public_metrics": { "like_count": 3 },
        "entities": { "hashtags": [{ "start": 2, "end": 7, "tag": "pier" }], "mentions": [{ "start": 8, "end": 12, "username": "noa" }],
            "urls": [{ "start": 22, "end": 36, "url": "https://t.co/m", "expanded_url": "https://example.org/m", "display_url": "example.org/m",
                "title": "Piers", "description": "All", "images": [{ "url": "https://pbs.twimg.com/news_img/1/a", "width": 3 }] }] } });
    let mut quoted = tweet.clone();
    quoted["id"] = json!("1400000000000000001");
    quoted["referenced_tweets"].take();
    json!({ "data": tweet, "includes": { "users": [user], "tweets": [quoted],
        "media": [{ "media_key": "3_1", "type": "photo", "url": "https://pbs.twimg.com/media/Ab.jpg", "width": 4, "height": 3, "alt_text": "A" }],
        "polls": [{ "id": "5", "voting_status": "open", "end_datetime": "2026-03-14T09:41:00.000Z", "options": [{ "position": 1, "label": "Yes", "votes": 2 }] }] },
        "errors": [{ "title": "Not Found Error", "resource_id": "9", "resource_type": "tweet", "parameter": "ids" }] })
}

fn read_checked(dialect: &Dialect, value: &Value, what: &str) -> usize {
    let text = value.to_string();
    let json: Json<'_> = serde_json::from_str(&text).expect("JSON");
    let found = (dialect.read)(&json, &Context::default());
    for record in found.iter().flatten() {
        if let Err(error) = record.check() {
            panic!("{what}: {error:?}");
        }
    }
    found.len()
}

#[test]
fn whole_payloads_are_read_by_their_dialect() {
    for (dialect, payload) in payloads() {
        let text = payload.to_string();
        let json: Json<'_> = serde_json::from_str(&text).expect("JSON");
        let first = crate::read::DIALECTS.iter().find(|known| (known.fits)(&json)).map(|known| known.name);
        assert_eq!(first, Some(dialect.name));
        let record = (dialect.read)(&json, &Context::default()).remove(0).expect("a record");
        let findings = &record.provenance().expect("a provenance").findings;
        assert!(findings.iter().all(|finding| finding.code != "unknown-embed"), "{}: {findings:?}", dialect.name);
    }
}

#[test]
fn one_wrong_value_never_makes_a_wrong_record() {
    let more = [
        json!("https://x.com/a b\u{0}"),
        json!("&#0;&#27;&lt;&amp;lt;"),
        json!({ "text": { "text": [] }, "url": {} }),
        json!([90, 3]),
        json!(["0", "18446744073709551616"]),
    ];
    // What stands inside a quoted post is read as the post itself is.
    let inner = ["/quoted_tweet/", "/quoted_status/", "/result/quoted_status_result/result/", "/tweets/0/"];
    for (dialect, payload) in payloads() {
        let left_out = |place: &str| inner.iter().any(|inner| place.contains(inner));
        let places = each(&payload, &more, left_out, |place, shown, changed| {
            read_checked(&dialect, changed, &format!("{} {place} = {shown}", dialect.name));
        });
        assert!(places > 60, "{places}");
    }
}

#[test]
fn a_value_of_another_kind_is_refused_when_a_format_is_forced() {
    for text in [r#"{ "a": 1 }"#, "7", "[]", "null", r#""text""#] {
        let json: Json<'_> = serde_json::from_str(text).expect("JSON");
        for dialect in [SYNDICATION, V1, V2, GRAPHQL, ARCHIVE] {
            let found = (dialect.read)(&json, &Context::default());
            assert!(found.len() == 1 && found[0].is_err(), "{} {text}", dialect.name);
        }
    }
}

#[test]
fn what_only_looks_like_a_post_of_x_is_left_to_others() {
    for text in [
        r#"{ "id": 1, "text": "Tide", "author_id": 3 }"#,
        r#"{ "id": 1, "text": "Tide", "user": { "id": 3 } }"#,
        r#"{ "id": 1, "idstr": "1", "text": "Tide", "user": { "screen_name": "mira" }, "attitudes_count": 2 }"#,
        r#"{ "text": "Tide", "author": "Mira" }"#,
        r#"{ "data": [ { "id": 1, "name": "Mira" } ] }"#,
        r#"{ "status": "ok", "user": { "name": "Mira" } }"#,
    ] {
        let json: Json<'_> = serde_json::from_str(text).expect("JSON");
        for dialect in [SYNDICATION, V1, V2, GRAPHQL, ARCHIVE] {
            assert!(!(dialect.fits)(&json), "{} {text}", dialect.name);
        }
    }
}

#[test]
fn huge_lists_are_read_in_time() {
    let mut payload = answer(&json!({ "id": "1", "username": "mira" }));
    let tag = json!({ "start": 2, "end": 7, "tag": "nowhere" });
    payload["data"]["entities"]["hashtags"] = Value::Array(vec![tag; 20_000]);
    payload["includes"]["users"] = Value::Array(vec![json!({ "id": "1", "username": "mira" }); 20_000]);
    assert_eq!(read_checked(&V2, &payload, "huge lists"), 2);
}

#[test]
fn the_sentences_of_tombstones_give_their_reason() {
    for (words, expected) in [
        ("This Post was deleted by the Post author. Learn more", Unavailable::Deleted),
        ("This Post is from a suspended account. Learn more", Unavailable::Suspended),
        ("Suspended", Unavailable::Suspended),
        (
            "You’re unable to view this Post because this account owner limits who can view their Posts.",
            Unavailable::Private,
        ),
        ("Protected", Unavailable::Private),
        (
            "Age-restricted adult content. This content might not be appropriate for people under 18 years old.",
            Unavailable::Private,
        ),
        ("This Post has been withheld in your country", Unavailable::Withheld),
        ("This Post is unavailable.", Unavailable::Deleted),
    ] {
        assert_eq!(reason(words), expected, "{words}");
    }
}

#[test]
fn a_post_of_nothing_is_refused() {
    let error = record(Post::default(), Vec::new(), "x-v1", &Context::default()).expect_err("nothing to show");
    assert_eq!(error.kind(), ErrorKind::MissingField);
    let long = Post { text: "a".repeat(MAX_TEXT_BYTES + 1), ..Post::default() };
    let error = record(long, Vec::new(), "x-v1", &Context::default()).expect_err("too long");
    assert_eq!(error.kind(), ErrorKind::TooLarge);
    let gone =
        record(tombstone(Unavailable::Deleted, None), Vec::new(), "x-v1", &Context::default()).expect("a record");
    assert!(gone.check().is_ok());
}
