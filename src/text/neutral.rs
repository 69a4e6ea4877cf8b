//! Characters of a text that are not drawn although they stand in it: what turns the order of letters by force, what a value
//! leaves open for the text after it, control characters of terminals.
//!
//! The text itself stays as it is in the record; here is what a card shows of it, and what is to be said about that.

use icu_normalizer::properties::CanonicalCombiningClassMap;
use icu_properties::CodePointSetData;
use icu_properties::props::GraphemeExtend;

/// What is drawn of a text.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub(crate) struct Neutral {
    /// The characters that are drawn.
    pub(crate) text: String,
    /// Where each character of the text as it was now stands, counted in characters, and at last the length.
    pub(crate) places: Vec<usize>,
    /// Overrides and embeddings of direction that were left out, each once.
    pub(crate) turned: Vec<char>,
    /// Control characters that were left out, each once.
    pub(crate) controls: Vec<char>,
    /// How many marks were left out because too many stood on one letter.
    pub(crate) marks: usize,
}

/// Most marks above and below one letter. Vietnamese and polytonic Greek need three, phonetic notation four or five; towers of
/// dozens would cover the lines around.
const MOST_MARKS: usize = 5;

/// Deepest nesting of embeddings and isolates: half of what the bidi algorithm itself allows (UAX 9, BD2).
const DEEPEST: usize = 60;

/// What is drawn of a text where that is not the text itself.
///
/// Overrides (U+202D, U+202E) with their end are left out: they would show other words than the text has. Isolates and embeddings stay,
/// but those that are open at the end of their paragraph are closed there, and ends without a beginning are left out, so
/// that nothing reaches into the text around. Control characters other than line ends and tabs are left out, and so are marks that
/// would pile up on a letter.
pub(crate) fn neutral(text: &str) -> Option<Neutral> {
    let mut work = Work::default();
    if !text.chars().any(|c| is_bidi(c) || is_stray(c) || work.is_piled(c)) {
        return None;
    }
    work.piled = 0;
    for c in text.chars() {
        work.neutral.places.push(work.length);
        match c {
            '\u{202D}' | '\u{202E}' => work.open(c, false),
            '\u{202A}' | '\u{202B}' | '\u{2066}'..='\u{2068}' => work.open(c, true),
            '\u{202C}' => work.pop(),
            '\u{2069}' => work.close_isolate(),
            c if is_stray(c) => note(&mut work.neutral.controls, c),
            c if work.is_piled(c) => work.neutral.marks += 1,
            c => {
                if is_paragraph_end(c) {
                    work.close_all();
                }
                work.push(c);
            }
        }
    }
    let end = work.length;
    work.close_all();
    work.neutral.places.push(end);
    (work.neutral.text != text).then_some(work.neutral)
}

/// A text in the making.
#[derive(Default)]
struct Work {
    neutral: Neutral,
    length: usize,
    /// What is open: the character, and whether it is drawn.
    open: Vec<(char, bool)>,
    /// How many of those are drawn, and how many are isolates.
    drawn: usize,
    isolates: usize,
    /// Marks above and below the last letter.
    piled: usize,
}

impl Work {
    /// Counts the marks on a letter; whether this is one too many.
    fn is_piled(&mut self, c: char) -> bool {
        if c < '\u{300}' {
            self.piled = 0;
            return false;
        }
        match CanonicalCombiningClassMap::new().get_u8(c) {
            // Marks above and below, outside what is in the letter already.
            200.. => self.piled += 1,
            // Joiners, selectors and vowel signs do not begin a letter.
            0 if !CodePointSetData::new::<GraphemeExtend>().contains(c) && c != '\u{200D}' => self.piled = 0,
            _ => {}
        }
        self.piled > MOST_MARKS
    }

    fn push(&mut self, c: char) {
        self.neutral.text.push(c);
        self.length += 1;
    }

    fn open(&mut self, c: char, wanted: bool) {
        let drawn = wanted && self.drawn < DEEPEST;
        self.open.push((c, drawn));
        self.drawn += usize::from(drawn);
        self.isolates += usize::from(is_isolate(c));
        if drawn {
            self.push(c);
        } else {
            note(&mut self.neutral.turned, c);
        }
    }

    /// Takes the last one that is open; whether it is an isolate, and whether it is drawn.
    fn close(&mut self) -> Option<(bool, bool)> {
        let (c, drawn) = self.open.pop()?;
        self.drawn -= usize::from(drawn);
        self.isolates -= usize::from(is_isolate(c));
        Some((is_isolate(c), drawn))
    }

    /// U+202C ends the last embedding or override, but none outside an isolate.
    fn pop(&mut self) {
        if self.open.last().is_some_and(|(c, _)| !is_isolate(*c)) && self.close() == Some((false, true)) {
            self.push('\u{202C}');
        }
    }

