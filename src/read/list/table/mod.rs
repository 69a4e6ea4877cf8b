//! Tables of quotations: comma, semicolon, tab or bar, with and without a header, read row by row.

mod cells;
mod shape;
#[cfg(test)]
mod tests;

use std::borrow::Cow;

use cells::{Cell, Parsed, Style, row};
use shape::{Shape, is_table, shape};

use super::entry::{Entry, without_marks};
use super::field::Field;
use crate::read::source::{Source, characters, text_of};
use crate::read::{Context, Flow};
use crate::{Error, ErrorKind, Finding, Record, Result};

const NAME: &str = "table";

pub(in crate::read) const FLOW: Flow = Flow {
    name: NAME,
    marks: "rows with the same number of cells between commas, semicolons, tabs or bars",
    fits: is_table,
    read,
};

/// Largest row in bytes.
const MAX_ROW: usize = 1 << 20;

fn read<'r>(source: Source<'r>, context: Context) -> Box<dyn Iterator<Item = Result<Record>> + 'r> {
    Box::new(Table { source, context, shape: None, done: false })
}

/// A table that is read on demand.
struct Table<'r> {
    source: Source<'r>,
    context: Context,
    /// `None` until the first row is wanted.
    shape: Option<Shape>,
    done: bool,
}

/// A row as it stands in the input.
struct Row {
    cells: Vec<Cell>,
    /// The text of the whole row.
    text: String,
    /// Where it begins: line, and code points before it.
    line: usize,
    position: u64,
    utf8: bool,
}

impl Iterator for Table<'_> {
    type Item = Result<Record>;

    fn next(&mut self) -> Option<Self::Item> {
        if self.done {
            return None;
        }
        let shape = match self.shape.take() {
            Some(shape) => shape,
            None => match self.begin() {
                Ok(shape) => shape,
                Err(error) => {
                    self.done = true;
                    return Some(Err(error));
                }
            },
        };
        let found = self.row(&shape).map(|row| row.map(|row| record(row, &shape, &self.context)));
        self.done =
            !matches!(&found, Ok(Some(_))) && !matches!(&found, Err(error) if error.kind() == ErrorKind::TooLarge);
        self.shape = Some(shape);
        match found {
            Ok(found) => found,
            Err(error) => Some(Err(error)),
        }
    }
}

impl Table<'_> {
    /// Finds the shape and takes the header.
    fn begin(&mut self) -> Result<Shape> {
        let head = text_of(self.source.rest()).0;
        let shape = shape(&head, &self.context.columns, self.context.default_author.is_some())?;
        let skip = shape.skip;
        self.source.take(skip);
        if shape.header {
            self.row(&shape)?;
        }
        Ok(shape)
    }

    /// Takes the next row that is not blank.
    fn row(&mut self, shape: &Shape) -> Result<Option<Row>> {
        loop {
            let (line, position) = (self.source.place().0, self.source.position());
            let length = self.source.row(0, MAX_ROW)?;
            if length == 0 {
                return Ok(None);
            }
            if length > MAX_ROW {
                return Err(self.too_long(line));
            }
            let (cells, length) = self.cells(length, shape)?;
            let (text, utf8) = text_of(self.source.rest().get(..length).unwrap_or_default());
            let row = Row { cells, text: text.into_owned(), line, position, utf8 };
            self.source.take(length);
            if row.cells.iter().any(|cell| !cell.text.is_empty()) {
                return Ok(Some(row));
            }
        }
    }

    /// The cells of the row whose first line has a length, and the length of the whole row.
    ///
    /// A cell may run over several lines. When the row then does not fit the table, or has marks that are no more than characters, and the first line
    /// alone fits it, the first line is the row.
    fn cells(&mut self, first: usize, shape: &Shape) -> Result<(Vec<Cell>, usize)> {
        let columns = shape.columns.len();
        let mut length = first;
        let several = loop {
            let text = text_of(self.source.rest().get(..length).unwrap_or_default()).0;
            if let Parsed::Row(cells, end) = row(&text, shape.style) {
                let end = raw_length(self.source.rest(), &text, end);
                if length == first {
                    return Ok((cells, end));
                }
                // What follows the row may be of another encoding: it is read again by itself.
                let alone = text_of(self.source.rest().get(..end).unwrap_or_default()).0;
                break match row(&alone, shape.style) {
                    Parsed::Row(cells, _) => Some((cells, end)),
                    Parsed::Open => None,
                };
            }
            let longer = self.more_lines(length)?;
            if longer == length || longer > MAX_ROW {
                break None;
            }
            length = longer;
        };
        let text = text_of(self.source.rest().get(..first).unwrap_or_default()).0;
        let plain = match row(&text, Style { marks: false, ..shape.style }) {
            Parsed::Row(cells, _) => cells,
            Parsed::Open => Vec::new(),
        };
        Ok(match several {
            Some((cells, end)) if cells.len() == columns && !cells.iter().any(|cell| cell.loose) => (cells, end),
            Some((cells, end)) if plain.len() != columns => (cells, end),
            _ => (plain, first),
        })
    }

    /// The length of an open row with further lines: about as many bytes as it has, as far as they have been read, so that a row of many lines
    /// is not gone through from its beginning for each of them.
    fn more_lines(&mut self, length: usize) -> Result<usize> {
        let mut longer = length;
        loop {
            let next = self.source.row(longer, MAX_ROW)?;
            let end = next == longer || next > MAX_ROW;
            if end && longer > length {
                return Ok(longer);
            }
            if end || next >= 2 * length || next >= self.source.rest().len() {
                return Ok(next);
            }
            longer = next;
        }
    }

    fn too_long(&mut self, line: usize) -> Error {
        while self.source.rest().len() > MAX_ROW {
            let end = memchr::memchr(b'\n', self.source.rest()).map(|end| end + 1);
            let taken = end.unwrap_or(self.source.rest().len());
            self.source.take(taken);
            if end.is_some() {
                break;
            }
            if self.source.more().is_err() {
                self.done = true;
                break;
            }
        }
        Error::new(ErrorKind::TooLarge, format!("a row is longer than {} MiB", MAX_ROW >> 20)).at(line, 1)
    }
}

