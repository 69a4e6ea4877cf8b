//! Pullquote turns a saved post or a quotation into a share card.

mod assets;
mod color;
mod display;
mod encode;
mod error;
mod finding;
mod font;
mod geometry;
mod options;
mod paragraph;
mod picture;
mod raster;
pub mod record;
mod style;
mod svg;

pub use assets::{AssetFault, Assets, asset_name};
pub use encode::Effort;
pub use error::{Error, ErrorKind, Location, Result};
pub use finding::{Finding, Severity};
pub use options::{Brand, Options, Overflow, Size};
pub use picture::Bytes;
pub use record::Record;
