//! What the card stands on: a photo of its size is copied, which is quicker than painting it, and an even shade over all of it goes with the copy.

use super::{Canvas, Rasterizer, VelloColor, paint, picture, window};
use crate::display::{DisplayList, Item, Paint, Shape};

impl Rasterizer {
    /// Puts a photo that covers the card on the canvas, and what darkens or lightens all of it; gives what is still to be painted, `None` when the
    /// items do not begin like that.
    pub(super) fn copy_photo<'a>(&mut self, list: &DisplayList, scale: f32, items: &'a [Item]) -> Option<&'a [Item]> {
        let (Item::Picture(item), above) = items.split_first()? else { return None };
        let picture = list.pictures.get(item.picture)?;
        let size = (self.context.width(), self.context.height());
        let pixels = picture::Pixmaps::covering(picture, item, scale, size)?;
        if pixels.data.len() != self.canvas.data.len() {
            return None;
        }
        self.changed = window::Changed::All;
        let Canvas { data, .. } = &mut self.canvas;
        match shade_of(list, above) {
            Some((color, above)) => {
                shade(&pixels.data, data, color);
                Some(above)
            }
            None => {
                data.copy_from_slice(&pixels.data);
                Some(above)
            }
        }
    }
}

/// The colour of a first item that fills the card evenly, and the other items.
fn shade_of<'a>(list: &DisplayList, items: &'a [Item]) -> Option<(VelloColor, &'a [Item])> {
    match items.split_first()? {
        (Item::Fill(Shape::Rect(rect), Paint::Solid(color)), above) if list.is_within(*rect) => {
            Some((paint::color(*color), above))
        }
        _ => None,
    }
}

/// Pixels below an even colour, as the renderer mixes them.
fn shade(below: &[u8], to: &mut [u8], color: VelloColor) {
    let color = color.premultiply().to_rgba8();
    let kept = 255 - u16::from(color.a);
    let color: [u8; 16] = std::array::from_fn(|index| [color.r, color.g, color.b, color.a][index % 4]);
    let mix = |below: u8, above: u8| (((u16::from(below) * kept + 255) >> 8) as u8).wrapping_add(above);
    let (fours, rest) = below.as_chunks::<16>();
    let (to_fours, to_rest) = to.as_chunks_mut::<16>();
    for (to, below) in to_fours.iter_mut().zip(fours) {
        for ((to, below), color) in to.iter_mut().zip(below).zip(color) {
            *to = mix(*below, color);
        }
    }
    for ((to, below), color) in to_rest.iter_mut().zip(rest).zip(color) {
        *to = mix(*below, color);
    }
}

#[cfg(test)]
mod tests {
    use super::super::levels;
    use super::*;
    use crate::display::samples::{faded, rect, solid};

    #[test]
    fn a_shaded_copy_is_what_the_renderer_paints_but_for_a_level_at_the_edges() {
        for (color, alpha) in [(0x080c18, 0.62), (0xffffff, 0.3), (0xd04010, 0.004), (0x123456, 1.0), (0, 0.0)] {
            let mut list = levels::quote();
            list.items[1] = solid(rect(0.0, 0.0, 1200.0, 630.0), faded(color, alpha));
            let copied = Rasterizer::new().raster(&list, 1.0).unwrap().data.to_vec();
            // A photo that is not the first item is painted.
            list.items.insert(0, solid(rect(0.0, 0.0, 1.0, 1.0), faded(0, 0.5)));
            let painted = Rasterizer::new().raster(&list, 1.0).unwrap().data.to_vec();
            for (index, (copied, painted)) in copied.iter().zip(&painted).enumerate() {
                // The renderer rounds otherwise in the tiles at the edges of a shape.
                let in_tile = matches!(index / 4 % 1200, 0..4 | 1196..) || index / 4800 >= 628;
                assert!(copied.abs_diff(*painted) <= u8::from(in_tile), "{color:06x} {alpha}: byte {index}");
            }
        }
    }
}
