//! Pixels going out: PNG, JPEG and WebP files.
//!
//! Knows pixels and nothing of what they show. The same pixels give the same bytes on every machine.

mod band;
mod budget;
mod container;
mod deflate;
mod filter;
mod huffman;
mod jpeg;
mod palette;
mod png;
mod rows;
mod webp;

#[cfg(test)]
mod tests;

pub(crate) use budget::{Fitted, Means, fit_jpeg, fit_png, fit_webp};
pub(crate) use jpeg::jpeg;
pub(crate) use png::{png, png_pixels};
pub(crate) use webp::webp;

use crate::{Error, ErrorKind, Result};

/// How much time to spend on a smaller PNG file. The pixels are the same.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Default)]
#[non_exhaustive]
pub enum Effort {
    /// As fast as possible, for previews and servers: about a millisecond for a card without photo.
    Fast,
    /// Small files in a few milliseconds.
    #[default]
    Balanced,
    /// A seventh to a third smaller, in tenths of a second.
    Small,
}

/// The finished card: opaque RGBA, eight bits a channel, row by row.
#[derive(Clone, Copy)]
pub(crate) struct Canvas<'a> {
    /// Pixels in a row.
    pub width: u32,
    /// Rows.
    pub height: u32,
    /// `width * height * 4` bytes; alpha is not looked at.
    pub data: &'a [u8],
}

impl Canvas<'_> {
    /// Checks that the data have the size that width and height say.
    fn check(&self) -> Result<()> {
        let expected = u64::from(self.width) * u64::from(self.height) * 4;
        if expected == 0 || expected != self.data.len() as u64 {
            return Err(Error::new(
                ErrorKind::Picture,
                format!(
                    "a canvas of {}x{} px has {} bytes, expected {expected}",
                    self.width,
                    self.height,
                    self.data.len()
                ),
            ));
        }
        Ok(())
    }
}

/// What a file says about itself.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub(crate) struct Metadata {
    /// Alternative text of the card.
    pub alt_text: Option<String>,
    /// Where the words stand.
    pub source_url: Option<String>,
    /// Name and version of the program; left out when empty.
    pub software: String,
}

/// RGBA to RGB.
fn narrow(data: &[u8]) -> Vec<u8> {
    let mut colours = vec![0; data.len() / 4 * 3];
    filter::narrow(data, &mut colours);
    colours
}

impl Effort {
    /// The name behind `--effort`.
    pub fn name(self) -> &'static str {
        match self {
            Self::Fast => "fast",
            Self::Balanced => "balanced",
            Self::Small => "small",
        }
    }
}
