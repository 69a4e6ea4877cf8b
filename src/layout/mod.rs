//! Boxes and lines: a styled tree becomes placed boxes, and those a display list, as a browser would do it.
//!
//! It opens no files and knows no records. Floats, grid, tables and writing modes other than horizontal are not in the subset.

mod fit;
mod flow;
mod inline;
mod mapping;
mod paint;
mod place;
mod replaced;
mod tree;

use std::sync::Arc;

pub(crate) use paint::paint;
pub(crate) use place::{Clipped, Fitted, MissingText, Overflowed, Placed, PlacedParagraph};

use crate::font::Fonts;
use crate::picture::Picture;
use crate::style::{NodeId, StyledTree};

/// What happens to a text that does not fit its box at its smallest size.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub(crate) enum OverflowPolicy {
    /// It stays as it is and is reported in [`Placed::overflows`].
    #[default]
    Error,
    /// It is cut at a word, with an ellipsis, and its paragraph reported as truncated.
    Shorten,
}

/// Computes the styles anew with other font sizes (in px) for some elements. Node numbers must stay the same.
pub(crate) type Restyle<'a> = &'a mut dyn FnMut(&[(NodeId, f32)]) -> StyledTree;

/// What is laid out.
pub(crate) struct Scene<'a> {
    /// The styled nodes.
    pub(crate) tree: StyledTree,
    /// Width of the card in px.
    pub(crate) width: f32,
    /// Height of the card in px.
    pub(crate) height: f32,
    /// Pictures by the address as written in the template.
    pub(crate) pictures: &'a dyn Fn(&str) -> Option<Arc<Picture>>,
    /// What happens to text that does not fit.
    pub(crate) overflow: OverflowPolicy,
    /// How styles follow a fitted font size.
    pub(crate) restyle: Restyle<'a>,
}

/// Finds the place of every box and line.
pub(crate) fn layout(scene: Scene<'_>, fonts: &mut Fonts) -> Placed {
    fit::fit(scene, fonts)
}
