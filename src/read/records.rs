//! From an input to its records: decides the format, reads value after value, and puts file, number and place on every error.

use std::borrow::Cow;
use std::collections::VecDeque;
use std::io::Read;

use super::format::{Format, Reader, unknown_format};
use super::source::{HEAD, Source};
use super::values::{Next, Values, assignment};
use super::{Context, DIALECTS, Dialect, FLOWS, Flow, Json, ReadOptions, TEXTS, list, own};
use crate::record::{Provenance, Record};
use crate::{Error, ErrorKind, Finding, Result};

/// Largest input in bytes of a format that is read whole.
const MAX_WHOLE: usize = 64 << 20;

/// The records of an input, in its order.
///
/// Every item, record or error, is one number of the input, counted from 1; errors carry it.
#[derive(Debug)]
pub struct Records<'r> {
    stage: Stage<'r>,
    context: Context,
    format: Option<Format>,
    ready: VecDeque<Result<Record>>,
    number: usize,
}

enum Stage<'r> {
    /// Nothing has been read yet.
    Closed(Box<dyn Read + 'r>),
    /// JSON, value after value, perhaps in one dialect.
    Values(Values<'r>, Option<&'static Dialect>),
    /// A text format.
    Text(Box<dyn Iterator<Item = Result<Record>> + 'r>, &'static str),
    Done,
}

impl std::fmt::Debug for Stage<'_> {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str(match self {
            Self::Closed(_) => "Closed",
            Self::Values(..) => "Values",
            Self::Text(..) => "Text",
            Self::Done => "Done",
        })
    }
}

impl<'r> Records<'r> {
    pub(super) fn new(input: Box<dyn Read + 'r>, options: &ReadOptions) -> Self {
        Self {
            stage: Stage::Closed(input),
            context: Context::new(options),
            format: options.from,
            ready: VecDeque::new(),
            number: 0,
        }
    }

    /// The format of the input, once the first item was read; `None` for JSON, whose items may be of several.
    pub fn format(&self) -> Option<Format> {
        match &self.stage {
            Stage::Text(_, name) => Format::all().find(|format| format.name() == *name),
            _ => self.format,
        }
    }

