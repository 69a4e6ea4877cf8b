//! Backgrounds: the colour and the layers of a box, tiled.

use std::sync::Arc;

use super::Painter;
use super::gradient::{Radial, linear, radial};
use super::shape::{inner_edge, shape, sharp, snapped, sum};
use crate::display::{Item, MaskLayer, Paint, PictureItem, Rect, RoundedRect};
use crate::layout::place::PlacedBox;
use crate::layout::tree::BoxId;
use crate::style::{BackgroundBox, BackgroundImage, BackgroundLayer, BackgroundSize, Edges, Repeat, Style};

/// Most tiles of one layer.
const MOST_TILES: usize = 20_000;

/// The edges of a box that backgrounds refer to.
pub(super) struct Ground {
    /// Border box, not snapped.
    rect: Rect,
    border: Edges<f32>,
    padding: Edges<f32>,
    /// Border edge.
    edge: RoundedRect,
    /// The whole card is painted, whatever `background-clip` says.
    canvas: Option<Rect>,
    /// The area in which layers are seen when it is not a box.
    everywhere: Option<Rect>,
}

impl Ground {
    pub(super) fn of(placed: &PlacedBox, edge: RoundedRect, canvas: Option<Rect>) -> Self {
        Self { rect: placed.rect, border: placed.border, padding: placed.padding, edge, canvas, everywhere: None }
    }

    /// The ground of a part of an inline element.
    pub(super) fn new(rect: Rect, border: Edges<f32>, padding: Edges<f32>, edge: RoundedRect) -> Self {
        Self { rect, border, padding, edge, canvas: None, everywhere: None }
    }

    /// Lets layers reach beyond the box.
    pub(super) fn widen(&mut self, area: Rect) {
        self.everywhere = Some(area);
    }

    fn area(&self, kind: BackgroundBox) -> RoundedRect {
        if let Some(canvas) = self.canvas.or(self.everywhere) {
            return sharp(canvas);
        }
        match kind {
            BackgroundBox::Border => self.edge,
            BackgroundBox::Padding => inner_edge(&self.edge, self.rect, &self.border),
            BackgroundBox::Content => inner_edge(&self.edge, self.rect, &sum(&self.border, &self.padding)),
        }
    }

    fn origin(&self, kind: BackgroundBox) -> Rect {
        let insets = match kind {
            BackgroundBox::Border => Edges::default(),
            BackgroundBox::Padding => self.border,
            BackgroundBox::Content => sum(&self.border, &self.padding),
        };
        snapped(self.rect.inset(insets.top, insets.right, insets.bottom, insets.left))
    }
}

/// Where the tiles of a layer lie.
#[derive(Debug, PartialEq)]
struct Tiles {
    first: (f32, f32),
    size: (f32, f32),
    step: (f32, f32),
    count: (usize, usize),
}

