//! Quotation marks by language.

use super::language;

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

/// The marks of a language (BCP 47); English ones for a language that is not known here.
pub(crate) fn quote_marks(lang: &str) -> Marks {
    let has = |wanted: &str| lang.split(['-', '_']).skip(1).any(|part| part.eq_ignore_ascii_case(wanted));
    match language(lang).as_str() {
        "de" if has("CH") || has("LI") => marks("«", "»", "‹", "›"),
        "fr" if has("CH") => marks("«", "»", "‹", "›"),
        "de" | "cs" | "sk" | "sl" | "lt" | "is" | "et" | "bg" | "lb" | "mk" | "ka" => marks("„", "“", "‚", "‘"),
        "fr" | "br" => marks("«\u{202F}", "\u{202F}»", "“", "”"),
        "pl" | "ro" | "hu" => marks("„", "”", "«", "»"),
        "hr" | "sr" | "bs" => marks("„", "”", "‚", "’"),
        "es" | "it" | "ca" | "gl" | "eu" | "el" => marks("«", "»", "“", "”"),
        "pt" if has("PT") => marks("«", "»", "“", "”"),
        "nb" | "no" | "nn" => marks("«", "»", "‘", "’"),
        "da" => marks("»", "«", "›", "‹"),
        "sv" | "fi" => marks("”", "”", "’", "’"),
        "ru" | "uk" | "be" | "kk" | "ky" => marks("«", "»", "„", "“"),
        "fa" | "hy" | "az" => marks("«", "»", "‹", "›"),
        "ar" => marks("”", "“", "’", "‘"),
        "he" | "yi" => marks("”", "”", "’", "’"),
        "ja" => marks("「", "」", "『", "』"),
        "zh" if has("Hant") || has("TW") || has("HK") || has("MO") => marks("「", "」", "『", "』"),
        _ => marks("“", "”", "‘", "’"),
    }
}

/// Pairs that count as quotation marks around a text already.
const PAIRS: [(char, char); 17] = [
    ('“', '”'),
    ('„', '“'),
    ('„', '”'),
    ('”', '”'),
    ('«', '»'),
    ('»', '«'),
    ('»', '»'),
    ('"', '"'),
    ('‘', '’'),
    ('‚', '‘'),
    ('‹', '›'),
    ('›', '‹'),
    ('「', '」'),
    ('『', '』'),
    ('《', '》'),
    ('”', '“'),
    ('＂', '＂'),
];

/// Whether one pair of quotation marks stands around the whole text.
///
/// `“A” and “B”` begins and ends with marks, but they are two pairs.
pub(crate) fn is_quoted(text: &str) -> bool {
    let text = text.trim();
    let mut characters = text.chars();
    let (Some(first), Some(last)) = (characters.next(), characters.next_back()) else { return false };
    if !PAIRS.contains(&(first, last)) {
        return false;
    }
    let inside = characters.as_str();
    if first == last {
        return !inside.contains(first);
    }
    let mut depth = 1_usize;
    for character in inside.chars() {
        if character == last {
            depth -= 1;
        } else if character == first {
            depth += 1;
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
            ("xx", "“Hi”"),
            ("", "“Hi”"),
        ] {
            assert_eq!(quoted("Hi", lang), expected, "{lang}");
        }
    }

    #[test]
    fn a_text_in_marks_is_not_marked_twice() {
        for text in ["“Hi”", "\"Hi\"", "«\u{202F}Hi\u{202F}»", "„Hi“", "“A “b” c”", "「Hi」"] {
            assert_eq!(quoted(text, "en"), text);
        }
        for text in ["“A” and “B”", "\"A\" and \"B\"", "“A", "A”", "”", ""] {
            assert_eq!(quoted(text, "en"), format!("“{text}”"));
        }
    }
}
