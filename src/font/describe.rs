//! A face in the words of `@font-face`.

use parley::FontData;
use skrifa::attribute::Style;
use skrifa::{FontRef, MetadataProvider, Tag};

/// `font-weight` (a range for variable faces) and `font-style` of a face.
pub(crate) fn describe(data: &FontData) -> (String, &'static str) {
    let Ok(font) = FontRef::from_index(data.data.as_ref(), data.index) else { return ("400".to_owned(), "normal") };
    let attributes = font.attributes();
    let style = if attributes.style == Style::Normal { "normal" } else { "italic" };
    let weight = match font.axes().iter().find(|axis| axis.tag() == Tag::new(b"wght")) {
        Some(axis) => format!("{} {}", axis.min_value(), axis.max_value()),
        None => attributes.weight.value().to_string(),
    };
    (weight, style)
}
