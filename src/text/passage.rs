//! Where a text may be divided between two cards: after a paragraph, a line, a sentence, a clause or a word.
//!
//! It is better to miss a place than to find a wrong one: a full stop after an abbreviation, an initial or an ordinal ends no sentence. What
//! must stay whole (links, names, emoji) is named by the caller.

use std::ops::Range;

use unicode_script::{Script, UnicodeScript};

use super::language;

/// What ends at a place, the best first.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub(crate) enum Rank {
    /// A paragraph, or the whole text.
    Paragraph,
    /// A line that its author ended: of a verse, of a list.
    Line,
    /// A sentence.
    Sentence,
    /// A part of a sentence with its comma, dash or bracket.
    Clause,
    /// A word.
    Word,
}

/// A place where a text may be divided. White space between the two parts, also of no width, belongs to neither.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct Cut {
    /// Where the first part ends, in code points.
    pub(crate) end: usize,
    /// Where the second part begins.
    pub(crate) next: usize,
    /// What ends there.
    pub(crate) rank: Rank,
}

/// Every place inside a text where it may be divided, in order, and none inside the stretches of `kept` (in code points).
pub(crate) fn cuts(text: &[char], lang: &str, kept: &[Range<usize>]) -> Vec<Cut> {
    let lang = language(lang);
    let mut found = Vec::new();
    let start = text.iter().position(|c| !is_space(*c)).unwrap_or(text.len());
    let last = text.iter().rposition(|c| !is_space(*c)).unwrap_or(0);
    let mut at = start + 1;
    while at <= last {
        let next = at + text.get(at..).map_or(0, |rest| rest.iter().take_while(|c| is_space(**c)).count());
        if let Some(rank) = rank(text, at, next, &lang)
            && !kept.iter().any(|range| range.start < at && range.end > next)
        {
            found.push(Cut { end: at, next, rank });
        }
        at = next.max(at + 1);
    }
    found
}

/// White space at which a text may be divided; spaces that do not break are none. A zero width space is one: it says where a word ends in
/// scripts without spaces.
fn is_space(c: char) -> bool {
    c == '\u{200B}' || c.is_whitespace() && !matches!(c, '\u{A0}' | '\u{2007}' | '\u{202F}')
}

/// Marks between two words or syllables that are seen and stay with the first: tsheg and the Ethiopic word space.
fn is_word_mark(c: char) -> bool {
    matches!(c, '\u{F0B}' | '\u{1361}')
}

/// What ends before `end` when the text goes on at `next`.
fn rank(text: &[char], end: usize, next: usize, lang: &str) -> Option<Rank> {
    let gap = text.get(end..next)?;
    let (before, after) = (text.get(..end)?, text.get(next..)?);
    let lines = gap.iter().filter(|c| matches!(c, '\n' | '\u{2028}')).count();
    if lines >= 2 || gap.contains(&'\u{2029}') {
        return Some(Rank::Paragraph);
    }
    if lines == 1 {
        return Some(Rank::Line);
    }
    let spaced = !gap.is_empty();
    let (last, first) = (*before.last()?, *after.first()?);
    if !spaced && is_word_mark(last) && first.is_alphanumeric() {
        return Some(Rank::Word);
    }
    if !spaced && (clings(first) || opens(last) || !(is_east(last) || is_east(first))) {
        return None;
    }
    // `12 000`, `Nr. 5`, `5 kg`: what belongs to a number stays with it.
    let number = |c: char| c.is_numeric();
    let follows_number = before.iter().rev().take_while(|c| !is_space(**c)).any(|c| number(*c));
    let unit =
        after.iter().take_while(|c| !is_space(**c)).count() <= 3 && first.is_alphabetic() && first.is_lowercase();
    if spaced && number(first) && (number(last) || is_abbreviated(before, lang)) {
        return None;
    }
    match sentence(before, after, lang) {
        Some(true) => return Some(Rank::Sentence),
        Some(false) => return None,
        None => {}
    }
    if spaced && follows_number && unit {
        return None;
    }
    if ends_clause(before, after, spaced) {
        return Some(Rank::Clause);
    }
    if spaced {
        // A dash goes with the words before it.
        let dash = matches!(first, '–' | '—') && after.get(1).is_none_or(|c| is_space(*c));
        return (!dash && !opens(last)).then_some(Rank::Word);
    }
    // Between Japanese letters a word most likely ends where kanji or katakana follow hiragana; Chinese characters are words of their own.
    let word = match (last.script(), first.script()) {
        (Script::Hiragana, Script::Han | Script::Katakana) => true,
        (Script::Han, Script::Han) => lang != "ja",
        _ => false,
    };
    word.then_some(Rank::Word)
}

