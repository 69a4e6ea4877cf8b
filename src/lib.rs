//! Pullquote turns a saved post or a quotation into a share card.

mod encode;
mod error;
mod finding;
mod picture;
pub mod record;

pub use encode::Effort;
pub use error::{Error, ErrorKind, Location, Result};
pub use finding::{Finding, Severity};
pub use record::Record;
