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
#[path = "tests/graphql.rs"]
mod tests;
