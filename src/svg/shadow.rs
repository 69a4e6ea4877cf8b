//! Box shadows: a shape under a gaussian blur, clipped to where it is seen.

use kurbo::BezPath;

use super::{Document, shape, write};
use crate::display::{FillRule, Paint, Rect, RoundedRect, Shadow, Shape};

/// How far a blur reaches, in standard deviations.
const REACH: f32 = 3.0;

impl Document<'_> {
    /// Writes a shadow outside its box, or inside it when it is inset.
    pub(super) fn shadow(&mut self, shadow: &Shadow) {
        let nothing = shadow.shape.rect.width <= 0.0 || shadow.shape.rect.height <= 0.0;
        if shadow.color.a <= 0.0 || (nothing && !shadow.inset) {
            return;
        }
        let reach = shadow.sigma * REACH + 1.0;
        let cast = if shadow.inset { frame(shadow, reach) } else { Shape::Rounded(shadow.shape) };
        let region = cast.bounds().inset(-reach, -reach, -reach, -reach);
        let clip =
            if shadow.inset { self.clip(&Shape::Rounded(shadow.clip)) } else { self.outside(shadow.clip, region) };
        let mut fill = self.paint(&Paint::Solid(shadow.color));
        if shadow.sigma > 0.0 {
            let blur = self.blur(shadow.sigma, region);
            fill.push_str(&format!(" filter=\"url(#{blur})\""));
        }
        self.body.push_str(&format!("<g clip-path=\"url(#{clip})\">"));
        shape::element(&mut self.body, &cast, "fill-rule", &fill);
        self.body.push_str("</g>\n");
    }

    fn blur(&mut self, sigma: f32, region: Rect) -> String {
        let mut rest = String::from(" filterUnits=\"userSpaceOnUse\" color-interpolation-filters=\"sRGB\"");
        for (name, value) in [("x", region.x), ("y", region.y), ("width", region.width), ("height", region.height)] {
            write::attribute(&mut rest, name, f64::from(value));
        }
        rest.push_str("><feGaussianBlur");
        write::attribute(&mut rest, "stdDeviation", f64::from(sigma));
        rest.push_str("/>");
        self.define("filter", rest)
    }

    /// A clip to a region without a box.
    fn outside(&mut self, hole: RoundedRect, region: Rect) -> String {
        let mut path = BezPath::new();
        Shape::Rect(region).write_path(&mut path);
        let mut inner = BezPath::new();
        Shape::Rounded(hole).write_path(&mut inner);
        path.extend(inner);
        self.clip(&Shape::Path(path.into(), FillRule::EvenOdd))
    }
}

/// What casts an inset shadow: all around the hole, as far as the blur can bring it in.
fn frame(shadow: &Shadow, reach: f32) -> Shape {
    let (hole, clip) = (shadow.shape.rect, shadow.clip.rect);
    let (left, top) = (hole.x.min(clip.x) - reach, hole.y.min(clip.y) - reach);
    let (right, bottom) = (hole.right().max(clip.right()) + reach, hole.bottom().max(clip.bottom()) + reach);
    let outer = RoundedRect { rect: Rect::new(left, top, right - left, bottom - top), radii: [(0.0, 0.0); 4] };
    if hole.width <= 0.0 || hole.height <= 0.0 {
        return Shape::Rounded(outer);
    }
    Shape::Ring { outer, inner: shadow.shape }
}
