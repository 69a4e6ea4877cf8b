//! A card in few colours: which ones, and which of them each pixel gets. Lossy, for files that must stay below a limit.
//!
//! The colours are found by `quantette` (Wu's method in Oklab). Gradients and photos are dithered, since they would show
//! bands; letters, lines and flat ground are not, since they would show specks and take more bytes.

use quantette::deps::palette::{Srgb, cast};
use quantette::dither::FloydSteinberg;
use quantette::{ImageRef, PaletteSize, Pipeline};

use super::Canvas;
use super::deflate::PADDING;

/// A side in px of the squares that are looked at for gradients.
const SQUARE: usize = 32;
/// Neighbours that differ more than this in a channel are an edge.
const EDGE: u8 = 12;

/// A picture of at most 256 colours.
#[derive(Debug)]
pub(super) struct Reduced {
    /// The colours.
    pub palette: Vec<[u8; 3]>,
    /// The colour of each pixel, row by row.
    indices: Vec<u8>,
    width: usize,
}

impl Reduced {
    /// Finds the best colours, at most `colours` and at most 256; `dither`: whether gradients and photos are dithered. `None` when the canvas
    /// cannot be taken apart.
    pub(super) fn new(canvas: &Canvas<'_>, colours: u16, dither: bool) -> Option<Self> {
        let width = canvas.width as usize;
        let rgb = super::narrow(canvas.data);
        let pixels: &[Srgb<u8>] = cast::try_from_component_slice(&rgb).ok()?;
        let image = ImageRef::new(canvas.width, canvas.height, pixels).ok()?;
        let base = Pipeline::new().palette_size(PaletteSize::from_u16_clamped(colours));
        let plain = base.clone().ditherer(None).input_image(image).output_srgb8_indexed_image();
        let soft = if dither { soft_pixels(canvas.data, width) } else { Vec::new() };
        let (palette, mut indices) = plain.into_parts();
        if soft.contains(&true) {
            let dithered = base.ditherer(FloydSteinberg::new()).input_image(image).output_srgb8_indexed_image();
            let chosen = indices.iter_mut().zip(dithered.indices()).zip(&soft);
            chosen.filter(|(_, soft)| **soft).for_each(|((index, dithered), _)| *index = *dithered);
        }
        let palette = palette.iter().map(|colour| [colour.red, colour.green, colour.blue]).collect();
        Some(Self { palette, indices, width })
    }

    /// Rows of an indexed PNG: filter bytes of zero before each, padding behind all.
    pub(super) fn rows(&self) -> Vec<u8> {
        let mut rows = Vec::with_capacity(self.indices.len() + self.indices.len() / self.width.max(1) + PADDING);
        for row in self.indices.chunks(self.width.max(1)) {
            rows.push(0);
            rows.extend_from_slice(row);
        }
        rows.extend_from_slice(&[0; PADDING]);
        rows
    }

    /// The pixels as opaque RGBA.
    pub(super) fn rgba(&self) -> Vec<u8> {
        let colour = |index: &u8| self.palette.get(usize::from(*index)).copied().unwrap_or_default();
        self.indices.iter().map(colour).flat_map(|[red, green, blue]| [red, green, blue, 255]).collect()
    }
}

/// For each pixel whether it belongs to a gradient or a photo and is no edge.
fn soft_pixels(data: &[u8], width: usize) -> Vec<bool> {
    let (pixels, _) = data.as_chunks::<4>();
    let squares = width.div_ceil(SQUARE).max(1);
    let mut counts = vec![(0_usize, 0_usize); squares * (pixels.len() / width.max(1)).div_ceil(SQUARE)];
    let mut smooth = Vec::with_capacity(pixels.len());
    for (at, pixel) in pixels.iter().enumerate() {
        let left = at.checked_sub(1).filter(|_| !at.is_multiple_of(width)).and_then(|at| pixels.get(at));
        let above = at.checked_sub(width).and_then(|at| pixels.get(at));
        let step = [left, above].into_iter().flatten().map(|other| difference(pixel, other)).max().unwrap_or_default();
        smooth.push(step <= EDGE);
        if let Some((soft, hard)) = counts.get_mut(square(at, width, squares)) {
            *soft += usize::from((1..=EDGE).contains(&step));
            *hard += usize::from(step > EDGE);
        }
    }
    let is_soft = |(soft, hard): &(usize, usize)| soft * 24 > SQUARE * SQUARE && soft * 2 > *hard;
    let soft_squares: Vec<bool> = counts.iter().map(is_soft).collect();
    let in_soft_square = |at: usize| soft_squares.get(square(at, width, squares)).is_some_and(|soft| *soft);
    smooth.iter().enumerate().map(|(at, smooth)| *smooth && in_soft_square(at)).collect()
}

fn square(at: usize, width: usize, squares: usize) -> usize {
    (at / width / SQUARE) * squares + at % width / SQUARE
}

/// The greatest difference of a channel.
fn difference(left: &[u8; 4], right: &[u8; 4]) -> u8 {
    left.iter().zip(right).take(3).map(|(left, right)| left.abs_diff(*right)).max().unwrap_or_default()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn canvas(width: u32, height: u32, colour: impl Fn(u32, u32) -> [u8; 3]) -> Vec<u8> {
        let pixels = (0..height).flat_map(|y| (0..width).map(move |x| (x, y)));
        pixels.flat_map(|(x, y)| colour(x, y).into_iter().chain([255])).collect()
    }

    fn reduced(data: &[u8], width: u32, colours: u16) -> Reduced {
        let height = data.len() as u32 / 4 / width;
        Reduced::new(&Canvas { width, height, data }, colours, true).expect("a palette")
    }

    #[test]
    fn a_gradient_is_dithered_and_letters_on_flat_ground_are_not() {
        let slope = canvas(128, 96, |x, _| [x as u8 * 2, 90, 255 - x as u8 * 2]);
        assert!(soft_pixels(&slope, 128).iter().filter(|soft| **soft).count() > 128 * 96 * 9 / 10);
        let letters = canvas(128, 96, |x, y| if x % 16 < 3 && y % 24 < 18 { [20; 3] } else { [250; 3] });
        assert!(!soft_pixels(&letters, 128).contains(&true));
        let few = reduced(&slope, 128, 8);
        assert!(few.palette.len() <= 8);
        let columns: std::collections::BTreeSet<&[u8]> = few.indices.chunks(128).collect();
        assert!(columns.len() > 1, "rows of a dithered slope differ");
    }

    #[test]
    fn reduced_pixels_stay_near_the_picture() {
        let data = canvas(120, 80, |x, y| [(x * 2) as u8, (y * 3) as u8, 128]);
        for (colours, most) in [(256, 8), (64, 16), (16, 40)] {
            let rgba = reduced(&data, 120, colours).rgba();
            assert_eq!(rgba.len(), data.len());
            let sum: u64 = rgba.iter().zip(&data).map(|(left, right)| u64::from(left.abs_diff(*right))).sum();
            let mean = sum / (data.len() as u64 * 3 / 4);
            assert!(mean <= most, "{colours} colours: {mean}");
        }
    }

    #[test]
    fn few_colours_stay_as_they_are() {
        let data = canvas(64, 32, |x, _| if x < 30 { [250, 250, 245] } else { [17, 34, 51] });
        assert_eq!(reduced(&data, 64, 16).rgba(), data);
    }
}
