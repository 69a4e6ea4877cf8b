//! Boxes that are drawn as a group: transforms, opacity, masks, filters, in the order in which CSS puts them around each other.

use super::Painter;
use super::background::Ground;
use super::shape::border_edge;
use crate::display::{Filter, Item, MaskLayer, Placement, Rect};
use crate::layout::place::PlacedBox;
use crate::layout::transform::{is_sound, transform_of};
use crate::layout::tree::BoxId;
use crate::style::{ColorFilter, FilterStep, Style};

/// What has to be undone behind a group.
pub(super) struct Around {
    /// Number of items before it.
    start: usize,
    base: usize,
    place: Placement,
    /// What ends it, the outermost first.
    ends: Vec<Item>,
}

impl Painter<'_> {
    /// Opens everything that is done to a box as a whole; `None` when nothing of it is seen.
    pub(super) fn open_group(&mut self, id: BoxId) -> Option<Around> {
        let placed = self.placed.boxes.get(id)?;
        let style = &placed.style;
        self.switch(placed.clip);
        let mut around = Around {
            start: self.list.items.len(),
            base: std::mem::replace(&mut self.base, self.open.len()),
            place: self.place,
            ends: Vec::new(),
        };
        if let Some(own) = transform_of(style, placed.rect) {
            let whole = self.place.affine() * own;
            match Placement::of(whole) {
                _ if !is_sound(whole) => {
                    self.close_group(around);
                    return None;
                }
                Some(place) => self.place = place,
                None => {
                    self.list.items.push(Item::Transform(whole));
                    self.place = Placement::IDENTITY;
                    around.ends.push(Item::EndTransform);
                }
            }
        }
        if style.opacity < 1.0 {
            self.list.items.push(Item::Opacity(style.opacity.max(0.0)));
            around.ends.push(Item::EndOpacity);
        }
        if style.effects.is_masked() {
            let layers = self.mask_layers(placed);
            self.list.items.push(Item::Mask(layers.into()));
            around.ends.push(Item::EndMask);
        }
        if !style.effects.filter.is_empty() {
            let filters = style.effects.filter.iter().map(|step| filter(step, style, self.place.scale));
            let item = Item::Filter(filters.collect());
            self.list.items.push(item);
            around.ends.push(Item::EndFilter);
        }
        Some(around)
    }

    /// Closes what [`Self::open_group`] opened; a group with nothing in it leaves nothing.
    pub(super) fn close_group(&mut self, around: Around) {
        let Around { start, base, place, mut ends } = around;
        while self.open.len() > self.base {
            self.open.pop();
            self.list.items.push(Item::EndClip);
        }
        self.base = base;
        self.place = place;
        if self.list.items.len() == start + ends.len() {
            self.list.items.truncate(start);
        } else {
            ends.reverse();
            self.list.items.append(&mut ends);
        }
    }

    /// Items that are painted apart from the list. The clips up to `outer` hold around them and are not opened again: inside a transform
    /// they would be somewhere else.
    pub(super) fn apart(&mut self, outer: Option<usize>, work: impl FnOnce(&mut Self)) -> Vec<Item> {
        let items = std::mem::take(&mut self.list.items);
        let around = self.chain(outer);
        let base = std::mem::replace(&mut self.base, around.len());
        let open = std::mem::replace(&mut self.open, around);
        work(self);
        self.switch(None);
        self.open = open;
        self.base = base;
        std::mem::replace(&mut self.list.items, items)
    }

    /// The layers of a box's mask.
    fn mask_layers(&mut self, placed: &PlacedBox) -> Vec<MaskLayer> {
        let edge = border_edge(placed.rect, &placed.style.border_radius);
        let (width, height) = (self.placed.width, self.placed.height);
        let everything = Rect::new(-width, -height, 3.0 * width, 3.0 * height);
        let mut layers = Vec::new();
        for layer in placed.style.effects.mask.layers() {
            let mut ground = Ground::of(placed, edge, None);
            if layer.unclipped {
                ground.widen(everything);
            }
            let items = self.apart(None, |painter| {
                if let Some(image) = &layer.image {
                    painter.layer(None, image, &ground);
                }
            });
            layers.push(MaskLayer { items, luminance: layer.luminance, intersect: layer.intersect });
        }
        layers
    }
}

/// A filter in px and matrices.
fn filter(step: &FilterStep, style: &Style, scale: f32) -> Filter {
    let filter = match step {
        FilterStep::Blur(sigma) => Filter::Blur(*sigma),
        FilterStep::DropShadow(shadow) => Filter::DropShadow {
            x: shadow.x,
            y: shadow.y,
            sigma: shadow.blur,
            color: shadow.color.unwrap_or(style.text.color),
        },
        FilterStep::Color(kind, amount) => Filter::Matrix(matrix(*kind, *amount)),
    };
    filter.scaled(scale)
}

