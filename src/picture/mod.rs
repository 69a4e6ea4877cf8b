//! Pictures going in: bytes of an avatar, a photo or an icon become pixels of the size a card needs.
//!
//! A picture is probed first (format, size, orientation: header only) and decoded later, once, when it is drawn.
//! Nothing here opens files or follows references; `data:` URIs are taken apart in [`data_uri`].

mod colour;
mod data_uri;
mod decode;
mod embed;
mod focus;
mod probe;
mod resample;
mod vector;
mod veil;

#[cfg(test)]
mod tests;

use std::fmt;
use std::sync::{Arc, Mutex, OnceLock};

use image::metadata::Orientation;
use sha2::{Digest, Sha256};

pub(crate) use data_uri::data_uri;
pub(crate) use probe::Format;
use resample::Care;
pub(crate) use veil::{blurhash, veil, veil_name};

use crate::buffer::{Lent, Spare};
/// A part of a picture, in pixels of the picture as it is seen (orientation applied).
pub(crate) use crate::geometry::Rect as Region;
use crate::{Error, ErrorKind};

/// The bytes of a picture file. Cloning shares them.
pub type Bytes = Arc<[u8]>;

/// Most pixels a picture may have (64 Mpx).
pub(crate) const MAX_PIXELS: u64 = 64 * 1024 * 1024;
/// Most bytes a picture file may have (32 MiB).
pub(crate) const MAX_BYTES: usize = 32 * 1024 * 1024;

/// Pixels to draw: sRGB, eight bits a channel, red, green, blue, alpha, row by row, colours multiplied by alpha.
pub(crate) struct Pixels {
    /// Pixels in a row.
    pub width: u32,
    /// Rows.
    pub height: u32,
    /// `width * height * 4` bytes.
    pub data: Lent,
    /// Whether every alpha is 255.
    pub opaque: bool,
}

impl fmt::Debug for Pixels {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "Pixels({}x{}, opaque: {})", self.width, self.height, self.opaque)
    }
}

/// Why a picture cannot be drawn. A card is still possible: its designed fallback stands in.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) enum PictureFault {
    /// The file is empty, cut short or damaged.
    Broken {
        /// What is wrong, lower case.
        message: String,
    },
    /// The file or its picture is past the limits.
    TooLarge {
        /// Width in px as the header says; 0 when the file alone is too large.
        width: u32,
        /// Height in px as the header says; 0 when the file alone is too large.
        height: u32,
        /// Length of the file.
        bytes: usize,
    },
    /// A format or a variant of a format that is not drawn.
    Unsupported {
        /// What it is, lower case.
        message: String,
    },
}

impl PictureFault {
    pub(crate) fn broken(message: impl Into<String>) -> Self {
        Self::Broken { message: message.into() }
    }

    pub(crate) fn unsupported(message: impl Into<String>) -> Self {
        Self::Unsupported { message: message.into() }
    }

    /// The code of the finding that tells of it.
    pub(crate) fn code(&self) -> &'static str {
        match self {
            Self::Broken { .. } | Self::Unsupported { .. } => "image-broken",
            Self::TooLarge { .. } => "image-too-large",
        }
    }
}

impl fmt::Display for PictureFault {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Broken { message } => write!(f, "the picture is broken: {message}"),
            Self::TooLarge { width: 0, bytes, .. } => {
                write!(f, "the picture file has {bytes} bytes, expected at most {MAX_BYTES}")
            }
            Self::TooLarge { width, height, .. } => {
                write!(f, "the picture is {width}x{height} px, expected at most {MAX_PIXELS} pixels")
            }
            Self::Unsupported { message } => write!(f, "the picture cannot be used: {message}"),
        }
    }
}

impl From<PictureFault> for Error {
    fn from(fault: PictureFault) -> Self {
        let kind = match fault {
            PictureFault::TooLarge { .. } => ErrorKind::TooLarge,
            PictureFault::Broken { .. } | PictureFault::Unsupported { .. } => ErrorKind::Picture,
        };
        Self::new(kind, fault.to_string()).with_hint("use a PNG, JPEG, WebP, GIF or SVG of at most 64 Mpx and 32 MiB")
    }
}

/// A picture that was looked up and probed, to be decoded later and only once.
///
/// Share it (`Arc<Picture>`) between cards that show the same file: the decoded pixels and the last two sizes asked for
/// are kept as long as it lives.
pub struct Picture {
    bytes: Bytes,
    format: Format,
    /// Size as stored, before orientation.
    stored: (u32, u32),
    orientation: Orientation,
    #[cfg_attr(not(test), expect(dead_code, reason = "read by tests"))]
    has_alpha: bool,
    /// The parsed drawing of an SVG.
    drawing: Option<Box<resvg::usvg::Tree>>,
    /// Whether a viewer would show the original bytes the same way.
    plain: bool,
    sha256: OnceLock<[u8; 32]>,
    decoded: OnceLock<Result<decode::Decoded, PictureFault>>,
    last: Mutex<[Option<Resampled>; 2]>,
    /// Where the memory for its pixels comes from.
    spare: Spare,
    focus: OnceLock<(f32, f32)>,
}

/// A result of [`Picture::resampled`] and what it was asked with. Two are kept: that of the card, and the small one in which its contrasts
/// are measured.
struct Resampled {
    region: Region,
    pixels: Arc<Pixels>,
}

impl fmt::Debug for Picture {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "Picture({:?}, {}x{}, {} bytes)", self.format, self.width(), self.height(), self.bytes.len())
    }
}

