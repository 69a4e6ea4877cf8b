//! Previews of linked pages.

use crate::read::json::Ask;
use crate::read::line::visible;
use crate::read::{Json, address};
use crate::record::Link;

/// Reads a card; `None` when it has no usable address.
pub(super) fn read(card: &Json<'_>) -> Option<Link> {
    let url = card.text("url").and_then(address::web)?;
    let line = |key| card.text(key).and_then(visible);
    Some(Link {
        title: line("title"),
        description: line("description"),
        image: card.text("image").and_then(address::web),
        site: line("provider_name").or_else(|| address::site(&url)),
        url,
    })
}
