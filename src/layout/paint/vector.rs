//! Inline SVG as display items: outlines, gradients, opacity and clips. What has no counterpart makes the whole drawing `None`.
//!
//! No file, address or font is ever opened.

use std::sync::Arc;

use kurbo::{Affine, BezPath, Cap, Join, Shape as _, StrokeOpts};
use resvg::tiny_skia::{Path as SkiaPath, PathSegment, Transform};
use resvg::usvg::{self, Group, ImageHrefResolver, Node, Options, PaintOrder, SpreadMethod};

use crate::display::{Color, FillRule, Item, Paint, Point, Rect, Shape, Stop};

/// The drawing of an inline SVG in its content box; `color` stands for `currentColor`.
pub(super) fn vector(markup: &str, content: Rect, color: Color) -> Option<Vec<Item>> {
    let sized = sized(markup, content.width, content.height, color)?;
    let options = Options {
        image_href_resolver: ImageHrefResolver {
            resolve_data: Box::new(|_, _, _| None),
            resolve_string: Box::new(|_, _| None),
        },
        ..Options::default()
    };
    let tree = usvg::Tree::from_str(&sized, &options).ok()?;
    let place = Affine::translate((f64::from(content.x), f64::from(content.y)));
    let mut drawing = Drawing { place, items: Vec::new() };
    drawing.group(tree.root())?;
    let items = drawing.items;
    let bounds = tree.root().abs_stroke_bounding_box();
    let slack = 0.01;
    let inside = bounds.x() >= -slack
        && bounds.y() >= -slack
        && bounds.right() <= content.width + slack
        && bounds.bottom() <= content.height + slack;
    if inside || items.is_empty() {
        return Some(items);
    }
    let mut clipped = vec![Item::Clip(Shape::Rect(content))];
    clipped.extend(items);
    clipped.push(Item::EndClip);
    Some(clipped)
}

/// The markup with the size of its box on the root element, so that `viewBox` and `preserveAspectRatio` refer to that,
/// and with the colour that `currentColor` means.
pub(super) fn sized(markup: &str, width: f32, height: f32, color: Color) -> Option<String> {
    if width <= 0.0 || height <= 0.0 {
        return None;
    }
    let document = usvg::roxmltree::Document::parse(markup).ok()?;
    let root = document.root_element();
    let mut cuts: Vec<std::ops::Range<usize>> = root
        .attributes()
        .filter(|attribute| {
            attribute.namespace().is_none() && matches!(attribute.name(), "width" | "height" | "style" | "color")
        })
        .map(|attribute| attribute.range())
        .collect();
    let has_view_box = root.attribute("viewBox").is_some();
    let view_box = match (root.attribute("width").and_then(px), root.attribute("height").and_then(px)) {
        // Without a view box the drawing is not scaled, but cut or extended.
        _ if has_view_box => String::new(),
        _ => format!(" viewBox=\"0 0 {width} {height}\""),
    };
    cuts.sort_by_key(|cut| cut.start);
    let mut text = String::with_capacity(markup.len() + 64);
    let mut from = 0;
    for cut in cuts {
        text.push_str(markup.get(from..cut.start)?);
        from = cut.end;
    }
    text.push_str(markup.get(from..)?);
    let name = text.find("<svg")? + "<svg".len();
    let [r, g, b, _] = color.to_rgba8();
    let color = format!("#{r:02x}{g:02x}{b:02x}");
    text.insert_str(name, &format!(" color=\"{color}\" width=\"{width}\" height=\"{height}\"{view_box}"));
    Some(text)
}

fn px(text: &str) -> Option<f32> {
    text.trim().trim_end_matches("px").parse().ok()
}

struct Drawing {
    place: Affine,
    items: Vec<Item>,
}

impl Drawing {
    fn group(&mut self, group: &Group) -> Option<()> {
        if group.mask().is_some() || !group.filters().is_empty() || group.blend_mode() != usvg::BlendMode::Normal {
            return None;
        }
        let opacity = group.opacity().get();
        let mut clips = 0;
        let mut clip = group.clip_path();
        while let Some(path) = clip {
            let to_card = self.place * affine(group.abs_transform()) * affine(path.transform());
            self.items.push(Item::Clip(clip_shape(path.root(), to_card)?));
            clips += 1;
            clip = path.clip_path();
        }
        if opacity < 1.0 {
            self.items.push(Item::Opacity(opacity));
        }
        for node in group.children() {
            match node {
                Node::Group(inner) => self.group(inner)?,
                Node::Path(path) => self.path(path)?,
                Node::Image(_) | Node::Text(_) => return None,
            }
        }
        if opacity < 1.0 {
            self.items.push(Item::EndOpacity);
        }
        self.items.extend(std::iter::repeat_n(Item::EndClip, clips));
        Some(())
    }

