//! Entities where no network's own rules are known: simple rules in the spirit of all. When in doubt, a word is plain text.

use super::class::{is_at_sign, is_hash_sign, is_letter_or_mark, is_tag_character, is_word};
use super::{Found, run, trimmed};
use crate::record::SpanKind;

/// Endings that make a bare name like `example.com` a link. Endings that are also file names (`rs`, `md`, `sh`) are left out, and
/// those that are words.
const ENDINGS: &[&str] = &[
    "com", "org", "net", "edu", "gov", "int", "mil", "info", "biz", "name", "io", "co", "dev", "app", "blog", "news",
    "social", "online", "site", "xyz", "tech", "shop", "store", "cloud", "page", "wiki", "art", "design", "studio",
    "press", "live", "space", "eu", "uk", "us", "ca", "au", "nz", "ie", "de", "at", "ch", "fr", "be", "nl", "lu", "es",
    "pt", "it", "gr", "pl", "cz", "sk", "hu", "ro", "bg", "dk", "se", "no", "fi", "ee", "lv", "lt", "ua", "ru", "tr",
    "il", "in", "jp", "kr", "cn", "tw", "hk", "sg", "br", "ar", "cl", "mx", "za", "ke", "ng", "eg",
];

/// Longest name and longest host that are taken for one, in characters.
const LONGEST_NAME: usize = 64;
const LONGEST_HOST: usize = 253;

/// What differs between networks.
pub(super) struct Rules {
    /// Whether `@mira@example.social` is one mention.
    pub(super) federated: bool,
    /// Whether `$ABC` is a cashtag.
    pub(super) cashtags: bool,
}

/// Everything that is found in a text, in order and without overlap.
pub(super) fn find(characters: &[char], rules: Rules) -> Vec<Found> {
    let mut found = Vec::new();
    let mut at = 0;
    while at < characters.len() {
        let entity = if begins_word(characters, at) { entity_at(characters, at, &rules) } else { None };
        match entity {
            Some((range, kind)) => {
                at = range.end;
                found.push((range, kind));
            }
            None => at += 1,
        }
    }
    found
}

/// Whether an entity may begin here: not in the middle of a word, an address or another entity.
fn begins_word(characters: &[char], at: usize) -> bool {
    let Some(before) = at.checked_sub(1).and_then(|before| characters.get(before)) else { return true };
    !is_spaced(*before)
        && !matches!(before, '_' | '@' | '＠' | '#' | '＃' | '$' | '&' | '/' | '.' | '-' | '=' | '+' | '%' | '~')
}

/// A letter or digit of a script that sets words apart by spaces.
fn is_spaced(c: char) -> bool {
    let unspaced = matches!(c, '\u{0E00}'..='\u{0EFF}' | '\u{1000}'..='\u{109F}' | '\u{1780}'..='\u{17FF}' | '\u{2E80}'..='\u{9FFF}'
        | '\u{AC00}'..='\u{D7AF}' | '\u{20000}'..='\u{3FFFF}');
    c.is_alphanumeric() && !unspaced
}

fn entity_at(characters: &[char], at: usize, rules: &Rules) -> Option<Found> {
    let (end, kind) = match characters.get(at)? {
        c if is_at_sign(*c) => (mention_end(characters, at + 1, rules)?, SpanKind::Mention),
        c if is_hash_sign(*c) => (hashtag_end(characters, at + 1)?, SpanKind::Hashtag),
        '$' if rules.cashtags => (cashtag_end(characters, at + 1)?, SpanKind::Cashtag),
        c if c.is_ascii_alphanumeric() => (link_end(characters, at)?, SpanKind::Link),
        _ => return None,
    };
    Some((at..end, kind))
}

fn mention_end(characters: &[char], from: usize, rules: &Rules) -> Option<usize> {
    let end = name_end(characters, from)?;
    let host = if rules.federated && characters.get(end) == Some(&'@') { host_end(characters, end + 1) } else { None };
    Some(host.unwrap_or(end))
}

/// Letters, numbers, `_`, and points or hyphens inside.
fn name_end(characters: &[char], from: usize) -> Option<usize> {
    let joins = |c: char| matches!(c, '.' | '-');
    let end = trimmed(characters, from, run(characters, from, |c| is_word(c) || joins(c)), joins);
    let begins = characters.get(from).is_some_and(|c| is_word(*c));
    (begins && end - from <= LONGEST_NAME).then_some(end)
}

/// A domain name of at least two labels.
fn host_end(characters: &[char], from: usize) -> Option<usize> {
    let joins = |c: char| matches!(c, '.' | '-');
    let end = trimmed(characters, from, run(characters, from, |c| c.is_ascii_alphanumeric() || joins(c)), joins);
    let host = characters.get(from..end).filter(|host| host.len() <= LONGEST_HOST && host.contains(&'.'))?;
    let good =
        |label: &[char]| (1..=63).contains(&label.len()) && label.first() != Some(&'-') && label.last() != Some(&'-');
    host.split(|c| *c == '.').all(good).then_some(end)
}

fn hashtag_end(characters: &[char], from: usize) -> Option<usize> {
    let end = run(characters, from, is_tag_character);
    let tag = characters.get(from..end)?;
    let emoji = matches!(tag.first(), Some('\u{FE0F}' | '\u{20E3}'));
    let worded = tag.iter().any(|c| is_letter_or_mark(*c));
    (worded && !emoji && !characters.get(end).is_some_and(|c| is_hash_sign(*c))).then_some(end)
}

