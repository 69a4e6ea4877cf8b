//! Styles for the tests of this folder.

use std::sync::Arc;

use crate::style::{Style, TextStyle};

/// Initial text properties, but in Inter.
pub(super) fn text_style() -> TextStyle {
    TextStyle { font_family: Arc::from(["Inter".to_owned()]), ..TextStyle::default() }
}

/// A style with the initial value of every property, in Inter.
pub(super) fn initial() -> Style {
    Style { text: Arc::new(text_style()), ..Style::default() }
}
