//! `text-wrap: balance` and `pretty`: no more lines than needed, and among those the ones that read best.
//!
//! Balanced lines are as equal as they can be: the least sum of squared gaps, which is what Chromium's optimal line breaker
//! takes. Pretty lines are filled as far as they can be but for the last one. Pretty text, and balanced text that is fitted,
//! then avoids bad line ends (`care`) and a short word alone on the last line, and lines between forced breaks are chosen
//! apart; what has no such faults stands as in Chromium. Lines with tabs or broken words are left as they are.

use std::ops::Range;

use super::breaks::{LineRange, Measure};
use super::care;
use super::item::LineLimit;
use super::shape::Kind;
use crate::style::{Style, TextWrapStyle};

/// Lines, and whether a browser would have chosen others.
#[derive(Debug)]
pub(super) struct Broken {
    pub(super) lines: Vec<LineRange>,
    pub(super) chosen: bool,
}

/// Lines for a width, balanced or pretty where the style says so and nothing is cut off.
pub(super) fn break_lines(measure: &Measure<'_>, block: &Style, width: f32, limit: LineLimit) -> Broken {
    let style = block.text.text_wrap_style;
    if style == TextWrapStyle::Auto || !width.is_finite() {
        return Broken { lines: measure.lines(width), chosen: false };
    }
    let careful = block.text.careful || style == TextWrapStyle::Pretty;
    let bound = if careful { care::bound(measure) } else { Vec::new() };
    if !bound.is_empty() {
        let broken = broken(&Measure { bound: &bound, ..*measure }, block, width, limit, careful);
        // A mark and its word may be wider than the line.
        if broken.lines.iter().all(|line| line.width + line.indent <= width + 1.0 / 64.0) {
            let chosen = broken.chosen
                || measure.lines(width).iter().any(|line| bound.binary_search(&line.clusters.end).is_ok());
            return Broken { chosen, ..broken };
        }
    }
    broken(measure, block, width, limit, careful)
}

/// Lines of balanced or pretty text; `careful`: line ends are weighed.
fn broken(measure: &Measure<'_>, block: &Style, width: f32, limit: LineLimit, careful: bool) -> Broken {
    let style = block.text.text_wrap_style;
    // Words are hyphenated only where one is wider than the line.
    let plain = measure.without_hyphenation().lines(width);
    let wide = measure.hyphenate && plain.iter().any(|line| line.width + line.indent > width);
    let (measure, lines) = if wide { (*measure, measure.lines(width)) } else { (measure.without_hyphenation(), plain) };
    let cut = limit.clamp.is_some_and(|clamp| lines.len() > clamp);
    if lines.len() < 2 || cut {
        return Broken { lines, chosen: false };
    }
    let several = lines.iter().rev().skip(1).any(|line| line.forced);
    if several && !careful {
        return Broken { lines, chosen: false };
    }
    let mut result = Broken { lines: Vec::with_capacity(lines.len()), chosen: false };
    for segment in lines.chunk_by(|line, _| !line.forced) {
        let chooser = Chooser::new(&measure, segment, style, &block.text.lang, f64::from(width));
        match chooser.and_then(|chooser| chooser.choose(careful)) {
            Some((better, careful)) => {
                // Browsers leave a text with forced breaks as it is.
                result.chosen |= careful || several && better != segment;
                result.lines.extend(better);
            }
            None => result.lines.extend_from_slice(segment),
        }
    }
    result
}

/// A place where a line may end.
#[derive(Debug, Clone, Copy)]
struct Place {
    /// First cluster behind it.
    cluster: usize,
    /// Where a line that begins here begins.
    start: f64,
    /// Where a line that ends here ends, without trailing white space.
    end: f64,
    /// How bad it is when one does, in squared widths.
    fault: f64,
}

/// The best way to reach a place: number of lines, sum of squared gaps, place where the last line begins.
#[derive(Debug, Clone, Copy)]
struct Way {
    lines: usize,
    score: f64,
    from: usize,
}

/// Chooses the lines between two forced breaks.
struct Chooser<'a> {
    measure: &'a Measure<'a>,
    segment: &'a [LineRange],
    places: Vec<Place>,
    balance: bool,
    language: &'a str,
    width: f64,
    indent: f32,
    /// Line ends are weighed.
    careful: bool,
}

impl<'a> Chooser<'a> {
    /// `None` when there is nothing to choose.
    fn new(
        measure: &'a Measure<'a>,
        segment: &'a [LineRange],
        style: TextWrapStyle,
        language: &'a str,
        width: f64,
    ) -> Option<Self> {
        let (first, last) = segment.first().zip(segment.last())?;
        let range = first.clusters.start..last.clusters.end;
        let clusters = measure.shaped.clusters.get(range.clone())?;
        let breaks_word = |line: &LineRange| line.clusters.end < range.end && !measure.may_end(line.clusters.end);
        if segment.len() < 2
            || segment.iter().any(breaks_word)
            || clusters.iter().any(|cluster| cluster.kind == Kind::Tab)
        {
            return None;
        }
        let places = places(measure, range);
        let balance = style == TextWrapStyle::Balance;
        Some(Self { measure, segment, places, balance, language, width, indent: first.indent, careful: false })
    }

