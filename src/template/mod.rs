//! Templates: folders with a page (`card.html`, `card.css`), a manifest and a sample; bound to a record they are HTML.
//!
//! Knows records and Jinja, no pixels. Styles and boxes come later.

mod bind;
mod built_in;
mod clean;
mod filter;
mod manifest;
mod package;
mod typeset;

pub(crate) use bind::{Binding, Bound, bind, brand_css};
pub(crate) use built_in::{BUILT_IN, built_in, make_ready};
#[cfg(feature = "cli")]
pub(crate) use clean::words;
#[cfg(feature = "cli")]
pub(crate) use manifest::place;
pub use manifest::{Manifest, Parameter, ParameterType};
pub use package::Template;