    /// U+2069 ends the last isolate and every embedding in it.
    fn close_isolate(&mut self) {
        if self.isolates == 0 {
            return;
        }
        while let Some((isolate, drawn)) = self.close() {
            if isolate {
                if drawn {
                    self.push('\u{2069}');
                }
                return;
            }
        }
    }

    fn close_all(&mut self) {
        while let Some((isolate, drawn)) = self.close() {
            if drawn {
                self.push(if isolate { '\u{2069}' } else { '\u{202C}' });
            }
        }
    }
}

fn note(seen: &mut Vec<char>, c: char) {
    if !seen.contains(&c) {
        seen.push(c);
    }
}

fn is_bidi(c: char) -> bool {
    matches!(c, '\u{202A}'..='\u{202E}' | '\u{2066}'..='\u{2069}')
}

fn is_isolate(c: char) -> bool {
    matches!(c, '\u{2066}'..='\u{2068}')
}

fn is_paragraph_end(c: char) -> bool {
    matches!(c, '\n' | '\r' | '\u{85}' | '\u{2028}' | '\u{2029}')
}

/// Control characters that are neither a line end nor white space.
fn is_stray(c: char) -> bool {
    c.is_control() && !matches!(c, '\t' | '\n' | '\r' | '\u{B}' | '\u{C}' | '\u{85}')
}

#[cfg(test)]
mod tests {
    use super::*;

    fn drawn(text: &str) -> String {
        neutral(text).map_or_else(|| text.to_owned(), |neutral| neutral.text)
    }

    #[test]
    fn plain_text_and_closed_isolates_stay() {
        for text in
            ["", "Hi", "שלום \u{2067}abc\u{2069}!", "\u{202B}a\u{202C}", "a\u{200E}\u{200F}\u{61C}", "a\tb\nc\r\n"]
        {
            assert_eq!(neutral(text), None, "{text:?}");
        }
    }

    #[test]
    fn overrides_are_left_out_with_their_end() {
        assert_eq!(drawn("a\u{202E}gpj\u{202C}b"), "agpjb");
        assert_eq!(drawn("\u{202E}gpj"), "gpj");
        assert_eq!(drawn("\u{2066}\u{202D}a\u{2069}b\u{202C}"), "\u{2066}a\u{2069}b");
        assert_eq!(
            neutral("\u{202E}\u{202E}\u{202D}a").map(|neutral| neutral.turned),
            Some(vec!['\u{202E}', '\u{202D}'])
        );
    }

    #[test]
    fn what_is_left_open_is_closed_at_the_end_of_its_paragraph() {
        assert_eq!(drawn("\u{2067}a\nb"), "\u{2067}a\u{2069}\nb");
        assert_eq!(drawn("\u{202B}a\u{2066}b\u{2028}c"), "\u{202B}a\u{2066}b\u{2069}\u{202C}\u{2028}c");
        assert_eq!(drawn("a\u{2069}b\u{202C}"), "ab");
        assert_eq!(drawn("\u{2066}a\u{202C}b\u{2069}"), "\u{2066}ab\u{2069}");
        assert_eq!(drawn("\u{2068}\u{202B}a\u{2069}\u{202C}"), "\u{2068}\u{202B}a\u{2069}");
    }

    #[test]
    fn a_tower_of_marks_is_cut_and_real_letters_stay() {
        let tower = format!("a{}b\u{301}", "\u{301}\u{316}".repeat(500));
        let cut = neutral(&tower).expect("a tower");
        assert_eq!((cut.text.chars().count(), cut.marks), (8, 995));
        assert_eq!(drawn(&"\u{301}".repeat(9)).chars().count(), MOST_MARKS);
        for text in ["Việt Nam", "ᾧ ᾳ̂̈", "בְּרֵאשִׁ֖ית", "مُحَمَّدٌ", "རྒྱུད", "क्ष्म्य", "e\u{301}\u{302}\u{323}\u{331}\u{303}"]
        {
            assert_eq!(neutral(text), None, "{text}");
        }
    }

    #[test]
    fn a_flood_of_openings_is_cut() {
        let flood = "\u{2067}".repeat(5000) + "a";
        let text = drawn(&flood);
        assert_eq!(text.chars().count(), 2 * DEEPEST + 1);
    }

    #[test]
    fn places_follow_what_is_left_out_and_put_in() {
        let neutral = neutral("\u{202E}ab\u{202C}\u{7}c\u{2067}d").expect("not plain");
        assert_eq!(neutral.text, "abc\u{2067}d\u{2069}");
        assert_eq!(neutral.places, [0, 0, 1, 2, 2, 2, 3, 4, 5]);
        assert_eq!(neutral.controls, ['\u{7}']);
    }
}
