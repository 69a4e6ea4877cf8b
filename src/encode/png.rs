//! PNG: chooses how to store the pixels of a card, and writes the file. Lossless, and the same bytes everywhere.
//!
//! Cards of at most 256 colours become indexed PNGs. All others are RGB; [`super::rows`] chooses the filters,
//! [`super::deflate`] compresses. [`Effort::Small`] chooses the filter of each
//! soft row anew and leaves the rest to libdeflate.

use std::io::Write;

use flate2::Compression;
use flate2::write::ZlibEncoder;

use super::container::{self, Colours};
use super::deflate::{self, Layout};
use super::palette::Reduced;
use super::{Canvas, Effort, Metadata, band, filter, rows};
use crate::picture::Pixels;
use crate::{Error, ErrorKind, Result};

/// Encodes a card as PNG on so many threads; 0 and 1: on the caller's.
///
/// # Errors
/// When the canvas has the wrong size.
pub(crate) fn png(canvas: &Canvas<'_>, effort: Effort, metadata: &Metadata, threads: usize) -> Result<Vec<u8>> {
    canvas.check()?;
    if effort == Effort::Small {
        return small(canvas, metadata);
    }
    let thorough = effort == Effort::Balanced;
    let width = canvas.width as usize;
    if let Some((palette, rows)) = rows::indexed(canvas.data, width) {
        let layout = Layout { pitch: width + 1, pixel: 1, thorough };
        let stream = deflate::zlib(&rows, layout);
        return Ok(file(canvas.width, canvas.height, Colours::Indexed(&palette), metadata, &stream));
    }
    let groups = rows::plan(canvas.data, width);
    if !thorough && rows::is_flat(&groups) {
        let stream = quick(canvas.data, width)?;
        return Ok(file(canvas.width, canvas.height, Colours::Rgb, metadata, &stream));
    }
    let stream = band::zlib(canvas.data, width, &groups, thorough, threads);
    Ok(file(canvas.width, canvas.height, Colours::Rgb, metadata, &stream))
}

/// Flat art, text and gradients in the least time: zlib-rs at its first level, a third of our own encoder's time and a
/// few per cent more bytes. Rows are handed over one by one, as they are: a row stays in the processor's cache, a card does not.
fn quick(data: &[u8], width: usize) -> Result<Vec<u8>> {
    let fault =
        |error: std::io::Error| Error::new(ErrorKind::Picture, "the card cannot be compressed").with_source(error);
    let mut encoder = ZlibEncoder::new(Vec::with_capacity(data.len() / 16), Compression::new(1));
    // The first byte says that a row is not filtered.
    let mut row = vec![0; width * 3 + 1];
    for from in data.chunks_exact(width * 4) {
        if let Some((_, to)) = row.split_first_mut() {
            filter::narrow(from, to);
        }
        encoder.write_all(&row).map_err(fault)?;
    }
    encoder.finish().map_err(fault)
}

/// Encodes a picture as PNG without any text, with alpha where it has some. For pictures inside SVG files.
///
/// # Errors
/// When the pixels have the wrong size.
pub(crate) fn png_pixels(pixels: &Pixels) -> Result<Vec<u8>> {
    let canvas = Canvas { width: pixels.width, height: pixels.height, data: &pixels.data };
    if pixels.opaque {
        return png(&canvas, Effort::Balanced, &Metadata::default(), 1);
    }
    canvas.check()?;
    let width = pixels.width as usize;
    let rows = rows::rgba(&divided(&pixels.data), width);
    let layout = Layout { pitch: width * 4 + 1, pixel: 4, thorough: true };
    let stream = deflate::zlib(&rows, layout);
    Ok(file(pixels.width, pixels.height, Colours::Rgba, &Metadata::default(), &stream))
}

/// Puts the parts of a file together.
fn file(width: u32, height: u32, colours: Colours<'_>, metadata: &Metadata, stream: &[u8]) -> Vec<u8> {
    let mut file = container::start(width, height, colours);
    container::texts(&mut file, metadata);
    container::chunk(&mut file, b"IDAT", stream);
    container::chunk(&mut file, b"IEND", &[]);
    file
}

/// Level of libdeflate: the first that looks for the cheapest of all ways to write a stretch. Level 12 takes four times as long for
/// another 3 %.
const SMALL_LEVEL: i32 = 10;

/// Within 6 % of `oxipng` preset 4, in about a fifth of its time or less: see `docs/performance.md`.
fn small(canvas: &Canvas<'_>, metadata: &Metadata) -> Result<Vec<u8>> {
    let width = canvas.width as usize;
    if let Some((palette, rows)) = rows::indexed(canvas.data, width) {
        let stream = hard(rows::without_padding(&rows))?;
        return Ok(file(canvas.width, canvas.height, Colours::Indexed(&palette), metadata, &stream));
    }
    let groups = rows::plan(canvas.data, width);
    let stream = hard(&rows::rgb_by_row(canvas.data, width, &groups))?;
    Ok(file(canvas.width, canvas.height, Colours::Rgb, metadata, &stream))
}

/// Compresses hard.
fn hard(rows: &[u8]) -> Result<Vec<u8>> {
    let fault = |cause: String| Error::new(ErrorKind::Picture, "the card cannot be compressed").with_source(cause);
    let level = libdeflater::CompressionLvl::new(SMALL_LEVEL).map_err(|error| fault(format!("{error:?}")))?;
    let mut compressor = libdeflater::Compressor::new(level);
    let mut stream = vec![0; compressor.zlib_compress_bound(rows.len())];
    let length = compressor.zlib_compress(rows, &mut stream).map_err(|error| fault(error.to_string()))?;
    stream.truncate(length);
    Ok(stream)
}

/// Encodes a card in at most so many colours, and says how many it has; `dither`: whether gradients and photos are dithered.
/// `None` when its colours cannot be found.
///
/// # Errors
/// When the canvas has the wrong size.
pub(super) fn few_colours(
    canvas: &Canvas<'_>,
    colours: u16,
    dither: bool,
    metadata: &Metadata,
) -> Result<Option<(usize, Vec<u8>)>> {
    canvas.check()?;
    let Some(reduced) = Reduced::new(canvas, colours, dither) else { return Ok(None) };
    let stream = hard(rows::without_padding(&reduced.rows()))?;
    let file = file(canvas.width, canvas.height, Colours::Indexed(&reduced.palette), metadata, &stream);
    Ok(Some((reduced.palette.len(), file)))
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
