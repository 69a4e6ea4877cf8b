//! The display list as pixels.
//!
//! One [`Rasterizer`] per thread: it keeps its buffers, glyph outlines and shadow tiles from card to card. It knows
//! nothing of records, templates or layout, and it never fails on a picture that turns out broken: its place stays
//! empty and [`Canvas::broken`] says so.

mod blur;
mod filter;
mod ground;
mod group;
mod held;
mod layer;
mod letters;
#[cfg(test)]
mod levels;
mod mask;
mod order;
mod paint;
mod picture;
mod resize;
mod shadow;
mod shape;
mod text;
mod window;

use std::fmt;
use std::sync::atomic::{AtomicUsize, Ordering};

use kurbo::{Affine, BezPath};
#[cfg(test)]
use vello_cpu::Level;
use vello_cpu::color::{AlphaColor, Srgb};
use vello_cpu::{PixmapMut, RasterizerSettings, RenderContext, RenderSettings, Resources, TargetInit};

use crate::buffer::Buffer;
use crate::display::{DisplayList, Item, Rect};
use crate::picture::PictureFault;
use crate::{Error, ErrorKind, Result};

/// Contexts for groups that are kept from card to card.
const MOST_SPARE: usize = 4;

/// A painted card: opaque RGBA, eight bits a channel, row by row from the top. Where nothing was painted it is white.
/// Alpha means nothing: rounding may leave it a little below 255.
#[derive(Debug, Default)]
pub struct Canvas {
    /// Pixels in a row.
    pub width: u32,
    /// Rows.
    pub height: u32,
    /// `width * height * 4` bytes.
    pub data: Buffer,
    /// Pictures that could not be drawn: index into [`DisplayList::pictures`], and why.
    pub broken: Vec<(usize, PictureFault)>,
}

