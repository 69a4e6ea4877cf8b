//! Several records in one text: a list, JSON Lines, or objects one after another.
//!
//! One bad record does not end the stream: reading goes on after it, or at the next line that begins an object.

use super::Record;
use super::locate::{end_of_value, skip_space};
use crate::{Error, ErrorKind, Result};

/// Reads every record of a text: one object, a JSON list, JSON Lines, or objects one after another.
///
/// Gives each record with its number, counted from 1. `file` is for messages. An empty text gives nothing.
///
/// # Errors
///
/// Each item is that of [`Record::from_json`]; its place is the line in the whole text, and it names file and record.
pub fn read_records<'a>(bytes: &'a [u8], file: &'a str) -> impl Iterator<Item = Result<(usize, Record)>> + 'a {
    Stream::new(bytes, file)
}

struct Stream<'a> {
    bytes: &'a [u8],
    file: &'a str,
    /// Offset of what has not been read.
    at: usize,
    /// Whether the records stand in a list.
    in_list: bool,
    /// Whether a comma must come before the next record of a list.
    needs_comma: bool,
    number: usize,
    /// Lines are counted up to this offset.
    counted: usize,
    /// Line of that offset, counted from 1.
    line: usize,
    /// Offset of the beginning of that line.
    line_start: usize,
}

impl<'a> Stream<'a> {
    fn new(bytes: &'a [u8], file: &'a str) -> Self {
        let bytes = bytes.strip_prefix(b"\xEF\xBB\xBF").unwrap_or(bytes);
        let first = skip_space(bytes, 0);
        let in_list = bytes.get(first) == Some(&b'[');
        let at = first + usize::from(in_list);
        Self { bytes, file, at, in_list, needs_comma: false, number: 0, counted: 0, line: 1, line_start: 0 }
    }

    /// Line and column of an offset that is not before the last one asked for.
    fn place(&mut self, offset: usize) -> (usize, usize) {
        let offset = offset.min(self.bytes.len());
        for (index, byte) in self.bytes.iter().enumerate().take(offset).skip(self.counted) {
            if *byte == b'\n' {
                self.line += 1;
                self.line_start = index + 1;
            }
        }
        self.counted = self.counted.max(offset);
        let before = self.bytes.get(self.line_start..offset).unwrap_or_default();
        (self.line, before.iter().filter(|byte| **byte & 0xC0 != 0x80).count() + 1)
    }

    /// Adds file, record number and the place in the whole text to the error of a record that starts at an offset.
    fn placed(&mut self, error: Error, start: usize) -> Error {
        let (line, column) = self.place(start);
        let inner = error.location().line.zip(error.location().column).unwrap_or((1, 1));
        let column = if inner.0 == 1 { column + inner.1 - 1 } else { inner.1 };
        error.at(line + inner.0 - 1, column).in_file(self.file).in_record(self.number)
    }

    fn fail(&mut self, message: &str, at: usize) -> Error {
        self.placed(Error::new(ErrorKind::Syntax, message), at)
    }

    /// Offset of the next line that begins with an object; the end when there is none.
    fn next_object_line(&self, from: usize) -> usize {
        let mut at = from;
        while let Some(line) = self.bytes.get(at..).and_then(|rest| rest.iter().position(|byte| *byte == b'\n')) {
            at += line + 1;
            if self.bytes.get(at) == Some(&b'{') {
                return at;
            }
        }
        self.bytes.len()
    }

    /// Takes the separator between records. `None`: there are no more of them.
    fn separator(&mut self) -> Option<Result<()>> {
        self.at = skip_space(self.bytes, self.at);
        if !self.in_list {
            return (self.at < self.bytes.len()).then_some(Ok(()));
        }
        match self.bytes.get(self.at) {
            Some(b']') => {
                self.in_list = false;
                let after = skip_space(self.bytes, self.at + 1);
                self.at = self.bytes.len();
                (after < self.bytes.len()).then(|| Err(self.fail("there is more text after the list", after)))
            }
            Some(b',') if self.needs_comma => {
                self.at = skip_space(self.bytes, self.at + 1);
                self.needs_comma = false;
                Some(Ok(()))
            }
            Some(_) if !self.needs_comma => Some(Ok(())),
            found => {
                let message = if found.is_some() {
                    "expected `,` or `]` after a record of the list"
                } else {
                    "the list has no end"
                };
                let error = self.fail(message, self.at);
                self.at = self.bytes.len();
                self.in_list = false;
                Some(Err(error))
            }
        }
    }

    /// Reads the value at the current offset.
    fn record(&mut self) -> Result<(usize, Record)> {
        self.number += 1;
        let start = self.at;
        let end = end_of_value(self.bytes, start);
        let found = match end {
            Some(end) => Record::from_json(self.bytes.get(start..end).unwrap_or_default()),
            None => Record::from_json(self.line_from(start)),
        };
        self.needs_comma = true;
        self.at = match (&found, end) {
            (Err(error), Some(end)) if error.kind() == ErrorKind::Syntax && !self.in_list => {
                self.next_object_line(start).min(if self.ends_line(end) { end } else { usize::MAX })
            }
            (_, Some(end)) => end,
            (_, None) if self.in_list => self.bytes.len(),
            (_, None) => self.next_object_line(start),
        };
        if end.is_none() && self.in_list {
            self.in_list = false;
        }
        found.map(|record| (self.number, record)).map_err(|error| self.placed(error, start))
    }

