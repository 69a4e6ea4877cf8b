//! The display list as pixels.
//!
//! One [`Rasterizer`] per thread: it keeps its buffers, glyph outlines and shadow tiles from card to card. It knows
//! nothing of records, templates or layout, and it never fails on a picture that turns out broken: its place stays
//! empty and [`Canvas::broken`] says so.

mod blur;
#[cfg(test)]
mod levels;
mod paint;
mod picture;
mod shadow;
mod shape;
mod text;

use std::fmt;

use kurbo::{Affine, BezPath};
#[cfg(test)]
use vello_cpu::Level;
use vello_cpu::color::{AlphaColor, Srgb};
use vello_cpu::{PixmapMut, RasterizerSettings, RenderContext, RenderSettings, Resources, TargetInit};

use crate::display::{DisplayList, Item};
use crate::picture::PictureFault;
use crate::{Error, ErrorKind, Result};

/// A painted card: opaque RGBA, eight bits a channel, row by row from the top. Where nothing was painted it is white.
/// Alpha means nothing: rounding may leave it a little below 255.
#[derive(Debug, Default)]
pub struct Canvas {
    /// Pixels in a row.
    pub width: u32,
    /// Rows.
    pub height: u32,
    /// `width * height * 4` bytes.
    pub data: Vec<u8>,
    /// Pictures that could not be drawn: index into [`DisplayList::pictures`], and why.
    pub broken: Vec<(usize, PictureFault)>,
}

/// Paints display lists. Make one per thread and keep it: the second card is cheaper than the first.
pub struct Rasterizer {
    context: RenderContext,
    resources: Resources,
    canvas: Canvas,
    shadows: shadow::Shadows,
    pictures: picture::Pixmaps,
    /// Space for the path of the item at hand.
    path: BezPath,
}

impl fmt::Debug for Rasterizer {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "Rasterizer({}x{})", self.canvas.width, self.canvas.height)
    }
}

impl Default for Rasterizer {
    fn default() -> Self {
        Self::new()
    }
}

impl Rasterizer {
    /// A rasterizer that uses the widest vector instructions of this machine.
    pub fn new() -> Self {
        Self::with_settings(RenderSettings { num_threads: 0, ..RenderSettings::default() })
    }

    /// A rasterizer with given vector instructions. AVX2 and wider paint the same pixels; below, a channel may differ
    /// by one level.
    #[cfg(test)]
    pub fn with_level(level: Level) -> Self {
        Self::with_settings(RenderSettings { level, num_threads: 0 })
    }

    fn with_settings(settings: RenderSettings) -> Self {
        Self {
            context: RenderContext::new_with(1, 1, settings),
            resources: Resources::new(),
            canvas: Canvas::default(),
            shadows: shadow::Shadows::default(),
            pictures: picture::Pixmaps::default(),
            path: BezPath::new(),
        }
    }

    /// Paints a list at `scale` device px per px. The canvas is `round(width * scale)` wide and likewise high, and
    /// holds until the next call.
    ///
    /// # Errors
    /// `too-large` for a card past 8192 px a side or 64 Mpx; `invalid-value` for a list that cannot be painted
    /// (numbers that are not finite, groups that are not closed).
    pub fn raster(&mut self, list: &DisplayList, scale: f32) -> Result<&Canvas> {
        let (width, height) = list.device_size(scale)?;
        self.canvas.broken.clear();
        self.canvas.width = u32::from(width);
        self.canvas.height = u32::from(height);
        self.canvas.data.resize(usize::from(width) * usize::from(height) * 4, 0);
        self.context.reset_and_resize(width, height);
        let (ground, mut rest) = list.ground();
        let mut target_init = TargetInit::Clear(paint::color(ground));
        if let Some((Item::Picture(item), above)) = rest.split_first()
            && let Some(picture) = list.pictures.get(item.picture)
            && let Some(pixels) = picture::Pixmaps::covering(picture, item, scale, (width, height))
            && pixels.data.len() == self.canvas.data.len()
        {
            // A photo behind everything is copied, which is quicker than painting it.
            self.canvas.data.copy_from_slice(&pixels.data);
            target_init = TargetInit::SrcOver;
            rest = above;
        }
        for item in rest {
            self.paint(list, item, scale);
        }
        self.context.flush();
        let target = PixmapMut::new(width, height, &mut self.canvas.data)
            .ok_or_else(|| Error::new(ErrorKind::TooLarge, format!("a card of {width}x{height} px is too large")))?;
        let settings = RasterizerSettings { target_init, ..RasterizerSettings::default() };
        self.context.render_with(target, &mut self.resources, settings);
        self.shadows.forget_unused();
        self.pictures.forget_unused();
        Ok(&self.canvas)
    }

    fn paint(&mut self, list: &DisplayList, item: &Item, scale: f32) {
        let to_device = Affine::scale(f64::from(scale));
        self.context.set_transform(to_device);
        match item {
            Item::Fill(shape, paint) => {
                paint::set(&mut self.context, paint);
                shape::fill(&mut self.context, shape, &mut self.path);
            }
            Item::Shadow(shadow) => self.shadows.paint(&mut self.context, shadow, scale, &mut self.path),
            Item::Picture(item) => {
                if let Some(picture) = list.pictures.get(item.picture)
                    && let Err(fault) = self.pictures.paint(&mut self.context, picture, item, scale, &mut self.path)
                {
                    self.canvas.broken.push((item.picture, fault));
                }
            }
            Item::Glyphs(run) => {
                if let Some(face) = list.faces.get(run.face) {
                    text::paint(&mut self.context, &mut self.resources, &face.data, run, scale);
                }
            }
            Item::Clip(shape) => shape::push_clip(&mut self.context, shape, &mut self.path),
            Item::EndClip => self.context.pop_clip(),
            Item::Opacity(alpha) => self.context.push_opacity_layer(alpha.clamp(0.0, 1.0)),
            Item::EndOpacity => self.context.pop_layer(),
        }
    }
}

