//! What the card stands on: a photo of its size is copied, which is quicker than painting it, and an even shade over all of it goes with the copy.

use super::{Canvas, Rasterizer, VelloColor, paint, picture, window};
use crate::display::{DisplayList, Item};

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
        let Some((color, above)) = list.even(above) else {
            data.copy_from_slice(&pixels.data);
            return Some(above);
        };
        shade(&pixels.data, data, paint::color(color));
        Some(above)
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
            for scale in [1.0, 1.25] {
                let mut rasterizer = Rasterizer::new();
                let (_, above) = rasterizer.paint_below(&list, scale).unwrap();
                assert_eq!(above.len(), list.items.len() - 2);
                let copied = rasterizer.raster(&list, scale).unwrap();
                let (width, height) = (copied.width as usize, copied.height as usize);
                let mut other = list.clone();
                // A photo that is not the first item is painted.
                other.items.insert(0, solid(rect(0.0, 0.0, 1.0, 1.0), faded(0, 0.5)));
                let mut painter = Rasterizer::new();
                let painted = painter.raster(&other, scale).unwrap();
                // At 1.25 the last row of px is half covered: the renderer fills the half, the copy is shaded whole.
                let rows = if scale == 1.0 { height } else { height - 1 };
                for (index, (copied, painted)) in copied.data.iter().zip(&painted.data[..rows * width * 4]).enumerate()
                {
                    // The renderer rounds otherwise in the tiles at the edges of a shape.
                    let (x, y) = (index / 4 % width, index / 4 / width);
                    let in_tile = x < 4 || x + 4 >= width || y + 4 >= height;
                    assert!(copied.abs_diff(*painted) <= u8::from(in_tile), "{color:06x} {alpha} {scale}: {x},{y}");
                }
            }
        }
    }
}