/// Whether a sentence ends: `Some(false)` where its mark is that of an abbreviation, `None` where there is no mark.
fn sentence(before: &[char], after: &[char], lang: &str) -> Option<bool> {
    let closed = before.iter().rev().take_while(|c| closes(**c) || is_bound_space(**c)).count();
    let before = before.get(..before.len() - closed)?;
    let mark = *before.last()?;
    let first = after.iter().copied().find(|c| !opens(*c) && !is_bound_space(*c));
    match mark {
        // 「…。」と: what is quoted ends, and the sentence goes on.
        _ if closed > 0 && first.is_some_and(|c| c.script() == Script::Hiragana) => None,
        '。' | '！' | '？' | '｡' | '．' | '।' | '॥' | '۔' | '؟' | '։' | '።' | '෴' | '။' | '។' => {
            Some(true)
        }
        '!' | '?' | '‽' | '…' | '⁉' | '⁈' | '‼' => first.is_none_or(|c| !c.is_lowercase()).then_some(true),
        '.' if first.is_some_and(char::is_lowercase) => is_abbreviated(before, lang).then_some(false),
        '.' => Some(!is_abbreviated(before, lang)),
        _ => None,
    }
}

/// Whether the last word is an abbreviation, an initial or an ordinal with its full stop.
fn is_abbreviated(before: &[char], lang: &str) -> bool {
    let Some((&'.', before)) = before.split_last() else { return false };
    let from = before.iter().rposition(|c| !(c.is_alphanumeric() || matches!(c, '.' | '\u{202F}' | '\u{A0}')));
    let word: String = before.get(from.map_or(0, |at| at + 1)..).unwrap_or_default().iter().collect();
    let word = word.trim_matches(['\u{202F}', '\u{A0}']);
    let letters = word.chars().count();
    if word.is_empty()
        || letters == 1 && word.chars().all(char::is_alphabetic)
        || word.contains(['.', '\u{202F}', '\u{A0}'])
    {
        return !word.is_empty() && !word.starts_with('.');
    }
    if word.chars().all(|c| c.is_ascii_digit()) {
        return letters <= 2 && ORDINALS.contains(&lang);
    }
    ABBREVIATIONS.binary_search(&word.to_lowercase().as_str()).is_ok()
}

/// Languages that write an ordinal as a number with a full stop.
const ORDINALS: &[&str] =
    &["bs", "cs", "da", "de", "et", "fi", "fo", "hr", "hu", "is", "lb", "lv", "nb", "nn", "no", "sk", "sl", "sr", "tr"];

/// Abbreviations after which a sentence goes on, of several languages, in order.
#[rustfmt::skip]
const ABBREVIATIONS: &[&str] = &[
    "abb", "abs", "al", "art", "aufl", "av", "bd", "bzw", "ca", "cap", "capt", "cf", "ch", "chap", "co", "col", "dott", "dr", "dra", "ed",
    "eds", "eg", "ep", "evtl", "fig", "figs", "fr", "frl", "gen", "gov", "hg", "hl", "hr", "hrsg", "ie", "ing", "insb", "jh", "jr", "kap",
    "lt", "mag", "max", "min", "mio", "mlle", "mme", "mr", "mrd", "mrs", "ms", "mt", "no", "nr", "núm", "op", "pp", "prof", "pág", "resp",
    "rev", "sen", "sgt", "sig", "sog", "sr", "sra", "st", "str", "tel", "usw", "vgl", "vol", "vs",
];

fn ends_clause(before: &[char], after: &[char], spaced: bool) -> bool {
    let closed = before.iter().rev().take_while(|c| closes(**c) || is_bound_space(**c)).count();
    let bracket = before.last().is_some_and(|c| matches!(c, ')' | ']' | '）'));
    let inner = before.get(..before.len() - closed).and_then(|inner| inner.last()).copied();
    match inner {
        Some(',' | ';' | ':' | '،' | '؛') => spaced && after.first().is_some_and(|c| !c.is_numeric()),
        Some('–' | '—') => spaced || after.first().is_some_and(|c| is_east(*c)),
        Some('、' | '，' | '；' | '：') => true,
        _ => bracket && spaced,
    }
}

/// A space that does not break, as inside French quotation marks.
fn is_bound_space(c: char) -> bool {
    matches!(c, '\u{A0}' | '\u{202F}')
}

/// What stands after the mark of a sentence and belongs to it.
fn closes(c: char) -> bool {
    "\"'”’“»«›‹)]}」』）】》〉*_".contains(c)
}

