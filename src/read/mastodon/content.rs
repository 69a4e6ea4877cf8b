//! The HTML of a status as text with spans.

use dom_query::NodeRef;

use crate::Result;
use crate::read::json::Ask;
use crate::read::markup::{self, LineFeeds, Prose, Rules, Target};
use crate::read::{Json, address};
use crate::record::SpanKind;

/// Reads `content`. `quoted`: the quoted post stands beside it, so the link that stands for it is left out.
///
/// # Errors
/// `too-large` for HTML of more than 256 KiB.
pub(super) fn read(status: &Json<'_>, quoted: bool) -> Result<Prose> {
    let html = match status.field("content") {
        Some(Json::Str(html)) => html.as_ref(),
        _ => "",
    };
    let mentions = status.items("mentions");
    let document = markup::parse(html, markup::MAX_POST)?;
    let mut prose = markup::read(
        &document.root(),
        &Rules {
            target: &|link, words| target(link, words, mentions),
            skip: &|node| quoted && node.has_class("quote-inline"),
            stop: &|_| false,
            line_feeds: LineFeeds::Blanks,
        },
    );
    drop_media_links(&mut prose, status.items("media_attachments").len());
    Ok(prose)
}

/// What a link is: its classes say so, or its first character where its address is that of a tag. Some servers leave the sign
/// outside the link.
fn target(link: &NodeRef<'_>, words: &str, mentions: &[Json<'_>]) -> Option<Target> {
    let url = link.attr("href").and_then(|href| address::web(&href));
    let has = |class: &str| link.has_class(class);
    let tag = words.strip_prefix(['#', '＃']);
    let tagged = has("hashtag") || link.attr("rel").is_some_and(|rel| rel.split_whitespace().any(|word| word == "tag"));
    if tagged || tag.is_some() && (has("mention") || is_tag(&url)) {
        let value = tag.unwrap_or(words).to_owned();
        return (!value.is_empty()).then_some(Target { kind: SpanKind::Hashtag, value: Some(value), url });
    }
    let name = words.strip_prefix(['@', '＠']);
    if has("mention") || name.is_some() && has("u-url") {
        let name = name.unwrap_or(words);
        let whole = url.as_deref().and_then(|url| full_handle(url, name, mentions));
        let value = whole.or_else(|| (!name.contains(char::is_whitespace)).then(|| name.to_owned()));
        return Some(Target { kind: SpanKind::Mention, value, url });
    }
    url.map(|url| Target { kind: SpanKind::Link, value: None, url: Some(url) })
}

fn is_tag(url: &Option<String>) -> bool {
    let parts = url.as_deref().map(address::path).unwrap_or_default();
    matches!(parts.as_slice(), [.., "tags" | "tag" | "hashtag" | "explore", _])
}

/// The whole address of a mentioned account: from the list of mentions, else from the link.
fn full_handle(url: &str, shown: &str, mentions: &[Json<'_>]) -> Option<String> {
    if shown.contains('@') {
        return Some(shown.to_owned());
    }
    let listed = mentions.iter().find(|mention| mention.text("url") == Some(url));
    let handle = match listed {
        Some(mention) => super::account::handle(mention),
        None => address::host(url).map(|host| format!("{shown}@{host}")),
    };
    handle.filter(|handle| !handle.contains(char::is_whitespace))
}

/// Leaves out the links to attached pictures that servers before 2018 put at the end of the text.
fn drop_media_links(prose: &mut Prose, attached: usize) {
    for _ in 0..attached {
        let count = prose.text.chars().count();
        let last = prose.spans.iter().position(|span| span.end == count && span.url.as_deref().is_some_and(is_media));
        let Some(span) = last.map(|index| prose.spans.remove(index)) else { return };
        let kept: String = prose.text.chars().take(span.start).collect();
        kept.trim_end().clone_into(&mut prose.text);
    }
}

fn is_media(url: &str) -> bool {
    let parts = address::path(url);
    matches!(parts.as_slice(), ["media", token] if token.len() >= 16 && !token.contains('.'))
}
