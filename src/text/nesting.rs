//! Which quotation marks of a text belong together, so that a text that is cut can close what it opened.
//!
//! A mark opens or closes by where it stands, because `“`, `”`, `«` and `»` do either in some language. What is ambiguous (an apostrophe
//! that may close a quotation) stays a letter of its word unless a mark that it would close is open.

use std::ops::Range;

use super::quotes::PAIRS;

/// A pair: where the opening mark stands, and the closing one with the space before it that belongs to it (in bytes).
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Pair {
    pub(crate) open: usize,
    pub(crate) close: Range<usize>,
}

/// The pairs of a text, in the order of their closing marks: inner ones before those around them. Marks without a partner are left out.
pub(crate) fn pairs(text: &str) -> Vec<Pair> {
    let characters: Vec<(usize, char)> = text.char_indices().filter(|(_, c)| !is_unseen(*c)).collect();
    let at = |index: usize| characters.get(index).map(|(_, c)| *c);
    let mut open: Vec<(usize, char)> = Vec::new();
    let mut pairs = Vec::new();
    for (index, &(place, c)) in characters.iter().enumerate().filter(|(_, (_, c))| is_mark(*c)) {
        let (before, after) = (index.checked_sub(1).and_then(at), at(index + 1));
        // What was opened inside and never closed is passed over, but not for an apostrophe.
        let reach = if matches!(c, '\'' | '’' | '‘') { 1 } else { open.len() };
        let partner = open.iter().rev().take(reach).position(|(_, opened)| PAIRS.contains(&(*opened, c)));
        let opens = may_open(c, before, after);
        if let Some(depth) = partner.filter(|_| may_close(c, before, after) && !(opens && is_gap(before))) {
            open.truncate(open.len() - depth);
            if let Some((start, _)) = open.pop() {
                let spaced = before.is_some_and(is_inner_space);
                let from = index.checked_sub(usize::from(spaced)).and_then(|index| characters.get(index));
                pairs.push(Pair { open: start, close: from.map_or(place, |(from, _)| *from)..place + c.len_utf8() });
            }
        } else if opens {
            open.push((place, c));
        }
    }
    pairs
}

/// Whether the character is one that opens or closes.
fn is_mark(c: char) -> bool {
    PAIRS.iter().any(|(open, close)| c == *open || c == *close)
}

/// Controls of direction and joiners stand between a mark and its word without parting them.
fn is_unseen(c: char) -> bool {
    matches!(u32::from(c), 0x200B..=0x200F | 0x202A..=0x202E | 0x2060 | 0x2066..=0x2069 | 0xFE00..=0xFE0F | 0xFEFF)
}

/// A space that belongs to the mark beside it: French marks stand off their words by it.
fn is_inner_space(c: char) -> bool {
    matches!(c, '\u{A0}' | '\u{202F}' | '\u{2009}' | ' ')
}

/// Whether a word does not go on here.
fn is_gap(c: Option<char>) -> bool {
    c.is_none_or(|c| c.is_whitespace() && !matches!(c, '\u{A0}' | '\u{202F}'))
}

/// Whether a bracket, which has one meaning, opens; `None` for other characters.
fn bracket(c: char) -> Option<bool> {
    match c {
        '「' | '『' | '《' | '〈' | '｢' | '〝' => Some(true),
        '」' | '』' | '》' | '〉' | '｣' | '〞' | '〟' => Some(false),
        _ => None,
    }
}

/// Letters of scripts that set no spaces between words: there each mark has one meaning, as a bracket has.
fn is_unspaced(c: Option<char>) -> bool {
    c.is_some_and(|c| matches!(u32::from(c), 0x2E80..=0x312F | 0x31A0..=0x9FFF | 0xF900..=0xFAFF | 0x20000..=0x3FFFF))
}

fn may_open(c: char, before: Option<char>, after: Option<char>) -> bool {
    if let Some(opens) = bracket(c) {
        return opens;
    }
    if is_unspaced(before) && is_unspaced(after) {
        return matches!(c, '“' | '‘');
    }
    let stands_free = is_gap(before)
        || before.is_some_and(|c| matches!(c, '(' | '[' | '—' | '–' | '-' | '/' | '¿' | '¡' | '\u{A0}' | '\u{202F}'))
        || before.is_some_and(|c| is_mark(c) || !c.is_ascii() && !c.is_alphanumeric())
        || matches!(c, '„' | '‚') && !before.is_some_and(char::is_alphanumeric);
    // « with spaces on both sides opens, » closes.
    let typed_french = is_gap(before) && is_gap(after) && matches!(c, '«' | '‹');
    stands_free && (!is_gap(after) || typed_french)
}

fn may_close(c: char, before: Option<char>, after: Option<char>) -> bool {
    if let Some(opens) = bracket(c) {
        return !opens;
    }
    if is_unspaced(before) && is_unspaced(after) {
        return matches!(c, '”' | '’');
    }
    let inside_word = matches!(c, '\'' | '’' | '‘')
        && before.is_some_and(char::is_alphanumeric)
        && after.is_some_and(char::is_alphanumeric);
    let typed_french = is_gap(before) && matches!(c, '»' | '›');
    before.is_some() && !inside_word && (!is_gap(before) || typed_french)
}

#[cfg(test)]
mod tests {
    use super::*;

    /// The closing marks of what is open after so many characters.
    fn closing(text: &str, cut: &str) -> String {
        let at = text.find(cut).expect("the place") + cut.len();
        pairs(text)
            .iter()
            .filter(|pair| pair.open < at && pair.close.start >= at)
            .map(|pair| &text[pair.close.clone()])
            .collect()
    }

    #[test]
    fn what_is_open_is_closed_in_every_language() {
        for (text, cut, expected) in [
            ("“One two.”", "One", "”"),
            ("“One ‘two three’ four.”", "One", "”"),
            ("“One ‘two three’ four.”", "two", "’”"),
            ("“One ‘two three’ four.”", "four", "”"),
            ("“The sailors’ ‘own’ words aren’t lost.”", "words", "”"),
            ("He said “one two” and went.", "one", "”"),
            ("He said “one two” and went.", "and", ""),
            ("„Eins ‚zwei drei‘ vier.“", "zwei", "‘“"),
            ("»Eins ›zwei drei‹ vier.«", "zwei", "‹«"),
            ("«\u{202F}Un “deux trois” quatre.\u{202F}»", "deux", "”\u{202F}»"),
            ("« Un deux trois. »", "Un", " »"),
            ("«Один „два три“ четыре».", "два", "“»"),
            ("«Один „два три“ четыре».", "четыре", "»"),
            ("”Ett ’två tre’ fyra.”", "två", "’”"),
            ("”Ett två.” Så.", "Ett", "”"),
            ("「一つ『二つ三つ』四つ。」", "二つ", "』」"),
            ("“一、‘二三’四。”", "二", "’”"),
            ("他说“一‘二三’四。”", "二", "’”"),
            ("«یک “دو سه” چهار.»", "دو", "”»"),
            ("\"One 'two' three.\"", "two", "'\""),
            ("„Jeden „dwa trzy” cztery”", "dwa", "””"),
            ("“One ’tis two.”", "two", "”"),
            ("”אחת ’שתיים שלוש.”", "שתיים", "”"),
            ("5’ 10” tall", "tall", ""),
            ("", "", ""),
        ] {
            assert_eq!(closing(text, cut), expected, "{text} after {cut}");
        }
    }
}