fn opens(c: char) -> bool {
    "\"'“‘„‚«»‹›([{「『（【《〈¿¡".contains(c)
}

/// What never begins a line.
fn clings(c: char) -> bool {
    "。、，．！？；：」』）】》〉…‥ー〜・々ぁぃぅぇぉっゃゅょァィゥェォッャュョ”’".contains(c)
        || c.script() == Script::Inherited
}

/// Whether words are written without spaces around a character.
fn is_east(c: char) -> bool {
    matches!(c.script(), Script::Han | Script::Hiragana | Script::Katakana)
        || matches!(
            c,
            '。' | '、' | '，' | '．' | '！' | '？' | '；' | '：' | '」' | '』' | '）' | '】' | '》' | '〉' | '—'
        )
}

#[cfg(test)]
mod tests {
    use super::*;

    /// The text with a sign at each place: `¶` paragraph, `/` line, `|` sentence, `,` clause as `¦`, `_` word.
    fn marked(text: &str, lang: &str) -> String {
        let chars: Vec<char> = text.chars().collect();
        let mut shown = String::new();
        let mut at = 0;
        for cut in cuts(&chars, lang, &[]) {
            shown.extend(&chars[at..cut.end]);
            shown.push(match cut.rank {
                Rank::Paragraph => '¶',
                Rank::Line => '/',
                Rank::Sentence => '|',
                Rank::Clause => '¦',
                Rank::Word => '_',
            });
            at = cut.next;
        }
        shown.extend(&chars[at..]);
        shown
    }

    #[test]
    fn paragraphs_lines_sentences_clauses_and_words_are_told_apart() {
        assert_eq!(
            marked("It rained. We walked on, slowly.\n\nOne\ntwo", "en"),
            "It_rained.|We_walked_on,¦slowly.¶One/two"
        );
        assert_eq!(marked("“Go!” she said. “Now.” He went.", "en"), "“Go!”_she_said.|“Now.”|He_went.");
        assert_eq!(
            marked("We left — too late — and (of course) alone.", "en"),
            "We_left —¦too_late —¦and_(of_course)¦alone."
        );
        assert_eq!(marked(" a  b ", "en"), " a_b ");
    }

    #[test]
    fn full_stops_of_abbreviations_initials_and_ordinals_end_nothing() {
        for (text, lang) in [
            ("Dr. Osk", "en"),
            ("J. R. Moll", "en"),
            ("U.S. Army", "en"),
            ("z.B. Holz", "de"),
            ("am 3. Mai", "de"),
            ("No. 7", "en"),
            ("12 000", "fr"),
        ] {
            let found = marked(text, lang);
            assert!(!found.contains('|'), "{found}");
        }
        assert_eq!(marked("It was 1975. Then 5 kg fell.", "en"), "It_was_1975.|Then_5 kg_fell.");
        assert_eq!(marked("in 3 Tagen. 20 Leute", "de"), "in_3_Tagen.|20_Leute");
    }

    #[test]
    fn other_scripts_have_marks_of_their_own() {
        assert_eq!(marked("雨が降った。「行こう。」と言い、出た", "ja"), "雨が_降った。|「行こう。」と_言い、¦出た");
        assert_eq!(marked("هل عدت؟ نعم، عدت.", "ar"), "هل_عدت؟|نعم،¦عدت.");
        assert_eq!(
            marked("Quoi\u{202F}? «\u{202F}Non.\u{202F}» Il rit.", "fr"),
            "Quoi\u{202F}?|«\u{202F}Non.\u{202F}»|Il_rit."
        );
        assert_eq!(marked("वह आया। फिर गया।", "hi"), "वह_आया।|फिर_गया।");
        assert_eq!(marked("ព្រឹក\u{200B}នេះ\u{200B}ភ្លៀង", "km"), "ព្រឹក_នេះ_ភ្លៀង");
        assert_eq!(marked("བོད་ཡིག་། གསར", "bo"), "བོད་_ཡིག་།_གསར");
        assert_eq!(marked("ሰላም፡ለዓለም።", "am"), "ሰላም፡_ለዓለም።");
    }

    #[test]
    fn what_is_kept_is_not_divided() {
        let chars: Vec<char> = "see the old pier now".chars().collect();
        let found: Vec<_> = cuts(&chars, "en", &[4..16, 17..18]).iter().map(|cut| cut.end).collect();
        assert_eq!(found, [3, 16]);
    }

    #[test]
    fn abbreviations_are_in_order() {
        assert!(ABBREVIATIONS.is_sorted());
    }
}
