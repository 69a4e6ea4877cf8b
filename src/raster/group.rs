//! Groups that need px of their own: filters, masks, shadows of letters, shadows of boxes that are turned.
//!
//! A group is painted on a layer of the size of what it covers, changed there, and drawn as a picture.

use std::sync::Arc;

use kurbo::Affine;
use vello_cpu::peniko::{ImageAlphaType, ImageQuality};
use vello_cpu::{Image, ImageSource, PixelMetadata, Pixmap, PixmapMut, RasterizerSettings, RenderContext, TargetInit};

use super::filter::Layer;
use super::{Rasterizer, VelloColor, filter, picture, scaled, shape};
use crate::display::{
    BLUR_REACH, DisplayList, Filter, Item, MaskLayer, Placement, Rect, Shadow, TextShadow, around, group, mean_scale,
};

/// Most device px from which a blur brings something in: what a wider one would bring from further away is a trace of colour.
const FARTHEST: f32 = 1024.0;
/// Most device px a side of a shadow that is turned.
const WIDEST: f32 = 4096.0;

/// Whole device px around something.
#[derive(Debug, Clone, Copy)]
pub(super) struct Region {
    pub(super) x: i32,
    pub(super) y: i32,
    pub(super) width: u16,
    pub(super) height: u16,
}

impl Region {
    pub(super) fn around(rect: Rect) -> Option<Self> {
        let (x, y) = (rect.x.floor(), rect.y.floor());
        let (width, height) = (rect.right().ceil() - x, rect.bottom().ceil() - y);
        let sound = [width, height].iter().all(|side| (1.0..=f32::from(u16::MAX)).contains(side)) && x.is_finite();
        sound.then_some(Self { x: x as i32, y: y as i32, width: width as u16, height: height as u16 })
    }

