//! Domain names inside a text: where one ends, and whether it is short enough once it is written in ASCII.
//!
//! What stands before and after a domain name is the matter of `url`.

use super::class::{is_label, is_latin_label};
use crate::text::tld::tld_at;

/// Longest label of a domain name in its ASCII form.
const LONGEST_LABEL: usize = 63;

/// Which letters a domain name may have.
#[derive(Clone, Copy, PartialEq)]
pub(super) enum Alphabet {
    /// ASCII and Latin letters with accents.
    Latin,
    /// Letters and signs of any script.
    All,
}

impl Alphabet {
    fn has(self, c: char) -> bool {
        match self {
            Self::Latin => is_latin_label(c),
            Self::All => is_label(c),
        }
    }
}

/// What was found from a place on.
#[derive(Debug, PartialEq)]
pub(super) struct Reach {
    /// End of the domain name, when there is one.
    pub(super) end: Option<usize>,
    /// First character that belongs to no well-formed label any more.
    pub(super) seen: usize,
}

/// The longest domain name that begins at `from`: labels with points between them, of which the last is a top-level domain.
pub(super) fn domain(characters: &[char], from: usize, alphabet: Alphabet) -> Reach {
    let mut reach = Reach { end: None, seen: from };
    let mut after_name = false;
    loop {
        if after_name && let Some(end) = top_level(characters, reach.seen) {
            reach.end = Some(end);
        }
        let Some((point, is_name)) = label(characters, reach.seen, alphabet) else { return reach };
        after_name = is_name;
        reach.seen = point + 1;
    }
}

/// Where the point after the label at `from` stands, and whether a top-level domain may follow it: not after a label with `_`.
///
/// A label begins and ends with a letter or digit.
pub(super) fn label(characters: &[char], from: usize, alphabet: Alphabet) -> Option<(usize, bool)> {
    let rest = characters.get(from..)?;
    let inside = |c: char| matches!(c, '-' | '_') || alphabet.has(c);
    let length = rest.iter().take(LONGEST_LABEL + 1).take_while(|c| inside(**c)).count();
    let label = rest.get(..length).filter(|label| label.len() <= LONGEST_LABEL)?;
    let edges =
        label.first().zip(label.last()).is_some_and(|(first, last)| alphabet.has(*first) && alphabet.has(*last));
    (edges && rest.get(length) == Some(&'.')).then(|| (from + length, !label.contains(&'_')))
}

/// End of the top-level domain at `from`, by name or in its ASCII form (`xn--…`).
pub(super) fn top_level(characters: &[char], from: usize) -> Option<usize> {
    let rest = characters.get(from..)?;
    if begins_encoded(rest) {
        let inside = |c: &&char| c.is_ascii_alphanumeric() || **c == '-';
        let length = rest.iter().take(LONGEST_LABEL).take_while(inside).count();
        return (length > 4).then_some(from + length);
    }
    tld_at(characters, from, |next| next.is_some_and(|c| c.is_ascii_alphanumeric() || matches!(c, '@' | '+' | '-')))
}

/// Whether a label begins as one in its ASCII form.
fn begins_encoded(label: &[char]) -> bool {
    label.iter().take(4).map(char::to_ascii_lowercase).eq("xn--".chars())
}

/// Length of a domain name in its ASCII form, in characters; nothing when a label of it has none.
pub(super) fn ascii_length(domain: &[char]) -> Option<usize> {
    domain.split(|c| *c == '.').try_fold(domain.len(), |total, label| {
        let length = encoded_length(label)?;
        (1..=LONGEST_LABEL).contains(&length).then(|| total - label.len() + length)
    })
}

