//! Lists of quotations: JSON, tables, fortune files.
//!
//! Each form finds the parts of an entry in its own way; what makes a record of them, and what is refused, is one and the same.

mod entry;
mod field;
mod fortune;
mod object;
mod table;

pub(super) use fortune::FLOW as FORTUNE;
pub(super) use object::{DIALECT, is_mapped};
pub(super) use table::FLOW as TABLE;