    fn path(&mut self, path: &usvg::Path) -> Option<()> {
        if !path.is_visible() {
            return Some(());
        }
        if path.paint_order() == PaintOrder::StrokeAndFill {
            self.stroke(path)?;
            return self.fill(path);
        }
        self.fill(path)?;
        self.stroke(path)
    }

    fn fill(&mut self, path: &usvg::Path) -> Option<()> {
        let Some(fill) = path.fill() else { return Some(()) };
        let to_card = self.place * affine(path.abs_transform());
        let paint = paint(fill.paint(), fill.opacity().get(), to_card)?;
        let rule = match fill.rule() {
            usvg::FillRule::NonZero => FillRule::NonZero,
            usvg::FillRule::EvenOdd => FillRule::EvenOdd,
        };
        self.push(to_card * outline(path.data()), rule, paint);
        Some(())
    }

    fn stroke(&mut self, path: &usvg::Path) -> Option<()> {
        let Some(stroke) = path.stroke() else { return Some(()) };
        let to_card = self.place * affine(path.abs_transform());
        let paint = paint(stroke.paint(), stroke.opacity().get(), to_card)?;
        let cap = match stroke.linecap() {
            usvg::LineCap::Butt => Cap::Butt,
            usvg::LineCap::Round => Cap::Round,
            usvg::LineCap::Square => Cap::Square,
        };
        let join = match stroke.linejoin() {
            usvg::LineJoin::Miter | usvg::LineJoin::MiterClip => Join::Miter,
            usvg::LineJoin::Round => Join::Round,
            usvg::LineJoin::Bevel => Join::Bevel,
        };
        let mut style = kurbo::Stroke::new(f64::from(stroke.width().get()))
            .with_caps(cap)
            .with_join(join)
            .with_miter_limit(f64::from(stroke.miterlimit().get()));
        if let Some(pattern) = stroke.dasharray() {
            style = style.with_dashes(f64::from(stroke.dashoffset()), pattern.iter().map(|length| f64::from(*length)));
        }
        let scale = to_card.determinant().abs().sqrt().max(1e-6);
        let outline = kurbo::stroke(outline(path.data()).iter(), &style, &StrokeOpts::default(), 0.02 / scale);
        self.push(to_card * outline, FillRule::NonZero, paint);
        Some(())
    }

    fn push(&mut self, path: BezPath, rule: FillRule, paint: Paint) {
        let bounds = path.bounding_box();
        if bounds.is_finite() && bounds.width() > 0.0 && bounds.height() > 0.0 {
            self.items.push(Item::Fill(Shape::Path(Arc::new(path), rule), paint));
        }
    }
}

/// The area of a clip path, when all its parts can be one path.
fn clip_shape(root: &Group, to_card: Affine) -> Option<Shape> {
    let mut path = BezPath::new();
    let mut rules = Vec::new();
    collect_clip(root, to_card, &mut path, &mut rules)?;
    let rule = match rules[..] {
        [rule] => rule,
        _ if rules.iter().all(|rule| *rule == FillRule::NonZero) => FillRule::NonZero,
        _ => return None,
    };
    Some(Shape::Path(Arc::new(path), rule))
}

fn collect_clip(group: &Group, to_card: Affine, all: &mut BezPath, rules: &mut Vec<FillRule>) -> Option<()> {
    if group.clip_path().is_some() {
        return None;
    }
    for node in group.children() {
        match node {
            Node::Group(inner) => collect_clip(inner, to_card, all, rules)?,
            Node::Path(path) => {
                all.extend(to_card * affine(path.abs_transform()) * outline(path.data()));
                let even_odd = path.fill().is_some_and(|fill| fill.rule() == usvg::FillRule::EvenOdd);
                rules.push(if even_odd { FillRule::EvenOdd } else { FillRule::NonZero });
            }
            Node::Image(_) | Node::Text(_) => return None,
        }
    }
    Some(())
}