/// A colour of a paint in the form of the renderer.
type VelloColor = AlphaColor<Srgb>;

#[cfg(test)]
mod tests {
    use super::*;
    use crate::display::samples::{all, color, faded, list, rect, rounded, solid, text};
    use crate::display::{Shadow, Shape};
    use crate::font::tiny;

    fn pixel(canvas: &Canvas, x: usize, y: usize) -> [u8; 4] {
        let at = (y * canvas.width as usize + x) * 4;
        canvas.data[at..at + 4].try_into().unwrap()
    }

    #[test]
    fn whole_px_are_crisp_and_the_ground_is_white_without_one() {
        let list = DisplayList {
            width: 8.0,
            height: 4.0,
            items: vec![solid(rect(2.0, 1.0, 3.0, 2.0), color(0x204060))],
            ..DisplayList::default()
        };
        let mut rasterizer = Rasterizer::new();
        let canvas = rasterizer.raster(&list, 1.0).unwrap();
        for y in 0..4 {
            for x in 0..8 {
                let inside = (2..5).contains(&x) && (1..3).contains(&y);
                let expected = if inside { [0x20, 0x40, 0x60, 255] } else { [255; 4] };
                assert_eq!(pixel(canvas, x, y), expected);
            }
        }
        let canvas = rasterizer.raster(&list, 2.5).unwrap();
        assert_eq!((canvas.width, canvas.height), (20, 10));
    }

    #[test]
    fn a_bitmap_glyph_stands_where_its_metrics_say() {
        let mut rasterizer = Rasterizer::new();
        let canvas = rasterizer.raster(&crate::display::samples::bitmap_glyphs(), 1.0).unwrap();
        // Four times as large: from 4 px behind the origin to 36, from 24 px above the baseline to 8 below it.
        for (x, y, expected) in [
            (27, 39, tiny::UPPER),
            (52, 47, tiny::UPPER),
            (27, 57, tiny::LOWER),
            (52, 64, tiny::LOWER),
            (21, 50, [0xf4, 0xf1, 0xea, 255]),
            (58, 50, [0xf4, 0xf1, 0xea, 255]),
            (40, 33, [0xf4, 0xf1, 0xea, 255]),
            (40, 70, [0xf4, 0xf1, 0xea, 255]),
        ] {
            assert_eq!(pixel(canvas, x, y), expected, "at {x}, {y}");
        }
    }

    #[test]
    fn a_reused_rasterizer_paints_what_a_new_one_paints() {
        let mut reused = Rasterizer::new();
        for round in 0..2 {
            for (name, list) in all() {
                let expected = Rasterizer::new().raster(&list, 1.0).unwrap().data.clone();
                assert!(reused.raster(&list, 1.0).unwrap().data == expected, "{name}, round {round}");
            }
        }
    }

    #[test]
    fn an_outer_shadow_stays_outside_its_box_and_an_inset_one_inside() {
        let clip = rounded(60.0, 60.0, 100.0, 60.0, 0.0);
        for inset in [false, true] {
            let shadow = Shadow { shape: clip, sigma: 8.0, color: faded(0, 1.0), clip, inset };
            let ground = list(Vec::new()).items;
            let mut list = list(vec![Item::Shadow(shadow)]);
            let mut rasterizer = Rasterizer::new();
            let canvas = rasterizer.raster(&list, 1.0).unwrap();
            let (outside, inside) = (pixel(canvas, 58, 90), pixel(canvas, 61, 90));
            list.items = ground;
            let plain = pixel(rasterizer.raster(&list, 1.0).unwrap(), 0, 0);
            assert_eq!((outside == plain, inside == plain), (inset, !inset));
        }
    }

    #[test]
    fn glyphs_do_not_take_the_fill_rule_of_what_was_painted_before() {
        let mut list = list(Vec::new());
        let mut run = text(&mut list, "noto-sans-hebrew/NotoSansHebrew-wght.ttf", "\u{5D0}\u{5D9}", 60.0, (20.0, 80.0));
        run.coords = std::sync::Arc::from([1 << 14]);
        let (outer, inner) = (rounded(150.0, 100.0, 30.0, 30.0, 9.0), rounded(155.0, 105.0, 20.0, 20.0, 4.0));
        let ring = solid(Shape::Ring { outer, inner }, color(0x204060));
        let ground = list.items.clone();
        let mut drawn = |items: [Item; 2]| {
            list.items = ground.iter().cloned().chain(items).collect();
            Rasterizer::new().raster(&list, 1.0).unwrap().data.clone()
        };
        assert!(drawn([ring.clone(), Item::Glyphs(run.clone())]) == drawn([Item::Glyphs(run), ring]));
    }

    #[test]
    fn shapes_far_outside_the_card_are_no_fault() {
        let far = Shape::Rounded(rounded(-1e6, -1e6, 3e6, 3e6, 40.0));
        let shadow = Shadow {
            shape: rounded(-500.0, -500.0, 10.0, 10.0, 5.0),
            sigma: 200.0,
            color: faded(0, 0.5),
            clip: rounded(-500.0, -500.0, 10.0, 10.0, 5.0),
            inset: false,
        };
        let list = list(vec![solid(far, color(0x102030)), Item::Shadow(shadow)]);
        assert!(Rasterizer::new().raster(&list, 1.0).is_ok());
    }
}
