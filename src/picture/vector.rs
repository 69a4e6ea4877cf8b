//! SVG drawings: parsed once, drawn at the size a card needs.
//!
//! No file and no address is ever opened: only pictures inside the drawing itself (`data:` URIs) are drawn, and they
//! obey the limits of every other picture. Text needs outlines: no font is given to a drawing.

use std::sync::Arc;

use resvg::tiny_skia::{Pixmap, Transform};
use resvg::usvg::{ImageHrefResolver, ImageKind, Options, Tree};

use super::probe::Format;
use super::{Picture, PictureFault, Pixels, Region};

/// Most drawings inside one another.
const MAX_NESTING: u8 = 3;
/// Largest natural size of a drawing in px; larger ones keep their proportions.
const MAX_NATURAL: f32 = 8192.0;
/// Most bytes of a drawing (8 MiB): every element costs many times its text.
const MAX_TEXT: usize = 8 * 1024 * 1024;

/// Parses a drawing.
pub(super) fn parse(bytes: &[u8]) -> Result<Tree, PictureFault> {
    if bytes.len() > MAX_TEXT {
        return Err(PictureFault::TooLarge { width: 0, height: 0, bytes: bytes.len() });
    }
    parse_nested(bytes, MAX_NESTING)
}

fn parse_nested(bytes: &[u8], levels: u8) -> Result<Tree, PictureFault> {
    let resolver = ImageHrefResolver {
        resolve_data: Box::new(move |_, data, _| inner_picture(data, levels)),
        resolve_string: Box::new(|_, _| None),
    };
    let options = Options { image_href_resolver: resolver, ..Options::default() };
    Tree::from_data(bytes, &options).map_err(|error| PictureFault::broken(format!("SVG: {error}")))
}

/// A picture inside a drawing, by its content; `None` leaves it out.
fn inner_picture(data: Arc<Vec<u8>>, levels: u8) -> Option<ImageKind> {
    let format = Picture::probe_format(&data)?;
    if format == Format::Svg {
        return parse_nested(&data, levels.checked_sub(1)?).ok().map(ImageKind::SVG);
    }
    let picture = Picture::probe(Arc::from(data.as_slice())).ok()?;
    if u64::from(picture.width()) * u64::from(picture.height()) > super::MAX_PIXELS / 4 {
        return None;
    }
    Some(match format {
        Format::Jpeg => ImageKind::JPEG(data),
        Format::Png => ImageKind::PNG(data),
        Format::Gif => ImageKind::GIF(data),
        Format::WebP => ImageKind::WEBP(data),
        Format::Svg => return None,
    })
}

/// The natural size in whole px, at least 1x1 and at most 8192 on the longer side.
pub(super) fn natural_size(tree: &Tree) -> (u32, u32) {
    let size = tree.size();
    let longest = size.width().max(size.height());
    let scale = if longest > MAX_NATURAL { MAX_NATURAL / longest } else { 1.0 };
    let whole = |length: f32| (length * scale).round().clamp(1.0, MAX_NATURAL) as u32;
    (whole(size.width()), whole(size.height()))
}

/// Draws the part `source` (in px of the natural size) at `width` x `height`. Proportions stay: what the rounding of
/// the natural size takes or gives is split between both sides.
pub(super) fn draw(
    tree: &Tree,
    natural: (u32, u32),
    source: Region,
    width: u32,
    height: u32,
) -> Result<Pixels, PictureFault> {
    let mut pixmap =
        Pixmap::new(width, height).ok_or_else(|| PictureFault::broken(format!("no room for {width}x{height} px")))?;
    let size = tree.size();
    let (natural_width, natural_height) = (natural.0 as f32, natural.1 as f32);
    let fit = (natural_width / size.width()).min(natural_height / size.height());
    let margin_x = (natural_width - size.width() * fit) / 2.0;
    let margin_y = (natural_height - size.height() * fit) / 2.0;
    let scale_x = width as f32 / source.width;
    let scale_y = height as f32 / source.height;
    let transform = Transform::from_row(
        fit * scale_x,
        0.0,
        0.0,
        fit * scale_y,
        (margin_x - source.x) * scale_x,
        (margin_y - source.y) * scale_y,
    );
    resvg::render(tree, transform, &mut pixmap.as_mut());
    let data = pixmap.take();
    let opaque = data.chunks_exact(4).all(|pixel| pixel.last() == Some(&255));
    Ok(Pixels { width, height, data: data.into(), opaque })
}
