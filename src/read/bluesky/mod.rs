//! Posts as Bluesky's API gives them: post views, threads, feeds, search results, and plain records of a repository.
//!
//! Here are the envelopes; one post is read in `post`, what is embedded in it in `embed`.

mod author;
mod embed;
mod facet;
mod label;
mod post;
mod thread;
mod uri;

use super::draft::Draft;
use super::json::Ask;
use super::{Context, Dialect, Json};
use crate::record::{Record, Reposter};
use crate::{Error, ErrorKind, Result};

pub(super) use uri::{AtUri, tid_instant};

const NAME: &str = "bluesky";

pub(super) const DIALECT: Dialect = Dialect {
    name: NAME,
    marks: "`record` beside `uri`, `thread`, `feed` or `posts` of such posts, `$type` of `app.bsky.feed`",
    fits,
    read,
};

/// The shapes in which posts come.
enum Envelope<'v> {
    /// A post, or the trace of one.
    Post(&'v Json<'v>),
    /// A post with reason and answered posts.
    FeedItem(&'v Json<'v>),
    /// A thread as a tree.
    Thread(&'v Json<'v>),
    /// A thread as a list with depths.
    Flat(&'v [Json<'v>]),
    /// A list of any of these.
    List(&'static str, &'v [Json<'v>]),
}

fn fits(value: &Json<'_>) -> bool {
    match value {
        Json::Array(items) => has_posts(items),
        _ => envelope(value).is_some() || value.text("$type").is_some_and(|name| name.starts_with("app.bsky.")),
    }
}

fn envelope<'v>(value: &'v Json<'v>) -> Option<Envelope<'v>> {
    if is_post(value) || is_trace(value) {
        return Some(Envelope::Post(value));
    }
    if let Some(post) = value.field("post").or_else(|| value.field("item")).or_else(|| value.path(&["value", "post"]))
        && (is_post(post) || is_trace(post))
    {
        let thread =
            value.field("replies").is_some() || value.field("parent").is_some() || kind(value) == "threadViewPost";
        return Some(if thread { Envelope::Thread(value) } else { Envelope::FeedItem(value) });
    }
    match value.field("thread") {
        Some(Json::Array(items)) => return Some(Envelope::Flat(items)),
        Some(thread) if envelope(thread).is_some() => return Some(Envelope::Thread(thread)),
        _ => {}
    }
    for key in ["feed", "posts", "records", "bookmarks", "notifications"] {
        let items = value.items(key);
        let empty = items.is_empty() && key == "feed" && value.field(key).is_some();
        if empty || has_posts(items) {
            return Some(Envelope::List(key, items));
        }
    }
    None
}

/// Whether a list has a post near its beginning.
fn has_posts(items: &[Json<'_>]) -> bool {
    items.iter().take(32).any(|item| matches!(envelope(item), Some(Envelope::Post(_) | Envelope::FeedItem(_))))
}

/// The last part of `$type`: `postView` of `app.bsky.feed.defs#postView`.
fn kind<'v>(value: &'v Json<'_>) -> &'v str {
    let name = value.text("$type").unwrap_or_default();
    name.rsplit_once('#').map_or(name, |(_, kind)| kind)
}

/// A view with its record, a record with its address, or a record alone. Trimmed payloads lack `$type`, `createdAt` or `uri`.
fn is_post(value: &Json<'_>) -> bool {
    let author = value.field("author").is_some_and(|author| author.field("did").or(author.field("handle")).is_some());
    let record = |record: &Json<'_>| {
        let name = record.text("$type");
        let dated = record.field("createdAt").is_some() || author;
        name == Some("app.bsky.feed.post")
            || name.is_none() && dated && matches!(record.field("text"), Some(Json::Str(_)))
    };
    let inner = value.field("record").or_else(|| value.field("value"));
    value.text("$type") == Some("app.bsky.feed.post")
        || (value.field("uri").is_some() || author) && inner.is_some_and(record)
}

/// What stands for a post that cannot be shown.
fn is_trace(value: &Json<'_>) -> bool {
    matches!(kind(value), "notFoundPost" | "blockedPost" | "viewNotFound" | "viewBlocked" | "viewDetached")
        || value.field("uri").is_some() && (value.flag("notFound") || value.flag("blocked") || value.flag("detached"))
}

fn read(value: &Json<'_>, context: &Context) -> Vec<Result<Record>> {
    let read_one = |item: &Json<'_>| read_item(item).and_then(|draft| draft.finish(NAME, context));
    let list = match (value, envelope(value)) {
        (Json::Array(items), _) => items.as_slice(),
        (_, Some(Envelope::List(key, []))) => return vec![Err(empty(key))],
        (_, Some(Envelope::List(_, items))) => items,
        (_, Some(Envelope::Flat([]))) => return vec![Err(empty("thread"))],
        (_, Some(Envelope::Flat(items))) if !thread::has_anchor(items) => {
            return items.iter().map(|item| thread::item(item).finish(NAME, context)).collect();
        }
        _ => return vec![read_one(value)],
    };
    list.iter().map(read_one).collect()
}

fn read_item(item: &Json<'_>) -> Result<Draft> {
    match envelope(item) {
        Some(Envelope::Post(post)) => Ok(post::read(post)),
        Some(Envelope::FeedItem(item)) => Ok(feed_item(item)),
        Some(Envelope::Thread(thread)) => Ok(thread::read(thread)),
        Some(Envelope::Flat(items)) => thread::read_flat(items),
        Some(Envelope::List(key, _)) => Err(unknown(&format!("a list `{key}`"))),
        None => Err(unknown(&match item.text("$type") {
            Some(name) => format!("`{name}`"),
            None => "an item of the list".to_owned(),
        })),
    }
}

/// A post of a feed, with who reposted it and what it answers.
fn feed_item(item: &Json<'_>) -> Draft {
    let post = item.field("post").or_else(|| item.field("item")).or_else(|| item.path(&["value", "post"]));
    let mut draft = post.map(post::read).unwrap_or_default();
    if let Some(parent) = item.path(&["reply", "parent"]).filter(|parent| is_post(parent) || is_trace(parent)) {
        draft.answer(post::read(parent));
    }
    if let Some(reposter) = item.path(&["reason", "by"]).and_then(author::read) {
        draft.post.reposted_by = Some(Reposter { name: reposter.name, handle: reposter.handle });
    }
    if item.field("reason").is_some_and(|reason| kind(reason) == "reasonPin") {
        draft.post.extra.insert("pinned".to_owned(), true.into());
    }
    draft
}

fn empty(key: &str) -> Error {
    Error::new(ErrorKind::MissingField, format!("`{key}` is empty: the answer holds no post")).at_path(key)
}

fn unknown(what: &str) -> Error {
    Error::new(ErrorKind::MissingField, format!("{what} is no post of Bluesky: expected `record` beside `uri`"))
        .at_path("record")
}

#[cfg(test)]
mod tests;
