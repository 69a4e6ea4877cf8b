//! Offsets of a payload, in whatever unit it counts, as spans of the final text.
//!
//! No offset is believed: what stands there must be the entity's own words, else they are searched near by, else the entity is
//! dropped with the finding `offset-mismatch`. Entities then survive every edit of the text: decoded references, replaced links,
//! cut ends. What an entity means and where a text ends is the business of the format.

use std::borrow::Cow;
use std::ops::Range;

use serde_json::json;

use super::plain::{clean, unescape};
use crate::Finding;
use crate::record::{Span, SpanKind};

/// How far from the claimed place an entity is searched, in bytes to either side.
const NEAR: usize = 1024;

/// How many entities of a text are searched; the rest is dropped. No post has as many wrong ones.
const MAX_SEARCHES: usize = 1000;

/// What offsets count.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Unit {
    /// Unicode code points.
    CodePoints,
    /// UTF-16 code units.
    Utf16,
    /// Bytes of UTF-8.
    Bytes,
}

/// An entity as a payload claims it.
#[derive(Debug, Clone, Default)]
pub(crate) struct Entity<'a> {
    /// First and one past the last unit; `None` when the payload gives none: then the words are searched in the whole text.
    pub(crate) range: Option<(usize, usize)>,
    /// The words that must stand there; `None`: any will do.
    pub(crate) words: Option<Words<'a>>,
    /// What becomes of them.
    pub(crate) mark: Mark<'a>,
}

/// The words of an entity: `#` and `pier`, or only `https://t.co/x`.
#[derive(Debug, Clone, Copy, Default)]
pub(crate) struct Words<'a> {
    /// `@`, `#` or `$` in front; its full-width form counts as the same.
    pub(crate) sign: Option<char>,
    /// The rest; capitals do not matter.
    pub(crate) text: &'a str,
}

/// What becomes of an entity: a span, perhaps with other words.
#[derive(Debug, Clone, Default, PartialEq)]
pub(crate) struct Mark<'a> {
    /// Kind of the span; `None`: no span.
    pub(crate) kind: Option<SpanKind>,
    /// `value` of the span.
    pub(crate) value: Option<Cow<'a, str>>,
    /// `url` of the span.
    pub(crate) url: Option<Cow<'a, str>>,
    /// Words that take the place of those in the text; they hold no character references.
    pub(crate) shown: Option<Cow<'a, str>>,
}

/// An entity that stands in the text.
#[derive(Debug, Clone)]
pub(crate) struct Placed<'a> {
    /// Where, in bytes of the text.
    pub(crate) range: Range<usize>,
    /// What becomes of it.
    pub(crate) mark: Mark<'a>,
}

/// Finds each entity in the text. The result is in order and without overlaps; what was searched or dropped is a finding.
pub(crate) fn place<'a>(
    text: &str,
    unit: Unit,
    mut entities: Vec<Entity<'a>>,
    findings: &mut Vec<Finding>,
) -> Vec<Placed<'a>> {
    if entities.is_empty() {
        return Vec::new();
    }
    entities.sort_by_key(|entity| entity.range.map_or(usize::MAX, |(start, _)| start));
    let ruler = Ruler::new(text, unit);
    let mut placed: Vec<Placed<'a>> = Vec::with_capacity(entities.len());
    let mut astray = Vec::new();
    for entity in entities {
        match claimed(text, &ruler, &entity) {
            Some(range) => match free(&placed, &range) {
                Free::At(index) => placed.insert(index, Placed { range, mark: entity.mark }),
                Free::Same => {}
                Free::No => astray.push(entity),
            },
            None => astray.push(entity),
        }
    }
    for (number, entity) in astray.into_iter().enumerate() {
        let found = if number < MAX_SEARCHES { search(text, &ruler, &entity, &placed) } else { None };
        if entity.range.is_some() || found.is_none() {
            findings.push(mismatch(&entity, found.is_some()));
        }
        if let Some((index, range)) = found {
            placed.insert(index, Placed { range, mark: entity.mark });
        }
    }
    placed
}

/// The range that an entity claims, when its words stand there.
fn claimed(text: &str, ruler: &Ruler<'_>, entity: &Entity<'_>) -> Option<Range<usize>> {
    let (start, end) = entity.range?;
    let range = ruler.byte(start)?..ruler.byte(end)?;
    let slice = text.get(range.clone()).filter(|slice| !slice.is_empty())?;
    match &entity.words {
        None => Some(range),
        Some(words) => (words.at(slice) == Some(slice.len()) && !is_reference(text, range.start)).then_some(range),
    }
}

