//! Letters as masks: how much of each device px an outline covers, kept from card to card.
//!
//! A device px has four rows of samples, as in Skia, which browsers use: letters look as they do there, and strokes that overlap in a
//! variable face count once. (Measured against Chromium's pictures of the judge's pages: eight rows are further from it than four.)
//! Coverage has 17 steps. Nobody sees the difference to 256, but a PNG with fewer colours is a quarter smaller (measured on the
//! reference post: `docs/performance.md`). Masks are made without vector instructions, so that they are the same on every machine.

use std::collections::HashMap;
use std::fmt;
use std::sync::Arc;

use kurbo::{PathEl, Point};
use parley::FontData;
use skrifa::FontRef;
use skrifa::raw::TableProvider;

use super::text::quarter;
use crate::display::{GlyphRun, outline};

/// Rows of samples in a device px.
const ROWS: i32 = 4;
/// Samples of a row in a device px.
const FINE: i32 = 32;
/// Steps of coverage above none.
const STEPS: i32 = 16;
/// How far a straight piece of an outline may be from its curve, in device px.
const TOLERANCE: f64 = 1.0 / 32.0;
/// Letters larger than this are painted as shapes: their masks would be large and rarely used again. In device px per em.
const LARGEST: f32 = 400.0;
/// Outlines that reach farther from their origin are left to the renderer. In device px.
const FARTHEST: f64 = 4000.0;
/// Masks are dropped when they take more than this, in bytes.
const MOST_BYTES: usize = 16 << 20;

/// The mask of a glyph at one of four places within a device px.
#[derive(Debug, Clone, Default)]
pub(super) struct Mask {
    /// From the whole device px of the origin to the left edge.
    pub(super) left: i32,
    /// From the baseline down to the top edge (usually negative).
    pub(super) top: i32,
    /// Device px in a row.
    pub(super) width: usize,
    /// Coverage from 0 to 255, row by row.
    pub(super) coverage: Vec<u8>,
}

impl Mask {
    /// Rows.
    pub(super) fn height(&self) -> usize {
        self.coverage.len().checked_div(self.width).unwrap_or_default()
    }
}

/// What all glyphs of a run share.
#[derive(Clone, PartialEq, Eq, Hash)]
struct Look {
    font: u64,
    index: u32,
    /// Device px per em, as bits.
    size: u32,
    skew: u32,
    coords: Arc<[i16]>,
}

/// Masks of one look by glyph and quarter of a px; `None`: to be painted as a shape.
type Glyphs = HashMap<(u32, u8), Option<Arc<Mask>>>;

/// Masks, kept from card to card.
#[derive(Default)]
pub(super) struct Masks {
    looks: HashMap<Look, Glyphs>,
    bytes: usize,
}

impl fmt::Debug for Masks {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "Masks({} bytes)", self.bytes)
    }
}

/// A mask and the whole device px on which its origin stands.
pub(super) struct Placed {
    /// The mask.
    pub(super) mask: Arc<Mask>,
    /// Left edge on the canvas.
    pub(super) x: i32,
    /// Top edge on the canvas.
    pub(super) y: i32,
}

impl Masks {
    /// The masks of a run at their places. `None` when the run is to be painted as shapes: very large letters, synthetic bold,
    /// faces with colours or bitmaps, outlines without bounds.
    pub(super) fn of(&mut self, face: &FontData, run: &GlyphRun, scale: f32) -> Option<Vec<Placed>> {
        let size = run.size * scale;
        if run.embolden > 0.0 || !(size > 0.0 && size <= LARGEST) {
            return None;
        }
        let font = FontRef::from_index(face.data.data(), face.index).ok().filter(is_plain)?;
        let look = Look {
            font: face.data.id(),
            index: face.index,
            size: size.to_bits(),
            skew: run.skew_deg.to_bits(),
            coords: run.coords.clone(),
        };
        let glyphs = self.looks.entry(look).or_default();
        let mut placed = Vec::with_capacity(run.glyphs.len());
        for glyph in &run.glyphs {
            let x = quarter(glyph.x * scale);
            let y = (glyph.y * scale).round();
            if !(x.abs() < 1e6 && y.abs() < 1e6) {
                return None;
            }
            let whole = x.floor();
            let part = ((x - whole) * 4.0) as u8;
            let mask = match glyphs.get(&(glyph.id, part)) {
                Some(mask) => mask.clone(),
                None => {
                    let mask = mask(&font, glyph.id, run, size, part).map(Arc::new);
                    self.bytes += mask.as_ref().map_or(0, |mask| mask.coverage.len() + 64);
                    glyphs.insert((glyph.id, part), mask.clone());
                    mask
                }
            }?;
            if !mask.coverage.is_empty() {
                placed.push(Placed { x: whole as i32 + mask.left, y: y as i32 + mask.top, mask });
            }
        }
        Some(placed)
    }

    /// Takes over the masks that others made.
    pub(super) fn take(&mut self, others: Self) {
        others.looks.into_iter().for_each(|(look, glyphs)| self.looks.entry(look).or_default().extend(glyphs));
        self.bytes += others.bytes;
    }

