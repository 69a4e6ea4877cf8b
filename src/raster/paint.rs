//! Colours and gradients in the form of the renderer.

use kurbo::{Affine, Point as KurboPoint};
use vello_cpu::RenderContext;
use vello_cpu::peniko::{ColorStop, ColorStops, Gradient};

use super::VelloColor;
use crate::display::{Color, Paint, Point, Stop};

/// Sets the paint of what is filled next. Gradients are mixed in premultiplied sRGB, which is the renderer's default.
pub(super) fn set(context: &mut RenderContext, paint: &Paint) {
    context.reset_paint_transform();
    match paint {
        Paint::Solid(solid) => context.set_paint(color(*solid)),
        Paint::Linear { start, end, stops } => {
            let length = (end.x - start.x).abs().max((end.y - start.y).abs());
            if length < 1e-4 {
                context.set_paint(last_color(stops));
            } else {
                context.set_paint(Gradient::new_linear(point(*start), point(*end)).with_stops(color_stops(stops)));
            }
        }
        Paint::Radial { center, radius_x, radius_y, stops } => {
            if *radius_x < 1e-4 || *radius_y < 1e-4 {
                context.set_paint(last_color(stops));
            } else {
                let size = Affine::scale_non_uniform(f64::from(*radius_x), f64::from(*radius_y));
                context.set_paint_transform(Affine::translate(point(*center).to_vec2()) * size);
                context.set_paint(Gradient::new_radial(KurboPoint::ZERO, 1.0).with_stops(color_stops(stops)));
            }
        }
    }
}

/// A colour in the form of the renderer.
pub(super) fn color(color: Color) -> VelloColor {
    VelloColor::new([color.r, color.g, color.b, color.a].map(|part| part.clamp(0.0, 1.0)))
}

fn last_color(stops: &[Stop]) -> VelloColor {
    stops.last().map_or(VelloColor::TRANSPARENT, |stop| color(stop.color))
}

fn point(point: Point) -> KurboPoint {
    KurboPoint::new(f64::from(point.x), f64::from(point.y))
}

/// The stops with offsets that never fall and stay between 0 and 1, as the renderer demands.
fn color_stops(stops: &[Stop]) -> ColorStops {
    let mut reached = 0.0_f32;
    let stops = stops.iter().map(|stop| {
        reached = stop.offset.clamp(0.0, 1.0).max(reached);
        ColorStop { offset: reached, color: color(stop.color).into() }
    });
    ColorStops(stops.collect())
}
