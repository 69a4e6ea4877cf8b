//! Colour glyphs as vectors: the paint graph of a COLR table as groups, gradients, clips, masks and blends.
//!
//! Written in font units, y upwards, so that one definition serves every size. What SVG cannot say, which no embedded
//! font needs, is drawn simpler: a sweep gradient as its first colour, a rare Porter-Duff mode as plain painting.

use kurbo::{Affine, BezPath};
use skrifa::color::{Brush, ColorPainter, ColorStop, CompositeMode, Extend, Transform};
use skrifa::instance::{LocationRef, Size};
use skrifa::outline::{DrawSettings, OutlinePen};
use skrifa::raw::types::{BoundingBox, Point};
use skrifa::{FontRef, GlyphId, MetadataProvider};

use super::{Document, paint, write};
use crate::display::{Color, Stop};

/// The rest of the opening tag and the children of the group that draws a colour glyph; `None` when the glyph has no
/// colours.
pub(super) fn content(
    document: &mut Document<'_>,
    font: &FontRef<'_>,
    glyph: GlyphId,
    location: LocationRef<'_>,
    foreground: Color,
) -> Option<String> {
    let glyph = font.color_glyphs().get(glyph)?;
    let upem = f32::from(font.metrics(Size::unscaled(), LocationRef::default()).units_per_em);
    let palette = font.color_palettes().get(0).map(|palette| palette.colors().to_vec()).unwrap_or_default();
    let mut painter = Painter {
        document,
        font,
        location,
        palette: palette
            .iter()
            .map(|color| {
                let [r, g, b, a] =
                    [color.red, color.green, color.blue, color.alpha].map(|part| f32::from(part) / 255.0);
                Color { r, g, b, a }
            })
            .collect(),
        foreground,
        transforms: vec![Affine::IDENTITY],
        frames: vec![Frame::default()],
        region: BoundingBox { x_min: -upem, y_min: -upem, x_max: 2.0 * upem, y_max: 2.0 * upem },
    };
    glyph.paint(location, &mut painter).ok()?;
    // A malformed graph may leave frames open.
    while painter.frames.len() > 1 {
        painter.close_frame();
    }
    let frame = painter.frames.pop()?;
    let isolation = if frame.blends { " style=\"isolation:isolate\"" } else { "" };
    Some(format!("{isolation}>{}", frame.out))
}

/// What is being written: the root, a clip or a layer.
#[derive(Default)]
struct Frame {
    out: String,
    clip: Option<String>,
    /// Whether something in it blends with what lies below.
    blends: bool,
}

struct Painter<'d, 'a, 'f> {
    document: &'d mut Document<'a>,
    font: &'d FontRef<'f>,
    location: LocationRef<'d>,
    palette: Vec<Color>,
    foreground: Color,
    transforms: Vec<Affine>,
    frames: Vec<Frame>,
    /// Where anything may be painted.
    region: BoundingBox<f32>,
}

