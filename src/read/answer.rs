//! What an API answers when it gives no post: `{"error": "Record not found"}`.
//!
//! Servers of every network answer so; it is refused here with their own words.

use super::json::Ask;
use super::line::visible;
use super::{Context, Dialect, Json};
use crate::record::Record;
use crate::{Error, ErrorKind, Result};

pub(super) const DIALECT: Dialect =
    Dialect { name: "error-answer", marks: "`error` alone or beside `message`", fits, read };

/// Few fields, one of them `error` with words.
fn fits(value: &Json<'_>) -> bool {
    let Json::Object(fields) = value else { return false };
    fields.len() <= 4 && value.text("error").is_some()
}

fn read(value: &Json<'_>, _: &Context) -> Vec<Result<Record>> {
    let words = |key| value.text(key).and_then(visible);
    let parts = [words("error"), words("message"), words("error_description")];
    let said: Vec<String> = parts.into_iter().flatten().collect();
    let said: String = said.join(": ").chars().take(300).collect();
    let hint = "there is no post in it; the post may be deleted, or shown only to people who are logged in: save it anew if it still exists";
    vec![Err(Error::new(ErrorKind::ErrorAnswer, format!("the input is an error answer of a server: `{said}`"))
        .with_hint(hint))]
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_error_answer_is_refused_with_its_words() {
        for (text, words) in [
            (r#"{ "error": "Record not found" }"#, "`Record not found`"),
            (r#"{ "error": "NotFound", "message": "Post not found: at://x" }"#, "`NotFound: Post not found: at://x`"),
        ] {
            let value: Json<'_> = serde_json::from_str(text).expect("JSON");
            assert!(fits(&value));
            let error = read(&value, &Context::default()).remove(0).expect_err("no post");
            assert_eq!(error.kind(), ErrorKind::ErrorAnswer);
            assert!(error.message().contains(words), "{error}");
        }
        for text in ["[]", "{}", r#"{ "error": null }"#, r#"{ "error": "a", "b": 1, "c": 1, "d": 1, "e": 1 }"#] {
            let value: Json<'_> = serde_json::from_str(text).expect("JSON");
            assert!(!fits(&value), "{text}");
        }
    }
}
