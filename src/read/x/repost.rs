//! Reposts: the original with the one who passed it on, or what the cut text of a repost says of both.

use serde_json::json;

use super::user::User;
use super::value::handle;
use crate::read::Json;
use crate::read::json::Ask;
use crate::record::{Author, Post};

/// `RT @noa: …` as the handle and the number of bytes in front of the words.
pub(super) fn split(text: &str) -> Option<(String, usize)> {
    let rest = text.strip_prefix("RT @")?;
    let (name, after) = rest.split_once(':')?;
    let good = |byte: u8| byte.is_ascii_alphanumeric() || byte == b'_';
    if name.is_empty() || name.len() > 20 || !name.bytes().all(good) {
        return None;
    }
    Some((name.to_owned(), text.len() - after.trim_start().len()))
}

/// The author of a repost's words as far as the mention in front of them knows it.
pub(super) fn author(name: &str, mentions: &[Json<'_>]) -> User {
    let same = |mention: &&Json<'_>| {
        let known = mention.text("screen_name").or_else(|| mention.text("username"));
        known.is_some_and(|known| known.eq_ignore_ascii_case(name))
    };
    let mention = mentions.iter().find(same);
    let author = Author {
        name: mention.and_then(|mention| mention.text("name")).and_then(crate::read::plain::line),
        handle: handle(name),
        ..Author::default()
    };
    User { author: Some(author), protected: false }
}

/// The original of a repost, with who passed it on and when.
pub(super) fn passed_on(mut original: Post, by: User, at: Option<String>) -> Post {
    original.reposted_by = by.into_reposter();
    if let Some(at) = at {
        original.extra.insert("reposted_at".to_owned(), json!(at));
    }
    original
}

/// Whether a text ends as X ends what it cuts.
pub(super) fn is_cut(text: &str) -> bool {
    text.trim_end().ends_with('…')
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_words_of_a_repost_begin_after_its_author() {
        assert_eq!(split("RT @noa_1: Tide tables"), Some(("noa_1".to_owned(), 11)));
        for text in ["RT @: x", "RT noa: x", "RT @no a: x", "rt @noa: x", "RT @noa"] {
            assert_eq!(split(text), None, "{text}");
        }
        assert!(is_cut("Tide ta… ") && !is_cut("Tide tables."));
    }

    #[test]
    fn the_mention_knows_the_name() {
        let mentions: Json<'_> =
            serde_json::from_str(r#"[ { "screen_name": "lin" }, { "screen_name": "Noa", "name": "Noa Lind" } ]"#)
                .expect("JSON");
        let author = author("noa", mentions.as_array().expect("a list")).author.expect("an author");
        assert_eq!((author.name.as_deref(), author.handle.as_deref()), (Some("Noa Lind"), Some("noa")));
    }
}
