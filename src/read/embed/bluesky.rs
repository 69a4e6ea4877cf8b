//! Snippets of Bluesky: `<blockquote class="bluesky-embed">`.

use std::cell::Cell;

use dom_query::NodeRef;
use jiff::{Timestamp, Unit};

use super::{attribution, printed};
use crate::read::bluesky::{AtUri, tid_instant};
use crate::read::date::moment;
use crate::read::draft::Draft;
use crate::read::language::language;
use crate::read::markup::{self, LineFeeds, Rules, Target};
use crate::read::{address, plain};
use crate::record::{Author, Post, SpanKind};
use crate::{Error, ErrorKind, Result};

/// What the embed puts where pictures and cards are.
const PLACEHOLDER: &str = "[image or embed]";

/// Reads a snippet.
///
/// # Errors
/// `missing-field` for a snippet without words.
pub(super) fn read(node: &NodeRef<'_>) -> Result<Draft> {
    let uri = node.attr("data-bluesky-uri").map(|uri| uri.to_string());
    let link =
        node.descendants_it().filter(|inner| inner.has_name("a")).filter(|inner| post_link(inner).is_some()).last();
    let from_link = link.as_ref().and_then(post_link);
    let from_uri = uri.as_deref().and_then(AtUri::parse).map(|uri| (uri.authority.to_owned(), uri.key.to_owned()));
    let placeholders = Cell::new(0);
    let skip = |inner: &NodeRef<'_>| {
        let skipped = inner.has_name("a") && inner.text().trim() == PLACEHOLDER;
        placeholders.set(placeholders.get() + usize::from(skipped));
        skipped
    };
    let stop = |inner: &NodeRef<'_>| {
        link.as_ref().is_some_and(|link| link.id == inner.id) && inner.text().trim() != PLACEHOLDER
    };
    let prose = markup::read(node, &Rules { target: &target, skip: &skip, stop: &stop, line_feeds: LineFeeds::Breaks });
    let mut signed = attribution::split(prose);
    if let Some(text) = signed.words.text.strip_suffix(PLACEHOLDER) {
        signed.words.text = text.trim_end().to_owned();
        placeholders.set(placeholders.get() + 1);
    }
    let place = from_uri.or(from_link);
    if signed.words.text.is_empty() && placeholders.get() == 0 || signed.handle.is_none() && place.is_none() {
        return Err(match place {
            Some((did, key)) => refuse(&did, &key),
            None => Error::new(
                ErrorKind::MissingField,
                "the `bluesky-embed` blockquote has neither words nor the address of a post",
            )
            .with_hint("copy the snippet anew from the post's page"),
        });
    }
    if signed.words.text.is_empty() {
        // Pictures only: the embed says no more than that there are some.
        PLACEHOLDER.clone_into(&mut signed.words.text);
    }
    let printed = link.map(|link| printed(&link)).unwrap_or_default();
    let key = place.as_ref().map(|(_, key)| key.as_str());
    let actor = signed.handle.clone().or_else(|| place.as_ref().map(|(actor, _)| actor.clone()));
    let author = Author { name: signed.name, handle: actor.clone(), ..Author::default() };
    // The words come without links; then the network's rules find them.
    let linked = !signed.words.spans.is_empty();
    let post = Post {
        platform: Some("bluesky".to_owned()),
        id: key.map(str::to_owned),
        url: key.zip(actor).map(|(key, actor)| format!("https://bsky.app/profile/{actor}/post/{key}")),
        author: Some(author),
        lang: node.descendants_it().filter(|inner| inner.has_name("p")).find_map(|p| language(&p.attr("lang")?)),
        created_at: written_at(&printed, key),
        text: signed.words.text,
        spans: linked.then_some(signed.words.spans),
        ..Post::default()
    };
    let mut draft = Draft { post, findings: Vec::new() };
    if placeholders.get() > 0 {
        draft.info("unknown-embed", "/media", "the post has pictures or a card, which an embed only mentions");
    }
    Ok(draft)
}

/// Profile and key of a link to a post.
fn post_link(link: &NodeRef<'_>) -> Option<(String, String)> {
    let href = link.attr("href")?;
    if address::site(&href)? != "bsky.app" {
        return None;
    }
    match address::path(&href).as_slice() {
        ["profile", actor, "post", key, ..] => Some(((*actor).to_owned(), (*key).to_owned())),
        _ => None,
    }
}

fn target(link: &NodeRef<'_>, words: &str) -> Option<Target> {
    let url = address::web(&link.attr("href")?)?;
    let rest: String = words.chars().skip(1).collect();
    let (kind, value) = match words.chars().next() {
        Some('@' | '＠') => (SpanKind::Mention, Some(rest)),
        Some('#' | '＃') => (SpanKind::Hashtag, Some(rest)),
        _ => (SpanKind::Link, None),
    };
    Some(Target { kind, value, url: Some(url) })
}

/// When a post was written. The printed time has no zone, but the key of the post holds the instant; it counts when both are
/// within a day and a half. Else the printed day is all that is known.
fn written_at(printed: &str, key: Option<&str>) -> Option<String> {
    let said = moment(printed);
    if let Some(said) = said.as_ref().filter(|said| said.text.len() > 10 && !said.zone_assumed) {
        return Some(said.text.clone());
    }
    let day = said.and_then(|said| said.text.get(..10).map(str::to_owned));
    let made = key.and_then(tid_instant);
    match (day, made) {
        (Some(day), Some(made)) if is_near(&day, made) => Some(milliseconds(made)),
        (Some(day), _) => Some(day),
        (None, made) => made.map(milliseconds),
    }
}

fn is_near(day: &str, made: Timestamp) -> bool {
    let noon = format!("{day}T12:00:00Z").parse::<Timestamp>();
    noon.is_ok_and(|noon| (made.as_second() - noon.as_second()).abs() <= 36 * 3600)
}

fn milliseconds(instant: Timestamp) -> String {
    instant.round(Unit::Millisecond).unwrap_or(instant).to_string()
}

/// The error for an embed without words.
pub(super) fn refuse(did: &str, key: &str) -> Error {
    let uri = plain::clean(&format!("at://{did}/app.bsky.feed.post/{key}")).into_owned();
    Error::new(ErrorKind::MissingField, format!("the embed has only the address `{uri}` of its post, not its words"))
        .at_path("text")
        .with_hint(format!("save `https://public.api.bsky.app/xrpc/app.bsky.feed.getPosts?uris={uri}` and read that"))
}
