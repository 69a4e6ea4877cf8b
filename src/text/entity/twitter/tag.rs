//! Hashtags (`#bridges`) and cashtags (`$ABC`) in a text.

use std::ops::Range;

use crate::text::entity::class::{is_directional, is_hash_sign, is_letter_or_mark, is_space, is_tag_character};

/// Longest first part of a cashtag, in letters.
const LONGEST_SYMBOL: usize = 6;

/// Hashtags of a text with their sign, in order, as offsets in characters.
pub(super) fn hashtags(characters: &[char]) -> Vec<Range<usize>> {
    let mut found = Vec::new();
    let mut taken = 0;
    for (at, _) in characters.iter().enumerate().filter(|(_, c)| is_hash_sign(**c)) {
        let free = if at == 0 { true } else { at > taken };
        let before = at.checked_sub(1).and_then(|before| characters.get(before));
        if !free || !before.is_none_or(|c| may_precede(*c)) {
            continue;
        }
        if let Some(end) = tag_end(characters, at + 1) {
            taken = end;
            if !goes_on(characters, end) {
                found.push(at..end);
            }
        }
    }
    found
}

/// A hashtag begins no word's middle; a selector of an emoji is a mark and still ends one.
fn may_precede(c: char) -> bool {
    matches!(c, '\u{FE0E}' | '\u{FE0F}') || !(is_tag_character(c) || c == '&')
}

/// End of a tag: letters and digits, at least one of them a letter; the sign is no emoji.
fn tag_end(characters: &[char], from: usize) -> Option<usize> {
    let rest = characters.get(from..)?;
    if matches!(rest.first(), Some('\u{FE0F}' | '\u{20E3}')) {
        return None;
    }
    let tag = rest.get(..rest.iter().take_while(|c| is_tag_character(**c)).count())?;
    tag.iter().any(|c| is_letter_or_mark(*c)).then_some(from + tag.len())
}

/// Whether what follows shows that it was no tag.
fn goes_on(characters: &[char], end: usize) -> bool {
    let rest = characters.get(end..).unwrap_or_default();
    rest.first().is_some_and(|c| is_hash_sign(*c)) || rest.starts_with(&[':', '/', '/'])
}

/// Cashtags of a text with their sign, in order, as offsets in characters: letters, then perhaps a point or `_` and one or two more.
pub(super) fn cashtags(characters: &[char]) -> Vec<Range<usize>> {
    let signs = characters.iter().enumerate().filter(|(_, c)| **c == '$');
    signs
        .filter(|(at, _)| {
            at.checked_sub(1)
                .and_then(|before| characters.get(before))
                .is_none_or(|c| is_space(*c) || is_directional(*c))
        })
        .filter_map(|(at, _)| symbol_end(characters, at + 1).map(|end| at..end))
        .collect()
}

fn symbol_end(characters: &[char], from: usize) -> Option<usize> {
    let letters = |from: usize, longest: usize| {
        let rest = characters.get(from..).unwrap_or_default();
        from + rest.iter().take(longest).take_while(|c| c.is_ascii_alphabetic()).count()
    };
    let ends = |at: usize| characters.get(at).is_none_or(|c| is_space(*c) || c.is_ascii_punctuation());
    let first = letters(from, LONGEST_SYMBOL);
    if first == from {
        return None;
    }
    let second = letters(first + 1, 2);
    let is_suffix = matches!(characters.get(first), Some('.' | '_')) && second > first + 1 && ends(second);
    if is_suffix { Some(second) } else { ends(first).then_some(first) }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn texts(text: &str, find: fn(&[char]) -> Vec<Range<usize>>) -> Vec<String> {
        let characters: Vec<char> = text.chars().collect();
        find(&characters).into_iter().map(|range| characters[range].iter().collect()).collect()
    }

    #[test]
    fn tags_need_a_letter_and_keep_their_marks() {
        let text = "#Bridges #2026 #été #हिन्दी #橋の日 ＃tag #a_1! #4ever #col·lecció #メ～ル #می‌خواهم";
        let expected =
            ["#Bridges", "#été", "#हिन्दी", "#橋の日", "＃tag", "#a_1", "#4ever", "#col·lecció", "#メ～ル", "#می‌خواهم"];
        assert_eq!(texts(text, hashtags), expected);
    }

    #[test]
    fn what_stands_around_may_forbid_a_tag() {
        for text in ["#️⃣", "#\u{FE0F}tag", "# tag", "a#tag", "橋#tag", "&#tag", "#a#b", "#http://x", "#", "１#tag"]
        {
            assert!(texts(text, hashtags).is_empty(), "{text}");
        }
        assert_eq!(texts("🌉#a ✌️#b .#c 「#橋」 /#d", hashtags), ["#a", "#b", "#c", "#橋", "#d"]);
        assert_eq!(texts("##a", hashtags), ["#a"]);
    }

    #[test]
    fn cashtags_are_short_and_stand_alone() {
        assert_eq!(texts("$ABC $5 $toolong $BRK.B $x_yz, ($DEF)", cashtags), ["$ABC", "$BRK.B", "$x_yz"]);
        assert_eq!(texts("$abc.defg $a.b.c\u{3000}$橋 $é", cashtags), ["$abc", "$a.b"]);
        assert!(texts("US$ABC $$ABC $ABC1 .$ABC", cashtags).is_empty());
    }
}
