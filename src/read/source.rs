//! Bytes of an input as UTF-8, a stretch at a time, with the place of what comes next.
//!
//! Finds the encoding by byte order mark, by the zeros of UTF-16 or by what a web page declares; knows nothing of formats.

use std::borrow::Cow;
use std::io::Read;

use encoding_rs::{Decoder, Encoding, UTF_8, UTF_16BE, UTF_16LE, WINDOWS_1252};

use crate::{Error, ErrorKind, Result};

/// How much of an input is looked at before its format is decided.
pub(super) const HEAD: usize = 64 * 1024;

/// How much is read at once, at least.
const CHUNK: usize = 128 * 1024;

/// An input that is read on demand.
pub(crate) struct Source<'r> {
    input: Box<dyn Read + 'r>,
    buffer: Vec<u8>,
    /// Offset in the buffer of what has not been taken.
    at: usize,
    ended: bool,
    line: usize,
    column: usize,
    /// Code points before what has not been taken.
    position: u64,
    /// The first bytes before any decoding.
    beginning: Vec<u8>,
}

impl std::fmt::Debug for Source<'_> {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("Source").field("line", &self.line).field("ended", &self.ended).finish_non_exhaustive()
    }
}

impl<'r> Source<'r> {
    /// Reads the beginning of an input and finds its encoding.
    pub(super) fn open(mut input: Box<dyn Read + 'r>) -> Result<Self> {
        let mut head = Vec::new();
        let mut ended = false;
        while !ended && head.len() < HEAD && !begins_json(&head) {
            ended = read_some(&mut input, HEAD, &mut head)? == 0;
        }
        let beginning = head.iter().take(16).copied().collect();
        let (encoding, mark) = encoding_of(&head);
        head.drain(..mark);
        let mut source = Self { input, buffer: head, at: 0, ended, line: 1, column: 1, position: 0, beginning };
        if encoding != UTF_8 {
            let raw = std::mem::take(&mut source.buffer);
            let rest: Box<dyn Read + 'r> = Box::new(std::io::Cursor::new(raw).chain(source.input));
            source.input = Box::new(Transcoder::new(rest, encoding));
            source.ended = false;
            while source.buffer.len() < HEAD && source.more()? {}
        }
        Ok(source)
    }

    /// What has been read and not taken.
    pub(super) fn rest(&self) -> &[u8] {
        self.buffer.get(self.at..).unwrap_or_default()
    }

    /// The first bytes of the input as they are, whatever their encoding.
    pub(super) fn beginning(&self) -> &[u8] {
        &self.beginning
    }

    /// Reads on. `false`: the input has ended, and [`Source::rest`] is all there is.
    pub(super) fn more(&mut self) -> Result<bool> {
        if self.ended {
            return Ok(false);
        }
        self.buffer.drain(..self.at);
        self.at = 0;
        let wanted = CHUNK.max(self.buffer.len());
        self.ended = read_some(&mut self.input, wanted, &mut self.buffer)? == 0;
        Ok(!self.ended)
    }

    /// The next byte.
    pub(super) fn peek(&mut self) -> Result<Option<u8>> {
        if self.rest().is_empty() {
            self.more()?;
        }
        Ok(self.rest().first().copied())
    }

    /// Takes bytes that have been read.
    pub(super) fn take(&mut self, count: usize) {
        let taken = self.buffer.get(self.at..).and_then(|rest| rest.get(..count)).unwrap_or_default();
        (self.line, self.column) = place_after(taken, (self.line, self.column));
        self.position += characters(taken) as u64;
        self.at = (self.at + count).min(self.buffer.len());
    }

    /// Takes white space.
    pub(super) fn skip_space(&mut self) -> Result<()> {
        loop {
            let count = self.rest().iter().take_while(|byte| byte.is_ascii_whitespace()).count();
            let all = count == self.rest().len();
            self.take(count);
            if !all || !self.more()? {
                return Ok(());
            }
        }
    }

    /// Line and column, both counted from 1, of what comes next.
    pub(super) fn place(&self) -> (usize, usize) {
        (self.line, self.column)
    }

    /// Code points before what comes next.
    pub(super) fn position(&self) -> u64 {
        self.position
    }

    /// Length of the line that comes next with its line feed, as far as a limit; 0 at the end of the input.
    pub(super) fn line(&mut self, from: usize, limit: usize) -> Result<usize> {
        let mut seen = from;
        loop {
            let rest = self.rest();
            if let Some(end) = memchr::memchr(b'\n', rest.get(seen..).unwrap_or_default()) {
                return Ok(seen + end + 1);
            }
            seen = rest.len();
            if seen > limit || !self.more()? {
                return Ok(seen);
            }
        }
    }

