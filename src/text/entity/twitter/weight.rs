//! How long X reckons a text to be, and how much of it fits into a post.
//!
//! The text is counted in its composed form (NFC); links are found by `url` and emoji by `emoji`.

use icu_normalizer::ComposingNormalizerBorrowed;

use super::emoji::emoji_end;
use crate::text::entity::class::{is_forbidden, is_mark};
use crate::text::entity::url::{X, urls};

/// How long a text is on X.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
#[non_exhaustive]
pub struct Weight {
    /// Length: 1 for a Latin letter and the like, 2 for other characters and for an emoji, 23 for a link.
    pub length: usize,
    /// Length in thousandths of what a post may have, rounded down; above 1000 it is too long.
    pub permille: usize,
    /// Whether it can be posted as it is: not empty, not too long, without forbidden characters.
    pub valid: bool,
    /// How many Unicode code points of the text, from its start, can be posted.
    pub fits: usize,
}

/// What characters weigh, and how much a post may weigh.
pub(super) struct Scale {
    /// Most that a post may have.
    pub(super) longest: usize,
    /// Weight of a link.
    pub(super) link: usize,
    /// Weight of a character of no light range.
    pub(super) heavy: usize,
    /// Characters that weigh 1, by code point.
    pub(super) light: &'static [(u32, u32)],
    /// Whether an emoji weighs as one heavy character, however many it consists of.
    pub(super) emoji_as_one: bool,
}

/// The ranges of light characters: most alphabets, spaces, joiners, quotation marks and dashes.
pub(super) const LIGHT: &[(u32, u32)] = &[(0, 4351), (8192, 8205), (8208, 8223), (8242, 8247)];

/// The rules in force since 2018.
pub(super) const SCALE: Scale = Scale { longest: 280, link: 23, heavy: 2, light: LIGHT, emoji_as_one: true };

impl Scale {
    fn character(&self, c: char) -> usize {
        let code = u32::from(c);
        if self.light.iter().any(|(first, last)| (*first..=*last).contains(&code)) { 1 } else { self.heavy }
    }

    /// Weighs a text.
    pub(super) fn weigh(&self, text: &str) -> Weight {
        let Composed { characters, ends } = compose(text);
        let mut links = urls(&characters, &X).into_iter().peekable();
        let (mut length, mut fits, mut clean, mut at) = (0, 0, true, 0);
        while let Some(c) = characters.get(at) {
            let emoji = if self.emoji_as_one { emoji_end(&characters, at) } else { None };
            let (weight, next) = match (links.next_if(|link| link.start == at), emoji) {
                (Some(link), _) => (self.link, link.end),
                (None, Some(end)) => (self.heavy, end),
                (None, None) => (self.character(*c), at + 1),
            };
            length += weight;
            clean &= next > at + 1 || !is_forbidden(*c);
            at = next;
            if clean && length <= self.longest {
                fits = ends.get(at - 1).copied().unwrap_or(fits).max(fits);
            }
        }
        let valid = clean && (1..=self.longest).contains(&length);
        Weight { length, permille: length * 1000 / self.longest, valid, fits }
    }
}

/// A text in its composed form.
struct Composed {
    characters: Vec<char>,
    /// For each character, how many characters of the text as given end with it.
    ends: Vec<usize>,
}

fn compose(text: &str) -> Composed {
    let normalizer = ComposingNormalizerBorrowed::new_nfc();
    let mut composed = Composed { characters: Vec::with_capacity(text.len()), ends: Vec::with_capacity(text.len()) };
    if normalizer.is_normalized(text) {
        composed.characters.extend(text.chars());
        composed.ends.extend(1..=composed.characters.len());
        return composed;
    }
    let mut given = 0;
    for piece in pieces(text) {
        let before = given;
        given += piece.chars().count();
        let normal = normalizer.normalize(piece);
        let count = normal.chars().count();
        // Inside a piece that changed, nothing but its end is a place to cut.
        let end = |index: usize| match index + 1 {
            last if last == count => given,
            inside if normal == piece => before + inside,
            _ => before,
        };
        composed.ends.extend((0..count).map(end));
        composed.characters.extend(normal.chars());
    }
    composed
}

/// A text cut before each character that composes with nothing before it.
fn pieces(text: &str) -> impl Iterator<Item = &str> {
    let mut rest = text;
    std::iter::from_fn(move || {
        let cut = rest.char_indices().skip(1).find(|(_, c)| !composes(*c)).map_or(rest.len(), |(at, _)| at);
        let (piece, after) = rest.split_at_checked(cut)?;
        rest = after;
        (!piece.is_empty()).then_some(piece)
    })
}

/// Whether a character may become one with what stands before it: marks, and the later letters of a Hangul syllable.
fn composes(c: char) -> bool {
    matches!(c, '\u{1160}'..='\u{11FF}') || is_mark(c)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn weigh(text: &str) -> (usize, usize) {
        let weight = SCALE.weigh(text);
        (weight.length, weight.fits)
    }

    #[test]
    fn letters_weigh_one_and_ideographs_two() {
        assert_eq!(weigh("bridge"), (6, 6));
        assert_eq!(weigh("橋の日"), (6, 3));
        assert_eq!(weigh("é мост גשר جسر “a” –"), (20, 20));
        assert_eq!(weigh("…ế€"), (6, 3));
        assert_eq!(weigh("😀👩🏽‍🚀1️⃣"), (6, 8));
        assert_eq!(weigh("©"), (1, 1));
    }

    #[test]
    fn a_link_weighs_23_and_what_follows_counts_on() {
        assert_eq!(weigh("https://example.com/"), (23, 20));
        assert_eq!(weigh(&format!("see example.com/{} ok", "a".repeat(100))), (30, 119));
        assert_eq!(weigh("https://t.co/aB3'd"), (25, 18));
    }

    #[test]
    fn what_fits_is_counted_in_the_text_as_given() {
        let long = "e\u{301}".repeat(281);
        let weight = SCALE.weigh(&long);
        assert_eq!((weight.length, weight.permille, weight.valid, weight.fits), (281, 1003, false, 560));
        assert_eq!(weigh("e\u{301}\u{323}a"), (4, 4));
        assert_eq!(weigh("\u{1112}\u{1161}\u{11AB}"), (2, 3));
        let link = format!("{} example.com", "a".repeat(270));
        assert_eq!(weigh(&link), (294, 271));
    }

    #[test]
    fn forbidden_characters_end_what_fits() {
        let weight = SCALE.weigh("ab\u{FFFF}cd");
        assert_eq!((weight.length, weight.valid, weight.fits), (6, false, 2));
        let empty = SCALE.weigh("");
        assert_eq!((empty.length, empty.valid, empty.fits), (0, false, 0));
    }
}