impl Painter<'_, '_, '_> {
    fn transform(&self) -> Affine {
        self.transforms.last().copied().unwrap_or_default()
    }

    fn append(&mut self, text: &str) {
        if let Some(frame) = self.frames.last_mut() {
            frame.out.push_str(text);
        }
    }

    fn color(&self, index: u16, alpha: f32) -> Color {
        let color = if index == u16::MAX { Some(&self.foreground) } else { self.palette.get(usize::from(index)) };
        let color = color.copied().unwrap_or(Color::BLACK);
        Color { a: color.a * alpha, ..color }
    }

    /// A path element without its end: outline and transform.
    fn path(&self, glyph: GlyphId) -> Option<String> {
        let mut pen = Pen(BezPath::new());
        let settings = DrawSettings::unhinted(Size::unscaled(), self.location);
        self.font.outline_glyphs().get(glyph)?.draw(settings, &mut pen).ok()?;
        if pen.0.elements().is_empty() {
            return None;
        }
        let mut out = String::from("<path d=\"");
        write::path_data(&mut out, &pen.0);
        out.push('"');
        if self.transform() != Affine::IDENTITY {
            out.push_str(" transform=\"");
            write::matrix(&mut out, self.transform());
            out.push('"');
        }
        Some(out)
    }

    /// Attributes that fill with a brush which has a transform of its own.
    fn brush(&mut self, brush: &Brush<'_>, transform: Affine) -> String {
        let mut fill = String::new();
        let (tag, mut rest, stops, extend) = match brush {
            Brush::Solid { palette_index, alpha } => {
                write::color(&mut fill, "fill", self.color(*palette_index, *alpha));
                return fill;
            }
            Brush::SweepGradient { color_stops, .. } => {
                let color =
                    color_stops.first().map_or(Color::TRANSPARENT, |stop| self.color(stop.palette_index, stop.alpha));
                write::color(&mut fill, "fill", color);
                return fill;
            }
            Brush::LinearGradient { p0, p1, color_stops, extend } => {
                ("linearGradient", linear(*p0, *p1), self.stops(color_stops), *extend)
            }
            Brush::RadialGradient { c0, r0, c1, r1, color_stops, extend } => {
                let mut stops = self.stops(color_stops);
                let rest = if r0 > r1 {
                    // SVG wants the small circle first.
                    stops.reverse();
                    for stop in &mut stops {
                        stop.offset = 1.0 - stop.offset;
                    }
                    radial((*c1, *r1), (*c0, *r0))
                } else {
                    radial((*c0, *r0), (*c1, *r1))
                };
                ("radialGradient", rest, stops, *extend)
            }
        };
        rest.push_str(" gradientUnits=\"userSpaceOnUse\"");
        match extend {
            Extend::Repeat => rest.push_str(" spreadMethod=\"repeat\""),
            Extend::Reflect => rest.push_str(" spreadMethod=\"reflect\""),
            _ => {}
        }
        if transform != Affine::IDENTITY {
            rest.push_str(" gradientTransform=\"");
            write::matrix(&mut rest, transform);
            rest.push('"');
        }
        rest.push('>');
        paint::write_stops(&mut rest, &stops);
        let id = self.document.define(tag, rest);
        format!(" fill=\"url(#{id})\"")
    }

    fn stops(&self, stops: &[ColorStop]) -> Vec<Stop> {
        stops
            .iter()
            .map(|stop| Stop { offset: stop.offset, color: self.color(stop.palette_index, stop.alpha) })
            .collect()
    }

    fn region_attributes(&self) -> String {
        let region = self.region;
        let mut out = String::new();
        let sides = [
            ("x", region.x_min),
            ("y", region.y_min),
            ("width", region.x_max - region.x_min),
            ("height", region.y_max - region.y_min),
        ];
        for (name, value) in sides {
            write::attribute(&mut out, name, f64::from(value));
        }
        out
    }

    /// Writes the innermost clip or layer into what surrounds it.
    fn close_frame(&mut self) {
        let Some(frame) = self.frames.pop() else { return };
        match frame.clip {
            Some(clip) => self.append(&format!("<g clip-path=\"url(#{clip})\">{}</g>", frame.out)),
            None => self.append(&frame.out),
        }
        if let Some(outer) = self.frames.last_mut() {
            outer.blends |= frame.blends;
        }
    }
}

impl ColorPainter for Painter<'_, '_, '_> {
    fn push_transform(&mut self, transform: Transform) {
        self.transforms.push(self.transform() * affine(transform));
    }

    fn pop_transform(&mut self) {
        self.transforms.pop();
    }

    fn push_clip_glyph(&mut self, glyph: GlyphId) {
        let mut rest = String::from(">");
        if let Some(path) = self.path(glyph) {
            rest.push_str(&path);
            rest.push_str("/>");
        }
        let clip = self.document.define("clipPath", rest);
        self.frames.push(Frame { clip: Some(clip), ..Frame::default() });
    }

    fn push_clip_box(&mut self, clip_box: BoundingBox<f32>) {
        // The box of a glyph encloses what it paints; it is needed only to know how large a plain fill is.
        if self.frames.len() == 1 {
            self.region = clip_box;
        }
        self.frames.push(Frame::default());
    }

    fn pop_clip(&mut self) {
        if self.frames.len() > 1 {
            self.close_frame();
        }
    }

    fn fill(&mut self, brush: Brush<'_>) {
        let fill = self.brush(&brush, self.transform());
        let region = self.region_attributes();
        self.append(&format!("<rect{region}{fill}/>"));
    }

    fn fill_glyph(&mut self, glyph: GlyphId, brush_transform: Option<Transform>, brush: Brush<'_>) {
        if let Some(path) = self.path(glyph) {
            let fill = self.brush(&brush, brush_transform.map_or(Affine::IDENTITY, affine));
            self.append(&path);
            self.append(&fill);
            self.append("/>");
        }
    }

    fn push_layer(&mut self, _mode: CompositeMode) {
        self.frames.push(Frame::default());
    }

    fn pop_layer_with_mode(&mut self, mode: CompositeMode) {
        if self.frames.len() < 2 {
            return;
        }
        let Some(layer) = self.frames.pop() else { return };
        let region = self.region_attributes();
        let Some(below) = self.frames.last_mut() else { return };
        let content =
            if layer.blends { format!("<g style=\"isolation:isolate\">{}</g>", layer.out) } else { layer.out };
        match mode {
            CompositeMode::SrcIn | CompositeMode::DestIn => {
                let old = std::mem::take(&mut below.out);
                let (shown, mask) = if mode == CompositeMode::SrcIn { (content, old) } else { (old, content) };
                let mask = self
                    .document
                    .define("mask", format!(" style=\"mask-type:alpha\" maskUnits=\"userSpaceOnUse\"{region}>{mask}"));
                self.append(&format!("<g mask=\"url(#{mask})\">{shown}</g>"));
            }
            mode => match blend(mode) {
                Some(name) => {
                    below.blends = true;
                    below.out.push_str(&format!("<g style=\"mix-blend-mode:{name}\">{content}</g>"));
                }
                None => below.out.push_str(&content),
            },
        }
    }
}

