//! Lines of a fortune as the text they were before they were wrapped: hard wraps are joined, verses, speeches and items keep their lines.
//!
//! Decides by widths: a line was wrapped when the next word did not fit on it.

/// A line of an entry.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Line {
    /// Cells before the first character; a tab stands for up to eight.
    pub(super) indent: usize,
    /// Cells with the indentation.
    pub(super) width: usize,
    /// The words, without blanks around them.
    pub(super) text: String,
}

impl Line {
    /// Measures a line. Tabs inside become one blank.
    pub(super) fn new(raw: &str) -> Self {
        let mut column = 0;
        for c in raw.trim_end().chars() {
            column += match c {
                '\t' => 8 - column % 8,
                c => cells(c),
            };
        }
        let text = raw.trim();
        let before = raw.chars().take_while(|c| c.is_whitespace());
        let indent = before.fold(0, |column, c| column + if c == '\t' { 8 - column % 8 } else { cells(c) });
        let text = if text.contains('\t') {
            let parts = text.split('\t').map(str::trim).filter(|part| !part.is_empty());
            parts.collect::<Vec<_>>().join(" ")
        } else {
            text.to_owned()
        };
        Self { indent: if text.is_empty() { 0 } else { indent }, width: column, text }
    }

    pub(super) fn is_blank(&self) -> bool {
        self.text.is_empty()
    }

    fn begins_small(&self) -> bool {
        self.text.chars().next().is_some_and(char::is_lowercase)
    }

    fn begins_large(&self) -> bool {
        let first = self.text.chars().find(|c| !is_mark(*c));
        first.is_some_and(|c| c.is_uppercase() || is_wide(c))
    }

    fn ends_in(&self, marks: &str) -> bool {
        let last = self.text.trim_end_matches(is_mark).chars().next_back();
        last.is_some_and(|c| marks.contains(c))
    }

    /// Cells of what cannot be parted at the beginning: a word, a single Han character.
    fn first_word(&self) -> usize {
        if self.text.starts_with(is_wide) {
            return 2;
        }
        self.text.split_whitespace().next().unwrap_or_default().chars().map(cells).sum()
    }
}

/// Quotation marks and brackets around words.
fn is_mark(c: char) -> bool {
    matches!(
        c,
        '"' | '\'' | '“' | '”' | '‘' | '’' | '„' | '«' | '»' | '`' | '(' | ')' | '[' | ']' | '¡' | '¿' | '「' | '」'
    )
}

fn cells(c: char) -> usize {
    if is_wide(c) { 2 } else { 1 }
}

fn is_wide(c: char) -> bool {
    matches!(c, '\u{1100}'..='\u{115F}' | '\u{2E80}'..='\u{A4CF}' | '\u{AC00}'..='\u{D7A3}' | '\u{F900}'..='\u{FAFF}' | '\u{FE30}'..='\u{FE4F}' | '\u{FF00}'..='\u{FF60}')
}

/// The width at which a file wraps its lines: half of the long lines that another one follows are no wider.
pub(super) fn usual_width(text: &str) -> usize {
    let lines: Vec<Line> = text.lines().map(Line::new).collect();
    let followed = lines
        .iter()
        .zip(lines.iter().skip(1))
        .filter(|(_, next)| !next.is_blank() && next.indent < 8 && next.text != "%");
    middle(followed.map(|(line, _)| line.width).filter(|width| *width >= 50).collect()).unwrap_or(72).clamp(56, 80)
}

/// The middle one of some widths.
fn middle(mut widths: Vec<usize>) -> Option<usize> {
    widths.sort_unstable();
    widths.get(widths.len() / 2).copied()
}

