//! Borders: a ring when all sides are alike, else each side within its mitres.

use std::sync::Arc;

use kurbo::{BezPath, Point, Shape as _};

use super::Painter;
use super::dash::{Dashes, dashes};
use super::shape::{inner_edge, shape, sharp};
use crate::display::{Color, FillRule, Item, Paint, Rect, RoundedRect, Shape};
use crate::style::{BorderStyle, Edges, Style};

/// One side of a border.
#[derive(Debug, Clone, Copy, PartialEq)]
struct Side {
    width: f32,
    style: BorderStyle,
    color: Color,
}

impl Side {
    fn is_visible(self) -> bool {
        self.width > 0.0 && self.color.a > 0.0 && !matches!(self.style, BorderStyle::None | BorderStyle::Hidden)
    }

    fn dashes(self) -> Dashes {
        let dotted = self.style == BorderStyle::Dotted;
        Dashes { width: self.width, unit: self.width, dotted, stretches: true }
    }
}

impl Painter<'_> {
    /// Paints the border of a box with this border edge; `rect` is its unsnapped rectangle.
    pub(super) fn border(&mut self, clip: Option<usize>, style: &Style, rect: Rect, edge: &RoundedRect) {
        let (width, kind, color) = (&style.border_width, &style.border_style, &style.border_color);
        let sides = [
            Side { width: width.top, style: kind.top, color: color.top },
            Side { width: width.right, style: kind.right, color: color.right },
            Side { width: width.bottom, style: kind.bottom, color: color.bottom },
            Side { width: width.left, style: kind.left, color: color.left },
        ];
        let visible: Vec<usize> =
            (0..4).filter(|&side| sides.get(side).is_some_and(|side| side.is_visible())).collect();
        let Some(&first) = visible.first() else { return };
        let Some(&model) = sides.get(first) else { return };
        let alike =
            sides.iter().all(|side| side.width == 0.0 || (side.style == model.style && side.color == model.color));
        let inner = inner_edge(edge, rect, width);
        if alike && matches!(model.style, BorderStyle::Solid | BorderStyle::Double) {
            for ring in rings(model.style, edge, &inner, rect, width) {
                self.emit(clip, Item::Fill(ring, Paint::Solid(model.color)));
            }
            return;
        }
        let uniform = alike && sides.iter().all(|side| side.width == model.width);
        if uniform && !edge.is_sharp() {
            self.dashed_ring(clip, model, edge);
            return;
        }
        for side in visible {
            if let Some(&look) = sides.get(side) {
                self.side(clip, side, look, edge, &inner, rect, width);
            }
        }
    }

    #[expect(clippy::too_many_arguments, reason = "the geometry of one side: its edges and its widths")]
    fn side(
        &mut self,
        clip: Option<usize>,
        side: usize,
        look: Side,
        edge: &RoundedRect,
        inner: &RoundedRect,
        rect: Rect,
        width: &Edges<f32>,
    ) {
        let paint = Paint::Solid(look.color);
        if !matches!(look.style, BorderStyle::Solid | BorderStyle::Double) {
            if let Some(path) = straight_dashes(side, look, edge.rect) {
                self.emit(clip, Item::Fill(Shape::Path(Arc::new(path), FillRule::NonZero), paint));
            }
            return;
        }
        let mitre = mitre(side, edge.rect, inner);
        if edge.is_sharp() && look.style == BorderStyle::Solid {
            // Without neighbours the piece is a rectangle with whole px.
            let item = side_rect(side, edge.rect, inner.rect, width)
                .unwrap_or(Shape::Path(Arc::new(mitre), FillRule::NonZero));
            self.emit(clip, Item::Fill(item, paint));
            return;
        }
        self.emit(clip, Item::Clip(Shape::Path(Arc::new(mitre), FillRule::NonZero)));
        for ring in rings(look.style, edge, inner, rect, width) {
            self.emit(clip, Item::Fill(ring, paint.clone()));
        }
        self.emit(clip, Item::EndClip);
    }

    /// Dashes or dots along the middle of a round border.
    fn dashed_ring(&mut self, clip: Option<usize>, side: Side, edge: &RoundedRect) {
        let half = side.width / 2.0;
        let middle = RoundedRect {
            rect: edge.rect.inset(half, half, half, half),
            radii: edge.radii.map(|(x, y)| ((x - half).max(0.0), (y - half).max(0.0))),
        };
        let path = outline(&middle);
        let length = path.perimeter(0.01) as f32;
        let path = dashes(&path, length, side.dashes(), true);
        self.emit(clip, Item::Fill(Shape::Path(Arc::new(path), FillRule::NonZero), Paint::Solid(side.color)));
    }
}

