//! Pullquote turns a saved post or a quotation into a share card.

mod error;
mod finding;
mod font;
pub mod record;

pub use error::{Error, ErrorKind, Location, Result};
pub use finding::{Finding, Severity};
pub use record::Record;
