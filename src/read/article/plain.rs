//! The paragraphs of an article in plain text.
//!
//! A blank line ends a paragraph; a single line break does so too, unless lines are wrapped at a width.

use super::block::{Block, Kind};
use super::day;
use super::meta::{Meta, byline};

/// Longest line of a text that is wrapped by hand, in characters.
const WIDEST: usize = 100;

/// The paragraphs of a text in order.
pub(super) fn blocks(source: &[char]) -> Vec<Block> {
    let wrapped = is_wrapped(source) || is_spaced(source);
    let mut blocks = Vec::new();
    let mut block = Block::new(Kind::Paragraph);
    for line in lines(source) {
        let chars = source.get(line.clone()).unwrap_or_default();
        let blank = chars.iter().all(|c| c.is_whitespace());
        if (blank || !wrapped) && !block.is_blank() {
            blocks.push(std::mem::replace(&mut block, Block::new(Kind::Paragraph)));
        }
        if !blank {
            for (c, at) in chars.iter().zip(line.start..) {
                block.push(*c, at, at + 1);
            }
        }
    }
    if !block.is_blank() {
        blocks.push(block);
    }
    for block in &mut blocks {
        if is_headline(block) {
            block.kind = Kind::Heading;
        }
    }
    blocks
}

/// Whether a paragraph is set as a headline is: a short line without an end, its words with capitals.
fn is_headline(block: &Block) -> bool {
    let text = block.folded(&(0..block.len()));
    let words: Vec<&str> =
        text.split(' ').filter(|word| word.chars().filter(|c| c.is_alphabetic()).count() > 3).collect();
    let capitals =
        words.iter().filter(|word| word.chars().find(|c| c.is_alphabetic()).is_some_and(char::is_uppercase)).count();
    let open = !text.ends_with(['.', '!', '?', ':', ',', ';', ')', '。']) && !text.starts_with(['—', '–', '-']);
    open && text.chars().count() < 130
        && words.len() >= 4
        && capitals * 5 >= words.len() * 4
        && text.is_ascii() | text.contains(['’', '‘', '“', '”', '–', '—', 'é'])
}

/// Ranges of the lines with their line ends.
fn lines(source: &[char]) -> Vec<std::ops::Range<usize>> {
    let mut start = 0;
    let mut found = Vec::new();
    for (at, c) in source.iter().enumerate() {
        if *c == '\n' || (*c == '\r' && source.get(at + 1) != Some(&'\n')) {
            found.push(start..at + 1);
            start = at + 1;
        }
    }
    found.push(start..source.len());
    found
}

/// Whether paragraphs stand apart by blank lines, so that a single line break ends none.
fn is_spaced(source: &[char]) -> bool {
    let blank =
        |line: &std::ops::Range<usize>| source.get(line.clone()).unwrap_or_default().iter().all(|c| c.is_whitespace());
    let blanks: Vec<bool> = lines(source).iter().map(blank).collect();
    let apart = blanks.windows(2).filter(|two| *two == [false, true]).count();
    let touching = blanks.windows(2).filter(|two| *two == [false, false]).count();
    apart > 1 && apart * 2 > touching
}

/// Whether lines are broken at a width: most lines that another follows at once are long, and none is longer than a page is wide.
fn is_wrapped(source: &[char]) -> bool {
    let lines = lines(source);
    let length = |line: &std::ops::Range<usize>| {
        let chars = source.get(line.clone()).unwrap_or_default();
        chars.len() - chars.iter().rev().take_while(|c| c.is_whitespace()).count()
    };
    let lengths: Vec<usize> = lines.iter().map(length).collect();
    let longest = lengths.iter().copied().max().unwrap_or_default();
    let followed: Vec<usize> =
        lengths.windows(2).filter(|two| two.iter().all(|l| *l > 0)).filter_map(|two| two.first().copied()).collect();
    let long = followed.iter().filter(|length| **length * 3 >= longest * 2).count();
    (30..=WIDEST).contains(&longest) && !followed.is_empty() && long * 4 >= followed.len() * 3
}

/// What the first lines of a text say of it: headline, author and date.
pub(super) fn meta(blocks: &[Block]) -> Meta {
    let mut meta = Meta::default();
    for block in blocks.iter().take(12) {
        let text = block.folded(&(0..block.len()));
        if text.chars().count() > 120 {
            break;
        }
        let ends = text.ends_with(['.', '!', '”', '"']);
        if meta.title.is_none()
            && !ends
            && text.split(' ').count() >= 3
            && byline_of(&text).is_none()
            && day::found(&text).is_none()
        {
            meta.title = Some(text.clone());
        }
        meta.author = meta.author.or_else(|| byline_of(&text));
        meta.date = meta.date.or_else(|| day::found(&text));
    }
    meta
}

fn byline_of(text: &str) -> Option<String> {
    let by = ["By ", "BY ", "by ", "Von ", "Par ", "Por "].iter().any(|by| text.starts_with(by));
    by.then(|| byline(text)).flatten()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn read(text: &str) -> Vec<String> {
        let source: Vec<char> = text.chars().collect();
        blocks(&source).iter().map(|block| block.folded(&(0..block.len()))).collect()
    }

    #[test]
    fn blank_lines_end_paragraphs_and_so_do_lines_that_are_not_wrapped() {
        assert_eq!(read("One.\r\n\r\nTwo.\n\n\n Three. \n"), ["One.", "Two.", "Three."]);
        assert_eq!(
            read("A line.\nB line which is rather longer than the first one was.\nC"),
            ["A line.", "B line which is rather longer than the first one was.", "C"]
        );
    }

    #[test]
    fn wrapped_lines_are_one_paragraph() {
        let text = "The ferry to the outer island left late again,\nand nobody on the quay was told the reason, said\nthe harbour master.\n\nNext.";
        assert_eq!(read(text).len(), 2);
    }

    #[test]
    fn the_first_lines_are_headline_author_and_date() {
        let source: Vec<char> =
            "Ferry late again\n\nBy Ida Brandt\n\nMay 3, 2024\n\nThe ferry left late.".chars().collect();
        let meta = meta(&blocks(&source));
        assert_eq!(
            [meta.title, meta.author, meta.date].map(Option::unwrap_or_default),
            ["Ferry late again", "Ida Brandt", "2024-05-03"]
        );
    }
}
