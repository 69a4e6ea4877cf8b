//! Links in a text: with `http://` or without, where they end, and what may not stand before them.
//!
//! Time grows with the length of the text alone, whatever stands in it. Domain names are the matter of `domain`.

use std::ops::Range;

use super::class::{is_at_sign, is_cyrillic, is_directional, is_forbidden, is_hash_sign, is_latin_accent, is_space};
use super::domain::{Alphabet, Reach, ascii_length, domain, label, top_level};
use super::run;

/// Longest link, in characters of its ASCII form.
const LONGEST: usize = 4096;

/// Longest path of a `t.co` link, in characters.
const LONGEST_SHORT_PATH: usize = 40;

/// What differs between networks.
pub(super) struct Rules {
    /// Whether a link may stand without `http://`.
    pub(super) bare: bool,
    /// Letters of a path, without parentheses.
    pub(super) in_path: fn(char) -> bool,
    /// Letters that a path may end with.
    pub(super) ends_path: fn(char) -> bool,
}

/// X: paths in ASCII, Cyrillic, and Latin letters with accents.
pub(super) const X: Rules = Rules { bare: true, in_path: in_x_path, ends_path: ends_x_path };

/// Mastodon: paths of any script.
pub(super) const MASTODON: Rules = Rules { bare: false, in_path: in_mastodon_path, ends_path: ends_mastodon_path };

/// Links of a text, in order and without overlap, as offsets in characters.
pub(super) fn urls(characters: &[char], rules: &Rules) -> Vec<Range<usize>> {
    let mut found = Vec::new();
    let mut scan = Scan { characters, rules, hopeless: 0 };
    let (mut at, mut taken) = (0, 0);
    while at < characters.len() {
        // The character before a link belongs to it alone: it is not the last one of another link.
        let free = at == 0 || at > taken;
        let before = at.checked_sub(1).and_then(|before| characters.get(before).copied());
        match if free && may_precede(before) { scan.candidate(at, before) } else { None } {
            Some(url) => {
                let allowed = url.has_scheme || rules.bare && !before.is_some_and(joins_words);
                found.extend(url.accepted(characters).filter(|_| allowed));
                taken = url.range.end;
                at = taken;
            }
            None => at += 1,
        }
    }
    found
}

/// Whether a link may begin after this character, or at the start of the text.
fn may_precede(before: Option<char>) -> bool {
    before.is_none_or(|c| {
        is_directional(c)
            || !(c.is_ascii_alphanumeric() || is_at_sign(c) || is_hash_sign(c) || c == '$' || is_forbidden(c))
    })
}

/// Characters that make what follows a part of a longer word, unless it begins with `http://`.
fn joins_words(c: char) -> bool {
    matches!(c, '-' | '_' | '.' | '/')
}

/// A link as it stands in the text, perhaps one that breaks a rule.
struct Url {
    range: Range<usize>,
    domain: Range<usize>,
    has_scheme: bool,
}

impl Url {
    /// What of it is a link: nothing when it is too long, less than all of it when it goes through `t.co`.
    fn accepted(&self, characters: &[char]) -> Option<Range<usize>> {
        let domain = characters.get(self.domain.clone())?;
        let length = self.range.len() - domain.len() + ascii_length(domain)?;
        if length > LONGEST {
            return None;
        }
        let is_short = self.has_scheme && domain.iter().map(char::to_ascii_lowercase).eq("t.co".chars());
        if !is_short || characters.get(self.domain.end) != Some(&'/') {
            return Some(self.range.clone());
        }
        let from = self.domain.end + 1;
        let path = characters.get(from..self.range.end)?.iter().take_while(|c| c.is_ascii_alphanumeric()).count();
        match path {
            0 => Some(self.range.clone()),
            1..=LONGEST_SHORT_PATH => Some(self.range.start..query(characters, from + path)),
            _ => None,
        }
    }
}

/// Tries places of a text from left to right.
struct Scan<'a> {
    characters: &'a [char],
    rules: &'a Rules,
    /// Before this, labels were seen that lead to no domain name.
    hopeless: usize,
}

