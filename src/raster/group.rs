//! Groups that need px of their own: filters, masks, shadows of letters, shadows of boxes that are turned.
//!
//! A group is painted on a layer of the size of what it covers, changed there, and drawn as a picture.

use std::sync::Arc;

use kurbo::Affine;
use vello_cpu::peniko::{ImageAlphaType, ImageQuality};
use vello_cpu::{Image, ImageSource, PixelMetadata, Pixmap, PixmapMut, RasterizerSettings, RenderContext, TargetInit};

use super::{Rasterizer, VelloColor, filter, picture, scaled, shape};
use crate::display::{DisplayList, Filter, Item, MaskLayer, Placement, Rect, Shadow, TextShadow, group, mean_scale};

/// Most device px that a group is painted beyond the edges of what it is drawn on: a blur has no use for more.
const FARTHEST: f32 = 1024.0;
/// Most device px a side of a shadow that is turned.
const WIDEST: f32 = 4096.0;

/// Pixels of a group: premultiplied RGBA, and where they are in device px.
#[derive(Debug)]
pub(super) struct Layer {
    pub(super) x: i32,
    pub(super) y: i32,
    pub(super) width: usize,
    pub(super) height: usize,
    pub(super) data: Vec<u8>,
}

/// Whole device px around something.
#[derive(Debug, Clone, Copy)]
struct Region {
    x: i32,
    y: i32,
    width: u16,
    height: u16,
}

impl Region {
    fn around(rect: Rect) -> Option<Self> {
        let (x, y) = (rect.x.floor(), rect.y.floor());
        let (width, height) = (rect.right().ceil() - x, rect.bottom().ceil() - y);
        let sound = [width, height].iter().all(|side| (1.0..=f32::from(u16::MAX)).contains(side)) && x.is_finite();
        sound.then_some(Self { x: x as i32, y: y as i32, width: width as u16, height: height as u16 })
    }
}

/// The items that are painted together: a group that needs a layer, else the first one alone.
pub(super) fn unit(items: &[Item]) -> &[Item] {
    match items.first() {
        Some(Item::Filter(_) | Item::Mask(_)) => group(items),
        _ => items.get(..1).unwrap_or_default(),
    }
}

impl Rasterizer {
    /// Paints items one after the other; nothing is set aside.
    pub(super) fn paint_all(&mut self, list: &DisplayList, items: &[Item], scale: f32, transform: Affine) {
        let mut transforms = vec![transform];
        let mut rest = items;
        while let Some(item) = rest.first() {
            let now = unit(rest);
            rest = rest.get(now.len()..).unwrap_or_default();
            let current = transforms.last().copied().unwrap_or(Affine::IDENTITY);
            match item {
                Item::Transform(own) => transforms.push(current * *own),
                Item::EndTransform => drop(transforms.pop()),
                _ => self.paint(list, now, scale, current),
            }
        }
    }

    /// Paints a group with filters.
    pub(super) fn filtered(
        &mut self,
        list: &DisplayList,
        (whole, filters): (&[Item], &[Filter]),
        scale: f32,
        transform: Affine,
    ) {
        let device = Affine::scale(f64::from(scale)) * transform;
        let grown = |filter: &Filter| match filter {
            Filter::Blur(_) | Filter::DropShadow { .. } => {
                let area = filter.grown(Rect::default());
                area.right().max(area.bottom()).max(-area.x).max(-area.y)
            }
            Filter::Matrix(_) => 0.0,
        };
        let reach = filters.iter().map(grown).sum::<f32>() * mean_scale(device);
        let Some(region) = self.region(list, whole, scale, transform, reach) else { return };
        let inside = whole.get(1..whole.len().saturating_sub(1)).unwrap_or_default();
        let mut layer = self.layer(list, inside, scale, transform, region);
        for filter in filters {
            filter::apply(&mut layer, filter, device);
        }
        self.draw(layer);
    }

    /// Paints a group where its mask is.
    pub(super) fn masked(
        &mut self,
        list: &DisplayList,
        (whole, layers): (&[Item], &[MaskLayer]),
        scale: f32,
        transform: Affine,
    ) {
        let Some(region) = self.region(list, whole, scale, transform, 0.0) else { return };
        let mut coverage: Option<Vec<u8>> = None;
        for mask in layers.iter().rev() {
            let own = self.layer(list, &mask.items, scale, transform, region);
            let own = filter::coverage(&own.data, mask.luminance);
            coverage = Some(match coverage {
                None => own,
                Some(below) => filter::composite(own, &below, mask.intersect),
            });
        }
        let Some(coverage) = coverage else { return };
        let inside = whole.get(1..whole.len().saturating_sub(1)).unwrap_or_default();
        let mut layer = self.layer(list, inside, scale, transform, region);
        filter::cover(&mut layer.data, &coverage);
        self.draw(layer);
    }