/// The CSS name of a blend.
fn blend(mode: CompositeMode) -> Option<&'static str> {
    Some(match mode {
        CompositeMode::Screen => "screen",
        CompositeMode::Overlay => "overlay",
        CompositeMode::Darken => "darken",
        CompositeMode::Lighten => "lighten",
        CompositeMode::ColorDodge => "color-dodge",
        CompositeMode::ColorBurn => "color-burn",
        CompositeMode::HardLight => "hard-light",
        CompositeMode::SoftLight => "soft-light",
        CompositeMode::Difference => "difference",
        CompositeMode::Exclusion => "exclusion",
        CompositeMode::Multiply => "multiply",
        CompositeMode::HslHue => "hue",
        CompositeMode::HslSaturation => "saturation",
        CompositeMode::HslColor => "color",
        CompositeMode::HslLuminosity => "luminosity",
        _ => return None,
    })
}

fn linear(from: Point<f32>, to: Point<f32>) -> String {
    let mut out = String::new();
    for (name, value) in [("x1", from.x), ("y1", from.y), ("x2", to.x), ("y2", to.y)] {
        write::attribute(&mut out, name, f64::from(value));
    }
    out
}

fn radial((inner, inner_radius): (Point<f32>, f32), (outer, outer_radius): (Point<f32>, f32)) -> String {
    let mut out = String::new();
    for (name, value) in [("cx", outer.x), ("cy", outer.y), ("r", outer_radius.max(0.0))] {
        write::attribute(&mut out, name, f64::from(value));
    }
    if inner != outer {
        write::attribute(&mut out, "fx", f64::from(inner.x));
        write::attribute(&mut out, "fy", f64::from(inner.y));
    }
    if inner_radius > 0.0 {
        write::attribute(&mut out, "fr", f64::from(inner_radius));
    }
    out
}

fn affine(transform: Transform) -> Affine {
    let Transform { xx, yx, xy, yy, dx, dy } = transform;
    Affine::new([xx, yx, xy, yy, dx, dy].map(f64::from))
}

struct Pen(BezPath);

impl OutlinePen for Pen {
    fn move_to(&mut self, x: f32, y: f32) {
        self.0.move_to((f64::from(x), f64::from(y)));
    }

    fn line_to(&mut self, x: f32, y: f32) {
        self.0.line_to((f64::from(x), f64::from(y)));
    }

    fn quad_to(&mut self, cx0: f32, cy0: f32, x: f32, y: f32) {
        self.0.quad_to((f64::from(cx0), f64::from(cy0)), (f64::from(x), f64::from(y)));
    }

    fn curve_to(&mut self, cx0: f32, cy0: f32, cx1: f32, cy1: f32, x: f32, y: f32) {
        self.0.curve_to(
            (f64::from(cx0), f64::from(cy0)),
            (f64::from(cx1), f64::from(cy1)),
            (f64::from(x), f64::from(y)),
        );
    }

    fn close(&mut self) {
        self.0.close_path();
    }
}
