//! Lines: where they end for a width. Greedy, as Blink's line breaker; widths are sums of 1/64 px as its layout units.

use std::ops::Range;

use super::content::Content;
use super::ellipsis::Marks;
use super::hang::Hanging;
use super::item::AtomSize;
use super::shape::{Cluster, Kind, Shaped};
use crate::style::Length;

/// What is needed to measure clusters.
#[derive(Clone, Copy)]
pub(super) struct Measure<'a> {
    pub(super) content: &'a Content,
    pub(super) shaped: &'a Shaped,
    pub(super) atoms: &'a [AtomSize],
    pub(super) marks: &'a Marks,
    pub(super) indent: &'a Length,
    /// Lines may end inside words where a dictionary says so.
    pub(super) hyphenate: bool,
    /// Clusters before which no line ends although it may, in order: a mark stays with its word.
    pub(super) bound: &'a [usize],
    pub(super) hanging: Hanging,
}

/// A line: its clusters and how wide it is.
#[derive(Debug, Clone, PartialEq)]
pub(super) struct LineRange {
    /// All clusters, with trailing white space and line feed.
    pub(super) clusters: Range<usize>,
    /// End without trailing white space and line feed.
    pub(super) content_end: usize,
    /// Width in px up to there, hyphen included, indentation not.
    pub(super) width: f32,
    /// Space before the first line.
    pub(super) indent: f32,
    /// It ends at a soft hyphen or inside a word: a hyphen is shown.
    pub(super) hyphen: bool,
    /// Width in px of the punctuation that hangs behind its end.
    pub(super) hang: f32,
    /// A line break of the text ends it.
    pub(super) forced: bool,
}

/// Which breaks inside words are allowed when a word is too long.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Emergency {
    /// All that the style allows.
    Styled,
    /// Only those that count for the min-content width.
    Anywhere,
}

/// Rounding of widths that are compared.
const TOLERANCE: f32 = 1.0 / 128.0;

/// A width in px as a whole number of 1/64 px, rounded up.
pub(super) fn snap_up(width: f32) -> f32 {
    (width * 64.0 - 0.01).ceil() / 64.0
}

/// The pen of a line: what is before the current stretch of one run and piece, and that stretch.
#[derive(Debug, Clone, Copy, Default)]
pub(super) struct Pen {
    closed: f32,
    open: f32,
    stretch: Option<(u32, u32)>,
}

impl Pen {
    /// A pen that has not written.
    pub(super) fn at(start: f32) -> Self {
        Self { closed: start, open: 0.0, stretch: None }
    }

    /// Where the pen is, as a whole number of 1/64 px.
    pub(super) fn position(&self) -> f32 {
        self.closed + snap_up(self.open)
    }

    /// Writes a cluster.
    pub(super) fn add(&mut self, cluster: &Cluster, advance: f32) {
        if self.stretch != Some((cluster.run, cluster.piece)) {
            self.closed = self.position();
            self.open = 0.0;
            self.stretch = Some((cluster.run, cluster.piece));
        }
        self.open += advance;
    }
}

