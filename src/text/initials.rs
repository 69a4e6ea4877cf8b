//! Initials that stand for a portrait.
//!
//! Works on grapheme clusters, so that no letter loses its marks and no emoji falls apart.

use unicode_segmentation::UnicodeSegmentation;

/// Longest part of a name that is looked at, in characters.
const LONGEST: usize = 1000;

/// One or two initials of a name, never empty: `MS` for Mira Solberg, `林` for 林美玲, `?` for nothing.
///
/// First and last word count. Words without letter or number (emoji, punctuation) count only when there is no other. Names in
/// Han, kana and hangul, and in joined scripts such as Arabic, give one character.
pub(crate) fn initials(name: &str) -> String {
    let name: String = name.chars().take(LONGEST).filter(|c| !is_invisible(*c)).collect();
    let plain = name.split(['(', '[']).find(|part| part.chars().any(char::is_alphanumeric)).unwrap_or(&name);
    let named = |word: &&str| !is_title(word) && !is_code(word);
    let split =
        || plain.split(|c: char| c.is_whitespace() || matches!(c, '|' | '/' | ',' | '(' | ')' | '_' | '·' | '•'));
    let mut words: Vec<&str> = split().filter(named).filter_map(first_letter).collect();
    if words.is_empty() {
        words = split().filter_map(first_letter).collect();
    }
    let Some(first) = words.first() else {
        let first = name.trim().graphemes(true).next().filter(|grapheme| grapheme.chars().count() <= 16);
        return first.unwrap_or("?").to_owned();
    };
    match words.last() {
        Some(last) if words.len() > 1 && has_cases(first) && has_cases(last) => upper(first) + &upper(last),
        _ => upper(first),
    }
}

/// Titles and degrees that no name is mistaken for, without their full stop.
const TITLES: [&str; 8] = ["dr", "prof", "mr", "mrs", "ms", "mx", "sir", "phd"];
/// Those that only a full stop tells from a name.
const SHORTENED: [&str; 14] =
    ["dra", "profa", "rev", "hon", "hr", "fr", "sr", "sra", "mme", "mlle", "ing", "dipl", "mag", "jr"];

/// Whether a word is a title and no name. In small letters and without a full stop it may be a handle.
fn is_title(word: &str) -> bool {
    let plain = word.trim_end_matches('.');
    let (stop, capital) = (plain.len() < word.len(), plain.starts_with(char::is_uppercase));
    let lower = plain.to_lowercase();
    (stop || capital) && TITLES.contains(&lower.as_str()) || stop && SHORTENED.contains(&lower.as_str())
}

/// Whether a word is the code of a custom emoji, such as `:wave:`.
fn is_code(word: &str) -> bool {
    word.len() > 2 && word.starts_with(':') && word.ends_with(':')
}

/// The first grapheme of a word that begins with a letter or a number.
fn first_letter(word: &str) -> Option<&str> {
    word.graphemes(true)
        .find(|grapheme| grapheme.chars().next().is_some_and(char::is_alphanumeric))
        .filter(|grapheme| grapheme.chars().count() <= 16)
}

/// Whether the script of a letter has upper and lower case, or it is a number.
fn has_cases(letter: &str) -> bool {
    letter.chars().next().is_some_and(|c| c.is_lowercase() || c.is_uppercase() || c.is_numeric())
}

/// Upper case, unless that makes two letters out of one.
fn upper(letter: &str) -> String {
    let upper = letter.to_uppercase();
    if upper.graphemes(true).count() == 1 { upper } else { letter.to_owned() }
}

/// Marks of direction, joiners at a border, soft hyphens: nothing of a name.
fn is_invisible(c: char) -> bool {
    c.is_control() && !c.is_whitespace()
        || matches!(c, '\u{AD}' | '\u{200B}' | '\u{200E}' | '\u{200F}' | '\u{202A}'..='\u{202E}' | '\u{2060}' | '\u{2066}'..='\u{2069}' | '\u{FEFF}')
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_of_many_kinds_have_initials() {
        for (name, expected) in [
            ("Mira Solberg", "MS"),
            ("mira", "M"),
            ("Ana María de la Peña", "AP"),
            ("Noa Lin (she/her)", "NL"),
            ("Dr. Noor al-Hashimi", "NA"),
            ("Prof. Dr. Friederike von Hohenstein, PhD", "FH"),
            ("Sir Ife", "I"),
            ("Ing Chen", "IC"),
            ("Lin 🌊 Okafor :wave:", "LO"),
            (":wave:", "W"),
            ("Dr.", "D"),
            ("mr pilot", "MP"),
            ("Åsa Öberg", "ÅÖ"),
            ("e\u{301}lise blanc", "E\u{301}B"),
            ("林美玲", "林"),
            ("김 하늘", "김"),
            ("ليلى حداد", "ل"),
            ("Νίκη Άλφα", "ΝΆ"),
            ("🌉 Mira Solberg 🚲", "MS"),
            ("🌉🚲", "🌉"),
            ("👩🏽‍🔬", "👩🏽‍🔬"),
            ("🇳🇴", "🇳🇴"),
            ("3rd Street", "3S"),
            ("", "?"),
            ("  ", "?"),
            ("...", "."),
            ("\u{200F}\u{202E}", "?"),
            ("mira_solberg", "MS"),
            ("“Mira” Solberg", "MS"),
            ("ßeta", "ß"),
        ] {
            assert_eq!(initials(name), expected, "{name}");
        }
    }

    #[test]
    fn a_tower_of_marks_is_not_a_letter() {
        let tower = format!("a{}", "\u{301}".repeat(20_000));
        assert_eq!(initials(&tower), "?");
    }
}
