//! Where a line should not end in scripts that set no words apart (Chinese, Japanese, Thai and their neighbours), and in Korean.
//!
//! Such text may end a line nearly anywhere. A reader wants it to end where a phrase does: behind punctuation, else between words as
//! the dictionaries know them, and in Japanese before the word rather than before its particle. The unit is that of `care`.

use unicode_script::{Script, UnicodeScript};

use super::care::{GRAVE, PLAIN};

/// A line ends inside a word.
const WORD: f64 = 0.3;

/// Chinese particles that lean on the word before.
const LEANING: &str = "的地得了着過过們们吗嗎呢吧啊之";

/// How bad it is when a line ends between two characters with nothing between them; `None` when they are of other scripts.
///
/// `word` tells whether a word begins there.
pub(super) fn fault(before: &str, after: &str, word: bool, language: &str) -> Option<f64> {
    let (last, first) = (before.chars().next_back()?, after.chars().next()?);
    let (left, right) = (last.script(), first.script());
    if is_korean(left) && first.is_alphanumeric() || is_korean(right) && last.is_alphanumeric() {
        return Some(GRAVE);
    }
    if !is_unspaced(left) && !is_unspaced(right) {
        return None;
    }
    if !last.is_alphanumeric() && !is_mark(last) {
        // A phrase ends, or another sign stands between.
        return Some(0.0);
    }
    if last.is_numeric() && right == Script::Han {
        // A number and what it counts.
        return Some(GRAVE);
    }
    if !word && left == right || first == 'ー' || is_mark(first) {
        return Some(WORD);
    }
    let leans = match right {
        Script::Hiragana => language != "zh",
        Script::Han => language != "ja" && LEANING.contains(first),
        _ => false,
    };
    Some(if leans { PLAIN * 3.0 } else { PLAIN })
}

fn is_korean(script: Script) -> bool {
    script == Script::Hangul
}

fn is_unspaced(script: Script) -> bool {
    matches!(
        script,
        Script::Han
            | Script::Hiragana
            | Script::Katakana
            | Script::Bopomofo
            | Script::Thai
            | Script::Lao
            | Script::Khmer
            | Script::Myanmar
    )
}

/// Vowel signs and tone marks, which are no letters to Unicode, and the sign of repetition.
fn is_mark(c: char) -> bool {
    c == '々' || !c.is_ascii_punctuation() && is_unspaced(c.script()) && !c.is_alphanumeric()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn lines_end_behind_punctuation_first_and_inside_words_last() {
        let worse = [
            ("日记。", "每天", true, "zh"),
            ("每天", "清晨", true, "zh"),
            ("白色", "的纸", true, "zh"),
            ("清", "晨", false, "zh"),
            ("3", "月", true, "zh"),
        ];
        let faults: Vec<f64> = worse.iter().map(|(a, b, word, lang)| fault(a, b, *word, lang).unwrap()).collect();
        assert!(faults.is_sorted_by(|a, b| a < b), "{faults:?}");
    }

    #[test]
    fn a_japanese_line_begins_with_a_word() {
        let before_word = fault("海は", "日記を", true, "ja").unwrap();
        let before_particle = fault("海", "は日記", true, "ja").unwrap();
        let in_word = fault("カ", "ード", false, "ja").unwrap();
        assert!(before_word < before_particle && before_particle < in_word);
        assert_eq!(fault("、", "海", true, "ja"), Some(0.0));
    }

    #[test]
    fn korean_words_stay_whole() {
        assert_eq!(fault("아침마", "다", false, "ko"), Some(GRAVE));
        assert_eq!(fault("SNS", "에서", true, "ko"), Some(GRAVE));
        assert_eq!(fault("sea", "side", false, "en"), None);
    }

    #[test]
    fn thai_prefers_the_space_between_phrases() {
        assert!(fault("บันทึก", "ทุก", true, "th").unwrap() > 0.0);
        assert_eq!(fault("บัน", "ทึก", false, "th"), Some(WORD));
        assert!(fault("ที่", "ว่าง", true, "th").unwrap() < WORD);
    }
}
