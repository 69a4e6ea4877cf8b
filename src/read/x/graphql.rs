//! Results of X's own GraphQL interface, as archivers keep them: single posts and whole timelines.
//!
//! A result wraps a status of API v1.1 (`legacy`) with its author, note, card and views.

use super::repost::passed_on;
use super::status::{Body, Parts, created_at, mark_edit, post};
use super::user::{User, graphql_user};
use super::v1::{pieces, refusal};
use super::value::{address, id, paragraphs, string};
use super::{DEEPEST, nest, no_post, quoted, reason, record, tombstone, too_deep};
use crate::read::json::Ask;
use crate::read::offset::Unit;
use crate::read::plain::{line, unescape};
use crate::read::{Context, Dialect, Json};
use crate::record::{Link, Metrics, Note, Post, Quoted, Record, Unavailable};
use crate::{Finding, Result};

/// Results of GraphQL.
pub(in crate::read) const DIALECT: Dialect = Dialect {
    name: "x-graphql",
    marks: "`data.tweetResult`, `tweet_results` in a timeline, or `legacy` beside `rest_id`",
    fits,
    read,
};

/// Fields that hold results.
const RESULTS: [&str; 4] = ["tweetResult", "tweetResults", "tweet_results", "tweet_result_by_rest_id"];

/// Other fields of `data` that hold timelines.
const TIMELINES: [&str; 10] = [
    "threaded_conversation_with_injections",
    "threaded_conversation_with_injections_v2",
    "search_by_raw_query",
    "bookmark_timeline",
    "bookmark_timeline_v2",
    "bookmark_search_timeline",
    "home",
    "list",
    "user",
    "user_result_by_rest_id",
];

fn fits(value: &Json<'_>) -> bool {
    let holds = |value: &Json<'_>, names: &[&str]| {
        names.iter().any(|name| matches!(value.field(name), Some(Json::Object(_) | Json::Array(_))))
    };
    let data = |data: &Json<'_>| holds(data, &RESULTS) || holds(data, &TIMELINES);
    is_result(value) || holds(value, &RESULTS) || value.field("data").is_some_and(data)
}

fn is_result(value: &Json<'_>) -> bool {
    match value.text("__typename") {
        Some("TweetWithVisibilityResults") => value.field("tweet").is_some(),
        Some("TweetUnavailable") => true,
        _ => value.field("legacy").is_some_and(|legacy| legacy.field("full_text").is_some()),
    }
}

fn read(value: &Json<'_>, context: &Context) -> Vec<Result<Record>> {
    let mut results = Vec::new();
    if is_result(value) {
        results.push(value);
    } else {
        collect(value, &mut results);
    }
    if results.is_empty() {
        return nothing(value);
    }
    results.into_iter().map(|result| one(result, context)).collect()
}

/// Why there is no post: X's own words, or that it sent an empty result. A timeline may be empty.
fn nothing(value: &Json<'_>) -> Vec<Result<Record>> {
    let messages = value.items("errors").iter().filter_map(|error| error.text("message"));
    let mut found: Vec<_> = messages.map(|message| Err(refusal(message))).collect();
    let data = value.field("data").unwrap_or(value);
    if !fits(value) && found.is_empty() {
        found.push(Err(no_post("data.tweetResult")));
    }
    if found.is_empty() && RESULTS.iter().any(|name| data.field(name).is_some()) {
        found.push(Err(refusal("an empty result")));
    }
    found
}

fn one(result: &Json<'_>, context: &Context) -> Result<Record> {
    let mut findings = Vec::new();
    let post = tweet(result, 0, &mut findings).unwrap_or_else(|| tombstone(Unavailable::Deleted, None));
    record(post, findings, DIALECT.name, context)
}

/// Every result in an answer, in its order; advertisements are no posts that somebody saved.
fn collect<'v>(value: &'v Json<'v>, results: &mut Vec<&'v Json<'v>>) {
    match value {
        Json::Array(items) => items.iter().for_each(|item| collect(item, results)),
        Json::Object(fields) if !fields.contains_key("promotedMetadata") => {
            for (name, inner) in fields.iter() {
                if RESULTS.contains(&name) {
                    let listed = match inner {
                        Json::Array(items) => items.as_slice(),
                        single => std::slice::from_ref(single),
                    };
                    results.extend(listed.iter().filter_map(|item| item.field("result")));
                } else {
                    collect(inner, results);
                }
            }
        }
        _ => {}
    }
}

