//! Answers of oEmbed: JSON around the HTML of an embed.
//!
//! The HTML is read in `embed`; here its gaps are filled from the fields around it.

use super::json::Ask;
use super::line::visible;
use super::{Context, Dialect, Json, address, embed};
use crate::record::{Author, Record};
use crate::{Error, ErrorKind, Result};

const NAME: &str = "oembed";

pub(super) const DIALECT: Dialect =
    Dialect { name: NAME, marks: "`html` beside `type` and `provider_name` or `author_name`", fits, read };

fn fits(value: &Json<'_>) -> bool {
    let html = value.text("html").is_some() || matches!(value.text("type"), Some("rich" | "link" | "photo" | "video"));
    let around = value.text("provider_name").is_some()
        || value.text("author_name").is_some()
        || value.text("provider_url").is_some();
    html && around && value.text("type").or(value.text("version")).is_some() && value.field("content").is_none()
}

fn read(value: &Json<'_>, context: &Context) -> Vec<Result<Record>> {
    let Some(html) = value.text("html") else { return vec![Err(no_post(value))] };
    let drafts = match embed::read_html(html) {
        Ok(drafts) => drafts,
        Err(error) if error.kind() == ErrorKind::MissingField => return vec![Err(no_post(value))],
        Err(error) => return vec![Err(error)],
    };
    let finish = |draft: Result<super::draft::Draft>| {
        let mut draft = draft?;
        let author = draft.post.author.get_or_insert_default();
        fill(author, value);
        if *author == Author::default() {
            draft.post.author = None;
        }
        if draft.post.url.is_none() {
            draft.post.url = value.text("url").and_then(address::web);
        }
        draft.finish(NAME, context)
    };
    drafts.into_iter().map(finish).collect()
}

/// Name and handle from `author_name` (for Bluesky `Name (@handle)`) and `author_url`.
fn fill(author: &mut Author, value: &Json<'_>) {
    if author.name.is_none() {
        let name = value.text("author_name").and_then(visible);
        author.name = name.map(|name| name.rsplit_once(" (@").map_or(name.clone(), |(name, _)| name.to_owned()));
    }
    if author.handle.is_none() {
        let path = value.text("author_url").map(address::path).unwrap_or_default();
        author.handle =
            path.last().map(|handle| handle.trim_start_matches('@').to_owned()).filter(|handle| !handle.is_empty());
    }
}

/// The error for an answer about something that is no post, or without its words.
fn no_post(value: &Json<'_>) -> Error {
    let provider = value.text("provider_name").and_then(visible).unwrap_or_else(|| "its provider".to_owned());
    let address = value.text("url").and_then(address::web);
    let place = address.map(|address| format!(" to `{address}`")).unwrap_or_default();
    Error::new(ErrorKind::MissingField, format!("the oEmbed answer of `{provider}`{place} has no embedded post"))
        .at_path("html")
        .with_hint("posts of X and Bluesky come with their words in `html`; of Mastodon save `/api/v1/statuses/ID`")
}
