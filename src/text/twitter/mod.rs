//! The rules of X for its texts: mentions, tags and links, how long a post is, and what is a well-formed name.
//!
//! They follow the behaviour that twitter-text documents by its conformance suite (version 3 of the weights). Offsets count Unicode code
//! points, as everywhere in records. Nothing here panics, and time grows with the length of the text alone.
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

mod class;
#[cfg(test)]
mod conformance;
mod domain;
mod emoji;
mod mention;
mod tag;
mod url;
mod validity;
mod weight;

use std::ops::Range;

use crate::record::{Span, SpanKind};

pub use validity::{is_hashtag, is_list, is_url, is_username};
pub use weight::Weight;

/// Mentions, lists (as mentions with `value` `account/list`), hashtags, cashtags and links of a text, in order and without overlap.
///
/// Links need no `http://` when they end with a known top-level domain; their `url` then has `https://`.
pub fn entities(text: &str) -> Vec<Span> {
    let characters: Vec<char> = text.chars().collect();
    let mut found: Vec<(Range<usize>, SpanKind)> = Vec::new();
    let mut add = |ranges: Vec<Range<usize>>, kind| found.extend(ranges.into_iter().map(|range| (range, kind)));
    add(url::urls(&characters, true), SpanKind::Link);
    add(mention::mentions(&characters).iter().map(|mention| mention.start..mention.end).collect(), SpanKind::Mention);
    add(tag::hashtags(&characters), SpanKind::Hashtag);
    add(tag::cashtags(&characters), SpanKind::Cashtag);
    disjoint(found).into_iter().filter_map(|(range, kind)| span(&characters, range, kind)).collect()
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

/// In order; of those that overlap, the one that begins first.
fn disjoint(mut found: Vec<(Range<usize>, SpanKind)>) -> Vec<(Range<usize>, SpanKind)> {
    found.sort_by_key(|(range, _)| range.start);
    let mut end = 0;
    found.retain(|(range, _)| {
        let free = range.start >= end;
        end = if free { range.end } else { end };
        free
    });
    found
}

fn span(characters: &[char], range: Range<usize>, kind: SpanKind) -> Option<Span> {
    let text: String = characters.get(range.clone())?.iter().collect();
    let (value, url) = match kind {
        SpanKind::Link if text.contains("://") => (None, Some(text)),
        SpanKind::Link => (None, Some(format!("https://{text}"))),
        _ => (Some(text.chars().skip(1).collect()), None),
    };
    Some(Span { start: range.start, end: range.end, kind, value, url, src: None })
}
