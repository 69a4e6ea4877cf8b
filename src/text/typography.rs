//! Typed quotation marks and apostrophes as typographic ones: `"It's"` as `“It’s”`. Only where it is asked for.
//!
//! Marks that are typographic already stay, and so does what is not sure: feet and inches, a mark without a partner.

use super::quotes::{Marks, quote_marks};

/// A text with its marks set.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub(crate) struct Typeset {
    /// The text.
    pub(crate) text: String,
    /// Where each character of the text as it was now stands, counted in characters, and at last the length.
    pub(crate) places: Vec<usize>,
    /// How many characters were replaced.
    pub(crate) replaced: usize,
}

/// Words that begin with an apostrophe, without it.
const SHORTENED: [&str; 14] =
    ["tis", "twas", "twere", "twill", "til", "till", "em", "cause", "bout", "round", "n", "nuff", "tude", "neath"];

/// Sets `'` and `"` as the marks of a language. `is_fixed` says of a character, by its number, that it stays: code and addresses.
/// `None` when nothing changes.
pub(crate) fn typeset(text: &str, lang: &str, is_fixed: impl Fn(usize) -> bool) -> Option<Typeset> {
    if !text.contains(['"', '\'']) {
        return None;
    }
    let characters: Vec<char> = text.chars().collect();
    let mut work =
        Work { characters: &characters, marks: quote_marks(lang), double: None, single: None, alone: [false; 2] };
    let mut set = Typeset::default();
    let mut length = 0;
    for (at, &c) in characters.iter().enumerate() {
        set.places.push(length);
        let mark = match c {
            _ if is_fixed(at) => None,
            '"' => work.double(at, &is_fixed),
            '\'' => work.single(at, &is_fixed),
            '\n' => {
                // A mark that is still open goes on in the next paragraph only by a mark of its own.
                (work.double, work.single, work.alone) = (None, None, [false; 2]);
                None
            }
            _ => None,
        };
        match mark {
            Some(mark) => {
                set.text.push_str(mark);
                length += mark.chars().count();
                set.replaced += 1;
            }
            None => {
                set.text.push(c);
                length += 1;
            }
        }
    }
    set.places.push(length);
    (set.replaced > 0).then_some(set)
}

struct Work<'a> {
    characters: &'a [char],
    marks: Marks,
    /// Where the mark stands that is open: of each kind one.
    double: Option<usize>,
    single: Option<usize>,
    /// Whether the rest of the paragraph has no mark that could end something: doubles, singles.
    alone: [bool; 2],
}

