//! Clips that cut nothing off. Pages are often a box of the size of the card that hides its overflow: without its clip the same is seen, and
//! what is painted first can be copied, and small things painted by themselves. (Where the scale leaves half a device px at an edge, a clip made it half
//! transparent; without it that px is whole.)

use super::{DisplayList, Item, Rect, Shape};

impl DisplayList {
    /// Whether the whole card is inside a rectangle.
    pub(super) fn is_within(&self, rect: Rect) -> bool {
        rect.x <= 0.0 && rect.y <= 0.0 && rect.right() >= self.width && rect.bottom() >= self.height
    }

    /// Takes out clips around the whole card. Inside a transform or a filter they stay: what lies beyond their edges could come into view.
    pub(crate) fn drop_idle_clips(&mut self) {
        let mut items = std::mem::take(&mut self.items);
        let (mut idle, mut moved) = (Vec::new(), 0);
        items.retain(|item| match item {
            Item::Clip(shape) => {
                let is_idle = moved == 0 && matches!(shape, Shape::Rect(rect) if self.is_within(*rect));
                idle.push(is_idle);
                !is_idle
            }
            Item::EndClip => !idle.pop().unwrap_or_default(),
            Item::Transform(_) | Item::Filter(_) => {
                moved += 1;
                true
            }
            Item::EndTransform | Item::EndFilter => {
                moved -= 1;
                true
            }
            _ => true,
        });
        self.items = items;
    }
}

#[cfg(test)]
mod tests {
    use std::sync::Arc;

    use super::super::samples::{color, rect, solid};
    use super::*;
    use crate::display::Filter;

    fn list(items: Vec<Item>) -> DisplayList {
        DisplayList { width: 90.0, height: 60.0, items, ..DisplayList::default() }
    }

    /// The kinds of what is left.
    fn left(items: Vec<Item>) -> Vec<&'static str> {
        let mut list = list(items);
        list.drop_idle_clips();
        assert!(list.device_size(1.0).is_ok());
        let name = |item: &Item| match item {
            Item::Clip(_) => "clip",
            Item::EndClip => "end",
            Item::Fill(..) => "fill",
            _ => "group",
        };
        list.items.iter().map(name).collect()
    }

    #[test]
    fn clips_around_the_whole_card_are_taken_out() {
        let fill = || solid(rect(1.0, 1.0, 2.0, 2.0), color(8));
        let (card, part) = (|| Item::Clip(rect(0.0, -1.0, 90.0, 61.0)), || Item::Clip(rect(0.0, 0.0, 90.0, 59.5)));
        assert_eq!(left(vec![card(), fill(), Item::EndClip, fill()]), ["fill", "fill"]);
        assert_eq!(left(vec![part(), fill(), Item::EndClip]), ["clip", "fill", "end"]);
        let nested = vec![part(), card(), fill(), part(), fill(), Item::EndClip, Item::EndClip, Item::EndClip];
        assert_eq!(left(nested), ["clip", "fill", "clip", "fill", "end", "end"]);
        // An opacity moves nothing.
        let faint = vec![Item::Opacity(0.5), card(), fill(), Item::EndClip, Item::EndOpacity];
        assert_eq!(left(faint), ["group", "fill", "group"]);
    }

    #[test]
    fn clips_inside_what_moves_or_spreads_stay() {
        let fill = || solid(rect(-9.0, 1.0, 20.0, 2.0), color(8));
        let card = || Item::Clip(rect(0.0, 0.0, 90.0, 60.0));
        let blur = Item::Filter(Arc::from([Filter::Blur(4.0)]));
        let blurred = vec![card(), blur, card(), fill(), Item::EndClip, Item::EndFilter, Item::EndClip];
        assert_eq!(left(blurred), ["group", "clip", "fill", "end", "group"]);
        let moved = Item::Transform(kurbo::Affine::translate((30.0, 0.0)));
        let moved = vec![moved, card(), fill(), Item::EndClip, Item::EndTransform, card(), fill(), Item::EndClip];
        assert_eq!(left(moved), ["group", "clip", "fill", "end", "group", "fill"]);
    }
}
