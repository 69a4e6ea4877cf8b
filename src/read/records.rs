//! From an input to its records: decides the format, reads value after value, and puts file, number and place on every error.

use std::collections::VecDeque;
use std::io::Read;

use super::format::{Format, Reader, unknown_format};
use super::source::{HEAD, Source};
use super::values::{Next, Values, assignment};
use super::{Context, DIALECTS, Dialect, FLOWS, Json, ReadOptions, TEXTS, own};
use crate::record::{Provenance, Record};
use crate::{Error, Result};

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

    /// Decides how the input is read.
    fn open(&mut self, input: Box<dyn Read + 'r>) -> Result<Stage<'r>> {
        let mut source = Source::open(input)?;
        let reader = match self.format {
            Some(format) => format.reader(),
            None => detect(source.rest())?,
        };
        Ok(match reader {
            None => Stage::Done,
            Some(Reader::Json(dialect)) => Stage::Values(Values::new(source), dialect),
            Some(Reader::Flow(flow)) => Stage::Text((flow.read)(source, self.context.clone()), flow.name),
            Some(Reader::Text(text)) => {
                let whole = String::from_utf8_lossy(source.whole(MAX_WHOLE)?).into_owned();
                Stage::Text(Box::new((text.read)(&whole, &self.context).into_iter()), text.name)
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
        let sound = parsed.is_ok();
        let found = match &parsed {
            Ok(value) => read_value(value, bytes, dialect, &self.context),
            Err(_) => Vec::new(),
        };
        self.ready.extend(found.into_iter().map(|found| found.map_err(|error| placed(error, bytes, start))));
        if let Err(error) = parsed {
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

/// Finds the format of an input by its beginning; `None` when there is nothing but white space.
fn detect(head: &[u8]) -> Result<Option<Reader>> {
    let blanks = head.iter().take_while(|byte| byte.is_ascii_whitespace()).count();
    let content = head.get(blanks..).unwrap_or_default();
    if content.is_empty() {
        return Ok(None);
    }
    if begins_json(content) {
        return Ok(Some(Reader::Json(None)));
    }
    let text = text_of(head);
    let flow = FLOWS.iter().find(|flow| (flow.fits)(text)).map(Reader::Flow);
    let whole = || TEXTS.iter().find(|format| (format.fits)(text)).map(Reader::Text);
    let lines = || text.contains("\n{\"").then_some(Reader::Json(None));
    match flow.or_else(whole).or_else(lines) {
        Some(reader) => Ok(Some(reader)),
        None => Err(unknown_format("the input")),
    }
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
    let found = dialect.or_else(|| DIALECTS.iter().find(|dialect| (dialect.fits)(value)));
    match (found, value) {
        (Some(dialect), _) => {
            let records = (dialect.read)(value, context).into_iter();
            records.map(|found| found.map(|record| with_provenance(record, dialect.name, context))).collect()
        }
        (None, Json::Array(items)) => {
            items.iter().flat_map(|item| read_value(item, item.to_string().as_bytes(), None, context)).collect()
        }
        (None, _) => vec![Err(unknown_format("the value"))],
    }
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
