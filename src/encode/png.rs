//! PNG: chooses how to store the pixels of a card, and writes the file.

use super::{Canvas, Effort, Hints, Metadata, container, narrow};
use crate::picture::Pixels;
use crate::{Error, ErrorKind, Result};

/// Encodes a card as PNG.
///
/// # Errors
/// When the canvas has the wrong size.
pub(crate) fn png(canvas: &Canvas<'_>, effort: Effort, metadata: &Metadata, hints: &Hints) -> Result<Vec<u8>> {
    canvas.check()?;
    let photo = hints.photo.unwrap_or(false);
    let level = match (effort, photo) {
        (Effort::Fast, _) => 1,
        (Effort::Balanced, true) => 2,
        (Effort::Balanced, false) => 6,
        (Effort::Small, _) => 9,
    };
    let body = filtered(&narrow(canvas.data), canvas.width as usize * 3, 3, photo);
    let mut file = container::start(canvas.width, canvas.height, container::Colours::Rgb);
    container::texts(&mut file, metadata);
    container::chunk(&mut file, b"IDAT", &deflated(&body, level)?);
    container::chunk(&mut file, b"IEND", &[]);
    Ok(file)
}

/// Encodes a picture as PNG without any text, with alpha where it has some. For pictures inside SVG files.
///
/// # Errors
/// When the pixels have the wrong size.
pub(crate) fn png_pixels(pixels: &Pixels) -> Result<Vec<u8>> {
    let canvas = Canvas { width: pixels.width, height: pixels.height, data: &pixels.data };
    if pixels.opaque {
        return png(&canvas, Effort::Balanced, &Metadata::default(), &Hints::default());
    }
    canvas.check()?;
    let body = filtered(&divided(&pixels.data), pixels.width as usize * 4, 4, true);
    let mut file = container::start(pixels.width, pixels.height, container::Colours::Rgba);
    container::chunk(&mut file, b"IDAT", &deflated(&body, 6)?);
    container::chunk(&mut file, b"IEND", &[]);
    Ok(file)
}

/// Rows with their filter byte: each minus its left neighbour, or as they are.
fn filtered(pixels: &[u8], row: usize, pixel: usize, minus_left: bool) -> Vec<u8> {
    let mut body = Vec::with_capacity(pixels.len() + pixels.len() / row.max(1));
    for line in pixels.chunks_exact(row) {
        body.push(u8::from(minus_left));
        if minus_left {
            body.extend_from_slice(line.get(..pixel).unwrap_or_default());
            let pairs = line.iter().zip(line.get(pixel..).unwrap_or_default());
            body.extend(pairs.map(|(left, value)| value.wrapping_sub(*left)));
        } else {
            body.extend_from_slice(line);
        }
    }
    body
}

/// Colours no longer multiplied by alpha.
fn divided(data: &[u8]) -> Vec<u8> {
    let mut straight = data.to_vec();
    for pixel in straight.chunks_exact_mut(4) {
        if let [red, green, blue, alpha] = pixel
            && *alpha != 255
            && *alpha != 0
        {
            let alpha = u32::from(*alpha);
            for channel in [red, green, blue] {
                *channel = ((u32::from(*channel) * 255 + alpha / 2) / alpha).min(255) as u8;
            }
        }
    }
    straight
}

/// A zlib stream by libdeflate.
fn deflated(body: &[u8], level: i32) -> Result<Vec<u8>> {
    let fault = |message: String| Error::new(ErrorKind::Picture, "the PNG cannot be compressed").with_source(message);
    let level = libdeflater::CompressionLvl::new(level).map_err(|error| fault(format!("{error:?}")))?;
    let mut compressor = libdeflater::Compressor::new(level);
    let mut stream = vec![0; compressor.zlib_compress_bound(body.len())];
    let length = compressor.zlib_compress(body, &mut stream).map_err(|error| fault(error.to_string()))?;
    stream.truncate(length);
    Ok(stream)
}
