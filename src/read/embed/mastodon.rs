//! Snippets of Mastodon hold no words: they are refused with the address at which the words are.

use dom_query::NodeRef;

use crate::read::address;
use crate::{Error, ErrorKind};

/// The error for a `<blockquote class="mastodon-embed">`.
pub(super) fn refuse(node: &NodeRef<'_>) -> Error {
    let link = node.descendants_it().find_map(|inner| inner.attr("href").filter(|href| status(href).is_some()));
    let attribute = || node.attr("data-embed-url");
    match link.or_else(attribute) {
        Some(address) => refuse_address(&address),
        None => refuse_address(""),
    }
}

/// The error for the embed of a status at an address.
pub(in crate::read) fn refuse_address(address: &str) -> Error {
    let shown = address.strip_suffix("/embed").unwrap_or(address);
    let what = if shown.is_empty() { String::new() } else { format!(" `{shown}`") };
    let message = format!("the embed of a Mastodon post has only its address{what}, not its words");
    let hint = match status(shown) {
        Some((host, id)) => format!("save `https://{host}/api/v1/statuses/{id}` and read that"),
        None => "save `https://HOST/api/v1/statuses/ID` of the post and read that".to_owned(),
    };
    Error::new(ErrorKind::MissingField, message).at_path("text").with_hint(hint)
}

/// Host and number of a status: `/@mira/1`, `/@mira/1/embed`, `/users/mira/statuses/1`.
fn status(address: &str) -> Option<(&str, &str)> {
    let host = address::host(address)?;
    let id = match address::path(address).as_slice() {
        [name, id, ..] if name.starts_with('@') => *id,
        ["users", _, "statuses", id, ..] => *id,
        _ => return None,
    };
    id.bytes().all(|byte| byte.is_ascii_alphanumeric()).then_some((host, id))
}
