//! How much room the lines of a text need between them, by its script: marks above and below the letters must not touch.

use unicode_script::{Script, UnicodeScript};

/// The class of a text, which style sheets read as `data-leading` of the page.
///
/// - `wide`: Thai, Lao, Khmer, Burmese and Tibetan, whose marks stand in storeys above and below.
/// - `open`: Arabic, the scripts of India, and those that fill a square.
/// - `raised`: Latin letters with two marks each, as in Vietnamese.
/// - `normal`: all other texts.
///
/// A script counts when it has at least a fifth of the letters.
pub(crate) fn leading(text: &str) -> &'static str {
    let (mut letters, mut wide, mut open, mut raised) = (0_usize, 0_usize, 0_usize, false);
    for c in text.chars().filter(|c| c.is_alphabetic()) {
        letters += 1;
        raised |= matches!(c, '\u{1EA4}'..='\u{1EAD}' | '\u{1EBE}'..='\u{1EC7}' | '\u{1ED0}'..='\u{1EE3}');
        match c.script() {
            Script::Thai | Script::Lao | Script::Khmer | Script::Myanmar | Script::Tibetan => wide += 1,
            Script::Arabic
            | Script::Han
            | Script::Hiragana
            | Script::Katakana
            | Script::Hangul
            | Script::Bopomofo
            | Script::Devanagari
            | Script::Bengali
            | Script::Gurmukhi
            | Script::Gujarati
            | Script::Oriya
            | Script::Tamil
            | Script::Telugu
            | Script::Kannada
            | Script::Malayalam
            | Script::Sinhala => open += 1,
            _ => {}
        }
    }
    let counts = |number: usize| number > 0 && number * 5 >= letters;
    match () {
        () if counts(wide) => "wide",
        () if counts(open) => "open",
        () if raised => "raised",
        () => "normal",
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_script_of_the_letters_says_how_far_lines_stand_apart() {
        for (text, expected) in [
            ("The sea keeps no diary.", "normal"),
            ("Каждое утро, הים", "normal"),
            ("Biển không viết nhật ký.", "raised"),
            ("Ånd og öl", "normal"),
            ("समुद्र", "open"),
            ("大海从不写日记。", "open"),
            ("New: 海は日記をつけない", "open"),
            ("ทะเลไม่เคยจดบันทึก", "wide"),
            ("A long remark in English with one word, ทะเล", "normal"),
            ("123 😀", "normal"),
            ("", "normal"),
        ] {
            assert_eq!(leading(text), expected, "{text}");
        }
    }
}