fn cashtag_end(characters: &[char], from: usize) -> Option<usize> {
    let end = run(characters, from, |c| c.is_ascii_alphabetic());
    if !(1..=6).contains(&(end - from)) {
        return None;
    }
    let ends = |at: usize| !characters.get(at).is_some_and(|c| c.is_alphanumeric() || matches!(c, '_' | '$'));
    let suffix = run(characters, end + 1, |c| c.is_ascii_alphabetic());
    let suffixed = matches!(characters.get(end), Some('.' | '_')) && (1..=2).contains(&(suffix - end - 1));
    if suffixed && ends(suffix) { Some(suffix) } else { ends(end).then_some(end) }
}

fn link_end(characters: &[char], at: usize) -> Option<usize> {
    let rest = characters.get(at..)?;
    let begins = |word: &&str| rest.iter().map(char::to_ascii_lowercase).take(word.len()).eq(word.chars());
    if let Some(scheme) = ["https://", "http://"].iter().find(|word| begins(word)) {
        let from = at + scheme.len();
        let good = characters.get(from).is_some_and(|c| c.is_alphanumeric() || *c == '[');
        return good.then(|| without_punctuation(characters, from, run(characters, from, is_address)));
    }
    let end = host_end(characters, at)?;
    let name: String = characters.get(at..end)?.iter().map(char::to_ascii_lowercase).collect();
    let ending = name.rsplit('.').next().unwrap_or_default();
    let known = ENDINGS.contains(&ending) || name.starts_with("www.") && name.split('.').count() > 2;
    match characters.get(end) {
        _ if !known => None,
        Some(c) if matches!(c, '@' | '_') || is_spaced(*c) => None,
        Some('/' | '?' | '#' | ':') => Some(without_punctuation(characters, end, run(characters, end, is_address))),
        _ => Some(end),
    }
}

/// What may stand in an address; the punctuation of scripts without spaces may not.
fn is_address(c: char) -> bool {
    !c.is_whitespace()
        && !c.is_control()
        && !matches!(c, '<' | '>' | '"' | '“' | '”' | '„' | '«' | '»' | '\u{3000}'..='\u{303F}' | '\u{FF00}'..='\u{FF0F}' | '\u{FF1A}'..='\u{FF1F}'
            | '\u{2066}'..='\u{2069}')
}

/// Leaves out punctuation at the end, and closing brackets that were not opened inside.
fn without_punctuation(characters: &[char], from: usize, mut end: usize) -> usize {
    let inside = characters.get(from..end).unwrap_or_default();
    let surplus = |open: char, close: char| {
        let count = |wanted: char| inside.iter().filter(|c| **c == wanted).count();
        count(close).saturating_sub(count(open))
    };
    let (mut round, mut square) = (surplus('(', ')'), surplus('[', ']'));
    for c in inside.iter().rev() {
        match c {
            '.' | ',' | ':' | ';' | '!' | '?' | '\'' | '’' | '‘' | '…' | '*' | '_' | '~' | '|' => {}
            ')' if round > 0 => round -= 1,
            ']' if square > 0 => square -= 1,
            _ => break,
        }
        end -= 1;
    }
    end
}

#[cfg(test)]
mod tests {
    use crate::text::entity::tests::found;

    #[test]
    fn links_end_where_a_reader_ends_them() {
        for (text, expected) in [
            ("see https://example.com/a?b=c#d.", "https://example.com/a?b=c#d"),
            ("(https://example.com/x_(y))", "https://example.com/x_(y)"),
            ("“https://example.com/é”", "https://example.com/é"),
            ("🌉 www.example.zz!", "www.example.zz"),
            ("example.com/pier, and", "example.com/pier"),
            ("見てhttps://example.jp/橋。次", "https://example.jp/橋"),
            ("HTTP://EXAMPLE.COM…", "HTTP://EXAMPLE.COM"),
        ] {
            assert_eq!(found(text, ""), [format!("link:{expected}")], "{text}");
        }
        for text in ["e.g. this", "main.rs", "mira@example.com", "1.5", "https://", "a.b", "and so on...com", "x.com_"]
        {
            assert!(found(text, "").is_empty(), "{text}: {:?}", found(text, ""));
        }
    }

    #[test]
    fn mentions_may_have_points_and_a_host() {
        assert_eq!(found("@mira@example.social hi @noa.", ""), ["mention:@mira@example.social", "mention:@noa"]);
        assert_eq!(found("@mira.s. (@noa@example.com)", "threads")[..2], ["mention:@mira.s", "mention:@noa"]);
        assert!(found("mira@noa @ @-", "").is_empty());
    }

    #[test]
    fn tags_need_a_letter_and_keep_their_marks() {
        assert_eq!(
            found("#Bridges #2026 #été #हिन्दी #橋の日 ＃tag #a_1!", ""),
            ["#Bridges", "#été", "#हिन्दी", "#橋の日", "＃tag", "#a_1"].map(|tag| format!("hashtag:{tag}"))
        );
        assert!(found("#️⃣ # a#b &#39; ##x", "").is_empty());
        assert_eq!(found("$ABC $5 $toolongname $BRK.B US$ABC", ""), ["cashtag:$ABC", "cashtag:$BRK.B"]);
        assert!(found("$ABC", "threads").is_empty());
    }
}
