//! Snippets of X: `<blockquote class="twitter-tweet">`.
//!
//! The embed shows t.co addresses as they are and names attached pictures only by a link.

use std::cell::Cell;

use dom_query::NodeRef;

use super::attribution::{self, Signed};
use super::printed;
use crate::read::address;
use crate::read::date::{moment, snowflake};
use crate::read::draft::Draft;
use crate::read::language::language;
use crate::read::markup::{self, LineFeeds, Prose, Rules, Target};
use crate::record::{Author, Post, Reference, ReplyTo, SpanKind, Unavailable};
use crate::twitter::weigh;
use crate::{Error, ErrorKind, Result};

/// Longest date that an embed prints, in characters.
const LONGEST_DATE: usize = 40;

/// The address of a post, taken apart.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(in crate::read) struct StatusLink {
    pub(in crate::read) handle: Option<String>,
    pub(in crate::read) id: String,
}

impl StatusLink {
    /// Reads `https://x.com/NAME/status/ID` in all its spellings.
    pub(in crate::read) fn parse(address: &str) -> Option<Self> {
        let host = address::site(address)?;
        let host = host.strip_prefix("mobile.").or_else(|| host.strip_prefix("m.")).unwrap_or(&host);
        if !matches!(host, "x.com" | "twitter.com") {
            return None;
        }
        let parts = address::path(address);
        let (name, id) = match parts.as_slice() {
            ["i", "web", "status" | "statuses", id, ..] | ["i", "status", id, ..] => (None, id),
            [name, "status" | "statuses", id, ..] => (Some(*name), id),
            _ => return None,
        };
        let digits = id.len() - id.trim_start_matches(|c: char| c.is_ascii_digit()).len();
        let id = id.get(..digits).filter(|id| !id.is_empty())?;
        Some(Self { handle: name.filter(|name| is_handle(name)).map(str::to_owned), id: id.to_owned() })
    }

    /// The address in one spelling.
    pub(in crate::read) fn address(&self) -> String {
        match &self.handle {
            Some(handle) => format!("https://x.com/{handle}/status/{}", self.id),
            None => format!("https://x.com/i/status/{}", self.id),
        }
    }
}

fn is_handle(name: &str) -> bool {
    (1..=20).contains(&name.len()) && name.bytes().all(|byte| byte.is_ascii_alphanumeric() || byte == b'_')
}

/// Reads a snippet.
///
/// # Errors
/// `missing-field` for a snippet that has only the address of its post.
pub(super) fn read(node: &NodeRef<'_>) -> Result<Draft> {
    let link = node.descendants_it().filter_map(|inner| Some((inner, StatusLink::parse(&inner.attr("href")?)?))).last();
    let Some((date, status)) = link else { return without_link(node) };
    let (signed, pictures) = signed(node, Some(&date));
    if signed.words.text.is_empty() {
        return without_words(node, status);
    }
    let printed = printed(&date);
    let day = moment(&printed).map(|moment| moment.text);
    let mut draft = draft(node, signed, pictures);
    let author = draft.post.author.get_or_insert_default();
    if author.handle.is_none() {
        author.handle.clone_from(&status.handle);
    }
    let status = StatusLink { handle: author.handle.clone().filter(|handle| is_handle(handle)), ..status };
    if *author == Author::default() {
        draft.post.author = None;
    }
    draft.post.url = Some(status.address());
    draft.post.created_at = snowflake(&status.id).or(day);
    if draft.post.created_at.is_none() && !printed.is_empty() {
        draft.post.extra.insert("date_printed".to_owned(), printed.into());
    }
    draft.post.id = Some(status.id);
    draft.post.reply_to = node.attr("data-in-reply-to").and_then(|id| {
        let answered = StatusLink { handle: None, id: id.trim().to_owned() };
        let number = !answered.id.is_empty() && answered.id.bytes().all(|byte| byte.is_ascii_digit());
        number.then(|| ReplyTo::Reference(Reference { handle: None, url: Some(answered.address()) }))
    });
    Ok(draft)
}

/// The words up to an element with name and handle, and how many links to pictures were left out.
fn signed(node: &NodeRef<'_>, end: Option<&NodeRef<'_>>) -> (Signed, usize) {
    let pictures = Cell::new(0);
    let prose = |keep: bool| {
        let skip = |inner: &NodeRef<'_>| {
            let skipped = !keep && inner.has_name("a") && is_picture(&inner.text());
            pictures.set(pictures.get() + usize::from(skipped));
            skipped
        };
        let stop = |inner: &NodeRef<'_>| end.is_some_and(|end| end.id == inner.id);
        markup::read(node, &Rules { target: &target, skip: &skip, stop: &stop, line_feeds: LineFeeds::Markdown })
    };
    let signed = attribution::split(prose(false));
    if signed.words.text.is_empty() && pictures.get() > 0 {
        // A post of pictures only: the link is all there is to show.
        return (attribution::split(prose(true)), pictures.get());
    }
    (signed, pictures.get())
}

