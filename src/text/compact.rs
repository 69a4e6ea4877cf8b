//! Counts in few characters: 8412 as `8.4K`.
//!
//! The words of each language are a short table; a language that is not in it is set as English.

use super::language;

/// How a language shortens counts.
struct Units {
    /// Decimal mark.
    mark: &'static str,
    /// What stands for a thousand, a million, a billion; empty: the next smaller one is used with more digits.
    words: [&'static str; 3],
}

const ENGLISH: Units = Units { mark: ".", words: ["K", "M", "B"] };

/// A count, shortened from 1000 upwards to one decimal below 100 of its unit and none above.
///
/// Half a step is rounded up: 8450 is `8.5K`, 999950 is `1M`. Counts below 1000 are written out.
pub(crate) fn compact(count: u64, locale: &str) -> String {
    if count < 1000 {
        return count.to_string();
    }
    let language = language(locale);
    if matches!(language.as_str(), "ja" | "zh" | "ko") {
        return compact_by_myriads(count, locale, &language);
    }
    let units = units(&language);
    let steps: [(u64, &str); 3] =
        [(1_000, units.words[0]), (1_000_000, units.words[1]), (1_000_000_000, units.words[2])];
    scaled(count, &steps, units.mark)
}

fn units(language: &str) -> Units {
    match language {
        "de" => Units { mark: ",", words: ["\u{202F}Tsd.", "\u{202F}Mio.", "\u{202F}Mrd."] },
        "fr" => Units { mark: ",", words: ["\u{202F}k", "\u{202F}M", "\u{202F}Md"] },
        "es" => Units { mark: ",", words: ["\u{202F}mil", "\u{202F}M", "\u{202F}mil\u{202F}M"] },
        "pt" => Units { mark: ",", words: ["\u{202F}mil", "\u{202F}mi", "\u{202F}bi"] },
        "it" => Units { mark: ",", words: ["\u{202F}mila", "\u{202F}Mln", "\u{202F}Mrd"] },
        "nl" => Units { mark: ",", words: ["K", "\u{202F}mln.", "\u{202F}mld."] },
        "sv" => Units { mark: ",", words: ["\u{202F}tn", "\u{202F}mn", "\u{202F}md"] },
        "da" => Units { mark: ",", words: ["\u{202F}t", "\u{202F}mio.", "\u{202F}mia."] },
        "nb" | "no" | "nn" => Units { mark: ",", words: ["k", "\u{202F}mill.", "\u{202F}mrd."] },
        "pl" => Units { mark: ",", words: ["\u{202F}tys.", "\u{202F}mln", "\u{202F}mld"] },
        _ => ENGLISH,
    }
}

/// Chinese, Japanese and Korean count in units of ten thousand.
fn compact_by_myriads(count: u64, locale: &str, language: &str) -> String {
    let traditional = ["Hant", "TW", "HK", "MO"]
        .iter()
        .any(|part| locale.split(['-', '_']).any(|tag| tag.eq_ignore_ascii_case(part)));
    let words = match language {
        "ko" => ["만", "억"],
        "ja" => ["万", "億"],
        _ if traditional => ["萬", "億"],
        _ => ["万", "亿"],
    };
    if count < 10_000 {
        return if language == "ko" { scaled(count, &[(1_000, "천")], ".") } else { count.to_string() };
    }
    scaled(count, &[(10_000, words[0]), (100_000_000, words[1])], ".")
}

/// The count in the largest unit it reaches after rounding.
fn scaled(count: u64, steps: &[(u64, &str)], mark: &str) -> String {
    for (index, (unit, word)) in steps.iter().enumerate() {
        let tenths = rounded(count, unit / 10);
        let next = steps.get(index + 1).map(|(next, _)| next / unit);
        let (whole, tenth) = if tenths < 1000 { (tenths / 10, tenths % 10) } else { (rounded(count, *unit), 0) };
        if next.is_some_and(|next| whole >= next) {
            continue;
        }
        let fraction = if tenth == 0 { String::new() } else { format!("{mark}{tenth}") };
        return format!("{whole}{fraction}{word}");
    }
    count.to_string()
}

/// Division that rounds half up.
fn rounded(count: u64, unit: u64) -> u64 {
    count / unit + u64::from(count % unit >= unit.div_ceil(2))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn counts_are_short_in_english() {
        for (count, text) in [
            (0, "0"),
            (999, "999"),
            (1000, "1K"),
            (1049, "1K"),
            (1050, "1.1K"),
            (8412, "8.4K"),
            (8450, "8.5K"),
            (9999, "10K"),
            (99_949, "99.9K"),
            (99_950, "100K"),
            (128_499, "128K"),
            (999_499, "999K"),
            (999_500, "1M"),
            (999_950, "1M"),
            (1_000_000, "1M"),
            (2_345_678, "2.3M"),
            (999_999_999, "1B"),
            (u64::MAX, "18446744074B"),
        ] {
            assert_eq!(compact(count, "en"), text, "{count}");
        }
    }

    #[test]
    fn other_languages_have_their_own_words() {
        assert_eq!(compact(8412, "de-AT"), "8,4\u{202F}Tsd.");
        assert_eq!(compact(8412, "fr"), "8,4\u{202F}k");
        assert_eq!(compact(8412, "ja"), "8412");
        assert_eq!(compact(84_120, "ja"), "8.4万");
        assert_eq!(compact(84_120, "zh-Hant"), "8.4萬");
        assert_eq!(compact(99_999_999, "zh"), "1亿");
        assert_eq!(compact(8412, "ko"), "8.4천");
        assert_eq!(compact(8412, "xx"), "8.4K");
    }
}