    /// Decides how the input is read.
    fn open(&mut self, input: Box<dyn Read + 'r>) -> Result<Stage<'r>> {
        let mut source = Source::open(input)?;
        let reader = match self.format {
            Some(format) => format.reader(),
            None => detect(&source, !self.context.columns.is_empty())?,
        };
        Ok(match reader {
            None => Stage::Done,
            Some(Reader::Json(dialect)) => Stage::Values(Values::new(source), dialect),
            Some(Reader::Flow(flow)) => Stage::Text((flow.read)(source, self.context.clone()), flow.name),
            Some(Reader::Text(text)) => {
                let whole = String::from_utf8_lossy(source.whole(MAX_WHOLE)?);
                let records = (text.read)(&whole, &self.context).into_iter();
                let broken = matches!(whole, Cow::Owned(_));
                let records = records.map(move |found| if broken { found.map(with_broken_characters) } else { found });
                Stage::Text(Box::new(records), text.name)
            }
        })
    }

    /// Reads until there is something to give. `false`: the input has ended.
    fn advance(&mut self) -> bool {
        match std::mem::replace(&mut self.stage, Stage::Done) {
            Stage::Done => return false,
            Stage::Closed(input) => match self.open(input) {
                Ok(stage) => self.stage = stage,
                Err(error) => self.ready.push_back(Err(error)),
            },
            Stage::Values(mut values, dialect) => match values.next() {
                None => return false,
                Some(next) => {
                    match next.and_then(|next| self.value(&mut values, next, dialect)) {
                        Ok(()) => {}
                        Err(error) => self.ready.push_back(Err(error)),
                    }
                    self.stage = Stage::Values(values, dialect);
                }
            },
            Stage::Text(mut records, name) => match records.next() {
                None => return false,
                Some(found) => {
                    self.ready.push_back(found.map(|record| with_provenance(record, name, &self.context)));
                    self.stage = Stage::Text(records, name);
                }
            },
        }
        true
    }

    /// Reads the records of the value that comes next.
    fn value(&mut self, values: &mut Values<'r>, next: Next, dialect: Option<&'static Dialect>) -> Result<()> {
        let start = values.place();
        let (Next::Whole(length) | Next::Broken(length)) = next;
        let bytes = values.bytes(length);
        let parsed = crate::record::parse_json::<Json<'_>>(bytes);
        let mended = if parsed.is_err() { mend(bytes) } else { None };
        let foreign = mended.as_deref().and_then(|bytes| crate::record::parse_json::<Json<'_>>(bytes).ok());
        let foreign = foreign.filter(|value| !own::claims(value));
        let sound = parsed.is_ok() || foreign.is_some();
        let found = match (&parsed, foreign) {
            (Ok(value), _) => read_value(value, bytes, dialect, &self.context),
            (Err(_), Some(value)) => {
                let found = read_value(&value, bytes, dialect, &self.context);
                found.into_iter().map(|found| found.map(with_broken_characters)).collect()
            }
            (Err(_), None) => Vec::new(),
        };
        self.ready.extend(found.into_iter().map(|found| found.map_err(|error| placed(error, bytes, start))));
        if let (Err(error), false) = (parsed, sound) {
            self.ready.push_back(Err(placed(error, bytes, start)));
        }
        match next {
            Next::Whole(length) if sound => values.accept(length),
            next => values.reject(next)?,
        }
        Ok(())
    }
}

impl Iterator for Records<'_> {
    type Item = Result<Record>;

    fn next(&mut self) -> Option<Self::Item> {
        loop {
            if let Some(found) = self.ready.pop_front() {
                self.number += 1;
                return Some(found.map_err(|error| {
                    let error = match &self.context.file {
                        Some(file) => error.in_file(file.as_str()),
                        None => error,
                    };
                    error.in_record(self.number)
                }));
            }
            if !self.advance() {
                return None;
            }
        }
    }
}

/// Finds the format of an input by its beginning; `None` when there is nothing but white space. Who names columns has a table.
fn detect(source: &Source<'_>, mapped: bool) -> Result<Option<Reader>> {
    let head = source.rest();
    let blanks = head.iter().take_while(|byte| byte.is_ascii_whitespace()).count();
    let content = head.get(blanks..).unwrap_or_default();
    if content.is_empty() {
        return Ok(None);
    }
    if begins_json(content) {
        return Ok(Some(Reader::Json(None)));
    }
    if let Some(what) = binary(source.beginning(), content) {
        return Err(Error::new(ErrorKind::UnknownFormat, format!("the input is {what}, expected text"))
            .with_hint("give a saved payload, a list, an embed snippet or an article; unpack an archive first, and save a spreadsheet as CSV"));
    }
    let text = text_of(head);
    let table = |flow: &Flow| mapped && flow.name == list::TABLE.name;
    let flow = FLOWS.iter().find(|flow| table(flow) || (flow.fits)(text)).map(Reader::Flow);
    let whole = || TEXTS.iter().find(|format| (format.fits)(text)).map(Reader::Text);
    let lines = || text.contains("\n{\"").then_some(Reader::Json(None));
    match flow.or_else(whole).or_else(lines) {
        Some(reader) => Ok(Some(reader)),
        None => Err(unknown_format("the input")),
    }
}

/// What an input is that is no text at all.
fn binary(beginning: &[u8], content: &[u8]) -> Option<&'static str> {
    let known: [(&[u8], &str); 8] = [
        (b"PK\x03\x04", "a ZIP archive"),
        (b"\x1F\x8B", "a gzip archive"),
        (b"%PDF-", "a PDF document"),
        (b"\x89PNG", "a picture"),
        (b"\xFF\xD8\xFF", "a picture"),
        (b"GIF8", "a picture"),
        (b"RIFF", "a picture or a film"),
        (b"SQLite format", "a database"),
    ];
    let found = known.iter().find(|(magic, _)| beginning.starts_with(magic)).map(|(_, what)| *what);
    found.or_else(|| content.contains(&0).then_some("binary data"))
}

/// A value whose `\u` escapes stand for half a character in places, with the character for what is unknown there instead.
fn mend(bytes: &[u8]) -> Option<Vec<u8>> {
    let escape = |at: usize| {
        let digits = bytes.get(at..at + 6)?.strip_prefix(b"\\u")?;
        u16::from_str_radix(std::str::from_utf8(digits).ok()?, 16).ok()
    };
    let mut mended: Option<Vec<u8>> = None;
    let mut at = 0;
    while let Some(found) = memchr::memchr(b'\\', bytes.get(at..)?) {
        at += found;
        match escape(at) {
            Some(0xD800..=0xDBFF) if matches!(escape(at + 6), Some(0xDC00..=0xDFFF)) => at += 12,
            Some(0xD800..=0xDFFF) => {
                let text = mended.get_or_insert_with(|| bytes.to_vec());
                text.get_mut(at..at + 6)?.copy_from_slice(b"\\uFFFD");
                at += 6;
            }
            _ => at += 2,
        }
    }
    mended
}

