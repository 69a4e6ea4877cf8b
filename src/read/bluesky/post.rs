//! One post: a view, a quoted view, or the plain record of a repository.

use jiff::{Timestamp, ToSpan};

use super::uri::AtUri;
use super::{author, embed, facet, is_trace, kind, label};
use crate::read::date::moment;
use crate::read::draft::Draft;
use crate::read::json::Ask;
use crate::read::language::language;
use crate::read::line::visible;
use crate::read::{Json, address};
use crate::record::{Metrics, Post, Reference, ReplyTo, Unavailable};

/// Reads a post, or the trace of one that cannot be shown.
pub(super) fn read(view: &Json<'_>) -> Draft {
    read_at(view, 0)
}

/// [`read`] inside `depth` quoting posts.
pub(super) fn read_at(view: &Json<'_>, depth: usize) -> Draft {
    if is_trace(view) {
        return Draft { post: trace(view), ..Draft::default() };
    }
    let record = record(view);
    let mut draft = Draft { post: located(view), findings: Vec::new() };
    let (text, spans) = facet::read(record, &mut draft.findings);
    draft.post = Post {
        author: view.field("author").and_then(author::read),
        text,
        spans: Some(spans),
        lang: record.items("langs").iter().find_map(|lang| lang.as_str().and_then(language)),
        reply_to: reply_to(view, record),
        metrics: metrics(view),
        ..draft.post
    };
    draft.post.created_at = written_at(view, record, &mut draft);
    label::read(view, record, &mut draft);
    embed::read(view, record, &mut draft, depth);
    let tags: Vec<serde_json::Value> =
        record.items("tags").iter().filter_map(|tag| Some(visible(tag.as_str()?)?.into())).collect();
    if !tags.is_empty() {
        draft.post.extra.insert("tags".to_owned(), tags.into());
    }
    draft
}

/// What its author wrote: `record` of a view, `value` of a quoted one, or the value itself.
pub(super) fn record<'v>(view: &'v Json<'v>) -> &'v Json<'v> {
    view.field("record").or_else(|| view.field("value")).unwrap_or(view)
}

/// A post of which only the address is known.
fn located(view: &Json<'_>) -> Post {
    let uri = view.text("uri").and_then(AtUri::parse);
    let handle = view.field("author").and_then(author::handle);
    Post {
        platform: Some("bluesky".to_owned()),
        id: uri.map(|uri| uri.key.to_owned()).or_else(|| view.text("uri").and_then(visible)),
        url: match uri {
            Some(uri) => uri.page(handle.as_deref()),
            None => view.text("uri").and_then(address::web),
        },
        ..Post::default()
    }
}

fn trace(view: &Json<'_>) -> Post {
    let reason = match kind(view) {
        "blockedPost" | "viewBlocked" => Unavailable::Blocked,
        "viewDetached" => Unavailable::Detached,
        _ if view.flag("blocked") => Unavailable::Blocked,
        _ if view.flag("detached") => Unavailable::Detached,
        _ => Unavailable::Deleted,
    };
    Post { unavailable: Some(reason), ..located(view) }
}

/// The post that is answered: only its address is in the record.
fn reply_to(view: &Json<'_>, record: &Json<'_>) -> Option<ReplyTo> {
    let parent = AtUri::parse(record.path(&["reply", "parent"])?.text("uri")?)?;
    let own =
        view.field("author").filter(|author| author.text("did") == Some(parent.authority)).and_then(author::handle);
    let url = parent.page(own.as_deref());
    (own.is_some() || url.is_some()).then_some(ReplyTo::Reference(Reference { handle: own, url }))
}

fn metrics(view: &Json<'_>) -> Option<Metrics> {
    let metrics = Metrics {
        replies: view.count("replyCount"),
        reposts: view.count("repostCount"),
        likes: view.count("likeCount"),
        quotes: view.count("quoteCount"),
        bookmarks: view.count("bookmarkCount"),
        views: None,
    };
    (metrics != Metrics::default()).then_some(metrics)
}

/// When a post was written. The client says so, and may say anything: what cannot be is replaced by the time at which the
/// network first saw the post.
fn written_at(view: &Json<'_>, record: &Json<'_>, draft: &mut Draft) -> Option<String> {
    let seen = view.text("indexedAt").and_then(moment).map(|moment| moment.text);
    let said = record.text("createdAt").and_then(moment);
    let Some(said) = said.filter(|said| is_possible(&said.text, seen.as_deref())) else {
        if record.field("createdAt").is_some() {
            let outcome = if seen.is_some() {
                "the time at which the network saw the post stands instead"
            } else {
                "it is left out"
            };
            draft.info(
                "date-unclear",
                "/created_at",
                format!("`createdAt` of the post is no possible date; {outcome}"),
            );
        }
        return seen;
    };
    if said.zone_assumed {
        draft.info("date-unclear", "/created_at", "`createdAt` of the post has no time zone and is taken as UTC");
    }
    Some(said.text)
}

/// Dates before the first web page, and more than a day after the network saw the post, cannot be.
fn is_possible(said: &str, seen: Option<&str>) -> bool {
    let Ok(said) = said.parse::<Timestamp>() else { return said.len() == 10 };
    let first = Timestamp::from_second(631_152_000).unwrap_or(Timestamp::UNIX_EPOCH);
    let seen = seen.and_then(|seen| seen.parse::<Timestamp>().ok());
    // A post that the network saw in 1970 comes from a test server, whose clock holds for both.
    let test = seen.is_some_and(|seen| seen < first);
    let late = seen.and_then(|seen| seen.checked_add(24.hours()).ok()).is_some_and(|last| said > last);
    (said >= first || test) && !late
}
