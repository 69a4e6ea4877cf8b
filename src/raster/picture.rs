//! Pictures: resampled to device px once, then drawn one to one.

use std::fmt;
use std::sync::Arc;

use kurbo::{Affine, BezPath, Rect as KurboRect};
use vello_cpu::peniko::{Extend, ImageAlphaType, ImageQuality, ImageSampler};
use vello_cpu::{Image, ImageSource, PixelMetadata, Pixmap, RenderContext};

use super::shape;
use crate::display::{PictureItem, Rect, Shape};
use crate::picture::{Picture, PictureFault, Pixels};

/// Most device px a side of a picture that is turned.
const MOST_TURNED: f32 = 8192.0;
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
        let target = snapped(item.target, scale);
        let Some((width, height)) = size(target) else { return Ok(()) };
        let pixels = picture.resampled(item.source, width, height)?;
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
        let seen = |length: f32, scale: f64| (f64::from(length) * scale).round().clamp(1.0, f64::from(MOST_TURNED));
        let (width, height) =
            (seen(item.target.width, libm::hypot(xx, yx)), seen(item.target.height, libm::hypot(xy, yy)));
        let pixels = picture.resampled(item.source, width as u32, height as u32)?;
        let sampler = ImageSampler { quality: ImageQuality::Medium, ..sampler() };
        let target = shape::rectangle(item.target);
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
pub(super) fn prepare(picture: &Picture, item: &PictureItem, scale: f32) {
    if let Some((width, height)) = size(snapped(item.target, scale)) {
        let _ = picture.resampled(item.source, width, height);
    }
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