    /// Lets go of everything when it takes too much room.
    pub(super) fn forget_excess(&mut self) {
        if self.bytes > MOST_BYTES {
            *self = Self::default();
        }
    }
}

/// Whether a face has outlines and nothing else to draw.
fn is_plain(font: &FontRef<'_>) -> bool {
    font.colr().is_err() && font.cbdt().is_err() && font.sbix().is_err()
}

/// The mask of a glyph, `quarter` quarters of a px to the right; an empty one for a blank. `None` when its outline reaches too far.
fn mask(font: &FontRef<'_>, glyph: u32, run: &GlyphRun, size: f32, quarter: u8) -> Option<Mask> {
    let Some(path) = outline(font, glyph, run, size) else { return Some(Mask::default()) };
    let shift = f64::from(quarter) / 4.0;
    let mut samples = Samples::default();
    let (mut start, mut at) = (Point::ZERO, Point::ZERO);
    kurbo::flatten(path, TOLERANCE, |element| match element {
        PathEl::MoveTo(to) => {
            samples.edge(at, start);
            (start, at) = (Point::new(to.x + shift, to.y), Point::new(to.x + shift, to.y));
        }
        PathEl::LineTo(to) | PathEl::QuadTo(_, to) | PathEl::CurveTo(_, _, to) => {
            let to = Point::new(to.x + shift, to.y);
            samples.edge(at, to);
            at = to;
        }
        PathEl::ClosePath => {
            samples.edge(at, start);
            at = start;
        }
    });
    samples.edge(at, start);
    samples.mask()
}

/// Where an outline crosses the rows of samples.
#[derive(Default)]
struct Samples {
    crossings: Vec<Crossing>,
    too_far: bool,
}

/// A crossing as one number, which sorts by row and place and is quicker to sort than three: the row of samples (above bit 22), the first
/// sample to the right (above bit 1), and whether the outline goes down.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
struct Crossing(u64);

impl Crossing {
    /// More than the farthest row or sample, so that none is negative.
    const ORIGIN: i32 = 1 << 20;

    fn new(row: i32, sample: i32, down: bool) -> Self {
        let [row, sample] = [row, sample].map(|value| (value + Self::ORIGIN) as u64);
        Self(row << 22 | sample << 1 | u64::from(down))
    }

    fn row(self) -> i32 {
        (self.0 >> 22) as i32 - Self::ORIGIN
    }

    fn sample(self) -> i32 {
        (self.0 >> 1 & 0x1f_ffff) as i32 - Self::ORIGIN
    }

    fn direction(self) -> i32 {
        if self.0 & 1 == 1 { 1 } else { -1 }
    }
}

const _: () = assert!(FARTHEST as i32 * FINE + FINE < Crossing::ORIGIN && ROWS <= FINE);

impl Samples {
    /// Adds an edge.
    fn edge(&mut self, from: Point, to: Point) {
        if !(from.x.abs() < FARTHEST && from.y.abs() < FARTHEST && to.x.abs() < FARTHEST && to.y.abs() < FARTHEST) {
            self.too_far = true;
            return;
        }
        let down = from.y <= to.y;
        let (upper, lower) = if down { (from, to) } else { (to, from) };
        // Samples stand in the middle of their part of a px.
        let sample = |value: f64, samples: i32| ceil(value * f64::from(samples) - 0.5);
        let slope = (lower.x - upper.x) / (lower.y - upper.y);
        for row in sample(upper.y, ROWS)..sample(lower.y, ROWS) {
            let y = (f64::from(row) + 0.5) / f64::from(ROWS);
            self.crossings.push(Crossing::new(row, sample(upper.x + (y - upper.y) * slope, FINE), down));
        }
    }

    /// Sorts the crossings. An outline crosses a row only a few times, so they are dealt out to their rows first.
    fn sort(&mut self) {
        let rows = || self.crossings.iter().map(|crossing| crossing.row());
        let (Some(first), Some(last)) = (rows().min(), rows().max()) else { return };
        let mut places = vec![0; (last - first) as usize + 1];
        for row in rows() {
            places[(row - first) as usize] += 1;
        }
        let mut next = 0;
        for place in &mut places {
            next += std::mem::replace(place, next);
        }
        let mut sorted = vec![Crossing(0); self.crossings.len()];
        for crossing in &self.crossings {
            let place = &mut places[(crossing.row() - first) as usize];
            sorted[*place] = *crossing;
            *place += 1;
        }
        let mut start = 0;
        for end in places {
            sorted[start..end].sort_unstable();
            start = end;
        }
        self.crossings = sorted;
    }

