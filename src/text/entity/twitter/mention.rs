//! Accounts (`@mira`) and lists (`@mira/bridges`) in a text, and whom a reply answers.

use crate::text::entity::class::{is_at_sign, is_directional, is_latin_accent, is_space, is_word};

/// Longest name of an account, in characters.
const LONGEST_NAME: usize = 20;

/// Longest name of a list, in characters.
const LONGEST_LIST: usize = 25;

/// Where a mention stands, in characters.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(super) struct Mention {
    /// The `@`.
    pub(super) start: usize,
    /// End of the name of the account; with a list its `/` stands here.
    pub(super) name_end: usize,
    /// End of it all.
    pub(super) end: usize,
}

/// Mentions of a text, in order.
pub(super) fn mentions(characters: &[char]) -> Vec<Mention> {
    let mut found = Vec::new();
    let mut taken = 0;
    for (at, _) in characters.iter().enumerate().filter(|(_, c)| is_at_sign(**c)) {
        let Some(before) = characters.get(taken..at) else { continue };
        if !may_precede(before, taken == 0) {
            continue;
        }
        if let Some(mention) = mention_at(characters, at) {
            taken = mention.end;
            if !goes_on(characters, mention.end) {
                found.push(mention);
            }
        }
    }
    found
}

/// Range of the name that a text which begins with a mention answers, in characters.
pub(super) fn reply(characters: &[char]) -> Option<std::ops::Range<usize>> {
    let at = characters.iter().position(|c| !is_space(*c) && !is_directional(*c))?;
    let sign = characters.get(at).is_some_and(|c| is_at_sign(*c));
    let mention = if sign { mention_at(characters, at)? } else { return None };
    (!goes_on(characters, mention.name_end)).then_some(at + 1..mention.name_end)
}

fn mention_at(characters: &[char], at: usize) -> Option<Mention> {
    let rest = characters.get(at + 1..)?;
    let name = rest.iter().take(LONGEST_NAME).take_while(|c| is_word(**c)).count();
    let list = rest.get(name..).map_or(0, list_length);
    let name_end = at + 1 + name;
    (name > 0).then_some(Mention { start: at, name_end, end: name_end + list })
}

/// Length of `/name`, or 0: a letter, then letters, digits, `_` and `-`.
fn list_length(rest: &[char]) -> usize {
    match rest {
        ['/', first, more @ ..] if first.is_ascii_alphabetic() => {
            2 + more.iter().take(LONGEST_LIST - 1).take_while(|c| is_word(**c) || **c == '-').count()
        }
        _ => 0,
    }
}

/// Whether a mention may follow this: not a letter, a digit or a sign that joins, but the letters `RT` do.
fn may_precede(before: &[char], from_start: bool) -> bool {
    let Some(last) = before.last() else { return from_start };
    let joins = is_word(*last) || is_at_sign(*last) || matches!(last, '!' | '#' | '$' | '%' | '&' | '*');
    !joins || is_retweet(before, from_start)
}

/// Whether the text ends with `RT`, in any case, as a word of its own.
fn is_retweet(before: &[char], from_start: bool) -> bool {
    let Some((rest, ['r' | 'R', 't' | 'T'])) = before.split_last_chunk::<2>() else { return false };
    match rest.last() {
        Some(c) => !(is_word(*c) || matches!(c, '+' | '~' | '.' | '-')),
        None => from_start,
    }
}

/// Whether what follows shows that it was no name: an address, a longer word, `://`.
fn goes_on(characters: &[char], end: usize) -> bool {
    let rest = characters.get(end..).unwrap_or_default();
    rest.first().is_some_and(|c| is_at_sign(*c) || is_latin_accent(*c)) || rest.starts_with(&[':', '/', '/'])
}

#[cfg(test)]
mod tests {
    use super::*;

    fn found(text: &str) -> Vec<String> {
        let characters: Vec<char> = text.chars().collect();
        mentions(&characters).iter().map(|found| characters[found.start..found.end].iter().collect()).collect()
    }

    #[test]
    fn names_are_ascii_and_at_most_twenty_long() {
        assert_eq!(found("@mira, .@noa_l (@lin) ＠ada 橋@beaで"), ["@mira", "@noa_l", "@lin", "＠ada", "@bea"]);
        assert_eq!(found("@a234567890123456789012"), ["@a2345678901234567890"]);
        assert_eq!(found("@42"), ["@42"]);
        assert!(found("@ @- @é").is_empty());
    }

    #[test]
    fn what_stands_around_may_forbid_a_mention() {
        for text in [
            "mira@noa",
            "_@noa",
            "!@noa",
            "#@noa",
            "$@noa",
            "%@noa",
            "&@noa",
            "*@noa",
            "@@noa",
            "@noa@example.com",
            "@noaé",
            "@http://",
        ] {
            assert!(found(text).is_empty(), "{text}: {:?}", found(text));
        }
        assert_eq!(found("RT@mira rt:@noa xRT@lin +RT@lin"), ["@mira", "@noa"]);
        assert_eq!(found("@mira.com @noa:"), ["@mira", "@noa"]);
    }

    #[test]
    fn a_list_begins_with_a_letter() {
        assert_eq!(found("@mira/bridges-2_b @mira/2b @mira/ b"), ["@mira/bridges-2_b", "@mira", "@mira"]);
        assert_eq!(found(&format!("@mira/{}", "b".repeat(30))), [format!("@mira/{}", "b".repeat(25))]);
    }

    #[test]
    fn a_reply_begins_with_its_mention() {
        let answered = |text: &str| {
            let characters: Vec<char> = text.chars().collect();
            reply(&characters).map(|range| characters[range].iter().collect::<String>())
        };
        assert_eq!(answered(" \u{3000}@mira yes").as_deref(), Some("mira"));
        assert_eq!(answered("@mira/bridges yes").as_deref(), Some("mira"));
        for text in ["", "a @mira", ".@mira", "@mira@noa", "@"] {
            assert_eq!(answered(text), None, "{text}");
        }
    }
}