    /// The lines, and whether they were chosen for other reasons than their widths; `None` when those of the segment stand.
    fn choose(mut self, careful: bool) -> Option<(Vec<LineRange>, bool)> {
        let plain = if self.balance { self.best()? } else { self.given()? };
        if !careful {
            return Some((self.lines(&plain)?, false));
        }
        self.add_faults();
        let faults: f64 = plain.iter().filter_map(|place| self.places.get(*place)).map(|place| place.fault).sum();
        let better = if faults > 0.0 || self.last_line_fault(*plain.iter().rev().nth(1)?) > 0.0 {
            self.best().filter(|better| *better != plain)
        } else {
            None
        };
        let chosen = better.is_some();
        if !chosen && !self.balance {
            return None;
        }
        Some((self.lines(&better.unwrap_or(plain))?, chosen))
    }

    /// The places where the lines of the segment end.
    fn given(&self) -> Option<Vec<usize>> {
        let place = |line: &LineRange| self.places.iter().position(|place| place.cluster == line.clusters.end);
        self.segment.iter().map(place).collect()
    }

    fn add_faults(&mut self) {
        self.careful = true;
        let last = self.places.len().saturating_sub(1);
        for (number, place) in self.places.iter_mut().enumerate() {
            if number > 0 && number < last {
                place.fault = care::fault(self.measure, self.language, place.cluster);
                if self.measure.ends_with_hyphen(place.cluster) {
                    place.fault += care::HYPHEN;
                }
            }
        }
    }

    /// The places where the best lines end; `None` when they would be more than the segment has.
    fn best(&self) -> Option<Vec<usize>> {
        let ways = self.ways();
        if ways.last().map(|way| way.lines) != Some(self.segment.len()) {
            return None;
        }
        let mut ends = Vec::with_capacity(self.segment.len());
        let mut place = self.places.len().checked_sub(1)?;
        while place > 0 {
            ends.push(place);
            place = ways.get(place)?.from;
        }
        ends.reverse();
        Some(ends)
    }

    fn lines(&self, ends: &[usize]) -> Option<Vec<LineRange>> {
        let mut start = self.places.first()?.cluster;
        let mut lines = Vec::with_capacity(ends.len());
        for place in ends {
            let end = self.places.get(*place)?.cluster;
            let indent = if lines.is_empty() { self.indent } else { 0.0 };
            lines.push(self.measure.line_between(start..end, indent));
            start = end;
        }
        Some(lines)
    }

    /// The best way to each place: fewest lines first, then the least score.
    fn ways(&self) -> Vec<Way> {
        let mut ways: Vec<Way> = vec![Way { lines: 0, score: 0.0, from: 0 }];
        let unit = self.width * self.width;
        for (end, place) in self.places.iter().enumerate().skip(1) {
            let mut best: Option<Way> = None;
            let last = end + 1 == self.places.len();
            for start in (0..end).rev() {
                let Some((begin, before)) = self.places.get(start).zip(ways.get(start)) else { continue };
                let available = if start == 0 { self.width - f64::from(self.indent) } else { self.width };
                let gap = available - (place.end - begin.start);
                // A single word may be too wide.
                if gap < -1.0 / 64.0 && start + 1 < end {
                    break;
                }
                let raggedness = if last && !self.balance { 0.0 } else { gap * gap };
                let fault = if last && start > 0 { self.last_line_fault(start) } else { place.fault };
                let way = Way { lines: before.lines + 1, score: before.score + raggedness + fault * unit, from: start };
                if best.is_none_or(|best| (way.lines, way.score) < (best.lines, best.score)) {
                    best = Some(way);
                }
            }
            ways.push(best.unwrap_or(Way { lines: usize::MAX / 2, score: f64::MAX, from: end - 1 }));
        }
        ways
    }

    /// How bad a last line is that begins at a place: a short word alone, or (pretty) less than a third of the width.
    fn last_line_fault(&self, start: usize) -> f64 {
        if !self.careful {
            return 0.0;
        }
        let Some((begin, end)) = self.places.get(start).zip(self.places.last()) else { return 0.0 };
        let share = (end.end - begin.start) / self.width.max(1.0);
        let single = start + 2 == self.places.len() && share < 0.3 && care::is_short(self.measure, begin.cluster);
        let alone = if single { 0.3 } else { 0.0 };
        let short = if self.balance { 0.0 } else { (1.0 / 3.0 - share).max(0.0) * 1.5 };
        alone + short
    }
}

/// All places where a line of these clusters may end, beginning and end among them.
fn places(measure: &Measure<'_>, range: Range<usize>) -> Vec<Place> {
    let clusters = &measure.shaped.clusters;
    let place = |cluster: usize, start: f64, end: f64| Place { cluster, start, end, fault: 0.0 };
    let mut places = vec![place(range.start, 0.0, 0.0)];
    let (mut pen, mut content_end) = (0.0_f64, 0.0_f64);
    let mut hyphen = 0.0;
    for (index, cluster) in clusters.iter().enumerate().take(range.end).skip(range.start) {
        if index > range.start && measure.may_end(index) {
            let added = if cluster.opportunity { hyphen } else { measure.hyphen_before(index) };
            places.push(place(index, pen, content_end + added));
        }
        pen += f64::from(measure.advance(cluster, 0.0));
        match cluster.kind {
            Kind::Space | Kind::Invisible | Kind::Newline => {}
            Kind::SoftHyphen => {
                hyphen = measure.marks.hyphen(cluster.piece).map_or(0.0, |mark| f64::from(mark.advance));
            }
            _ if measure.hangs_at_end(index) => hyphen = 0.0,
            _ => {
                content_end = pen;
                hyphen = 0.0;
            }
        }
    }
    places.push(place(range.end, pen, content_end));
    places
}
