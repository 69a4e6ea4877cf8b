//! `text-transform`. Full case mappings of Unicode; of languages only Turkish and Azerbaijani have rules of their own.

use std::borrow::Cow;

use unicode_segmentation::UnicodeSegmentation;

use crate::style::{TextStyle, TextTransform};

/// The text as `text-transform` shows it. `inside_word` says whether a letter stands right before it.
pub(super) fn transform<'a>(text: &'a str, style: &TextStyle, inside_word: bool) -> Cow<'a, str> {
    let turkic = is_turkic(&style.lang);
    match style.text_transform {
        TextTransform::None => Cow::Borrowed(text),
        TextTransform::Uppercase if turkic => Cow::Owned(text.replace('i', "İ").to_uppercase()),
        TextTransform::Uppercase => Cow::Owned(text.to_uppercase()),
        TextTransform::Lowercase if turkic => {
            Cow::Owned(text.replace("I\u{307}", "i").replace('I', "ı").replace('İ', "i").to_lowercase())
        }
        TextTransform::Lowercase => Cow::Owned(text.to_lowercase()),
        TextTransform::Capitalize => Cow::Owned(capitalize(text, turkic, inside_word)),
    }
}

fn is_turkic(lang: &str) -> bool {
    let primary = lang.split(['-', '_']).next().unwrap_or_default();
    primary.eq_ignore_ascii_case("tr") || primary.eq_ignore_ascii_case("az")
}

fn capitalize(text: &str, turkic: bool, inside_word: bool) -> String {
    let mut result = String::with_capacity(text.len());
    for (start, word) in text.split_word_bound_indices() {
        let mut letters = word.chars();
        let Some(first) = letters.next() else { continue };
        if !first.is_alphanumeric() || (start == 0 && inside_word) {
            result.push_str(word);
            continue;
        }
        match first {
            'i' if turkic => result.push('İ'),
            // Digraphs with a title case of their own.
            'ǆ' | 'Ǆ' => result.push('ǅ'),
            'ǉ' | 'Ǉ' => result.push('ǈ'),
            'ǌ' | 'Ǌ' => result.push('ǋ'),
            'ǳ' | 'Ǳ' => result.push('ǲ'),
            'ß' => result.push_str("Ss"),
            _ => result.extend(first.to_uppercase()),
        }
        result.push_str(letters.as_str());
    }
    result
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn capitals_begin_words_only() {
        assert_eq!(capitalize("it's a re-run, 3d", false, false), "It's A Re-Run, 3d");
        assert_eq!(capitalize("lo world", false, true), "lo World");
        assert_eq!(capitalize("istanbul", true, false), "İstanbul");
    }
}