/// Joins the lines of an entry. `usual` is the width at which its file wraps.
pub(super) fn join(lines: &[Line], usual: usize) -> String {
    let mut text = String::new();
    let german = is_german(lines);
    for paragraph in lines.split(Line::is_blank).filter(|paragraph| !paragraph.is_empty()) {
        if !text.is_empty() {
            text.push_str("\n\n");
        }
        let verse = is_verse(paragraph);
        let followed = paragraph.iter().rev().skip(1).map(|line| line.width);
        let own = middle(followed.collect()).unwrap_or_default();
        let limit = if paragraph.len() >= 4 { own.clamp(50, 80) } else { usual };
        let mut before: Option<&Line> = None;
        for line in paragraph {
            if let Some(before) = before {
                let wrapped = is_wrapped(before, line, limit) || german && is_noun(before, line);
                text.push_str(if wrapped && !verse { between(before, line) } else { "\n" });
            }
            text.push_str(&line.text);
            before = Some(line);
        }
    }
    text
}

/// Whether the lines of a paragraph are verses: each begins large, none is long, and most end where a thought does.
fn is_verse(lines: &[Line]) -> bool {
    let count = lines.len();
    let large = lines.iter().filter(|line| line.begins_large()).count();
    let ended = lines.iter().filter(|line| line.ends_in(",.;:!?—–-…，。；：！？、")).count();
    let mean = lines.iter().map(|line| line.width).sum::<usize>() / count.max(1);
    count >= 3
        && large * 20 >= count * 17
        && mean < 60
        && (ended == count || count >= 4 && (ended * 10 >= count * 6 || mean < 50))
}

/// Whether the break between two lines is one of wrapping only.
fn is_wrapped(line: &Line, next: &Line, limit: usize) -> bool {
    // A closing mark before an opening one parts two speeches.
    let speeches = line.text.ends_with(['"', '”', '“', '»']) && next.text.starts_with(['"', '“', '„', '«']);
    if begins_item(&next.text) || speeches {
        return false;
    }
    let inside = next.begins_small() && !line.ends_in(".!?");
    if inside && line.width >= 30 {
        return true;
    }
    // An indented line begins a paragraph or a speech.
    if next.indent >= line.indent + 3 && !next.begins_small() && (line.ends_in(".!?:") || next.indent >= 8) {
        return false;
    }
    let full = line.width + 1 + next.first_word() > limit;
    let ended = line.ends_in(",.;:!?…");
    let open = !ended && !line.ends_in("—–-") && !is_title(&line.text);
    line.width >= 45 && (full || open && line.width + 16 > limit)
}

/// Whether a line that begins large goes on with the noun of the sentence before it, as only German has it.
fn is_noun(line: &Line, next: &Line) -> bool {
    line.width >= 30 && !line.ends_in(",.;:!?…—–-") && !is_title(&line.text) && !begins_item(&next.text)
}

fn is_german(lines: &[Line]) -> bool {
    let words = ["der", "die", "das", "und", "ist", "nicht", "ein", "eine", "wer", "sich"];
    let found = lines
        .iter()
        .flat_map(|line| line.text.split_whitespace())
        .filter(|word| words.contains(&word.to_lowercase().as_str()));
    found.count() >= 2
}

/// Whether a line is a title: every long word begins large.
fn is_title(text: &str) -> bool {
    let long = |word: &&str| word.chars().count() > 3;
    text.split_whitespace()
        .filter(long)
        .all(|word| word.chars().find(|c| c.is_alphanumeric()).is_some_and(|c| !c.is_lowercase()))
}

/// Whether a line is an item of a list or the speech of somebody who is named before it.
fn begins_item(text: &str) -> bool {
    let digits = text.trim_start_matches('(');
    let number = digits.chars().take_while(char::is_ascii_digit).count();
    let numbered = (1..=3).contains(&number)
        && digits.get(number..).is_some_and(|rest| {
            rest.starts_with(". ") || rest.starts_with(") ") || rest.starts_with(".)") || rest.starts_with(" (")
        });
    let bullet = ["- ", "* ", "• ", "– ", "— ", "+ "].iter().any(|bullet| text.starts_with(bullet));
    let speaker = text.split_once(':').is_some_and(|(name, rest)| {
        let words: Vec<&str> = name.split(' ').collect();
        words.len() <= 2
            && name.chars().count() <= 16
            && name.chars().all(|c| c.is_alphabetic() || matches!(c, ' ' | '.' | '\''))
            && words.iter().all(|word| word.starts_with(char::is_uppercase))
            && (rest.is_empty() || rest.starts_with(' '))
    });
    numbered || bullet || speaker
}