/// Reads a result; `None` when there is nothing in it.
fn tweet(result: &Json<'_>, depth: usize, findings: &mut Vec<Finding>) -> Option<Post> {
    let kind = result.text("__typename").unwrap_or_default();
    let rest_id = id(result, &["rest_id"]);
    if kind == "TweetUnavailable" {
        return Some(tombstone(reason(result.text("reason").unwrap_or_default()), rest_id));
    }
    if let Some(grave) = result.field("tombstone") {
        let words = grave.path(&["text", "text"]).or_else(|| grave.path(&["richText", "text"]));
        return Some(tombstone(reason(words.and_then(Json::as_str).unwrap_or_default()), rest_id));
    }
    if let Some(inner) = result.field("tweet") {
        return tweet(inner, depth + 1, findings).filter(|_| depth <= DEEPEST);
    }
    let legacy = result.field("legacy")?;
    let user = ["user_results", "user_result"].iter().find_map(|name| result.path(&["core", name, "result"]));
    let account = user.map(graphql_user).unwrap_or_default();
    let original = legacy
        .path(&["retweeted_status_result", "result"])
        .or_else(|| result.path(&["retweeted_status_result", "result"]));
    if let Some(original) = original.filter(|_| depth < DEEPEST) {
        let at = created_at(legacy, rest_id.as_deref());
        if let Some(post) = tweet(original, depth + 1, findings) {
            return Some(passed_on(post, account, at));
        }
    }
    let (quoted, quoted_id) = quoting(result, legacy, depth, findings);
    let mut post = post(parts(result, legacy, account, quoted, quoted_id), findings);
    complete(&mut post, result, findings);
    Some(post)
}

fn parts<'v>(
    result: &'v Json<'v>,
    legacy: &'v Json<'v>,
    user: User,
    quoted: Option<Quoted>,
    quoted_id: Option<String>,
) -> Parts<'v> {
    let note = result.path(&["note_tweet", "note_tweet_results", "result"]);
    let note = note.and_then(|note| {
        let text = string(note, "text")?;
        let entities = note.field("entity_set");
        Some(Body { text, range: None, range_unit: Unit::CodePoints, entities, skipped: 0, note: Some(note) })
    });
    Parts {
        status: legacy,
        id: id(result, &["rest_id"]),
        body: note.unwrap_or_else(|| Body::of(legacy)),
        user,
        media: pieces(legacy),
        more_media: Vec::new(),
        card: result.field("card").or_else(|| legacy.field("card")),
        quoted,
        quoted_id,
        parent: None,
    }
}

/// The quoted post: whole, or why it is not there. An empty result is how X shows one that is gone.
fn quoting(
    result: &Json<'_>,
    legacy: &Json<'_>,
    depth: usize,
    findings: &mut Vec<Finding>,
) -> (Option<Quoted>, Option<String>) {
    let known_id = id(legacy, &["quoted_status_id_str"]);
    let Some(outer) = result.field("quoted_status_result") else { return (None, known_id) };
    if depth >= DEEPEST {
        findings.push(too_deep("/quoted"));
        return (None, known_id);
    }
    let mut own = Vec::new();
    let post = outer.field("result").and_then(|inner| tweet(inner, depth + 1, &mut own));
    nest(findings, own, "/quoted");
    let inner_id = post.as_ref().and_then(|post| post.id.clone());
    let quoted = post.map_or(Quoted::Unavailable(Unavailable::Deleted), quoted);
    (Some(quoted), known_id.or(inner_id))
}

/// What stands around the status: views, versions, community note, article.
fn complete(post: &mut Post, result: &Json<'_>, findings: &mut Vec<Finding>) {
    if let Some(views) = result.field("views").and_then(|views| views.count("count")) {
        post.metrics = Some(Metrics { views: Some(views), ..post.metrics.unwrap_or_default() });
    }
    if let Some(control) = result.field("edit_control") {
        let control = control.field("edit_control_initial").unwrap_or(control);
        mark_edit(post, control.items("edit_tweet_ids"), None, findings);
    }
    let note = result.path(&["birdwatch_pivot", "subtitle"]).and_then(|subtitle| string(subtitle, "text"));
    post.note = note.and_then(|text| paragraphs(&unescape(text))).map(|text| Note { text });
    if post.link.is_none() {
        post.link = result.path(&["article", "article_results", "result"]).and_then(article);
    }
}

/// A long article as the page to which the post leads.
fn article(article: &Json<'_>) -> Option<Link> {
    let id = id(article, &["rest_id"])?;
    let cover = article.path(&["cover_media", "media_info"]).and_then(|info| address(info, "original_img_url"));
    Some(Link {
        url: format!("https://x.com/i/article/{id}"),
        title: article.text("title").and_then(line),
        description: article.text("preview_text").and_then(line),
        image: cover.map(super::picture::best_picture),
        site: None,
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    fn all(text: &str) -> Vec<Result<Record>> {
        let json: Json<'_> = serde_json::from_str(text).expect("JSON");
        assert!(fits(&json), "{text}");
        let records = read(&json, &Context::default());
        records.iter().flatten().for_each(|record| record.check().expect("a good record"));
        records
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
        assert_eq!(
            (post.id.as_deref(), post.reposted_by.and_then(|by| by.handle).as_deref()),
            (Some("14"), Some("mira"))
        );
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
        let ids: Vec<_> = all(&text)
            .iter()
            .map(|found| found.as_ref().ok().and_then(|record| record.id().map(str::to_owned)))
            .collect();
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
}