    /// As [`Source::line`], but a carriage return alone ends a line, too.
    pub(super) fn row(&mut self, from: usize, limit: usize) -> Result<usize> {
        let mut seen = from;
        loop {
            let rest = self.rest();
            let more = match memchr::memchr2(b'\r', b'\n', rest.get(seen..).unwrap_or_default()) {
                None => {
                    seen = rest.len();
                    seen <= limit
                }
                Some(end) => match rest.get(seen + end..) {
                    Some([b'\r', b'\n', ..]) => return Ok(seen + end + 2),
                    // What follows has not been read yet.
                    Some([b'\r']) => true,
                    _ => return Ok(seen + end + 1),
                },
            };
            if !more || !self.more()? {
                return Ok(self.rest().len());
            }
        }
    }

    /// Reads everything that is left, up to a limit in bytes.
    ///
    /// # Errors
    /// `too-large` past the limit.
    pub(super) fn whole(&mut self, limit: usize) -> Result<&[u8]> {
        while self.rest().len() <= limit && self.more()? {}
        if self.rest().len() > limit {
            let message = format!("the input is larger than {} MiB, which this format is read up to", limit >> 20);
            return Err(Error::new(ErrorKind::TooLarge, message).with_hint("split it into several files"));
        }
        Ok(self.rest())
    }
}

/// Code points of some UTF-8.
pub(super) fn characters(bytes: &[u8]) -> usize {
    bytes.iter().filter(|byte| **byte & 0xC0 != 0x80).count()
}

/// Some bytes as text, and whether they were UTF-8: what is not is taken for Windows-1252.
pub(super) fn text_of(bytes: &[u8]) -> (Cow<'_, str>, bool) {
    match std::str::from_utf8(bytes) {
        Ok(text) => (Cow::Borrowed(text), true),
        Err(_) => (WINDOWS_1252.decode_without_bom_handling(bytes).0, false),
    }
}

/// Line and column after some bytes that begin at a place.
pub(super) fn place_after(bytes: &[u8], start: (usize, usize)) -> (usize, usize) {
    match memchr::memrchr(b'\n', bytes) {
        None => (start.0, start.1 + characters(bytes)),
        Some(last) => {
            let lines = memchr::memchr_iter(b'\n', bytes).count();
            (start.0 + lines, characters(bytes.get(last + 1..).unwrap_or_default()) + 1)
        }
    }
}

/// Reads once, so that what comes through a pipe is seen as it comes.
fn read_some(input: &mut dyn Read, wanted: usize, buffer: &mut Vec<u8>) -> Result<usize> {
    let length = buffer.len();
    buffer.resize(length + wanted, 0);
    let read = loop {
        match input.read(buffer.get_mut(length..).unwrap_or_default()) {
            Err(error) if error.kind() == std::io::ErrorKind::Interrupted => {}
            other => break other,
        }
    };
    buffer.truncate(length + read.as_ref().copied().unwrap_or_default());
    read.map_err(|error| unreadable(&error))
}

/// Whether a beginning is enough to know that JSON follows.
fn begins_json(head: &[u8]) -> bool {
    let mut rest =
        head.strip_prefix(b"\xEF\xBB\xBF").unwrap_or(head).iter().skip_while(|byte| byte.is_ascii_whitespace());
    matches!(rest.next(), Some(b'{' | b'['))
        && rest.find(|byte| !byte.is_ascii_whitespace()).is_some_and(|next| *next != 0)
}

fn unreadable(error: &std::io::Error) -> Error {
    let source = std::io::Error::new(error.kind(), error.to_string());
    Error::new(ErrorKind::Io, "the input cannot be read").with_source(source)
}

/// The encoding of an input by its beginning, and the length of its byte order mark.
fn encoding_of(head: &[u8]) -> (&'static Encoding, usize) {
    if let Some(found) = Encoding::for_bom(head) {
        return found;
    }
    match head {
        [0, second, 0, fourth, ..] if *second != 0 && *fourth != 0 => return (UTF_16BE, 0),
        [first, 0, third, 0, ..] if *first != 0 && *third != 0 => return (UTF_16LE, 0),
        _ => {}
    }
    if is_utf8(head) {
        return (UTF_8, 0);
    }
    let blank = head.iter().take_while(|byte| byte.is_ascii_whitespace()).count();
    match head.get(blank) {
        Some(b'{' | b'[') => (UTF_8, 0),
        Some(b'<') => (declared(head).unwrap_or(WINDOWS_1252), 0),
        _ => (WINDOWS_1252, 0),
    }
}

/// Whether a beginning is UTF-8; its last character may be cut.
fn is_utf8(head: &[u8]) -> bool {
    match std::str::from_utf8(head) {
        Ok(_) => true,
        Err(error) => error.error_len().is_none() && head.len() - error.valid_up_to() < 4,
    }
}

