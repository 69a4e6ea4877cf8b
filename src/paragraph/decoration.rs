//! Underlines, overlines and lines through the text: where they are, how thick, and where they leave room for descenders.
//! How dashes, dots and waves are drawn is decided elsewhere.

use kurbo::{BezPath, PathEl, Point};
use skrifa::instance::{LocationRef, NormalizedCoord, Size};
use skrifa::outline::{DrawSettings, OutlinePen};
use skrifa::{FontRef, GlyphId, MetadataProvider};

use super::Paragraph;
use super::item::{Fragment, Pattern};
use super::place::Group;
use super::vertical::LineBox;
use crate::display::{Color, Rect};
use crate::font::FaceMetrics;
use crate::style::{DecorationStyle, TextDecoration, Visibility};

/// The line widens its gaps by its thickness, but at most by this many px.
const WIDEST_MARGIN: f32 = 13.0;

/// One line of a decoration.
#[derive(Debug, Clone, PartialEq)]
struct Stroke {
    /// Top and height in px of what is filled: two bars of a double line.
    bars: Vec<(f32, f32)>,
    /// Top and height of what letters must not cross.
    band: (f32, f32),
    /// Top, not rounded, of a line that is not solid.
    pattern: Option<f32>,
    thickness: f32,
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
    let mut bars = Vec::new();
    for (index, inline) in content.boxes.iter().enumerate() {
        let Some(decoration) = &inline.style.text_decoration else { continue };
        let Some(primary) = paragraph.metrics.get(index).and_then(|metrics| metrics.primary.as_ref()) else { continue };
        let color = decoration.color.unwrap_or(inline.style.text.ink());
        let own = baseline + heights.baseline(index);
        let strokes = strokes(decoration, &primary.metrics, inline.style.text.font_size, own);
        let decorated: Vec<&Group<'_>> = groups
            .iter()
            .filter(|group| group.atom.is_none() && group.width > 0.0 && content.contains(index, group.piece.inline))
            .filter(|group| group.piece.style.text.visibility != Visibility::Hidden)
            .collect();
        // A pattern begins anew with each text; that of several faces goes on.
        for stretch in decorated.chunk_by(|one, next| one.piece.node == next.piece.node && touches(one, next)) {
            for stroke in &strokes {
                add_bars(&mut bars, stretch, stroke, decoration.style, color);
            }
        }
    }
    let above = |bar: &Fragment| matches!(bar, Fragment::Decoration { above_text: true, .. });
    let (over, behind) = bars.into_iter().partition(above);
    (behind, over)
}

fn touches(one: &Group<'_>, next: &Group<'_>) -> bool {
    (one.x + one.width - next.x).abs() < 1.0 / 32.0
}

