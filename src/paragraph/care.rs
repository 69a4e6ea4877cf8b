//! Where a line should not end although it may: how much each break offends a careful reader.
//!
//! Browsers know none of this, so the rules are stated here and in `docs/typography.md`. The unit is the square of the
//! line's width, the one in which gaps at line ends are weighed: 0.01 is a gap of a tenth of the line. Lines are chosen elsewhere.
//! Scripts that set no words apart have rules of their own (`unspaced`).

use super::breaks::Measure;
use super::shape::Kind;
use super::unspaced;

/// Avoided unless the text would need another line.
pub(super) const FORBIDDEN: f64 = 4.0;
/// A fault that anybody sees.
pub(super) const GRAVE: f64 = 0.5;
/// A fault that a typesetter sees.
pub(super) const PLAIN: f64 = 0.04;
/// Better otherwise, where it costs little.
const LIGHT: f64 = 0.008;
/// A word is broken.
pub(super) const HYPHEN: f64 = 0.2;

/// How far a word is read.
const REACH: u32 = 24;

/// Languages in which a preposition or conjunction of one letter must not end a line.
const ONE_LETTER: &[&str] = &["cs", "sk", "pl", "sl", "hr", "sr", "bs", "ru", "uk", "be", "bg", "mk"];

/// Prepositions, articles and conjunctions that lean on the next word.
#[rustfmt::skip]
const LEANING: &[(&str, &[&str])] = &[
    ("en", &["a", "an", "the", "of", "to", "in", "on", "at", "by", "or", "and", "but", "for", "as", "is", "my", "no", "so", "if"]),
    ("de", &["ein", "eine", "der", "die", "das", "den", "dem", "im", "in", "zu", "am", "an", "auf", "von", "mit", "und", "so"]),
    ("fr", &["le", "la", "les", "un", "une", "de", "du", "des", "à", "au", "en", "et", "ou", "ne", "y", "se", "me", "te", "ce"]),
    ("es", &["el", "la", "los", "un", "una", "de", "del", "a", "al", "en", "y", "o", "e", "u", "que", "no", "se", "lo", "su"]),
    ("it", &["il", "lo", "la", "i", "gli", "le", "un", "di", "da", "in", "a", "e", "o", "è", "non", "si"]),
    ("pt", &["o", "a", "os", "as", "um", "de", "do", "da", "em", "no", "na", "e", "ou", "é", "se", "não"]),
    ("nl", &["de", "het", "een", "van", "te", "in", "op", "en", "of", "is"]),
    ("sv", &["en", "ett", "och", "i", "på", "av", "att", "är"]),
    ("ru", &["в", "к", "с", "и", "о", "у", "а", "на", "по", "за", "из", "не", "ни", "от", "до", "но"]),
    ("uk", &["в", "у", "з", "і", "й", "о", "а", "на", "по", "за", "не", "ні", "до", "та"]),
    ("pl", &["na", "do", "za", "po", "ze", "we", "od", "nie", "że"]),
    ("cs", &["na", "do", "za", "po", "ze", "ve", "od", "ne", "se", "si", "je"]),
];

/// Abbreviations that belong to what follows, without their full stop.
const ABBREVIATIONS: &[&str] = &[
    "mr", "mrs", "ms", "dr", "prof", "st", "no", "nr", "vol", "p", "pp", "fig", "hr", "fr", "sr", "sra", "mme", "mlle",
    "str",
];

/// How bad it is when a line ends before a cluster.
pub(super) fn fault(measure: &Measure<'_>, language: &str, cluster: usize) -> f64 {
    let Some(at) = measure.shaped.clusters.get(cluster).map(|cluster| cluster.chars.start) else { return 0.0 };
    let before = measure.shaped.clusters.get(..cluster).unwrap_or_default().iter().rev();
    let spaced = before.map(|before| before.kind).find(|kind| *kind != Kind::Invisible) == Some(Kind::Space);
    let before: String = word_before(measure, at);
    let after: String = word_after(measure, at);
    if !spaced {
        let word = measure.shaped.clusters.get(cluster).is_some_and(|cluster| cluster.word);
        if let Some(fault) = unspaced::fault(&before, &after, word, primary(language)) {
            return fault;
        }
    }
    between(&before, &after, spaced, primary(language))
}

/// Whether a word is so short that it must not be a last line.
pub(super) fn is_short(measure: &Measure<'_>, cluster: usize) -> bool {
    let Some(at) = measure.shaped.clusters.get(cluster).map(|cluster| cluster.chars.start) else { return false };
    word_after(measure, at).chars().filter(|c| c.is_alphanumeric()).count() <= 8
}

fn primary(language: &str) -> &str {
    language.split(['-', '_']).next().unwrap_or_default()
}

