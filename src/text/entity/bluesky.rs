//! Entities by the rules of Bluesky's own editor: handles are domain names, and everything begins after white space.

use std::ops::Range;

use super::class::{is_punctuation, is_space};
use super::{Found, of_kind, run, trimmed};
use crate::record::SpanKind;
use crate::text::tld::is_tld;

/// Longest tag without its sign, in characters.
const LONGEST_TAG: usize = 64;

/// Longest cashtag without its sign, in characters.
const LONGEST_SYMBOL: usize = 5;

/// Everything that is found in a text, perhaps with overlaps.
pub(super) fn find(characters: &[char]) -> Vec<Found> {
    let mut found = Vec::new();
    let mut taken = 0;
    for (at, c) in characters.iter().enumerate() {
        let before = at.checked_sub(1).and_then(|before| characters.get(before));
        let after_space = before.is_none_or(|c| is_space(*c));
        if at < taken || !(after_space || before == Some(&'(')) {
            continue;
        }
        match c {
            '@' => found.extend(of_kind(mention(characters, at), SpanKind::Mention)),
            '$' => found.extend(of_kind(cashtag(characters, at), SpanKind::Cashtag)),
            '#' | '＃' if after_space => found.extend(of_kind(hashtag(characters, at), SpanKind::Hashtag)),
            c if c.is_ascii_alphabetic() => {
                let seen = link(characters, at);
                taken = seen.as_ref().map_or(taken, |(end, _)| *end);
                found.extend(of_kind(seen.and_then(|(_, link)| link), SpanKind::Link));
            }
            _ => {}
        }
    }
    found
}

fn mention(characters: &[char], at: usize) -> Option<Range<usize>> {
    let joins = |c: char| matches!(c, '.' | '-');
    let end = run(characters, at + 1, |c| c.is_ascii_alphanumeric() || joins(c));
    let end = trimmed(characters, at + 1, end, joins);
    ends_in_known_domain(characters.get(at + 1..end)?).then_some(at..end)
}

/// Whether a name has a top-level domain, or that for tests.
fn ends_in_known_domain(name: &[char]) -> bool {
    let point = name.iter().rposition(|c| *c == '.');
    let last = point.and_then(|point| name.get(point + 1..));
    point.is_some_and(|point| point > 0)
        && last.is_some_and(|last| is_tld(last) || last.iter().copied().eq("test".chars()))
}

fn cashtag(characters: &[char], at: usize) -> Option<Range<usize>> {
    let end = run(characters, at + 1, |c| c.is_ascii_alphanumeric());
    let begins = characters.get(at + 1).is_some_and(char::is_ascii_alphabetic);
    let ends = characters
        .get(end)
        .is_none_or(|c| is_space(*c) || matches!(c, '.' | ',' | ';' | ':' | '!' | '?' | ')' | '"' | '\'' | '’'));
    (begins && ends && end - at - 1 <= LONGEST_SYMBOL).then_some(at..end)
}

/// Everything up to white space, without punctuation at its end; not numbers and punctuation alone.
fn hashtag(characters: &[char], at: usize) -> Option<Range<usize>> {
    let invisible = |c: char| matches!(c, '\u{AD}' | '\u{2060}' | '\u{200A}'..='\u{200D}' | '\u{20E2}');
    let end = run(characters, at + 1, |c| !is_space(c) && !invisible(c));
    let tag = characters.get(at + 1..end).filter(|tag| tag.first() != Some(&'\u{FE0F}'))?;
    let worded = tag.iter().any(|c| !(c.is_ascii_digit() || is_punctuation(*c)));
    let end = trimmed(characters, at + 1, end, is_punctuation);
    (worded && (1..=LONGEST_TAG).contains(&(end - at - 1))).then_some(at..end)
}

/// End of what looks like a link, and the link when it is one: with `http://`, or a domain name of plain words that has a top-level domain.
fn link(characters: &[char], at: usize) -> Option<(usize, Option<Range<usize>>)> {
    let has_scheme = ["https://", "http://"].iter().any(|scheme| {
        let rest = characters.get(at..).unwrap_or_default();
        let begins = rest.iter().map(char::to_ascii_lowercase).take(scheme.len()).eq(scheme.chars());
        begins && rest.get(scheme.len()).is_some_and(|c| !is_space(*c))
    });
    let mut host = run(characters, at, |c| c.is_ascii_alphanumeric());
    let mut labels = 1;
    while !has_scheme
        && characters.get(host) == Some(&'.')
        && characters.get(host + 1).is_some_and(char::is_ascii_alphanumeric)
    {
        host = run(characters, host + 1, |c| c.is_ascii_alphanumeric());
        labels += 1;
    }
    if !has_scheme && labels == 1 {
        return None;
    }
    let whole = run(characters, host, |c| !is_space(c));
    let good = has_scheme || ends_in_known_domain(characters.get(at..host)?);
    Some((whole, good.then(|| at..without_last_sign(characters, at, whole))))
}

/// Without one sign of punctuation at the end, and without a parenthesis that was not opened.
fn without_last_sign(characters: &[char], from: usize, end: usize) -> usize {
    let last = |end: usize| characters.get(from..end).and_then(|link| link.last());
    let end = end - usize::from(last(end).is_some_and(|c| matches!(c, '.' | ',' | ';' | ':' | '!' | '?')));
    let opened = characters.get(from..end).is_some_and(|link| link.contains(&'('));
    end - usize::from(last(end) == Some(&')') && !opened)
}

#[cfg(test)]
mod tests {
    use crate::text::entity::tests::found;

    #[test]
    fn handles_are_domain_names() {
        assert_eq!(
            found("@mira.example.com. (@noa.test) @lin-b.example.org! @bea @zed.zz .@mira.example.com", "bluesky"),
            ["mention:@mira.example.com", "mention:@noa.test", "mention:@lin-b.example.org"]
        );
    }

    #[test]
    fn links_begin_after_space_and_lose_one_sign() {
        assert_eq!(
            found(
                "https://example.com/x_(y). (example.com/pier) example.org, HTTPS://a/b, foo-bar.com example.zz",
                "bluesky"
            ),
            ["link:https://example.com/x_(y)", "link:example.com/pier", "link:example.org", "link:HTTPS://a/b"]
        );
        assert!(found("e.g.(example.com) 橋example.com https:// com", "bluesky").is_empty());
    }

    #[test]
    fn tags_run_up_to_white_space() {
        assert_eq!(
            found("#Bridges! #2026 ＃橋の日。 #a#b #c-d. #... #4ever (#e)", "bluesky"),
            ["#Bridges", "＃橋の日", "#a#b", "#c-d", "#4ever"].map(|tag| format!("hashtag:{tag}"))
        );
        assert!(found(&format!("#️⃣ #{}", "a".repeat(65)), "bluesky").is_empty());
        assert_eq!(
            found("$ABC, $BRK1 $toolong $5 US$ABC ($D)", "bluesky"),
            ["cashtag:$ABC", "cashtag:$BRK1", "cashtag:$D"]
        );
    }
}
