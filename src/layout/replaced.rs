//! Replaced boxes: pictures and inline SVG with their natural sizes, and how an object fits its box.

use std::sync::Arc;

use resvg::usvg::roxmltree;
use taffy::{AvailableSpace, LayoutInput, LayoutOutput, MaybeResolve, ResolveOrZero, SizingMode};

use super::mapping::Calcs;
use crate::display::Rect;
use crate::picture::Picture;
use crate::style::{BoxSizing, ObjectFit, Style};

/// The natural size of an object, as far as it has one, in px.
#[derive(Debug, Clone, Copy, Default, PartialEq)]
pub(super) struct Intrinsic {
    /// Width.
    pub(super) width: Option<f32>,
    /// Height.
    pub(super) height: Option<f32>,
    /// Width over height.
    pub(super) ratio: Option<f32>,
}

/// The natural size of a picture; a missing one is an empty box.
pub(super) fn intrinsic_picture(picture: Option<Arc<Picture>>) -> Intrinsic {
    match picture {
        Some(picture) if picture.width() > 0 && picture.height() > 0 => {
            let (width, height) = (picture.width() as f32, picture.height() as f32);
            Intrinsic { width: Some(width), height: Some(height), ratio: Some(width / height) }
        }
        _ => Intrinsic { width: Some(0.0), height: Some(0.0), ratio: None },
    }
}

/// The natural size of an inline SVG by its `width`, `height` and `viewBox`.
pub(super) fn intrinsic_svg(markup: &str) -> Intrinsic {
    let Ok(document) = roxmltree::Document::parse(markup) else { return Intrinsic::default() };
    let root = document.root_element();
    let length = |name| root.attribute(name).and_then(px);
    let (width, height) = (length("width"), length("height"));
    let view_box = root.attribute("viewBox").and_then(|text| {
        let numbers: Vec<f32> = text
            .split([' ', ',', '\n', '\t'])
            .filter(|part| !part.is_empty())
            .filter_map(|part| part.parse().ok())
            .collect();
        match numbers[..] {
            [_, _, width, height] if width > 0.0 && height > 0.0 => Some(width / height),
            _ => None,
        }
    });
    let own = match (width, height) {
        (Some(width), Some(height)) if height > 0.0 => Some(width / height),
        _ => None,
    };
    Intrinsic { width, height, ratio: own.or(view_box) }
}

/// An absolute length of an SVG attribute in px; percentages count as missing.
fn px(text: &str) -> Option<f32> {
    let text = text.trim();
    text.strip_suffix("px").unwrap_or(text).trim().parse().ok().filter(|value: &f32| value.is_finite() && *value >= 0.0)
}

/// Lays out a replaced box: CSS 2.1 sections 10.3.2, 10.4 and 10.6.2.
pub(super) fn compute_replaced(
    inputs: LayoutInput,
    flow: &taffy::Style,
    style: &Style,
    natural: Intrinsic,
    calcs: &Calcs,
) -> LayoutOutput {
    let calc = |handle, basis| calcs.resolve(handle, basis);
    let padding = flow.padding.resolve_or_zero(inputs.parent_size.width, calc);
    let border = flow.border.resolve_or_zero(inputs.parent_size.width, calc);
    let around = (padding + border).sum_axes();
    let inside = if style.box_sizing == BoxSizing::BorderBox { around } else { taffy::Size::ZERO };
    let resolved = |size: taffy::Size<Option<f32>>| taffy::Size {
        width: size.width.map(|width| (width - inside.width).max(0.0)),
        height: size.height.map(|height| (height - inside.height).max(0.0)),
    };
    let own = match inputs.sizing_mode {
        SizingMode::ContentSize => taffy::Size::NONE,
        SizingMode::InherentSize => resolved(flow.size.maybe_resolve(inputs.parent_size, calc)),
    };
    let min = resolved(flow.min_size.maybe_resolve(inputs.parent_size, calc));
    let max = resolved(flow.max_size.maybe_resolve(inputs.parent_size, calc));
    let known = inputs.known_dimensions;
    let width = known
        .width
        .map(|width| (width - around.width).max(0.0))
        .or(own.width.map(|width| clamp(width, min.width, max.width)));
    let height = known
        .height
        .map(|height| (height - around.height).max(0.0))
        .or(own.height.map(|height| clamp(height, min.height, max.height)));
    let ratio = style.aspect_ratio.or(natural.ratio).filter(|ratio| *ratio > 0.0);
    let (width, height) = match (width, height) {
        (Some(width), Some(height)) => (width, height),
        (Some(width), None) => {
            let height = ratio.map(|ratio| width / ratio).or(natural.height).unwrap_or(150.0);
            (width, clamp(height, min.height, max.height))
        }
        (None, Some(height)) => {
            let width = ratio.map(|ratio| height * ratio).or(natural.width).unwrap_or(300.0);
            (clamp(width, min.width, max.width), height)
        }
        (None, None) => {
            let available = match inputs.available_space.width {
                AvailableSpace::Definite(width) => Some((width - around.width).max(0.0)),
                _ => None,
            };
            free_size(natural, ratio, available, min, max)
        }
    };
    LayoutOutput::from_outer_size(taffy::Size { width: width + around.width, height: height + around.height })
}

/// The size when neither width nor height is given: the natural one within the limits, keeping its ratio.
fn free_size(
    natural: Intrinsic,
    ratio: Option<f32>,
    available: Option<f32>,
    min: taffy::Size<Option<f32>>,
    max: taffy::Size<Option<f32>>,
) -> (f32, f32) {
    let width = natural.width.or(natural.height.zip(ratio).map(|(height, ratio)| height * ratio));
    let width = width.or(available.filter(|_| ratio.is_some())).unwrap_or(300.0);
    let Some(ratio) = ratio else {
        return (clamp(width, min.width, max.width), clamp(natural.height.unwrap_or(150.0), min.height, max.height));
    };
    let width = clamp(width, min.width, max.width);
    let height = clamp(width / ratio, min.height, max.height);
    (clamp(height * ratio, min.width, max.width), height)
}

fn clamp(value: f32, min: Option<f32>, max: Option<f32>) -> f32 {
    let value = max.map_or(value, |max| value.min(max));
    min.map_or(value, |min| value.max(min))
}

/// Where an object of a natural size is drawn inside a content box: `object-fit` and `object-position`.
pub(super) fn object_rect(style: &Style, content: Rect, width: f32, height: f32) -> Rect {
    if width <= 0.0 || height <= 0.0 || content.width <= 0.0 || content.height <= 0.0 {
        return content;
    }
    let (across, down) = (content.width / width, content.height / height);
    let scale = match style.object_fit {
        ObjectFit::Fill => return content,
        ObjectFit::Contain => across.min(down),
        ObjectFit::Cover => across.max(down),
        ObjectFit::None => 1.0,
        ObjectFit::ScaleDown => across.min(down).min(1.0),
    };
    let (width, height) = (width * scale, height * scale);
    let (x, y) = &style.object_position;
    Rect::new(
        content.x + x.resolve(content.width - width),
        content.y + y.resolve(content.height - height),
        width,
        height,
    )
}