/// What stands between two lines that are joined: a blank, except after a hyphen of a compound and between Han characters.
fn between(line: &Line, next: &Line) -> &'static str {
    let last = line.text.chars().next_back();
    let first = next.text.chars().next();
    let stem = line.text.trim_end_matches('-');
    let hyphens = line.text.len() - stem.len();
    let joins = (1..=2).contains(&hyphens) && stem.ends_with(char::is_alphanumeric);
    let compound = joins && next.begins_small();
    let coordinated = ["und ", "oder ", "and ", "or ", "to ", "bis "].iter().any(|word| next.text.starts_with(word));
    let wide = last.is_some_and(is_wide) && first.is_some_and(is_wide);
    if compound && !coordinated || wide { "" } else { " " }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn joined(text: &str) -> String {
        join(&text.lines().map(Line::new).collect::<Vec<_>>(), 72)
    }

    #[test]
    fn wrapped_prose_becomes_one_line() {
        let text = "The moss on the north wall has been growing since before anybody in the\nhouse was born, and it has never once asked what all of the hurry was\nabout.  It has time.";
        assert_eq!(joined(text), text.replace('\n', " "));
        let nouns = "Wer im Nebel wandert, sieht den Weg nicht, und wer ihn sieht, wandert im\nNebel weiter.";
        assert_eq!(joined(nouns), nouns.replace('\n', " "));
        let short = "Eine alte Mauer ist eine längere\nGeduld als das schnelle Moos.";
        assert_eq!(joined(short), short.replace('\n', " "));
        assert_eq!(
            joined("She had asked about the well-known and even more about the less well-\nknown paths."),
            "She had asked about the well-known and even more about the less well-known paths."
        );
        assert_eq!(
            joined("石墙上的苔藓从来没有问过任何人为什么大家都这样匆忙赶路，也从来没有回头\n它有的是时间。"),
            "石墙上的苔藓从来没有问过任何人为什么大家都这样匆忙赶路，也从来没有回头它有的是时间。"
        );
    }

    #[test]
    fn verses_speeches_and_items_keep_their_lines() {
        for text in [
            "The moss is slow,\nThe stone is old,\nAnd neither knows\nWhat it is told.",
            "\"It is as old as the wall, as famous among masons as --\"\n\"My blushes,\" she murmured, in a voice that was not quite her own today.",
            "The Slowest Wall Of All Times\nIt took the masons of the upper town sixty years, and then it fell over at once.",
            "I shall be sitting here by the wall\nSometime ages after the moss:",
            "Time is a good teacher.\nSadly it keeps no pupils.",
            "(1) Moss is green.\n(2) Green is restful.\n(3) Restful is rare.",
            "Keeper: Nobody has walked on the north side of this wall for sixty years.\nVisitor: Then who swept it?",
        ] {
            assert_eq!(joined(text), text);
        }
        assert_eq!(
            joined(
                "\t\"Nobody has walked on the north side of this wall in years,\" she\nsaid.\n\t\"Then who swept it?\""
            ),
            "\"Nobody has walked on the north side of this wall in years,\" she said.\n\"Then who swept it?\""
        );
    }

    #[test]
    fn blank_lines_part_paragraphs_and_columns_close_up() {
        assert_eq!(joined("\tMOSS\n\n\nIt grows.\n1 wall\t\t= 4 mosses"), "MOSS\n\nIt grows.\n1 wall = 4 mosses");
    }
}