impl Work<'_> {
    fn near(&self, at: usize, step: isize) -> Option<char> {
        at.checked_add_signed(step).and_then(|at| self.characters.get(at)).copied()
    }

    /// Whether a mark here can begin something: nothing but a gap before it, something after it.
    fn begins(&self, at: usize) -> bool {
        let before = self.near(at, -1);
        let gap = before.is_none_or(|c| {
            c.is_whitespace()
                || matches!(c, '(' | '[' | '{' | '—' | '–' | '-' | '/' | '"' | '\'' | '“' | '„' | '«' | '¿' | '¡' | '…')
        });
        gap && self.near(at, 1).is_some_and(|c| !c.is_whitespace())
    }

    /// Whether a mark here can end something: something before it that is no gap.
    fn ends(&self, at: usize) -> bool {
        let after = self.near(at, 1);
        self.near(at, -1).is_some_and(|c| !c.is_whitespace()) && after.is_none_or(|c| !c.is_alphanumeric())
    }

    /// Whether the paragraph has a mark after this one that can end it. Where one search found none, no later one does.
    fn has_partner(&mut self, at: usize, is_fixed: &impl Fn(usize) -> bool) -> bool {
        let mark = self.characters.get(at).copied();
        let alone = if mark == Some('"') { 0 } else { 1 };
        if self.alone.get(alone) == Some(&true) {
            return false;
        }
        let rest = self.characters.iter().enumerate().skip(at + 1).take_while(|(_, c)| **c != '\n');
        let found = rest.into_iter().any(|(other, c)| Some(*c) == mark && self.ends(other) && !is_fixed(other));
        if let Some(slot) = self.alone.get_mut(alone) {
            *slot = !found;
        }
        found
    }

    fn double(&mut self, at: usize, is_fixed: &impl Fn(usize) -> bool) -> Option<&'static str> {
        if self.double.is_some() && self.ends(at) {
            self.double = None;
            return Some(self.marks.close);
        }
        if self.double.is_none() && self.begins(at) && self.has_partner(at, is_fixed) {
            self.double = Some(at);
            return Some(self.marks.open);
        }
        None
    }

    fn single(&mut self, at: usize, is_fixed: &impl Fn(usize) -> bool) -> Option<&'static str> {
        let (before, after) = (self.near(at, -1), self.near(at, 1));
        let letter = |c: Option<char>| c.is_some_and(char::is_alphabetic);
        if letter(before) && after.is_some_and(char::is_alphanumeric) {
            return Some("’");
        }
        if self.single.is_some() && self.ends(at) {
            self.single = None;
            return Some(self.marks.inner_close);
        }
        if self.begins(at) {
            let word: String = self
                .characters
                .iter()
                .skip(at + 1)
                .take_while(|c| c.is_alphabetic())
                .take(8)
                .collect::<String>()
                .to_lowercase();
            if after.is_some_and(|c| c.is_ascii_digit()) || SHORTENED.contains(&word.as_str()) {
                return Some("’");
            }
            if self.single.is_none() && self.has_partner(at, is_fixed) {
                self.single = Some(at);
                return Some(self.marks.inner_open);
            }
            return letter(after).then_some("’");
        }
        // After a letter it stands for what was left out or shows whose something is; after a digit it may be a foot or a minute.
        letter(before).then_some("’")
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn set(text: &str, lang: &str) -> String {
        typeset(text, lang, |_| false).map_or_else(|| text.to_owned(), |set| set.text)
    }

    #[test]
    fn marks_and_apostrophes_are_those_of_the_language() {
        for (lang, text, expected) in [
            ("en", "\"It's all 'so so', isn't it?\" she said.", "“It’s all ‘so so’, isn’t it?” she said."),
            ("en", "the dogs' bowl, rock 'n' roll, '90s, 'tis, I'm", "the dogs’ bowl, rock ’n’ roll, ’90s, ’tis, I’m"),
            ("en", "(\"A\"—\"B\")", "(“A”—“B”)"),
            ("en", "\"'A' is B\"", "“‘A’ is B”"),
            ("de", "Er rief: \"Das ist 'so' nicht!\"", "Er rief: „Das ist ‚so‘ nicht!“"),
            ("fr", "Il dit \"oui\", c'est l'heure.", "Il dit «\u{202F}oui\u{202F}», c’est l’heure."),
            ("sv", "Hon sa \"ja\".", "Hon sa ”ja”."),
            ("ja", "\"はい\"", "「はい」"),
            ("uk", "п'ять", "п’ять"),
        ] {
            assert_eq!(set(text, lang), expected, "{lang}");
        }
    }

    #[test]
    fn what_is_not_sure_stays() {
        for text in ["6'2\" tall", "a 12\" record", "\" alone", "no marks", "“set” already ‘so’", "\"open\nand shut\""]
        {
            assert_eq!(set(text, "en"), text);
        }
    }

    #[test]
    fn fixed_characters_stay_and_places_follow() {
        let text = "a'b \"c\" d'e";
        let set = typeset(text, "fr", |at| at == 9).expect("marks");
        assert_eq!(set.text, "a’b «\u{202F}c\u{202F}» d'e");
        assert_eq!((set.places.get(5), set.places.get(8), set.places.last()), (Some(&6), Some(&10), Some(&13)));
        assert_eq!(set.replaced, 3);
    }

    #[test]
    fn a_flood_of_marks_without_partners_stays() {
        let text = " \"a 'b".repeat(20_000);
        assert_eq!(set(&text, "en"), " \"a ’b".repeat(20_000));
    }
}
