//! One JSON value after another out of a stream: a list, JSON Lines, objects one after another, or the assignment of an archive file.
//!
//! Holds one value at a time. A broken value costs itself and what cannot be told apart from it; then reading goes on.

use super::scan::{Scanned, Scanner};
use super::source::Source;
use crate::{Error, ErrorKind, Result};

/// Largest single value in bytes.
pub(super) const MAX_VALUE: usize = 256 << 20;

/// A stream of JSON values.
#[derive(Debug)]
pub(super) struct Values<'r> {
    source: Source<'r>,
    /// Whether the next value stands in a list.
    in_list: bool,
    /// Whether a comma must come before the next value of the list.
    needs_comma: bool,
    /// Whether a line that begins an object ends the value before it: so once a value had no end.
    strict: bool,
    /// Column of the value at hand, for finding its like again.
    column: usize,
    done: bool,
}

/// The value that comes next, by its length.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Next {
    /// A value with an end.
    Whole(usize),
    /// Text that begins a value and has no end, or is no value.
    Broken(usize),
}

impl<'r> Values<'r> {
    pub(super) fn new(source: Source<'r>) -> Self {
        Self { source, in_list: false, needs_comma: false, strict: false, column: 1, done: false }
    }

    /// Line and column of the value that comes next.
    pub(super) fn place(&self) -> (usize, usize) {
        self.source.place()
    }

    /// The bytes of the value that comes next.
    pub(super) fn bytes(&self, length: usize) -> &[u8] {
        self.source.rest().get(..length).unwrap_or_default()
    }

    /// Finds the next value. It stays until [`Values::accept`] or [`Values::reject`] takes it.
    pub(super) fn next(&mut self) -> Option<Result<Next>> {
        if self.done {
            return None;
        }
        let found = self.separator().transpose()?.and_then(|()| self.value());
        if found.as_ref().is_err_and(|error| error.kind() == ErrorKind::Io) {
            self.done = true;
        }
        Some(found)
    }

    /// Takes a value that was sound.
    pub(super) fn accept(&mut self, length: usize) {
        self.source.take(length);
        self.needs_comma = true;
    }

    /// Takes a value that was no JSON, up to where reading can go on.
    pub(super) fn reject(&mut self, next: Next) -> Result<()> {
        self.needs_comma = self.in_list;
        let (Next::Whole(length) | Next::Broken(length)) = next;
        let inside = next_object(self.bytes(length), 0, self.margin());
        match (next, inside) {
            (Next::Whole(_), Some(offset)) => self.go_on_at(offset),
            (Next::Whole(_), None) if self.in_list || self.ends_line(length)? => self.source.take(length),
            (Next::Whole(_), None) => self.resume()?,
            (Next::Broken(_), _) => self.go_on_at(length),
        }
        Ok(())
    }

    /// Goes on behind text that could not be told apart. From now on a line that begins an object ends the value before it.
    fn go_on_at(&mut self, offset: usize) {
        self.source.take(offset);
        (self.strict, self.needs_comma) = (true, false);
    }

    /// How far from the margin a line may begin an object that stands beside the value at hand, not in it.
    fn margin(&self) -> usize {
        if self.in_list { self.column } else { 1 }
    }

    /// Takes what stands before the next value. `None`: there are no more.
    fn separator(&mut self) -> Result<Option<()>> {
        loop {
            self.source.skip_space()?;
            let Some(byte) = self.source.peek()? else {
                self.done = true;
                return if self.in_list { Err(self.fail("the list has no end")) } else { Ok(None) };
            };
            match byte {
                b']' if self.in_list => {
                    self.source.take(1);
                    (self.in_list, self.needs_comma) = (false, false);
                }
                b',' if self.in_list && self.needs_comma => {
                    self.source.take(1);
                    self.needs_comma = false;
                }
                _ if self.in_list && self.needs_comma => {
                    self.needs_comma = false;
                    return Err(self.fail("expected `,` or `]` after a value of the list"));
                }
                _ if self.in_list => return Ok(Some(())),
                b'[' => {
                    self.source.take(1);
                    (self.in_list, self.needs_comma) = (true, false);
                }
                b';' => self.source.take(1),
                b'{' => return Ok(Some(())),
                _ => match assignment(self.source.rest()) {
                    Some(length) => self.source.take(length),
                    None => return Ok(Some(())),
                },
            }
        }
    }