/// Paints display lists. Make one per thread and keep it: the second card is cheaper than the first.
pub struct Rasterizer {
    context: RenderContext,
    /// Contexts for groups with px of their own.
    spare: Vec<RenderContext>,
    resources: Resources,
    canvas: Canvas,
    shadows: shadow::Shadows,
    pictures: picture::Pixmaps,
    masks: mask::Masks,
    layer: layer::Layer,
    /// Which pixels were changed since those were copied.
    changed: window::Changed,
    /// How many device px of the card were painted in windows.
    in_windows: f32,
    /// Whether the context holds something that is not yet rendered.
    painted: bool,
    /// Letters to be laid on the pixels once all below them is painted.
    letters: Vec<letters::Letters>,
    /// Space for the path of the item at hand.
    path: BezPath,
    /// Memory of the groups with px of their own.
    held: held::Held,
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
            spare: Vec::new(),
            resources: Resources::new(),
            canvas: Canvas::default(),
            shadows: shadow::Shadows::default(),
            pictures: picture::Pixmaps::default(),
            masks: mask::Masks::default(),
            layer: layer::Layer::default(),
            changed: window::Changed::All,
            in_windows: 0.0,
            painted: false,
            letters: Vec::new(),
            path: BezPath::new(),
            held: held::Held::default(),
        }
    }

    /// Paints a list at `scale` device px per px. The canvas is `round(width * scale)` wide and likewise high, and
    /// holds until the next call.
    ///
    /// # Errors
    /// `too-large` for a card past 8192 px a side or 64 Mpx, or filters and masks that need too much memory at once; `invalid-value` for
    /// a list that cannot be painted (numbers that are not finite, groups that are not closed).
    pub fn raster(&mut self, list: &DisplayList, scale: f32) -> Result<&Canvas> {
        let below = self.paint_below(list, scale)?;
        self.paint_above(list, scale, below)
    }

    /// As [`Rasterizer::raster`], on two threads: letters are made on both, on this one after shadows, pictures and what the card begins
    /// with. The pixels are the same.
    ///
    /// # Errors
    /// As [`Rasterizer::raster`].
    pub fn raster_on_two_threads(&mut self, list: &DisplayList, scale: f32) -> Result<&Canvas> {
        let next = AtomicUsize::new(0);
        let make = |masks: &mut mask::Masks| {
            while let Some(item) = list.items.get(next.fetch_add(1, Ordering::Relaxed)) {
                if let Item::Glyphs(run) = item
                    && let Some(face) = list.faces.get(run.face)
                {
                    masks.of(&face.data, run, scale);
                }
            }
        };
        let (below, others) = std::thread::scope(|scope| {
            let other = scope.spawn(|| {
                let _reserve = crate::pool::reserve();
                let mut masks = mask::Masks::default();
                make(&mut masks);
                masks
            });
            for item in &list.items {
                match item {
                    Item::Shadow(shadow) => self.shadows.prepare(shadow, scale),
                    Item::Picture(item) => {
                        if let Some(picture) = list.pictures.get(item.picture) {
                            picture::prepare(picture, item, scale, (list.width, list.height));
                        }
                    }
                    _ => {}
                }
            }
            let below = self.paint_below(list, scale);
            make(&mut self.masks);
            (below, other.join())
        });
        if let Ok(masks) = others {
            self.masks.take(masks);
        }
        self.paint_above(list, scale, below?)
    }

    /// Readies the canvas and puts on it what stands below all letters: a photo, or what the card begins with. Gives what the canvas is to be
    /// cleared with, if at all, and what is still to be painted.
    fn paint_below<'a>(&mut self, list: &'a DisplayList, scale: f32) -> Result<(TargetInit, &'a [Item])> {
        let (width, height) = list.device_size(scale)?;
        self.canvas.broken.clear();
        // A card that could not be painted to its end leaves nothing to the next.
        self.letters.clear();
        self.in_windows = 0.0;
        self.canvas.width = u32::from(width);
        self.canvas.height = u32::from(height);
        let length = usize::from(width) * usize::from(height) * 4;
        if length != self.canvas.data.len() {
            self.changed = window::Changed::All;
        }
        self.canvas.data.set_length(length);
        self.context.reset_and_resize(width, height);
        self.held = held::Held::of(length);
        let (ground, mut rest) = list.ground();
        let mut target_init = TargetInit::Clear(paint::color(ground));
        if let Some(above) = self.copy_photo(list, scale, rest) {
            target_init = TargetInit::SrcOver;
            rest = above;
        } else if let Some(above) = self.begin(list, scale, target_init, rest)? {
            target_init = TargetInit::SrcOver;
            rest = above;
        }
        Ok((target_init, rest))
    }

    /// Paints what stands above that.
    fn paint_above<'a>(
        &mut self,
        list: &'a DisplayList,
        scale: f32,
        (mut target_init, mut rest): (TargetInit, &'a [Item]),
    ) -> Result<&Canvas> {
        // Where nothing is below, all pixels have to be written.
        self.painted = target_init != TargetInit::SrcOver;
        let mut around = letters::Around::default();
        while let Some(item) = rest.first() {
            let (now, after) = rest.split_at(group::unit(rest).len());
            if now.len() == 1 {
                around.pass(item);
            }
            if let Item::Glyphs(run) = item
                && self.set_aside(list, run, scale, &around)
            {
                rest = after;
                continue;
            }
            if self.is_over_letters(list, rest, &around, scale) {
                self.render(target_init, &around, scale)?;
                target_init = TargetInit::SrcOver;
            }
            if let Item::TextShadow(shadow) = item
                && shadow.sigma <= 0.0
            {
                self.painted = true;
                self.sharp_shadow(list, shadow, scale, &around);
            } else if !self.paint_in_window(list, item, scale, &around) {
                self.painted = true;
                self.paint(list, now, scale, around.transform());
            }
            if self.held.is_full() && around.groups == 0 {
                self.render(target_init, &around, scale)?;
                target_init = TargetInit::SrcOver;
            }
            rest = after;
        }
        self.held.check()?;
        self.render(target_init, &letters::Around::default(), scale)?;
        self.spare.truncate(MOST_SPARE);
        self.masks.forget_excess();
        self.shadows.forget_unused();
        self.pictures.forget_unused();
        Ok(&self.canvas)
    }

    /// Puts what a card begins with on the canvas, copied from the card before when it began alike; gives what is still to be painted, `None` when
    /// nothing was put there. What a card begins with is rendered by itself in either case: the pixels do not depend on the cards before.
    fn begin<'a>(
        &mut self,
        list: &DisplayList,
        scale: f32,
        clear: TargetInit,
        items: &'a [Item],
    ) -> Result<Option<&'a [Item]>> {
        let size = (self.context.width(), self.context.height());
        let (beginning, above) = layer::beginning(items);
        if beginning.is_empty() {
            return Ok(None);
        }
        let (ground, _) = list.ground();
        let (known, target_init) = match self.layer.advise(size, scale, ground, beginning) {
            layer::Advice::Nothing => (0, clear),
            layer::Advice::Copy(count) => {
                self.restore();
                (count, TargetInit::SrcOver)
            }
            layer::Advice::Keep(count) => {
                self.paint_beginning(list, scale, beginning.get(..count).unwrap_or_default(), clear)?;
                self.layer.keep(count, &self.canvas.data);
                self.changed = window::Changed::Within(Vec::new());
                (count, TargetInit::SrcOver)
            }
        };
        let new = beginning.get(known..).unwrap_or_default();
        if !new.is_empty() {
            self.paint_beginning(list, scale, new, target_init)?;
        }
        Ok(Some(above))
    }

    fn paint_beginning(
        &mut self,
        list: &DisplayList,
        scale: f32,
        items: &[Item],
        target_init: TargetInit,
    ) -> Result<()> {
        self.painted = true;
        for item in items {
            self.paint(list, std::slice::from_ref(item), scale, Affine::IDENTITY);
        }
        self.render(target_init, &letters::Around::default(), scale)
    }

    /// Renders what was painted and lays the letters on it. Clips that are open stay open.
    fn render(&mut self, target_init: TargetInit, around: &letters::Around<'_>, scale: f32) -> Result<()> {
        let letters = std::mem::take(&mut self.letters);
        if !self.painted {
            for letters in &letters {
                self.changed.add(letters.bounds);
                text::lay(&mut self.canvas, &letters.placed, letters.color);
            }
            return Ok(());
        }
        self.painted = false;
        self.changed = window::Changed::All;
        for _ in &around.clips {
            self.context.pop_clip();
        }
        self.context.flush();
        let (width, height) = (self.context.width(), self.context.height());
        let target = PixmapMut::new(width, height, &mut self.canvas.data)
            .ok_or_else(|| Error::new(ErrorKind::TooLarge, format!("a card of {width}x{height} px is too large")))?;
        let settings = RasterizerSettings { target_init, ..RasterizerSettings::default() };
        self.context.render_with(target, &mut self.resources, settings);
        self.held.let_go();
        for letters in letters {
            text::lay(&mut self.canvas, &letters.placed, letters.color);
        }
        self.context.reset();
        for (clip, transform) in &around.clips {
            self.context.set_transform(Affine::scale(f64::from(scale)) * *transform);
            shape::push_clip(&mut self.context, clip, &mut self.path);
        }
        Ok(())
    }

    /// Paints an item, or a group that needs px of its own.
    fn paint(&mut self, list: &DisplayList, items: &[Item], scale: f32, transform: Affine) {
        let Some(item) = items.first() else { return };
        let upright = transform == Affine::IDENTITY;
        let to_device = Affine::scale(f64::from(scale)) * transform;
        self.context.set_transform(to_device);
        match item {
            Item::Fill(shape, paint) => {
                paint::set(&mut self.context, paint);
                shape::fill(&mut self.context, shape, &mut self.path);
            }
            Item::Shadow(shadow) if !upright => self.turned_shadow(list, shadow, to_device),
            Item::Shadow(shadow) => self.shadows.paint(&mut self.context, shadow, scale, &mut self.path),
            Item::Picture(item) => {
                let Some(picture) = list.pictures.get(item.picture) else { return };
                let (pictures, context, path) = (&mut self.pictures, &mut self.context, &mut self.path);
                let painted = if upright {
                    pictures.paint(context, picture, item, scale, path)
                } else {
                    pictures.paint_turned(context, picture, item, to_device, path)
                };
                if let Err(fault) = painted {
                    self.canvas.broken.push((item.picture, fault));
                }
            }
            Item::Glyphs(run) => {
                if let Some(face) = list.faces.get(run.face) {
                    let way = if upright { text::Way::Upright(scale) } else { text::Way::Turned(to_device) };
                    text::paint(&mut self.context, &mut self.resources, &face.data, run, way);
                }
            }
            Item::Clip(shape) => {
                self.held.open += 1;
                shape::push_clip(&mut self.context, shape, &mut self.path);
            }
            Item::EndClip => {
                self.held.open -= 1;
                self.context.pop_clip();
            }
            Item::Opacity(alpha) => {
                self.held.open += 1;
                self.context.push_opacity_layer(alpha.clamp(0.0, 1.0));
            }
            Item::EndOpacity => {
                self.held.open -= 1;
                self.context.pop_layer();
            }
            Item::TextShadow(shadow) => self.text_shadow(list, shadow, scale, transform),
            Item::Filter(filters) => self.filtered(list, (items, filters), scale, transform),
            Item::Mask(layers) => self.masked(list, (items, layers), scale, transform),
            Item::Transform(_) | Item::EndTransform | Item::EndFilter | Item::EndMask => {}
        }
    }
}