    /// The mask of everything around which the edges wind. `None` when one of them reaches too far.
    fn mask(&mut self) -> Option<Mask> {
        if self.too_far {
            return None;
        }
        self.sort();
        let (Some(first), Some(last)) = (self.crossings.first(), self.crossings.last()) else {
            return Some(Mask::default());
        };
        let (top, bottom) = (first.row().div_euclid(ROWS), last.row().div_euclid(ROWS) + 1);
        let samples = || self.crossings.iter().map(|crossing| crossing.sample());
        let left = samples().min().unwrap_or_default().div_euclid(FINE);
        let right = samples().max().unwrap_or_default().div_euclid(FINE) + 1;
        let (width, height) = ((right - left) as usize, (bottom - top) as usize);
        let mut counts = vec![0_u16; width * height];
        for row in self.crossings.chunk_by(|one, other| one.row() == other.row()) {
            let line = (row[0].row().div_euclid(ROWS) - top) as usize * width;
            let Some(line) = counts.get_mut(line..line + width) else { continue };
            let mut winding = 0;
            for pair in row.windows(2) {
                winding += pair[0].direction();
                if winding != 0 {
                    let [from, to] = [pair[0], pair[1]].map(|crossing| (crossing.sample() - left * FINE) as usize);
                    add(line, from, to);
                }
            }
        }
        let coverage = counts.into_iter().map(stepped).collect();
        Some(Mask { left, top, width, coverage })
    }
}

/// `value.ceil()` as a number that an `i32` holds. On machines that may lack the instruction, `ceil` is a function of some length.
fn ceil(value: f64) -> i32 {
    let whole = value as i32;
    whole + i32::from(f64::from(whole) < value)
}

/// The nearest step of coverage for a number of samples, from 0 to 255.
fn stepped(samples: u16) -> u8 {
    const ALL: i32 = ROWS * FINE;
    let step = (i32::from(samples) * STEPS + ALL / 2) / ALL;
    ((step * 255 + STEPS / 2) / STEPS) as u8
}

/// Counts the samples from `from` up to `to` to the px they belong to.
fn add(line: &mut [u16], from: usize, to: usize) {
    let fine = FINE as usize;
    let (first, last) = (from / fine, to / fine);
    if first == last {
        if let Some(count) = line.get_mut(first) {
            *count += (to - from) as u16;
        }
        return;
    }
    if let Some(count) = line.get_mut(first) {
        *count += (fine - from % fine) as u16;
    }
    for count in line.get_mut(first + 1..last).unwrap_or_default() {
        *count += fine as u16;
    }
    if let Some(count) = line.get_mut(last) {
        *count += (to % fine) as u16;
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn drawn(edges: &[[f64; 4]]) -> Mask {
        let mut samples = Samples::default();
        for [x0, y0, x1, y1] in edges {
            samples.edge(Point::new(*x0, *y0), Point::new(*x1, *y1));
        }
        samples.mask().expect("near enough")
    }

    /// The four edges of a rectangle.
    fn rectangle(left: f64, top: f64, right: f64, bottom: f64) -> [[f64; 4]; 4] {
        [[left, top, right, top], [right, top, right, bottom], [right, bottom, left, bottom], [left, bottom, left, top]]
    }

    #[test]
    fn each_px_has_as_much_as_is_covered() {
        let mask = drawn(&rectangle(-1.5, 0.25, 1.25, 2.0));
        assert_eq!((mask.left, mask.top, mask.width, mask.height()), (-2, 0, 4, 2));
        assert_eq!(mask.coverage, [96, 191, 191, 48, 128, 255, 255, 64], "{mask:?}");
    }

    #[test]
    fn strokes_that_overlap_count_once_and_holes_stay_open() {
        let two = [rectangle(0.0, 0.0, 3.0, 1.0), rectangle(1.0, 0.0, 2.0, 1.0)].concat();
        assert_eq!(drawn(&two).coverage[..3], [255, 255, 255]);
        let mut hole = rectangle(1.0, 0.0, 2.0, 1.0);
        for [x0, y0, x1, y1] in &mut hole {
            (*x0, *y0, *x1, *y1) = (*x1, *y1, *x0, *y0);
        }
        assert_eq!(drawn(&[rectangle(0.0, 0.0, 3.0, 1.0), hole].concat()).coverage[..3], [255, 0, 255]);
    }

    #[test]
    fn crossings_are_sorted_by_row_and_place() {
        let mut samples = Samples::default();
        let edges = [[3.0, 9.0, -2.0, -7.5], [0.0, -7.5, 4.0, 9.0], [1.0, 2.0, 1.0, 3.0], [1.0, 3.0, 1.0, 2.0]];
        for [x0, y0, x1, y1] in edges {
            samples.edge(Point::new(x0, y0), Point::new(x1, y1));
        }
        let mut expected = samples.crossings.clone();
        expected.sort_unstable();
        samples.sort();
        assert!(samples.crossings.len() > 100 && samples.crossings == expected);
    }

    #[test]
    fn numbers_are_rounded_up() {
        for value in [-2.0, -1.5, -0.5, -0.0, 0.0, 1e-9, 0.5, 1.0, 1.000_001, 7999.5] {
            assert_eq!(f64::from(ceil(value)), value.ceil(), "{value}");
        }
    }

    #[test]
    fn what_reaches_too_far_is_left_to_the_renderer() {
        for bad in [f64::NAN, f64::INFINITY, 1e9] {
            let mut samples = Samples::default();
            samples.edge(Point::new(0.0, 0.0), Point::new(1.0, bad));
            assert!(samples.mask().is_none());
        }
    }
}
