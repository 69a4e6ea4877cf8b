//! Pullquote turns a saved post or a quotation into a share card.

mod display;
mod error;
mod finding;
mod font;
mod paragraph;
mod picture;
pub mod record;
mod style;

pub use error::{Error, ErrorKind, Location, Result};
pub use finding::{Finding, Severity};
pub use record::Record;
