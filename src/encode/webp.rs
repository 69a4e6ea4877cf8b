//! WebP, lossless. There is no well-kept lossy encoder without a C library, so lossy WebP is refused.

use image::ExtendedColorType;
use image::codecs::webp::WebPEncoder;

use super::Canvas;
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
        .map_err(|error| Error::new(ErrorKind::Picture, "the card cannot be written as WebP").with_source(error))?;
    Ok(file)
}
