//! From a path inside a record to the place in its JSON text, and back to line and column.
//!
//! Walks over text without building values. Text that is not JSON ends the walk early; nothing here fails.

use std::fmt;

/// One step into a JSON value.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) enum Step {
    /// Into a field of an object.
    Key(String),
    /// Into an item of a list, counted from 0.
    Index(usize),
}

/// A path as people write it: `media[2].src`.
pub(super) struct Steps<'a>(pub(super) &'a [Step]);

impl Steps<'_> {
    /// Reads a path as it is printed. A key with a dot or a bracket in it is taken apart.
    pub(super) fn parse(path: &str) -> Vec<Step> {
        let parts = path.split(['.', '[']).filter(|part| !part.is_empty());
        parts
            .map(|part| match part.strip_suffix(']').and_then(|number| number.parse().ok()) {
                Some(index) => Step::Index(index),
                None => Step::Key(part.to_owned()),
            })
            .collect()
    }
}

impl fmt::Display for Steps<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        for (index, step) in self.0.iter().enumerate() {
            match step {
                Step::Key(key) if index == 0 => f.write_str(key)?,
                Step::Key(key) => write!(f, ".{key}")?,
                Step::Index(number) => write!(f, "[{number}]")?,
            }
        }
        Ok(())
    }
}

/// Byte offset of the value at a path, or of the nearest value around it that is there. Fields are pointed at by their key.
pub(super) fn offset_of(json: &str, path: &[Step]) -> usize {
    let bytes = json.as_bytes();
    let mut at = skip_space(bytes, 0);
    let mut place = at;
    for step in path {
        let found = match step {
            Step::Key(key) => find_key(json, at, key),
            Step::Index(index) => find_item(bytes, at, *index).map(|value| (value, value)),
        };
        let Some((shown, value)) = found else { break };
        (place, at) = (shown, value);
    }
    place
}

/// Line and column (both counted from 1, columns in characters) of a byte offset.
pub(super) fn line_and_column(text: &str, offset: usize) -> (usize, usize) {
    let before = &text.as_bytes()[..offset.min(text.len())];
    let line = before.iter().filter(|byte| **byte == b'\n').count() + 1;
    let start = before.iter().rposition(|byte| *byte == b'\n').map_or(0, |at| at + 1);
    let column = before[start..].iter().filter(|byte| **byte & 0xC0 != 0x80).count() + 1;
    (line, column)
}

/// First byte at or after an offset that is not white space.
pub(super) fn skip_space(bytes: &[u8], mut at: usize) -> usize {
    while bytes.get(at).is_some_and(u8::is_ascii_whitespace) {
        at += 1;
    }
    at
}

/// One past the end of the value that starts at an offset; `None` when it does not end.
///
/// Brackets are counted, not matched by kind. A line break inside a string ends nothing, since JSON does not allow it there.
pub(super) fn end_of_value(bytes: &[u8], start: usize) -> Option<usize> {
    let mut at = start;
    let mut depth = 0_usize;
    while let Some(byte) = bytes.get(at) {
        match byte {
            b'"' => {
                at = end_of_string(bytes, at)?;
                if depth == 0 {
                    return Some(at);
                }
                continue;
            }
            b'{' | b'[' => depth += 1,
            b'}' | b']' if depth == 0 => return (at > start).then_some(at),
            b'}' | b']' => {
                depth -= 1;
                if depth == 0 {
                    return Some(at + 1);
                }
            }
            b',' | b':' | b' ' | b'\t' | b'\r' | b'\n' if depth == 0 => return (at > start).then_some(at),
            _ => {}
        }
        at += 1;
    }
    (depth == 0 && at > start).then_some(at)
}

/// One past the closing quotation mark of the string that starts at an offset.
fn end_of_string(bytes: &[u8], start: usize) -> Option<usize> {
    let mut at = start + 1;
    loop {
        match bytes.get(at)? {
            b'"' => return Some(at + 1),
            b'\\' => at += 2,
            b'\n' => return None,
            _ => at += 1,
        }
    }
}

/// Offsets of a field's key and value in the object that starts at an offset.
fn find_key(json: &str, object: usize, wanted: &str) -> Option<(usize, usize)> {
    let bytes = json.as_bytes();
    if bytes.get(object) != Some(&b'{') {
        return None;
    }
    let mut at = skip_space(bytes, object + 1);
    while bytes.get(at) == Some(&b'"') {
        let key_end = end_of_string(bytes, at)?;
        let colon = skip_space(bytes, key_end);
        if bytes.get(colon) != Some(&b':') {
            return None;
        }
        let value = skip_space(bytes, colon + 1);
        let key: String = serde_json::from_str(json.get(at..key_end)?).ok()?;
        if key == wanted {
            return Some((at, value));
        }
        at = next_item(bytes, value)?;
    }
    None
}

/// Offset of an item of the list that starts at an offset.
fn find_item(bytes: &[u8], list: usize, index: usize) -> Option<usize> {
    if bytes.get(list) != Some(&b'[') {
        return None;
    }
    let mut at = skip_space(bytes, list + 1);
    for _ in 0..index {
        at = next_item(bytes, at)?;
    }
    (bytes.get(at) != Some(&b']')).then_some(at)
}

/// Offset of what follows a value and its comma.
fn next_item(bytes: &[u8], value: usize) -> Option<usize> {
    let comma = skip_space(bytes, end_of_value(bytes, value)?);
    (bytes.get(comma) == Some(&b',')).then(|| skip_space(bytes, comma + 1))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn key(name: &str) -> Step {
        Step::Key(name.to_owned())
    }

    fn place(json: &str, path: &[Step]) -> (usize, usize) {
        line_and_column(json, offset_of(json, path))
    }

    #[test]
    fn a_field_deep_inside_is_found_by_its_key() {
        let json = "{\n  \"a\": \"x,}\\\"\",\n  \"list\": [1, {\"é\": 2, \"b\": [true]}]\n}";
        assert_eq!(place(json, &[key("list"), Step::Index(1), key("b")]), (3, 24));
        assert_eq!(place(json, &[key("list"), Step::Index(1), key("missing")]), (3, 15));
        assert_eq!(place(json, &[key("nothing")]), (1, 1));
    }

    #[test]
    fn broken_text_ends_the_walk_without_harm() {
        for json in ["", "{", "{\"a\"", "{\"a\":", "[1,", "]", "{\"a\": \"\\", "{\"a\": \"\n\""] {
            let offset = offset_of(json, &[key("a"), Step::Index(3)]);
            assert!(offset <= json.len(), "{json:?}");
        }
    }

    #[test]
    fn a_path_reads_like_code() {
        let steps = [key("media"), Step::Index(2), key("src")];
        assert_eq!(Steps(&steps).to_string(), "media[2].src");
        assert_eq!(Steps::parse("media[2].src"), steps);
    }
}
