//! Posts of an account archive (`data/tweets.js`): the form of API v1.1 without users, and with every number as text.
//!
//! Whose archive it is must be told from outside. The JavaScript around the list is taken away before.

use super::repost::{author, is_cut, passed_on, split};
use super::status::{Body, Parts, created_at, mark_edit, post};
use super::user::User;
use super::v1::pieces;
use super::value::{handle, id, post_url, string};
use super::{record, value};
use crate::read::json::Ask;
use crate::read::{Context, Dialect, Json};
use crate::record::{Post, Record};
use crate::{Finding, Result};

/// Posts of an archive.
pub(in crate::read) const DIALECT: Dialect =
    Dialect { name: "x-archive", marks: "`tweet.full_text`, or `full_text` without `user`", fits, read };

fn fits(value: &Json<'_>) -> bool {
    match value.field("tweet") {
        Some(tweet) => has_text(tweet),
        None => has_text(value) && value.field("user").is_none() && value.field("__typename").is_none(),
    }
}

fn has_text(tweet: &Json<'_>) -> bool {
    let date = tweet.text("created_at").filter(|date| date.starts_with(|c: char| c.is_ascii_uppercase()));
    let known = date.is_some() && (tweet.field("id_str").is_some() || tweet.field("id").is_some());
    string(tweet, "full_text").is_some() || (known && string(tweet, "text").is_some())
}

fn read(value: &Json<'_>, context: &Context) -> Vec<Result<Record>> {
    let tweet = value.field("tweet").unwrap_or(value);
    let mut findings = Vec::new();
    let account = User { author: context.account.clone(), protected: false };
    let body = Body::of(tweet);
    let post = match split(body.text) {
        Some((name, skipped)) => repost(tweet, Body { skipped, ..body }, &name, account, &mut findings),
        None => {
            let mut post = post(parts(tweet, body, account), &mut findings);
            mark_edit(&mut post, versions(tweet), None, &mut findings);
            post
        }
    };
    vec![record(post, findings, DIALECT.name, context)]
}

fn parts<'v>(tweet: &'v Json<'v>, body: Body<'v>, user: User) -> Parts<'v> {
    Parts {
        status: tweet,
        id: None,
        body,
        user,
        media: pieces(tweet),
        more_media: Vec::new(),
        card: None,
        quoted: None,
        quoted_id: None,
        parent: None,
    }
}

fn versions<'v>(tweet: &'v Json<'v>) -> &'v [Json<'v>] {
    let info = tweet.field("edit_info");
    let initial = info.and_then(|info| info.field("initial").or_else(|| info.path(&["edit", "editControlInitial"])));
    initial.map(|initial| initial.items("editTweetIds")).unwrap_or_default()
}

/// A repost knows its author by name and the first 140 characters of the words. Counts and date are those of the repost.
fn repost(tweet: &Json<'_>, body: Body<'_>, name: &str, account: User, findings: &mut Vec<Finding>) -> Post {
    let mentions = body.entities.map(|entities| entities.items("user_mentions")).unwrap_or_default();
    let mut post = post(parts(tweet, body, author(name, mentions)), findings);
    post.metrics = None;
    post.reply_to = None;
    post.created_at = None;
    if is_cut(&post.text) {
        post.truncated = Some(true);
    }
    post.url = post.id.as_deref().map(|id| post_url(account.handle(), id));
    let reposted_at = created_at(tweet, id(tweet, &["id_str", "id"]).as_deref());
    if let Some(original) = original_id(tweet, name) {
        post.created_at = crate::read::date::snowflake(&original);
        post.url = Some(post_url(handle(name).as_deref(), &original));
        post.id = Some(original);
    }
    passed_on(post, account, reposted_at)
}

/// The identifier of the original: media know the post they came from, when it is by the same author.
fn original_id(tweet: &Json<'_>, name: &str) -> Option<String> {
    pieces(tweet).into_iter().find_map(|piece| {
        let from = id(piece, &["source_status_id_str", "source_status_id"])?;
        let url = piece.text("expanded_url")?;
        let by_author = url.split('/').nth(3).is_some_and(|part| part.eq_ignore_ascii_case(name));
        (by_author && value::is_media_address(url)).then_some(from)
    })
}

#[cfg(test)]
#[path = "tests/archive.rs"]
mod tests;
