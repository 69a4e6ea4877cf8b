//! Underlines, overlines and lines through the text: where they are, how thick, and where they leave room for descenders.
//!
//! Wavy, dotted and dashed lines are drawn solid.

use kurbo::{BezPath, PathEl, Point};
use skrifa::instance::{LocationRef, NormalizedCoord, Size};
use skrifa::outline::{DrawSettings, OutlinePen};
use skrifa::{FontRef, GlyphId, MetadataProvider};

use super::Paragraph;
use super::item::Fragment;
use super::place::Group;
use super::vertical::LineBox;
use crate::display::{Color, Rect};
use crate::font::FaceMetrics;
use crate::style::{DecorationStyle, TextDecoration, Visibility};

/// The line widens its gaps by its thickness, but at most by this many px.
const WIDEST_MARGIN: f32 = 13.0;

/// One line of a decoration: its top and height in px.
#[derive(Debug, Clone, Copy, PartialEq)]
struct Stroke {
    top: f32,
    height: f32,
    /// The line leaves gaps.
    skips: bool,
    above_text: bool,
}

/// Decorations of a line: those behind the text and those over it. `baseline` is that of the line.
pub(super) fn decorations(
    paragraph: &Paragraph,
    groups: &[Group<'_>],
    baseline: f32,
    heights: &LineBox,
) -> (Vec<Fragment>, Vec<Fragment>) {
    let content = &paragraph.content;
    let mut rects: Vec<(Rect, Color, bool)> = Vec::new();
    for (index, inline) in content.boxes.iter().enumerate() {
        let Some(decoration) = &inline.style.text_decoration else { continue };
        let Some(primary) = paragraph.metrics.get(index).and_then(|metrics| metrics.primary.as_ref()) else { continue };
        let color = decoration.color.unwrap_or(inline.style.text.color);
        let own = baseline + heights.baseline(index);
        let strokes = strokes(decoration, &primary.metrics, inline.style.text.font_size, own);
        for group in groups.iter().filter(|group| group.atom.is_none() && content.contains(index, group.piece.inline)) {
            if group.piece.style.text.visibility == Visibility::Hidden || group.width <= 0.0 {
                continue;
            }
            for stroke in &strokes {
                for (left, right) in pieces(group, stroke) {
                    push_joined(
                        &mut rects,
                        Rect::new(left, stroke.top, right - left, stroke.height),
                        color,
                        stroke.above_text,
                    );
                }
            }
        }
    }
    let fragment = |&(rect, color, above_text): &(Rect, Color, bool)| Fragment::Decoration { rect, color, above_text };
    let (above, below): (Vec<_>, Vec<_>) = rects.iter().partition(|(_, _, above)| *above);
    (below.iter().map(fragment).collect(), above.iter().map(fragment).collect())
}

/// Adds a rectangle, or makes the last one longer when it ends where this one begins.
fn push_joined(rects: &mut Vec<(Rect, Color, bool)>, rect: Rect, color: Color, above: bool) {
    let joined = rects.iter_mut().rev().take(4).find(|(last, last_color, _)| {
        last.y == rect.y
            && last.height == rect.height
            && *last_color == color
            && (last.right() - rect.x).abs() < 1.0 / 32.0
    });
    match joined {
        Some((last, _, _)) => last.width = rect.right() - last.x,
        None => rects.push((rect, color, above)),
    }
}

fn strokes(decoration: &TextDecoration, metrics: &FaceMetrics, size: f32, baseline: f32) -> Vec<Stroke> {
    let exact = decoration.thickness.unwrap_or(size / 10.0).max(1.0);
    let height = exact.floor();
    let mut strokes = Vec::new();
    let mut add = |top: f32, skips: bool, above_text: bool| {
        strokes.push(Stroke { top: (top + 0.5).floor(), height, skips, above_text });
        if decoration.style == DecorationStyle::Double {
            strokes.push(Stroke { top: (top + 0.5).floor() + 2.0 * height, height, skips, above_text });
        }
    };
    if decoration.underline {
        // Near the baseline: half the thickness away, at least 1 px; an offset of the author counts from the baseline.
        let distance = decoration.offset.unwrap_or_else(|| (exact / 2.0).ceil().max(1.0));
        add(baseline + distance, decoration.skip_ink, false);
    }
    if decoration.overline {
        add(baseline - metrics.ascent - exact, decoration.skip_ink, false);
    }
    if decoration.line_through {
        add(baseline - metrics.ascent / 3.0 - exact / 2.0, false, true);
    }
    strokes
}

/// The parts of a stroke under a group, without the gaps around descenders.
fn pieces(group: &Group<'_>, stroke: &Stroke) -> Vec<(f32, f32)> {
    let (left, right) = (group.x + group.room.0, group.x + group.width - group.room.1);
    if !stroke.skips || group.instance.emoji {
        return vec![(left, right)];
    }
    let margin = stroke.height.min(WIDEST_MARGIN);
    let mut gaps = ink(group, stroke);
    gaps.sort_by(|a, b| a.0.total_cmp(&b.0));
    let mut pieces = Vec::new();
    let mut at = left;
    for (start, end) in gaps {
        if start - margin > at {
            pieces.push((at, (start - margin).min(right)));
        }
        at = at.max(end + margin);
    }
    if at < right {
        pieces.push((at, right));
    }
    pieces
}

/// Where glyphs cross the stroke: leftmost and rightmost place of each.
fn ink(group: &Group<'_>, stroke: &Stroke) -> Vec<(f32, f32)> {
    let data = &group.instance.face.data;
    let Ok(font) = FontRef::from_index(data.data.data(), data.index) else { return Vec::new() };
    let coords: Vec<NormalizedCoord> =
        group.instance.coords.iter().map(|bits| NormalizedCoord::from_bits(*bits)).collect();
    let outlines = font.outline_glyphs();
    let mut gaps = Vec::new();
    for glyph in &group.glyphs {
        let Some(outline) = outlines.get(GlyphId::new(glyph.id)) else { continue };
        let mut pen = PathPen(BezPath::new());
        let settings = DrawSettings::unhinted(Size::new(group.instance.size), LocationRef::new(&coords));
        if outline.draw(settings, &mut pen).is_err() {
            continue;
        }
        let top = f64::from(stroke.top - glyph.y);
        if let Some((left, right)) = crossing(&pen.0, top, top + f64::from(stroke.height)) {
            gaps.push((glyph.x + left as f32, glyph.x + right as f32));
        }
    }
    gaps
}

/// Leftmost and rightmost place of a path between two heights; `None` when it is not there.
fn crossing(path: &BezPath, top: f64, bottom: f64) -> Option<(f64, f64)> {
    let mut range: Option<(f64, f64)> = None;
    let mut at = Point::ZERO;
    let mut start = Point::ZERO;
    let mut line = |from: Point, to: Point| {
        let (low, high) = if from.y < to.y { (from, to) } else { (to, from) };
        if high.y < top || low.y > bottom {
            return;
        }
        let x_at = |y: f64| {
            if high.y - low.y < 1e-9 {
                low.x
            } else {
                low.x + (high.x - low.x) * ((y - low.y) / (high.y - low.y)).clamp(0.0, 1.0)
            }
        };
        for x in [
            x_at(top.max(low.y)),
            x_at(bottom.min(high.y)),
            if high.y - low.y < 1e-9 { high.x } else { x_at(top.max(low.y)) },
        ] {
            range = Some(range.map_or((x, x), |(left, right)| (left.min(x), right.max(x))));
        }
    };
    kurbo::flatten(path.iter(), 0.1, |element| match element {
        PathEl::MoveTo(to) => {
            at = to;
            start = to;
        }
        PathEl::LineTo(to) => {
            line(at, to);
            at = to;
        }
        PathEl::ClosePath => line(at, start),
        PathEl::QuadTo(..) | PathEl::CurveTo(..) => {}
    });
    range
}

/// Collects an outline with y downwards.
struct PathPen(BezPath);

impl OutlinePen for PathPen {
    fn move_to(&mut self, x: f32, y: f32) {
        self.0.move_to((f64::from(x), f64::from(-y)));
    }

    fn line_to(&mut self, x: f32, y: f32) {
        self.0.line_to((f64::from(x), f64::from(-y)));
    }

    fn quad_to(&mut self, cx: f32, cy: f32, x: f32, y: f32) {
        self.0.quad_to((f64::from(cx), f64::from(-cy)), (f64::from(x), f64::from(-y)));
    }

    fn curve_to(&mut self, ax: f32, ay: f32, bx: f32, by: f32, x: f32, y: f32) {
        self.0.curve_to(
            (f64::from(ax), f64::from(-ay)),
            (f64::from(bx), f64::from(-by)),
            (f64::from(x), f64::from(-y)),
        );
    }

    fn close(&mut self) {
        self.0.close_path();
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_slanted_stem_crosses_the_band_where_it_stands() {
        let mut path = BezPath::new();
        path.move_to((0.0, 0.0));
        path.line_to((10.0, 10.0));
        let range = crossing(&path, 4.0, 6.0);
        assert_eq!(range, Some((4.0, 6.0)));
        assert_eq!(crossing(&path, 11.0, 12.0), None);
    }
}
