//! Areas: filling and clipping.

use kurbo::{BezPath, Rect as KurboRect};
use vello_cpu::RenderContext;
use vello_cpu::peniko::Fill;

use crate::display::{FillRule, Rect, Shape};

/// Fills a shape with the paint that is set, under the transform that is set.
pub(super) fn fill(context: &mut RenderContext, shape: &Shape, path: &mut BezPath) {
    if let Shape::Rect(rect) = shape {
        context.fill_rect(&rectangle(*rect));
        return;
    }
    let rule = shape.write_path(path);
    context.set_fill_rule(fill_rule(rule));
    context.fill_path(path);
}

/// Clips to a shape until `pop_clip`. What is painted inside still blends with what lies below.
pub(super) fn push_clip(context: &mut RenderContext, shape: &Shape, path: &mut BezPath) {
    if let Shape::Rect(rect) = shape {
        context.push_clip_rect(&rectangle(*rect));
        return;
    }
    let rule = shape.write_path(path);
    context.set_fill_rule(fill_rule(rule));
    context.push_clip_path(path);
}

/// A rectangle in the form of the renderer.
pub(super) fn rectangle(rect: Rect) -> KurboRect {
    KurboRect::new(f64::from(rect.x), f64::from(rect.y), f64::from(rect.right()), f64::from(rect.bottom()))
}

fn fill_rule(rule: FillRule) -> Fill {
    match rule {
        FillRule::NonZero => Fill::NonZero,
        FillRule::EvenOdd => Fill::EvenOdd,
    }
}