impl Scan<'_> {
    /// The link that begins here.
    fn candidate(&mut self, at: usize, before: Option<char>) -> Option<Url> {
        let host = scheme(self.characters, at);
        let from = host.unwrap_or(at);
        let end = match host {
            Some(_) => domain(self.characters, from, Alphabet::Latin)
                .end
                .or_else(|| domain(self.characters, from, Alphabet::All).end)?,
            None if before.is_some_and(is_latin_accent) => return None,
            None => self.bare_domain(at)?,
        };
        let url = query(self.characters, path(self.characters, port(self.characters, end), self.rules));
        Some(Url { range: at..url, domain: from..end, has_scheme: host.is_some() })
    }

    /// A domain name without `http://`. Labels that led nowhere once are not looked at again from further right; a start inside a label
    /// sees that label and what follows its point.
    fn bare_domain(&mut self, at: usize) -> Option<usize> {
        if at < self.hopeless {
            return inner_domain(self.characters, at);
        }
        let Reach { end, seen } = domain(self.characters, at, Alphabet::Latin);
        self.hopeless = if end.is_none() { seen } else { self.hopeless };
        end
    }
}

/// A domain name of two labels only.
fn inner_domain(characters: &[char], at: usize) -> Option<usize> {
    let (point, is_name) = label(characters, at, Alphabet::Latin)?;
    if is_name { top_level(characters, point + 1) } else { None }
}

/// End of `http://` or `https://`.
fn scheme(characters: &[char], at: usize) -> Option<usize> {
    let rest = characters.get(at..)?;
    let begins =
        |word: &str| rest.len() >= word.len() && word.chars().zip(rest).all(|(a, b)| a == b.to_ascii_lowercase());
    ["https://", "http://"].into_iter().find(|word| begins(word)).map(|word| at + word.len())
}

/// End of a port, or `at`.
fn port(characters: &[char], at: usize) -> usize {
    if characters.get(at) != Some(&':') {
        return at;
    }
    let digits = run(characters, at + 1, |c| c.is_ascii_digit());
    if digits > at + 1 { digits } else { at }
}

/// End of a path, or `at`. Parentheses belong to it in pairs, and punctuation does not end it.
fn path(characters: &[char], at: usize, rules: &Rules) -> usize {
    if characters.get(at) != Some(&'/') {
        return at;
    }
    let (mut end, mut next) = (at + 1, at + 1);
    while let Some(c) = characters.get(next) {
        if *c == '(' {
            let Some(after) = parenthesis(characters, next, rules.in_path) else { break };
            (end, next) = (after, after);
        } else if (rules.in_path)(*c) {
            next += 1;
            end = if (rules.ends_path)(*c) { next } else { end };
        } else {
            break;
        }
    }
    end
}

/// End of a pair of parentheses in a path, with at most one pair inside.
fn parenthesis(characters: &[char], open: usize, is_path: fn(char) -> bool) -> Option<usize> {
    let inside = run(characters, open + 1, is_path);
    match characters.get(inside)? {
        ')' => (inside > open + 1).then_some(inside + 1),
        '(' => {
            let inner = run(characters, inside + 1, is_path);
            let closed = inner > inside + 1 && characters.get(inner) == Some(&')');
            let outer = run(characters, inner + 1, is_path);
            (closed && characters.get(outer) == Some(&')')).then_some(outer + 1)
        }
        _ => None,
    }
}

/// End of a query, or `at`. Punctuation does not end it.
fn query(characters: &[char], at: usize) -> usize {
    if characters.get(at) != Some(&'?') {
        return at;
    }
    let all = run(characters, at + 1, |c| {
        c.is_ascii_alphanumeric()
            || matches!(
                c,
                '!' | '?'
                    | '*'
                    | '\''
                    | '@'
                    | '('
                    | ')'
                    | ';'
                    | ':'
                    | '&'
                    | '='
                    | '+'
                    | '$'
                    | '/'
                    | '%'
                    | '#'
                    | '['
                    | ']'
                    | '-'
                    | '_'
                    | '.'
                    | ','
                    | '~'
                    | '|'
            )
    });
    let ends = |c: &char| c.is_ascii_alphanumeric() || matches!(c, '-' | '_' | '&' | '=' | '#' | '/');
    let inside = characters.get(at + 1..all).unwrap_or_default();
    inside.iter().rposition(ends).map_or(at, |last| at + 2 + last)
}

fn in_x_path(c: char) -> bool {
    ends_x_path(c)
        || matches!(c, '!' | '*' | '\'' | ';' | ':' | ',' | '.' | '$' | '%' | '[' | ']' | '–' | '~' | '@' | '|' | '&')
}