/// What a page says of itself: `charset=…`, `encoding="…"`.
fn declared(head: &[u8]) -> Option<&'static Encoding> {
    let text = String::from_utf8_lossy(head.get(..4096).unwrap_or(head)).to_ascii_lowercase();
    ["charset=", "encoding="].iter().find_map(|mark| {
        let value = text.split(mark).nth(1)?.trim_start_matches(['"', '\'', ' ']);
        let end = value.find(|c: char| !(c.is_ascii_alphanumeric() || "-_:.".contains(c))).unwrap_or(value.len());
        Encoding::for_label(value.get(..end)?.as_bytes())
    })
}

/// Turns another encoding into UTF-8 as it is read.
struct Transcoder<'r> {
    input: Box<dyn Read + 'r>,
    decoder: Decoder,
    raw: Vec<u8>,
    ready: Vec<u8>,
    at: usize,
    ended: bool,
}

impl<'r> Transcoder<'r> {
    fn new(input: Box<dyn Read + 'r>, encoding: &'static Encoding) -> Self {
        let decoder = encoding.new_decoder_without_bom_handling();
        Self { input, decoder, raw: Vec::new(), ready: Vec::new(), at: 0, ended: false }
    }

    fn refill(&mut self) -> std::io::Result<()> {
        self.raw.clear();
        self.input.by_ref().take(CHUNK as u64).read_to_end(&mut self.raw)?;
        self.ended = self.raw.is_empty();
        let room = self.decoder.max_utf8_buffer_length(self.raw.len()).unwrap_or(CHUNK * 4);
        let mut text = String::with_capacity(room);
        let _ = self.decoder.decode_to_string(&self.raw, &mut text, self.ended);
        self.ready = text.into_bytes();
        self.at = 0;
        Ok(())
    }
}

impl Read for Transcoder<'_> {
    fn read(&mut self, out: &mut [u8]) -> std::io::Result<usize> {
        while self.at >= self.ready.len() && !self.ended {
            self.refill()?;
        }
        let left = self.ready.get(self.at..).unwrap_or_default();
        let count = left.len().min(out.len());
        if let (Some(target), Some(from)) = (out.get_mut(..count), left.get(..count)) {
            target.copy_from_slice(from);
        }
        self.at += count;
        Ok(count)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn text_of(bytes: &[u8]) -> String {
        let mut source = Source::open(Box::new(bytes)).expect("readable");
        String::from_utf8(source.whole(1 << 20).expect("small").to_vec()).expect("UTF-8")
    }

    #[test]
    fn every_encoding_becomes_utf8() {
        let text = "Grüße, 世界 😀";
        assert_eq!(text_of(text.as_bytes()), text);
        assert_eq!(text_of(format!("\u{FEFF}{text}").as_bytes()), text);
        let little = |text: &str| text.encode_utf16().flat_map(u16::to_le_bytes).collect::<Vec<u8>>();
        let big = |text: &str| text.encode_utf16().flat_map(u16::to_be_bytes).collect::<Vec<u8>>();
        assert_eq!(text_of(&little(&format!("\u{FEFF}{text}"))), text);
        assert_eq!(text_of(&big(&format!("\u{FEFF}{text}"))), text);
        assert_eq!(text_of(&little("{ \"a\": 1 }")), "{ \"a\": 1 }");
        assert_eq!(text_of(&big("{ \"a\": 1 }")), "{ \"a\": 1 }");
        assert_eq!(text_of(b"Gr\xFC\xDFe"), "Grüße");
        assert_eq!(text_of(b"<meta charset=\"iso-8859-2\">\xB1"), "<meta charset=\"iso-8859-2\">ą");
    }

    #[test]
    fn a_character_cut_by_the_end_of_the_head_stays_whole() {
        let text = "a".repeat(HEAD - 1) + "é" + &"b".repeat(3 * CHUNK);
        assert_eq!(text_of(text.as_bytes()), text);
        let wide: Vec<u8> = format!("\u{FEFF}{text}").encode_utf16().flat_map(u16::to_le_bytes).collect();
        assert_eq!(text_of(&wide), text);
    }

    #[test]
    fn places_count_lines_and_characters() {
        let mut source = Source::open(Box::new("aé\n  b".as_bytes())).expect("readable");
        source.take(3);
        assert_eq!(source.place(), (1, 3));
        source.skip_space().expect("readable");
        assert_eq!((source.place(), source.peek().expect("readable")), ((2, 3), Some(b'b')));
    }

    #[test]
    fn a_limit_is_a_clear_error() {
        let long = vec![b'a'; 3 << 20];
        let mut source = Source::open(Box::new(long.as_slice())).expect("readable");
        assert_eq!(source.whole(1 << 20).expect_err("too long").kind(), ErrorKind::TooLarge);
    }
}
