//! The words of a post: what X shows of its text, with spans.
//!
//! Short links become what they stand for, links to media and to the quoted post go from the end, mentions that only say who is answered
//! go from the beginning, and references are decoded last. Every other character stays.

use std::ops::Range;

use super::entity::{Entities, Target};
use super::value::linked_post;
use crate::Finding;
use crate::read::offset::{Mark, Placed, Ruler, Unit, finish_styled, place};
use crate::record::{MAX_TEXT_BYTES, Span, SpanKind};

/// Longest text in bytes whose entities are looked for. X writes a character as at most five, so a longer one is too long for a record.
const LONGEST: usize = 5 * MAX_TEXT_BYTES;

/// A text as a payload has it.
#[derive(Debug)]
pub(super) struct Source<'v> {
    /// The text with character references and short links.
    pub(super) text: &'v str,
    /// What its entities count.
    pub(super) unit: Unit,
    /// Its entities.
    pub(super) entities: Entities<'v>,
    /// Stretches in bold or italic, in the same unit.
    pub(super) styles: Vec<((usize, usize), SpanKind)>,
    /// The stretch that is shown, and what it counts.
    pub(super) shown: Option<((usize, usize), Unit)>,
    /// How many bytes in front are not the author's words.
    pub(super) skipped: usize,
    /// Identifier of the post itself.
    pub(super) id: Option<&'v str>,
    /// Identifier of the quoted post, when the record has it.
    pub(super) quoted: Option<&'v str>,
    /// Whether the record has media.
    pub(super) has_media: bool,
    /// Whose post is answered, where the payload shows the mention in front although it is no part of the words.
    pub(super) answered: Option<&'v str>,
}

/// The words of a record.
#[derive(Debug, Default, PartialEq)]
pub(super) struct Words {
    /// The text.
    pub(super) text: String,
    /// Its spans; `None`: to be found by the platform's rules.
    pub(super) spans: Option<Vec<Span>>,
    /// Handles of the mentions that went from the beginning.
    pub(super) moved: Vec<String>,
    /// Whether X cut the text and put a link to the post itself behind it.
    pub(super) cut: bool,
    /// Whether there is a link to media that the payload lacks.
    pub(super) media_missing: bool,
}

/// Reads the words of a post.
pub(super) fn words(mut source: Source<'_>, findings: &mut Vec<Finding>) -> Words {
    let text = source.text;
    let complete = source.entities.complete;
    let mut list = std::mem::take(&mut source.entities.list);
    if text.len() > LONGEST {
        list.clear();
    }
    let mut placed = place(text, source.unit, list, findings);
    let mut found = Words::default();
    let end = end(&source, &mut placed, &mut found);
    let start = start(&source, end, &mut found.moved);
    found.media_missing |=
        !source.has_media && placed.iter().any(|entity| source.target(entity) == Some(Target::Media));
    let styles = styles(&source);
    let (text, spans) = finish_styled(text, start..end, placed, &styles, true);
    found.text = text;
    found.spans = (complete || !spans.is_empty()).then_some(spans);
    found
}

/// The styled stretches in bytes of the text.
fn styles(source: &Source<'_>) -> Vec<(Range<usize>, SpanKind)> {
    if source.styles.is_empty() {
        return Vec::new();
    }
    let ruler = Ruler::new(source.text, source.unit);
    let place = |(range, kind): &((usize, usize), SpanKind)| Some((ruler.byte(range.0)?..ruler.byte(range.1)?, *kind));
    source.styles.iter().filter_map(place).collect()
}

