//! Pullquote turns a saved post or a quotation into a share card.

mod assets;
mod card;
#[cfg(feature = "cli")]
#[doc(hidden)]
pub mod cli;
mod color;
mod css;
mod display;
mod encode;
mod error;
mod finding;
mod font;
mod gather;
mod geometry;
mod html;
mod layout;
mod measure;
mod options;
mod paragraph;
mod picture;
mod pool;
mod preview;
mod raster;
mod receipt;
pub mod record;
mod render;
mod report;
mod style;
mod svg;
mod template;
mod text;

pub use assets::{AssetFault, Assets, asset_name};
pub use card::{Card, Encoding, Format};
pub use encode::Effort;
pub use error::{Error, ErrorKind, Location, Result};
pub use finding::{Finding, Severity};
pub use measure::{Measure, MeasuredBox, MeasuredLine};
pub use options::{Brand, Options, Overflow, Size};
pub use picture::Bytes;
pub use preview::Preview;
pub use receipt::{
    RECEIPT_SCHEMA, Receipt, ReceiptCard, ReceiptEngine, ReceiptFont, ReceiptInput, ReceiptRecord, ReceiptTemplate,
    ReceiptText, receipt_schema,
};
pub use record::{Record, read_records, record_schema};
pub use render::{Renderer, RendererBuilder};
pub use template::{Manifest, Parameter, ParameterType, Template};
pub use text::alt::alt_text;
