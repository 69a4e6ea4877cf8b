//! Lines at text: solid bars, dashes, dots, waves. Where they are and where they leave gaps is found by the paragraph.

use std::sync::Arc;

use kurbo::{BezPath, Cap, Stroke, StrokeOpts};

use super::Painter;
use super::dash::{Dashes, dashes};
use super::shape::{round, shape, sharp};
use crate::display::{Color, FillRule, Item, Paint, Rect, Shape};
use crate::layout::place::PlacedParagraph;
use crate::paragraph::{Line, Pattern, wave};
use crate::style::DecorationStyle;

impl Painter<'_> {
    /// Paints a piece of a decoration.
    pub(super) fn text_line(
        &mut self,
        clip: Option<usize>,
        paragraph: &PlacedParagraph,
        line: &Line,
        (rect, color, pattern): (Rect, Color, Option<&Pattern>),
    ) {
        if color.a <= 0.0 {
            return;
        }
        // It goes with the baseline, which stands on whole px.
        let (x, y) = (paragraph.content.x, round(paragraph.content.y + line.baseline) - round(line.baseline));
        let rect = Rect::new(rect.x + x, rect.y + y, rect.width, rect.height);
        let Some(pattern) = pattern else {
            self.emit(clip, Item::Fill(shape(sharp(rect)), Paint::Solid(color)));
            return;
        };
        let path = match pattern.style {
            DecorationStyle::Wavy => waves(pattern, x, y),
            _ => broken(pattern, x, y),
        };
        let whole = pattern.style != DecorationStyle::Wavy && rect.width >= pattern.width;
        if !whole {
            self.emit(clip, Item::Clip(shape(sharp(rect))));
        }
        self.emit(clip, Item::Fill(Shape::Path(Arc::new(path), FillRule::NonZero), Paint::Solid(color)));
        if !whole {
            self.emit(clip, Item::EndClip);
        }
    }
}

/// Dashes or dots from one whole px to another.
fn broken(pattern: &Pattern, x: f32, y: f32) -> BezPath {
    let left = (pattern.left + x).trunc();
    let right = (pattern.left + pattern.width + x).trunc();
    let unit = pattern.thickness.round();
    let dotted = pattern.style == DecorationStyle::Dotted;
    let look = Dashes { width: pattern.thickness, unit, dotted, stretches: false };
    let middle =
        (pattern.top + (pattern.thickness / 2.0).max(0.5)).floor() + y + if unit % 2.0 == 1.0 { 0.5 } else { 0.0 };
    // Dots begin and end half a width inside.
    let inset = if look.are_dots() { unit / 2.0 } else { 0.0 };
    let mut path = BezPath::new();
    path.move_to((f64::from(left + inset), f64::from(middle)));
    path.line_to((f64::from(right - inset), f64::from(middle)));
    dashes(&path, right - left, look, false)
}

/// A wave of cubic curves, each one a length of it.
fn waves(pattern: &Pattern, x: f32, y: f32) -> BezPath {
    let (length, reach) = wave(pattern.thickness);
    let (length, reach) = (f64::from(length), f64::from(reach));
    let middle = f64::from(pattern.top + y) + 0.5;
    let end = f64::from(pattern.left + x + pattern.width) + length;
    let mut at = f64::from(pattern.left + x) - length;
    let mut path = BezPath::new();
    path.move_to((at, middle));
    while at < end {
        let half = at + length / 2.0;
        at += length;
        path.curve_to((half, middle + reach), (half, middle - reach), (at, middle));
    }
    let stroke = Stroke::new(f64::from(pattern.thickness)).with_caps(Cap::Butt);
    kurbo::stroke(path.iter(), &stroke, &StrokeOpts::default(), 0.05)
}