/// The fault of a line end between two words, with white space between them or not.
fn between(before: &str, after: &str, spaced: bool, language: &str) -> f64 {
    let (Some(last), Some(first)) = (before.chars().next_back(), after.chars().next()) else { return 0.0 };
    if is_dash(first) && !is_number_after_sign(after) {
        // A dash ends a line and begins none.
        return GRAVE;
    }
    if !spaced {
        // An address, or two words with a slash between, stay whole where that costs little.
        let divider = matches!(last, '/' | '.' | '_' | '?' | '&' | '=' | '#' | ':' | '@' | '+');
        // Its host is the part that is read.
        let weight = if last == '.' { PLAIN * 2.0 } else { PLAIN };
        return if divider && first.is_alphanumeric() { weight } else { 0.0 };
    }
    if !after.chars().any(char::is_alphanumeric) && !is_symbol(first) {
        return FORBIDDEN;
    }
    if is_bound(before, after) || matches!(first, '%' | '‰' | '°' | '…') || matches!(last, '(' | '[' | '§' | '№' | '#')
    {
        return FORBIDDEN;
    }
    numbers(before, after).max(leaning(before, after, language))
}

/// The clusters before which no line ends at all, although a browser would let it: a mark that is set with a space, as in French, belongs to its word,
/// and so does a small kana.
pub(super) fn bound(measure: &Measure<'_>) -> Vec<usize> {
    let clusters = measure.shaped.clusters.iter().enumerate();
    let opportunities = clusters.filter(|(index, cluster)| *index > 0 && cluster.opportunity);
    let at = |index: u32| measure.char_at(index);
    let bound = opportunities.filter(|(_, cluster)| {
        let start = cluster.chars.start;
        let first = at(start).unwrap_or_default();
        let opened = (1..=2)
            .any(|back| start.checked_sub(back).and_then(at).is_some_and(|c| matches!(c, '«' | '‹' | '¿' | '¡')));
        let near = opened || !first.is_alphanumeric();
        let spaced = start.checked_sub(1).and_then(at).is_some_and(char::is_whitespace);
        !spaced && is_small_kana(first)
            || near && spaced && is_bound(&word_before(measure, start), &word_after(measure, start))
    });
    bound.map(|(index, _)| index).collect()
}

/// Small kana and the mark of a long vowel are the second half of a sound: lines in print do not begin with them (Unicode line breaking class CJ).
fn is_small_kana(c: char) -> bool {
    matches!(c, 'ぁ' | 'ぃ' | 'ぅ' | 'ぇ' | 'ぉ' | 'っ' | 'ゃ' | 'ゅ' | 'ょ' | 'ゎ' | 'ゕ' | 'ゖ' | 'ー')
        || matches!(c, 'ァ' | 'ィ' | 'ゥ' | 'ェ' | 'ォ' | 'ッ' | 'ャ' | 'ュ' | 'ョ' | 'ヮ' | 'ヵ' | 'ヶ' | 'ㇰ'..='ㇿ')
}

/// Whether a mark that stands apart from its word belongs to it nevertheless. The marks of `»Wort«` stand at the other sides of their words.
fn is_bound(before: &str, after: &str) -> bool {
    let alone = |word: &str| !word.chars().any(char::is_alphanumeric);
    let opens = before.ends_with(['«', '‹', '¿', '¡']) && alone(before);
    let closes = after.starts_with(['!', '?', ';', ':', '»', '›']) && alone(after);
    opens || closes
}

/// Numbers stay with their units, thousands with thousands, a person's initial with the name.
fn numbers(before: &str, after: &str) -> f64 {
    let core = before.trim_start_matches(|c: char| !c.is_alphanumeric() && !matches!(c, '$' | '€' | '£' | '¥'));
    let number = core.chars().next_back().is_some_and(|c| c.is_numeric())
        && core
            .chars()
            .all(|c| c.is_numeric() || matches!(c, '.' | ',' | '-' | '–' | '/' | '$' | '€' | '£' | '¥' | ':' | '\''));
    let word: String =
        after.chars().take_while(|c| c.is_alphanumeric() || matches!(c, '%' | '°' | '€' | '$' | '£')).collect();
    let digits = word.chars().all(|c| c.is_numeric());
    if number && !word.is_empty() {
        let thousands = digits && word.chars().count() == 3 && core.chars().count() <= 3;
        let unit =
            !digits && word.chars().count() <= 3 || matches!(word.chars().next(), Some('€' | '$' | '£' | '%' | '°'));
        return if thousands || unit { FORBIDDEN } else { PLAIN };
    }
    let name =
        after.chars().next().is_some_and(char::is_uppercase) || after.chars().next().is_some_and(char::is_numeric);
    let initial =
        core.chars().count() == 2 && core.ends_with('.') && core.chars().next().is_some_and(char::is_uppercase);
    let short = core.strip_suffix('.').is_some_and(|word| ABBREVIATIONS.contains(&word.to_lowercase().as_str()));
    if name && (initial || short) { PLAIN * 2.0 } else { 0.0 }
}

