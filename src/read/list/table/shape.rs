//! What a table looks like by its beginning: the delimiter, whether there is a header, which column holds what.

use super::cells::{Cell, Parsed, Style, row};
use crate::read::list::field::Field;
use crate::{Error, ErrorKind, Result};

/// Delimiters in the order in which they are tried.
const DELIMITERS: [u8; 4] = [b',', b'\t', b';', b'|'];

/// How many rows are looked at.
const SAMPLE: usize = 60;

/// A table as it is read.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Shape {
    pub(super) style: Style,
    /// Bytes before the first row: a line such as `sep=;`.
    pub(super) skip: usize,
    /// Whether the first row names the columns.
    pub(super) header: bool,
    /// Field and name of each column.
    pub(super) columns: Vec<(Option<Field>, String)>,
}

impl Shape {
    /// The column of a field.
    pub(super) fn column(&self, field: Field) -> Option<usize> {
        self.columns.iter().position(|(known, _)| *known == Some(field))
    }
}

/// Whether a text is a table at all, of quotations or of something else.
pub(super) fn is_table(head: &str) -> bool {
    let (head, skip) = without_separator_line(head);
    if skip.is_some() {
        return true;
    }
    if head.trim_start().starts_with(['<', '{']) {
        return false;
    }
    DELIMITERS.into_iter().any(|delimiter| {
        let rows = sample(head, Style { delimiter, marks: true });
        names_quotations(&rows) || looks_regular(&rows, delimiter)
    })
}

/// A first row that names words and author, or one of them beside another field.
fn names_quotations(rows: &[Vec<Cell>]) -> bool {
    let Some(first) = rows.first() else { return false };
    let known: Vec<Field> = first.iter().filter_map(|cell| Field::of(&cell.text)).collect();
    let sure = known.contains(&Field::Text) || known.contains(&Field::Author);
    let regular = known.contains(&Field::Text) && rows.len() >= 2 && rows.iter().all(|row| row.len() == first.len());
    first.len() >= 2
        && (known.len() >= 2 && sure || regular)
        && first.iter().all(|cell| cell.text.chars().count() <= 40)
}

/// The same number of columns in every row. Prose has commas too, so they need more to go on: marks, a first row of short names, many rows.
fn looks_regular(rows: &[Vec<Cell>], delimiter: u8) -> bool {
    let first = rows.first().map(Vec::as_slice).unwrap_or_default();
    let regular = rows.len() >= 2 && first.len() >= 2 && rows.iter().all(|row| row.len() == first.len());
    let cells = || rows.iter().flatten();
    let marked = cells().any(|cell| cell.marked) && !cells().any(|cell| cell.loose);
    let is_name = |cell: &Cell| cell.text.split_whitespace().count() <= 4 && !cell.text.ends_with(['.', '!', '?']);
    let named = first.len() >= 3 && first.iter().all(is_name);
    let many = if delimiter == b',' { 6 } else { 3 };
    regular && (delimiter == b'\t' || marked || named || rows.len() >= many)
}

/// Finds the shape of a table by its beginning and by what the user says of its columns.
///
/// # Errors
/// `missing-field` for a table without words or authors: it names the columns that are there and those that are wanted.
pub(super) fn shape(head: &str, map: &[(String, String)], has_default: bool) -> Result<Shape> {
    let (text, separator) = without_separator_line(head);
    let skip = head.len() - text.len();
    let candidates =
        DELIMITERS.into_iter().filter(|delimiter| separator.is_none_or(|separator| separator == *delimiter));
    let mut best: Option<(usize, Style, Vec<Vec<Cell>>)> = None;
    for delimiter in candidates {
        let style = Style { delimiter, marks: true };
        let rows = sample(text, style);
        let score = score(&rows, map);
        if best.as_ref().is_none_or(|(known, ..)| score > *known) {
            best = Some((score, style, rows));
        }
    }
    let (_, style, rows) = best.unwrap_or((0, Style { delimiter: b',', marks: true }, Vec::new()));
    let first = rows.first().map(Vec::as_slice).unwrap_or_default();
    let named = by_name(first, map);
    let header = named.iter().any(Option::is_some);
    let fields = if header { named } else { by_number(first.len(), map).unwrap_or_else(|| by_content(&rows)) };
    let columns = fields.into_iter().enumerate().map(|(index, field)| {
        let name = first.get(index).map(|cell| cell.text.clone()).filter(|_| header);
        (field, name.unwrap_or_else(|| format!("column {}", index + 1)))
    });
    let shape = Shape { style, skip, header, columns: columns.collect() };
    check(&shape, first, &rows, has_default)?;
    Ok(shape)
}

/// A first line `sep=;`, as spreadsheets write it.
fn without_separator_line(head: &str) -> (&str, Option<u8>) {
    let text = head.trim_start_matches('\u{FEFF}');
    let line = text.lines().next().unwrap_or_default();
    let separator = line.to_ascii_lowercase().strip_prefix("sep=").and_then(|rest| rest.bytes().next());
    match (separator, text.split_once('\n')) {
        (Some(separator), Some((_, rest))) if DELIMITERS.contains(&separator) => (rest, Some(separator)),
        _ => (text, None),
    }
}

/// The first rows that are there whole; blank lines left out.
fn sample(head: &str, style: Style) -> Vec<Vec<Cell>> {
    let mut rows = Vec::new();
    let mut rest = head;
    while rows.len() < SAMPLE && !rest.is_empty() {
        let Parsed::Row(cells, length) = row(rest, style) else { break };
        if cells.iter().any(|cell| !cell.text.is_empty()) {
            rows.push(cells);
        }
        rest = rest.get(length..).unwrap_or_default();
    }
    // The last row may be cut by the end of the head.
    if rows.len() > 2 && head.len() >= crate::read::source::HEAD / 2 {
        rows.pop();
    }
    rows
}

