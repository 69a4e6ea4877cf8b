//! records
/// placeholder
pub struct Record;
