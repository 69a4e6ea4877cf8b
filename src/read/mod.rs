//! What people really have, as records: saved payloads of networks, embeds, lists of quotations, articles.
//!
//! One file or folder per format; each knows how to recognise its input and how to read it, and nothing of drawing, files or the
//! other formats. What was noticed on the way goes into `provenance.findings` of the record.

mod account;
mod address;
mod answer;
mod article;
mod bluesky;
mod control;
mod date;
mod draft;
mod embed;
mod format;
mod json;
mod language;
mod line;
mod list;
mod markup;
mod mastodon;
mod oembed;
mod offset;
mod own;
mod plain;
mod records;
mod scan;
mod source;
mod values;
mod x;

use std::io::Read;

use crate::Result;
use crate::record::{Author, Record};

pub use account::account;
pub use format::Format;
pub(crate) use json::Json;
pub use records::Records;
use source::Source;

/// What a caller knows of an input beside its bytes.
#[derive(Debug, Clone, Default)]
pub struct ReadOptions {
    /// The format; found by the content when it is not given.
    pub from: Option<Format>,
    /// Name of the file, for `provenance.file` and errors.
    pub file: Option<String>,
    /// Whose posts an archive holds: the archive itself does not say so.
    pub account: Option<Author>,
    /// The author of quotations that name none. Without it they are refused.
    pub default_author: Option<String>,
    /// Columns or keys of a list of quotations by field: `text`, `author`, `role`, `source`, `date`, `url`, `lang`, `id`.
    pub columns: Vec<(String, String)>,
}

/// Reads the records of an input in any format that is known, one after another.
///
/// JSON lists, JSON Lines, objects one after another, archive files, tables and fortune files are read as a stream: of them only one value is held in
/// memory. Other text is read whole, up to 64 MiB. UTF-8, UTF-16 and what a page declares are understood.
///
/// A bad item never ends the stream. Errors have file, number of the record, line and column as far as there are any.
///
/// ```
/// use pullquote::read::{ReadOptions, read};
///
/// let lines = b"{ \"kind\": \"post\", \"text\": \"One.\" }\n{ \"kind\": \"post\", \"text\": 2 }\n{ \"kind\": \"post\", \"text\": \"Three.\" }";
/// let options = ReadOptions { file: Some("posts.jsonl".to_owned()), ..ReadOptions::default() };
/// let found: Vec<_> = read(&lines[..], &options).collect();
/// assert_eq!(found[0].as_ref().unwrap().text(), "One.");
/// assert_eq!(found[1].as_ref().unwrap_err().location().to_string(), "posts.jsonl:2:19, record 2");
/// assert_eq!(found[2].as_ref().unwrap().text(), "Three.");
/// ```
pub fn read<'r>(input: impl Read + 'r, options: &ReadOptions) -> Records<'r> {
    Records::new(Box::new(input), options)
}

/// What a reader is told about the surroundings of what it reads.
#[allow(dead_code, reason = "each reader asks some of it")]
#[derive(Debug, Clone, Default)]
pub(crate) struct Context {
    /// Name of the file as the user gave it; becomes `provenance.file`.
    pub(crate) file: Option<String>,
    /// Whose posts an archive holds.
    pub(crate) account: Option<Author>,
    /// The author of quotations that name none.
    pub(crate) default_author: Option<String>,
    /// Columns or keys of a list of quotations: field, name.
    pub(crate) columns: Vec<(String, String)>,
}

impl Context {
    fn new(options: &ReadOptions) -> Self {
        Self {
            file: options.file.clone(),
            account: options.account.clone(),
            default_author: options.default_author.clone(),
            columns: options.columns.clone(),
        }
    }
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

/// A format that is text and is read a stretch at a time.
pub(crate) struct Flow {
    /// The name behind `--from` and in `provenance.format`.
    pub(crate) name: &'static str,
    /// What [`Flow::fits`] looks for.
    pub(crate) marks: &'static str,
    /// Whether a text is of this format. Looks at the beginning only, and is strict: these formats are tried before the others.
    pub(crate) fits: fn(&str) -> bool,
    /// Reads record after record.
    pub(crate) read: for<'r> fn(Source<'r>, Context) -> Box<dyn Iterator<Item = Result<Record>> + 'r>,
}

/// Every text format that is read as a stream, in the order in which they are tried.
pub(crate) const FLOWS: &[Flow] = &[list::FORTUNE, list::TABLE];

/// Every text format that is read whole, in the order in which they are tried, after [`FLOWS`].
pub(crate) const TEXTS: &[TextFormat] = &[embed::FORMAT, article::HTML, article::PLAIN];

/// Every JSON format, in the order in which they are tried.
pub(crate) const DIALECTS: &[Dialect] = &[
    own::DIALECT,
    x::GRAPHQL,
    x::SYNDICATION,
    x::V2,
    x::V1,
    x::ARCHIVE,
    mastodon::DIALECT,
    bluesky::DIALECT,
    oembed::DIALECT,
    answer::DIALECT,
    list::DIALECT,
];

#[cfg(test)]
mod data;
#[cfg(test)]
mod tests;
#[cfg(test)]
mod wrong;
