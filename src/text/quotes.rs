//! Quotation marks by language, and texts that have marks of their own.
//!
//! The marks are CLDR's; where print has another usage, a short table says so. Marks inside a text are set in `typography`.

use super::language;
use super::locale::{Column, Locale};

/// The marks of a language: outer opening and closing, inner opening and closing. Spaces inside them belong to them.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct Marks {
    /// Before a quotation.
    pub(crate) open: &'static str,
    /// After a quotation.
    pub(crate) close: &'static str,
    /// Before a quotation inside a quotation.
    pub(crate) inner_open: &'static str,
    /// After a quotation inside a quotation.
    pub(crate) inner_close: &'static str,
}

const fn marks(open: &'static str, close: &'static str, inner_open: &'static str, inner_close: &'static str) -> Marks {
    Marks { open, close, inner_open, inner_close }
}

/// The marks of a language (BCP 47); English ones for a language that is not known.
pub(crate) fn quote_marks(lang: &str) -> Marks {
    in_print(lang).unwrap_or_else(|| listed(lang))
}

/// The marks that books and newspapers use where CLDR has others.
fn in_print(lang: &str) -> Option<Marks> {
    let has = |wanted: &str| lang.split(['-', '_']).skip(1).any(|part| part.eq_ignore_ascii_case(wanted));
    Some(match language(lang).as_str() {
        // Swiss print has guillemets in every language of the country, without spaces; CLDR has those of Germany.
        "de" if has("CH") || has("LI") => marks("«", "»", "‹", "›"),
        "fr" if has("CH") => return None,
        // A narrow space that does not break stands inside French marks; CLDR has no spaces and the same marks within.
        "fr" | "br" | "oc" | "ht" => marks("«\u{202F}", "\u{202F}»", "“", "”"),
        // Danish books turn the points inwards; CLDR has the English marks of keyboards.
        "da" => marks("»", "«", "›", "‹"),
        // The academies of Spanish and Galician put « » first; CLDR has the English marks of keyboards.
        "es" | "gl" => marks("«", "»", "“", "”"),
        // Dutch print: double marks, single ones within; CLDR has single ones at both levels.
        "nl" => marks("“", "”", "‘", "’"),
        // Croatian orthography closes with a raised 9-shaped mark; CLDR with a 6-shaped one.
        "hr" => marks("„", "”", "‚", "’"),
        "sr" => marks("„", "”", "‚", "’"),
        // CLDR has the same marks at both levels, where readers need two.
        "bg" | "lt" => marks("„", "“", "‚", "‘"),
        "hy" => marks("«", "»", "‹", "›"),
        // The orthography of Azerbaijani has guillemets.
        "az" => marks("«", "»", "‹", "›"),
        // Of Yiddish CLDR says nothing.
        "yi" | "ji" => marks("”", "”", "’", "’"),
        _ => return None,
    })
}

/// The mark with which a quotation goes on after a break: at the head of each paragraph, and of each card of a series. English, French, Portuguese
/// and Catalan print repeats the opening mark there, Spanish print sets the closing one; elsewhere nothing stands there.
pub(crate) fn continued(lang: &str) -> &'static str {
    let marks = quote_marks(lang);
    match language(lang).as_str() {
        "en" | "fr" | "pt" | "ca" | "" => marks.open,
        "es" | "gl" => marks.close,
        _ => "",
    }
}

/// The marks of CLDR: four characters.
fn listed(lang: &str) -> Marks {
    let cell = Locale::of(lang).get(Column::Quotes);
    let mut each = cell.char_indices().map(|(start, c)| cell.get(start..start + c.len_utf8()).unwrap_or_default());
    let mut next = || each.next().unwrap_or_default();
    marks(next(), next(), next(), next())
}

/// Pairs that count as quotation marks around a text already.
pub(super) const PAIRS: [(char, char); 34] = [
    ('“', '”'),
    ('„', '“'),
    ('„', '”'),
    ('”', '”'),
    ('“', '“'),
    ('”', '“'),
    ('„', '"'),
    ('«', '»'),
    ('»', '«'),
    ('»', '»'),
    ('"', '"'),
    ('\'', '\''),
    ('`', '\''),
    ('´', '´'),
    ('‘', '’'),
    ('’', '’'),
    ('’', '‘'),
    ('‚', '‘'),
    ('‚', '’'),
    ('‹', '›'),
    ('›', '‹'),
    ('›', '›'),
    ('‛', '’'),
    ('‟', '”'),
    ('「', '」'),
    ('『', '』'),
    ('《', '》'),
    ('〈', '〉'),
    ('｢', '｣'),
    ('〝', '〞'),
    ('〝', '〟'),
    ('＂', '＂'),
    ('＇', '＇'),
    ('❝', '❞'),
];

/// Marks of several characters, as people type them.
const TYPED: [(&str, &str); 7] =
    [("``", "\'\'"), ("``", "\""), ("\'\'", "\'\'"), ("<<", ">>"), (">>", "<<"), (",,", "\'\'"), (",,", "\"")];

