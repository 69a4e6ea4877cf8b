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
mod tests;