impl Painter<'_> {
    /// Paints the background of a style on a ground; `letters` paints the letters that it is cut to (`background-clip: text`).
    pub(super) fn background(
        &mut self,
        clip: Option<usize>,
        style: &Style,
        ground: &Ground,
        letters: impl Fn(&mut Self),
    ) {
        let count = style.background.len();
        let cut = |index: usize| style.letter_layers.get(index).copied().unwrap_or_default();
        let mut inside = false;
        // The colour is the lowest layer.
        for index in (0..=count).rev() {
            if index == count && style.background_color.a <= 0.0 {
                continue;
            }
            if cut(index) != inside {
                if inside {
                    self.end_letters(clip);
                } else if !self.begin_letters(clip, &letters) {
                    continue;
                }
                inside = !inside;
            }
            match style.background.get(index) {
                Some(layer) => self.layer(clip, layer, ground),
                None => {
                    let area = shape(ground.area(style.background_clip));
                    self.emit(clip, Item::Fill(area, Paint::Solid(style.background_color)));
                }
            }
        }
        if inside {
            self.end_letters(clip);
        }
    }

    /// Begins a group that is seen where there are letters; `false` when there are none.
    fn begin_letters(&mut self, clip: Option<usize>, letters: &impl Fn(&mut Self)) -> bool {
        let silhouette = std::mem::replace(&mut self.silhouette, true);
        let items = self.apart(clip, letters);
        self.silhouette = silhouette;
        if items.is_empty() {
            return false;
        }
        self.switch(clip);
        self.list.items.push(Item::Mask(Arc::from([MaskLayer { items, luminance: false, intersect: false }])));
        true
    }

    fn end_letters(&mut self, clip: Option<usize>) {
        self.switch(clip);
        self.list.items.push(Item::EndMask);
    }

    /// Paints one layer.
    pub(super) fn layer(&mut self, clip: Option<usize>, layer: &BackgroundLayer, ground: &Ground) {
        let area = ground.area(layer.clip);
        let origin = ground.origin(layer.origin);
        let picture = match &layer.image {
            BackgroundImage::Url(src) => match (self.pictures)(src) {
                Some(picture) => Some(picture),
                None => return,
            },
            _ => None,
        };
        let natural = picture.as_ref().map(|picture| (picture.width() as f32, picture.height() as f32));
        let Some(tiles) = tiles(layer, natural, origin, area.rect) else { return };
        if let Some(picture) = picture {
            let index = self.picture(picture);
            for tile in tiles.rects() {
                let Some(visible) = tile.intersection(area.rect) else { continue };
                let target = snapped(visible);
                if target.width <= 0.0 || target.height <= 0.0 {
                    continue;
                }
                let (width, height) = natural.unwrap_or((0.0, 0.0));
                let source = source_part(tile, visible, width, height);
                let item = PictureItem { picture: index, source, target, clip: shape(area) };
                self.emit(clip, Item::Picture(item));
            }
            return;
        }
        let single = tiles.count == (1, 1) && tiles.rects().all(|tile| covers(tile, area.rect));
        if single {
            if let Some(paint) = tiles.rects().next().and_then(|tile| gradient(&layer.image, tile)) {
                self.emit(clip, Item::Fill(shape(area), paint));
            }
            return;
        }
        let rounded = !area.is_sharp();
        if rounded {
            self.emit(clip, Item::Clip(shape(area)));
        }
        for tile in tiles.rects() {
            let Some(visible) = snapped(tile).intersection(area.rect) else { continue };
            if let Some(paint) = gradient(&layer.image, tile) {
                self.emit(clip, Item::Fill(shape(sharp(visible)), paint));
            }
        }
        if rounded {
            self.emit(clip, Item::EndClip);
        }
    }

    /// Paints the background of the root or the body on the whole card.
    pub(super) fn canvas(&mut self) -> Option<BoxId> {
        let owner = self.canvas_owner()?;
        let placed = self.placed;
        let (owner_box, root) = (placed.boxes.get(owner)?, placed.boxes.first()?);
        let card = Rect::new(0.0, 0.0, placed.width, placed.height);
        let ground = Ground::of(root, sharp(card), Some(card));
        self.background(None, &owner_box.style, &ground, |painter| painter.silhouettes(owner));
        Some(owner)
    }

    /// The box whose background the card has: the root's, or the body's when the root has none.
    fn canvas_owner(&self) -> Option<BoxId> {
        let has = |id: &BoxId| {
            self.placed
                .boxes
                .get(*id)
                .is_some_and(|placed| placed.style.background_color.a > 0.0 || !placed.style.background.is_empty())
        };
        let root = self.placed.boxes.first()?;
        let body =
            root.inside.iter().copied().find(|&id| {
                self.placed.boxes.get(id).and_then(|body| self.tree.nodes.get(body.node)).is_some_and(
                    |node| matches!(&node.kind, crate::style::NodeKind::Element { tag, .. } if tag == "body"),
                )
            });
        Some(0).filter(has).or(body.filter(has))
    }
}

impl Tiles {
    fn rects(&self) -> impl Iterator<Item = Rect> + '_ {
        (0..self.count.1).flat_map(move |row| {
            (0..self.count.0).map(move |column| {
                Rect::new(
                    self.first.0 + column as f32 * self.step.0,
                    self.first.1 + row as f32 * self.step.1,
                    self.size.0,
                    self.size.1,
                )
            })
        })
    }
}

fn covers(tile: Rect, area: Rect) -> bool {
    let slack = 0.01;
    tile.x <= area.x + slack
        && tile.y <= area.y + slack
        && tile.right() + slack >= area.right()
        && tile.bottom() + slack >= area.bottom()
}

/// The part of a picture that a visible part of a tile shows.
fn source_part(tile: Rect, visible: Rect, width: f32, height: f32) -> Rect {
    let (across, down) = (width / tile.width, height / tile.height);
    Rect::new((visible.x - tile.x) * across, (visible.y - tile.y) * down, visible.width * across, visible.height * down)
}

fn gradient(image: &BackgroundImage, tile: Rect) -> Option<Paint> {
    match image {
        BackgroundImage::Url(_) => None,
        BackgroundImage::Linear { line, stops, repeating } => linear(tile, *line, stops, *repeating),
        BackgroundImage::Radial { circle, size, position, stops, repeating } => {
            radial(tile, &Radial { circle: *circle, size, position }, stops, *repeating)
        }
    }
}