fn is_picture(words: &str) -> bool {
    let words = words.trim();
    words.starts_with("pic.twitter.com/") || words.starts_with("pic.x.com/")
}

fn target(link: &NodeRef<'_>, words: &str) -> Option<Target> {
    let url = address::web(&link.attr("href")?)?;
    let rest: String = words.chars().skip(1).collect();
    let kind = match words.chars().next() {
        Some('@' | '＠') => SpanKind::Mention,
        Some('#' | '＃') => SpanKind::Hashtag,
        Some('$' | '＄') => SpanKind::Cashtag,
        _ => return Some(Target { kind: SpanKind::Link, value: None, url: Some(url) }),
    };
    Some(Target { kind, value: Some(rest), url: Some(url) })
}

fn draft(node: &NodeRef<'_>, signed: Signed, pictures: usize) -> Draft {
    let lang = node.descendants_it().filter(|inner| inner.has_name("p")).find_map(|p| language(&p.attr("lang")?));
    let Signed { words: Prose { text, spans, .. }, name, handle } = signed;
    let truncated = is_cut(&text).then_some(true);
    let author = Author { name, handle, ..Author::default() };
    let known = author != Author::default();
    let post = Post {
        platform: Some("x".to_owned()),
        author: known.then_some(author),
        text,
        spans: Some(spans),
        lang,
        truncated,
        ..Post::default()
    };
    let mut draft = Draft { post, findings: Vec::new() };
    if pictures > 0 {
        draft.info("unknown-embed", "/media", "the post has pictures or a film, which an embed only links to");
    }
    draft
}

/// A long post is cut in an embed: near the length that all may write it ends in an ellipsis, perhaps with a link to itself.
fn is_cut(text: &str) -> bool {
    let link = text.rsplit_once(char::is_whitespace).filter(|(_, last)| last.starts_with("https://t.co/"));
    let words = link.map_or(text, |(words, _)| words).trim_end();
    words.ends_with('…') && weigh(words).length >= 240
}

/// A snippet whose links are gone: name and handle must be in its words.
fn without_link(node: &NodeRef<'_>) -> Result<Draft> {
    let prose = markup::read(
        node,
        &Rules { target: &target, skip: &|_| false, stop: &|_| false, line_feeds: LineFeeds::Markdown },
    );
    let whole = prose.text.trim_end();
    let close = whole.rfind([')', '）']);
    let close = close.and_then(|at| Some(at + whole.get(at..)?.chars().next()?.len_utf8())).unwrap_or(whole.len());
    // What is short behind the handle is a date, whether it can be read or not.
    let rest = whole.get(close..).unwrap_or_default().trim();
    let day = moment(rest).map(|moment| moment.text);
    let cut = if day.is_some() || rest.chars().count() <= LONGEST_DATE { close } else { whole.len() };
    let signed = attribution::split(Prose { text: whole.get(..cut).unwrap_or_default().to_owned(), ..prose });
    if signed.words.text.is_empty() || signed.handle.is_none() {
        let message =
            "the `twitter-tweet` blockquote has neither the address of a post nor its words with `— Name (@handle)`";
        return Err(
            Error::new(ErrorKind::MissingField, message).with_hint("copy the snippet anew from the post's page")
        );
    }
    let mut draft = draft(node, signed, 0);
    draft.post.created_at = day;
    Ok(draft)
}

/// A snippet with the address alone: a post that is gone, or one whose words were never in the page.
fn without_words(node: &NodeRef<'_>, status: StatusLink) -> Result<Draft> {
    let words = node.text().to_lowercase();
    let says = |pieces: &[&str]| pieces.iter().any(|piece| words.contains(piece));
    let reason = if says(&["suspended"]) {
        Unavailable::Suspended
    } else if says(&["deleted", "unavailable", "not available", "no longer", "doesn’t exist", "doesn't exist"]) {
        Unavailable::Deleted
    } else {
        return Err(refuse(status.handle.as_deref(), &status.id));
    };
    let author = status.handle.clone().map(|handle| Author { handle: Some(handle), ..Author::default() });
    let post = Post {
        platform: Some("x".to_owned()),
        url: Some(status.address()),
        id: Some(status.id),
        author,
        unavailable: Some(reason),
        ..Post::default()
    };
    Ok(Draft { post, findings: Vec::new() })
}

/// The error for an embed without words.
pub(super) fn refuse(handle: Option<&str>, id: &str) -> Error {
    let status = StatusLink { handle: handle.map(str::to_owned), id: id.to_owned() };
    let address = status.address();
    Error::new(
        ErrorKind::MissingField,
        format!("the embed has only the address `{address}` of its post, not its words"),
    )
    .at_path("text")
    .with_hint(format!("save `https://publish.x.com/oembed?url={address}` and read that"))
}