    /// A value without an end: what stands up to the next object.
    fn line_from(&self, start: usize) -> &'a [u8] {
        self.bytes.get(start..self.next_object_line(start)).unwrap_or_default()
    }

    /// Whether nothing but white space follows on the line.
    fn ends_line(&self, at: usize) -> bool {
        let rest = self.bytes.get(at..).unwrap_or_default();
        rest.iter().take_while(|byte| **byte != b'\n').all(u8::is_ascii_whitespace)
    }
}

impl Iterator for Stream<'_> {
    type Item = Result<(usize, Record)>;

    fn next(&mut self) -> Option<Self::Item> {
        match self.separator()? {
            Ok(()) => Some(self.record()),
            Err(error) => Some(Err(error)),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// `text` of good records, `!line:column` of bad ones.
    fn read(text: &str) -> Vec<String> {
        read_records(text.as_bytes(), "posts.jsonl")
            .map(|found| match found {
                Ok((number, record)) => format!("{number} {}", record.text()),
                Err(error) => {
                    let location = error.location();
                    assert_eq!(location.file.as_deref(), Some("posts.jsonl"));
                    format!(
                        "{} !{}:{}",
                        location.record.unwrap_or_default(),
                        location.line.unwrap_or_default(),
                        location.column.unwrap_or_default()
                    )
                }
            })
            .collect()
    }

    fn post(text: &str) -> String {
        format!(r#"{{ "kind": "post", "text": "{text}" }}"#)
    }

    #[test]
    fn every_form_gives_the_same_records() {
        let (a, b) = (post("a"), post("b"));
        let expected = ["1 a", "2 b"];
        for text in [
            format!("{a}\n{b}\n"),
            format!("\u{FEFF}{a}\r\n\r\n{b}"),
            format!("{a}{b}"),
            format!("[{a},{b}]"),
            format!("\n [\n{a} ,\n {b}\n]\n"),
        ] {
            assert_eq!(read(&text), expected, "{text}");
        }
        assert_eq!(read(&a), ["1 a"]);
        assert!(read("").is_empty() && read(" \n").is_empty() && read("[]").is_empty());
    }

    #[test]
    fn a_bad_record_does_not_end_the_stream() {
        let (a, b) = (post("a"), post("b"));
        let wrong = r#"{ "kind": "post", "text": 3 }"#;
        assert_eq!(read(&format!("{a}\n{wrong}\n{b}")), ["1 a", "2 !2:19", "3 b"]);
        assert_eq!(read(&format!("[{a},\n {wrong},\n{b}]")), ["1 a", "2 !2:20", "3 b"]);
        assert_eq!(read(&format!("[{a}, 7, \"x\", {b}]")).len(), 4);
    }

    #[test]
    fn a_broken_line_costs_only_itself() {
        let (a, b) = (post("a"), post("b"));
        for broken in [
            r#"{ "kind": "post", "text": "a"#,
            r#"{ "kind": "post", "#,
            "oops",
            "}",
            r#"{ "kind" "post" }"#,
            r#"{ "kind": "post" } }"#,
        ] {
            let found = read(&format!("{a}\n{broken}\n{b}\n"));
            assert_eq!(
                (found.first().map(String::as_str), found.last().map(|last| last.ends_with(" b"))),
                (Some("1 a"), Some(true)),
                "{broken}: {found:?}"
            );
            assert!(found[1].contains("!2:") || found[1].contains("!3:1"), "{broken}: {found:?}");
        }
    }

    #[test]
    fn a_list_without_an_end_says_so() {
        let a = post("a");
        assert_eq!(read(&format!("[{a},\n{a}")), ["1 a", "2 a", "2 !2:32"]);
        assert_eq!(read(&format!("[{a} {a}]")), ["1 a", "1 !1:34"]);
        assert_eq!(read(&format!("[{a}] x")).len(), 2);
        assert_eq!(read("[{").len(), 1);
    }

    #[test]
    fn places_are_those_of_the_whole_text() {
        let text = "{ \"kind\": \"post\", \"text\": \"a\" }\n\n{\n  \"kind\": \"post\",\n  \"text\": \"b\", \"é\": 1, \"x\": 2\n}";
        assert_eq!(read(text), ["1 a", "2 !5:16"]);
    }

    #[test]
    fn bytes_that_are_not_text_stay_in_their_line() {
        let mut bytes = post("a").into_bytes();
        bytes.extend(b"\n{ \"kind\": \"post\", \"text\": \"\xFF\" }\n");
        bytes.extend(post("b").into_bytes());
        let found: Vec<_> = read_records(&bytes, "x").collect();
        assert_eq!((found.len(), found[0].is_ok(), found[1].is_ok(), found[2].is_ok()), (3, true, false, true));
    }
}
