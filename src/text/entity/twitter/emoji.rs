//! Where an emoji of one or more characters ends. Sequences are told by their form, not by a list of those that have a picture.

use icu_properties::CodePointSetData;
use icu_properties::props::{Emoji, EmojiModifier, EmojiModifierBase, EmojiPresentation, RegionalIndicator};

const JOINER: char = '\u{200D}';
const TEXT_STYLE: char = '\u{FE0E}';
const EMOJI_STYLE: char = '\u{FE0F}';
const KEYCAP: char = '\u{20E3}';
const LAST_TAG: char = '\u{E007F}';

/// End of the emoji that begins at `at`: a key, a flag, or pictures that joiners make one.
pub(crate) fn emoji_end(characters: &[char], at: usize) -> Option<usize> {
    let rest = characters.get(at..)?;
    if let Some(length) = key(rest).or_else(|| flag(rest)) {
        return Some(at + length);
    }
    let mut end = at + element(rest)?;
    while characters.get(end) == Some(&JOINER) {
        let Some(length) = characters.get(end + 1..).and_then(element) else { break };
        end += 1 + length;
    }
    Some(end)
}

/// Length of a digit, `#` or `*` on a key.
fn key(rest: &[char]) -> Option<usize> {
    match rest {
        ['0'..='9' | '#' | '*', EMOJI_STYLE, KEYCAP, ..] => Some(3),
        ['0'..='9' | '#' | '*', KEYCAP, ..] => Some(2),
        _ => None,
    }
}

/// Length of two letters that make the flag of a country.
fn flag(rest: &[char]) -> Option<usize> {
    let letters = CodePointSetData::new::<RegionalIndicator>();
    matches!(rest, [first, second, ..] if letters.contains(*first) && letters.contains(*second)).then_some(2)
}

/// Length of one picture with its style, skin colour or tags.
fn element(rest: &[char]) -> Option<usize> {
    let (first, more) = rest.split_first()?;
    let bare_sign = matches!(first, '©' | '®') && more.first() != Some(&EMOJI_STYLE);
    if first.is_ascii()
        || bare_sign
        || more.first() == Some(&TEXT_STYLE)
        || !CodePointSetData::new::<Emoji>().contains(*first)
    {
        return None;
    }
    let styled = match more.first() {
        Some(&EMOJI_STYLE) => has_styles(*first),
        Some(c) => {
            let coloured = CodePointSetData::new::<EmojiModifierBase>().contains(*first);
            coloured && CodePointSetData::new::<EmojiModifier>().contains(*c)
        }
        None => false,
    };
    let length = 1 + usize::from(styled);
    let tags =
        rest.get(length..).unwrap_or_default().iter().take_while(|c| matches!(c, '\u{E0020}'..='\u{E007E}')).count();
    let tagged = tags > 0 && rest.get(length + tags) == Some(&LAST_TAG);
    Some(if tagged { length + tags + 1 } else { length })
}

/// Whether a selector of the emoji style belongs to this picture: to those that are text without it, and to the old ones that could be both.
fn has_styles(c: char) -> bool {
    let old = matches!(
        c,
        '⌚' | '⌛' | '☔' | '☕' | '♈'
            ..='♓'
                | '♿'
                | '⚓'
                | '⚡'
                | '⚪'
                | '⚫'
                | '⚽'
                | '⚾'
                | '⛄'
                | '⛅'
                | '⛔'
                | '⛪'
                | '⛲'
                | '⛳'
                | '⛵'
                | '⛺'
                | '⛽'
                | '⬛'
                | '⬜'
                | '⭐'
                | '⭕'
                | '🀄'
                | '🈚'
                | '🈯'
    );
    old || !CodePointSetData::new::<EmojiPresentation>().contains(c)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn sequences_are_one_emoji() {
        for text in ["🌉", "☀️", "☀", "👋🏽", "👩🏽‍🚀", "🏳️‍🌈", "👨‍👩‍👧‍👦", "🇵🇹", "1️⃣", "#⃣", "🏴󠁧󠁢󠁳󠁣󠁴󠁿", "©️", "❤️‍🔥"]
        {
            let characters: Vec<char> = text.chars().collect();
            assert_eq!(emoji_end(&characters, 0), Some(characters.len()), "{text}");
        }
    }

    #[test]
    fn other_text_is_none() {
        for text in ["", "a", "1", "#", "©", "☀\u{FE0E}", "橋", "\u{200D}", "\u{FE0F}"] {
            assert_eq!(emoji_end(&text.chars().collect::<Vec<_>>(), 0), None, "{text}");
        }
    }

    #[test]
    fn what_does_not_join_stays_apart() {
        for (text, length) in [
            ("🌉🌉", 1),
            ("🌉🏽", 1),
            ("🌉\u{200D}a", 1),
            ("🇵a", 1),
            ("🏴\u{E0067}", 1),
            ("🇵🇹🇵🇹", 2),
            ("👍\u{FE0F}", 1),
            ("⭐\u{FE0F}", 2),
        ] {
            assert_eq!(emoji_end(&text.chars().collect::<Vec<_>>(), 0), Some(length), "{text}");
        }
    }
}