impl<'v> Source<'v> {
    /// What the link at a place stands for.
    fn target(&self, entity: &Placed<'_>) -> Option<Target<'v>> {
        let short = self.text.get(entity.range.clone()).filter(|_| entity.mark.kind == Some(SpanKind::Link))?;
        let mut links = self.entities.links.iter();
        links.find(|(link, _)| link.eq_ignore_ascii_case(short)).map(|(_, target)| *target)
    }

    /// Whether a link at the end of the text goes.
    fn goes(&self, target: Target<'_>) -> bool {
        match target {
            Target::Media => true,
            Target::Page(url) => linked_post(url).is_some_and(|id| self.quoted == Some(id) || self.id == Some(id)),
        }
    }
}

/// Where the words end. Of the links behind them those that stand for media, the quoted post or the post itself are taken away.
fn end(source: &Source<'_>, placed: &mut Vec<Placed<'_>>, found: &mut Words) -> usize {
    let text = source.text;
    let mut end = text.trim_end().len();
    let mut edge = end;
    let mut index = placed.len();
    while let Some(last) =
        index.checked_sub(1).and_then(|index| placed.get(index)).filter(|last| last.range.end == edge)
    {
        let Some(target) = source.target(last) else { break };
        let rest = text.get(..last.range.start).unwrap_or_default().trim_end();
        index -= 1;
        edge = rest.len();
        if !source.goes(target) {
            continue;
        }
        if target == Target::Media && !source.has_media {
            found.media_missing = true;
            if end == last.range.end && rest.split_whitespace().all(is_mention) {
                break;
            }
        }
        let itself = matches!(target, Target::Page(url) if linked_post(url) == source.id);
        found.cut |= itself && (rest.ends_with('…') || rest.ends_with("..."));
        if index + 1 == placed.len() {
            end = edge;
            placed.pop();
        } else if let Some(next) = placed.get(index + 1).map(|next| next.range.start)
            && let Some(last) = placed.get_mut(index)
        {
            // A link that stays follows: this one goes with the blank behind it.
            *last = Placed { range: last.range.start..next, mark: Mark { shown: Some("".into()), ..Mark::default() } };
        }
    }
    end = without_media_link(source, placed, end);
    let shown = source.shown.and_then(|((_, end), unit)| Ruler::new(text, unit).byte(end));
    match shown {
        Some(shown) if shown < end && placed.last().is_none_or(|last| last.range.end <= shown) => {
            let rest = text.get(shown..end).unwrap_or_default();
            if rest.split_whitespace().all(is_short_link) {
                text.get(..shown).unwrap_or_default().trim_end().len()
            } else {
                end
            }
        }
        _ => end,
    }
}

/// X puts the link to the media behind the words. Where no list of the payload knows it, a short link in that place is it.
fn without_media_link(source: &Source<'_>, placed: &[Placed<'_>], end: usize) -> usize {
    let known = source.entities.links.iter().any(|(_, target)| *target == Target::Media);
    let text = source.text.get(..end).unwrap_or_default();
    match text.split_whitespace().next_back() {
        Some(word) if source.has_media && !known && is_short_link(word) && text.ends_with(word) => {
            let start = end - word.len();
            let listed = placed.last().is_some_and(|last| last.range.end > start);
            if listed { end } else { text.get(..start).unwrap_or_default().trim_end().len() }
        }
        _ => end,
    }
}

fn is_short_link(word: &str) -> bool {
    let id = word.strip_prefix("https://t.co/").or_else(|| word.strip_prefix("http://t.co/"));
    id.is_some_and(|id| !id.is_empty() && id.bytes().all(|byte| byte.is_ascii_alphanumeric()))
}

/// Where the words begin: behind the mentions that only say who is answered.
fn start(source: &Source<'_>, end: usize, moved: &mut Vec<String>) -> usize {
    let text = source.text.get(..end).unwrap_or_default();
    if source.skipped > 0 {
        return source.skipped.min(end);
    }
    let shown = source.shown.and_then(|((start, _), unit)| Ruler::new(source.text, unit).byte(start));
    if let Some(shown) = shown.filter(|shown| *shown > 0) {
        let hidden = text.get(..shown).unwrap_or_default();
        if hidden.split_whitespace().all(is_mention) && shown <= end {
            moved.extend(hidden.split_whitespace().map(|word| word.trim_start_matches(['@', '＠']).to_owned()));
            return skip_space(text, shown);
        }
    }
    let Some(handle) = source.answered else { return 0 };
    let start = text.split_whitespace().next().filter(|word| text.starts_with(word)).map_or(0, str::len);
    let first = text.get(..start).unwrap_or_default();
    let is_answered = is_mention(first) && first.trim_start_matches(['@', '＠']).eq_ignore_ascii_case(handle);
    let start = skip_space(text, start);
    if is_answered && start < end {
        moved.push(handle.to_owned());
        return start;
    }
    0
}