/// A rectangle in px as one in device px, or the other way round.
fn scaled(rect: Rect, scale: f32) -> Rect {
    Rect::new(rect.x * scale, rect.y * scale, rect.width * scale, rect.height * scale)
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
                let expected = Rasterizer::new().raster(&list, 1.0).unwrap().data.to_vec();
                assert!(reused.raster(&list, 1.0).unwrap().data[..] == expected, "{name}, round {round}");
            }
        }
    }

    #[test]
    fn two_threads_paint_what_one_paints() {
        let mut reused = Rasterizer::new();
        for (name, list) in all() {
            let expected = Rasterizer::new().raster(&list, 1.0).unwrap().data.to_vec();
            for rasterizer in [&mut Rasterizer::new(), &mut reused] {
                assert!(rasterizer.raster_on_two_threads(&list, 1.0).unwrap().data[..] == expected, "{name}");
            }
        }
    }

    #[test]
    fn cards_that_begin_alike_are_painted_as_if_alone() {
        let mut reused = Rasterizer::new();
        for (name, mut list) in all() {
            for round in 0..4 {
                list.items.push(solid(rect(5.0 + 9.0 * round as f32, 5.0, 30.0, 30.0), faded(0x204060, 0.5)));
                let expected = Rasterizer::new().raster(&list, 1.0).unwrap().data.to_vec();
                assert!(reused.raster(&list, 1.0).unwrap().data[..] == expected, "{name}, round {round}");
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
        let (mut path, mut hole) = (BezPath::new(), BezPath::new());
        Shape::Rounded(outer).write_path(&mut path);
        Shape::Rounded(inner).write_path(&mut hole);
        path.extend(hole);
        let ring = solid(Shape::Path(path.into(), crate::display::FillRule::EvenOdd), color(0x204060));
        let ground = list.items.clone();
        let mut drawn = |items: [Item; 2]| {
            list.items = ground.iter().cloned().chain(items).collect();
            Rasterizer::new().raster(&list, 1.0).unwrap().data.to_vec()
        };
        assert!(drawn([ring.clone(), Item::Glyphs(run.clone())]) == drawn([Item::Glyphs(run), ring]));
    }

    #[test]
    fn a_side_without_border_leaves_no_hairline() {
        let mut list = list(Vec::new());
        let (outer, inner) = (rounded(11.0, 11.0, 90.0, 70.0, 0.0), rounded(11.0, 14.0, 90.0, 67.0, 0.0));
        let plain = pixel(Rasterizer::new().raster(&list, 0.43).unwrap(), 4, 20);
        list.items.push(solid(Shape::Ring { outer, inner }, color(0x204060)));
        let mut rasterizer = Rasterizer::new();
        let canvas = rasterizer.raster(&list, 0.43).unwrap();
        assert!((0..86).all(|x| pixel(canvas, x, 20) == plain), "left and right");
        assert_ne!(pixel(canvas, 20, 5), plain, "the border above is there");
    }

    #[test]
    fn what_comes_after_letters_covers_them() {
        let mut list = list(Vec::new());
        let run = text(&mut list, "Inter-opsz-wght.ttf", "HHHH", 40.0, (10.0, 60.0));
        let (letters, cover) = (Item::Glyphs(run), solid(rect(0.0, 0.0, 60.0, 80.0), color(0x204060)));
        let ground = list.items.clone();
        let mut drawn = |items: Vec<Item>| {
            list.items = ground.iter().cloned().chain(items).collect();
            Rasterizer::new().raster(&list, 1.0).unwrap().data.to_vec()
        };
        let clip = Item::Clip(rect(0.0, 0.0, 200.0, 100.0));
        let plain = drawn(vec![letters.clone()]);
        let covered = drawn(vec![letters.clone(), cover.clone()]);
        let under = drawn(vec![cover.clone(), letters.clone()]);
        let width = 320;
        for (index, (pixel, plain)) in covered.chunks_exact(4).zip(plain.chunks_exact(4)).enumerate() {
            let expected = if index % width < 60 && index / width < 80 { &[0x20, 0x40, 0x60, 255][..] } else { plain };
            assert_eq!(pixel, expected, "{index}");
        }
        assert!(under != covered, "letters above a fill are seen");
        // The same inside a clip that takes nothing away, and inside a group.
        let inside = [clip, letters.clone(), cover.clone(), Item::EndClip];
        assert!(drawn(inside.to_vec()) == covered);
        assert!(drawn(vec![letters, Item::Opacity(1.0), cover, Item::EndOpacity]) == covered);
    }

    #[test]
    fn letters_cover_what_their_outlines_cover() {
        const FINE: usize = 8;
        let mut list = list(Vec::new());
        let mut run = text(&mut list, "Inter-opsz-wght.ttf", "Rhythm&g", 31.0, (10.25, 60.0));
        for glyph in &mut run.glyphs {
            glyph.x = (glyph.x * 4.0).round() / 4.0;
        }
        run.color = color(0);
        list.items = vec![solid(rect(0.0, 0.0, 320.0, 200.0), color(0xffffff)), Item::Glyphs(run)];
        let masks = Rasterizer::new().raster(&list, 1.0).unwrap().data.to_vec();
        // As shapes and eight times as large: inside a group there are no masks.
        list.items.insert(1, Item::Opacity(1.0));
        list.items.push(Item::EndOpacity);
        let fine = Rasterizer::new().raster(&list, FINE as f32).unwrap().data.to_vec();
        let mut sum_of_differences = 0;
        for (index, pixel) in masks.chunks_exact(4).enumerate() {
            let (x, y) = (index % 320 * FINE, index / 320 * FINE);
            let rows = (y..y + FINE).map(|y| &fine[(y * 320 * FINE + x) * 4..][..FINE * 4]);
            let sum: usize = rows.flat_map(|row| row.iter().step_by(4)).map(|value| usize::from(*value)).sum();
            let expected = (sum / (FINE * FINE)) as u8;
            let difference = pixel[0].abs_diff(expected);
            sum_of_differences += usize::from(difference);
            // A row of samples more or less.
            assert!(difference <= 64, "{},{}: {} for {expected}", index % 320, index / 320, pixel[0]);
        }
        let ink: usize = masks.iter().step_by(4).map(|value| usize::from(255 - *value)).sum();
        assert!(sum_of_differences * 25 < ink, "{sum_of_differences} of {ink}");
        let levels: std::collections::BTreeSet<u8> = masks.iter().copied().collect();
        assert!(levels.len() <= 17 && levels.len() > 8, "{levels:?}");
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