/// The rings of a solid or double border.
fn rings(style: BorderStyle, edge: &RoundedRect, inner: &RoundedRect, rect: Rect, width: &Edges<f32>) -> Vec<Shape> {
    let thick = [width.top, width.right, width.bottom, width.left].into_iter().fold(0.0, f32::max) >= 3.0;
    if style != BorderStyle::Double || !thick {
        if inner.rect.width <= 0.0 || inner.rect.height <= 0.0 {
            return vec![shape(*edge)];
        }
        return vec![Shape::Ring { outer: *edge, inner: *inner }];
    }
    let part = |factor: f32| {
        let third = |value: f32| (value * factor).round();
        Edges { top: third(width.top), right: third(width.right), bottom: third(width.bottom), left: third(width.left) }
    };
    let outer_end = inner_edge(edge, rect, &part(1.0 / 3.0));
    let inner_start = inner_edge(
        edge,
        rect,
        &Edges {
            top: width.top - part(1.0 / 3.0).top,
            right: width.right - part(1.0 / 3.0).right,
            bottom: width.bottom - part(1.0 / 3.0).bottom,
            left: width.left - part(1.0 / 3.0).left,
        },
    );
    vec![Shape::Ring { outer: *edge, inner: outer_end }, Shape::Ring { outer: inner_start, inner: *inner }]
}

/// The corners of a rectangle, clockwise from top left.
fn corners(rect: Rect) -> [Point; 4] {
    let (left, top, right, bottom) =
        (f64::from(rect.x), f64::from(rect.y), f64::from(rect.right()), f64::from(rect.bottom()));
    [Point::new(left, top), Point::new(right, top), Point::new(right, bottom), Point::new(left, bottom)]
}

/// The piece of a border that belongs to a side (0 top, clockwise).
fn mitre(side: usize, outer: Rect, inner: &RoundedRect) -> BezPath {
    let (outer, ends) = (corners(outer), corners(inner.rect));
    let (from, to) = (side % 4, (side + 1) % 4);
    let mut path = BezPath::new();
    path.move_to(outer[from]);
    path.line_to(outer[to]);
    path.line_to(mitre_end(to, outer[to], ends[to], inner));
    path.line_to(mitre_end(from, outer[from], ends[from], inner));
    path.close_path();
    path
}

/// Where two sides stop to meet: at the inner corner, of a round one on the line between the ends of its arc, so that all of it is covered.
fn mitre_end(corner: usize, outer: Point, inner: Point, rounded: &RoundedRect) -> Point {
    let (x, y) = rounded.radii[corner];
    if x <= 0.0 || y <= 0.0 {
        return inner;
    }
    let (right, down) = (if matches!(corner, 0 | 3) { 1.0 } else { -1.0 }, if corner < 2 { 1.0 } else { -1.0 });
    let along = inner - outer;
    let pace = along.x * right / f64::from(x) + along.y * down / f64::from(y);
    if pace <= 0.0 { inner } else { inner + along / pace }
}

