//! Letters as masks: how much of each device px an outline covers, kept from card to card.
//!
//! Coverage has 17 steps. Nobody sees the difference to 256, but equal letters have equal pixels, and a PNG with fewer colours
//! is a quarter smaller (measured on the reference post: `docs/performance.md`). Masks are made without vector instructions, so that
//! they are the same on every machine.

use std::collections::HashMap;
use std::fmt;
use std::sync::Arc;

use kurbo::{PathEl, Point};
use parley::FontData;
use skrifa::FontRef;
use skrifa::raw::TableProvider;
use zeno::Command;

use super::text::quarter;
use crate::display::{GlyphRun, outline};

/// Coverage in steps of a sixteenth.
const STEPS: u32 = 16;
/// How far a straight piece of an outline may be from its curve, in device px.
const TOLERANCE: f64 = 1.0 / 32.0;
/// Letters larger than this are painted as shapes: their masks would be large and rarely used again. In device px per em.
const LARGEST: f32 = 400.0;
/// Outlines that reach farther from their origin are left to the renderer. In device px.
const FARTHEST: f32 = 4000.0;
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
    let shift = f32::from(quarter) / 4.0;
    let mut farthest = 0.0_f32;
    let mut point = |point: Point| {
        let (x, y) = (point.x as f32 + shift, point.y as f32);
        for value in [x.abs(), y.abs()] {
            // A number that is none is farther than all.
            farthest = if value <= farthest { farthest } else { value };
        }
        [x, y].into()
    };
    let mut commands: Vec<Command> = Vec::new();
    kurbo::flatten(path, TOLERANCE, |element| {
        commands.push(match element {
            PathEl::MoveTo(to) => Command::MoveTo(point(to)),
            PathEl::LineTo(to) | PathEl::QuadTo(_, to) | PathEl::CurveTo(_, _, to) => Command::LineTo(point(to)),
            PathEl::ClosePath => Command::Close,
        });
    });
    if !(farthest < FARTHEST) {
        return None;
    }
    let (mut coverage, placement) = zeno::Mask::new(commands.as_slice()).render();
    for value in &mut coverage {
        *value = stepped(*value);
    }
    Some(Mask { left: placement.left, top: placement.top, width: placement.width as usize, coverage })
}

/// The nearest of the coverages that are used.
fn stepped(coverage: u8) -> u8 {
    let step = (u32::from(coverage) * STEPS + 127) / 255;
    ((step * 255 + STEPS / 2) / STEPS) as u8
}
