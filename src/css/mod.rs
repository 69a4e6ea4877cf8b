//! CSS: style sheets of the documented subset, and the cascade that turns a document into a styled tree.
//!
//! Whatever is outside the subset is an error with line, column and a hint; nothing is ignored silently.

mod background;
mod cascade;
mod color;
mod compute;
mod content;
mod declaration;
mod effect;
mod fault;
mod font;
mod font_face;
mod grid;
mod grid_shorthand;
mod hint;
mod length;
mod mask;
mod matching;
mod media;
mod property;
mod selector;
mod sheet;
mod shorthand;
mod space;
#[cfg(test)]
mod tests;
mod text_box;
mod value;
mod variable;

pub use cascade::{Cascade, cascade};
pub(crate) use color::parse_color;
pub(crate) use fault::nearest;
pub(crate) use font::GENERIC_FAMILIES;
pub(crate) use matching::direction_of;
pub use media::Media;
pub use sheet::Stylesheet;
pub(crate) use variable::is_one_value;
