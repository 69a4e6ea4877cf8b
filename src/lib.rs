//! Pullquote turns a saved post or a quotation into a share card.

mod display;
mod encode;
mod error;
mod finding;
mod picture;
mod raster;
pub mod record;
mod style;
mod svg;

pub use encode::Effort;
pub use error::{Error, ErrorKind, Location, Result};
pub use finding::{Finding, Severity};
pub use record::Record;
