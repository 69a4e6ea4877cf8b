//! A contact sheet: many small pictures on one, in rows.

use crate::Result;
use crate::encode::{self, Canvas, Effort, Metadata};

/// Width of the sheet in px.
const WIDTH: u32 = 2000;
/// Room between pictures in px.
const GAP: u32 = 8;
/// The ground, as R, G, B, A.
const GROUND: [u8; 4] = [120, 124, 130, 255];

/// Pictures in the order in which they came.
#[derive(Debug, Default)]
pub(super) struct Sheet {
    pictures: Vec<((u32, u32), Vec<u8>)>,
}

impl Sheet {
    /// Adds a picture: width and height in px, RGBA.
    pub(super) fn add(&mut self, size: (u32, u32), pixels: Vec<u8>) {
        self.pictures.push((size, pixels));
    }

    /// The sheet as a PNG file.
    pub(super) fn png(&self) -> Result<Vec<u8>> {
        let (places, height) = self.places();
        let mut data = GROUND.repeat(WIDTH as usize * height as usize);
        for (((width, _), pixels), (x, y)) in self.pictures.iter().zip(places) {
            for (row, line) in pixels.chunks_exact(*width as usize * 4).enumerate() {
                let start = ((y as usize + row) * WIDTH as usize + x as usize) * 4;
                if let Some(target) = data.get_mut(start..start + line.len()) {
                    target.copy_from_slice(line);
                }
            }
        }
        let canvas = Canvas { width: WIDTH, height, data: &data };
        encode::png(&canvas, Effort::Balanced, &Metadata::default(), 1)
    }

    /// Where each picture goes, and how high the sheet is.
    fn places(&self) -> (Vec<(u32, u32)>, u32) {
        let (mut x, mut y, mut row) = (GAP, GAP, 0);
        let mut places = Vec::with_capacity(self.pictures.len());
        for ((width, height), _) in &self.pictures {
            if x > GAP && x + width + GAP > WIDTH {
                (x, y, row) = (GAP, y + row + GAP, 0);
            }
            places.push((x, y));
            x += width + GAP;
            row = row.max(*height);
        }
        (places, y + row + GAP)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn rows_are_filled_and_as_high_as_their_highest_picture() {
        let mut sheet = Sheet::default();
        for size in [(900, 100), (900, 300), (900, 50)] {
            sheet.add(size, vec![0; size.0 as usize * size.1 as usize * 4]);
        }
        assert_eq!(sheet.places(), (vec![(8, 8), (916, 8), (8, 316)], 374));
        assert_eq!(sheet.png().expect("a sheet")[1..4], *b"PNG");
    }
}
