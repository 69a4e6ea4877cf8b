//! What cards in a row begin with: grounds and shadows of a template are painted once and then copied.
//!
//! Only fills and shadows count, since they are plain values that can be compared; the pixels are the same either way.

use std::fmt;

use crate::display::{Color, Item, Paint};

/// Items looked at, at most.
const MOST_ITEMS: usize = 16;

/// The pixels of the items with which the last cards began.
#[derive(Default)]
pub(super) struct Layer {
    kept: Option<Beginning>,
    pixels: Vec<u8>,
    /// With what the last card began that did not begin with the kept items.
    last: Option<Beginning>,
}

/// The beginning of a card.
#[derive(Clone)]
struct Beginning {
    width: u16,
    height: u16,
    scale: f32,
    ground: Color,
    items: Vec<Item>,
}

/// What to do about the beginning of a card.
#[derive(Debug, PartialEq, Eq)]
pub(super) enum Advice {
    /// Copy the kept pixels, and go on after so many items.
    Copy(usize),
    /// Paint so many items, keep their pixels, and go on.
    Keep(usize),
    /// Paint it as all else.
    Nothing,
}

impl fmt::Debug for Layer {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "Layer({} bytes)", self.pixels.len())
    }
}

impl Layer {
    /// Looks at the [`beginning`] of a card of `width` x `height` device px.
    pub(super) fn advise(&mut self, (width, height): (u16, u16), scale: f32, ground: Color, items: &[Item]) -> Advice {
        let fits = |other: &&Beginning| {
            (other.width, other.height, other.scale, other.ground) == (width, height, scale, ground)
        };
        if let Some(kept) = self.kept.as_ref().filter(fits)
            && items.starts_with(&kept.items)
        {
            return Advice::Copy(kept.items.len());
        }
        let last = self.last.as_ref().filter(fits).map(|last| last.items.as_slice()).unwrap_or_default();
        let same = last.iter().zip(items).take_while(|(one, other)| one == other).count();
        self.last = Some(Beginning { width, height, scale, ground, items: items.to_vec() });
        if items.get(..same).unwrap_or_default().iter().any(takes_time) { Advice::Keep(same) } else { Advice::Nothing }
    }

    /// Keeps the pixels of the first `count` items of the card looked at last.
    pub(super) fn keep(&mut self, count: usize, pixels: &[u8]) {
        self.kept = self.last.clone();
        if let Some(kept) = &mut self.kept {
            kept.items.truncate(count);
        }
        self.pixels.clear();
        self.pixels.extend_from_slice(pixels);
    }

    /// The kept pixels.
    pub(super) fn pixels(&self) -> &[u8] {
        &self.pixels
    }
}

/// What a card begins with, as far as it can be kept, and the other items. Nothing when it is painted as quickly as it is copied.
pub(super) fn beginning(items: &[Item]) -> (&[Item], &[Item]) {
    let still = items.iter().take(MOST_ITEMS).take_while(|item| matches!(item, Item::Fill(..) | Item::Shadow(_)));
    let (still, above) = items.split_at(still.count());
    if still.iter().any(takes_time) { (still, above) } else { (&[], items) }
}

/// Whether an item takes longer to paint than to copy.
fn takes_time(item: &Item) -> bool {
    match item {
        Item::Fill(_, paint) => !matches!(paint, Paint::Solid(_)),
        Item::Shadow(_) => true,
        _ => false,
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::display::Point;
    use crate::display::samples::{color, rect, solid, stops};

    fn slope(to: u32) -> Item {
        let paint = Paint::Linear {
            start: Point { x: 0.0, y: 0.0 },
            end: Point { x: 90.0, y: 0.0 },
            stops: stops(&[(0.0, color(0)), (1.0, color(to))]),
        };
        Item::Fill(rect(0.0, 0.0, 90.0, 90.0), paint)
    }

    #[test]
    fn what_two_cards_begin_with_is_kept_for_the_third() {
        let mut layer = Layer::default();
        let card = |last: u32| [slope(9), solid(rect(1.0, 1.0, 2.0, 2.0), color(8)), slope(last)];
        let mut advise = |items: &[Item]| layer.advise((9, 9), 1.0, color(1), items);
        assert_eq!(advise(&card(1)), Advice::Nothing);
        assert_eq!(advise(&card(2)), Advice::Keep(2));
        layer.keep(2, &[7; 4]);
        assert_eq!(layer.advise((9, 9), 1.0, color(1), &card(3)), Advice::Copy(2));
        assert_eq!(layer.pixels(), [7; 4]);
        assert_eq!(layer.advise((9, 9), 2.0, color(1), &card(3)), Advice::Nothing);
        assert_eq!(layer.advise((9, 9), 1.0, color(2), &card(3)), Advice::Nothing);
    }

    #[test]
    fn a_plain_ground_is_not_worth_keeping() {
        let mut layer = Layer::default();
        let plain = [solid(rect(1.0, 1.0, 2.0, 2.0), color(8))];
        assert_eq!(beginning(&plain), (&[][..], &plain[..]));
        for _ in 0..3 {
            assert_eq!(layer.advise((9, 9), 1.0, color(1), &plain), Advice::Nothing);
        }
    }
}