/// How well a delimiter explains the rows: known names first, then regularity.
fn score(rows: &[Vec<Cell>], map: &[(String, String)]) -> usize {
    let first = rows.first().map(Vec::as_slice).unwrap_or_default();
    let known = by_name(first, map).iter().flatten().count();
    let alike = rows.iter().filter(|row| row.len() == first.len() && first.len() > 1).count();
    known * 10_000 + alike * 100 + first.len().min(99)
}

/// The field of each cell of a header: as the user says, else by its name; each field once.
fn by_name(first: &[Cell], map: &[(String, String)]) -> Vec<Option<Field>> {
    let mut taken = Vec::new();
    let mapped: Vec<Option<Field>> = first
        .iter()
        .map(|cell| {
            let wanted = map.iter().find(|(_, name)| name.trim().eq_ignore_ascii_case(cell.text.trim()));
            wanted.and_then(|(field, _)| Field::named(field)).inspect(|field| taken.push(*field))
        })
        .collect();
    let by_map = |field: Field| map.iter().any(|(name, _)| Field::named(name) == Some(field));
    let short = first.iter().all(|cell| cell.text.chars().count() <= 60);
    let mut fields = mapped;
    for (cell, field) in first.iter().zip(&mut fields).filter(|(_, field)| field.is_none() && short) {
        *field = Field::of(&cell.text).filter(|found| !taken.contains(found) && !by_map(*found));
        taken.extend(*field);
    }
    // A name such as `id` alone makes no header: the first quotation may begin so.
    let sure = fields.iter().flatten().any(|field| matches!(field, Field::Text | Field::Author)) || taken.len() > 1;
    if sure { fields } else { vec![None; first.len()] }
}

/// Columns that the user gave by number, counted from 1.
fn by_number(count: usize, map: &[(String, String)]) -> Option<Vec<Option<Field>>> {
    let mut fields = vec![None; count];
    for (field, number) in map {
        let index = number.trim().parse::<usize>().ok()?.checked_sub(1)?;
        *fields.get_mut(index)? = Field::named(field);
    }
    (!map.is_empty()).then_some(fields)
}

/// Columns of a table without a header, by what stands in them: numbers, long texts, short names.
fn by_content(rows: &[Vec<Cell>]) -> Vec<Option<Field>> {
    let count = rows.first().map_or(0, Vec::len);
    let mut fields = vec![None; count];
    let column = |index: usize| rows.iter().filter_map(move |row| row.get(index)).map(|cell| cell.text.as_str());
    let words = |index: usize| {
        let (mut total, mut cells) = (0, 0);
        for text in column(index).filter(|text| !text.is_empty()) {
            total += text.split_whitespace().count().max(text.chars().filter(|c| is_ideograph(*c)).count() / 2);
            cells += 1;
        }
        total as f64 / f64::from(cells.max(1))
    };
    let Some(text) = (0..count).max_by(|a, b| words(*a).total_cmp(&words(*b))) else { return fields };
    let is_name = |text: &str| text.split_whitespace().count() <= 6 && text.chars().any(char::is_alphabetic);
    let name = |index: &usize| {
        let named = column(*index).filter(|text| is_name(text)).count();
        *index != text && named * 10 >= rows.len() * 8 && !column(*index).all(|text| text.contains('|'))
    };
    let author = (text + 1..count).chain((0..text).rev()).find(name);
    if words(text) < 3.0 || author.is_none() {
        return fields;
    }
    let numbers =
        |index: &usize| column(*index).all(|text| !text.is_empty() && text.bytes().all(|byte| byte.is_ascii_digit()));
    let mut set = |index: Option<usize>, field: Field| {
        if let Some(place) = index.and_then(|index| fields.get_mut(index)) {
            *place = Some(field);
        }
    };
    set(Some(text), Field::Text);
    set(author, Field::Author);
    set((0..count).find(numbers), Field::Id);
    fields
}

fn is_ideograph(c: char) -> bool {
    matches!(c, '\u{3040}'..='\u{30FF}' | '\u{3400}'..='\u{9FFF}' | '\u{AC00}'..='\u{D7AF}')
}

/// Refuses a table that holds no quotations.
fn check(shape: &Shape, first: &[Cell], rows: &[Vec<Cell>], has_default: bool) -> Result<()> {
    let names: Vec<String> = first.iter().map(|cell| format!("`{}`", start_of(&cell.text))).collect();
    let found = if shape.header { "the table has the columns" } else { "the table begins with the cells" };
    let refused = |what: &str, path: &str| {
        Error::new(ErrorKind::MissingField, format!("{what}: {found} {}", names.join(", ")))
            .with_hint(format!(
                "wanted are the columns `text` or `quote` and `author` or `by`; name them with `--map text=COLUMN,author=COLUMN` (fields: {})",
                Field::all()
            ))
            .at_path(path)
            .at(1, 1)
    };
    let Some(text) = shape.column(Field::Text) else { return Err(refused("no column holds the words", "text")) };
    let cells = || rows.iter().skip(usize::from(shape.header)).filter_map(|row| row.get(text));
    let wordless = cells().filter(|cell| !cell.text.is_empty() && !cell.text.chars().any(char::is_alphabetic)).count();
    if wordless * 2 > cells().count() {
        return Err(refused("the column of the words holds no words", "text"));
    }
    if shape.column(Field::Author).is_none() && !has_default {
        return Err(refused("no column names the author", "author"));
    }
    Ok(())
}

fn start_of(text: &str) -> String {
    let mut start: String = text.chars().take(30).collect();
    if start.len() < text.len() {
        start.push('…');
    }
    start
}
