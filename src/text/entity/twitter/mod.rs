//! The rules of X for its texts: mentions, tags and links, how long a post is, and what is a well-formed name.
//!
//! They follow the behaviour that twitter-text documents by its conformance suite (version 3 of the weights). Offsets count Unicode code
//! points, as everywhere in records. Nothing here panics, and time grows with the length of the text alone. Where implementations of
//! twitter-text differ from each other and the suite is silent, whole words are kept: `école.fr` is one link, and a link without
//! `http://` keeps its port and query.
//!
//! ```
//! use pullquote::twitter;
//!
//! let text = "The #bridges of @mira: example.com/pier";
//! let found: Vec<_> = twitter::entities(text).iter().map(|span| (span.kind.as_str(), span.start, span.end)).collect();
//! assert_eq!(found, [("hashtag", 4, 12), ("mention", 16, 21), ("link", 23, 39)]);
//!
//! let weight = twitter::weigh(text);
//! assert_eq!((weight.length, weight.valid), (46, true)); // a link counts 23
//! ```

#[cfg(test)]
mod conformance;
mod emoji;
mod mention;
mod tag;
mod validity;
mod weight;

use super::url::{X, urls};
use super::{Found, of_kind, spans};
use crate::record::{Span, SpanKind};

#[cfg(any(feature = "cli", test))]
pub(crate) use emoji::emoji_end;
pub use validity::{is_hashtag, is_list, is_url, is_username};
pub use weight::Weight;

/// Mentions, lists (as mentions with `value` `account/list`), hashtags, cashtags and links of a text, in order and without overlap.
///
/// Links need no `http://` when they end with a known top-level domain; their `url` then has `https://`.
pub fn entities(text: &str) -> Vec<Span> {
    let characters: Vec<char> = text.chars().collect();
    spans(&characters, find(&characters))
}

/// Everything that is found in a text, perhaps with overlaps.
pub(super) fn find(characters: &[char]) -> Vec<Found> {
    let mentions = mention::mentions(characters).into_iter().map(|mention| mention.start..mention.end);
    of_kind(urls(characters, &X), SpanKind::Link)
        .chain(of_kind(mentions, SpanKind::Mention))
        .chain(of_kind(tag::hashtags(characters), SpanKind::Hashtag))
        .chain(of_kind(tag::cashtags(characters), SpanKind::Cashtag))
        .collect()
}

/// How long a text is by the rules of X, and how much of it fits into a post of 280.
///
/// Sequences of emoji count as one by their form, also where no picture exists for them.
pub fn weigh(text: &str) -> Weight {
    weight::SCALE.weigh(text)
}

/// Name of the account that a post answers, without its sign: the text begins with it.
pub fn reply_to(text: &str) -> Option<String> {
    let characters: Vec<char> = text.chars().collect();
    mention::reply(&characters).and_then(|name| characters.get(name)).map(|name| name.iter().collect())
}
