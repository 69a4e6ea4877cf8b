//! What people really have, as records: saved payloads of networks, embeds, lists of quotations, articles.
//!
//! One file or folder per format; each knows how to recognise its input and how to read it, and nothing of drawing, files or the
//! other formats. What was noticed on the way goes into `provenance.findings` of the record.

mod json;
mod own;

use crate::record::Record;
use crate::{Error, ErrorKind, Result};

pub(crate) use json::Json;

/// What a reader of one JSON value is told about its surroundings.
#[derive(Debug, Clone, Default)]
pub(crate) struct Context {
    /// Name of the file as the user gave it; becomes `provenance.file`.
    pub(crate) file: Option<String>,
}

/// A format whose inputs are JSON values: a whole file, a line of it, or an item of a list.
pub(crate) struct Dialect {
    /// The name behind `--from` and in `provenance.format`.
    pub(crate) name: &'static str,
    /// What [`Dialect::fits`] looks for, for the error that no format fits: "`data` beside `includes`".
    pub(crate) marks: &'static str,
    /// Whether a value is of this format. Looks at shapes only and costs next to nothing.
    pub(crate) fits: fn(&Json<'_>) -> bool,
    /// Reads every record of a value. One bad record never hides the others; an error names what is wrong and its path.
    pub(crate) read: fn(&Json<'_>, &Context) -> Vec<Result<Record>>,
}

/// A format that is text and no JSON: an article, an embed snippet, a table.
pub(crate) struct TextFormat {
    /// The name behind `--from` and in `provenance.format`.
    pub(crate) name: &'static str,
    /// What [`TextFormat::fits`] looks for.
    pub(crate) marks: &'static str,
    /// Whether a text is of this format. Looks at the beginning only.
    pub(crate) fits: fn(&str) -> bool,
    /// Reads every record of a text.
    pub(crate) read: fn(&str, &Context) -> Vec<Result<Record>>,
}

/// Every text format that is read whole, in the order in which they are tried.
pub(crate) const TEXTS: &[TextFormat] = &[];

/// Every JSON format, in the order in which they are tried.
pub(crate) const DIALECTS: &[Dialect] = &[own::DIALECT];

/// Reads the records of one JSON value in the first format that fits.
///
/// # Errors
/// `unknown-format` when none fits; it lists what was looked for.
pub(crate) fn read_value(value: &Json<'_>, context: &Context) -> Vec<Result<Record>> {
    match DIALECTS.iter().find(|dialect| (dialect.fits)(value)) {
        Some(dialect) => (dialect.read)(value, context),
        None => vec![Err(unknown_format())],
    }
}

fn unknown_format() -> Error {
    let looked: Vec<String> = DIALECTS.iter().map(|dialect| format!("{} ({})", dialect.name, dialect.marks)).collect();
    Error::new(ErrorKind::UnknownFormat, "the input is of no format that is known")
        .with_hint(format!("looked for {}; name one with `--from`", looked.join(", ")))
}
