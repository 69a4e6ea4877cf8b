//! What the header of a picture file says: format, size, orientation, transparency.
//!
//! No pixel is decoded and nothing in proportion to the picture is allocated.

use std::io::Cursor;
use std::sync::{Mutex, OnceLock};

use image::metadata::Orientation;
use image::{ImageDecoder, ImageFormat, ImageReader};
use zune_jpeg::JpegDecoder;
use zune_jpeg::zune_core::bytestream::ZCursor;
use zune_jpeg::zune_core::colorspace::ColorSpace;
use zune_jpeg::zune_core::options::DecoderOptions;

use super::{Bytes, MAX_BYTES, MAX_PIXELS, Picture, PictureFault, colour, embed, vector};
use crate::buffer::Spare;

/// The formats that are drawn.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub(crate) enum Format {
    /// JPEG, baseline or progressive.
    Jpeg,
    /// PNG; of an animated one the still picture.
    Png,
    /// WebP; of an animated one the first frame.
    WebP,
    /// GIF, first frame.
    Gif,
    /// SVG.
    Svg,
}

impl Format {
    /// The media type to embed the file with, for those formats that every viewer of SVG files draws.
    pub(crate) fn media_type(self) -> Option<&'static str> {
        match self {
            Self::Jpeg => Some("image/jpeg"),
            Self::Png => Some("image/png"),
            Self::WebP | Self::Gif | Self::Svg => None,
        }
    }
}

/// What a header says.
pub(super) struct Header {
    pub size: (u32, u32),
    pub orientation: Orientation,
    pub has_alpha: bool,
    pub plain: bool,
}

/// Finds the format and reads the header.
pub(super) fn probe(bytes: Bytes) -> Result<Picture, PictureFault> {
    if bytes.len() > MAX_BYTES {
        return Err(PictureFault::TooLarge { width: 0, height: 0, bytes: bytes.len() });
    }
    let format = sniff(&bytes)?;
    let mut drawing = None;
    let header = match format {
        Format::Jpeg => jpeg_header(&bytes)?,
        Format::Svg => {
            let tree = vector::parse(&bytes)?;
            let size = vector::natural_size(&tree);
            drawing = Some(Box::new(tree));
            Header { size, orientation: Orientation::NoTransforms, has_alpha: true, plain: false }
        }
        Format::Png | Format::WebP | Format::Gif => raster_header(&bytes, format)?,
    };
    let (width, height) = header.size;
    if width == 0 || height == 0 {
        return Err(PictureFault::broken(format!("its header says {width}x{height} px")));
    }
    if drawing.is_none() && u64::from(width) * u64::from(height) > MAX_PIXELS {
        return Err(PictureFault::TooLarge { width, height, bytes: bytes.len() });
    }
    Ok(Picture {
        bytes,
        format,
        stored: header.size,
        orientation: header.orientation,
        has_alpha: header.has_alpha,
        drawing,
        plain: header.plain,
        sha256: OnceLock::new(),
        decoded: OnceLock::new(),
        last: Mutex::default(),
        spare: Spare::default(),
        focus: OnceLock::new(),
    })
}

/// The format by the first bytes; a fault that names what was found instead.
pub(super) fn sniff(bytes: &[u8]) -> Result<Format, PictureFault> {
    let starts = |magic: &[u8]| bytes.starts_with(magic);
    let at = |offset: usize, magic: &[u8]| bytes.get(offset..offset + magic.len()) == Some(magic);
    if bytes.is_empty() {
        return Err(PictureFault::broken("the file is empty"));
    }
    if starts(b"\xff\xd8\xff") {
        return Ok(Format::Jpeg);
    }
    if starts(b"\x89PNG\r\n\x1a\n") {
        return Ok(Format::Png);
    }
    if starts(b"RIFF") && at(8, b"WEBP") {
        return Ok(Format::WebP);
    }
    if starts(b"GIF87a") || starts(b"GIF89a") {
        return Ok(Format::Gif);
    }
    if looks_like_svg(bytes) {
        return Ok(Format::Svg);
    }
    let named = [
        (at(4, b"ftypavif") || at(4, b"ftypavis"), "AVIF"),
        (at(4, b"ftyphei") || at(4, b"ftypmif1"), "HEIC"),
        (starts(b"II*\0") || starts(b"MM\0*"), "TIFF"),
        (starts(b"BM"), "BMP"),
        (starts(b"\0\0\x01\0"), "ICO"),
        (starts(b"\x1f\x8b"), "gzip data (a compressed SVG?)"),
        (starts(b"%PDF"), "PDF"),
        (starts(b"qoif"), "QOI"),
        (starts(b"\xff\x0a") || at(4, b"JXL "), "JPEG XL"),
        (at(4, b"ftyp"), "a video"),
        (starts(b"<!DOCTYPE html") || starts(b"<html"), "an HTML page"),
    ];
    match named.iter().find(|(found, _)| *found) {
        Some((_, name)) => {
            Err(PictureFault::unsupported(format!("it is {name}, expected PNG, JPEG, WebP, GIF or SVG")))
        }
        None => Err(PictureFault::broken("no known format, expected PNG, JPEG, WebP, GIF or SVG")),
    }
}

