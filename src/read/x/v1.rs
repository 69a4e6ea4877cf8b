//! Answers of API v1.1: statuses in extended or compatible form, lists of them, and statuses inside users.

use super::repost::passed_on;
use super::status::{Body, Parts, created_at, post};
use super::user::{User, user};
use super::value::{id, object, string};
use super::{DEEPEST, nest, no_post, quoted, record, tombstone, too_deep};
use crate::read::json::Ask;
use crate::read::{Context, Dialect, Json};
use crate::record::{Post, Quoted, Record, Unavailable};
use crate::{Error, ErrorKind, Finding, Result};

/// Statuses of API v1.1.
pub(in crate::read) const DIALECT: Dialect = Dialect {
    name: "x-v1",
    marks: "`full_text` or `text` beside `user`, `status` inside a user, `statuses`, or `errors` with `code`",
    fits,
    read,
};

fn fits(value: &Json<'_>) -> bool {
    is_status(value)
        || is_user(value)
        || statuses(value).is_some()
        || notice(value).is_some()
        || answer(value).is_some()
}

fn is_status(value: &Json<'_>) -> bool {
    let text = string(value, "full_text").or_else(|| string(value, "text"));
    let known = |user: &Json<'_>| user.field("screen_name").is_some() || user.field("id_str").is_some();
    text.is_some()
        && value.field("user").is_some_and(known)
        && (value.field("id_str").is_some() || value.field("id").is_some())
        // Weibo took over the form and has counts of its own.
        && value.field("attitudes_count").is_none()
}

fn is_user(value: &Json<'_>) -> bool {
    value.field("screen_name").is_some()
        && value
            .field("status")
            .is_some_and(|status| status.field("full_text").is_some() || status.field("text").is_some())
}

fn statuses<'v>(value: &'v Json<'v>) -> Option<&'v [Json<'v>]> {
    ["statuses", "users"]
        .iter()
        .map(|name| value.items(name))
        .find(|items| items.iter().any(|item| is_status(item) || is_user(item)))
}

fn read(value: &Json<'_>, context: &Context) -> Vec<Result<Record>> {
    if let Some(items) = statuses(value) {
        // Users who never posted have no status.
        let silent = |item: &&Json<'_>| item.field("screen_name").is_some() && item.field("status").is_none();
        return items.iter().filter(|item| !silent(item)).map(|item| one(item, context)).collect();
    }
    if let Some(post) = notice(value) {
        return vec![record(post, Vec::new(), DIALECT.name, context)];
    }
    match answer(value) {
        Some(errors) => errors,
        None => vec![one(value, context)],
    }
}

/// What a stream says of a post that is gone: `delete` or `status_withheld`.
fn notice(value: &Json<'_>) -> Option<Post> {
    let (gone, reason) = match value.path(&["delete", "status"]) {
        Some(gone) => (gone, Unavailable::Deleted),
        None => (object(value, "status_withheld")?, Unavailable::Withheld),
    };
    Some(tombstone(reason, Some(id(gone, &["id_str", "id"])?)))
}

fn one(value: &Json<'_>, context: &Context) -> Result<Record> {
    let mut findings = Vec::new();
    let post = match value.field("status").filter(|_| is_user(value)) {
        Some(inner) => status(inner, Some(value), 0, &mut findings),
        None if is_status(value) => status(value, None, 0, &mut findings),
        None => return Err(no_post("text")),
    };
    record(post, findings, DIALECT.name, context)
}

/// The refusals in an error answer; `None` when it is none.
fn answer(value: &Json<'_>) -> Option<Vec<Result<Record>>> {
    let listed = value.items("errors").iter().filter_map(|error| {
        error.field("code")?;
        error.text("message")
    });
    let single = value.text("error").filter(|_| value.field("request").is_some());
    let errors: Vec<_> = listed.chain(single).map(|message| Err(refusal(message))).collect();
    (!errors.is_empty()).then_some(errors)
}

/// X's own words about why there is no post.
pub(super) fn refusal(message: &str) -> Error {
    let shown: String = message.chars().filter(|c| !c.is_control()).take(200).collect();
    Error::new(ErrorKind::ErrorAnswer, format!("the input is an error answer of X: `{}`", shown.trim()))
        .with_hint("there is no post in it; save the post anew if it still exists")
}

/// Media of a status: all of them, else the first, else those of libraries that write lists without the object around them.
pub(super) fn pieces<'v>(status: &'v Json<'v>) -> Vec<&'v Json<'v>> {
    let places = [status.field("extended_entities"), status.field("entities"), Some(status)];
    let found = places.into_iter().flatten().map(|place| place.items("media")).find(|items| !items.is_empty());
    found.unwrap_or_default().iter().collect()
}

/// Reads a status; one inside a user has that user around it instead of its own.
fn status(value: &Json<'_>, enclosing: Option<&Json<'_>>, depth: usize, findings: &mut Vec<Finding>) -> Post {
    let account = value.field("user").or(enclosing).map(user).unwrap_or_default();
    if let Some(original) = object(value, "retweeted_status").filter(|_| depth < DEEPEST) {
        let at = created_at(value, id(value, &["id_str", "id"]).as_deref());
        return passed_on(status(original, None, depth + 1, findings), account, at);
    }
    let quoted_value = object(value, "quoted_status");
    let quoted = quoted_value.and_then(|inner| quoting(inner, depth, findings));
    let quoted_id = quoted_value.and_then(|inner| id(inner, &["id_str", "id"]));
    post(parts(value, account, quoted, quoted_id), findings)
}

fn parts<'v>(value: &'v Json<'v>, user: User, quoted: Option<Quoted>, quoted_id: Option<String>) -> Parts<'v> {
    let extended = value.field("extended_tweet");
    let whole = extended.unwrap_or(value);
    let mut media = pieces(whole);
    if media.is_empty() {
        media = pieces(value);
    }
    Parts {
        status: value,
        id: None,
        body: Body::of(whole),
        user,
        media,
        more_media: Vec::new(),
        card: value.field("card"),
        quoted,
        quoted_id: quoted_id.or_else(|| id(value, &["quoted_status_id_str"])),
        parent: None,
    }
}

fn quoting(inner: &Json<'_>, depth: usize, findings: &mut Vec<Finding>) -> Option<Quoted> {
    if depth >= DEEPEST {
        findings.push(too_deep("/quoted"));
        return None;
    }
    let mut own = Vec::new();
    let post = status(inner, None, depth + 1, &mut own);
    nest(findings, own, "/quoted");
    Some(quoted(post))
}

#[cfg(test)]
#[path = "tests/v1.rs"]
mod tests;