/// The free place nearest to the claimed one where the words of an entity stand.
fn search(text: &str, ruler: &Ruler<'_>, entity: &Entity<'_>, placed: &[Placed<'_>]) -> Option<(usize, Range<usize>)> {
    let words = entity.words.as_ref().filter(|words| !words.text.is_empty())?;
    let claimed = entity.range.map(|(start, _)| ruler.byte(start).unwrap_or(text.len()));
    let near = match claimed {
        None => 0..text.len(),
        Some(at) => at.saturating_sub(NEAR)..at.saturating_add(NEAR).min(text.len()),
    };
    let at = claimed.unwrap_or_default();
    let mut best: Option<(usize, usize, Range<usize>)> = None;
    for start in near.filter(|start| text.is_char_boundary(*start)) {
        let distance = start.abs_diff(at);
        if best.as_ref().is_some_and(|(nearest, ..)| *nearest <= distance) {
            if start > at { break } else { continue }
        }
        let rest = text.get(start..).unwrap_or_default();
        let Some(length) = words.at(rest) else { continue };
        let range = start..start + length;
        if is_word(text, range.end) || is_reference(text, start) {
            continue;
        }
        if let Free::At(index) = free(placed, &range) {
            best = Some((distance, index, range));
        }
    }
    best.map(|(_, index, range)| (index, range))
}

/// Whether a word goes on at an offset, so that `#a` is not found in `#ab`.
fn is_word(text: &str, at: usize) -> bool {
    let next = text.get(at..).and_then(|rest| rest.chars().next());
    next.is_some_and(|c| c.is_ascii_alphanumeric() || c == '_')
}

/// Whether `#` at an offset belongs to a numeric character reference.
fn is_reference(text: &str, at: usize) -> bool {
    text.get(at..).is_some_and(|rest| rest.starts_with('#'))
        && text.get(..at).is_some_and(|before| before.ends_with('&'))
}

fn mismatch(entity: &Entity<'_>, found: bool) -> Finding {
    let what = entity.mark.kind.map_or("entity", SpanKind::as_str);
    let mut words = String::new();
    if let Some(expected) = &entity.words {
        words.extend(expected.sign);
        words.push_str(&clean(expected.text));
    }
    let shown: String = words.chars().take(60).collect();
    let name = if shown.is_empty() { format!("the {what}") } else { format!("the {what} `{shown}`") };
    let outcome = if found { "was found near by" } else { "was left out" };
    let message = match entity.range {
        Some((start, end)) => format!("{name} does not stand at {start} to {end} and {outcome}"),
        None => format!("{name} does not stand in the text and {outcome}"),
    };
    let detail =
        json!({ "words": words, "start": entity.range.map(|range| range.0), "end": entity.range.map(|range| range.1) });
    Finding::info("offset-mismatch", "/spans", message).with_detail(detail)
}

/// Whether a range is free among others.
enum Free {
    /// It is, and belongs at this index.
    At(usize),
    /// The very same range is taken: the payload says the same thing twice.
    Same,
    /// It overlaps another.
    No,
}

fn free(placed: &[Placed<'_>], range: &Range<usize>) -> Free {
    let index = placed.partition_point(|other| other.range.start < range.start);
    let before = index.checked_sub(1).and_then(|before| placed.get(before));
    match placed.get(index) {
        Some(after) if after.range == *range => Free::Same,
        Some(after) if after.range.start < range.end => Free::No,
        _ if before.is_some_and(|before| before.range.end > range.start) => Free::No,
        _ => Free::At(index),
    }
}

impl Words<'_> {
    /// How many bytes at the beginning of a text are these words; `None` when it does not begin with them.
    fn at(&self, text: &str) -> Option<usize> {
        let mut rest = text.chars();
        if let Some(sign) = self.sign {
            let found = rest.next()?;
            let wide = match sign {
                '@' => '＠',
                '#' => '＃',
                '$' => '＄',
                other => other,
            };
            if found != sign && found != wide {
                return None;
            }
        }
        for wanted in self.text.chars() {
            let found = rest.next()?;
            if found != wanted && !found.to_lowercase().eq(wanted.to_lowercase()) {
                return None;
            }
        }
        Some(text.len() - rest.as_str().len())
    }
}

/// Units of a text as byte offsets.
pub(crate) struct Ruler<'a> {
    text: &'a str,
    /// Byte offset at each unit; `None` where units are bytes.
    offsets: Option<Vec<u32>>,
}

/// Marks the second half of a surrogate pair, which is no place in a text.
const INSIDE: u32 = u32::MAX;