/// Adds the visible pieces of a stroke at a stretch of text.
fn add_bars(bars: &mut Vec<Fragment>, stretch: &[&Group<'_>], stroke: &Stroke, style: DecorationStyle, color: Color) {
    let Some((first, last)) = stretch.first().zip(stretch.last()) else { return };
    let (left, right) = (first.x + first.room.0, last.x + last.width - last.room.1);
    let above_text = stroke.above_text;
    let pattern =
        stroke.pattern.map(|top| Pattern { style, left, width: right - left, top, thickness: stroke.thickness });
    for &(top, height) in &stroke.bars {
        for (from, to) in pieces(stretch, stroke, (left, right)) {
            let rect = Rect::new(from, top, to - from, height);
            push_joined(bars, Fragment::Decoration { rect, color, pattern, above_text });
        }
    }
}

/// Adds a bar, or makes an earlier one longer when it ends where this one begins.
fn push_joined(bars: &mut Vec<Fragment>, bar: Fragment) {
    if let Fragment::Decoration { rect, color, pattern: None, .. } = &bar {
        for earlier in bars.iter_mut().rev().take(4) {
            let Fragment::Decoration { rect: last, color: last_color, pattern: None, .. } = earlier else { continue };
            let same = last.y == rect.y && last.height == rect.height && last_color == color;
            if same && (last.right() - rect.x).abs() < 1.0 / 32.0 {
                last.width = rect.right() - last.x;
                return;
            }
        }
    }
    bars.push(bar);
}

fn strokes(decoration: &TextDecoration, metrics: &FaceMetrics, size: f32, baseline: f32) -> Vec<Stroke> {
    let exact = decoration.thickness.unwrap_or(size / 10.0).max(1.0);
    let mut strokes = Vec::new();
    // The second line of a double one, and the middle of a wave, stand a thickness and a px away.
    let away = exact + 1.0;
    if decoration.underline {
        // Near the baseline: half the thickness away, at least 1 px; an offset of the author counts from the baseline.
        let distance = decoration.offset.unwrap_or_else(|| (exact / 2.0).ceil().max(1.0));
        strokes.push(stroke(decoration, exact, baseline + distance, (away, away)));
    }
    if decoration.overline {
        strokes.push(stroke(decoration, exact, baseline - metrics.ascent - exact, (-away, -away)));
    }
    if decoration.line_through {
        let line = stroke(decoration, exact, baseline - metrics.ascent / 3.0 - exact / 2.0, (away.floor(), 0.0));
        strokes.push(Stroke { skips: false, above_text: true, ..line });
    }
    strokes
}

/// A line of this thickness and top; what is double or wavy of it lies so far below.
fn stroke(decoration: &TextDecoration, exact: f32, top: f32, (second, middle): (f32, f32)) -> Stroke {
    let height = exact.floor();
    let bar = |top: f32| ((top + 0.5).floor(), height);
    let (bars, pattern) = match decoration.style {
        DecorationStyle::Solid => (vec![bar(top)], None),
        DecorationStyle::Double => (vec![bar(top), bar(top + second)], None),
        DecorationStyle::Dashed | DecorationStyle::Dotted => (vec![(top.floor(), exact.ceil() + 1.0)], Some(top)),
        DecorationStyle::Wavy => {
            let top = (top + middle + 0.5).floor();
            // A cubic curve goes this part of the way to its control points.
            let reach = wave(exact).1 * 0.2887 + exact / 2.0;
            let (above, below) = ((0.5 - reach).floor(), (0.5 + reach).ceil());
            (vec![(top + above, below - above)], Some(top))
        }
    };
    let upper = bars.iter().map(|bar| bar.0).fold(f32::INFINITY, f32::min);
    let lower = bars.iter().map(|bar| bar.0 + bar.1).fold(f32::NEG_INFINITY, f32::max);
    Stroke {
        bars,
        band: (upper, lower - upper),
        pattern,
        thickness: exact,
        skips: decoration.skip_ink,
        above_text: false,
    }
}

/// Length of a wave in px, and how far its control points lie from its middle.
pub(crate) fn wave(thickness: f32) -> (f32, f32) {
    (1.0 + 2.0 * (2.0 * thickness + 0.5).round(), 0.5 + (3.0 * thickness + 0.5).round())
}

/// The parts of a stroke at a stretch of text, without the gaps around descenders.
fn pieces(stretch: &[&Group<'_>], stroke: &Stroke, (left, right): (f32, f32)) -> Vec<(f32, f32)> {
    if !stroke.skips {
        return vec![(left, right)];
    }
    let margin = stroke.thickness.floor().min(WIDEST_MARGIN);
    let lettered = stretch.iter().filter(|group| !group.instance.emoji);
    let mut gaps: Vec<(f32, f32)> = lettered.flat_map(|group| ink(group, stroke.band)).collect();
    gaps.sort_by(|a, b| a.0.total_cmp(&b.0));
    let mut pieces = Vec::new();
    let mut at = left;
    for (start, end) in gaps {
        // Gaps are as wide as whole px.
        let (start, end) = ((start - margin).floor(), (end + margin).ceil());
        if start > at {
            pieces.push((at, start.min(right)));
        }
        at = at.max(end);
    }
    if at < right {
        pieces.push((at, right));
    }
    pieces
}

/// Where glyphs cross the stroke: leftmost and rightmost place of each.
fn ink(group: &Group<'_>, (band_top, band_height): (f32, f32)) -> Vec<(f32, f32)> {
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
        let top = f64::from(band_top - glyph.y);
        if let Some((left, right)) = crossing(&pen.0, top, top + f64::from(band_height)) {
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
    fn a_double_line_stands_a_px_more_than_its_thickness_apart() {
        let decoration = TextDecoration {
            underline: true,
            overline: true,
            line_through: false,
            color: None,
            style: DecorationStyle::Double,
            thickness: Some(3.0),
            offset: None,
            skip_ink: true,
        };
        let metrics = FaceMetrics {
            ascent: 20.0,
            descent: 5.0,
            line_spacing: 25.0,
            x_height: 12.0,
            cap_height: 18.0,
            space: 6.0,
        };
        let bars: Vec<_> = strokes(&decoration, &metrics, 24.0, 100.0).into_iter().map(|stroke| stroke.bars).collect();
        assert_eq!(bars, [[(102.0, 3.0), (106.0, 3.0)], [(77.0, 3.0), (73.0, 3.0)]]);
    }

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