/// Whether the text starts as an SVG document does: `<svg` after an optional declaration, comments and document type.
fn looks_like_svg(bytes: &[u8]) -> bool {
    let bytes = bytes.strip_prefix(b"\xef\xbb\xbf").unwrap_or(bytes);
    let head = bytes.get(..bytes.len().min(4096)).unwrap_or_default();
    let text = head.trim_ascii_start();
    if !text.starts_with(b"<") || text.get(..14).is_some_and(|start| start.eq_ignore_ascii_case(b"<!doctype html")) {
        return false;
    }
    text.starts_with(b"<svg")
        || ((text.starts_with(b"<?xml") || text.starts_with(b"<!"))
            && text.windows(4).any(|window| window == b"<svg" || window == b":svg"))
}

/// A JPEG decoder with our limits, for RGBA.
pub(super) fn jpeg_decoder(bytes: &[u8], colours: ColorSpace) -> JpegDecoder<ZCursor<&[u8]>> {
    let options = DecoderOptions::default()
        .set_max_width(usize::from(u16::MAX))
        .set_max_height(usize::from(u16::MAX))
        .jpeg_set_out_colorspace(colours);
    JpegDecoder::new_with_options(ZCursor::new(bytes), options)
}

fn jpeg_header(bytes: &[u8]) -> Result<Header, PictureFault> {
    let mut decoder = jpeg_decoder(bytes, ColorSpace::RGBA);
    decoder.decode_headers().map_err(|error| PictureFault::broken(format!("JPEG header: {error:?}")))?;
    let info = decoder.info().ok_or_else(|| PictureFault::broken("JPEG without a frame"))?;
    if !matches!(info.components, 1 | 3 | 4) {
        return Err(PictureFault::unsupported(format!("JPEG with {} colour components", info.components)));
    }
    let orientation =
        decoder.exif().and_then(|exif| Orientation::from_exif_chunk(exif)).unwrap_or(Orientation::NoTransforms);
    let foreign = decoder.icc_profile().is_some_and(|profile| colour::Conversion::from_profile(&profile).is_some());
    Ok(Header {
        size: (u32::from(info.width), u32::from(info.height)),
        orientation,
        has_alpha: false,
        plain: info.components != 4 && orientation == Orientation::NoTransforms && !foreign,
    })
}

/// A decoder of the `image` crate with our limits.
pub(super) fn raster_decoder(bytes: &[u8], format: Format) -> Result<impl ImageDecoder + '_, PictureFault> {
    let format = match format {
        Format::WebP => ImageFormat::WebP,
        Format::Gif => ImageFormat::Gif,
        Format::Jpeg => ImageFormat::Jpeg,
        Format::Png | Format::Svg => ImageFormat::Png,
    };
    let mut limits = image::Limits::default();
    limits.max_alloc = Some(MAX_PIXELS * 8 + (64 << 20));
    let mut reader = ImageReader::with_format(Cursor::new(bytes), format);
    reader.limits(limits);
    reader.into_decoder().map_err(|error| PictureFault::broken(format!("{format:?} header: {error}")))
}

/// The size in the first chunk of a PNG.
fn png_size(bytes: &[u8]) -> Option<(u32, u32)> {
    let number = |at: usize| bytes.get(at..at + 4)?.try_into().ok().map(u32::from_be_bytes);
    Some((number(16)?, number(20)?))
}

fn raster_header(bytes: &[u8], format: Format) -> Result<Header, PictureFault> {
    if format == Format::Png
        && let Some((width, height)) = png_size(bytes)
        && u64::from(width) * u64::from(height) > MAX_PIXELS
    {
        return Err(PictureFault::TooLarge { width, height, bytes: bytes.len() });
    }
    let mut decoder = raster_decoder(bytes, format)?;
    let orientation = decoder.orientation().unwrap_or(Orientation::NoTransforms);
    let plain = format == Format::Png
        && orientation == Orientation::NoTransforms
        && embed::png_is_plain(bytes)
        && decoder
            .icc_profile()
            .ok()
            .flatten()
            .is_none_or(|profile| colour::Conversion::from_profile(&profile).is_none());
    Ok(Header { size: decoder.dimensions(), orientation, has_alpha: decoder.color_type().has_alpha(), plain })
}
