//! Posts of X in all the forms in which people keep them.
//!
//! One file per dialect: `syndication`, `v2`, `v1`, `graphql`, `archive`. What they share stands by noun: `status` (the form of API
//! v1.1, on which all but v2 rest), `repost`, `text`, `entity`, `media`, `card`, `user`, `picture`, `value`.

mod archive;
mod card;
mod entity;
mod graphql;
mod includes;
mod media;
mod picture;
mod repost;
mod status;
mod syndication;
mod text;
mod user;
mod v1;
mod v2;
mod value;

pub(super) use archive::DIALECT as ARCHIVE;
pub(super) use graphql::DIALECT as GRAPHQL;
pub(super) use syndication::DIALECT as SYNDICATION;
pub(super) use v1::DIALECT as V1;
pub(super) use v2::DIALECT as V2;

use super::Context;
use crate::record::{MAX_TEXT_BYTES, Post, Provenance, Quoted, Record, Reference, ReplyTo, Unavailable};
use crate::{Error, ErrorKind, Finding, Result};

/// How deep posts are read inside posts; deeper ones are left out with a finding.
const DEEPEST: usize = 12;

/// The word in `platform`.
const PLATFORM: &str = "x";

/// A post with where it came from, as a record.
fn record(mut post: Post, findings: Vec<Finding>, format: &str, context: &Context) -> Result<Record> {
    let name = post.id.as_deref().map_or_else(|| "the post".to_owned(), |id| format!("post `{id}`"));
    if is_empty(&post) {
        return Err(Error::new(ErrorKind::MissingField, format!("{name} has neither words nor anything else to show"))
            .with_hint("payloads of deleted posts look like this; save the post anew if it still exists")
            .at_path("text"));
    }
    if longest_text(&post) > MAX_TEXT_BYTES {
        return Err(Error::new(ErrorKind::TooLarge, format!("{name} has a text of more than 64 KiB")).at_path("text"));
    }
    post.provenance = Some(Provenance {
        file: context.file.clone(),
        format: Some(format.to_owned()),
        findings,
        ..Provenance::default()
    });
    Ok(post.into())
}

/// The error that a value is no post of the dialect that was asked for.
fn no_post(field: &str) -> Error {
    Error::new(ErrorKind::MissingField, format!("field `{field}` is missing"))
        .with_hint("the value is no post of this format; leave `--from` out to have the format found")
        .at_path(field)
}

/// Whether there is nothing to show of a post, not even why.
fn is_empty(post: &Post) -> bool {
    let something = !post.media.is_empty()
        || post.poll.is_some()
        || post.link.is_some()
        || post.quoted.is_some()
        || post.unavailable.is_some();
    post.text.trim().is_empty() && !something
}

/// A post that another one quotes: itself, or the reason why there is nothing of it. X writes an empty object for one that is gone.
fn quoted(post: Post) -> Quoted {
    match post.unavailable {
        Some(reason) if post.text.is_empty() && post.media.is_empty() => Quoted::Unavailable(reason),
        None if is_empty(&post) => Quoted::Unavailable(Unavailable::Deleted),
        _ => Quoted::Post(Box::new(post)),
    }
}

/// A post that another one answers: itself, or whose it was and where.
fn answered(post: Post) -> Option<ReplyTo> {
    if !is_empty(&post) {
        return Some(ReplyTo::Post(Box::new(post)));
    }
    let handle = post.author.and_then(|author| author.handle);
    (handle.is_some() || post.url.is_some()).then_some(ReplyTo::Reference(Reference { handle, url: post.url }))
}

/// Bytes of the longest text in a post and the posts inside it.
fn longest_text(post: &Post) -> usize {
    let quoted = post.quoted.as_ref().and_then(|quoted| quoted.post()).map_or(0, longest_text);
    let parent = post.reply_to.as_ref().and_then(|reply| reply.post()).map_or(0, longest_text);
    post.text.len().max(quoted).max(parent)
}

/// Adds the findings of a post inside a post, with their paths from the outer one.
fn nest(outer: &mut Vec<Finding>, inner: Vec<Finding>, at: &str) {
    outer.extend(inner.into_iter().map(|finding| Finding { path: format!("{at}{}", finding.path), ..finding }));
}

/// A post of which only the reason is known why it cannot be shown.
fn tombstone(reason: Unavailable, id: Option<String>) -> Post {
    let url = id.as_deref().map(|id| value::post_url(None, id));
    Post { platform: Some(PLATFORM.to_owned()), id, url, unavailable: Some(reason), ..Post::default() }
}

/// The reason behind the sentence or word of a tombstone; `deleted` when it says nothing else.
fn reason(words: &str) -> Unavailable {
    let words = words.to_lowercase();
    let has = |parts: &[&str]| parts.iter().any(|part| words.contains(part));
    if has(&["suspended"]) {
        Unavailable::Suspended
    } else if has(&["withheld"]) {
        Unavailable::Withheld
    } else if has(&[
        "protected",
        "limits who can view",
        "limited who can view",
        "not authorized",
        "age-restricted",
        "adult content",
    ]) {
        Unavailable::Private
    } else if has(&["blocked", "you’re unable to view", "you're unable to view"]) {
        Unavailable::Blocked
    } else {
        Unavailable::Deleted
    }
}

/// The finding that posts stand too deep in one another.
fn too_deep(path: &str) -> Finding {
    Finding::info("unknown-embed", path, "a post nested too deep in others was left out")
}

#[cfg(test)]
mod tests;
