//! Quoted posts and the states of a quotation.

use super::status;
use crate::Result;
use crate::read::Json;
use crate::read::draft::Draft;
use crate::read::json::Ask;
use crate::record::{Quoted, Unavailable};

/// Reads `quote` into a draft. `depth`: how many posts stand around this one.
///
/// # Errors
/// What reading the quoted status finds.
pub(super) fn read(status: &Json<'_>, draft: &mut Draft, depth: usize) -> Result<()> {
    let Some(quote) = status.field("quote").or_else(|| status.path(&["pleroma", "quote"])) else { return Ok(()) };
    // Servers that had quotes before Mastodon put the status itself here.
    let shown = if quote.field("account").is_some() { Some(quote) } else { quote.field("quoted_status") };
    let state = quote.text("state").unwrap_or("accepted");
    match (reason(state), shown) {
        (Some(reason), _) => draft.post.quoted = Some(Quoted::Unavailable(reason)),
        (None, Some(quoted)) if depth < status::DEEPEST => draft.quote(status::read_at(quoted, depth + 1)?),
        (None, _) => draft.info("unknown-embed", "/quoted", "the quoted post is not in the file and was left out"),
    }
    Ok(())
}

/// The reason in a record that is nearest to a state; `None` when the quotation stands.
fn reason(state: &str) -> Option<Unavailable> {
    match state {
        "accepted" => None,
        "deleted" => Some(Unavailable::Deleted),
        "unauthorized" => Some(Unavailable::Private),
        "blocked_account" | "blocked_domain" | "muted_account" => Some(Unavailable::Blocked),
        // `pending`, `rejected`, `revoked` and what may still come: its author does not let it stand here.
        _ => Some(Unavailable::Detached),
    }
}