/// Words that lean on the next one.
fn leaning(before: &str, after: &str, language: &str) -> f64 {
    let word = before.trim_start_matches(|c: char| !c.is_alphanumeric());
    if word.is_empty() || !word.chars().all(char::is_alphabetic) || !after.chars().any(char::is_alphabetic) {
        return 0.0;
    }
    let lower = word.to_lowercase();
    let letters = word.chars().count();
    let one = letters == 1 && word.chars().all(is_cased);
    if one && ONE_LETTER.contains(&language) {
        return FORBIDDEN;
    }
    if one {
        return PLAIN;
    }
    let known = LEANING.iter().find(|(name, _)| *name == language || language.is_empty() && *name == "en");
    if known.is_some_and(|(_, words)| words.contains(&lower.as_str())) { LIGHT } else { 0.0 }
}

/// A letter of a script with capitals: in others a single letter is a word like any other.
fn is_cased(c: char) -> bool {
    c.is_lowercase() || c.is_uppercase()
}

fn is_dash(c: char) -> bool {
    matches!(c, '-' | '‐' | '‒' | '–' | '—' | '―')
}

/// `-5` is a number.
fn is_number_after_sign(word: &str) -> bool {
    let mut characters = word.chars().skip(1);
    characters.next().is_some_and(char::is_numeric)
}

/// Signs and emoji may begin a line.
fn is_symbol(c: char) -> bool {
    u32::from(c) >= 0x2190 && !matches!(u32::from(c), 0x3000..=0x303F | 0xFF00..=0xFFEF)
}

fn word_before(measure: &Measure<'_>, at: u32) -> String {
    let mut letters: Vec<char> = Vec::new();
    for index in (at.saturating_sub(REACH)..at).rev() {
        match measure.char_at(index) {
            Some(c) if super::emoji::is_invisible(c) => {}
            Some(c) if c.is_whitespace() => {
                if !letters.is_empty() {
                    break;
                }
            }
            Some(c) => letters.push(c),
            None => break,
        }
    }
    letters.into_iter().rev().collect()
}

fn word_after(measure: &Measure<'_>, at: u32) -> String {
    let characters = (at..at.saturating_add(REACH)).map_while(|index| measure.char_at(index));
    characters.filter(|c| !super::emoji::is_invisible(*c)).take_while(|c| !c.is_whitespace()).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn numbers_stay_with_their_units() {
        for (before, after) in [("20", "km"), ("1,5", "%"), ("12", "€"), ("10", "000")] {
            assert_eq!(between(before, after, true, "en"), FORBIDDEN, "{before} {after}");
        }
        assert_eq!(between("100", "percent", true, "en"), PLAIN);
        assert_eq!(between("year", "1843", true, "en"), 0.0);
    }

    #[test]
    fn one_letter_prepositions_are_held_where_the_language_says_so() {
        assert_eq!(between("w", "domu", true, "pl"), FORBIDDEN);
        assert_eq!(between("в", "лесу", true, "ru"), FORBIDDEN);
        assert_eq!(between("I", "know", true, "en"), PLAIN);
        assert_eq!(between("quay.example/", "tides", false, "en"), PLAIN);
    }

    #[test]
    fn dashes_and_lone_marks_begin_no_line() {
        assert_eq!(between("word", "–", true, "en"), GRAVE);
        assert_eq!(between("word", "—then", false, "en"), GRAVE);
        assert_eq!(between("below", "-5", true, "en"), 0.0);
        assert_eq!(between("end", "...", true, "en"), FORBIDDEN);
    }

    #[test]
    fn french_marks_stay_with_their_words() {
        assert_eq!(between("quoi", "?", true, "fr"), FORBIDDEN);
        assert_eq!(between("«", "mot", true, "fr"), FORBIDDEN);
        assert_eq!(between("mot", "»", true, "fr"), FORBIDDEN);
        assert!(is_bound("mot", "».") && is_bound("(«", "mot") && !is_bound("mot", "!mot"));
    }

    #[test]
    fn german_marks_that_point_inwards_may_begin_and_end_a_line() {
        assert_eq!(between("sagte", "»Wort«", true, "de"), 0.0);
        assert_eq!(between("»Wort«", "sagte", true, "de"), 0.0);
    }

    #[test]
    fn titles_and_initials_stay_with_names() {
        assert!(between("Dr.", "Moss", true, "en") > PLAIN);
        assert!(between("J.", "Moss", true, "en") > PLAIN);
        assert_eq!(between("end.", "Moss", true, "en"), 0.0);
    }
}