/// Whether one pair of quotation marks stands around the whole text; a full stop or comma may follow it.
///
/// `“A” and “B”` begins and ends with marks, but they are two pairs.
pub(crate) fn is_quoted(text: &str) -> bool {
    let text = text.trim();
    let text = text.strip_suffix(['.', ',', '!', '?', '…', '。', '、', '։', '۔', '।', '።']).unwrap_or(text);
    let typed = TYPED.iter().filter_map(|(open, close)| text.strip_prefix(open)?.strip_suffix(close));
    if typed.into_iter().any(|inside| !inside.contains(['`', '"', '<', '>']) && !inside.contains("\'\'")) {
        return true;
    }
    let mut inside = text.chars();
    match (inside.next(), inside.next_back()) {
        (Some(first), Some(last)) if PAIRS.contains(&(first, last)) => {
            encloses((first, last), &inside.collect::<Vec<char>>())
        }
        _ => false,
    }
}

/// Whether a pair is still open at the end of what stands inside it.
fn encloses((first, last): (char, char), inside: &[char]) -> bool {
    let mut depth = 1_usize;
    for (index, &c) in inside.iter().enumerate().filter(|(_, c)| **c == first || **c == last) {
        let before = index.checked_sub(1).and_then(|index| inside.get(index)).copied();
        let after = inside.get(index + 1).copied();
        let word = |c: Option<char>| c.is_some_and(char::is_alphanumeric);
        if word(before) && word(after) && matches!(c, '\'' | '’' | '‘') {
            // An apostrophe.
            continue;
        }
        let gap = |c: Option<char>| c.is_none_or(|c| c.is_whitespace() || matches!(c, '(' | '[' | '—' | '–' | '-'));
        let opens = gap(before) && !gap(after);
        if c == first && c != last || opens {
            depth += 1;
        } else {
            depth -= 1;
        }
        if depth == 0 {
            return false;
        }
    }
    true
}

/// The text in the outer marks of a language, unless a pair of marks stands around it already.
pub(crate) fn quoted(text: &str, lang: &str) -> String {
    let text = text.trim();
    if is_quoted(text) {
        return text.to_owned();
    }
    let marks = quote_marks(lang);
    format!("{}{text}{}", marks.open, marks.close)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn each_language_has_its_marks() {
        for (lang, expected) in [
            ("en", "“Hi”"),
            ("de", "„Hi“"),
            ("de-CH", "«Hi»"),
            ("fr", "«\u{202F}Hi\u{202F}»"),
            ("fr-CA", "«\u{202F}Hi\u{202F}»"),
            ("sv", "”Hi”"),
            ("da", "»Hi«"),
            ("pl", "„Hi”"),
            ("ja", "「Hi」"),
            ("zh", "“Hi”"),
            ("zh-Hant-HK", "「Hi」"),
            ("pt-BR", "“Hi”"),
            ("pt-PT", "«Hi»"),
            ("oc", "«\u{202F}Hi\u{202F}»"),
            ("uk", "«Hi»"),
            ("am", "«Hi»"),
            ("ur", "”Hi“"),
            ("yue", "「Hi」"),
            ("zh-TW", "「Hi」"),
            ("hu", "„Hi”"),
            ("ca", "«Hi»"),
            ("xx", "“Hi”"),
            ("", "“Hi”"),
        ] {
            assert_eq!(quoted("Hi", lang), expected, "{lang}");
        }
    }

    #[test]
    fn every_language_has_marks_and_other_ones_within() {
        for tag in super::super::locale::tags() {
            let Marks { open, close, inner_open, inner_close } = quote_marks(tag);
            assert!([open, close, inner_open, inner_close].iter().all(|mark| !mark.trim().is_empty()), "{tag}");
            // A few of CLDR's lesser used languages have one pair for both.
            let two = (open, close) != (inner_open, inner_close);
            assert!(two || matches!(language(tag).as_str(), "tk" | "ti"), "{tag}");
            assert!(is_quoted(&quoted("Hi", tag)), "{tag}: {}", quoted("Hi", tag));
        }
    }

    #[test]
    fn a_text_in_marks_is_not_marked_twice() {
        for text in [
            "“Hi”",
            "\"Hi\"",
            "«\u{202F}Hi\u{202F}»",
            "„Hi“",
            "“A “b” c”",
            "「Hi」",
            "”A ”b” c”",
            "„A “b” c“",
            "\"A 'b' c\"",
            "'It's so'",
            "‘It’s so’",
            "“Hi”.",
            "«Hi»։",
            "``Hi\'\'",
            "<<Hi>>",
            ",,Hi\"",
            "»A ›b‹ c«",
        ] {
            assert_eq!(quoted(text, "en"), text);
            assert_eq!(quoted(text, "fr"), text);
        }
        for text in [
            "“A” and “B”",
            "\"A\" and \"B\"",
            "«\u{A0}A\u{A0}» et «\u{A0}B\u{A0}»",
            "»A« og »B«",
            "”A” och ”B”",
            "'A' and 'B'",
            "``A\'\' and ``B\'\'",
            "“A",
            "A”",
            "”",
            "'",
            "\"",
            "",
        ] {
            assert_eq!(quoted(text, "en"), format!("“{text}”"));
        }
    }
}
