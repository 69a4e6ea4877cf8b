//! Small items on pixels that are already there: each is painted in a window of its own size. A pass over the whole card reads and writes every
//! pixel of it, however little is painted.

use kurbo::Affine;
use vello_cpu::{PixmapMut, RasterizerSettings, TargetInit};

use super::group::Region;
use super::letters::Around;
use super::{Rasterizer, order, picture, scaled};
use crate::display::{DisplayList, Item, Rect};

/// A window is at most this part of the card, and all of them together once the card.
const PART: f32 = 0.25;

/// Which pixels of the card were changed since what it begins with was copied.
#[derive(Debug, Default)]
pub(super) enum Changed {
    /// Perhaps all.
    #[default]
    All,
    /// Those in these rectangles, in device px.
    Within(Vec<Rect>),
}

impl Changed {
    /// Adds a rectangle.
    pub(super) fn add(&mut self, area: Rect) {
        if let Self::Within(areas) = self {
            areas.push(area);
        }
    }
}

impl Rasterizer {
    /// Paints an item in a window on the pixels of the card; says whether it did. Only where all below it is painted, nothing is open
    /// around it, and moving it by whole device px loses no digits.
    pub(super) fn paint_in_window(&mut self, list: &DisplayList, item: &Item, scale: f32, around: &Around<'_>) -> bool {
        let exact = scale == 1.0 || scale == 2.0 || scale == 4.0;
        let plain = around.groups == 0 && around.clips.is_empty() && around.transform() == Affine::IDENTITY;
        if self.painted || !exact || !plain || !matches!(item, Item::Fill(..) | Item::Picture(_) | Item::Glyphs(_)) {
            return false;
        }
        let (width, height) = (self.context.width(), self.context.height());
        let card = Rect::new(0.0, 0.0, f32::from(width), f32::from(height));
        let reach = order::bounds(item).map(|bounds| scaled(bounds, scale).inset(-1.0, -1.0, -1.0, -1.0));
        let Some(reach) = reach else { return false };
        let Some(area) = reach.intersection(card) else {
            // Nothing of it is seen. What is wrong with a picture is told all the same.
            return !matches!(item, Item::Picture(_));
        };
        let (size, most) = (area.width * area.height, card.width * card.height);
        let Some(region) = Region::around(area) else { return false };
        let is_cut = matches!(item, Item::Picture(item) if picture::is_cut(item, scale, (region.width, region.height)));
        if size > PART * most || self.in_windows + size > most || is_cut {
            return false;
        }
        self.in_windows += size;
        self.in_region(region, |own| {
            let moved = region.place(scale).item(item);
            own.paint(list, std::slice::from_ref(&moved), scale, Affine::IDENTITY);
            own.context.flush();
            if let Some(target) = PixmapMut::new(width, height, &mut own.canvas.data) {
                let offset = (region.x as u16, region.y as u16);
                let target_init = TargetInit::SrcOver;
                let settings = RasterizerSettings { target_init, offset, ..RasterizerSettings::default() };
                own.context.render_with(target, &mut own.resources, settings);
            }
        });
        self.changed.add(area);
        true
    }

    /// Makes the pixels of the card what they were before anything was painted on its beginning.
    pub(super) fn restore(&mut self) {
        let pixels = self.layer.pixels();
        let pitch = self.canvas.width as usize * 4;
        let bytes = |area: &Rect| area.width * area.height * 4.0;
        match std::mem::take(&mut self.changed) {
            Changed::Within(areas) if areas.iter().map(bytes).sum::<f32>() <= pixels.len() as f32 => {
                for area in areas {
                    let (top, bottom) = (area.y.floor() as usize, area.bottom().ceil() as usize);
                    let (left, right) = (area.x.floor() as usize * 4, area.right().ceil() as usize * 4);
                    for row in top..bottom.min(self.canvas.height as usize) {
                        let range = row * pitch + left..row * pitch + right.min(pitch);
                        if let (Some(to), Some(from)) = (self.canvas.data.get_mut(range.clone()), pixels.get(range)) {
                            to.copy_from_slice(from);
                        }
                    }
                }
            }
            _ => self.canvas.data.copy_from_slice(pixels),
        }
        self.changed = Changed::Within(Vec::new());
    }
}