fn ends_x_path(c: char) -> bool {
    c.is_ascii_alphanumeric() || matches!(c, '+' | '-' | '=' | '_' | '#' | '/') || is_cyrillic(c) || is_latin_accent(c)
}

fn in_mastodon_path(c: char) -> bool {
    !is_space(c) && !matches!(c, '<' | '>' | '(' | ')' | '?')
}

fn ends_mastodon_path(c: char) -> bool {
    let sign = matches!(
        c,
        '!' | '*'
            | '"'
            | '\''
            | '「'
            | '」'
            | ';'
            | ':'
            | '='
            | ','
            | '.'
            | '$'
            | '%'
            | '['
            | ']'
            | '~'
            | '&'
            | '|'
            | '@'
    );
    in_mastodon_path(c) && !sign
}

#[cfg(test)]
mod tests {
    use super::*;

    fn found(text: &str, bare: bool) -> Vec<String> {
        let characters: Vec<char> = text.chars().collect();
        urls(&characters, &Rules { bare, ..X }).into_iter().map(|range| characters[range].iter().collect()).collect()
    }

    #[test]
    fn links_end_where_a_reader_ends_them() {
        for (text, expected) in [
            ("see https://example.com/a?b=c#d.", "https://example.com/a?b=c#d"),
            ("(https://example.com/x_(y))", "https://example.com/x_(y)"),
            ("(https://example.com/x_(y_(z))/)", "https://example.com/x_(y_(z))/"),
            ("https://example.com/x_(y_(z", "https://example.com/x_"),
            ("https://example.com/()", "https://example.com/"),
            ("“https://example.com/é”", "https://example.com/é"),
            ("https://example.com/мост!", "https://example.com/мост"),
            ("https://example.com:8080/pier?", "https://example.com:8080/pier"),
            ("https://example.com: here", "https://example.com"),
            ("https://example.com?a=1&b=(2)", "https://example.com?a=1&b=(2"),
            ("https://example.com/a,,,,", "https://example.com/a"),
            ("https://example.com/…", "https://example.com/"),
            ("HTTP://EXAMPLE.COM…", "HTTP://EXAMPLE.COM"),
            ("見てhttps://example.jp/橋。次", "https://example.jp/"),
            ("http://橋の日.jp/a", "http://橋の日.jp/a"),
            ("\u{2066}http://example.com/\u{2069}", "http://example.com/"),
        ] {
            assert_eq!(found(text, false), [expected], "{text}");
        }
    }

    #[test]
    fn a_known_ending_makes_a_link_without_scheme() {
        assert_eq!(found("橋example.com/pier例example.jpで", true), ["example.com/pier", "example.jp"]);
        assert_eq!(found("old_pier.example.com, example.org?x=1", true), ["old_pier.example.com", "example.org?x=1"]);
        for text in [
            "mira@example.com",
            "@example.com",
            "#example.com",
            "$example.com",
            "./example.com",
            "-example.com",
            "example.zz",
            "1.5",
            "e.g. this",
            "www...com",
        ] {
            assert!(found(text, true).is_empty(), "{text}: {:?}", found(text, true));
        }
        assert!(found("example.com/pier", false).is_empty());
    }

    #[test]
    fn what_precedes_a_link_is_no_part_of_a_word() {
        assert_eq!(found("/http://example.com", false), ["http://example.com"]);
        assert_eq!(found("!http://example.com", false), ["http://example.com"]);
        assert!(found("xhttp://example.com", true).is_empty());
        assert!(found("ehttp://example.com/http://example.org", true).is_empty());
    }

    #[test]
    fn short_links_have_letters_and_digits_only() {
        assert_eq!(
            found("https://t.co/aB3'd https://t.co/aB3-x https://t.co/aB3?b=1,", true),
            ["https://t.co/aB3", "https://t.co/aB3", "https://t.co/aB3?b=1"]
        );
        assert!(found(&format!("https://t.co/{}", "a".repeat(41)), true).is_empty());
        assert_eq!(
            found("https://t.co https://t.co/ https://at.co/a'b", true),
            ["https://t.co", "https://t.co/", "https://at.co/a'b"]
        );
    }

    #[test]
    fn links_that_are_too_long_are_none() {
        assert_eq!(found(&format!("https://example.com/{}", "a".repeat(4000)), true).len(), 1);
        assert!(found(&format!("https://example.com/{}", "a".repeat(4096)), true).is_empty());
        assert!(found(&format!("https://{}.com/", "橋".repeat(60)), true).is_empty());
    }
}
