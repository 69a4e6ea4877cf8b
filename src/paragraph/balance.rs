//! `text-wrap: balance`: no more lines than needed, and among those the ones whose gaps have the least sum of squares.
//!
//! That is what Chromium's optimal line breaker does. Like it, a text with forced breaks, tabs or broken words is left as it
//! is; unlike it, texts of more than six lines are balanced as well.

use super::breaks::{LineRange, Measure};
use super::item::LineLimit;
use super::shape::Kind;
use crate::style::{Style, TextWrapStyle};

/// Lines for a width, balanced where the style says so and nothing is cut off.
pub(super) fn break_lines(measure: &Measure<'_>, block: &Style, width: f32, limit: LineLimit) -> Vec<LineRange> {
    let lines = measure.lines(width);
    let cut = limit.clamp.is_some_and(|clamp| lines.len() > clamp);
    if block.text.text_wrap_style != TextWrapStyle::Balance || lines.len() < 2 || !width.is_finite() || cut {
        return lines;
    }
    balanced(measure, &lines, width).unwrap_or(lines)
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
}

/// The best way to reach a place: number of lines, sum of squared gaps, place where the last line begins.
#[derive(Debug, Clone, Copy)]
struct Way {
    lines: usize,
    score: f64,
    from: usize,
}

fn balanced(measure: &Measure<'_>, lines: &[LineRange], width: f32) -> Option<Vec<LineRange>> {
    let clusters = &measure.shaped.clusters;
    let breaks_word = |line: &LineRange| clusters.get(line.clusters.end).is_some_and(|next| !next.opportunity);
    if lines.iter().any(breaks_word) || clusters.iter().any(|cluster| matches!(cluster.kind, Kind::Newline | Kind::Tab))
    {
        return None;
    }
    let indent = lines.first().map_or(0.0, |line| line.indent);
    let places = places(measure);
    let ways = ways(&places, f64::from(width), f64::from(indent));
    if ways.last().map(|way| way.lines) != Some(lines.len()) {
        return None;
    }
    let mut ends = Vec::with_capacity(lines.len());
    let mut place = places.len().checked_sub(1)?;
    while place > 0 {
        ends.push(place);
        place = ways.get(place)?.from;
    }
    let mut balanced = Vec::with_capacity(ends.len());
    let mut start = 0;
    for place in ends.into_iter().rev() {
        let end = places.get(place)?.cluster;
        balanced.push(measure.line_between(start..end, if start == 0 { indent } else { 0.0 }));
        start = end;
    }
    Some(balanced)
}

/// All places where a line may end, the beginning and the end of the text among them.
fn places(measure: &Measure<'_>) -> Vec<Place> {
    let clusters = &measure.shaped.clusters;
    let mut places = vec![Place { cluster: 0, start: 0.0, end: 0.0 }];
    let (mut pen, mut content_end) = (0.0_f64, 0.0_f64);
    let mut hyphen = 0.0;
    for (index, cluster) in clusters.iter().enumerate() {
        if index > 0 && cluster.opportunity {
            places.push(Place { cluster: index, start: pen, end: content_end + hyphen });
        }
        pen += f64::from(measure.advance(cluster, 0.0));
        match cluster.kind {
            Kind::Space | Kind::Invisible => {}
            Kind::SoftHyphen => {
                hyphen = measure.marks.hyphen(cluster.piece).map_or(0.0, |mark| f64::from(mark.advance));
            }
            _ => {
                content_end = pen;
                hyphen = 0.0;
            }
        }
    }
    places.push(Place { cluster: clusters.len(), start: pen, end: content_end });
    places
}

/// The best way to each place: fewest lines first, then the least sum of squared gaps.
fn ways(places: &[Place], width: f64, indent: f64) -> Vec<Way> {
    let mut ways: Vec<Way> = vec![Way { lines: 0, score: 0.0, from: 0 }];
    for (end, place) in places.iter().enumerate().skip(1) {
        let mut best: Option<Way> = None;
        for start in (0..end).rev() {
            let Some((begin, before)) = places.get(start).zip(ways.get(start)) else { continue };
            let available = if start == 0 { width - indent } else { width };
            let gap = available - (place.end - begin.start);
            // A single word may be too wide.
            if gap < -1.0 / 64.0 && start + 1 < end {
                break;
            }
            let way = Way { lines: before.lines + 1, score: before.score + gap * gap, from: start };
            if best.is_none_or(|best| (way.lines, way.score) < (best.lines, best.score)) {
                best = Some(way);
            }
        }
        ways.push(best.unwrap_or(Way { lines: usize::MAX / 2, score: f64::MAX, from: end - 1 }));
    }
    ways
}
