//! Snippets of Threads and Instagram hold no words that could be relied on: they are refused.

use crate::read::address;
use crate::{Error, ErrorKind};

/// The error for a snippet of a network, with the address of its post when it has one.
pub(super) fn refuse(network: &str, permalink: Option<&str>) -> Error {
    let address = permalink.and_then(address::web);
    let place =
        address.map(|address| format!(" `{}`", address.split('?').next().unwrap_or_default())).unwrap_or_default();
    let message = format!("the embed of a {network} post has only its address{place}, not its words");
    let hint = "write a record by hand: `{ \"kind\": \"post\", \"platform\": …, \"author\": …, \"text\": … }`";
    Error::new(ErrorKind::MissingField, message).at_path("text").with_hint(hint)
}
