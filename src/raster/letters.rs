//! Letters that are laid on finished pixels as masks: which they are, and what has to wait for them.

use kurbo::Affine;

use super::mask::Placed;
use super::{Rasterizer, group, order, scaled, text};
use crate::display::{self, Color, DisplayList, GlyphRun, Item, Rect, Shape, TextShadow};

/// Letters of one colour, and where they are in device px.
pub(super) struct Letters {
    pub(super) placed: Vec<Placed>,
    pub(super) color: Color,
    pub(super) bounds: Rect,
}

/// What is open around an item: clips, each with what brings its px to those of the card, the number of opacity groups, and transforms.
#[derive(Default)]
pub(super) struct Around<'a> {
    pub(super) clips: Vec<(&'a Shape, Affine)>,
    pub(super) groups: usize,
    transforms: Vec<Affine>,
}

impl<'a> Around<'a> {
    /// What brings px of an item to px of the card.
    pub(super) fn transform(&self) -> Affine {
        self.transforms.last().copied().unwrap_or(Affine::IDENTITY)
    }

    /// Opens or closes what an item opens or closes.
    pub(super) fn pass(&mut self, item: &'a Item) {
        match item {
            Item::Clip(shape) => self.clips.push((shape, self.transform())),
            Item::EndClip => drop(self.clips.pop()),
            Item::Opacity(_) => self.groups += 1,
            Item::EndOpacity => self.groups -= 1,
            Item::Transform(own) => self.transforms.push(self.transform() * *own),
            Item::EndTransform => drop(self.transforms.pop()),
            _ => {}
        }
    }
}

impl Rasterizer {
    /// Sets a run aside as letters to be laid on the pixels later. Not when it stands in a group, when a clip cuts it, or
    /// when it has no masks.
    pub(super) fn set_aside(&mut self, list: &DisplayList, run: &GlyphRun, scale: f32, around: &Around<'_>) -> bool {
        let plain = around.groups == 0 && around.transform() == Affine::IDENTITY;
        let Some(face) = list.faces.get(run.face).filter(|_| plain) else { return false };
        let Some(placed) = self.masks.of(&face.data, run, scale) else { return false };
        let Some(bounds) = text::bounds(&placed) else { return true };
        let own = scaled(bounds, 1.0 / scale);
        if !around.clips.iter().all(|(clip, _)| order::lies_inside(own, clip)) {
            return false;
        }
        self.letters.push(Letters { placed, color: run.color, bounds });
        true
    }

    /// Whether an item may cover letters that were set aside. A group is looked at as a whole where it begins, since inside it
    /// nothing can be laid on the pixels any more.
    pub(super) fn is_over_letters(&self, list: &DisplayList, items: &[Item], around: &Around<'_>, scale: f32) -> bool {
        if self.letters.is_empty() {
            return false;
        }
        let touches = |area: Rect| {
            let area = scaled(area, scale);
            self.letters.iter().any(|letters| order::touches(letters.bounds, area))
        };
        let extent = |items: &[Item]| list.extent(items, around.transform()).is_some_and(touches);
        match items.first() {
            Some(Item::Opacity(_)) if around.groups == 1 => {
                let group = display::group(items);
                let plain =
                    !group.iter().any(|item| matches!(item, Item::Transform(_) | Item::Filter(_) | Item::Mask(_)));
                let covers = |item: &Item| order::bounds(item).is_some_and(touches);
                if plain && around.transforms.is_empty() { group.iter().any(covers) } else { extent(group) }
            }
            Some(Item::Filter(_) | Item::Mask(_)) if around.groups == 0 => extent(display::group(items)),
            Some(Item::TextShadow(_)) if around.groups == 0 => extent(items.get(..1).unwrap_or_default()),
            Some(item) if around.groups == 0 => {
                order::bounds(item).is_some_and(|area| touches(display::around(around.transform(), area)))
            }
            _ => false,
        }
    }

    /// The sharp shadow of letters: letters like all others.
    pub(super) fn sharp_shadow(&mut self, list: &DisplayList, shadow: &TextShadow, scale: f32, around: &Around<'_>) {
        let mut rest = shadow.items.as_slice();
        while let Some(item) = rest.first() {
            let (now, after) = rest.split_at(group::unit(rest).len());
            match item {
                Item::Glyphs(run) if self.set_aside(list, run, scale, around) => {}
                _ => self.paint(list, now, scale, around.transform()),
            }
            rest = after;
        }
    }
}