/// Size and place of the tiles of a layer (css-backgrounds-3, 3.9 and 3.4).
fn tiles(layer: &BackgroundLayer, natural: Option<(f32, f32)>, origin: Rect, area: Rect) -> Option<Tiles> {
    let (mut width, mut height) = tile_size(&layer.size, natural, origin);
    let round_to = |size: f32, room: f32| if size > 0.0 { room / (room / size).round().max(1.0) } else { size };
    if layer.repeat.0 == Repeat::Round {
        width = round_to(width, origin.width);
    }
    if layer.repeat.1 == Repeat::Round {
        height = round_to(height, origin.height);
    }
    if width <= 0.0 || height <= 0.0 || area.width <= 0.0 || area.height <= 0.0 {
        return None;
    }
    let (x, y) = &layer.position;
    let (left, right) = (area.x, area.right());
    let across = axis(layer.repeat.0, origin.x, origin.width, width, x.resolve(origin.width - width), (left, right));
    let down = axis(
        layer.repeat.1,
        origin.y,
        origin.height,
        height,
        y.resolve(origin.height - height),
        (area.y, area.bottom()),
    );
    if across.2.saturating_mul(down.2) > MOST_TILES {
        return None;
    }
    Some(Tiles {
        first: (across.0, down.0),
        size: (width, height),
        step: (across.1, down.1),
        count: (across.2, down.2),
    })
}

fn tile_size(size: &BackgroundSize, natural: Option<(f32, f32)>, origin: Rect) -> (f32, f32) {
    match (size, natural) {
        (BackgroundSize::Cover | BackgroundSize::Contain, None) => (origin.width, origin.height),
        (BackgroundSize::Cover | BackgroundSize::Contain, Some((width, height))) => {
            if width <= 0.0 || height <= 0.0 {
                return (0.0, 0.0);
            }
            let (across, down) = (origin.width / width, origin.height / height);
            let scale = if *size == BackgroundSize::Cover { across.max(down) } else { across.min(down) };
            (width * scale, height * scale)
        }
        (BackgroundSize::Explicit(width, height), natural) => {
            let width = width.as_ref().map(|width| width.resolve(origin.width).max(0.0));
            let height = height.as_ref().map(|height| height.resolve(origin.height).max(0.0));
            match (width, height, natural) {
                (Some(width), Some(height), _) => (width, height),
                (Some(width), None, Some((across, down))) if across > 0.0 => (width, width * down / across),
                (None, Some(height), Some((across, down))) if down > 0.0 => (height * across / down, height),
                (None, None, Some(natural)) => natural,
                (width, height, _) => (width.unwrap_or(origin.width), height.unwrap_or(origin.height)),
            }
        }
    }
}

/// First place, distance and number of the tiles along one axis.
fn axis(repeat: Repeat, start: f32, room: f32, size: f32, offset: f32, visible: (f32, f32)) -> (f32, f32, usize) {
    let step = match repeat {
        Repeat::NoRepeat => return (start + offset, size, 1),
        Repeat::Space => {
            let count = (room / size).floor();
            if count < 2.0 {
                return (start + offset, size, 1);
            }
            size + (room - count * size) / (count - 1.0)
        }
        Repeat::Repeat | Repeat::Round => size,
    };
    let place = if repeat == Repeat::Space { start } else { start + offset };
    let first = place - ((place - visible.0) / step).ceil() * step;
    let count = ((visible.1 - first) / step).ceil().max(1.0);
    (first, step, count as usize)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::style::Length;

    #[test]
    fn repeated_tiles_begin_before_the_visible_area() {
        let (first, step, count) = axis(Repeat::Repeat, 0.0, 100.0, 30.0, 10.0, (0.0, 100.0));
        assert_eq!((first, step, count), (-20.0, 30.0, 4));
    }

    #[test]
    fn space_puts_tiles_at_both_edges() {
        assert_eq!(axis(Repeat::Space, 0.0, 100.0, 30.0, 10.0, (0.0, 100.0)), (0.0, 35.0, 3));
    }

    #[test]
    fn cover_overflows_one_axis_and_auto_keeps_the_ratio() {
        let origin = Rect::new(0.0, 0.0, 100.0, 100.0);
        assert_eq!(tile_size(&BackgroundSize::Cover, Some((200.0, 100.0)), origin), (200.0, 100.0));
        let half = BackgroundSize::Explicit(Some(Length::Percent(0.5)), None);
        assert_eq!(tile_size(&half, Some((200.0, 100.0)), origin), (50.0, 25.0));
        assert_eq!(tile_size(&half, None, origin), (50.0, 100.0));
    }
}