/// Length of a label, with `xn--` and Punycode (RFC 3492) when it is not ASCII; nothing when it is longer than a label may be,
/// or claims to be encoded and is not.
fn encoded_length(label: &[char]) -> Option<usize> {
    let basic = label.iter().filter(|c| c.is_ascii()).count();
    if basic == label.len() {
        return Some(basic);
    }
    if label.len() > LONGEST_LABEL || begins_encoded(label) {
        return None;
    }
    let mut length = 4 + basic + usize::from(basic > 0);
    let (mut code, mut delta, mut bias, mut handled) = (0x80_u32, 0_u32, 72_u32, basic as u32);
    while (handled as usize) < label.len() {
        let next = label.iter().map(|c| u32::from(*c)).filter(|c| *c >= code).min()?;
        delta = delta.checked_add((next - code).checked_mul(handled + 1)?)?;
        code = next;
        for c in label.iter().map(|c| u32::from(*c)) {
            if c < code {
                delta += 1;
            } else if c == code {
                length += digits(delta, bias);
                bias = adapted(delta, handled + 1, handled as usize == basic);
                delta = 0;
                handled += 1;
            }
        }
        delta += 1;
        code += 1;
    }
    Some(length)
}

/// How many digits a generalized integer of Punycode takes.
fn digits(mut value: u32, bias: u32) -> usize {
    let mut count = 1_u32;
    loop {
        let threshold = (36 * count).saturating_sub(bias).clamp(1, 26);
        if value < threshold {
            return count as usize;
        }
        value = (value - threshold) / (36 - threshold);
        count += 1;
    }
}

/// The next bias of Punycode.
fn adapted(delta: u32, points: u32, first: bool) -> u32 {
    let mut delta = if first { delta / 700 } else { delta / 2 };
    delta += delta / points;
    let mut steps = 0;
    while delta > 35 * 26 / 2 {
        delta /= 35;
        steps += 36;
    }
    steps + 36 * delta / (delta + 38)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn letters(text: &str) -> Vec<char> {
        text.chars().collect()
    }

    fn found(text: &str, alphabet: Alphabet) -> Option<String> {
        let letters = letters(text);
        domain(&letters, 0, alphabet).end.map(|end| letters[..end].iter().collect())
    }

    #[test]
    fn the_last_top_level_domain_counts() {
        for (text, expected) in [
            ("pier.example.com/x", "pier.example.com"),
            ("example.co.jp。", "example.co.jp"),
            ("example.com.", "example.com"),
            ("example.com.zz", "example.com"),
            ("old_pier.example.com", "old_pier.example.com"),
            ("example.みんなで", "example.みんな"),
            ("example.xn--p1ai/", "example.xn--p1ai"),
            ("example.comで", "example.com"),
        ] {
            assert_eq!(found(text, Alphabet::Latin).as_deref(), Some(expected), "{text}");
        }
        for text in [
            "com",
            ".com",
            "a..com",
            "-a.com",
            "a-.com",
            "_a.com",
            "a_b.com",
            "橋.com",
            "example.com-x",
            "example.com@x",
            "tar.bz2",
        ] {
            assert_eq!(found(text, Alphabet::Latin), None, "{text}");
        }
        assert_eq!(found("橋-の日.com/", Alphabet::All).as_deref(), Some("橋-の日.com"));
    }

    #[test]
    fn a_label_ends_after_63_characters() {
        assert!(found(&format!("{}.com", "a".repeat(63)), Alphabet::Latin).is_some());
        assert!(found(&format!("{}.com", "a".repeat(64)), Alphabet::Latin).is_none());
    }

    #[test]
    fn lengths_are_those_of_the_ascii_form() {
        for (domain, ascii) in [
            ("example.com", "example.com"),
            ("bücher.example", "xn--bcher-kva.example"),
            ("münchen.de", "xn--mnchen-3ya.de"),
            ("例え.テスト", "xn--r8jz45g.xn--zckzah"),
            ("рф", "xn--p1ai"),
            ("みんな", "xn--q9jyb4c"),
            ("भारत", "xn--h2brj9c"),
        ] {
            assert_eq!(ascii_length(&letters(domain)), Some(ascii.len()), "{domain}");
        }
        assert_eq!(ascii_length(&letters("a..b")), None);
        assert_eq!(ascii_length(&letters("xn--橋.com")), None);
        assert_eq!(ascii_length(&letters(&"橋".repeat(64))), None);
    }
}
