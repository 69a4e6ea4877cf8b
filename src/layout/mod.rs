//! Boxes and lines: a styled tree becomes placed boxes, and those a display list, as a browser would do it.
//!
//! It opens no files and knows no records. Floats, tables and writing modes other than horizontal are not in the subset.

mod clamp;
mod clipped;
mod container;
mod fit;
mod flow;
mod grid;
mod inline;
mod mapping;
mod paint;
mod place;
mod replaced;
#[cfg(test)]
mod tests;
mod transform;
mod tree;
mod trim;

use std::sync::Arc;

pub(crate) use paint::paint;
pub(crate) use place::{Overflowed, Placed, PlacedParagraph};

use crate::css::Cascade;
use crate::error::Result;
use crate::font::Fonts;
use crate::picture::Picture;

/// What happens to a text that does not fit its box at its smallest size.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub(crate) enum OverflowPolicy {
    /// It stays as it is and is reported in [`Placed::overflows`].
    #[default]
    Error,
    /// It is cut at a word, with an ellipsis, and its paragraph reported as truncated.
    Shorten,
}

/// What is laid out, besides the styled nodes.
pub(crate) struct Scene<'a> {
    /// Width of the card in px.
    pub(crate) width: f32,
    /// Height of the card in px.
    pub(crate) height: f32,
    /// Pictures by the address as written in the template.
    pub(crate) pictures: &'a dyn Fn(&str) -> Option<Arc<Picture>>,
    /// What happens to text that does not fit.
    pub(crate) overflow: OverflowPolicy,
    /// Size in px that the words of a record get wherever they are fitted, within what their element allows: that of a series of cards.
    pub(crate) words: Option<f32>,
}

/// Finds the place of every box and line. Font sizes found by fitting stay set in the cascade.
///
/// # Errors
/// When the styles cannot be computed for another font size.
pub(crate) fn layout(cascade: &mut Cascade, scene: &Scene<'_>, fonts: &mut Fonts) -> Result<Placed> {
    fit::fit(cascade, scene, fonts)
}
