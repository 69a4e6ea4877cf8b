//! Statuses as Mastodon's API gives them, alone, in lists, in contexts and in search results.
//!
//! Also fits servers that speak the same API (Pleroma, Akkoma, GoToSocial, Pixelfed, Fedibird). A status itself is read in `status`.

mod account;
mod card;
mod content;
mod media;
mod poll;
mod quote;
mod status;

use super::json::Ask;
use super::line::visible;
use super::{Context, Dialect, Json};
use crate::record::{Record, Reference, ReplyTo};
use crate::{Error, ErrorKind, Result};

const NAME: &str = "mastodon";

pub(super) const DIALECT: Dialect = Dialect {
    name: NAME,
    marks: "`content` beside `account`, lists of such statuses, `ancestors` beside `descendants`",
    fits,
    read,
};

fn fits(value: &Json<'_>) -> bool {
    match value {
        Json::Array(items) => items.first().is_some_and(|item| is_status(item) || enclosed(item).is_some()),
        _ => {
            is_status(value)
                || enclosed(value).is_some()
                || is_context(value)
                || is_search(value)
                || part(value).is_some()
        }
    }
}

/// Content beside an account; trimmed payloads without an account are known by what only statuses have.
fn is_status(value: &Json<'_>) -> bool {
    let account =
        value.field("account").is_some_and(|account| account.text("username").or(account.text("acct")).is_some());
    let own = ["content", "reblog", "media_attachments"].iter().any(|key| value.field(key).is_some());
    let counted = ["spoiler_text", "reblogs_count", "favourites_count", "media_attachments", "replies_count"];
    let marked = counted.iter().filter(|key| value.field(key).is_some()).count() > 1;
    own && account || marked && matches!(value.field("content"), Some(Json::Str(_)))
}

/// The status inside a notification or a conversation.
fn enclosed<'v>(value: &'v Json<'v>) -> Option<&'v Json<'v>> {
    ["status", "last_status"].iter().find_map(|key| value.field(key)).filter(|status| is_status(status))
}

fn is_context(value: &Json<'_>) -> bool {
    matches!((value.field("ancestors"), value.field("descendants")), (Some(Json::Array(_)), Some(Json::Array(_))))
}

fn is_search(value: &Json<'_>) -> bool {
    matches!((value.field("statuses"), value.field("accounts")), (Some(Json::Array(_)), Some(Json::Array(_))))
        || value.items("statuses").first().is_some_and(is_status)
}

/// What was saved without the status around it: a poll, an attachment, the preview of a page.
fn part(value: &Json<'_>) -> Option<&'static str> {
    let has = |key| value.field(key).is_some();
    let kind = value.text("type").unwrap_or_default();
    if has("votes_count") && value.items("options").first().is_some_and(|option| option.field("title").is_some()) {
        return Some("poll");
    }
    if matches!(kind, "image" | "gifv" | "video" | "audio" | "unknown")
        && has("id")
        && (has("preview_url") || has("remote_url"))
    {
        return Some("attachment");
    }
    let preview = has("url") && has("title") && has("description") && has("provider_name") && !has("version");
    (matches!(kind, "link" | "photo" | "video" | "rich") && preview).then_some("card")
}

fn read(value: &Json<'_>, context: &Context) -> Vec<Result<Record>> {
    if let Json::Array(items) = value {
        return items.iter().map(|item| read_status(item, context)).collect();
    }
    if is_status(value) || enclosed(value).is_some() {
        return vec![read_status(value, context)];
    }
    if let Some(part) = part(value) {
        return vec![Err(lone(part, value))];
    }
    if is_context(value) {
        return read_context(value, context);
    }
    let statuses = value.items("statuses");
    if statuses.is_empty() {
        let error = Error::new(ErrorKind::MissingField, "`statuses` is empty: the search found no post");
        return vec![Err(error.at_path("statuses"))];
    }
    statuses.iter().map(|status| read_status(status, context)).collect()
}

fn read_status(value: &Json<'_>, context: &Context) -> Result<Record> {
    let value = enclosed(value).unwrap_or(value);
    if !is_status(value) {
        let error =
            Error::new(ErrorKind::MissingField, "an item of the list has no `content` and `account`: it is no status");
        return Err(error.at_path("content"));
    }
    status::read(value)?.finish(NAME, context)
}

/// The posts around one that is not in the file, oldest first. An answer to a post of the file knows its address.
fn read_context(value: &Json<'_>, context: &Context) -> Vec<Result<Record>> {
    let all: Vec<&Json<'_>> = value.items("ancestors").iter().chain(value.items("descendants")).collect();
    if all.is_empty() {
        let message =
            "`ancestors` and `descendants` are empty: a context holds the posts around a status, not the status itself";
        let hint = "save the status too: `/api/v1/statuses/ID`";
        return vec![Err(Error::new(ErrorKind::MissingField, message).with_hint(hint))];
    }
    let addresses: std::collections::BTreeMap<&str, String> =
        all.iter().filter_map(|status| Some((status.text("id")?, status::address(status)?))).collect();
    let with_parent = |status: &Json<'_>| {
        let mut draft = status::read(status)?;
        if let Some(url) = status.text("in_reply_to_id").and_then(|id| addresses.get(id).cloned()) {
            let handle = draft.post.reply_to.as_ref().and_then(ReplyTo::handle).map(str::to_owned);
            draft.post.reply_to = Some(ReplyTo::Reference(Reference { handle, url: Some(url) }));
        }
        draft.finish(NAME, context)
    };
    all.into_iter().map(with_parent).collect()
}

fn lone(part: &str, value: &Json<'_>) -> Error {
    let id = value.text("id").and_then(visible).map(|id| format!(" `{id}`")).unwrap_or_default();
    Error::new(ErrorKind::MissingField, format!("the file holds the {part}{id} alone, without its post"))
        .at_path("account")
        .with_hint(format!("save the status that has the {part}: `/api/v1/statuses/ID`"))
}

#[cfg(test)]
mod tests;
