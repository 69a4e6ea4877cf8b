//! Pictures: embedded as they came, or as a PNG of the part that is shown.

use base64::Engine;
use base64::engine::general_purpose::STANDARD;

use super::{Document, write};
use crate::display::{PictureItem, Rect, Shape};
use crate::encode;
use crate::picture::Picture;

/// Device px of an embedded PNG for every device px of the card, at most.
const DENSITY: f32 = 2.0;
/// A picture is embedded as it came unless it is heavier than this many bytes a px of the PNG in its place.
const BYTES_A_PIXEL: f32 = 1.5;

impl Document<'_> {
    /// Writes a picture in its clip. One that cannot be read is left out: `raster` and the findings say so.
    pub(super) fn picture(&mut self, item: &PictureItem) {
        let Some(picture) = self.list.pictures.get(item.picture).cloned() else { return };
        let target = snapped(item.target, self.scale);
        if target.width <= 0.0 || target.height <= 0.0 {
            return;
        }
        let Some(image) = image(&picture, item.source, target, self.scale) else { return };
        let clip = match &item.clip {
            Shape::Rect(clip) => {
                let clip = snapped(*clip, self.scale);
                (clip != target).then(|| self.clip(&Shape::Rect(clip)))
            }
            other => Some(self.clip(other)),
        };
        match clip {
            Some(clip) => self.body.push_str(&format!("<g clip-path=\"url(#{clip})\">{image}</g>\n")),
            None => {
                self.body.push_str(&image);
                self.body.push('\n');
            }
        }
    }
}

/// The nearest whole device px, in px.
fn snapped(rect: Rect, scale: f32) -> Rect {
    let edge = |value: f32| (value * scale).round() / scale;
    let (left, top) = (edge(rect.x), edge(rect.y));
    Rect::new(left, top, edge(rect.right()) - left, edge(rect.bottom()) - top)
}

fn image(picture: &Picture, source: Rect, target: Rect, scale: f32) -> Option<String> {
    let (width, height) = (picture.width() as f32, picture.height() as f32);
    let whole = Rect::new(0.0, 0.0, width, height);
    let shown = source.intersection(whole).unwrap_or(whole);
    // More px than the picture has are of no use.
    let density = (DENSITY * scale * target.width / shown.width).min(DENSITY * scale * target.height / shown.height);
    let density = density.min(1.0_f32.max(scale * target.width / shown.width));
    let (columns, rows) = ((shown.width * density).round().max(1.0), (shown.height * density).round().max(1.0));
    if let Some((kind, bytes)) = picture.embeddable()
        && bytes.len() as f32 <= columns * rows * BYTES_A_PIXEL
    {
        return Some(cropped(shown, whole, target, &data_uri(kind, bytes)));
    }
    let pixels = picture.resampled(shown, columns as u32, rows as u32).ok()?;
    let file = encode::png_pixels(&pixels).ok()?;
    let mut out = String::new();
    image_element(&mut out, target, &data_uri("image/png", &file));
    Some(out)
}

/// The part `shown` of a picture: an inner viewport with the whole picture behind it.
fn cropped(shown: Rect, whole: Rect, target: Rect, uri: &str) -> String {
    let mut out = String::with_capacity(uri.len() + 256);
    if shown == whole {
        image_element(&mut out, target, uri);
        return out;
    }
    out.push_str("<svg");
    place(&mut out, target);
    out.push_str(" viewBox=\"");
    for value in [shown.x, shown.y, shown.width, shown.height] {
        write::number(&mut out, f64::from(value));
        out.push(' ');
    }
    out.pop();
    out.push_str("\" preserveAspectRatio=\"none\">");
    image_element(&mut out, whole, uri);
    out.push_str("</svg>");
    out
}

fn image_element(out: &mut String, target: Rect, uri: &str) {
    out.push_str("<image");
    place(out, target);
    out.push_str(" preserveAspectRatio=\"none\" href=\"");
    out.push_str(uri);
    out.push_str("\"/>");
}

fn place(out: &mut String, target: Rect) {
    for (name, value) in [("x", target.x), ("y", target.y), ("width", target.width), ("height", target.height)] {
        write::attribute(out, name, f64::from(value));
    }
}

/// Bytes as a `data:` URI.
pub(super) fn data_uri(kind: &str, bytes: &[u8]) -> String {
    let mut uri = format!("data:{kind};base64,");
    STANDARD.encode_string(bytes, &mut uri);
    uri
}
