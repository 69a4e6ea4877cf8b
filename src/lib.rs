//! Pullquote turns a saved post or a quotation into a share card.

mod error;
mod finding;
mod receipt;
pub mod record;
mod text;

pub use error::{Error, ErrorKind, Location, Result};
pub use finding::{Finding, Severity};
pub use receipt::{
    RECEIPT_SCHEMA, Receipt, ReceiptCard, ReceiptEngine, ReceiptFont, ReceiptInput, ReceiptRecord, ReceiptTemplate,
    ReceiptText, receipt_schema,
};
pub use record::{Record, read_records, record_schema};
pub use text::alt::alt_text;
