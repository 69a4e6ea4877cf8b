//! From the body of a picture file to RGBA pixels as they are stored (not turned, not resized).

use image::{DynamicImage, ImageDecoder};
use zune_jpeg::zune_core::colorspace::ColorSpace;

use super::colour::Conversion;
use super::{Format, Picture, PictureFault, probe};
use crate::buffer::{Lent, Spare};

/// Decoded pixels, colours multiplied by alpha.
pub(super) struct Decoded {
    pub width: u32,
    pub height: u32,
    pub data: Lent,
    pub opaque: bool,
    /// Still to be applied: done after resizing, where there are fewer pixels. Only opaque pictures wait for it.
    pub conversion: Option<Conversion>,
}

/// Decodes the whole picture.
pub(super) fn decode(picture: &Picture) -> Result<Decoded, PictureFault> {
    match picture.format {
        Format::Jpeg => decode_jpeg(&picture.bytes, &picture.spare),
        Format::Png | Format::WebP | Format::Gif => decode_other(&picture.bytes, picture.format),
        Format::Svg => Err(PictureFault::broken("a drawing has no pixels of its own")),
    }
}

fn decode_jpeg(bytes: &[u8], spare: &Spare) -> Result<Decoded, PictureFault> {
    let fault = |error| PictureFault::broken(format!("JPEG body: {error:?}"));
    if !jpeg_has_end(bytes) {
        return Err(PictureFault::broken("the JPEG is cut short"));
    }
    let mut decoder = probe::jpeg_decoder(bytes, ColorSpace::RGBA);
    decoder.decode_headers().map_err(fault)?;
    let info = decoder.info().ok_or_else(|| PictureFault::broken("JPEG without a frame"))?;
    let conversion = decoder.icc_profile().and_then(|profile| Conversion::from_profile(&profile));
    let (width, height) = (u32::from(info.width), u32::from(info.height));
    let data = if info.components == 4 {
        // The decoder writes four inks to RGB soundly, to RGBA not.
        let mut decoder = probe::jpeg_decoder(bytes, ColorSpace::RGB);
        Lent::from(widen(&decoder.decode().map_err(fault)?))
    } else {
        let mut data = spare.lend(decoder.output_buffer_size().unwrap_or_default());
        mark_rows(&mut data, width);
        decoder.decode_into(&mut data).map_err(fault)?;
        if !are_rows_written(&data, width) {
            // Nothing of the picture that was here before may show in what a damaged one leaves out.
            data.fill(0);
            probe::jpeg_decoder(bytes, ColorSpace::RGBA).decode_into(&mut data).map_err(fault)?;
        }
        data
    };
    if data.len() as u64 != u64::from(width) * u64::from(height) * 4 {
        return Err(PictureFault::broken("the JPEG body has another size than its header"));
    }
    Ok(Decoded { width, height, data, opaque: true, conversion })
}

/// Marks both ends of each row of pixels: no decoder writes an alpha of 0 there.
fn mark_rows(data: &mut [u8], width: u32) {
    for row in data.chunks_exact_mut(pitch(width)) {
        row[3] = 0;
        if let Some(last) = row.last_mut() {
            *last = 0;
        }
    }
}

/// Bytes of a row.
fn pitch(width: u32) -> usize {
    width.max(1) as usize * 4
}

/// Whether no mark is left.
fn are_rows_written(data: &[u8], width: u32) -> bool {
    data.chunks_exact(pitch(width)).all(|row| row.get(3) != Some(&0) && row.last() != Some(&0))
}

/// RGB to RGBA.
fn widen(colours: &[u8]) -> Vec<u8> {
    let mut wide = Vec::with_capacity(colours.len() / 3 * 4);
    for colour in colours.chunks_exact(3) {
        wide.extend_from_slice(colour);
        wide.push(255);
    }
    wide
}

/// Whether an end marker follows the start of the first scan. Without it the decoder would fill up with grey.
fn jpeg_has_end(bytes: &[u8]) -> bool {
    let mut at = 2;
    while let Some(&[0xff, marker]) = bytes.get(at..at + 2) {
        match marker {
            0xff => at += 1,
            0x01 | 0xd0..=0xd8 => at += 2,
            _ => {
                let Some(&[high, low]) = bytes.get(at + 2..at + 4) else { return false };
                at += 2 + usize::from(u16::from_be_bytes([high, low]));
                if marker == 0xda {
                    break;
                }
            }
        }
    }
    bytes.get(at..).is_some_and(|body| body.windows(2).rev().any(|pair| pair == [0xff, 0xd9]))
}

fn decode_other(bytes: &[u8], format: Format) -> Result<Decoded, PictureFault> {
    let mut decoder = probe::raster_decoder(bytes, format)?;
    let conversion = decoder.icc_profile().ok().flatten().and_then(|profile| Conversion::from_profile(&profile));
    let pixels = DynamicImage::from_decoder(decoder)
        .map_err(|error| PictureFault::broken(format!("{format:?} body: {error}")))?
        .into_rgba8();
    let (width, height) = pixels.dimensions();
    let mut data = pixels.into_raw();
    let opaque = data.chunks_exact(4).all(|pixel| pixel.last() == Some(&255));
    if opaque {
        return Ok(Decoded { width, height, data: data.into(), opaque, conversion });
    }
    if let Some(conversion) = conversion {
        conversion.apply(&mut data);
    }
    multiply(&mut data);
    Ok(Decoded { width, height, data: data.into(), opaque, conversion: None })
}

/// Multiplies colours by alpha, rounding to nearest.
fn multiply(data: &mut [u8]) {
    for pixel in data.chunks_exact_mut(4) {
        if let [red, green, blue, alpha] = pixel {
            for channel in [red, green, blue] {
                let product = u32::from(*channel) * u32::from(*alpha) + 128;
                *channel = ((product + (product >> 8)) >> 8) as u8;
            }
        }
    }
}
