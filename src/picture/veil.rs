//! What stands in for a picture that is not to be seen, or not there: its colours without its things.
//!
//! A veil is a small soft picture; enlarging it is left to whoever draws it.

use std::f32::consts::PI;

use super::{Picture, PictureFault, Pixels, Region};
use crate::encode;

/// Longer side of a veil in px.
const SIDE: u32 = 64;
/// Cells on the longer side into which a picture is averaged.
const CELLS: f32 = 9.0;
/// The digits of a blurhash.
const DIGITS: &[u8; 83] = b"0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz#$%*+,-.:;=?@[]^_{|}~";

/// The name of the veil of a picture, given the picture's address or, when there is none, its blurhash.
pub(crate) fn veil_name(address: &str) -> String {
    format!("veil:{address}")
}

/// The veil of a picture: averaged into a few cells and smoothed.
///
/// # Errors
/// A [`PictureFault`] when the picture is damaged.
pub(crate) fn veil(picture: &Picture) -> Result<Picture, PictureFault> {
    let (width, height) = (picture.width() as f32, picture.height() as f32);
    let cell = width.max(height) / CELLS;
    let cells = |side: f32| (side / cell).round().max(2.0) as u32;
    let coarse = picture.resampled(Region::new(0.0, 0.0, width, height), cells(width), cells(height))?;
    let (width, height) = shape(width, height);
    let sample = |x: f32, y: f32| {
        let (x, y) = (x * coarse.width as f32 - 0.5, y * coarse.height as f32 - 0.5);
        let (left, top) = (x.floor(), y.floor());
        let (right_share, bottom_share) = (smooth(x - left), smooth(y - top));
        let mut colour = [0.0; 3];
        for (column, row, share) in [
            (left, top, (1.0 - right_share) * (1.0 - bottom_share)),
            (left + 1.0, top, right_share * (1.0 - bottom_share)),
            (left, top + 1.0, (1.0 - right_share) * bottom_share),
            (left + 1.0, top + 1.0, right_share * bottom_share),
        ] {
            for (sum, part) in colour.iter_mut().zip(cell_colour(&coarse, column, row)) {
                *sum += share * part;
            }
        }
        colour
    };
    drawn(width, height, sample)
}

/// The picture that a blurhash describes, in the shape of `width` x `height`. `None` when it is no blurhash.
pub(crate) fn blurhash(hash: &str, width: u32, height: u32) -> Option<Picture> {
    let digits = hash.bytes().map(digit).collect::<Option<Vec<u32>>>()?;
    let number = |from: usize, to: usize| digits.get(from..to).map(|part| part.iter().fold(0, |sum, d| sum * 83 + d));
    let size = number(0, 1)?;
    let (columns, rows) = ((size % 9 + 1) as usize, (size / 9 + 1) as usize);
    if digits.len() != 4 + 2 * columns * rows {
        return None;
    }
    let greatest = (number(1, 2)? + 1) as f32 / 166.0;
    let mean = number(2, 6)?;
    let mut factors = vec![[16, 8, 0].map(|shift| linear((mean >> shift & 255) as f32 / 255.0))];
    for index in 1..columns * rows {
        let value = number(4 + index * 2, 6 + index * 2)?;
        let level = |digit: u32| {
            let level = (digit as f32 - 9.0) / 9.0;
            level.abs() * level * greatest
        };
        factors.push([value / 361, value / 19 % 19, value % 19].map(level));
    }
    let (width, height) = shape(width.max(1) as f32, height.max(1) as f32);
    let sample = |x: f32, y: f32| {
        let mut colour = [0.0; 3];
        for (index, factor) in factors.iter().enumerate() {
            let (column, row) = ((index % columns) as f32, (index / columns) as f32);
            let wave = libm::cosf(PI * x * column) * libm::cosf(PI * y * row);
            for (sum, part) in colour.iter_mut().zip(factor) {
                *sum += wave * part;
            }
        }
        colour.map(encoded)
    };
    drawn(width, height, sample).ok()
}

fn digit(byte: u8) -> Option<u32> {
    DIGITS.iter().position(|known| *known == byte).map(|at| at as u32)
}

/// The size of a veil for a picture of a size; very long pictures become less long.
fn shape(width: f32, height: f32) -> (u32, u32) {
    let longer = width.max(height);
    let side = |side: f32| ((side / longer * SIDE as f32).round() as u32).clamp(8, SIDE);
    (side(width), side(height))
}