/// A side whose neighbours have no width.
fn side_rect(side: usize, outer: Rect, inner: Rect, width: &Edges<f32>) -> Option<Shape> {
    let across = width.left == 0.0 && width.right == 0.0;
    let down = width.top == 0.0 && width.bottom == 0.0;
    let rect = match side {
        0 if across => Rect::new(outer.x, outer.y, outer.width, inner.y - outer.y),
        2 if across => Rect::new(outer.x, inner.bottom(), outer.width, outer.bottom() - inner.bottom()),
        1 if down => Rect::new(inner.right(), outer.y, outer.right() - inner.right(), outer.height),
        3 if down => Rect::new(outer.x, outer.y, inner.x - outer.x, outer.height),
        _ => return None,
    };
    Some(shape(sharp(rect)))
}

/// The dashes or dots of a straight side.
fn straight_dashes(side: usize, look: Side, rect: Rect) -> Option<BezPath> {
    let half = f64::from(look.width) / 2.0;
    let [top_left, top_right, bottom_right, bottom_left] = corners(rect);
    let (from, to) = match side {
        0 => (Point::new(top_left.x, top_left.y + half), Point::new(top_right.x, top_right.y + half)),
        1 => (Point::new(top_right.x - half, top_right.y), Point::new(bottom_right.x - half, bottom_right.y)),
        2 => (Point::new(bottom_left.x, bottom_left.y - half), Point::new(bottom_right.x, bottom_right.y - half)),
        _ => (Point::new(top_left.x + half, top_left.y), Point::new(bottom_left.x + half, bottom_left.y)),
    };
    let dots = look.dashes().are_dots();
    let length = from.distance(to);
    if length <= 0.0 {
        return None;
    }
    // Dots begin and end half a width inside.
    let inset = if dots { (to - from) / length * half } else { kurbo::Vec2::ZERO };
    let mut path = BezPath::new();
    path.move_to(from + inset);
    path.line_to(to - inset);
    Some(dashes(&path, length as f32, look.dashes(), false))
}

/// The outline of a rounded rectangle, with its corners as elliptic arcs.
pub(super) fn outline(rounded: &RoundedRect) -> BezPath {
    // The usual factor for a quarter of an ellipse as a cubic curve.
    const ARC: f64 = 0.552_284_749_8;
    let [top_left, top_right, bottom_right, bottom_left] = corners(rounded.rect);
    let radius = rounded.radii.map(|(x, y)| (f64::from(x), f64::from(y)));
    let mut path = BezPath::new();
    path.move_to((top_left.x + radius[0].0, top_left.y));
    path.line_to((top_right.x - radius[1].0, top_right.y));
    let mut corner = |corner: Point, (x, y): (f64, f64), along: (f64, f64), out: (f64, f64)| {
        // From the side that ends here (`along`) to the one that begins (`out`).
        let start = Point::new(corner.x - along.0 * x, corner.y - along.1 * y);
        let end = Point::new(corner.x + out.0 * x, corner.y + out.1 * y);
        path.line_to(start);
        path.curve_to(
            Point::new(start.x + along.0 * x * ARC, start.y + along.1 * y * ARC),
            Point::new(end.x - out.0 * x * ARC, end.y - out.1 * y * ARC),
            end,
        );
    };
    corner(top_right, radius[1], (1.0, 0.0), (0.0, 1.0));
    corner(bottom_right, radius[2], (0.0, 1.0), (-1.0, 0.0));
    corner(bottom_left, radius[3], (-1.0, 0.0), (0.0, -1.0));
    corner(top_left, radius[0], (0.0, -1.0), (1.0, 0.0));
    path.close_path();
    path
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_outline_of_a_circle_is_as_long_as_one() {
        let rounded = RoundedRect { rect: Rect::new(0.0, 0.0, 20.0, 20.0), radii: [(10.0, 10.0); 4] };
        let length = outline(&rounded).perimeter(0.001);
        assert!((length - 62.83).abs() < 0.05, "{length}");
    }
}
