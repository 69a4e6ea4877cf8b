//! Glyphs: outlines, colour glyphs and bitmap glyphs as shapes, and letters as masks on finished pixels.

use kurbo::{Affine, Join, Stroke};
use parley::FontData;
use vello_cpu::peniko::Fill;
use vello_cpu::{Glyph, RenderContext, Resources};

use super::mask::{Mask, Placed};
use super::{Canvas, paint};
use crate::display::{Color, GlyphRun, Rect, slant};

/// How glyphs come to device px.
#[derive(Debug, Clone, Copy)]
pub(super) enum Way {
    /// At a scale. Baselines stand on whole device px, so that horizontal edges are crisp.
    Upright(f32),
    /// By a transform, wherever it puts them.
    Turned(Affine),
}

impl Way {
    fn scale(self) -> f32 {
        match self {
            Self::Upright(scale) => scale,
            Self::Turned(_) => 1.0,
        }
    }
}

/// Paints a run. Glyphs that a face does not have stay empty, since layout has reported them.
pub(super) fn paint(context: &mut RenderContext, resources: &mut Resources, face: &FontData, run: &GlyphRun, way: Way) {
    if run.size <= 0.0 || run.glyphs.is_empty() {
        return;
    }
    let embolden = run.embolden * way.scale();
    if embolden <= 0.0 {
        fill(context, resources, face, run, way);
        return;
    }
    // Synthetic bold is fill and outline together; of a translucent colour they must not add up.
    let translucent = run.color.a < 1.0;
    let solid = Color { a: 1.0, ..run.color };
    if translucent {
        context.push_opacity_layer(run.color.a.max(0.0));
    }
    let opaque = GlyphRun { color: solid, ..run.clone() };
    fill(context, resources, face, &opaque, way);
    context.set_stroke(Stroke::new(f64::from(embolden) * 2.0).with_join(Join::Miter).with_miter_limit(4.0));
    prepare(context, &opaque, way);
    // Blank glyphs are no fault.
    let _ = builder(context, resources, face, &opaque, way).stroke_glyphs(glyphs(&opaque, way));
    if translucent {
        context.pop_layer();
    }
}

fn fill(context: &mut RenderContext, resources: &mut Resources, face: &FontData, run: &GlyphRun, way: Way) {
    prepare(context, run, way);
    // Blank glyphs are no fault.
    let _ = builder(context, resources, face, run, way).fill_glyphs(glyphs(run, way));
}

fn prepare(context: &mut RenderContext, run: &GlyphRun, way: Way) {
    match way {
        Way::Upright(_) => context.reset_transform(),
        Way::Turned(transform) => context.set_transform(transform),
    }
    context.reset_paint_transform();
    // What was painted before may have left another rule; strokes of variable faces overlap.
    context.set_fill_rule(Fill::NonZero);
    context.set_paint(paint::color(run.color));
}

fn builder<'a>(
    context: &'a mut RenderContext,
    resources: &'a mut Resources,
    face: &FontData,
    run: &'a GlyphRun,
    way: Way,
) -> vello_cpu::GlyphRunBuilder<'a> {
    let size = run.size * way.scale();
    let mut builder = context.glyph_run(resources, face).font_size(size).hint(false).normalized_coords(&run.coords);
    if run.skew_deg != 0.0 {
        builder = builder.glyph_transform(Affine::skew(-slant(run.skew_deg), 0.0));
    }
    builder
}

/// A place to the nearest quarter of a device px, as browsers do: equal letters then often have equal pixels, which
/// makes files a quarter smaller.
pub(super) fn quarter(x: f32) -> f32 {
    (x * 4.0).round() / 4.0
}

fn glyphs(run: &GlyphRun, way: Way) -> impl Iterator<Item = Glyph> + Clone {
    run.glyphs.iter().map(move |glyph| match way {
        Way::Upright(scale) => Glyph { id: glyph.id, x: quarter(glyph.x * scale), y: (glyph.y * scale).round() },
        Way::Turned(_) => Glyph { id: glyph.id, x: glyph.x, y: glyph.y },
    })
}

/// The smallest rectangle around letters, in device px; `None` when there is nothing to see.
pub(super) fn bounds(letters: &[Placed]) -> Option<Rect> {
    let mut edges: Option<[i32; 4]> = None;
    for letter in letters {
        let (width, height) = (letter.mask.width as i32, letter.mask.height() as i32);
        let [left, top, right, bottom] = edges.unwrap_or([letter.x, letter.y, letter.x, letter.y]);
        let (x, y) = (letter.x, letter.y);
        edges = Some([left.min(x), top.min(y), right.max(x + width), bottom.max(y + height)]);
    }
    edges.map(|[left, top, right, bottom]| {
        Rect::new(left as f32, top as f32, (right - left) as f32, (bottom - top) as f32)
    })
}

/// Lays letters on the pixels of a canvas.
pub(super) fn lay(canvas: &mut Canvas, letters: &[Placed], color: Color) {
    let [red, green, blue, alpha] = color.to_rgba8().map(u32::from);
    // Coverage has few values: what each of them does to a channel is worked out once.
    let weights: [u32; 256] = std::array::from_fn(|coverage| (coverage as u32 * alpha + 127) / 255);
    for letter in letters {
        lay_letter(canvas, &letter.mask, letter.x, letter.y, [red, green, blue], &weights);
    }
}

fn lay_letter(canvas: &mut Canvas, mask: &Mask, x: i32, y: i32, color: [u32; 3], weights: &[u32; 256]) {
    let (width, height) = (canvas.width as i32, canvas.height as i32);
    let (from, to) = ((-x).clamp(0, mask.width as i32), (width - x).clamp(0, mask.width as i32));
    if from >= to {
        return;
    }
    for (row, coverage) in mask.coverage.chunks_exact(mask.width).enumerate() {
        let line = y + row as i32;
        if line < 0 || line >= height {
            continue;
        }
        let start = ((line * width + x + from) as usize) * 4;
        let coverage = coverage.get(from as usize..to as usize).unwrap_or_default();
        let Some(pixels) = canvas.data.get_mut(start..start + coverage.len() * 4) else { continue };
        let (pixels, _) = pixels.as_chunks_mut::<4>();
        for (pixel, coverage) in pixels.iter_mut().zip(coverage) {
            match weights[usize::from(*coverage)] {
                0 => {}
                255 => *pixel = [color[0] as u8, color[1] as u8, color[2] as u8, 255],
                weight => {
                    for (channel, value) in pixel.iter_mut().zip(color) {
                        *channel = mixed(u32::from(*channel), value, weight);
                    }
                }
            }
        }
    }
}

/// `weight` of 255 parts of the second value, the rest of the first, rounded.
#[inline]
fn mixed(below: u32, above: u32, weight: u32) -> u8 {
    ((below * (255 - weight) + above * weight + 127) / 255) as u8
}
