//! Classes of characters that the rules of the networks speak of. Knows no rule.

use icu_properties::CodePointMapData;
use icu_properties::props::{GeneralCategory, GeneralCategoryGroup};

/// White space of any width.
pub(super) fn is_space(c: char) -> bool {
    matches!(c, '\u{9}'..='\u{D}' | ' ' | '\u{85}' | '\u{A0}' | '\u{1680}' | '\u{180E}' | '\u{2000}'..='\u{200A}' | '\u{2028}' | '\u{2029}'
        | '\u{202F}' | '\u{205F}' | '\u{3000}')
}

/// Marks, embeddings, overrides and isolates that set the direction of a text.
pub(super) fn is_directional(c: char) -> bool {
    matches!(c, '\u{61C}' | '\u{200E}' | '\u{200F}' | '\u{202A}'..='\u{202E}' | '\u{2066}'..='\u{2069}')
}

/// Characters that a post must not have.
pub(super) fn is_forbidden(c: char) -> bool {
    matches!(c, '\u{FEFF}' | '\u{FFFE}' | '\u{FFFF}')
}

/// Latin letters with accents, and the accents themselves.
pub(super) fn is_latin_accent(c: char) -> bool {
    matches!(c, 'À'..='Ö' | 'Ø'..='ö' | 'ø'..='ɏ' | 'ɓ' | 'ɔ' | 'ɖ' | 'ɗ' | 'ə' | 'ɛ' | 'ɣ' | 'ɨ' | 'ɯ' | 'ɲ' | 'ʉ' | 'ʋ' | 'ʻ'
        | '\u{300}'..='\u{36F}' | 'Ḁ'..='ỿ')
}

/// Cyrillic letters and their marks.
pub(super) fn is_cyrillic(c: char) -> bool {
    matches!(c, '\u{400}'..='\u{4FF}')
}

/// A letter, a number or `_`, all of ASCII.
pub(super) fn is_word(c: char) -> bool {
    c.is_ascii_alphanumeric() || c == '_'
}

/// `@`, of either width.
pub(super) fn is_at_sign(c: char) -> bool {
    matches!(c, '@' | '＠')
}

/// `#`, of either width.
pub(super) fn is_hash_sign(c: char) -> bool {
    matches!(c, '#' | '＃')
}

fn category(c: char) -> GeneralCategory {
    CodePointMapData::<GeneralCategory>::new().get(c)
}

/// A letter or a mark of any script.
pub(super) fn is_letter_or_mark(c: char) -> bool {
    if c.is_ascii() {
        return c.is_ascii_alphabetic();
    }
    GeneralCategoryGroup::Letter.union(GeneralCategoryGroup::Mark).contains(category(c))
}

/// A mark, which belongs to the character before it.
pub(super) fn is_mark(c: char) -> bool {
    !c.is_ascii() && GeneralCategoryGroup::Mark.contains(category(c))
}

/// A digit of any script.
pub(super) fn is_decimal(c: char) -> bool {
    c.is_ascii_digit() || !c.is_ascii() && category(c) == GeneralCategory::DecimalNumber
}

/// Punctuation of any script, without signs of currency, mathematics and the like.
pub(super) fn is_punctuation(c: char) -> bool {
    GeneralCategoryGroup::Punctuation.contains(category(c))
}

/// What words are made of: letters, marks and digits of any script, `_` and its like.
pub(super) fn is_word_of_any_script(c: char) -> bool {
    is_word(c) || is_letter_or_mark(c) || is_decimal(c) || category(c) == GeneralCategory::ConnectorPunctuation
}

/// What a hashtag is made of: letters, marks and digits of any script, and a few signs that join words or end them.
pub(super) fn is_tag_character(c: char) -> bool {
    if c.is_ascii() {
        return is_word(c);
    }
    let joins = matches!(
        c,
        '·' | '\u{5BE}'
            | '\u{5F3}'
            | '\u{5F4}'
            | '\u{F0B}'
            | '\u{F0C}'
            | '\u{200C}'
            | '\u{200D}'
            | '〃'
            | '〜'
            | '\u{309B}'
            | '\u{309C}'
            | '゠'
            | '・'
            | '\u{A67E}'
            | '～'
    );
    joins || is_letter_or_mark(c) || is_decimal(c)
}

/// What a domain name is made of when it stands without `http://`: ASCII letters and digits, and Latin letters with accents.
pub(super) fn is_latin_label(c: char) -> bool {
    c.is_ascii_alphanumeric() || is_latin_accent(c)
}

/// What an international domain name is made of: beyond ASCII everything but white space, punctuation in general and controls.
pub(super) fn is_label(c: char) -> bool {
    if c.is_ascii() {
        return c.is_ascii_alphanumeric();
    }
    let joiner = matches!(c, '\u{200C}' | '\u{200D}');
    let general_punctuation = matches!(c, '\u{2000}'..='\u{206F}');
    joiner || !(general_punctuation || is_space(c) || is_directional(c) || is_forbidden(c))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn tags_are_made_of_letters_marks_and_digits_of_all_scripts() {
        assert!("aZéßЖאبकกあ漢한𠀡\u{301}\u{93F}\u{FE0F}".chars().all(|c| is_letter_or_mark(c) && is_tag_character(c)));
        assert!("09_१٣・·～\u{200C}".chars().all(|c| is_tag_character(c) && !is_letter_or_mark(c)));
        assert!(" -.!'#。、」🌉²½✌©".chars().all(|c| !is_tag_character(c)));
    }

    #[test]
    fn labels_leave_out_punctuation_and_space() {
        assert!("a9éあ✪".chars().all(is_label));
        assert!("-_./:“–…\u{3000}\u{202A}\u{FEFF}".chars().all(|c| !is_label(c)));
        assert!("a9éḀ".chars().all(is_latin_label));
        assert!("あжא".chars().all(|c| !is_latin_label(c)));
    }
}
