//! Pullquote turns a saved post or a quotation into a share card.

mod assets;
mod color;
mod css;
mod display;
mod encode;
mod error;
mod finding;
mod font;
mod geometry;
mod html;
mod layout;
mod options;
mod paragraph;
mod picture;
mod pool;
mod raster;
mod receipt;
pub mod record;
mod style;
mod svg;
mod text;

pub use assets::{AssetFault, Assets, asset_name};
pub use encode::Effort;
pub use error::{Error, ErrorKind, Location, Result};
pub use finding::{Finding, Severity};
pub use options::{Brand, Options, Overflow, Size};
pub use picture::Bytes;
pub use receipt::{
    RECEIPT_SCHEMA, Receipt, ReceiptCard, ReceiptEngine, ReceiptFont, ReceiptInput, ReceiptRecord, ReceiptTemplate,
    ReceiptText, receipt_schema,
};
pub use record::{Record, read_records, record_schema};
pub use text::alt::alt_text;
