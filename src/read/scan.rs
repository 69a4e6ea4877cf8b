//! Finds the end of a JSON value in text that arrives in pieces.
//!
//! Brackets are counted, not matched by kind; whether the value is sound is for the parser to say.

/// How far a search has come.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Scanned {
    /// The value ends before this offset.
    End(usize),
    /// A line break inside a string, which JSON does not allow, or a line that begins an object where lines are strict.
    Broken,
    /// The text seen so far ends inside the value.
    Open,
}

/// The search for the end of one value. It goes on where it stopped when more text has come.
#[derive(Debug, Default)]
pub(super) struct Scanner {
    at: usize,
    depth: usize,
    in_string: bool,
    /// A line that begins with `{` nearer to the margin than this column ends the search.
    margin: Option<usize>,
}

impl Scanner {
    pub(super) fn new(margin: Option<usize>) -> Self {
        Self { margin, ..Self::default() }
    }

    /// Searches on in the text of which an earlier call saw the beginning.
    pub(super) fn scan(&mut self, bytes: &[u8]) -> Scanned {
        while let Some(byte) = bytes.get(self.at) {
            if self.in_string {
                match self.string(bytes) {
                    Some(Scanned::End(_)) => {
                        if self.depth == 0 {
                            return Scanned::End(self.at);
                        }
                    }
                    Some(other) => return other,
                    None => return Scanned::Open,
                }
                continue;
            }
            match byte {
                b'"' => self.in_string = true,
                b'{' | b'[' => self.depth += 1,
                b'}' | b']' if self.depth == 0 => return self.scalar_end(),
                b'}' | b']' => {
                    self.depth -= 1;
                    if self.depth == 0 {
                        self.at += 1;
                        return Scanned::End(self.at);
                    }
                }
                b',' | b':' | b' ' | b'\t' | b'\r' | b'\n' if self.depth == 0 => return self.scalar_end(),
                b'\n' => match self.margin.map(|margin| (margin, self.line(bytes))) {
                    Some((_, None)) => return Scanned::Open,
                    Some((margin, Some((blanks, b'{')))) if blanks < margin => return Scanned::Broken,
                    _ => {}
                },
                _ => {}
            }
            self.at += 1;
        }
        Scanned::Open
    }

    /// The end of a value that is no object, list or string, when the input ends here.
    pub(super) fn at_end(&self, length: usize) -> Option<usize> {
        (self.depth == 0 && !self.in_string && length > 0).then_some(length)
    }

    /// How many blanks begin the next line, and what follows them; `None` when it is not there yet.
    fn line(&self, bytes: &[u8]) -> Option<(usize, u8)> {
        let rest = bytes.get(self.at + 1..)?;
        let blanks = rest.iter().take_while(|byte| matches!(byte, b' ' | b'\t' | b',')).count();
        rest.get(blanks).map(|byte| (blanks, *byte))
    }

    fn scalar_end(&self) -> Scanned {
        if self.at > 0 { Scanned::End(self.at) } else { Scanned::Broken }
    }

    /// Goes to the end of the string: `End` behind it, `None` when it is not there yet.
    fn string(&mut self, bytes: &[u8]) -> Option<Scanned> {
        loop {
            let rest = bytes.get(self.at..)?;
            let Some(next) = memchr::memchr3(b'"', b'\\', b'\n', rest) else {
                self.at = bytes.len();
                return None;
            };
            match rest.get(next) {
                Some(b'\\') if rest.len() < next + 2 => {
                    self.at += next;
                    return None;
                }
                Some(b'\\') => self.at += next + 2,
                Some(b'"') => {
                    self.at += next + 1;
                    self.in_string = false;
                    return Some(Scanned::End(self.at));
                }
                _ => return Some(Scanned::Broken),
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn end(text: &str) -> Scanned {
        Scanner::default().scan(text.as_bytes())
    }

    #[test]
    fn a_value_ends_where_its_brackets_close() {
        assert_eq!(end(r#"{"a": "}\"", "b": [1, {}]} x"#), Scanned::End(26));
        assert_eq!(end(r#""a\\" x"#), Scanned::End(5));
        assert_eq!(end("17, 3"), Scanned::End(2));
        assert_eq!(end("{\"a\": \"b\n\"}"), Scanned::Broken);
        assert_eq!(end("}"), Scanned::Broken);
        assert_eq!(end(r#"{"a": "#), Scanned::Open);
    }

    #[test]
    fn pieces_of_any_size_give_the_same_end() {
        let text = "{\"é\\\"\\\\\": [\"}\", {\"n\": [\"\\u00e9\"]}]}, 2".as_bytes();
        for size in 1..8 {
            let mut scanner = Scanner::default();
            let mut found = Scanned::Open;
            for end in (size..=text.len()).step_by(size).chain([text.len()]) {
                found = scanner.scan(&text[..end]);
                if found != Scanned::Open {
                    break;
                }
            }
            assert_eq!(found, Scanned::End(text.len() - 3), "pieces of {size}");
        }
    }

    #[test]
    fn strict_lines_end_a_value_that_is_open() {
        let mut scanner = Scanner::new(Some(1));
        assert_eq!(scanner.scan(b"{\"a\": [\n 1,\n{"), Scanned::Broken);
        let mut scanner = Scanner::new(Some(1));
        assert_eq!(scanner.scan(b"{\"a\":\n {}\n}"), Scanned::End(11));
    }
}
