//! WebP, lossless. There is no well-kept lossy encoder without a C library, so lossy WebP is refused.

use image::ExtendedColorType;
use image::codecs::webp::WebPEncoder;

use super::Canvas;
use super::palette::Reduced;
use crate::{Error, ErrorKind, Result};

/// Encodes a card as lossless WebP.
///
/// # Errors
/// When the canvas has the wrong size, a side is longer than 16384 px, or a quality is given: only lossless WebP is
/// written.
pub(crate) fn webp(canvas: &Canvas<'_>, quality: Option<u8>) -> Result<Vec<u8>> {
    canvas.check()?;
    if let Some(quality) = quality {
        return Err(Error::new(
            ErrorKind::Usage,
            format!("WebP of quality `{quality}`, expected none: WebP is lossless"),
        )
        .with_hint("leave the quality out, or write JPEG"));
    }
    if canvas.width > 16384 || canvas.height > 16384 {
        let message = format!("a WebP of {}x{} px, expected at most 16384 px a side", canvas.width, canvas.height);
        return Err(Error::new(ErrorKind::TooLarge, message).with_hint("write PNG, or lower `--scale`"));
    }
    let mut file = Vec::new();
    WebPEncoder::new_lossless(&mut file)
        .encode(&super::narrow(canvas.data), canvas.width, canvas.height, ExtendedColorType::Rgb8)
        .map_err(unwritable)?;
    Ok(file)
}

/// Encodes a card in at most so many colours, and says how many it has. `None` when its colours cannot be found.
///
/// # Errors
/// As [`webp`].
pub(super) fn few_colours(canvas: &Canvas<'_>, colours: u16) -> Result<Option<(usize, Vec<u8>)>> {
    canvas.check()?;
    // The encoder finds runs and nothing else: dithered pixels would take more bytes than the card itself.
    let Some(reduced) = Reduced::new(canvas, colours, false) else { return Ok(None) };
    let data = super::narrow(&reduced.rgba());
    // Few colours are mostly smaller as they are, smooth pictures as differences.
    let mut smallest: Option<Vec<u8>> = None;
    for use_predictor_transform in [false, true] {
        let mut file = Vec::new();
        let mut encoder = image_webp::WebPEncoder::new(&mut file);
        let mut params = image_webp::EncoderParams::default();
        params.use_predictor_transform = use_predictor_transform;
        encoder.set_params(params);
        encoder.encode(&data, canvas.width, canvas.height, image_webp::ColorType::Rgb8).map_err(unwritable)?;
        if smallest.as_ref().is_none_or(|smallest| file.len() < smallest.len()) {
            smallest = Some(file);
        }
    }
    Ok(smallest.map(|file| (reduced.palette.len(), file)))
}

fn unwritable(error: impl std::error::Error + Send + Sync + 'static) -> Error {
    Error::new(ErrorKind::Picture, "the card cannot be written as WebP").with_source(error)
}