/// The length in bytes of the input of a stretch of its text: they differ where the input is not UTF-8.
fn raw_length(raw: &[u8], text: &str, end: usize) -> usize {
    let stretch = text.get(..end).unwrap_or_default();
    if raw.get(..end) == Some(stretch.as_bytes()) { end } else { stretch.chars().count() }
}

/// The record of a row.
fn record(mut row: Row, shape: &Shape, context: &Context) -> Result<Record> {
    let mut entry = Entry::default();
    let given = row.cells.len();
    let joined = fit(&mut row, shape);
    if joined {
        let message = format!(
            "the row has {given} cells and the table {}: cells were joined at their commas",
            shape.columns.len()
        );
        entry.findings.push(Finding::warning("cells-joined", "/text", message));
    }
    if !row.utf8 {
        let message = "the row is not UTF-8 and was taken for Windows-1252";
        entry.findings.push(Finding::warning("encoding-guessed", "", message));
    }
    for (index, cell) in row.cells.iter().enumerate() {
        let (field, name) = match shape.columns.get(index) {
            Some((field, name)) => (*field, Cow::Borrowed(name.as_str())),
            None => (None, Cow::Owned(format!("column {}", index + 1))),
        };
        if field == Some(Field::Text) && row.utf8 {
            let before =
                |end: usize| row.position + characters(row.text.as_bytes().get(..end).unwrap_or_default()) as u64;
            let whole = row.text.get(cell.range.clone()).unwrap_or_default();
            let words = without_marks(whole);
            let start = cell.range.start + words.as_ptr().addr().saturating_sub(whole.as_ptr().addr());
            entry.range = Some((before(start), before(start + words.len())));
        }
        match field {
            Some(field) => entry.set(field, &name, &cell.text),
            None => entry.keep(&name, &cell.text),
        }
    }
    entry.into_record(NAME, context).map_err(|error| error.at(row.line, 1))
}

/// Brings the cells of a row to the columns of the table, and tells whether some were joined.
///
/// Too many cells come from delimiters in text without marks: they belong to the words, unless marks stood around those. Then the last column has them.
fn fit(row: &mut Row, shape: &Shape) -> bool {
    let surplus = row.cells.len().saturating_sub(shape.columns.len());
    let words = shape.column(Field::Text).unwrap_or(0);
    let marked = row.cells.get(words).is_some_and(|cell| cell.marked);
    let column = if marked { shape.columns.len().saturating_sub(1) } else { words };
    let (Some(first), Some(last)) = (row.cells.get(column), row.cells.get(column + surplus)) else { return false };
    if surplus == 0 {
        return false;
    }
    let range = first.range.start..last.range.end;
    let text = row.text.get(range.clone()).unwrap_or_default().to_owned();
    row.cells.splice(column..=column + surplus, [Cell { text, range, marked: false, loose: false }]);
    true
}
