//! Box shadows.

use super::Painter;
use super::shape::spread;
use crate::display::{Item, Rect, RoundedRect, Shadow};
use crate::layout::tree::BoxId;
use crate::style::BoxShadow;

impl Painter<'_> {
    /// Paints the outer or the inset shadows of a box, the front one last. `edge` is the border edge, for inset ones the padding edge.
    pub(super) fn shadows(&mut self, id: BoxId, edge: &RoundedRect, inset: bool) {
        let Some((style, clip)) = self.placed.boxes.get(id).map(|placed| (&placed.style, placed.clip)) else { return };
        for shadow in style.box_shadow.iter().rev().filter(|shadow| shadow.inset == inset && shadow.color.a > 0.0) {
            if let Some(item) = shadow_item(shadow, edge) {
                self.emit(clip, Item::Shadow(item));
            }
        }
    }
}

/// The display item of a shadow of this edge; `None` when it shows nothing.
pub(super) fn shadow_item(shadow: &BoxShadow, edge: &RoundedRect) -> Option<Shadow> {
    if shadow.x == 0.0 && shadow.y == 0.0 && shadow.blur == 0.0 && shadow.spread == 0.0 {
        return None;
    }
    let mut shape = spread(edge, if shadow.inset { -shadow.spread } else { shadow.spread });
    if !shadow.inset && (shape.rect.width <= 0.0 || shape.rect.height <= 0.0) {
        return None;
    }
    let rect = shape.rect;
    shape.rect = Rect::new(rect.x + shadow.x, rect.y + shadow.y, rect.width, rect.height);
    Some(Shadow { shape, sigma: shadow.blur / 2.0, color: shadow.color, clip: *edge, inset: shadow.inset })
}
