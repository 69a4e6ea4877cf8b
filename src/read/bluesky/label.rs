//! Labels that moderators and authors attach to posts and accounts.

use crate::read::Json;
use crate::read::draft::Draft;
use crate::read::json::Ask;
use crate::read::line::visible;

/// Labels of content that is hidden until one asks for it.
const SENSITIVE: [&str; 5] = ["porn", "sexual", "nudity", "graphic-media", "gore"];

/// Reads the labels of a view, its record and its author into a draft; revoked ones do not count.
pub(super) fn read(view: &Json<'_>, record: &Json<'_>, draft: &mut Draft) {
    let own = record.path(&["labels"]).map(|labels| labels.items("values")).unwrap_or_default();
    let account = view.field("author").map(|author| author.items("labels")).unwrap_or_default();
    for label in view.items("labels").iter().chain(own).chain(account) {
        let Some(value) = label.text("val").filter(|_| !label.flag("neg")) else { continue };
        // A label on a profile is about portrait and description, except the wish not to be shown to everybody.
        let profile = label.text("uri").is_some_and(|uri| uri.contains("/app.bsky.actor.profile/"));
        if profile && !value.starts_with('!') {
            continue;
        }
        if SENSITIVE.contains(&value) {
            draft.post.sensitive = Some(true);
        }
        if let Some(value) = visible(value).filter(|value| !draft.post.labels.contains(value)) {
            draft.post.labels.push(value);
        }
    }
}
