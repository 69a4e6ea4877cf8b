//! The lists of entities of a post as candidates for spans, and which of its short links stand for something else.
//!
//! Whether an entity really stands in the text is checked in `offset`; which links go is decided in `text`.

use std::borrow::Cow;

use super::value::{is_address, is_media_address, pair, string};
use crate::read::Json;
use crate::read::json::Ask;
use crate::read::offset::{Entity, Mark, Words};
use crate::record::SpanKind;

/// What a short link of a text stands for.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Target<'v> {
    /// A picture or film of the post.
    Media,
    /// Any address.
    Page(&'v str),
}

/// Entities of a text and its links.
#[derive(Debug, Default)]
pub(super) struct Entities<'v> {
    /// Candidates for spans.
    pub(super) list: Vec<Entity<'v>>,
    /// Each short link with what it stands for.
    pub(super) links: Vec<(&'v str, Target<'v>)>,
    /// Whether the payload lists tags and mentions at all, so that their absence says something.
    pub(super) complete: bool,
}

/// Names of the lists and fields of a dialect.
struct Names {
    hashtags: (&'static str, &'static str),
    cashtags: (&'static str, &'static str),
    mentions: (&'static str, &'static str),
}

/// API v1.1, syndication, GraphQL, archive.
const V1: Names =
    Names { hashtags: ("hashtags", "text"), cashtags: ("symbols", "text"), mentions: ("user_mentions", "screen_name") };
/// API v2.
const V2: Names =
    Names { hashtags: ("hashtags", "tag"), cashtags: ("cashtags", "tag"), mentions: ("mentions", "username") };

impl<'v> Entities<'v> {
    /// Entities with `indices`, and the links of `media`.
    pub(super) fn v1(lists: Option<&'v Json<'v>>, media: &[&'v Json<'v>]) -> Self {
        let mut found = Self::default();
        if let Some(lists) = lists {
            found.add(lists, &V1);
            for link in lists.items("media") {
                found.link(link, Some(Target::Media));
            }
        }
        for link in media {
            found.link(link, Some(Target::Media));
        }
        found
    }

    /// Entities with `start` and `end`.
    pub(super) fn v2(lists: Option<&'v Json<'v>>) -> Self {
        let mut found = Self::default();
        if let Some(lists) = lists {
            found.add(lists, &V2);
        }
        // A list without entries is not written at all.
        found.complete = lists.is_some();
        found
    }

    fn add(&mut self, lists: &'v Json<'v>, names: &Names) {
        let kinds = [
            (names.hashtags, '#', SpanKind::Hashtag),
            (names.cashtags, '$', SpanKind::Cashtag),
            (names.mentions, '@', SpanKind::Mention),
        ];
        self.complete = kinds.iter().any(|((list, _), ..)| lists.field(list).is_some());
        for ((list, field), sign, kind) in kinds {
            for item in lists.items(list) {
                let Some(text) = item.text(field) else { continue };
                let value = Some(Cow::Borrowed(text));
                self.list.push(Entity {
                    range: range(item),
                    words: Some(Words { sign: Some(sign), text }),
                    mark: Mark { kind: Some(kind), value, ..Mark::default() },
                });
            }
        }
        for link in lists.items("urls") {
            self.link(link, None);
        }
    }

    fn link(&mut self, link: &'v Json<'v>, known: Option<Target<'v>>) {
        let Some(short) = string(link, "url").map(str::trim).filter(|short| !short.is_empty()) else { return };
        if known.is_some() && range(link).is_none() && self.links.iter().any(|(other, _)| *other == short) {
            return;
        }
        let expanded = link.text("expanded_url").map(str::trim).filter(|url| is_address(url));
        let display = link.text("display_url").or_else(|| expanded.map(without_scheme));
        let pic = display.is_some_and(|shown| shown.starts_with("pic.twitter.com/") || shown.starts_with("pic.x.com/"));
        let target = match (known, expanded) {
            (Some(known), _) => known,
            (None, _) if pic || link.field("media_key").is_some() => Target::Media,
            (None, Some(url)) if is_media_address(url) => Target::Media,
            (None, Some(url)) => Target::Page(url),
            (None, None) => Target::Page(short),
        };
        let url = expanded.or(Some(short).filter(|short| is_address(short)));
        self.links.push((short, target));
        self.list.push(Entity {
            range: range(link),
            words: Some(Words { sign: None, text: short }),
            mark: Mark {
                kind: Some(SpanKind::Link),
                url: url.map(Cow::Borrowed),
                shown: display.map(Cow::Borrowed),
                value: None,
            },
        });
    }
}

fn range(item: &Json<'_>) -> Option<(usize, usize)> {
    pair(item, "indices").or_else(|| {
        let whole = |name: &str| item.count(name).and_then(|number| usize::try_from(number).ok());
        Some((whole("start")?, whole("end")?))
    })
}

fn without_scheme(url: &str) -> &str {
    let rest = url.split_once("://").map_or(url, |(_, rest)| rest);
    let rest = rest.strip_prefix("www.").unwrap_or(rest);
    rest.strip_suffix('/').unwrap_or(rest)
}
