//! The line of a file that an error speaks of, with a caret below the place.
//!
//! What cannot be read again (stdin, one record of a stream) has no excerpt.

use std::fs;
use std::path::Path;

use crate::error::Location;

/// Characters of a line that are shown.
const WIDTH: usize = 100;
/// Files larger than this are not read again, in bytes.
const MOST: u64 = 16 << 20;

/// Three lines: a gutter, the line with its number, the caret.
pub(super) fn excerpt(location: &Location) -> Option<String> {
    let (path, number) = (Path::new(location.file.as_deref()?), location.line?);
    if location.record.is_some() || !path.metadata().ok().is_some_and(|file| file.is_file() && file.len() <= MOST) {
        return None;
    }
    let text = fs::read_to_string(path).ok()?;
    let line = text.lines().nth(number.checked_sub(1)?)?;
    Some(marked(line, number, location.column.unwrap_or(1)))
}

/// A line with its number and a caret below a column, both counted from 1. Of a long line the part around the column is shown.
fn marked(line: &str, number: usize, column: usize) -> String {
    let letters: Vec<char> = line.chars().map(|c| if c.is_control() { ' ' } else { c }).collect();
    let place = column.saturating_sub(1).min(letters.len());
    let start = if place < WIDTH * 3 / 4 { 0 } else { place - WIDTH / 2 };
    let shown: String = letters.iter().skip(start).take(WIDTH).collect();
    let (before, after) = (if start > 0 { "…" } else { "" }, if start + WIDTH < letters.len() { "…" } else { "" });
    let number = number.to_string();
    let gutter = " ".repeat(number.len());
    let indent = " ".repeat(before.chars().count() + place - start);
    format!("{gutter} |\n{number} | {before}{}{after}\n{gutter} | {indent}^", shown.trim_end())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_caret_stands_below_the_column() {
        assert_eq!(marked("  colour: red;", 34, 3), "   |\n34 |   colour: red;\n   |   ^");
        assert_eq!(marked("", 1, 9), "  |\n1 | \n  | ^");
    }

    #[test]
    fn of_a_long_line_the_part_around_the_column_is_shown() {
        let line = format!("{}X{}", "a".repeat(400), "b".repeat(400));
        let text = marked(&line, 1, 401);
        let rows: Vec<Vec<char>> = text.lines().map(|row| row.chars().collect()).collect();
        let caret = rows[2].iter().position(|c| *c == '^').expect("a caret");
        assert_eq!(rows[1][caret], 'X');
        assert!(rows[1].len() <= WIDTH + 6);
    }

    #[test]
    fn what_cannot_be_read_again_has_no_excerpt() {
        let here = Location { file: Some("no such file".to_owned()), line: Some(1), ..Location::default() };
        assert_eq!(excerpt(&here), None);
        let stream = Location { file: Some(file!().to_owned()), line: Some(1), record: Some(2), ..Location::default() };
        assert_eq!(excerpt(&stream), None);
    }
}
