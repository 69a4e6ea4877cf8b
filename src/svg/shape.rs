//! Areas: elements and clips.

use kurbo::BezPath;

use super::{Document, write};
use crate::display::{FillRule, Paint, RoundedRect, Shape};

impl Document<'_> {
    /// Writes a shape with a paint.
    pub(super) fn fill(&mut self, shape: &Shape, paint: &Paint) {
        let fill = self.paint(paint);
        element(&mut self.body, shape, "fill-rule", &fill);
        self.body.push('\n');
    }

    /// Defines a clip and returns its identifier.
    pub(super) fn clip(&mut self, shape: &Shape) -> String {
        let mut rest = String::from(">");
        element(&mut rest, shape, "clip-rule", "");
        self.define("clipPath", rest)
    }
}

/// Appends an element with the outline of a shape and further attributes.
pub(super) fn element(out: &mut String, shape: &Shape, rule_name: &str, attributes: &str) {
    let (rect, radius) = match shape {
        Shape::Rect(rect) => (*rect, (0.0, 0.0)),
        Shape::Rounded(rounded) if is_plain(rounded) => (rounded.rect, rounded.radii[0]),
        _ => return path_element(out, shape, rule_name, attributes),
    };
    out.push_str("<rect");
    for (name, value) in [("x", rect.x), ("y", rect.y)] {
        if value != 0.0 {
            write::attribute(out, name, f64::from(value));
        }
    }
    write::attribute(out, "width", f64::from(rect.width));
    write::attribute(out, "height", f64::from(rect.height));
    if radius.0 > 0.0 && radius.1 > 0.0 {
        write::attribute(out, "rx", f64::from(radius.0));
        if radius.0 != radius.1 {
            write::attribute(out, "ry", f64::from(radius.1));
        }
    }
    out.push_str(attributes);
    out.push_str("/>");
}

/// Whether an SVG `rect` can say it.
fn is_plain(rounded: &RoundedRect) -> bool {
    rounded.radii.iter().all(|radius| *radius == rounded.radii[0])
}

fn path_element(out: &mut String, shape: &Shape, rule_name: &str, attributes: &str) {
    let mut path = BezPath::new();
    let rule = shape.write_path(&mut path);
    out.push_str("<path d=\"");
    write::path_data(out, &path);
    out.push('"');
    if rule == FillRule::EvenOdd {
        out.push_str(&format!(" {rule_name}=\"evenodd\""));
    }
    out.push_str(attributes);
    out.push_str("/>");
}
