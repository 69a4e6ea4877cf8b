//! Entities by the rules of Mastodon: accounts with or without their server, tags, and links that have their `http://`.

use std::ops::Range;

use super::class::{is_decimal, is_hash_sign, is_letter_or_mark, is_word, is_word_of_any_script};
use super::url::{MASTODON, urls};
use super::{Found, of_kind, run, trimmed};
use crate::record::SpanKind;

/// Everything that is found in a text, perhaps with overlaps.
pub(super) fn find(characters: &[char]) -> Vec<Found> {
    of_kind(urls(characters, &MASTODON), SpanKind::Link)
        .chain(of_kind(mentions(characters), SpanKind::Mention))
        .chain(of_kind(hashtags(characters), SpanKind::Hashtag))
        .collect()
}

/// `@mira` and `@mira@example.social`.
fn mentions(characters: &[char]) -> Vec<Range<usize>> {
    let mut found: Vec<Range<usize>> = Vec::new();
    for (at, _) in characters.iter().enumerate().filter(|(_, c)| **c == '@') {
        let taken = found.last().is_some_and(|last| at < last.end);
        let before = at.checked_sub(1).and_then(|before| characters.get(before));
        if !taken && !before.is_some_and(|c| matches!(c, '=' | '/') || is_word_of_any_script(*c)) {
            found.extend(mention_end(characters, at).map(|end| at..end));
        }
    }
    found
}

fn mention_end(characters: &[char], at: usize) -> Option<usize> {
    let name = name_end(characters, at + 1, is_word)?;
    let server =
        if characters.get(name) == Some(&'@') { name_end(characters, name + 1, is_word_of_any_script) } else { None };
    Some(server.unwrap_or(name))
}

/// End of words that points and hyphens join.
fn name_end(characters: &[char], from: usize, word: impl Fn(char) -> bool) -> Option<usize> {
    let joins = |c: char| matches!(c, '.' | '-');
    let end = trimmed(characters, from, run(characters, from, |c| word(c) || joins(c)), joins);
    characters.get(from).is_some_and(|c| word(*c)).then_some(end)
}

/// Tags, with signs that join the parts of a word inside.
fn hashtags(characters: &[char]) -> Vec<Range<usize>> {
    let signs = characters.iter().enumerate().filter(|(_, c)| is_hash_sign(**c));
    signs.filter_map(|(at, _)| hashtag_end(characters, at).map(|end| at..end)).collect()
}

fn hashtag_end(characters: &[char], at: usize) -> Option<usize> {
    let before = at.checked_sub(1).and_then(|before| characters.get(before));
    if before.is_some_and(|c| matches!(c, '=' | '/' | ')') || is_letter_or_mark(*c) || is_decimal(*c)) {
        return None;
    }
    let joins = |c: char| matches!(c, '·' | '・' | '\u{200C}');
    let from = at + 1;
    let end = trimmed(characters, from, run(characters, from, |c| is_word_of_any_script(c) || joins(c)), joins);
    let (first, more) = characters.get(from..end)?.split_first()?;
    let word = is_letter_or_mark(*first) || more.iter().any(|c| is_letter_or_mark(*c));
    let joined = more.split_last().is_some_and(|(_, inside)| inside.iter().any(|c| joins(*c) || *c == '_'));
    (is_word_of_any_script(*first) && (word || joined)).then_some(end)
}

#[cfg(test)]
mod tests {
    use crate::text::entity::tests::found;

    #[test]
    fn accounts_may_have_their_server() {
        assert_eq!(
            found("@mira@example.social hi @noa. (@lin.a) @bea@橋.example! @a@", "mastodon"),
            ["@mira@example.social", "@noa", "@lin.a", "@bea@橋.example", "@a"].map(|name| format!("mention:{name}"))
        );
        for text in ["mira@example.com", "/@mira", "=@mira", "@", "@.a", "橋@mira"] {
            assert!(found(text, "mastodon").is_empty(), "{text}: {:?}", found(text, "mastodon"));
        }
    }

    #[test]
    fn tags_need_a_letter_or_a_joined_number() {
        assert_eq!(
            found("#Bridges #été (#橋の日) ＃tag #4ever #1_2 #col·lecció· #a_!", "mastodon"),
            ["#Bridges", "#été", "#橋の日", "＃tag", "#4ever", "#1_2", "#col·lecció", "#a_"]
                .map(|tag| format!("hashtag:{tag}"))
        );
        for text in ["#2026", "# tag", "a#tag", "/#tag", ")#tag", "#·a", "#", "##"] {
            assert!(found(text, "mastodon").is_empty(), "{text}: {:?}", found(text, "mastodon"));
        }
    }

    #[test]
    fn links_need_their_scheme_and_have_paths_of_any_script() {
        assert_eq!(
            found(
                "見てhttps://example.jp/橋「a」 (https://example.com/x_(y)) example.com https://example.com/pier?a=é.",
                "mastodon"
            ),
            ["link:https://example.jp/橋「a", "link:https://example.com/x_(y)", "link:https://example.com/pier?a="]
        );
    }
}
