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
