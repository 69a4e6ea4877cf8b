//! Threads: the post asked for, what it answers, and how its author goes on.
//!
//! Answers of others are left out; they are posts of their own.

use super::post;
use super::{kind, unknown};
use crate::Result;
use crate::read::Json;
use crate::read::draft::Draft;
use crate::read::json::Ask;
use crate::record::{Post, Unavailable};

/// How many answered posts are read above one.
const HIGHEST: usize = 16;
/// How many following posts are read.
const LONGEST: usize = 500;

/// Reads a thread that is a tree of `post`, `parent` and `replies`.
pub(super) fn read(thread: &Json<'_>) -> Draft {
    let mut draft = post::read(post_of(thread));
    let mut parents = Vec::new();
    let mut above = thread.field("parent");
    while let Some(parent) = above.filter(|_| parents.len() < HIGHEST) {
        parents.push(post::read(post_of(parent)));
        above = parent.field("parent");
    }
    answer(&mut draft, parents);
    let mut here = thread;
    while draft.post.thread.len() < LONGEST {
        let Some(next) = following(here, author_of(thread)) else { break };
        follow(&mut draft, post_of(next));
        here = next;
    }
    draft
}

/// The post of a node; nodes that stand for a missing post are their own trace.
fn post_of<'v>(node: &'v Json<'v>) -> &'v Json<'v> {
    node.field("post").or_else(|| node.path(&["value", "post"])).unwrap_or(node)
}

fn author_of<'v>(node: &'v Json<'v>) -> Option<&'v str> {
    post_of(node).field("author")?.text("did")
}

/// The first answer to a node by the author of the thread.
fn following<'v>(node: &'v Json<'v>, author: Option<&str>) -> Option<&'v Json<'v>> {
    let author = author?;
    let own = node.items("replies").iter().filter(|reply| author_of(reply) == Some(author));
    own.min_by_key(|reply| written(reply).unwrap_or("9"))
}

fn written<'v>(node: &'v Json<'v>) -> Option<&'v str> {
    post::record(post_of(node)).text("createdAt")
}

/// Puts the answered posts, nearest first, above a post.
fn answer(draft: &mut Draft, parents: Vec<Draft>) {
    let mut chain: Option<Draft> = None;
    for mut parent in parents.into_iter().rev() {
        if let Some(above) = chain.take() {
            parent.answer(above);
        }
        chain = Some(parent);
    }
    if let Some(parent) = chain {
        draft.answer(parent);
    }
}

/// Adds the next post of the thread. What it answers stands right before it.
fn follow(draft: &mut Draft, next: &Json<'_>) {
    let next = post::read(next);
    if !next.is_sound() {
        return draft.info(
            "unknown-embed",
            "/thread",
            "a post of the thread has nothing that could be shown and was left out",
        );
    }
    let post = draft.adopt(&format!("/thread/{}", draft.post.thread.len()), next);
    draft.post.thread.push(Post { reply_to: None, ..post });
}

/// How far an item stands below the post asked for.
fn depth(item: &Json<'_>) -> Option<i64> {
    match item.field("depth") {
        Some(Json::Number(depth)) => depth.as_i64(),
        _ => None,
    }
}

fn anchor(items: &[Json<'_>]) -> Option<usize> {
    items.iter().position(|item| depth(item) == Some(0))
}

/// Whether a list of items holds the post asked for; else it is a list of answers.
pub(super) fn has_anchor(items: &[Json<'_>]) -> bool {
    anchor(items).is_some()
}

/// Reads a thread that is a list of items with depths: 0 is the post asked for, below it stands what it answers.
///
/// # Errors
/// `missing-field` when there is no item of depth 0.
pub(super) fn read_flat(items: &[Json<'_>]) -> Result<Draft> {
    let Some(at) = anchor(items) else { return Err(unknown("the thread without an item of `depth` 0")) };
    let Some((asked, after)) = items.get(at..).and_then(<[_]>::split_first) else { return Err(unknown("the thread")) };
    let mut draft = item(asked);
    let before = items.get(..at).unwrap_or_default();
    let parents = before.iter().rev().filter(|item| depth(item).is_some_and(|depth| depth < 0));
    answer(&mut draft, parents.take(HIGHEST).map(item).collect());
    let author = author_of(asked);
    let mut previous = post_of(asked).text("uri");
    for next in after.iter().filter(|item| author.is_some() && author_of(item) == author) {
        let parent = post::record(post_of(next)).path(&["reply", "parent"]).and_then(|parent| parent.text("uri"));
        if parent.is_some() && parent == previous && draft.post.thread.len() < LONGEST {
            follow(&mut draft, post_of(next));
            previous = post_of(next).text("uri");
        }
    }
    Ok(draft)
}

/// One item of a flat thread.
pub(super) fn item(item: &Json<'_>) -> Draft {
    let value = item.field("value").unwrap_or(item);
    if let Some(post) = value.field("post") {
        return post::read(post);
    }
    let reason = match kind(value) {
        "threadItemBlocked" => Unavailable::Blocked,
        "threadItemNoUnauthenticated" => Unavailable::Private,
        _ => Unavailable::Deleted,
    };
    let mut draft = post::read(item);
    draft.post = Post { unavailable: Some(reason), spans: None, ..draft.post };
    draft
}
