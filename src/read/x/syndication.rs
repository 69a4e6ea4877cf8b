//! What the syndication service gives for an embedded post (`tweet-result`).
//!
//! Its `display_text_range` counts UTF-16 code units, its entities code points; the text of a long post is cut.

use super::status::{Body, Parts, mark_edit, post};
use super::user::user;
use super::value::{id, object, string, truth};
use super::{DEEPEST, media, nest, quoted, reason, record, tombstone, too_deep};
use crate::read::json::Ask;
use crate::read::offset::Unit;
use crate::read::{Context, Dialect, Json};
use crate::record::{Media, Post, Record};
use crate::{Finding, Result};

/// Posts as X's embeds load them.
pub(in crate::read) const DIALECT: Dialect = Dialect {
    name: "x-syndication",
    marks: "`__typename` is `Tweet` or `TweetTombstone`, or `text` and `user.screen_name` beside `created_at` in ISO form",
    fits,
    read,
};

fn fits(value: &Json<'_>) -> bool {
    if value.field("legacy").is_some() || value.field("rest_id").is_some() || value.field("full_text").is_some() {
        return false;
    }
    match value.text("__typename") {
        Some("Tweet") => value.field("text").is_some(),
        Some("TweetTombstone") => value.field("tombstone").is_some(),
        Some(_) => false,
        None => is_trimmed(value),
    }
}

/// Fixtures and caches leave `__typename` out. Dates tell it from API v1.1.
fn is_trimmed(value: &Json<'_>) -> bool {
    let own = ["mediaDetails", "conversation_count", "news_action_type", "isEdited"];
    let iso = match string(value, "created_at") {
        Some(date) => date.is_empty() || date.starts_with(|c: char| c.is_ascii_digit()),
        None => own.iter().any(|name| value.field(name).is_some()),
    };
    iso && string(value, "text").is_some()
        && value.field("id_str").is_some()
        && value.field("user").is_some_and(|user| user.text("screen_name").is_some())
}

fn read(value: &Json<'_>, context: &Context) -> Vec<Result<Record>> {
    let mut findings = Vec::new();
    let post = tweet(value, 0, &mut findings);
    vec![record(post, findings, DIALECT.name, context)]
}

fn tweet(value: &Json<'_>, depth: usize, findings: &mut Vec<Finding>) -> Post {
    if let Some(words) = value.path(&["tombstone", "text", "text"]).and_then(Json::as_str) {
        return tombstone(reason(words), id(value, &["id_str"]));
    }
    let quoted_value = object(value, "quoted_tweet");
    let quoted_post = quoted_value.and_then(|inner| nested(inner, depth, "/quoted", findings));
    let parent = object(value, "parent").and_then(|inner| nested(inner, depth, "/reply_to", findings));
    let (pieces, more_media) = pieces(value);
    let parts = Parts {
        status: value,
        id: None,
        body: Body { range_unit: Unit::Utf16, ..Body::of(value) },
        user: value.field("user").map(user).unwrap_or_default(),
        media: pieces,
        more_media,
        card: value.field("card"),
        quoted: quoted_post.map(quoted),
        quoted_id: quoted_value.and_then(|quoted| id(quoted, &["id_str"])),
        parent,
    };
    let mut post = post(parts, findings);
    if value.field("note_tweet").is_some() {
        post.truncated = Some(true);
    }
    let versions = value.field("edit_control").map(|control| control.items("edit_tweet_ids")).unwrap_or_default();
    mark_edit(&mut post, versions, truth(value, "isStaleEdit"), findings);
    post
}

fn nested(inner: &Json<'_>, depth: usize, at: &str, findings: &mut Vec<Finding>) -> Option<Post> {
    if depth >= DEEPEST {
        findings.push(too_deep(at));
        return None;
    }
    let mut own = Vec::new();
    let post = tweet(inner, depth + 1, &mut own);
    nest(findings, own, at);
    Some(post)
}

/// Media in full (`mediaDetails`), else what the page's own fields say.
fn pieces<'v>(value: &'v Json<'v>) -> (Vec<&'v Json<'v>>, Vec<Media>) {
    let details = value.items("mediaDetails");
    if !details.is_empty() {
        return (details.iter().collect(), Vec::new());
    }
    let photos = value.items("photos").iter().filter_map(media::photo);
    let video = value.field("video").and_then(media::video);
    (Vec::new(), photos.chain(video).collect())
}

#[cfg(test)]
#[path = "tests/syndication.rs"]
mod tests;
