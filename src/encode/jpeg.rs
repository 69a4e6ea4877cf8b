//! JPEG: baseline, 4:4:4 with tables of its own from quality 90 on, else 4:2:0; nothing embedded.

use jpeg_encoder::{ColorType, Encoder, SamplingFactor};

use super::Canvas;
use crate::{Error, ErrorKind, Result};

/// From this quality on colour has full resolution: thin coloured letters lose their colour otherwise.
const FULL_COLOUR_FROM: u8 = 90;

/// Encodes a card as JPEG of a quality of 1 to 100.
///
/// # Errors
/// When the canvas has the wrong size, a side is longer than 65535 px, or the quality is outside its range.
pub(crate) fn jpeg(canvas: &Canvas<'_>, quality: u8) -> Result<Vec<u8>> {
    canvas.check()?;
    if !(1..=100).contains(&quality) {
        return Err(Error::new(ErrorKind::Usage, format!("JPEG quality `{quality}`, expected 1 to 100")));
    }
    let (Ok(width), Ok(height)) = (u16::try_from(canvas.width), u16::try_from(canvas.height)) else {
        let message = format!("a JPEG of {}x{} px, expected at most 65535 px a side", canvas.width, canvas.height);
        return Err(Error::new(ErrorKind::TooLarge, message).with_hint("write PNG or WebP, or lower `--scale`"));
    };
    let mut file = Vec::new();
    let mut encoder = Encoder::new(&mut file, quality);
    let full = quality >= FULL_COLOUR_FROM;
    encoder.set_sampling_factor(if full { SamplingFactor::F_1_1 } else { SamplingFactor::F_2_2 });
    // With 4:2:0 the encoder would write a scan per colour, which `zune-jpeg` 0.5.15 reads wrongly.
    encoder.set_optimized_huffman_tables(full);
    encoder.encode(canvas.data, width, height, ColorType::Rgba).map_err(|error| {
        Error::new(ErrorKind::Picture, "the card cannot be written as JPEG").with_source(error.to_string())
    })?;
    Ok(file)
}
