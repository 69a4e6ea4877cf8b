//! How the parts of a quotation become its text. Three rules and no other: white space is folded; a comma that belongs to the
//! attribution stays, or becomes a full stop; parts stand one blank apart, also where the input begins a new paragraph (`parts` show where).
//!
//! The test that holds every record against its input stands here too.

use super::block::fold;

/// A stretch of words as it stands in the input.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Words {
    pub(super) text: String,
    /// Whether a closing mark follows it.
    pub(super) closed: bool,
}

/// The text of a quotation.
pub(super) fn joined(parts: &[Words]) -> String {
    let mut out = String::new();
    for (index, part) in parts.iter().enumerate() {
        if index > 0 {
            out.push(' ');
        }
        let folded = fold(&part.text);
        let bare = folded.strip_suffix(',').filter(|_| part.closed);
        let next = parts.get(index + 1).map(|next| next.text.as_str());
        match bare {
            Some(bare) if next.is_none_or(begins_with_capital) => {
                out.push_str(bare);
                // An abbreviation brings its own full stop.
                if !bare.ends_with('.') {
                    out.push('.');
                }
            }
            _ => out.push_str(&folded),
        }
    }
    out
}

fn begins_with_capital(text: &str) -> bool {
    text.chars().find(|c| c.is_alphanumeric()).is_some_and(char::is_uppercase)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn join(parts: &[&str]) -> String {
        let words = |text: &&str| Words { text: (*text).to_owned(), closed: true };
        joined(&parts.iter().map(words).collect::<Vec<_>>())
    }

    #[test]
    fn a_comma_of_the_attribution_stays_or_becomes_a_full_stop() {
        assert_eq!(join(&["It leaks,"]), "It leaks.");
        assert_eq!(join(&["It leaks,", "and it will leak."]), "It leaks, and it will leak.");
        assert_eq!(join(&["It leaks,", "It will leak,"]), "It leaks. It will leak.");
        assert_eq!(join(&["It leaks", "every day!"]), "It leaks every day!");
        assert_eq!(join(&["It leaks at 6 a.m.,", "It leaks at 7 p.m.,"]), "It leaks at 6 a.m. It leaks at 7 p.m.");
        assert_eq!(join(&["It leaks at 6 a.m.,", "and later."]), "It leaks at 6 a.m., and later.");
    }

    #[test]
    fn white_space_is_folded_and_parts_stand_one_blank_apart() {
        let words = |text: &str, closed| Words { text: text.to_owned(), closed };
        assert_eq!(joined(&[words("It\n   leaks,", false), words("\u{A0}here.", true)]), "It leaks, here.");
    }
}