/// Draws a veil; `sample` gives colours from 0 to 1 for a place from 0 to 1.
fn drawn(width: u32, height: u32, sample: impl Fn(f32, f32) -> [f32; 3]) -> Result<Picture, PictureFault> {
    let mut data = Vec::with_capacity((width * height * 4) as usize);
    for row in 0..height {
        for column in 0..width {
            let colour = sample((column as f32 + 0.5) / width as f32, (row as f32 + 0.5) / height as f32);
            data.extend(colour.map(|part| (part.clamp(0.0, 1.0) * 255.0).round() as u8));
            data.push(255);
        }
    }
    let pixels = Pixels { width, height, data: data.into(), opaque: true };
    let file = encode::png_pixels(&pixels).map_err(|error| PictureFault::broken(error.to_string()))?;
    Picture::probe(file.into())
}

/// A colour of a coarse picture from 0 to 1, on white; cells beyond its edge are those at the edge.
fn cell_colour(coarse: &Pixels, column: f32, row: f32) -> [f32; 3] {
    let inside = |at: f32, count: u32| (at.max(0.0) as usize).min(count.saturating_sub(1) as usize);
    let at = (inside(row, coarse.height) * coarse.width as usize + inside(column, coarse.width)) * 4;
    let part = |channel: usize| f32::from(coarse.data.get(at + channel).copied().unwrap_or_default()) / 255.0;
    let white = 1.0 - part(3);
    [part(0) + white, part(1) + white, part(2) + white]
}

/// From 0 to 1 without a corner.
fn smooth(share: f32) -> f32 {
    share * share * (3.0 - 2.0 * share)
}

fn linear(part: f32) -> f32 {
    if part <= 0.04045 { part / 12.92 } else { libm::powf((part + 0.055) / 1.055, 2.4) }
}

fn encoded(part: f32) -> f32 {
    if part <= 0.003_130_8 { part * 12.92 } else { 1.055 * libm::powf(part, 1.0 / 2.4) - 0.055 }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Black at the left, white at the right, with a fine grid of lines.
    fn picture() -> Picture {
        let (width, height) = (120_u32, 60_u32);
        let colour =
            |x: u32, y: u32| if x.is_multiple_of(6) != y.is_multiple_of(6) { 128 } else { (x * 255 / width) as u8 };
        let pixel = |x: u32, y: u32| [colour(x, y), colour(x, y), colour(x, y), 255];
        let data: Vec<u8> = (0..height).flat_map(|y| (0..width).flat_map(move |x| pixel(x, y))).collect();
        let file = encode::png_pixels(&Pixels { width, height, data: data.into(), opaque: true }).expect("encoded");
        Picture::probe(file.into()).expect("a picture")
    }

    fn row(picture: &Picture) -> Vec<u8> {
        let pixels = picture.pixels().expect("pixels");
        let start = (pixels.height / 2 * pixels.width * 4) as usize;
        pixels.data[start..start + pixels.width as usize * 4].chunks_exact(4).map(|pixel| pixel[0]).collect()
    }

    #[test]
    fn a_veil_keeps_the_colours_and_loses_the_things() {
        let veil = veil(&picture()).expect("a veil");
        assert_eq!((veil.width(), veil.height()), (64, 32));
        let row = row(&veil);
        assert!(row[0] < 60 && row[63] > 190, "{row:?}");
        assert!(row.windows(2).all(|pair| pair[0].abs_diff(pair[1]) < 16), "{row:?}");
    }

    #[test]
    fn a_blurhash_of_one_part_is_its_mean() {
        // Size 1x1, mean #8040c0 written in four digits of base 83.
        let mean = 0x8040c0_u32;
        let digits: String =
            (0..4).rev().map(|place| DIGITS[(mean / 83_u32.pow(place) % 83) as usize] as char).collect();
        let picture = blurhash(&format!("00{digits}"), 300, 200).expect("a picture");
        assert_eq!((picture.width(), picture.height()), (64, 43));
        assert_eq!(picture.pixels().expect("pixels").data[..4], [0x80, 0x40, 0xc0, 255]);
    }

    #[test]
    fn a_blurhash_gets_brighter_where_its_first_wave_says_so() {
        // Size 2x1, the greatest level, mean grey, a wave of full positive level in all colours.
        let mean = 0x808080_u32;
        let digits: String =
            (0..4).rev().map(|place| DIGITS[(mean / 83_u32.pow(place) % 83) as usize] as char).collect();
        let wave = 18 * 361 + 18 * 19 + 18;
        let wave: String = [wave / 83, wave % 83].iter().map(|digit| DIGITS[*digit as usize] as char).collect();
        let row = row(&blurhash(&format!("1U{digits}{wave}"), 100, 100).expect("a picture"));
        assert!(row.windows(2).all(|pair| pair[0] >= pair[1]) && row[0] > row[63], "{row:?}");
    }

    #[test]
    fn what_is_no_blurhash_gives_nothing() {
        for wrong in ["", "0", "00000", "0000000", "LEHV6nWB2yk8", "00 000", "ä00000", "~~~~~~~~"] {
            assert!(blurhash(wrong, 10, 10).is_none(), "{wrong}");
        }
    }
}
