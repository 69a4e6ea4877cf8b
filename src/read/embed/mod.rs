//! Embed snippets: the HTML that a network gives for a page, with the post inside a `<blockquote>`.
//!
//! Here it is decided which network a snippet is of. Snippets without words are refused with the address at which the words are.

mod attribution;
mod bluesky;
mod mastodon;
mod meta;
mod x;

use dom_query::NodeRef;

use super::draft::Draft;
use super::{Context, TextFormat, address, markup};
use crate::record::Record;
use crate::{Error, ErrorKind, Result};

const NAME: &str = "embed-html";

/// Largest file of snippets, in bytes.
const MAX_FILE: usize = 4 << 20;
/// How far into a text a snippet is looked for, in bytes.
const HEAD: usize = 16 * 1024;

pub(super) const FORMAT: TextFormat = TextFormat {
    name: NAME,
    marks: "`<blockquote class=\"twitter-tweet\">` and its like of other networks",
    fits,
    read,
};

/// Classes of the blockquotes and frames of embeds.
const CLASSES: [&str; 7] = [
    "twitter-tweet",
    "twitter-video",
    "bluesky-embed",
    "mastodon-embed",
    "text-post-media",
    "instagram-media",
    "twitter-quote",
];

/// A text that begins with HTML and has an embed near its beginning, but is no whole page.
fn fits(text: &str) -> bool {
    let mut end = text.len().min(HEAD);
    while !text.is_char_boundary(end) {
        end -= 1;
    }
    let head = text.get(..end).unwrap_or_default().to_ascii_lowercase();
    let head = head.trim_start_matches(['\u{FEFF}', ' ', '\n', '\r', '\t']);
    let page =
        ["<!doctype", "<html", "<head", "<body", "<article", "<main", "<?xml"].iter().any(|tag| head.contains(tag));
    let embeds = head.contains("<blockquote") || head.contains("<iframe");
    head.starts_with('<') && !page && embeds && (CLASSES.iter().any(|class| head.contains(class)) || frame_host(head))
}

fn frame_host(head: &str) -> bool {
    ["embed.bsky.app/embed", "platform.twitter.com/embed", "platform.x.com/embed"]
        .iter()
        .any(|host| head.contains(host))
}

fn read(text: &str, context: &Context) -> Vec<Result<Record>> {
    let found = read_html(text)
        .map(|drafts| drafts.into_iter().map(|draft| draft.and_then(|draft| draft.finish(NAME, context))));
    match found {
        Ok(records) => records.collect(),
        Err(error) => vec![Err(error)],
    }
}

/// Every embed of a piece of HTML, in order.
///
/// # Errors
/// `too-large` past 4 MiB, and `missing-field` when there is no embed.
pub(super) fn read_html(html: &str) -> Result<Vec<Result<Draft>>> {
    let document = markup::parse(html, MAX_FILE)?;
    let mut drafts = Vec::new();
    let mut nodes = vec![document.root()];
    while let Some(node) = nodes.pop() {
        match post(&node) {
            Some(draft) => drafts.push(draft),
            None => nodes.extend(node.children_it(true)),
        }
    }
    if drafts.is_empty() {
        let message = "the HTML has no `<blockquote>` of a network that is known";
        let hint =
            "known are `twitter-tweet`, `bluesky-embed`, `mastodon-embed`, `text-post-media` and `instagram-media`";
        return Err(Error::new(ErrorKind::MissingField, message).with_hint(hint));
    }
    Ok(drafts)
}

/// Reads one element: the `<blockquote>` of a network, or a frame that shows a post. `None` when it is neither.
///
/// Made for pages too: an article hands over its blockquotes one by one, and [`Draft::post`] is the post.
pub(crate) fn post(node: &NodeRef<'_>) -> Option<Result<Draft>> {
    let name = node.node_name()?;
    match &*name {
        "blockquote" => blockquote(node),
        "iframe" => frame(node).map(Err),
        _ => None,
    }
}

fn blockquote(node: &NodeRef<'_>) -> Option<Result<Draft>> {
    let has = |class: &str| node.has_class(class);
    if has("twitter-tweet") || has("twitter-video") || has("twitter-quote") {
        return Some(x::read(node));
    }
    if has("bluesky-embed") {
        return Some(bluesky::read(node));
    }
    if has("mastodon-embed") {
        return Some(Err(mastodon::refuse(node)));
    }
    if has("text-post-media") {
        return Some(meta::threads(node));
    }
    if has("instagram-media") {
        return Some(meta::instagram(node));
    }
    None
}

/// The date that a link prints: that of its `<time>` for programs, else its words.
fn printed(link: &NodeRef<'_>) -> String {
    let time = link.descendants_it().find_map(|inner| inner.attr("datetime").filter(|_| inner.has_name("time")));
    time.unwrap_or_else(|| link.text()).trim().to_owned()
}

/// A frame shows a post that is not in the file.
fn frame(node: &NodeRef<'_>) -> Option<Error> {
    let src = node.attr("src")?;
    let host = address::site(&src)?;
    match (host.as_str(), address::path(&src).as_slice()) {
        ("embed.bsky.app", ["embed", did, _, key, ..]) => Some(bluesky::refuse(did, key)),
        ("platform.twitter.com" | "platform.x.com", ["embed", ..]) => {
            Some(x::refuse(None, address::query(&src, "id")?))
        }
        _ if node.has_class("mastodon-embed") => Some(mastodon::refuse_address(&src)),
        _ => None,
    }
}

#[cfg(test)]
mod tests;