    /// What brings items of the card to their places here.
    pub(super) fn place(self, scale: f32) -> Placement {
        Placement { scale: 1.0, x: -(self.x as f32) / scale, y: -(self.y as f32) / scale }
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
            if self.held.is_full() && self.held.open == 0 && self.held.target.is_some() {
                self.render_layer();
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
        let filters: Vec<Filter> = filters.iter().map(|filter| filter.under(device)).collect();
        let inside = whole.get(1..whole.len().saturating_sub(1)).unwrap_or_default();
        let Some(region) = self.region(list, inside, scale, transform, &filters) else { return };
        let Some(mut layer) = self.layer(list, inside, scale, transform, region) else { return };
        for filter in &filters {
            filter::apply(&mut layer, filter);
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
        let Some(region) = self.region(list, whole, scale, transform, &[]) else { return };
        let mut coverage: Option<Vec<u8>> = None;
        for mask in layers.iter().rev() {
            let Some(own) = self.layer(list, &mask.items, scale, transform, region) else { return };
            let own = filter::coverage(&own.data, mask.luminance);
            self.held.wait(region.bytes(), 0);
            coverage = Some(match coverage {
                None => own,
                Some(below) => filter::composite(own, &below, mask.intersect),
            });
        }
        let Some(coverage) = coverage else { return };
        let inside = whole.get(1..whole.len().saturating_sub(1)).unwrap_or_default();
        let Some(mut layer) = self.layer(list, inside, scale, transform, region) else { return };
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
        let Some(region) = self.region(list, &shadow.items, scale, transform, &[Filter::Blur(sigma)]) else { return };
        let Some(mut layer) = self.layer(list, &shadow.items, scale, transform, region) else { return };
        filter::blur(&mut layer, sigma);
        self.draw(layer);
    }

    /// Paints the shadow of a box under a transform that turns it.
    pub(super) fn turned_shadow(&mut self, list: &DisplayList, shadow: &Shadow, device: Affine) {
        let [xx, yx, xy, yy, ..] = device.as_coeffs();
        let item = Item::Shadow(shadow.clone());
        let Some(whole) = list.extent(std::slice::from_ref(&item), Affine::IDENTITY) else { return };
        let card = self.card().inset(-2.0, -2.0, -2.0, -2.0);
        let Some(own) = whole.intersection(around(device.inverse(), card)) else { return };
        let scale = libm::hypot(xx, yx).max(libm::hypot(xy, yy)) as f32;
        let scale = scale.min(WIDEST / own.width.max(own.height));
        let Some(region) = Region::around(scaled(own, scale)) else { return };
        let Some(layer) = self.layer(list, &[item], scale, Affine::IDENTITY, region) else { return };
        let Layer { x, y, width, height, data } = layer;
        self.held.wait(data.len(), data.len());
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

    /// The card or the layer that is being painted, in device px.
    fn card(&self) -> Rect {
        Rect::new(0.0, 0.0, f32::from(self.context.width()), f32::from(self.context.height()))
    }

    /// The whole device px that items and filters on them (in device px) need, as far as what comes of it is seen.
    fn region(
        &mut self,
        list: &DisplayList,
        items: &[Item],
        scale: f32,
        transform: Affine,
        filters: &[Filter],
    ) -> Option<Region> {
        let extent = scaled(list.extent(items, transform)?, scale).inset(-1.0, -1.0, -1.0, -1.0);
        let area = needed(self.card(), extent, filters)?;
        let most = f32::from(u16::MAX);
        self.held.excess |= area.width >= most || area.height >= most;
        Region::around(area)
    }

    /// Works with a context of the size of a region in the place of the card's.
    pub(super) fn in_region(&mut self, region: Region, work: impl FnOnce(&mut Self)) {
        let settings = *self.context.render_settings();
        let mut own = self.spare.pop().unwrap_or_else(|| RenderContext::new_with(1, 1, settings));
        own.reset_and_resize(region.width, region.height);
        std::mem::swap(&mut self.context, &mut own);
        work(self);
        std::mem::swap(&mut self.context, &mut own);
        self.spare.push(own);
    }

    /// Paints items on px of their own; `None` when they would need too much memory.
    fn layer(
        &mut self,
        list: &DisplayList,
        items: &[Item],
        scale: f32,
        transform: Affine,
        region: Region,
    ) -> Option<Layer> {
        if !self.held.take(region.bytes()) {
            return None;
        }
        let outer = (std::mem::take(&mut self.held.waiting), std::mem::take(&mut self.held.open));
        let target = self.held.target.replace((vec![0; region.bytes()], false));
        let place = region.place(scale);
        self.in_region(region, |own| {
            if transform == Affine::IDENTITY {
                own.paint_all(list, &place.items(items), scale, transform);
            } else {
                own.paint_all(list, items, scale, place.affine() * transform);
            }
            own.render_layer();
        });
        let (data, _) = std::mem::replace(&mut self.held.target, target)?;
        (self.held.waiting, self.held.open) = outer;
        let (width, height) = (usize::from(region.width), usize::from(region.height));
        Some(Layer { x: region.x, y: region.y, width, height, data })
    }

    /// Renders what was painted on a layer so far, where no clip and no group is open.
    fn render_layer(&mut self) {
        let Some((data, begun)) = &mut self.held.target else { return };
        self.context.flush();
        if let Some(target) = PixmapMut::new(self.context.width(), self.context.height(), data) {
            let target_init = if *begun { TargetInit::SrcOver } else { TargetInit::Clear(VelloColor::TRANSPARENT) };
            let settings = RasterizerSettings { target_init, ..RasterizerSettings::default() };
            self.context.render_with(target, &mut self.resources, settings);
        }
        *begun = true;
        self.context.reset();
        self.held.let_go();
    }

    /// Draws the part of a layer that is seen at its place.
    fn draw(&mut self, layer: Layer) {
        let taken = layer.data.len();
        let size = (usize::from(self.context.width()), usize::from(self.context.height()));
        let layer = layer.cut(size);
        self.held.wait(taken, layer.data.len());
        let Layer { x, y, width, height, data } = layer;
        if data.is_empty() {
            return;
        }
        let image = Image { image: ImageSource::Pixmap(pixmap(data, width, height)), sampler: picture::sampler() };
        self.context.reset_transform();
        self.context.set_paint(image);
        self.context.set_paint_transform(Affine::translate((f64::from(x), f64::from(y))));
        let area = Rect::new(x as f32, y as f32, width as f32, height as f32);
        self.context.fill_rect(&shape::rectangle(area));
        self.context.reset_paint_transform();
    }
}

impl Region {
    fn bytes(self) -> usize {
        usize::from(self.width) * usize::from(self.height) * 4
    }
}

impl Layer {
    /// What lies on a card of `width` x `height` device px.
    fn cut(self, (width, height): (usize, usize)) -> Self {
        let range = |start: i32, length: usize, most: usize| {
            let end = (i64::from(start) + length as i64).clamp(0, most as i64);
            let from = i64::from(start).clamp(0, end);
            (from as i32, (from - i64::from(start)).max(0) as usize, (end - from) as usize)
        };
        let (x, left, columns) = range(self.x, self.width, width);
        let (y, top, rows) = range(self.y, self.height, height);
        if (columns, rows) == (self.width, self.height) {
            return self;
        }
        let mut data = Vec::with_capacity(columns * rows * 4);
        if columns > 0 {
            for row in self.data.chunks_exact(self.width * 4).skip(top).take(rows) {
                data.extend_from_slice(row.get(left * 4..(left + columns) * 4).unwrap_or_default());
            }
        }
        Self { x, y, width: columns, height: rows, data }
    }
}

/// Where a group that covers `own` has to be painted and filtered so that all that is seen of it on a card comes out; `None` when nothing is.
fn needed(card: Rect, own: Rect, filters: &[Filter]) -> Option<Rect> {
    let grown = |area: Rect, sigma: f32| {
        let reach = -(sigma * BLUR_REACH).min(FARTHEST).ceil();
        area.inset(reach, reach, reach, reach)
    };
    let mut stages = vec![own];
    stages.extend(filters.iter().scan(own, |area, filter| {
        *area = filter.grown(*area);
        Some(*area)
    }));
    let mut area = card.intersection(*stages.last()?)?;
    let mut all = area;
    for (filter, before) in filters.iter().zip(&stages).rev() {
        let here = area.intersection(*before);
        let found = match filter {
            Filter::Blur(sigma) => grown(area, *sigma).intersection(*before),
            Filter::Matrix(_) => here,
            Filter::DropShadow { x, y, sigma, .. } => {
                let cast = grown(Rect::new(area.x - x, area.y - y, area.width, area.height), *sigma);
                let cast = cast.intersection(*before);
                here.map_or(cast, |here| Some(cast.map_or(here, |cast| cast.union(here))))
            }
        };
        area = found?;
        all = all.union(area);
    }
    Some(all)
}

fn pixmap(data: Vec<u8>, width: usize, height: usize) -> Arc<Pixmap> {
    let metadata = PixelMetadata::new(ImageAlphaType::AlphaPremultiplied, true);
    Arc::new(Pixmap::from_parts(data, width as u16, height as u16, metadata))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::display::samples::{color, list, rect, solid};
    use crate::raster::Canvas;

    fn pixel(canvas: &Canvas, x: usize, y: usize) -> &[u8] {
        &canvas.data[(y * canvas.width as usize + x) * 4..][..3]
    }

    #[test]
    fn a_layer_is_cut_to_the_card() {
        let layer = |x, y| Layer { x, y, width: 2, height: 2, data: (0..16).collect() };
        let cut = layer(-1, -1).cut((9, 9));
        assert_eq!((cut.x, cut.y, cut.width, cut.height, cut.data), (0, 0, 1, 1, (12..16).collect()));
        let cut = layer(8, 3).cut((9, 9));
        assert_eq!((cut.x, cut.y, cut.width, cut.height, cut.data), (8, 3, 1, 2, vec![0, 1, 2, 3, 8, 9, 10, 11]));
        assert!(layer(20, -7).cut((9, 9)).data.is_empty());
    }

    #[test]
    fn many_filtered_boxes_are_rendered_as_they_come() {
        let filter = || Item::Filter(Arc::from([Filter::Matrix(std::array::from_fn(|at| f32::from(at % 6 == 0)))]));
        let own =
            |index: u32| [filter(), solid(rect(index as f32, 0.0, 2000.0, 2000.0), color(index)), Item::EndFilter];
        let mut list = list((1..=40).flat_map(own).collect());
        (list.width, list.height) = (1000.0, 1000.0);
        let mut rasterizer = Rasterizer::new();
        let canvas = rasterizer.raster(&list, 1.0).unwrap();
        assert_eq!((pixel(canvas, 20, 5), pixel(canvas, 500, 5)), (&[0, 0, 20][..], &[0, 0, 40][..]));
        // The same inside a group of its own.
        let mut items = vec![filter()];
        items.append(&mut list.items);
        items.push(Item::EndFilter);
        list.items = items;
        let canvas = rasterizer.raster(&list, 1.0).unwrap();
        assert_eq!((pixel(canvas, 20, 5), pixel(canvas, 500, 5)), (&[0, 0, 20][..], &[0, 0, 40][..]));
        assert!(rasterizer.held.all == 0 && rasterizer.held.waiting == 0);
    }

    #[test]
    fn what_needs_too_much_at_once_is_an_error() {
        let depth = 80;
        let mut items = vec![Item::Filter(Arc::from([Filter::Blur(1.0)])); depth];
        items.push(solid(rect(0.0, 0.0, 1000.0, 1000.0), color(0)));
        items.extend(vec![Item::EndFilter; depth]);
        let mut list = list(items);
        (list.width, list.height) = (1000.0, 1000.0);
        let error = Rasterizer::new().raster(&list, 1.0).unwrap_err();
        assert_eq!(error.message(), "filters, masks and shadows of the card need more than 256 MB at once");
    }

    #[test]
    fn only_what_is_seen_is_painted() {
        let card = Rect::new(0.0, 0.0, 100.0, 100.0);
        let own = Rect::new(-500.0, 10.0, 520.0, 20.0);
        assert_eq!(needed(card, own, &[]), Some(Rect::new(0.0, 10.0, 20.0, 20.0)));
        assert_eq!(needed(card, own, &[Filter::Blur(2.0)]), Some(Rect::new(-6.0, 4.0, 32.0, 32.0)));
        let shadow = |x| Filter::DropShadow { x, y: 0.0, sigma: 0.0, color: color(0) };
        assert_eq!(needed(card, own, &[shadow(1e6)]), Some(Rect::new(0.0, 10.0, 100.0, 20.0)));
        assert_eq!(needed(card, own, &[shadow(200.0)]), Some(Rect::new(-200.0, 10.0, 300.0, 20.0)));
        assert_eq!(needed(card, Rect::new(300.0, 0.0, 9.0, 9.0), &[shadow(9.0)]), None);
    }

    #[test]
    fn a_shadow_comes_from_far_outside_the_card() {
        let red = crate::display::Color { r: 1.0, g: 0.0, b: 0.0, a: 1.0 };
        let shadow = Filter::DropShadow { x: 9000.0, y: 0.0, sigma: 0.0, color: red };
        let list = list(vec![
            Item::Filter(Arc::from([shadow])),
            solid(rect(-8990.0, 10.0, 20.0, 20.0), color(0)),
            Item::EndFilter,
        ]);
        let mut rasterizer = Rasterizer::new();
        assert_eq!(pixel(rasterizer.raster(&list, 1.0).unwrap(), 15, 15), [255, 0, 0]);
    }
}
