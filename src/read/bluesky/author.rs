//! Accounts of Bluesky.

use crate::read::json::Ask;
use crate::read::line::visible;
use crate::read::{Json, address};
use crate::record::{Author, Verified};

/// Reads a profile; `None` when it has neither name nor identifier.
pub(super) fn read(profile: &Json<'_>) -> Option<Author> {
    let handle = handle(profile);
    let name = profile.text("displayName").and_then(visible);
    if name.is_none() && handle.is_none() {
        return None;
    }
    Some(Author {
        name,
        handle,
        avatar: profile.text("avatar").and_then(picture),
        verified: verified(profile),
        ..Author::default()
    })
}

/// The handle; accounts whose handle is broken go by their DID.
pub(super) fn handle(profile: &Json<'_>) -> Option<String> {
    let usable = |text: &&str| *text != "handle.invalid" && !text.contains(char::is_whitespace);
    let handle = profile.text("handle").map(|handle| handle.trim_start_matches(['@', '＠'])).filter(usable);
    let handle = handle.or_else(|| profile.text("did").filter(usable))?;
    visible(handle)
}

fn verified(profile: &Json<'_>) -> Option<Verified> {
    let verification = profile.field("verification")?;
    if verification.text("trustedVerifierStatus") == Some("valid") {
        return Some(Verified::Organization);
    }
    (verification.text("verifiedStatus") == Some("valid")).then_some(Verified::Individual)
}

/// A picture in the largest size that the network's server has of it.
pub(super) fn picture(text: &str) -> Option<String> {
    let picture = address::web(text)?;
    let larger = picture.replacen("/img/feed_thumbnail/", "/img/feed_fullsize/", 1);
    Some(larger.replacen("/img/avatar_thumbnail/", "/img/avatar/", 1))
}
