//! Names, titles and labels of payloads as one line of plain text, descriptions as several.
//!
//! For texts that hold no character references; those of X go through `plain`.

use super::plain::clean;
use crate::record::MAX_TEXT_BYTES;

/// One line of text that shows something; names of zero-width characters only, or longer than any record may have, are none.
pub(crate) fn visible(text: &str) -> Option<String> {
    let folded = clean(text).split_whitespace().collect::<Vec<_>>().join(" ");
    let shows = folded.chars().any(|c| !is_invisible(c));
    (shows && folded.len() <= MAX_TEXT_BYTES).then_some(folded)
}

/// Text of several lines, without blanks around it; `None` when nothing is left, or more than any record may have.
pub(crate) fn lines(text: &str) -> Option<String> {
    let kept = clean(text);
    let kept = kept.trim();
    (!kept.is_empty() && kept.len() <= MAX_TEXT_BYTES).then(|| kept.to_owned())
}

fn is_invisible(c: char) -> bool {
    c.is_whitespace()
        || matches!(c, '\u{AD}' | '\u{34F}' | '\u{61C}' | '\u{115F}' | '\u{1160}' | '\u{180E}' | '\u{200B}'..='\u{200F}' | '\u{202A}'..='\u{202E}'
            | '\u{2060}'..='\u{206F}' | '\u{3164}' | '\u{FE00}'..='\u{FE0F}' | '\u{FEFF}' | '\u{FFA0}')
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_line_shows_something_or_is_none() {
        assert_eq!(visible(" Mira\n  Okonjo\u{7} \u{200B}").as_deref(), Some("Mira Okonjo \u{200B}"));
        for text in ["", " \n", "\u{200B}", "\u{FE0F}\u{2066} \u{3164}"] {
            assert_eq!(visible(text), None, "{text:?}");
        }
    }
}