impl Measure<'_> {
    /// The width of a cluster when the pen is at `position`.
    pub(super) fn advance(&self, cluster: &Cluster, position: f32) -> f32 {
        match cluster.kind {
            Kind::Atom(number) => {
                self.atoms.get(number).map_or(0.0, |atom| snap_up(atom.width)) + cluster.left + cluster.right
            }
            Kind::Tab => self.tab(cluster, position) + cluster.left + cluster.right,
            _ => cluster.advance,
        }
    }

    /// Up to the next of the stops that stand eight spaces apart, but at least half a space.
    fn tab(&self, cluster: &Cluster, position: f32) -> f32 {
        let space = self.shaped.runs.get(cluster.run as usize).map_or(0.0, |run| run.instance.metrics.space);
        let stop = (space + cluster.spacing) * 8.0;
        if stop <= 0.0 {
            return 0.0;
        }
        let left = stop - position.rem_euclid(stop);
        if left < space / 2.0 { left + stop } else { left }
    }

    /// The same without breaks inside words.
    pub(super) fn without_hyphenation(self) -> Self {
        Self { hyphenate: false, ..self }
    }

    /// Whether a line may end before a cluster without breaking a word where none may be broken.
    pub(super) fn may_end(&self, index: usize) -> bool {
        let cluster = self.shaped.clusters.get(index);
        cluster.is_some_and(|cluster| cluster.opportunity || self.hyphenate && cluster.hyphenates)
            && self.bound.binary_search(&index).is_err()
    }

    /// Whether a line that ends before a cluster shows a hyphen of ours.
    pub(super) fn ends_with_hyphen(&self, index: usize) -> bool {
        let cluster = self.shaped.clusters.get(index);
        self.hyphenate && cluster.is_some_and(|cluster| cluster.hyphenates && !cluster.opportunity)
    }

    /// Width in px of that hyphen; 0 when there is none.
    pub(super) fn hyphen_before(&self, index: usize) -> f64 {
        let before = index.checked_sub(1).and_then(|before| self.shaped.clusters.get(before));
        let mark = before.filter(|_| self.ends_with_hyphen(index)).and_then(|before| self.marks.hyphen(before.piece));
        mark.map_or(0.0, |mark| f64::from(snap_up(mark.advance)))
    }

    /// All lines for a width.
    pub(super) fn lines(&self, width: f32) -> Vec<LineRange> {
        self.lines_with(width, Emergency::Styled)
    }

    fn lines_with(&self, width: f32, emergency: Emergency) -> Vec<LineRange> {
        let mut lines = Vec::new();
        let mut start = 0;
        while start < self.shaped.clusters.len() {
            let basis = if width.is_finite() { width } else { 0.0 };
            let indent = if start == 0 { self.indent.resolve(basis) - self.hang_at_start() } else { 0.0 };
            let line = self.next_line(start, width, indent, emergency);
            start = line.clusters.end.max(start + 1);
            lines.push(line);
        }
        // What follows the last line break and shows nothing is no line.
        if lines.len() > 1 && lines.last().is_some_and(|line| !self.shows(line.clusters.clone())) {
            lines.pop();
        }
        lines
    }

    fn shows(&self, clusters: Range<usize>) -> bool {
        let clusters = self.shaped.clusters.get(clusters).unwrap_or_default();
        clusters.iter().any(|cluster| cluster.kind != Kind::Invisible)
    }

    fn next_line(&self, start: usize, width: f32, indent: f32, emergency: Emergency) -> LineRange {
        let available = width + TOLERANCE;
        let mut pen = Pen::at(indent);
        let mut line = LineRange {
            clusters: start..start,
            content_end: start,
            width: 0.0,
            indent,
            hyphen: false,
            hang: 0.0,
            forced: false,
        };
        let (mut opportunity, mut inside): (Option<LineRange>, Option<LineRange>) = (None, None);
        let mut overflows = false;
        for (index, cluster) in self.shaped.clusters.iter().enumerate().skip(start) {
            line.clusters.end = index;
            if index > start && self.may_end(index) {
                let candidate = self.ended(&line);
                if overflows {
                    return candidate;
                }
                if candidate.width + indent <= available {
                    opportunity = Some(candidate);
                }
            } else if index > line.clusters.start
                && cluster.emergency
                && (emergency == Emergency::Styled || cluster.anywhere)
                && starts_word_part(cluster)
            {
                if overflows {
                    return line;
                }
                inside = Some(line.clone());
            }
            if cluster.kind == Kind::Newline {
                line.clusters.end = index + 1;
                line.forced = true;
                return line;
            }
            pen.add(cluster, self.advance(cluster, pen.position()));
            if matches!(cluster.kind, Kind::Space | Kind::Invisible | Kind::SoftHyphen) {
                continue;
            }
            if self.hangs_at_end(index) || pen.position() > available && self.may_hang(index) {
                line.content_end = index + 1;
                line.hang = pen.position() - indent - line.width;
                continue;
            }
            line.hang = 0.0;
            if pen.position() > available
                && index > start
                && !overflows
                && let Some(found) = opportunity.take().or_else(|| inside.take())
            {
                return found;
            }
            overflows |= pen.position() > available;
            line.content_end = index + 1;
            line.width = pen.position() - indent;
        }
        line.clusters.end = self.shaped.clusters.len();
        line
    }

    /// The line of these clusters, whatever its width.
    pub(super) fn line_between(&self, clusters: Range<usize>, indent: f32) -> LineRange {
        let start = clusters.start;
        let mut pen = Pen::at(indent);
        let mut line = LineRange {
            clusters: start..clusters.end,
            content_end: start,
            width: 0.0,
            indent,
            hyphen: false,
            hang: 0.0,
            forced: false,
        };
        for (index, cluster) in self.shaped.clusters.iter().enumerate().take(clusters.end).skip(start) {
            if cluster.kind == Kind::Newline {
                line.forced = true;
                continue;
            }
            pen.add(cluster, self.advance(cluster, pen.position()));
            if self.hangs_at_end(index) {
                line.content_end = index + 1;
                line.hang = pen.position() - indent - line.width;
            } else if !matches!(cluster.kind, Kind::Space | Kind::Invisible | Kind::SoftHyphen) {
                line.content_end = index + 1;
                line.width = pen.position() - indent;
                line.hang = 0.0;
            }
        }
        if line.clusters.end < self.shaped.clusters.len() { self.ended(&line) } else { line }
    }

    /// A line that ends where it is, with its hyphen when that is at a soft hyphen.
    fn ended(&self, line: &LineRange) -> LineRange {
        let mut line = line.clone();
        if self.ends_with_hyphen(line.clusters.end) {
            line.hyphen = true;
            line.width += self.hyphen_before(line.clusters.end) as f32;
            return line;
        }
        let before = self.shaped.clusters.get(line.clusters.clone()).unwrap_or_default();
        let last = before.iter().rev().find(|cluster| cluster.kind != Kind::Invisible);
        if let Some(last) = last.filter(|cluster| cluster.kind == Kind::SoftHyphen) {
            line.hyphen = true;
            line.width += self.marks.hyphen(last.piece).map_or(0.0, |mark| snap_up(mark.advance));
            line.content_end = line.clusters.end;
        }
        line
    }
}

fn starts_word_part(cluster: &Cluster) -> bool {
    matches!(cluster.kind, Kind::Glyphs | Kind::Atom(_))
}

/// The widest line when every opportunity breaks, and when only forced breaks do.
pub(super) fn content_widths(measure: &Measure<'_>) -> (f32, f32) {
    let widest = |lines: Vec<LineRange>| lines.iter().map(|line| line.width + line.indent).fold(0.0, f32::max);
    (widest(measure.lines_with(0.0, Emergency::Anywhere)), widest(measure.lines(f32::INFINITY)))
}
