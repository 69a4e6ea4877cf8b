//! Posts pasted into plain text: their words, then `— Name (@handle) May 3, 2024`.
//!
//! Posts embedded in HTML are read by the readers of embeds.

use std::ops::Range;

use super::block::{Block, Kind};
use super::day;

/// A post found in the text.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Pasted {
    pub(super) name: String,
    pub(super) handle: String,
    pub(super) date: String,
    /// The words: paragraphs with their characters.
    pub(super) words: Vec<(usize, Range<usize>)>,
    /// Addresses of pictures that were cut from the end.
    pub(super) pictures: Vec<String>,
    /// The paragraph of the attribution.
    pub(super) line: usize,
    /// Whether the paragraph before may belong to the post too.
    pub(super) unsure: bool,
}

/// Longest post in characters that is put together of several paragraphs.
const LONGEST: usize = 600;

/// Finds the posts of a text.
pub(super) fn posts(blocks: &[Block]) -> Vec<Pasted> {
    let mut found: Vec<Pasted> = Vec::new();
    for (number, block) in blocks.iter().enumerate() {
        let Some(line) = attribution(block) else { continue };
        let floor = found.last().map_or(0, |post| post.line + 1);
        let mut words: Vec<(usize, Range<usize>)> = Vec::new();
        let own = block.trimmed(0..line.dash);
        if !own.is_empty() {
            words.push((number, own));
        }
        let mut unsure = false;
        for above in (floor..number).rev() {
            let Some(block) = blocks.get(above).filter(|block| block.kind == Kind::Paragraph) else { break };
            let length: usize = words.iter().map(|(_, range)| range.len()).sum();
            if !words.is_empty() && (ends_sentence(block) || length + block.len() > LONGEST || words.len() > 3) {
                // Another paragraph of the post, or the text that leads to it: the nearer is taken.
                unsure = !ends_with(block, ':') && block.len() + length < 280;
                break;
            }
            words.insert(0, (above, block.trimmed(0..block.len())));
        }
        if words.is_empty() {
            continue;
        }
        let pictures = cut_pictures(blocks, &mut words);
        found.push(Pasted {
            name: line.name,
            handle: line.handle,
            date: line.date,
            words,
            pictures,
            line: number,
            unsure,
        });
    }
    found
}

struct Line {
    /// Where the dash stands.
    dash: usize,
    name: String,
    handle: String,
    date: String,
}

/// Reads `— Name (@handle) May 3, 2024` at the end of a paragraph.
fn attribution(block: &Block) -> Option<Line> {
    let chars = &block.chars;
    let at = chars.windows(2).rposition(|two| two == ['(', '@'])?;
    let close = chars.iter().skip(at).position(|c| *c == ')')? + at;
    let handle: String = chars.get(at + 2..close)?.iter().collect();
    let plain = |c: char| c.is_ascii_alphanumeric() || matches!(c, '_' | '.' | '-' | '@');
    let rest = block.folded(&(close + 1..block.len()));
    if handle.is_empty() || !handle.chars().all(plain) || rest.chars().count() > 40 {
        return None;
    }
    let date = day::found(&rest)?;
    let dash = (0..at)
        .rev()
        .take(120)
        .find(|at| matches!(block.at(*at), '—' | '―' | '–') || (block.at(*at) == '-' && block.before(*at) == '-'))?;
    let name = block.folded(&(dash + 1..at));
    let dash = if block.at(dash) == '-' {
        (0..dash).rev().take_while(|at| block.at(*at) == '-').last().unwrap_or(dash)
    } else {
        dash
    };
    Some(Line { dash, name: if name.is_empty() { handle.clone() } else { name }, handle, date })
}

fn last_char(block: &Block) -> char {
    block.before(block.trimmed(0..block.len()).end)
}

fn ends_with(block: &Block, mark: char) -> bool {
    last_char(block) == mark
}

fn ends_sentence(block: &Block) -> bool {
    matches!(last_char(block), '.' | ':' | '!' | '?' | '”' | '"' | '’' | '»' | ')' | '…' | '。' | '」')
}

/// Cuts the addresses of pictures from the end of the words.
fn cut_pictures(blocks: &[Block], words: &mut Vec<(usize, Range<usize>)>) -> Vec<String> {
    let mut found = Vec::new();
    while let Some((number, range)) = words.last_mut() {
        let Some(block) = blocks.get(*number) else { break };
        let start = range.clone().rev().take_while(|at| !block.at(*at).is_whitespace()).last().unwrap_or(range.end);
        let word: String = block.chars.get(start..range.end).unwrap_or_default().iter().collect();
        // An address may touch what stands before it.
        let Some(at) = ["pic.twitter.com/", "pic.x.com/"].iter().find_map(|site| word.find(site)) else { break };
        let lead = word.get(..at).map_or(0, |lead| lead.chars().count());
        found.insert(0, word.get(at..).unwrap_or_default().to_owned());
        let left = block.trimmed(range.start..start + lead);
        let nothing = left.start >= left.end;
        *range = left;
        if nothing && words.len() > 1 {
            words.pop();
        } else if nothing {
            break;
        }
    }
    found
}

#[cfg(test)]
mod tests {
    use super::*;

    fn read(text: &str) -> Vec<(String, String, String)> {
        let source: Vec<char> = text.chars().collect();
        let blocks = super::super::plain::blocks(&source);
        let words = |post: &Pasted| {
            post.words.iter().map(|(block, range)| blocks[*block].folded(range)).collect::<Vec<_>>().join("|")
        };
        posts(&blocks)
            .iter()
            .map(|post| (words(post), format!("{} @{}", post.name, post.handle), post.date.clone()))
            .collect()
    }

    fn post(words: &str, author: &str, date: &str) -> (String, String, String) {
        (words.to_owned(), author.to_owned(), date.to_owned())
    }

    #[test]
    fn words_name_handle_and_day_are_read() {
        assert_eq!(
            read(
                "The ferry sank, as one witness saw:\n\nIt went down like a stone pic.twitter.com/aB3xYz\n\n— Mira O. (@mira_o) May 3, 2024\n\nThe end."
            ),
            [post("It went down like a stone", "Mira O. @mira_o", "2024-05-03")]
        );
        assert_eq!(
            read("First line\n\nSecond line https://t.co/x pic.twitter.com/aB3xYz —Mira (crew) (@mira) May 3, 2024"),
            [post("First line|Second line https://t.co/x", "Mira (crew) @mira", "2024-05-03")]
        );
    }

    #[test]
    fn other_dashes_are_no_posts() {
        assert!(
            read("It went down — like a stone (@mira)\n\n— Mira Okafor\n\nSee Mira (@mira) May 3, 2024.").is_empty()
        );
    }
}
