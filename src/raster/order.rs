//! Letters come last: where nothing that follows covers them, they are laid on the finished pixels as masks.
//!
//! Knows where things stand, not how they look. Anything uncertain counts as covering.

use crate::display::{GlyphRun, Item, Rect, RoundedRect, Shape, plain_bounds};

/// Where a plain item may paint, in px of its own; `None`: nowhere, or wherever the items around it do.
pub(super) fn bounds(item: &Item) -> Option<Rect> {
    plain_bounds(item, |run| Some(reach(run)))
}

/// Where glyphs that are painted as shapes may reach.
fn reach(run: &GlyphRun) -> Rect {
    let margin = run.size * 3.0;
    let (mut left, mut top) = (f32::INFINITY, f32::INFINITY);
    let (mut right, mut bottom) = (f32::NEG_INFINITY, f32::NEG_INFINITY);
    for glyph in &run.glyphs {
        (left, right) = (left.min(glyph.x), right.max(glyph.x));
        (top, bottom) = (top.min(glyph.y), bottom.max(glyph.y));
    }
    Rect::new(left, top, (right - left).max(0.0), (bottom - top).max(0.0)).inset(-margin, -margin, -margin, -margin)
}

/// Whether two rectangles come nearer to each other than a px.
pub(super) fn touches(first: Rect, second: Rect) -> bool {
    first.inset(-1.0, -1.0, -1.0, -1.0).intersection(second.inset(-1.0, -1.0, -1.0, -1.0)).is_some()
}

/// Whether a clip takes nothing away from a rectangle.
pub(super) fn lies_inside(rect: Rect, clip: &Shape) -> bool {
    match clip {
        Shape::Rect(outer) => contains(*outer, rect),
        Shape::Rounded(rounded) => contains(inner(rounded), rect),
        Shape::Ring { .. } | Shape::Path(..) => false,
    }
}

/// The largest rectangle of the same insets on each side that no round corner cuts.
fn inner(rounded: &RoundedRect) -> Rect {
    // The middle of an arc is this part of its radius away from both edges: 1 - 1/√2, rounded up.
    const NEAR: f32 = 0.293;
    let [a, b, c, d] = rounded.radii;
    rounded.rect.inset(a.1.max(b.1) * NEAR, b.0.max(c.0) * NEAR, c.1.max(d.1) * NEAR, d.0.max(a.0) * NEAR)
}

fn contains(outer: Rect, rect: Rect) -> bool {
    rect.x >= outer.x && rect.y >= outer.y && rect.right() <= outer.right() && rect.bottom() <= outer.bottom()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::display::samples::rounded;

    #[test]
    fn a_clip_with_round_corners_holds_what_stays_out_of_them() {
        let clip = Shape::Rounded(rounded(0.0, 0.0, 100.0, 100.0, 50.0));
        assert!(lies_inside(Rect::new(15.0, 15.0, 70.0, 70.0), &clip));
        assert!(!lies_inside(Rect::new(14.0, 15.0, 70.0, 70.0), &clip));
        assert!(lies_inside(Rect::new(0.0, 0.0, 9.0, 9.0), &Shape::Rect(Rect::new(0.0, 0.0, 9.0, 9.0))));
    }

    #[test]
    fn neighbours_within_a_px_touch() {
        let rect = |x| Rect::new(x, 0.0, 10.0, 10.0);
        assert!(touches(rect(0.0), rect(11.5)) && !touches(rect(0.0), rect(12.5)));
    }
}