    /// Finds the end of the value that begins here.
    fn value(&mut self) -> Result<Next> {
        self.column = self.source.place().1;
        let mut scanner = Scanner::new(self.strict.then(|| self.margin()));
        loop {
            match scanner.scan(self.source.rest()) {
                Scanned::End(length) => return Ok(Next::Whole(length)),
                Scanned::Broken => break,
                Scanned::Open if self.source.rest().len() > MAX_VALUE => {
                    let (line, column) = self.source.place();
                    let message = format!("a value is larger than {} MiB", MAX_VALUE >> 20);
                    let error = Error::new(ErrorKind::TooLarge, message).at(line, column);
                    self.resume()?;
                    return Err(error);
                }
                Scanned::Open if !self.source.more()? => {
                    if let Some(length) = scanner.at_end(self.source.rest().len()) {
                        return Ok(Next::Whole(length));
                    }
                    break;
                }
                Scanned::Open => {}
            }
        }
        self.broken()
    }

    /// The stretch from a value without an end to where the next one may begin.
    fn broken(&mut self) -> Result<Next> {
        let mut from = 0;
        loop {
            let rest = self.source.rest();
            if let Some(length) = next_object(rest, from, self.margin()) {
                return Ok(Next::Broken(length));
            }
            let length = rest.len();
            from += memchr::memrchr(b'\n', rest.get(from..).unwrap_or_default()).unwrap_or(length - from);
            if length > MAX_VALUE {
                return Ok(Next::Broken(length));
            }
            if !self.source.more()? {
                self.done = true;
                return Ok(Next::Broken(length));
            }
        }
    }

    /// Whether nothing but white space follows on the line.
    fn ends_line(&mut self, at: usize) -> Result<bool> {
        loop {
            let rest = self.source.rest().get(at..).unwrap_or_default();
            let end = memchr::memchr(b'\n', rest);
            let blank = rest.get(..end.unwrap_or(rest.len())).unwrap_or_default().iter().all(u8::is_ascii_whitespace);
            if end.is_some() || !blank || !self.source.more()? {
                return Ok(blank);
            }
        }
    }

    /// Takes everything up to the next line that begins an object.
    fn resume(&mut self) -> Result<()> {
        loop {
            let rest = self.source.rest();
            if let Some(length) = next_object(rest, 0, self.margin()) {
                self.go_on_at(length);
                return Ok(());
            }
            // The object may follow when more has come.
            let line = memchr::memrchr(b'\n', rest).unwrap_or(rest.len());
            let open =
                rest.get(line..).unwrap_or_default().iter().all(|byte| byte.is_ascii_whitespace() || *byte == b',');
            let taken = if open { line } else { rest.len() };
            self.source.take(taken);
            if !self.source.more()? {
                let left = self.source.rest().len();
                self.source.take(left);
                self.done = true;
                return Ok(());
            }
        }
    }

    fn fail(&self, message: &str) -> Error {
        let (line, column) = self.source.place();
        Error::new(ErrorKind::Syntax, message).at(line, column)
    }
}

/// Offset of the next line that begins an object nearer to the margin than a column, looking from an offset on.
fn next_object(bytes: &[u8], from: usize, margin: usize) -> Option<usize> {
    memchr::memchr_iter(b'\n', bytes.get(from..)?).find_map(|line| {
        let start = from + line + 1;
        let rest = bytes.get(start..)?;
        let blanks = rest.iter().take_while(|byte| matches!(byte, b' ' | b'\t' | b',')).count();
        (rest.get(blanks) == Some(&b'{') && blanks < margin).then_some(start + blanks)
    })
}

/// Length of `window.YTD.tweets.part0 =` before a list or an object.
pub(super) fn assignment(bytes: &[u8]) -> Option<usize> {
    let head = bytes.get(..200).unwrap_or(bytes);
    let equals = memchr::memchr(b'=', head)?;
    let name = std::str::from_utf8(head.get(..equals)?).ok()?.trim();
    let name = ["var ", "let ", "const "].iter().find_map(|word| name.strip_prefix(word)).unwrap_or(name);
    let sound = |c: char| c.is_ascii_alphanumeric() || matches!(c, '_' | '$' | '.' | '[' | ']' | '"' | '\'');
    if name.is_empty()
        || name.starts_with(|c: char| !c.is_ascii_alphabetic() && !matches!(c, '_' | '$'))
        || !name.chars().all(sound)
    {
        return None;
    }
    let blanks = head.get(equals + 1..)?.iter().take_while(|byte| byte.is_ascii_whitespace()).count();
    matches!(head.get(equals + 1 + blanks), Some(b'[' | b'{')).then_some(equals + 1)
}