impl<'a> Ruler<'a> {
    pub(crate) fn new(text: &'a str, unit: Unit) -> Self {
        if unit == Unit::Bytes || text.is_ascii() {
            return Self { text, offsets: None };
        }
        let mut offsets = Vec::with_capacity(text.len() + 1);
        for (at, c) in text.char_indices() {
            offsets.push(u32::try_from(at).unwrap_or(INSIDE));
            if unit == Unit::Utf16 && c.len_utf16() == 2 {
                offsets.push(INSIDE);
            }
        }
        offsets.push(u32::try_from(text.len()).unwrap_or(INSIDE));
        Self { text, offsets: Some(offsets) }
    }

    /// Byte offset of a unit; `None` past the end and inside a character.
    pub(crate) fn byte(&self, unit: usize) -> Option<usize> {
        match &self.offsets {
            None => self.text.is_char_boundary(unit).then_some(unit),
            Some(offsets) => {
                offsets.get(unit).filter(|offset| **offset != INSIDE).and_then(|offset| usize::try_from(*offset).ok())
            }
        }
    }
}

/// Writes the part of a text within `keep` (bytes), with its entities as spans in code points of the result.
///
/// `escaped`: the text holds character references, which are decoded. Control characters are dropped. Entities that do not lie
/// within `keep` are left out.
pub(crate) fn finish(text: &str, keep: Range<usize>, placed: Vec<Placed<'_>>, escaped: bool) -> (String, Vec<Span>) {
    finish_styled(text, keep, placed, &[], escaped)
}

/// As [`finish`], with stretches (in bytes of the text) that are set in another style. They may lie across entities.
pub(crate) fn finish_styled(
    text: &str,
    keep: Range<usize>,
    placed: Vec<Placed<'_>>,
    styles: &[(Range<usize>, SpanKind)],
    escaped: bool,
) -> (String, Vec<Span>) {
    let mut writer = Writer { text, out: String::with_capacity(keep.len()), count: 0, escaped, pieces: Vec::new() };
    let mut spans = Vec::with_capacity(placed.len() + styles.len());
    let mut at = keep.start;
    for Placed { range, mark } in placed {
        if range.start < at || range.end > keep.end {
            continue;
        }
        writer.piece(at..range.start, None);
        let start = writer.count;
        writer.piece(range.clone(), mark.shown.as_deref());
        at = range.end;
        if let Some(kind) = mark.kind
            && start < writer.count
        {
            let owned = |part: Option<Cow<'_, str>>| part.map(|part| clean(&part).into_owned());
            let (value, url) = (owned(mark.value), owned(mark.url));
            spans.push(Span { start, end: writer.count, kind, value, url, src: None });
        }
    }
    writer.piece(at..keep.end, None);
    for (range, kind) in styles {
        let (start, end) = (writer.position(range.start, false), writer.position(range.end, true));
        if start < end {
            spans.push(Span { start, end, kind: *kind, value: None, url: None, src: None });
        }
    }
    if !styles.is_empty() {
        spans.sort_by_key(|span| (span.start, span.end));
    }
    (writer.out, spans)
}

struct Writer<'t> {
    text: &'t str,
    out: String,
    /// Code points written.
    count: usize,
    escaped: bool,
    /// What was written: bytes of the text, the first code point of the result, whether other words took its place.
    pieces: Vec<(Range<usize>, usize, bool)>,
}

impl Writer<'_> {
    fn piece(&mut self, range: Range<usize>, shown: Option<&str>) {
        if range.is_empty() {
            return;
        }
        self.pieces.push((range.clone(), self.count, shown.is_some()));
        let (count, words) = match shown {
            Some(shown) => plain(shown, false),
            None => plain(self.text.get(range).unwrap_or_default(), self.escaped),
        };
        self.count += count;
        self.out.push_str(&words);
    }

    /// Where a byte of the text stands in the result, in code points; of a replaced piece its beginning or its end.
    fn position(&self, byte: usize, is_end: bool) -> usize {
        let index =
            self.pieces.partition_point(|(range, ..)| if is_end { range.end < byte } else { range.end <= byte });
        let next = || self.pieces.get(index + 1).map_or(self.count, |(_, start, _)| *start);
        match self.pieces.get(index) {
            None => self.count,
            Some((range, start, _)) if byte <= range.start => *start,
            Some((_, start, true)) => {
                if is_end {
                    next()
                } else {
                    *start
                }
            }
            Some((range, start, false)) => {
                start + plain(self.text.get(range.start..byte).unwrap_or_default(), self.escaped).0
            }
        }
    }
}

/// A stretch of a text as it goes into the result, and its code points.
fn plain(piece: &str, escaped: bool) -> (usize, Cow<'_, str>) {
    let words = match if escaped { unescape(piece) } else { Cow::Borrowed(piece) } {
        Cow::Borrowed(same) => clean(same),
        Cow::Owned(decoded) => Cow::Owned(clean(&decoded).into_owned()),
    };
    (words.chars().count(), words)
}

#[cfg(test)]
mod tests;
