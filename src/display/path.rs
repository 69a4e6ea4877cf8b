//! Shapes as Bézier paths.

use kurbo::BezPath;

use super::{FillRule, Rect, RoundedRect, Shape};

/// How far the control points of a quarter circle lie from its ends, in radii.
const KAPPA: f64 = 0.552_284_749_8;

impl Shape {
    /// Writes the outline into `path` (emptied first) and returns what is inside it.
    pub fn write_path(&self, path: &mut BezPath) -> FillRule {
        path.truncate(0);
        match self {
            Self::Rect(rect) => append_rect(path, *rect),
            Self::Rounded(rounded) => append_rounded(path, rounded),
            Self::Ring { outer, inner } => {
                append_rounded(path, outer);
                // The other way round: where both edges are one (a side without border), their coverages cancel to nothing, also
                // inside a px. By the even-odd rule a hairline would be left.
                let mut hole = BezPath::new();
                append_rounded(&mut hole, inner);
                path.extend(hole.reverse_subpaths());
            }
            Self::Path(own, rule) => {
                path.extend(own.iter());
                return *rule;
            }
        }
        FillRule::NonZero
    }

    /// The smallest rectangle around the shape (around the control points of a path).
    pub fn bounds(&self) -> Rect {
        match self {
            Self::Rect(rect) => *rect,
            Self::Rounded(rounded) => rounded.rect,
            Self::Ring { outer, .. } => outer.rect,
            Self::Path(path, _) => {
                let bounds = path.control_box();
                Rect::new(bounds.x0 as f32, bounds.y0 as f32, bounds.width() as f32, bounds.height() as f32)
            }
        }
    }
}

fn append_rect(path: &mut BezPath, rect: Rect) {
    let (left, top) = (f64::from(rect.x), f64::from(rect.y));
    let (right, bottom) = (f64::from(rect.right()), f64::from(rect.bottom()));
    path.move_to((left, top));
    path.line_to((right, top));
    path.line_to((right, bottom));
    path.line_to((left, bottom));
    path.close_path();
}

/// Appends a rounded rectangle, clockwise from the top left corner.
pub fn append_rounded(path: &mut BezPath, rounded: &RoundedRect) {
    if rounded.is_sharp() {
        return append_rect(path, rounded.rect);
    }
    let rect = rounded.rect;
    let (left, top) = (f64::from(rect.x), f64::from(rect.y));
    let (right, bottom) = (f64::from(rect.right()), f64::from(rect.bottom()));
    // A corner of which one radius is 0 is sharp.
    let [a, b, c, d] =
        rounded.radii.map(|(x, y)| if x > 0.0 && y > 0.0 { (f64::from(x), f64::from(y)) } else { (0.0, 0.0) });
    let rest = 1.0 - KAPPA;
    path.move_to((left + a.0, top));
    path.line_to((right - b.0, top));
    path.curve_to((right - b.0 * rest, top), (right, top + b.1 * rest), (right, top + b.1));
    path.line_to((right, bottom - c.1));
    path.curve_to((right, bottom - c.1 * rest), (right - c.0 * rest, bottom), (right - c.0, bottom));
    path.line_to((left + d.0, bottom));
    path.curve_to((left + d.0 * rest, bottom), (left, bottom - d.1 * rest), (left, bottom - d.1));
    path.line_to((left, top + a.1));
    path.curve_to((left, top + a.1 * rest), (left + a.0 * rest, top), (left + a.0, top));
    path.close_path();
}
