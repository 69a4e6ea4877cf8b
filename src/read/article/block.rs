//! The paragraphs of an article: characters as they are read, each with its place in the input.
//!
//! Knows nothing of what the words mean.

use std::ops::Range;

/// What a paragraph is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub(super) enum Kind {
    /// Running text.
    #[default]
    Paragraph,
    /// A heading; it is no place for quotations, but may name people.
    Heading,
    /// Text set apart as a quotation; `group` is the same for the paragraphs of one.
    Quotation { group: usize },
    /// A sentence of the text that is repeated as an ornament.
    Pull { group: usize },
    /// Who said what is set apart.
    Credit { group: usize },
}

/// Stands for a line break that is no character of the input.
pub(super) const BREAK: char = '\u{2028}';
/// Stands for the beginning of an element that is shown in quotation marks.
pub(super) const OPEN: char = '\u{F8F0}';
/// Stands for its end.
pub(super) const CLOSE: char = '\u{F8F1}';

/// A paragraph.
#[derive(Debug, Clone, Default)]
pub(super) struct Block {
    /// What it is.
    pub(super) kind: Kind,
    /// The characters, with references decoded and without tags.
    pub(super) chars: Vec<char>,
    /// Place of each character: first code point in the input and one past its last. Equal for characters that do not stand there.
    places: Vec<(u32, u32)>,
}

impl Block {
    /// A paragraph without characters.
    pub(super) fn new(kind: Kind) -> Self {
        Self { kind, ..Self::default() }
    }

    /// Adds a character that stands in the input at `start..end`.
    pub(super) fn push(&mut self, c: char, start: usize, end: usize) {
        let place = |at: usize| u32::try_from(at).unwrap_or(u32::MAX);
        self.chars.push(c);
        self.places.push((place(start), place(end)));
    }

    /// Whether there is nothing but white space.
    pub(super) fn is_blank(&self) -> bool {
        self.chars.iter().all(|c| c.is_whitespace())
    }

    /// How many characters there are.
    pub(super) fn len(&self) -> usize {
        self.chars.len()
    }

    /// The character at a position; a blank outside.
    pub(super) fn at(&self, position: usize) -> char {
        self.chars.get(position).copied().unwrap_or(' ')
    }

    /// The character before a position; a blank at the beginning.
    pub(super) fn before(&self, position: usize) -> char {
        position.checked_sub(1).map_or(' ', |position| self.at(position))
    }

    /// The characters of a range that stand in the input, as they stand there.
    pub(super) fn verbatim(&self, range: &Range<usize>) -> String {
        let places = self.places.get(range.clone()).unwrap_or_default();
        let chars = self.chars.get(range.clone()).unwrap_or_default();
        chars.iter().zip(places).filter(|(_, (start, end))| start < end).map(|(c, _)| *c).collect()
    }

    /// A range for people: white space folded, line breaks as blanks, elements in marks.
    pub(super) fn folded(&self, range: &Range<usize>) -> String {
        let text: String = self
            .chars
            .get(range.clone())
            .unwrap_or_default()
            .iter()
            .map(|c| match *c {
                OPEN => '“',
                CLOSE => '”',
                other => other,
            })
            .collect();
        fold(&text)
    }

    /// Place of a range in the input.
    pub(super) fn place(&self, range: &Range<usize>) -> (u64, u64) {
        let places = self.places.get(range.clone()).unwrap_or_default();
        let mut real = places.iter().filter(|(start, end)| start < end);
        let Some(first) = real.next() else {
            let at = places.first().map_or(0, |place| u64::from(place.0));
            return (at, at);
        };
        let last = real.next_back().unwrap_or(first);
        (u64::from(first.0), u64::from(last.1))
    }

    /// A range without white space at its ends.
    pub(super) fn trimmed(&self, range: Range<usize>) -> Range<usize> {
        let chars = self.chars.get(range.clone()).unwrap_or_default();
        let lead = chars.iter().take_while(|c| c.is_whitespace()).count();
        let trail = chars.iter().skip(lead).rev().take_while(|c| c.is_whitespace()).count();
        range.start + lead..range.end - trail
    }

    /// The pieces of a range between line breaks, without white space at their ends.
    pub(super) fn lines(&self, range: &Range<usize>) -> Vec<Range<usize>> {
        let mut found = Vec::new();
        let mut start = range.start;
        for at in range.clone().chain([range.end]) {
            if at == range.end || (self.at(at) == BREAK && self.places.get(at).is_some_and(|place| place.0 == place.1))
            {
                let line = self.trimmed(start..at);
                if !line.is_empty() {
                    found.push(line);
                }
                start = at + 1;
            }
        }
        found
    }
}

/// A text with each run of white space as one blank, none at the ends.
pub(super) fn fold(text: &str) -> String {
    text.split_whitespace().collect::<Vec<_>>().join(" ")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn words_keep_their_place_and_their_white_space() {
        let mut block = Block::new(Kind::Paragraph);
        for (at, c) in "a  b".chars().enumerate() {
            block.push(c, at + 10, at + 11);
        }
        block.push(BREAK, 20, 20);
        block.push('&', 30, 35);
        let whole = 0..block.len();
        assert_eq!((block.verbatim(&whole).as_str(), block.folded(&whole).as_str()), ("a  b&", "a b &"));
        assert_eq!((block.place(&whole), block.place(&(1..3)), block.place(&(4..5))), ((10, 35), (11, 13), (20, 20)));
        assert_eq!((block.lines(&whole), block.trimmed(1..3)), (vec![0..4, 5..6], 3..3));
    }
}
