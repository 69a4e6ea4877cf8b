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
#[path = "tests/text.rs"]
mod tests;
