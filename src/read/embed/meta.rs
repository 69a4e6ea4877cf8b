//! Snippets of Threads and Instagram. Most hold no words and are refused; those of Instagram with a caption are read.

use dom_query::NodeRef;

use crate::read::address;
use crate::read::date::moment;
use crate::read::draft::Draft;
use crate::read::line::visible;
use crate::read::markup::{self, LineFeeds, Rules, Target};
use crate::record::{Author, Post};
use crate::{Error, ErrorKind, Result};

/// Reads a `<blockquote class="text-post-media">`.
///
/// # Errors
/// `missing-field`, always: it has no words.
pub(super) fn threads(node: &NodeRef<'_>) -> Result<Draft> {
    Err(refuse("Threads", node.attr("data-text-post-permalink").as_deref()))
}

/// Reads a `<blockquote class="instagram-media">`: the caption stands in paragraphs before the one with `(@handle)`.
///
/// # Errors
/// `missing-field` for a snippet without a caption.
pub(super) fn instagram(node: &NodeRef<'_>) -> Result<Draft> {
    let permalink = node.attr("data-instgrm-permalink");
    let refused = || refuse("Instagram", permalink.as_deref());
    let paragraphs: Vec<NodeRef<'_>> = node.descendants_it().filter(|inner| inner.has_name("p")).collect();
    let Some((signature, above)) = paragraphs.split_last() else { return Err(refused()) };
    let signed = words(signature);
    let Some((before, handle)) =
        signed.rsplit_once("(@").and_then(|(before, rest)| Some((before, rest.split_once(')')?.0)))
    else {
        return Err(refused());
    };
    let captions: Vec<String> = above.iter().map(words).filter(|caption| !caption.is_empty()).collect();
    let handle =
        Some(handle.trim().to_owned()).filter(|handle| !handle.is_empty() && !handle.contains(char::is_whitespace));
    if captions.is_empty() || handle.is_none() {
        return Err(refused());
    }
    let address = permalink.as_deref().and_then(address::web).or_else(|| link(above, |path| path.len() > 1));
    let address = address.and_then(|address| address.split('?').next().map(str::to_owned));
    let time = node.descendants_it().find(|inner| inner.has_name("time"));
    let date = time.map(|time| time.attr("datetime").unwrap_or_else(|| time.text()));
    let post = Post {
        platform: Some("instagram".to_owned()),
        id: address.as_deref().and_then(|address| address::path(address).last().map(|id| (*id).to_owned())),
        url: address,
        author: Some(Author { name: name(signature, before), handle, ..Author::default() }),
        text: captions.join("\n\n"),
        created_at: date.and_then(|date| moment(date.trim())).map(|moment| moment.text),
        ..Post::default()
    };
    let mut draft = Draft { post, findings: Vec::new() };
    draft.info("unknown-embed", "/media", "the post has pictures or a film, which an embed does not hold");
    Ok(draft)
}

/// The words of a paragraph; the link around a caption is none of its own.
fn words(paragraph: &NodeRef<'_>) -> String {
    let none = |_: &NodeRef<'_>, _: &str| -> Option<Target> { None };
    let rules = Rules { target: &none, skip: &|_| false, stop: &|_| false, line_feeds: LineFeeds::Breaks };
    markup::read(paragraph, &rules).text
}

/// The first link of some paragraphs to a page of Instagram whose path fits.
fn link(paragraphs: &[NodeRef<'_>], fits: fn(&[&str]) -> bool) -> Option<String> {
    let links = paragraphs.iter().flat_map(|paragraph| paragraph.descendants());
    let addresses = links.filter_map(|inner| address::web(&inner.attr("href")?));
    addresses
        .filter(|link| address::site(link).as_deref() == Some("instagram.com"))
        .find(|link| fits(&address::path(link)))
}

/// The name in front of the handle: the words of the link to the profile, else what follows `by`.
fn name(signature: &NodeRef<'_>, before: &str) -> Option<String> {
    let profile = signature.descendants_it().find(|inner| {
        inner.attr("href").is_some_and(|href| {
            address::site(&href).as_deref() == Some("instagram.com") && address::path(&href).len() == 1
        })
    });
    let linked = profile.and_then(|link| visible(link.text().split("(@").next().unwrap_or_default()));
    linked.or_else(|| visible(before.split_once(" by ")?.1))
}

/// The error for a snippet of a network, with the address of its post when it has one.
fn refuse(network: &str, permalink: Option<&str>) -> Error {
    let address = permalink.and_then(address::web);
    let place =
        address.map(|address| format!(" `{}`", address.split('?').next().unwrap_or_default())).unwrap_or_default();
    let message = format!("the embed of a {network} post has only its address{place}, not its words");
    let hint = "write a record by hand: `{ \"kind\": \"post\", \"platform\": …, \"author\": …, \"text\": … }`";
    Error::new(ErrorKind::MissingField, message).at_path("text").with_hint(hint)
}
