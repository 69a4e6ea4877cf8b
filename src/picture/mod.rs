//! Pictures going in.

use std::sync::Arc;

/// A picture that was looked up and probed.
#[derive(Debug)]
pub struct Picture;

/// Pixels, premultiplied RGBA in sRGB.
#[derive(Debug)]
pub struct Pixels {
    /// px
    pub width: u32,
    /// px
    pub height: u32,
    /// rows from the top
    pub data: Vec<u8>,
    /// no transparency
    pub opaque: bool,
}

/// Why a picture cannot be drawn.
#[derive(Debug)]
pub enum PictureFault {
    /// Not a picture, or a damaged one.
    Broken(String),
}

impl Picture {
    /// Oriented width in px.
    pub fn width(&self) -> u32 {
        0
    }
    /// Oriented height in px.
    pub fn height(&self) -> u32 {
        0
    }
    /// Part of the picture resampled to a size in device px.
    pub fn resampled(
        &self,
        _source: crate::display::Rect,
        _width: u32,
        _height: u32,
    ) -> Result<Arc<Pixels>, PictureFault> {
        Err(PictureFault::Broken(String::new()))
    }
    /// Bytes that a browser draws the same: MIME type and file.
    pub fn embeddable(&self) -> Option<(&'static str, &[u8])> {
        None
    }
}
