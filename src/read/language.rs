//! Language codes of networks as language tags of a record.
//!
//! Networks mark texts without a language by codes of their own, and keep two codes that were replaced in 1989.

use std::borrow::Cow;

/// The language tag behind a code; `None` for codes that name no language and for what is no tag at all.
pub(crate) fn language(code: &str) -> Option<String> {
    let code = code.trim();
    if let [a, b] = code.as_bytes()
        && a.is_ascii_lowercase()
        && b.is_ascii_lowercase()
    {
        return Some(renamed(code).to_owned());
    }
    let tag: Cow<'_, str> = if code.contains('_') { code.replace('_', "-").into() } else { code.into() };
    let (first, rest) = tag.split_once('-').map_or((tag.as_ref(), None), |(first, rest)| (first, Some(rest)));
    let first = first.to_ascii_lowercase();
    let valid = (2..=8).contains(&first.len())
        && first.bytes().all(|byte| byte.is_ascii_lowercase())
        && tag.len() <= 64
        && rest.is_none_or(|rest| rest.split('-').all(is_subtag));
    if !valid || is_none(&first) {
        return None;
    }
    Some(match rest {
        None => renamed(&first).to_owned(),
        Some(rest) => format!("{}-{rest}", renamed(&first)),
    })
}

fn is_subtag(part: &str) -> bool {
    (1..=8).contains(&part.len()) && part.bytes().all(|byte| byte.is_ascii_alphanumeric())
}

/// Codes that say that there is no language, or none that is known: `und`, `zxx`, the private range `qaa` to `qtz` (X has
/// `qme` for media only, `qht` for tags only and so on), `art` (emoji only), `xx` (X's joke of a language).
fn is_none(code: &str) -> bool {
    let private = code.len() == 3 && code.starts_with('q') && matches!(code.as_bytes().get(1), Some(b'a'..=b't'));
    private || matches!(code, "und" | "zxx" | "mis" | "mul" | "art" | "xx")
}

fn renamed(code: &str) -> &str {
    match code {
        "in" => "id",
        "iw" => "he",
        "ji" => "yi",
        "msa" => "ms",
        other => other,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn codes_without_a_language_are_none() {
        for code in
            ["und", "zxx", "qme", "qst", "qht", "qam", "qct", "art", "", " ", "e", "en us", "xx-lc", "123", "en-"]
        {
            assert_eq!(language(code), None, "{code}");
        }
    }

    #[test]
    fn old_codes_are_renewed_and_others_kept() {
        let pairs = [
            ("in", "id"),
            ("iw", "he"),
            ("en", "en"),
            ("pt-BR", "pt-BR"),
            ("zh_Hant", "zh-Hant"),
            ("EN", "en"),
            ("que", "que"),
        ];
        for (code, tag) in pairs {
            assert_eq!(language(code).as_deref(), Some(tag), "{code}");
        }
    }
}
