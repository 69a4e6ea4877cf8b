//! Pictures: resampled to device px once, then drawn one to one.

use std::fmt;
use std::sync::Arc;

use kurbo::{Affine, BezPath, Rect as KurboRect};
use vello_cpu::peniko::{Extend, ImageAlphaType, ImageQuality, ImageSampler};
use vello_cpu::{Image, ImageSource, PixelMetadata, Pixmap, RenderContext};

use super::shape;
use crate::display::{PictureItem, Rect, Shape};
use crate::picture::{Picture, PictureFault, Pixels};

/// Most device px a side of a picture that is resampled whole.
const MOST_SIDE: f64 = 8192.0;
/// Device px that every picture may have and be resampled whole, however small the card.
const MOST_WHOLE: f64 = 4.0 * 1024.0 * 1024.0;
/// How many cards a pixmap is kept that no card shows.
const KEPT: u32 = 2;

/// Pictures in the form of the renderer, kept while cards show the same pixels.
#[derive(Default)]
pub(super) struct Pixmaps {
    entries: Vec<Entry>,
}

struct Entry {
    pixels: Arc<Pixels>,
    pixmap: Arc<Pixmap>,
    idle: u32,
}

impl fmt::Debug for Pixmaps {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "Pixmaps({})", self.entries.len())
    }
}

impl Pixmaps {
    /// Paints a picture: its target snaps to whole device px, its clip is kept as it is.
    pub(super) fn paint(
        &mut self,
        context: &mut RenderContext,
        picture: &Picture,
        item: &PictureItem,
        scale: f32,
        path: &mut BezPath,
    ) -> Result<(), PictureFault> {
        let whole = snapped(item.target, scale);
        let Some((target, source)) = cut(whole, item.source, card(context)) else { return Ok(()) };
        let Some((width, height)) = size(target) else { return Ok(()) };
        let pixels = picture.resampled(source, width, height)?;
        let image = Image { image: ImageSource::Pixmap(self.pixmap(&pixels)), sampler: sampler() };
        context.reset_transform();
        context.set_paint(image);
        context.set_paint_transform(Affine::translate((target.x0, target.y0)));
        if let Shape::Rect(clip) = &item.clip {
            context.fill_rect(&target.intersect(snapped(*clip, scale)));
            return Ok(());
        }
        let to_device = Affine::scale(f64::from(scale));
        let bounds = to_device.transform_rect_bbox(shape::rectangle(item.clip.bounds()));
        let inside = target.inflate(0.51, 0.51).contains_rect(bounds);
        if !inside {
            context.push_clip_rect(&target);
        }
        context.set_transform(to_device);
        context.set_paint_transform(to_device.inverse() * Affine::translate((target.x0, target.y0)));
        shape::fill(context, &item.clip, path);
        if !inside {
            context.pop_clip();
        }
        context.reset_paint_transform();
        Ok(())
    }

    /// Paints a picture under a transform that turns it, from px of about the size in which it is seen.
    pub(super) fn paint_turned(
        &mut self,
        context: &mut RenderContext,
        picture: &Picture,
        item: &PictureItem,
        to_device: Affine,
        path: &mut BezPath,
    ) -> Result<(), PictureFault> {
        let [xx, yx, xy, yy, ..] = to_device.as_coeffs();
        let (along, down) = (libm::hypot(xx, yx), libm::hypot(xy, yy));
        let card = card(context);
        let mut target = shape::rectangle(item.target);
        let mut source = item.source;
        let mut most = MOST_SIDE;
        if is_large(target.width() * along, target.height() * down, card) {
            // Only what the card shows of it, and that not finer than it is seen.
            let behind = to_device.inverse().transform_rect_bbox(card.inflate(2.0, 2.0));
            let Some(part) = part_of(target, source, behind) else { return Ok(()) };
            (target, source) = part;
            most = (2.0 * libm::hypot(card.width(), card.height())).min(MOST_SIDE);
        }
        let (width, height) = (
            (target.width() * along).round().clamp(1.0, most.max(1.0)),
            (target.height() * down).round().clamp(1.0, most.max(1.0)),
        );
        let pixels = picture.resampled(source, width as u32, height as u32)?;
        let sampler = ImageSampler { quality: ImageQuality::Medium, ..sampler() };
        let unit = Affine::scale_non_uniform(target.width() / width, target.height() / height);
        context.set_transform(to_device);
        context.set_paint(Image { image: ImageSource::Pixmap(self.pixmap(&pixels)), sampler });
        context.set_paint_transform(Affine::translate((target.x0, target.y0)) * unit);
        let inside = target.inflate(0.01, 0.01).contains_rect(shape::rectangle(item.clip.bounds()));
        if !inside {
            context.push_clip_rect(&target);
        }
        shape::fill(context, &item.clip, path);
        if !inside {
            context.pop_clip();
        }
        context.reset_paint_transform();
        Ok(())
    }

