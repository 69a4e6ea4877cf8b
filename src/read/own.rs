//! Our own records: objects with `kind`.

use super::json::Ask;
use super::{Context, Dialect, Json};
use crate::Result;
use crate::record::Record;

pub(super) const DIALECT: Dialect = Dialect { name: "pullquote", marks: "`kind` is `quote` or `post`", fits, read };

fn fits(value: &Json<'_>) -> bool {
    matches!(value.text("kind"), Some("quote" | "post"))
}

fn read(value: &Json<'_>, _context: &Context) -> Vec<Result<Record>> {
    vec![Record::from_json(value.to_string().as_bytes())]
}

/// Whether a value is meant as a record of ours, sound or not: its errors are then those of a record, with their exact places.
pub(super) fn claims(value: &Json<'_>) -> bool {
    match value {
        Json::Object(fields) => fields.get("kind").is_some() || fields.get("$schema").is_some(),
        Json::Array(_) => false,
        _ => true,
    }
}
