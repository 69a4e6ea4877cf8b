//! Rows of cells out of delimited text, as RFC 4180 has them and as people write them: blanks before quotation marks, marks
//! inside marked cells that are not doubled, cells over several lines, line ends of every system.

use std::ops::Range;

/// A cell of a row.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Cell {
    /// What it says.
    pub(super) text: String,
    /// Where that stands in the row, in bytes, marks around it left out.
    pub(super) range: Range<usize>,
    /// Whether marks stood around it.
    pub(super) marked: bool,
    /// Whether a mark inside the marks was not doubled, as it should be.
    pub(super) loose: bool,
}

/// What a stretch of text holds.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) enum Parsed {
    /// A whole row, and its length in bytes with its line end.
    Row(Vec<Cell>, usize),
    /// A marked cell has no end yet.
    Open,
}

/// How cells are told apart.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Style {
    /// One ASCII character.
    pub(super) delimiter: u8,
    /// Whether quotation marks stand around cells, or are characters like others.
    pub(super) marks: bool,
}

/// Reads the row at the beginning of a text.
pub(super) fn row(text: &str, style: Style) -> Parsed {
    let bytes = text.as_bytes();
    let mut cells = Vec::new();
    let mut at = 0;
    loop {
        let start = at + blanks(bytes, at, style);
        let marked = style.marks && bytes.get(start) == Some(&b'"');
        let end = if marked {
            let Some((cell, end)) = marked_cell(text, start, style) else { return Parsed::Open };
            cells.push(cell);
            end
        } else {
            let end = end_of_plain(bytes, start, style);
            let content = text.get(start..end).unwrap_or_default().trim_end();
            cells.push(Cell {
                text: content.to_owned(),
                range: start..start + content.len(),
                marked: false,
                loose: false,
            });
            end
        };
        match bytes.get(end) {
            Some(byte) if *byte == style.delimiter => at = end + 1,
            Some(b'\r') if bytes.get(end + 1) == Some(&b'\n') => return Parsed::Row(cells, end + 2),
            Some(_) => return Parsed::Row(cells, end + 1),
            None => return Parsed::Row(cells, end),
        }
    }
}

/// How many blanks begin a cell.
fn blanks(bytes: &[u8], at: usize, style: Style) -> usize {
    let rest = bytes.get(at..).unwrap_or_default();
    rest.iter().take_while(|byte| matches!(byte, b' ' | b'\t') && **byte != style.delimiter).count()
}

fn end_of_plain(bytes: &[u8], start: usize, style: Style) -> usize {
    let rest = bytes.get(start..).unwrap_or_default();
    let length = rest.iter().position(|byte| *byte == style.delimiter || matches!(byte, b'\n' | b'\r'));
    start + length.unwrap_or(rest.len())
}

/// The marked cell that begins at an offset, and the offset of what ends it.
///
/// A mark closes the cell only where a delimiter, a line end or the end of the text follows; any other mark is a character.
fn marked_cell(text: &str, start: usize, style: Style) -> Option<(Cell, usize)> {
    let bytes = text.as_bytes();
    let inside = start + 1;
    let mut content = String::new();
    let mut loose = false;
    // Whether the marks in the content so far are an odd number.
    let mut odd = false;
    let mut at = inside;
    loop {
        let mark = at + memchr::memchr(b'"', bytes.get(at..)?)?;
        content.push_str(text.get(at..mark)?);
        if bytes.get(mark + 1) == Some(&b'"') {
            // Two marks are one, unless the second closes the cell: `"He said "yes""`.
            let closes = |after: usize| is_end(bytes, after + blanks(bytes, after, style), style);
            if odd && loose && closes(mark + 2) {
                content.push('"');
                return Some((Cell { text: content, range: inside..mark + 1, marked: true, loose: true }, mark + 2));
            }
            content.push('"');
            odd = !odd;
            at = mark + 2;
            continue;
        }
        let after = mark + 1 + blanks(bytes, mark + 1, style);
        if is_end(bytes, after, style) {
            return Some((Cell { text: content, range: inside..mark, marked: true, loose }, after));
        }
        content.push('"');
        odd = !odd;
        loose = true;
        at = mark + 1;
    }
}

fn is_end(bytes: &[u8], at: usize, style: Style) -> bool {
    bytes.get(at).is_none_or(|byte| *byte == style.delimiter || matches!(byte, b'\n' | b'\r'))
}

#[cfg(test)]
mod tests {
    use super::*;

    const COMMA: Style = Style { delimiter: b',', marks: true };

    fn cells(text: &str) -> Vec<String> {
        match row(text, COMMA) {
            Parsed::Row(cells, length) => {
                assert_eq!(length, text.len(), "{text}");
                for cell in &cells {
                    let raw = &text[cell.range.clone()];
                    assert!(
                        raw == cell.text || cell.marked && raw.replace("\"\"", "\"") == cell.text,
                        "{raw} {}",
                        cell.text
                    );
                }
                cells.into_iter().map(|cell| cell.text).collect()
            }
            Parsed::Open => vec!["open".to_owned()],
        }
    }

    #[test]
    fn cells_are_read_as_people_write_them() {
        assert_eq!(cells("a,\"b, c\",\"d \"\"e\"\" f\"\r\n"), ["a", "b, c", "d \"e\" f"]);
        assert_eq!(cells("\"a, b\", \"Mina Ostrow\" , c\n"), ["a, b", "Mina Ostrow", "c"]);
        assert_eq!(cells("\"one\ntwo\",x"), ["one\ntwo", "x"]);
        assert_eq!(cells("\"She said \"no\" twice\",x\n"), ["She said \"no\" twice", "x"]);
        assert_eq!(cells("\"She said \"no\"\",x\n"), ["She said \"no\"", "x"]);
        assert_eq!(cells("\"\"\"No\"\", she said\",x\n"), ["\"No\", she said", "x"]);
        assert_eq!(cells("say \"hi\",,\"\"\n"), ["say \"hi\"", "", ""]);
        assert_eq!(cells("\"open, x"), ["open"]);
        assert_eq!(cells(""), [""]);
    }
}