    /// The pixels of a picture that hides everything below it on a card of `width` x `height` device px.
    pub(super) fn covering(
        picture: &Picture,
        item: &PictureItem,
        scale: f32,
        (width, height): (u16, u16),
    ) -> Option<Arc<Pixels>> {
        let Shape::Rect(clip) = &item.clip else { return None };
        let all = KurboRect::new(0.0, 0.0, f64::from(width), f64::from(height));
        if snapped(item.target, scale) != all || !snapped(*clip, scale).contains_rect(all) {
            return None;
        }
        let pixels = picture.resampled(item.source, u32::from(width), u32::from(height)).ok()?;
        pixels.opaque.then_some(pixels)
    }

    fn pixmap(&mut self, pixels: &Arc<Pixels>) -> Arc<Pixmap> {
        if let Some(entry) = self.entries.iter_mut().find(|entry| Arc::ptr_eq(&entry.pixels, pixels)) {
            entry.idle = 0;
            return entry.pixmap.clone();
        }
        let metadata = PixelMetadata::new(ImageAlphaType::AlphaPremultiplied, !pixels.opaque);
        let mut data = Vec::with_capacity(pixels.data.len());
        data.extend_from_slice(&pixels.data);
        let pixmap = Arc::new(Pixmap::from_parts(data, pixels.width as u16, pixels.height as u16, metadata));
        self.entries.push(Entry { pixels: pixels.clone(), pixmap: pixmap.clone(), idle: 0 });
        pixmap
    }

    /// Lets go of what the last cards did not show.
    pub(super) fn forget_unused(&mut self) {
        for entry in &mut self.entries {
            entry.idle += 1;
        }
        self.entries.retain(|entry| entry.idle <= KEPT);
    }
}

/// Resamples a picture, which keeps the result. What is wrong with it is found again when it is painted.
pub(super) fn prepare(picture: &Picture, item: &PictureItem, scale: f32, (width, height): (f32, f32)) {
    let card = KurboRect::new(0.0, 0.0, f64::from((width * scale).round()), f64::from((height * scale).round()));
    if let Some((target, source)) = cut(snapped(item.target, scale), item.source, card)
        && let Some((width, height)) = size(target)
    {
        let _ = picture.resampled(source, width, height);
    }
}

/// The device px of a card or a layer.
fn card(context: &RenderContext) -> KurboRect {
    KurboRect::new(0.0, 0.0, f64::from(context.width()), f64::from(context.height()))
}

/// Whether only a part of a picture would be resampled where so many device px are seen.
pub(super) fn is_cut(item: &PictureItem, scale: f32, (width, height): (u16, u16)) -> bool {
    let target = snapped(item.target, scale);
    is_large(target.width(), target.height(), KurboRect::new(0.0, 0.0, f64::from(width), f64::from(height)))
}

/// Whether so many device px are far more than a card shows.
fn is_large(width: f64, height: f64, card: KurboRect) -> bool {
    width > MOST_SIDE || height > MOST_SIDE || width * height > (4.0 * card.area()).max(MOST_WHOLE)
}

/// Of a target far larger than the card the part that is seen, and the part of the picture that belongs there. All others are kept whole:
/// the next card may show the same pixels elsewhere.
fn cut(target: KurboRect, source: Rect, card: KurboRect) -> Option<(KurboRect, Rect)> {
    if is_large(target.width(), target.height(), card) { part_of(target, source, card) } else { Some((target, source)) }
}

/// The part of a target inside an area, and the part of the picture that belongs there.
fn part_of(target: KurboRect, source: Rect, area: KurboRect) -> Option<(KurboRect, Rect)> {
    let part = target.intersect(area);
    if !(part.width() > 0.0 && part.height() > 0.0) {
        return None;
    }
    let (across, down) = (f64::from(source.width) / target.width(), f64::from(source.height) / target.height());
    let own = Rect::new(
        source.x + ((part.x0 - target.x0) * across) as f32,
        source.y + ((part.y0 - target.y0) * down) as f32,
        (part.width() * across) as f32,
        (part.height() * down) as f32,
    );
    Some((part, own))
}

/// Width and height of a target in device px; `None` when nothing of it can be seen.
fn size(target: KurboRect) -> Option<(u32, u32)> {
    let (width, height) = (target.width(), target.height());
    let seen = |length: f64| (1.0..=f64::from(u16::MAX)).contains(&length);
    (seen(width) && seen(height)).then_some((width as u32, height as u32))
}

/// The nearest whole device px.
pub(super) fn snapped(rect: Rect, scale: f32) -> KurboRect {
    let edge = |value: f32| f64::from((value * scale).round());
    KurboRect::new(edge(rect.x), edge(rect.y), edge(rect.right()), edge(rect.bottom()))
}

/// One to one, without interpolation.
pub(super) fn sampler() -> ImageSampler {
    ImageSampler { x_extend: Extend::Pad, y_extend: Extend::Pad, quality: ImageQuality::Low, alpha: 1.0 }
}