#[cfg(test)]
mod tests {
    use std::sync::Arc;

    use super::super::levels;
    use super::*;
    use crate::display::samples::{color, solid};
    use crate::display::{Filter, Shape};

    #[test]
    fn windows_show_what_one_pass_shows() {
        for scale in [1.0, 2.0] {
            let mut list = levels::post();
            let windows = Rasterizer::new().raster(&list, scale).unwrap().data.to_vec();
            // A clip around all of it: nothing is kept, and no window is made.
            list.items.insert(0, Item::Clip(Shape::Rect(Rect::new(0.0, 0.0, 1200.0, 630.0))));
            list.items.push(Item::EndClip);
            let one_pass = Rasterizer::new().raster(&list, scale).unwrap().data.to_vec();
            let apart = windows.iter().zip(&one_pass).map(|(a, b)| a.abs_diff(*b)).max();
            let count = windows.iter().zip(&one_pass).filter(|(a, b)| a != b).count();
            // A moved outline is rounded elsewhere.
            let few = count * 20_000 < windows.len();
            assert!(apart <= Some(1) && few, "{apart:?} levels apart, {count} channels at scale {scale}");
        }
    }

    #[test]
    fn a_card_that_cannot_be_painted_leaves_nothing_behind() {
        let (plain, mut excessive) = (levels::post(), levels::post());
        let depth = 80;
        let blurs = vec![Item::Filter(Arc::from([Filter::Blur(1.0)])); depth];
        let whole = Rect::new(0.0, 0.0, 1200.0, 630.0);
        excessive.items.extend(blurs);
        excessive.items.push(solid(Shape::Rect(whole), color(0)));
        excessive.items.extend(vec![Item::EndFilter; depth]);
        let expected = Rasterizer::new().raster(&plain, 1.0).unwrap().data.to_vec();
        excessive.items.retain(|item| !matches!(item, Item::Picture(_)));
        let mut wordless = plain.clone();
        wordless.items.truncate(3);
        let alone = Rasterizer::new().raster(&wordless, 1.0).unwrap().data.to_vec();
        let mut rasterizer = Rasterizer::new();
        // Before anything is kept, and when something is copied. The letters of the card wait when it fails.
        for cards_before in [0, 3] {
            for _ in 0..cards_before {
                assert!(rasterizer.raster(&plain, 1.0).unwrap().data[..] == expected);
            }
            assert!(rasterizer.raster(&excessive, 1.0).is_err());
            for _ in 0..2 {
                assert!(rasterizer.raster(&wordless, 1.0).unwrap().data[..] == alone);
            }
            assert!(rasterizer.raster(&plain, 1.0).unwrap().data[..] == expected);
        }
    }

    #[test]
    fn a_photo_or_a_turned_card_between_changes_nothing() {
        let post = levels::post();
        let mut turned = post.clone();
        (turned.width, turned.height) = (post.height, post.width);
        let expected = Rasterizer::new().raster(&post, 1.0).unwrap().data.to_vec();
        let mut rasterizer = Rasterizer::new();
        for between in [levels::quote(), turned] {
            for _ in 0..4 {
                assert!(rasterizer.raster(&post, 1.0).unwrap().data[..] == expected);
            }
            let alone = Rasterizer::new().raster(&between, 1.0).unwrap().data.to_vec();
            assert!(rasterizer.raster(&between, 1.0).unwrap().data[..] == alone);
            assert!(rasterizer.raster(&post, 1.0).unwrap().data[..] == expected);
        }
    }

    #[test]
    fn what_the_card_before_changed_is_restored() {
        let mut rasterizer = Rasterizer::new();
        for _ in 0..3 {
            rasterizer.raster(&levels::post(), 1.0).unwrap();
        }
        assert!(matches!(&rasterizer.changed, Changed::Within(areas) if areas.len() > 5));
        let mut bare = levels::post();
        bare.items.truncate(3);
        let expected = Rasterizer::new().raster(&bare, 1.0).unwrap().data.to_vec();
        assert!(rasterizer.raster(&bare, 1.0).unwrap().data[..] == expected);
        assert!(matches!(&rasterizer.changed, Changed::Within(areas) if areas.is_empty()));
    }
}