fn is_mention(word: &str) -> bool {
    word.starts_with(['@', '＠'])
}

fn skip_space(text: &str, at: usize) -> usize {
    let rest = text.get(at..).unwrap_or_default();
    text.len() - rest.trim_start().len()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::read::Json;

    struct Case<'c> {
        text: &'c str,
        entities: &'c str,
        shown: Option<((usize, usize), Unit)>,
        quoted: Option<&'c str>,
        has_media: bool,
        answered: Option<&'c str>,
    }

    const PLAIN: Case<'_> =
        Case { text: "", entities: "{}", shown: None, quoted: None, has_media: true, answered: None };

    fn read(case: &Case<'_>) -> (Words, usize) {
        let json: Json<'_> = serde_json::from_str(case.entities).expect("JSON");
        let mut findings = Vec::new();
        let source = Source {
            text: case.text,
            unit: Unit::CodePoints,
            entities: Entities::v1(Some(&json), &[]),
            styles: Vec::new(),
            shown: case.shown,
            skipped: 0,
            id: Some("1"),
            quoted: case.quoted,
            has_media: case.has_media,
            answered: case.answered,
        };
        (words(source, &mut findings), findings.len())
    }

    fn marked(words: &Words) -> Vec<String> {
        let characters: Vec<char> = words.text.chars().collect();
        let spans = words.spans.as_deref().unwrap_or_default();
        spans
            .iter()
            .map(|span| format!("{}:{}", span.kind, characters[span.start..span.end].iter().collect::<String>()))
            .collect()
    }

    #[test]
    fn links_are_shown_as_people_read_them() {
        let (found, findings) = read(&Case {
            text: "🌉 Pier &amp; boat https://t.co/a #pier",
            entities: r#"{ "hashtags": [ { "text": "pier", "indices": [33, 38] } ],
                "urls": [ { "url": "https://t.co/a", "display_url": "example.org/b…", "expanded_url": "https://example.org/boat", "indices": [18, 32] } ] }"#,
            ..PLAIN
        });
        assert_eq!(found.text, "🌉 Pier & boat example.org/b… #pier");
        assert_eq!((marked(&found), findings), (vec!["link:example.org/b…".to_owned(), "hashtag:#pier".to_owned()], 0));
        assert_eq!(found.spans.expect("spans")[0].url.as_deref(), Some("https://example.org/boat"));
    }

    #[test]
    fn links_to_media_and_quote_go_from_the_end_only() {
        let entities = r#"{ "hashtags": [], "media": [ { "url": "https://t.co/m", "display_url": "pic.x.com/m", "indices": [6, 20] } ],
            "urls": [ { "url": "https://t.co/q", "display_url": "x.com/…", "expanded_url": "https://x.com/noa/status/7", "indices": [21, 35] } ] }"#;
        let text = "Look! https://t.co/m https://t.co/q";
        let (found, _) = read(&Case { text, entities, quoted: Some("7"), ..PLAIN });
        assert_eq!((found.text.as_str(), marked(&found)), ("Look!", vec![]));
        let (found, _) = read(&Case { text, entities, quoted: None, ..PLAIN });
        assert_eq!((found.text.as_str(), marked(&found)), ("Look! x.com/…", vec!["link:x.com/…".to_owned()]));
        let (found, _) = read(&Case { text: "Look! https://t.co/m https://t.co/q.", entities, ..PLAIN });
        assert_eq!(found.text, "Look! pic.x.com/m x.com/….");
        let (found, _) = read(&Case { text, entities, quoted: Some("7"), has_media: false, ..PLAIN });
        assert_eq!((found.text.as_str(), found.media_missing), ("Look!", true));
        let (found, _) = read(&Case {
            text: "https://t.co/m",
            entities: &entities.replace("[6, 20]", "[0, 14]"),
            has_media: false,
            ..PLAIN
        });
        assert_eq!((found.text.as_str(), found.media_missing), ("pic.x.com/m", true));
    }

    #[test]
    fn a_short_link_behind_the_words_is_that_of_the_media() {
        let text = "Look https://t.co/a https://t.co/m";
        assert_eq!(read(&Case { text, ..PLAIN }).0.text, "Look https://t.co/a");
        assert_eq!(read(&Case { text, has_media: false, ..PLAIN }).0.text, text);
        let entities = r#"{ "urls": [ { "url": "https://t.co/m", "display_url": "example.org", "expanded_url": "https://example.org", "indices": [20, 34] } ] }"#;
        assert_eq!(read(&Case { text, entities, ..PLAIN }).0.text, "Look https://t.co/a example.org");
    }

    #[test]
    fn a_link_to_itself_says_that_the_text_was_cut() {
        let entities = r#"{ "urls": [ { "url": "https://t.co/s", "expanded_url": "https://twitter.com/i/web/status/1", "indices": [10, 24] } ] }"#;
        let (found, _) = read(&Case { text: "more comi… https://t.co/s", entities, ..PLAIN });
        assert_eq!((found.text.as_str(), found.cut), ("more comi…", true));
        let (found, _) = read(&Case { text: "more here https://t.co/s", entities, ..PLAIN });
        assert_eq!((found.text.as_str(), found.cut), ("more here", false));
    }

    #[test]
    fn mentions_in_front_go_as_the_range_says_in_its_unit() {
        let entities = r#"{ "user_mentions": [ { "screen_name": "noa", "indices": [0, 4] }, { "screen_name": "lin", "indices": [5, 9] } ] }"#;
        let text = "@noa @lin 🌉🌉 yes https://t.co/m";
        let shown = Some(((10, 18), Unit::Utf16));
        let (found, _) = read(&Case { text, entities, shown, ..PLAIN });
        assert_eq!((found.text.as_str(), found.moved), ("🌉🌉 yes", vec!["noa".to_owned(), "lin".to_owned()]));
    }

    #[test]
    fn a_range_that_would_lose_words_is_not_followed() {
        for shown in
            [((5, 8), Unit::CodePoints), ((0, 3), Unit::CodePoints), ((90, 99), Unit::Utf16), ((3, 1), Unit::Utf16)]
        {
            let (found, _) = read(&Case { text: "words that stay", shown: Some(shown), ..PLAIN });
            assert_eq!(found.text, "words that stay", "{shown:?}");
        }
    }

    #[test]
    fn the_mention_of_the_answered_moves_where_no_range_says_so() {
        let entities = r#"{ "user_mentions": [ { "screen_name": "Noa", "indices": [0, 4] } ] }"#;
        let (found, _) = read(&Case { text: "@Noa yes", entities, answered: Some("noa"), ..PLAIN });
        assert_eq!((found.text.as_str(), found.moved), ("yes", vec!["noa".to_owned()]));
        let (found, _) = read(&Case { text: "@Noa yes", entities, answered: Some("lin"), ..PLAIN });
        assert_eq!((found.text.as_str(), marked(&found)), ("@Noa yes", vec!["mention:@Noa".to_owned()]));
        let (found, _) = read(&Case { text: "@noa: yes", answered: Some("noa"), ..PLAIN });
        assert_eq!(found.text, "@noa: yes");
        let (found, _) = read(&Case { text: "@Noa", entities, answered: Some("noa"), ..PLAIN });
        assert_eq!(found.text, "@Noa");
    }

    #[test]
    fn without_lists_spans_are_left_to_the_platform() {
        assert_eq!(read(&Case { text: "see #pier", ..PLAIN }).0.spans, None);
        assert_eq!(read(&Case { text: "see", entities: r#"{ "hashtags": {} }"#, ..PLAIN }).0.spans, Some(Vec::new()));
    }
}