impl Picture {
    /// Reads the header: format (by content, never by name), size, orientation. Pixels are not decoded.
    ///
    /// # Errors
    /// A [`PictureFault`] when the file is empty, damaged, of another format or past the limits.
    pub(crate) fn probe(bytes: Bytes) -> Result<Self, PictureFault> {
        probe::probe(bytes)
    }

    /// The same picture, with memory of other pictures for its pixels.
    pub(crate) fn with_memory(self, spare: &Spare) -> Self {
        Self { spare: spare.clone(), ..self }
    }

    /// The format by content alone.
    fn probe_format(bytes: &[u8]) -> Option<Format> {
        probe::sniff(bytes).ok()
    }

    /// Width in px as the picture is seen, at least 1.
    pub(crate) fn width(&self) -> u32 {
        if turns(self.orientation) { self.stored.1 } else { self.stored.0 }
    }

    /// Height in px as the picture is seen, at least 1.
    pub(crate) fn height(&self) -> u32 {
        if turns(self.orientation) { self.stored.0 } else { self.stored.1 }
    }

    /// The usual extension of a file of its format.
    pub(crate) fn extension(&self) -> &'static str {
        match self.format {
            Format::Jpeg => "jpg",
            Format::Png => "png",
            Format::WebP => "webp",
            Format::Gif => "gif",
            Format::Svg => "svg",
        }
    }

    /// Whether it can be drawn at any size without loss (SVG).
    pub(crate) fn is_vector(&self) -> bool {
        self.format == Format::Svg
    }

    /// Whether its format says that it may have transparent pixels.
    #[cfg(test)]
    pub(crate) fn has_alpha(&self) -> bool {
        self.has_alpha
    }

    /// The bytes of the file.
    pub(crate) fn bytes(&self) -> &Bytes {
        &self.bytes
    }

    /// SHA-256 of the file, computed once.
    pub(crate) fn sha256(&self) -> &[u8; 32] {
        self.sha256.get_or_init(|| Sha256::digest(&self.bytes).into())
    }

    /// The original bytes with their media type, when a browser would draw them as we do without further help:
    /// JPEG and PNG in sRGB that need no turning. `None`: embed [`crate::encode::png_pixels`] of the pixels instead.
    pub(crate) fn embeddable(&self) -> Option<(&'static str, &[u8])> {
        if self.plain { self.format.media_type().map(|media_type| (media_type, &*self.bytes)) } else { None }
    }

    /// The part `source` of the picture at exactly `width` x `height` device px.
    ///
    /// `source` is clamped to the picture. Shrinking averages, enlarging interpolates, equal size copies.
    /// The last two results are kept, so that a picture asked for in the same ways for every card of a batch costs once.
    ///
    /// # Errors
    /// A [`PictureFault`] when the body is damaged or the target is empty or past the limits.
    pub(crate) fn resampled(&self, source: Region, width: u32, height: u32) -> Result<Arc<Pixels>, PictureFault> {
        if let Ok(last) = self.last.lock()
            && let Some(hit) = last
                .iter()
                .flatten()
                .find(|kept| kept.region == source && (kept.pixels.width, kept.pixels.height) == (width, height))
        {
            return Ok(hit.pixels.clone());
        }
        let pixels = Arc::new(self.draw(source, width, height, Care::Fine)?);
        if let Ok(mut last) = self.last.lock() {
            last.rotate_right(1);
            if let Some(first) = last.first_mut() {
                *first = Some(Resampled { region: source, pixels: pixels.clone() });
            }
        }
        Ok(pixels)
    }

    /// Decodes the picture now, so that what is wrong with it is known before it is drawn.
    ///
    /// # Errors
    /// A [`PictureFault`] when the body is damaged.
    pub(crate) fn decode(&self) -> Result<(), PictureFault> {
        if self.drawing.is_some() {
            return Ok(());
        }
        self.decoded.get_or_init(|| decode::decode(self)).as_ref().map(|_| ()).map_err(Clone::clone)
    }

    /// The whole picture in its own size.
    ///
    /// # Errors
    /// As [`Picture::resampled`].
    #[cfg(test)]
    pub(crate) fn pixels(&self) -> Result<Arc<Pixels>, PictureFault> {
        let (width, height) = (self.width(), self.height());
        self.resampled(Region::new(0.0, 0.0, width as f32, height as f32), width, height)
    }

    fn draw(&self, source: Region, width: u32, height: u32, care: Care) -> Result<Pixels, PictureFault> {
        if width == 0 || height == 0 {
            return Err(PictureFault::broken(format!("it was asked for at {width}x{height} px")));
        }
        if u64::from(width) * u64::from(height) > MAX_PIXELS {
            return Err(PictureFault::TooLarge { width, height, bytes: self.bytes.len() });
        }
        let source = resample::clamped(source, self.width(), self.height());
        if let Some(tree) = &self.drawing {
            return vector::draw(tree, (self.width(), self.height()), source, width, height);
        }
        let decoded = self.decoded.get_or_init(|| decode::decode(self)).as_ref().map_err(Clone::clone)?;
        resample::resample(decoded, self.orientation, source, (width, height), care, &self.spare)
    }
}

/// Whether an orientation swaps width and height.
fn turns(orientation: Orientation) -> bool {
    matches!(
        orientation,
        Orientation::Rotate90 | Orientation::Rotate270 | Orientation::Rotate90FlipH | Orientation::Rotate270FlipH
    )
}