/// The matrix of a change of colours (Filter Effects 1, 9.6 and 13.1).
#[rustfmt::skip]
fn matrix(kind: ColorFilter, amount: f32) -> [f32; 20] {
    let linear = |slope: f32, lift: f32| [
        slope, 0.0, 0.0, 0.0, lift,
        0.0, slope, 0.0, 0.0, lift,
        0.0, 0.0, slope, 0.0, lift,
        0.0, 0.0, 0.0, 1.0, 0.0,
    ];
    // The identity and another matrix, mixed.
    let mixed = |rest: f32, rows: [[f32; 3]; 3], share: f32| {
        let mut matrix = [0.0; 20];
        for (row, values) in rows.iter().enumerate() {
            for (column, value) in values.iter().enumerate() {
                let own = if row == column { rest } else { 0.0 };
                matrix[row * 5 + column] = own + value * share;
            }
        }
        matrix[18] = 1.0;
        matrix
    };
    const LUMA: [[f32; 3]; 3] = [[0.2126, 0.7152, 0.0722], [0.2126, 0.7152, 0.0722], [0.2126, 0.7152, 0.0722]];
    match kind {
        ColorFilter::Brightness => linear(amount, 0.0),
        ColorFilter::Contrast => linear(amount, 0.5 - 0.5 * amount),
        ColorFilter::Invert => linear(1.0 - 2.0 * amount, amount),
        ColorFilter::Opacity => {
            let mut matrix = linear(1.0, 0.0);
            matrix[18] = amount;
            matrix
        }
        ColorFilter::Grayscale => mixed(1.0 - amount, LUMA, amount),
        ColorFilter::Saturate => mixed(amount, [[0.213, 0.715, 0.072]; 3], 1.0 - amount),
        ColorFilter::Sepia => mixed(
            1.0 - amount,
            [[0.393, 0.769, 0.189], [0.349, 0.686, 0.168], [0.272, 0.534, 0.131]],
            amount,
        ),
        ColorFilter::HueRotate => {
            let radians = f64::from(amount).to_radians();
            let (cosine, sine) = (libm::cos(radians) as f32, libm::sin(radians) as f32);
            let rows = [
                [
                    0.213 + cosine * 0.787 - sine * 0.213,
                    0.715 - cosine * 0.715 - sine * 0.715,
                    0.072 - cosine * 0.072 + sine * 0.928,
                ],
                [
                    0.213 - cosine * 0.213 + sine * 0.143,
                    0.715 + cosine * 0.285 + sine * 0.140,
                    0.072 - cosine * 0.072 - sine * 0.283,
                ],
                [
                    0.213 - cosine * 0.213 - sine * 0.787,
                    0.715 - cosine * 0.715 + sine * 0.715,
                    0.072 + cosine * 0.928 + sine * 0.072,
                ],
            ];
            mixed(0.0, rows, 1.0)
        }
    }
}

/// Whether a box is drawn as a group.
pub(super) fn is_group(style: &Style) -> bool {
    let effects = &style.effects;
    style.opacity < 1.0 || effects.is_transformed() || effects.is_masked() || !effects.filter.is_empty()
}

/// Brings glyphs and shapes that a transform does not turn to where they are seen.
pub(super) fn placed(place: Placement, item: Item) -> Item {
    if place == Placement::IDENTITY { item } else { place.item(&item) }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn changed(kind: ColorFilter, amount: f32, color: [f32; 3]) -> [u8; 3] {
        let matrix = matrix(kind, amount);
        std::array::from_fn(|row| {
            let sum: f32 = (0..3).map(|column| matrix[row * 5 + column] * color[column]).sum();
            ((sum + matrix[row * 5 + 4]).clamp(0.0, 1.0) * 255.0).round() as u8
        })
    }

    #[test]
    fn colours_change_as_the_specification_says() {
        let red = [1.0, 0.0, 0.0];
        assert_eq!(changed(ColorFilter::Grayscale, 1.0, red), [54, 54, 54]);
        assert_eq!(changed(ColorFilter::Grayscale, 0.0, red), [255, 0, 0]);
        assert_eq!(changed(ColorFilter::Brightness, 0.5, [1.0, 0.5, 0.0]), [128, 64, 0]);
        assert_eq!(changed(ColorFilter::Contrast, 2.0, [0.75, 0.25, 0.5]), [255, 0, 128]);
        assert_eq!(changed(ColorFilter::Invert, 1.0, red), [0, 255, 255]);
        assert_eq!(changed(ColorFilter::Sepia, 1.0, [0.0, 1.0, 0.0]), [196, 175, 136]);
        assert_eq!(changed(ColorFilter::Saturate, 0.0, [0.0, 0.0, 1.0]), [18, 18, 18]);
        assert_eq!(changed(ColorFilter::HueRotate, 180.0, red), [0, 109, 109]);
        let identity = matrix(ColorFilter::HueRotate, 0.0);
        assert!((identity[0] - 1.0).abs() < 1e-6 && identity[1].abs() < 1e-6);
    }

    #[test]
    fn plain_boxes_are_no_groups() {
        assert!(!is_group(&Style::default()));
        assert!(is_group(&Style { opacity: 0.5, ..Style::default() }));
    }
}
