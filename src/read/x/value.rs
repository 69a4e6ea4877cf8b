//! Values as X writes them: identifiers, indices as numbers or text, addresses, strings that may be blank.
//!
//! General questions to a JSON value are in `json`; only what is peculiar to X stands here.

use crate::read::Json;
use crate::read::json::Ask;
use crate::read::plain::clean;
use crate::record::MAX_TEXT_BYTES;

/// Longest address that is believed, in bytes.
const LONGEST_ADDRESS: usize = 8192;

/// A string field, blank or not.
pub(super) fn string<'v>(value: &'v Json<'_>, name: &str) -> Option<&'v str> {
    match value.field(name)? {
        Json::Str(text) => Some(text),
        _ => None,
    }
}

/// A field that holds an object.
pub(super) fn object<'v>(value: &'v Json<'v>, name: &str) -> Option<&'v Json<'v>> {
    value.field(name).filter(|inner| matches!(inner, Json::Object(_)))
}

/// A whole number of 0 or more, as a number or as digits.
pub(super) fn whole(value: &Json<'_>) -> Option<usize> {
    match value {
        Json::Number(number) => number.as_u64().and_then(|number| usize::try_from(number).ok()),
        Json::Str(digits) => digits.trim().parse().ok(),
        _ => None,
    }
}

/// A list of two whole numbers, such as `indices`.
pub(super) fn pair(value: &Json<'_>, name: &str) -> Option<(usize, usize)> {
    match value.items(name) {
        [start, end] => Some((whole(start)?, whole(end)?)),
        _ => None,
    }
}

/// An identifier: the first of the named fields that holds one. Digits only, at most twenty.
pub(super) fn id(value: &Json<'_>, names: &[&str]) -> Option<String> {
    names.iter().find_map(|name| match value.field(name)? {
        Json::Str(text) => Some(text.trim()).filter(|text| is_id(text)).map(str::to_owned),
        Json::Number(number) => number.as_u64().map(|number| number.to_string()),
        _ => None,
    })
}

/// Whether a text can be an identifier of X.
pub(super) fn is_id(text: &str) -> bool {
    (1..=20).contains(&text.len()) && text.bytes().all(|byte| byte.is_ascii_digit())
}

/// A field that says yes, as `true` or as text; `None` when it says neither yes nor no.
pub(super) fn truth(value: &Json<'_>, name: &str) -> Option<bool> {
    match value.field(name)? {
        Json::Bool(truth) => Some(*truth),
        Json::Str(text) => match text.as_ref() {
            "true" => Some(true),
            "false" => Some(false),
            _ => None,
        },
        _ => None,
    }
}

/// An address for people and pictures: `http` or `https`, no white space, not absurdly long.
pub(super) fn address<'v>(value: &'v Json<'_>, name: &str) -> Option<&'v str> {
    value.text(name).map(str::trim).filter(|text| is_address(text))
}

/// Whether a text is an address that may stand in a record.
pub(super) fn is_address(text: &str) -> bool {
    let scheme = |scheme: &str| text.get(..scheme.len()).is_some_and(|start| start.eq_ignore_ascii_case(scheme));
    (scheme("https://") || scheme("http://"))
        && text.len() <= LONGEST_ADDRESS
        && !text.contains(|c: char| c.is_whitespace() || c.is_control())
}

/// Text of several lines, such as a description of a picture: cleaned and trimmed.
pub(super) fn paragraphs(text: &str) -> Option<String> {
    let cleaned = clean(text);
    let trimmed = cleaned.trim();
    (!trimmed.is_empty() && trimmed.len() <= MAX_TEXT_BYTES).then(|| trimmed.to_owned())
}

/// Handle of an account: without `@`, without white space.
pub(super) fn handle(text: &str) -> Option<String> {
    let plain = text.trim().trim_start_matches(['@', '＠']);
    let good = |c: char| !c.is_whitespace() && !c.is_control();
    (!plain.is_empty() && plain.len() <= 256 && plain.chars().all(good)).then(|| plain.to_owned())
}

/// Address of a post; without the handle the one that X leads on from.
pub(super) fn post_url(handle: Option<&str>, id: &str) -> String {
    format!("https://x.com/{}/status/{id}", handle.unwrap_or("i"))
}

/// Identifier of the post to which an address leads; `None` for anything else, pictures of posts among it.
pub(super) fn linked_post(url: &str) -> Option<&str> {
    let id = post_path(url)?;
    let end = id.find(|c: char| !c.is_ascii_digit()).unwrap_or(id.len());
    let (id, rest) = id.split_at_checked(end)?;
    (is_id(id) && matches!(rest.bytes().next(), None | Some(b'?' | b'#'))).then_some(id)
}

/// Whether an address is that of a picture or film of a post.
pub(super) fn is_media_address(url: &str) -> bool {
    post_path(url).is_some_and(|rest| rest.contains("/photo/") || rest.contains("/video/"))
}

/// What follows `/status/` in an address of X.
fn post_path(url: &str) -> Option<&str> {
    let rest = url.strip_prefix("https://").or_else(|| url.strip_prefix("http://"))?;
    let (host, path) = rest.split_once('/')?;
    let host = host.strip_prefix("www.").or_else(|| host.strip_prefix("mobile.")).unwrap_or(host);
    if !matches!(host, "twitter.com" | "x.com") {
        return None;
    }
    path.split_once("/status/").or_else(|| path.split_once("/statuses/")).map(|(_, id)| id)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn numbers_may_be_text() {
        let json: Json<'_> =
            serde_json::from_str(r#"{ "a": ["3", 7], "b": [1], "c": [-1, 2], "id": 12, "id_str": "34", "x": "5a" }"#)
                .expect("JSON");
        assert_eq!((pair(&json, "a"), pair(&json, "b"), pair(&json, "c")), (Some((3, 7)), None, None));
        assert_eq!(id(&json, &["id_str", "id"]).as_deref(), Some("34"));
        assert_eq!(id(&json, &["x", "id"]).as_deref(), Some("12"));
    }

    #[test]
    fn addresses_of_posts_are_known() {
        for (url, expected) in [
            ("https://twitter.com/mira/status/123", Some("123")),
            ("http://www.x.com/i/web/status/123?s=20", Some("123")),
            ("https://mobile.twitter.com/mira/statuses/123", Some("123")),
            ("https://x.com/mira/status/123/photo/1", None),
            ("https://example.org/mira/status/123", None),
            ("https://x.com/mira/status/", None),
        ] {
            assert_eq!(linked_post(url), expected, "{url}");
        }
        assert!(is_media_address("https://x.com/mira/status/123/video/1"));
    }

    #[test]
    fn only_web_addresses_are_addresses() {
        assert!(
            is_address("HTTPS://example.org/é") && !is_address("javascript:alert(1)") && !is_address("https://a b")
        );
    }

    #[test]
    fn handles_lose_their_sign() {
        assert_eq!((handle("@mira").as_deref(), handle("mi ra"), handle(" @ ")), (Some("mira"), None, None));
    }
}