    /// Paints the shadow of letters.
    pub(super) fn text_shadow(&mut self, list: &DisplayList, shadow: &TextShadow, scale: f32, transform: Affine) {
        let device = Affine::scale(f64::from(scale)) * transform;
        let sigma = shadow.sigma * mean_scale(device);
        if sigma < 0.1 {
            return self.paint_all(list, &shadow.items, scale, transform);
        }
        let reach = sigma * crate::display::BLUR_REACH;
        let whole = [Item::TextShadow(shadow.clone())];
        let Some(region) = self.region(list, &whole, scale, transform, reach) else { return };
        let mut layer = self.layer(list, &shadow.items, scale, transform, region);
        filter::blur(&mut layer, sigma);
        self.draw(layer);
    }

    /// Paints the shadow of a box under a transform that turns it.
    pub(super) fn turned_shadow(&mut self, list: &DisplayList, shadow: &Shadow, device: Affine) {
        let [xx, yx, xy, yy, ..] = device.as_coeffs();
        let item = Item::Shadow(shadow.clone());
        let Some(own) = list.extent(std::slice::from_ref(&item), Affine::IDENTITY) else { return };
        let scale = libm::hypot(xx, yx).max(libm::hypot(xy, yy)) as f32;
        let scale = scale.min(WIDEST / own.width.max(own.height));
        let Some(region) = Region::around(scaled(own, scale)) else { return };
        let Layer { x, y, width, height, data } = self.layer(list, &[item], scale, Affine::IDENTITY, region);
        let sampler = vello_cpu::peniko::ImageSampler { quality: ImageQuality::Medium, ..picture::sampler() };
        let image = Image { image: ImageSource::Pixmap(pixmap(data, width, height)), sampler };
        let unit = 1.0 / f64::from(scale);
        self.context.set_transform(device);
        self.context.set_paint(image);
        self.context.set_paint_transform(Affine::scale(unit) * Affine::translate((f64::from(x), f64::from(y))));
        let area = Rect::new(x as f32, y as f32, width as f32, height as f32);
        self.context.fill_rect(&shape::rectangle(scaled(area, unit as f32)));
        self.context.reset_paint_transform();
    }

    /// The whole device px that a group can cover, as far as they or what a blur brings in from them are seen.
    fn region(&self, list: &DisplayList, items: &[Item], scale: f32, transform: Affine, reach: f32) -> Option<Region> {
        let extent = scaled(list.extent(items, transform)?, scale).inset(-1.0, -1.0, -1.0, -1.0);
        let reach = -reach.min(FARTHEST).ceil();
        let seen = Rect::new(0.0, 0.0, f32::from(self.context.width()), f32::from(self.context.height()));
        Region::around(extent.intersection(seen.inset(reach, reach, reach, reach))?)
    }

    /// Paints items on px of their own.
    fn layer(&mut self, list: &DisplayList, items: &[Item], scale: f32, transform: Affine, region: Region) -> Layer {
        let settings = *self.context.render_settings();
        let mut own = self.spare.pop().unwrap_or_else(|| RenderContext::new_with(1, 1, settings));
        own.reset_and_resize(region.width, region.height);
        std::mem::swap(&mut self.context, &mut own);
        let place = Placement { scale: 1.0, x: -(region.x as f32) / scale, y: -(region.y as f32) / scale };
        if transform == Affine::IDENTITY {
            self.paint_all(list, &place.items(items), scale, transform);
        } else {
            self.paint_all(list, items, scale, place.affine() * transform);
        }
        self.context.flush();
        let (width, height) = (usize::from(region.width), usize::from(region.height));
        let mut data = vec![0; width * height * 4];
        if let Some(target) = PixmapMut::new(region.width, region.height, &mut data) {
            let target_init = TargetInit::Clear(VelloColor::TRANSPARENT);
            let settings = RasterizerSettings { target_init, ..RasterizerSettings::default() };
            self.context.render_with(target, &mut self.resources, settings);
        }
        self.context.reset();
        std::mem::swap(&mut self.context, &mut own);
        self.spare.push(own);
        Layer { x: region.x, y: region.y, width, height, data }
    }

    /// Draws a layer at its place.
    fn draw(&mut self, layer: Layer) {
        let Layer { x, y, width, height, data } = layer;
        let image = Image { image: ImageSource::Pixmap(pixmap(data, width, height)), sampler: picture::sampler() };
        self.context.reset_transform();
        self.context.set_paint(image);
        self.context.set_paint_transform(Affine::translate((f64::from(x), f64::from(y))));
        let area = Rect::new(x as f32, y as f32, width as f32, height as f32);
        self.context.fill_rect(&shape::rectangle(area));
        self.context.reset_paint_transform();
    }
}

fn pixmap(data: Vec<u8>, width: usize, height: usize) -> Arc<Pixmap> {
    let metadata = PixelMetadata::new(ImageAlphaType::AlphaPremultiplied, true);
    Arc::new(Pixmap::from_parts(data, width as u16, height as u16, metadata))
}