fn paint(paint: &usvg::Paint, opacity: f32, to_card: Affine) -> Option<Paint> {
    match paint {
        usvg::Paint::Color(color) => Some(Paint::Solid(shade(*color, opacity))),
        usvg::Paint::LinearGradient(gradient) => {
            let base: &usvg::BaseGradient = gradient;
            let transform = to_card * affine(base.transform());
            let from = kurbo::Point::new(f64::from(gradient.x1()), f64::from(gradient.y1()));
            let to = kurbo::Point::new(f64::from(gradient.x2()), f64::from(gradient.y2()));
            let stops = stops(base, opacity)?;
            let along = to - from;
            let square = along.hypot2();
            if square <= 0.0 || transform.determinant().abs() < 1e-12 {
                return stops.last().map(|stop| Paint::Solid(stop.color));
            }
            // Where the value grows fastest on the card: the inverse transposed transform of the gradient vector.
            let [a, b, c, d, _, _] = transform.inverse().as_coeffs();
            let slope = kurbo::Vec2::new((a * along.x + b * along.y) / square, (c * along.x + d * along.y) / square);
            let start = transform * from;
            let end = start + slope / slope.hypot2();
            Some(Paint::Linear { start: point(start), end: point(end), stops })
        }
        usvg::Paint::RadialGradient(gradient) => {
            let base: &usvg::BaseGradient = gradient;
            let stops = stops(base, opacity)?;
            let centred =
                gradient.fx() == gradient.cx() && gradient.fy() == gradient.cy() && gradient.fr().get() == 0.0;
            let transform = to_card * affine(base.transform());
            let [a, b, c, d, _, _] = transform.as_coeffs();
            let radius = f64::from(gradient.r().get());
            let (across, down, slant) = (a * a + c * c, b * b + d * d, a * b + c * d);
            if !centred || slant.abs() > 1e-3 * across.max(down) || across <= 0.0 || down <= 0.0 || radius <= 0.0 {
                return None;
            }
            Some(Paint::Radial {
                center: point(transform * kurbo::Point::new(f64::from(gradient.cx()), f64::from(gradient.cy()))),
                radius_x: (across.sqrt() * radius) as f32,
                radius_y: (down.sqrt() * radius) as f32,
                stops,
            })
        }
        usvg::Paint::Pattern(_) => None,
    }
}

fn stops(gradient: &usvg::BaseGradient, opacity: f32) -> Option<Arc<[Stop]>> {
    if gradient.spread_method() != SpreadMethod::Pad {
        return None;
    }
    Some(
        gradient
            .stops()
            .iter()
            .map(|stop| Stop {
                offset: stop.offset().get(),
                color: shade(stop.color(), stop.opacity().get() * opacity),
            })
            .collect(),
    )
}

fn shade(color: usvg::Color, alpha: f32) -> Color {
    let part = |value: u8| f32::from(value) / 255.0;
    Color { r: part(color.red), g: part(color.green), b: part(color.blue), a: alpha }
}

fn point(point: kurbo::Point) -> Point {
    Point { x: point.x as f32, y: point.y as f32 }
}

fn affine(transform: Transform) -> Affine {
    Affine::new([transform.sx, transform.ky, transform.kx, transform.sy, transform.tx, transform.ty].map(f64::from))
}

fn outline(path: &SkiaPath) -> BezPath {
    let at = |point: resvg::tiny_skia::Point| (f64::from(point.x), f64::from(point.y));
    let mut outline = BezPath::new();
    for segment in path.segments() {
        match segment {
            PathSegment::MoveTo(point) => outline.move_to(at(point)),
            PathSegment::LineTo(point) => outline.line_to(at(point)),
            PathSegment::QuadTo(control, point) => outline.quad_to(at(control), at(point)),
            PathSegment::CubicTo(first, second, point) => outline.curve_to(at(first), at(second), at(point)),
            PathSegment::Close => outline.close_path(),
        }
    }
    outline
}

#[cfg(test)]
mod tests {
    use super::*;

    const RED: Color = Color { r: 1.0, g: 0.0, b: 0.0, a: 1.0 };

    fn path_bounds(items: &[Item]) -> kurbo::Rect {
        match items {
            [Item::Fill(Shape::Path(path, _), _)] => path.bounding_box(),
            _ => panic!("not one path: {items:?}"),
        }
    }

    #[test]
    fn a_drawing_fills_its_box_and_takes_the_text_colour() {
        let markup = r#"<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 24 24" width="24" fill="currentColor"><path d="M0 0h24v24z"/></svg>"#;
        let items = vector(markup, Rect::new(10.0, 20.0, 48.0, 48.0), RED).unwrap_or_default();
        assert_eq!(path_bounds(&items), kurbo::Rect::new(10.0, 20.0, 58.0, 68.0));
        assert!(matches!(items[..], [Item::Fill(_, Paint::Solid(RED))]));
    }

    #[test]
    fn a_stroke_becomes_an_outline() {
        let markup = r#"<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 20 20"><path d="M5 10h10" stroke="red" stroke-width="4"/></svg>"#;
        let items = vector(markup, Rect::new(0.0, 0.0, 20.0, 20.0), RED).unwrap_or_default();
        assert_eq!(path_bounds(&items), kurbo::Rect::new(5.0, 8.0, 15.0, 12.0));
    }

    #[test]
    fn a_filter_cannot_be_shown() {
        let markup = r##"<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 20 20"><filter id="f"><feGaussianBlur stdDeviation="2"/></filter><rect filter="url(#f)" width="9" height="9"/></svg>"##;
        assert!(vector(markup, Rect::new(0.0, 0.0, 20.0, 20.0), RED).is_none());
    }
}