fn with_broken_characters(mut record: Record) -> Record {
    let message = "the input has broken characters, which are drawn as unknown ones";
    let finding = Finding::warning("broken-characters", "", message);
    match &mut record {
        Record::Quote(quote) => quote.provenance.get_or_insert_with(Provenance::default).findings.push(finding),
        Record::Post(post) => post.provenance.get_or_insert_with(Provenance::default).findings.push(finding),
    }
    record
}

/// The beginning of an input as text, without a character that its end cuts.
fn text_of(head: &[u8]) -> &str {
    let head = head.get(..HEAD).unwrap_or(head);
    match std::str::from_utf8(head) {
        Ok(text) => text,
        Err(error) => std::str::from_utf8(head.get(..error.valid_up_to()).unwrap_or_default()).unwrap_or_default(),
    }
}

fn begins_json(content: &[u8]) -> bool {
    match content {
        // The page of a template begins with `{{` or `{%`.
        [b'{', rest @ ..] => !matches!(rest.first(), Some(b'{' | b'%' | b'#')),
        [b'[', rest @ ..] => {
            let next = rest.iter().find(|byte| !byte.is_ascii_whitespace());
            next.is_none_or(|byte| matches!(byte, b'{' | b'[' | b'"' | b']' | b'0'..=b'9'))
        }
        _ => assignment(content).is_some(),
    }
}

/// Reads the records of one JSON value in a given dialect or in the first that fits.
fn read_value(value: &Json<'_>, bytes: &[u8], dialect: Option<&Dialect>, context: &Context) -> Vec<Result<Record>> {
    if dialect.is_none_or(|dialect| dialect.name == own::DIALECT.name) && own::claims(value) {
        return vec![Record::from_json(bytes)];
    }
    let mapped = list::is_mapped(value, context).then_some(&list::DIALECT);
    let found = dialect.or(mapped).or_else(|| DIALECTS.iter().find(|dialect| (dialect.fits)(value)));
    match (found, value) {
        (Some(dialect), _) => {
            let records = (dialect.read)(value, context).into_iter();
            records.map(|found| found.map(|record| with_provenance(record, dialect.name, context))).collect()
        }
        (None, Json::Array(items)) => {
            items.iter().flat_map(|item| read_value(item, item.to_string().as_bytes(), None, context)).collect()
        }
        (None, _) => vec![Err(unknown_format(&named(value)))],
    }
}

/// How a value is called that no format knows: by its first fields.
fn named(value: &Json<'_>) -> String {
    let Json::Object(fields) = value else { return "the value".to_owned() };
    let names: Vec<String> = fields.iter().take(5).map(|(name, _)| format!("`{}`", start_of(name))).collect();
    let more = if fields.len() > names.len() { ", …" } else { "" };
    if names.is_empty() { "the empty object".to_owned() } else { format!("the object with {}{more}", names.join(", ")) }
}

fn start_of(name: &str) -> String {
    name.chars().filter(|c| !c.is_control()).take(30).collect()
}

/// Says where a foreign record came from, as far as its reader has not. Our own records stay as they are.
fn with_provenance(mut record: Record, format: &'static str, context: &Context) -> Record {
    if format != own::DIALECT.name {
        let provenance = match &mut record {
            Record::Quote(quote) => quote.provenance.get_or_insert_with(Provenance::default),
            Record::Post(post) => post.provenance.get_or_insert_with(Provenance::default),
        };
        provenance.format.get_or_insert_with(|| format.to_owned());
        if provenance.file.is_none() {
            provenance.file.clone_from(&context.file);
        }
    }
    record
}

/// Moves the place of an error from the value to the whole input: by its line, by its path, else to the value's beginning.
fn placed(error: Error, bytes: &[u8], start: (usize, usize)) -> Error {
    let location = error.location();
    let (line, column) = match (location.line, location.column, &location.path) {
        (Some(line), column, _) => (line, column.unwrap_or(1)),
        (None, _, Some(path)) => crate::record::place_of(bytes, path),
        _ => (1, 1),
    };
    let column = if line == 1 { start.1 + column - 1 } else { column };
    error.at(start.0 + line - 1, column)
}
