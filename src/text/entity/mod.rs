//! Mentions, tags and links in a text that came without spans, by the rules of the network it stood on.
//!
//! X by `twitter`, Mastodon by `mastodon`, Bluesky by `bluesky`, all others by `plain`. Offsets count Unicode code points. Whatever the text
//! is, time grows with its length alone.

mod bluesky;
mod class;
mod domain;
mod mastodon;
mod plain;
pub mod twitter;
mod url;

use std::ops::Range;
#[cfg(any(feature = "cli", test))]
pub(crate) use twitter::emoji_end;

use crate::record::{Span, SpanKind};

/// Where an entity stands, in characters, and what it is.
type Found = (Range<usize>, SpanKind);

/// Mentions, tags and links of a text, in order and without overlap.
///
/// `platform` is that of the record: the name of a network in any case, or none.
pub(crate) fn entities(text: &str, platform: Option<&str>) -> Vec<Span> {
    let characters: Vec<char> = text.chars().collect();
    let found = match platform.map(str::to_ascii_lowercase).as_deref() {
        Some("x" | "twitter") => twitter::find(&characters),
        Some("mastodon") => mastodon::find(&characters),
        Some("bluesky") => bluesky::find(&characters),
        Some("threads" | "instagram") => plain::find(&characters, plain::Rules { federated: false, cashtags: false }),
        _ => plain::find(&characters, plain::Rules { federated: true, cashtags: true }),
    };
    spans(&characters, found)
}

/// Spans of what was found, in order; of those that overlap, the one that begins first.
fn spans(characters: &[char], found: Vec<Found>) -> Vec<Span> {
    disjoint(found).into_iter().filter_map(|(range, kind)| span(characters, range, kind)).collect()
}

fn disjoint(mut found: Vec<Found>) -> Vec<Found> {
    found.sort_by_key(|(range, _)| range.start);
    let mut end = 0;
    found.retain(|(range, _)| {
        let free = range.start >= end;
        end = if free { range.end } else { end };
        free
    });
    found
}

/// A link has its target as `url`, with `https://` where it stands without; everything else a `value` without its sign.
fn span(characters: &[char], range: Range<usize>, kind: SpanKind) -> Option<Span> {
    let text: String = characters.get(range.clone())?.iter().collect();
    let (value, url) = match kind {
        SpanKind::Link if text.contains("://") => (None, Some(text)),
        SpanKind::Link => (None, Some(format!("https://{text}"))),
        _ => (Some(text.chars().skip(1).collect()), None),
    };
    Some(Span { start: range.start, end: range.end, kind, value, url, src: None })
}

/// Marks ranges as entities of a kind.
fn of_kind(ranges: impl IntoIterator<Item = Range<usize>>, kind: SpanKind) -> impl Iterator<Item = Found> {
    ranges.into_iter().map(move |range| (range, kind))
}

/// First offset from which characters no longer belong to a run.
fn run(characters: &[char], from: usize, belongs: impl Fn(char) -> bool) -> usize {
    from + characters.get(from..).unwrap_or_default().iter().take_while(|c| belongs(**c)).count()
}

/// End of a run without the characters at its end that may only stand inside.
fn trimmed(characters: &[char], from: usize, end: usize, inside_only: impl Fn(char) -> bool) -> usize {
    let run = characters.get(from..end).unwrap_or_default();
    run.iter().rposition(|c| !inside_only(*c)).map_or(from, |last| from + last + 1)
}

#[cfg(test)]
mod tests {
    use super::*;

    /// `kind:text` of what is found.
    pub(super) fn found(text: &str, platform: &str) -> Vec<String> {
        let characters: Vec<char> = text.chars().collect();
        let part = |span: &Span| characters[span.start..span.end].iter().collect::<String>();
        entities(text, Some(platform)).iter().map(|span| format!("{}:{}", span.kind, part(span))).collect()
    }

    #[test]
    fn each_network_has_its_rules() {
        let text = "@mira@example.social, see example.com/pier #橋の日。 $ABC @noa.example.com";
        assert_eq!(found(text, "X"), ["link:example.com/pier", "hashtag:#橋の日", "cashtag:$ABC", "mention:@noa"]);
        assert_eq!(
            found(text, "mastodon"),
            ["mention:@mira@example.social", "hashtag:#橋の日", "mention:@noa.example.com"]
        );
        assert_eq!(
            found(text, "bluesky"),
            ["link:example.com/pier", "hashtag:#橋の日", "cashtag:$ABC", "mention:@noa.example.com"]
        );
        let threads = ["mention:@mira", "link:example.com/pier", "hashtag:#橋の日", "mention:@noa.example.com"];
        assert_eq!(found(text, "threads"), threads);
        let any = ["mention:@mira@example.social", "link:example.com/pier", "hashtag:#橋の日", "cashtag:$ABC"];
        assert_eq!(found(text, "")[..4], any);
    }

    #[test]
    fn values_and_targets_are_given() {
        for platform in ["x", "bluesky", "anything"] {
            let spans = entities("🌉 #pier at example.com and https://example.org", Some(platform));
            assert_eq!((spans[0].start, spans[0].value.as_deref(), spans[0].url.as_deref()), (2, Some("pier"), None));
            assert_eq!((spans[1].value.as_deref(), spans[1].url.as_deref()), (None, Some("https://example.com")));
            assert_eq!(spans[2].url.as_deref(), Some("https://example.org"));
        }
    }

    #[test]
    fn a_long_hostile_text_is_read_quickly() {
        let pieces = [
            "(",
            "@",
            "a.",
            "http://(",
            "#a",
            "$",
            ")",
            "https://a)",
            "a@a.",
            "-a.com",
            "a_",
            "a_.",
            "a-",
            "橋.",
            "http://橋.",
            "/(",
            "http://t.co/(",
            "http://a.co/?!",
            "@a/",
            "RT@",
            "a.橋",
            "##",
            "#1",
            "\u{301}",
            "http://a.co/((",
            "é.",
            "a.co.",
            "xn--",
            "xn--.",
            "@a.-",
            "#·",
            "(a.",
            "$a.",
        ];
        for platform in ["x", "mastodon", "bluesky", "threads", ""] {
            for piece in pieces {
                let text = piece.repeat(20_000 / piece.len());
                let spans = entities(&text, Some(platform));
                assert!(spans.windows(2).all(|pair| pair[0].end <= pair[1].start), "{piece} on {platform}");
                assert!(spans.iter().all(|span| span.start < span.end));
            }
        }
    }
}
