//! Glyphs: outlines, colour glyphs and bitmap glyphs.

use kurbo::{Affine, Join, Stroke};
use parley::FontData;
use vello_cpu::peniko::Fill;
use vello_cpu::{Glyph, RenderContext, Resources};

use super::paint;
use crate::display::{Color, GlyphRun};

/// Paints a run. Baselines stand on whole device px, so that horizontal edges are crisp; glyphs that a face does not
/// have stay empty, since layout has reported them.
pub(super) fn paint(
    context: &mut RenderContext,
    resources: &mut Resources,
    face: &FontData,
    run: &GlyphRun,
    scale: f32,
) {
    if run.size <= 0.0 || run.glyphs.is_empty() {
        return;
    }
    let embolden = run.embolden * scale;
    if embolden <= 0.0 {
        fill(context, resources, face, run, scale);
        return;
    }
    // Synthetic bold is fill and outline together; of a translucent colour they must not add up.
    let translucent = run.color.a < 1.0;
    let solid = Color { a: 1.0, ..run.color };
    if translucent {
        context.push_opacity_layer(run.color.a.max(0.0));
    }
    let opaque = GlyphRun { color: solid, ..run.clone() };
    fill(context, resources, face, &opaque, scale);
    context.set_stroke(Stroke::new(f64::from(embolden) * 2.0).with_join(Join::Miter).with_miter_limit(4.0));
    prepare(context, &opaque);
    // Blank glyphs are no fault.
    let _ = builder(context, resources, face, &opaque, scale).stroke_glyphs(glyphs(&opaque, scale));
    if translucent {
        context.pop_layer();
    }
}

fn fill(context: &mut RenderContext, resources: &mut Resources, face: &FontData, run: &GlyphRun, scale: f32) {
    prepare(context, run);
    // Blank glyphs are no fault.
    let _ = builder(context, resources, face, run, scale).fill_glyphs(glyphs(run, scale));
}

fn prepare(context: &mut RenderContext, run: &GlyphRun) {
    context.reset_transform();
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
    scale: f32,
) -> vello_cpu::GlyphRunBuilder<'a> {
    let mut builder =
        context.glyph_run(resources, face).font_size(run.size * scale).hint(false).normalized_coords(&run.coords);
    if run.skew_deg != 0.0 {
        builder = builder.glyph_transform(Affine::skew(-slant(run.skew_deg), 0.0));
    }
    builder
}

/// The tangent of a slant in degrees; a positive slant leans to the right, as an italic does.
fn slant(degrees: f32) -> f64 {
    libm::tan(f64::from(degrees.clamp(-80.0, 80.0)).to_radians())
}

/// A place to the nearest quarter of a device px, as browsers do: equal letters then often have equal pixels, which
/// makes files a quarter smaller.
fn quarter(x: f32) -> f32 {
    (x * 4.0).round() / 4.0
}

fn glyphs(run: &GlyphRun, scale: f32) -> impl Iterator<Item = Glyph> + Clone {
    run.glyphs.iter().map(move |glyph| Glyph {
        id: glyph.id,
        x: quarter(glyph.x * scale),
        y: (glyph.y * scale).round(),
    })
}
