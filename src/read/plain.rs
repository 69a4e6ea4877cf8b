//! Foreign text as plain text: character references decoded exactly once, line breaks as `\n`, no control characters.
//!
//! Knows nothing of markup: whoever has elements to take out does it before.

use std::borrow::Cow;

use crate::record::MAX_TEXT_BYTES;

/// Decodes `&amp;`, `&#39;` and all other character references once: `&amp;lt;` is the text `&lt;`.
pub(crate) fn unescape(text: &str) -> Cow<'_, str> {
    match memchr::memchr(b'&', text.as_bytes()) {
        None => Cow::Borrowed(text),
        Some(_) => html_escape::decode_html_entities(text),
    }
}

/// Text without the control characters that no record may have; `\r\n` and a lone `\r` become `\n`, tabs stay.
pub(crate) fn clean(text: &str) -> Cow<'_, str> {
    if !text.bytes().any(is_unwanted) {
        return Cow::Borrowed(text);
    }
    let lines = text.replace("\r\n", "\n").replace('\r', "\n");
    Cow::Owned(lines.chars().filter(|c| !u8::try_from(*c).is_ok_and(is_unwanted)).collect())
}

/// One line for names, titles and labels: decoded, cleaned, trimmed, line breaks folded; `None` when nothing is left, or more than
/// any record may have.
pub(crate) fn line(text: &str) -> Option<String> {
    let decoded = unescape(text);
    let cleaned = clean(&decoded);
    let trimmed = cleaned.trim();
    if trimmed.is_empty() || trimmed.len() > MAX_TEXT_BYTES {
        return None;
    }
    let breaks = |c: char| matches!(c, '\n' | '\t');
    if !trimmed.contains(breaks) {
        return Some(trimmed.to_owned());
    }
    Some(trimmed.split(breaks).map(str::trim).filter(|part| !part.is_empty()).collect::<Vec<_>>().join(" "))
}

const fn is_unwanted(byte: u8) -> bool {
    byte < b' ' && byte != b'\n' && byte != b'\t'
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn references_are_decoded_once() {
        assert_eq!(unescape("Pier &amp; Sons &lt;3 &#39;ok&#x27; &quot;a&quot;"), "Pier & Sons <3 'ok' \"a\"");
        assert_eq!(unescape("&amp;lt; &amp;amp; & &nosuch; &copy=2"), "&lt; &amp; & &nosuch; &copy=2");
        assert!(matches!(unescape("plain"), Cow::Borrowed(_)));
    }

    #[test]
    fn control_characters_go_and_line_breaks_stay() {
        assert_eq!(clean("a\r\nb\rc\0\u{1B}[1m\td"), "a\nb\nc[1m\td");
        assert_eq!(clean(&unescape("a&#13;&#0;b")).chars().find(|c| *c < ' ' && *c != '\n'), None);
        assert!(matches!(clean("é\n\t"), Cow::Borrowed(_)));
    }

    #[test]
    fn a_name_is_one_line() {
        assert_eq!(line(" Pier &amp;\n Sons\t ").as_deref(), Some("Pier & Sons"));
        assert_eq!((line(" \u{7} "), line("")), (None, None));
    }
}
