//! Accounts in all the shapes X has for them, as authors.
//!
//! Says who wrote a post and whether the account is protected; what that means for drawing is decided elsewhere.

use super::picture::best_picture;
use super::value::{address, handle, string, truth};
use crate::read::Json;
use crate::read::json::Ask;
use crate::read::line::visible;
use crate::read::plain::line;
use crate::record::{Affiliation, Author, Reposter, Verified};

/// An account of a payload.
#[derive(Debug, Clone, Default)]
pub(super) struct User {
    /// The author, when there is a name or a handle.
    pub(super) author: Option<Author>,
    /// Whether only followers may see its posts.
    pub(super) protected: bool,
}

impl User {
    /// The handle, if it is known.
    pub(super) fn handle(&self) -> Option<&str> {
        self.author.as_ref()?.handle.as_deref()
    }

    /// The account as the one that reposted.
    pub(super) fn into_reposter(self) -> Option<Reposter> {
        self.author.map(|author| Reposter { name: author.name, handle: author.handle })
    }
}

/// A user of API v1.1, syndication or API v2.
pub(super) fn user(value: &Json<'_>) -> User {
    let name = value.text("name");
    let handle_text = value.text("screen_name").or_else(|| value.text("username"));
    let avatar = ["profile_image_url_https", "profile_image_url"].iter().find_map(|name| address(value, name));
    User {
        author: author(name, handle_text, avatar, verified(value, value), affiliation(value)),
        protected: truth(value, "protected") == Some(true),
    }
}

/// A user of GraphQL, in the old shape (names in `legacy`) or the new one (names in `core`).
pub(super) fn graphql_user(result: &Json<'_>) -> User {
    let places = [result.field("core"), result.field("legacy"), Some(result)];
    let find = |name: &str| places.iter().flatten().find_map(|place| place.text(name));
    let avatar = result
        .field("avatar")
        .and_then(|avatar| address(avatar, "image_url"))
        .or_else(|| places.iter().flatten().find_map(|place| address(place, "profile_image_url_https")));
    let legacy = result.field("legacy").unwrap_or(result);
    let verification = result.field("verification").unwrap_or(legacy);
    let mut mark = verified(verification, result);
    if mark.is_none() {
        mark = verified(legacy, result);
    }
    let protected = [legacy, result.field("privacy").unwrap_or(legacy)];
    User {
        author: author(find("name"), find("screen_name"), avatar, mark, affiliation(result)),
        protected: protected.iter().any(|place| truth(place, "protected") == Some(true)),
    }
}

fn author(
    name: Option<&str>,
    handle_text: Option<&str>,
    avatar: Option<&str>,
    verified: Option<Verified>,
    affiliation: Option<Affiliation>,
) -> Option<Author> {
    let name = name.and_then(line).filter(|name| visible(name).is_some());
    let handle = handle_text.and_then(handle);
    if name.is_none() && handle.is_none() {
        return None;
    }
    Some(Author { name, handle, avatar: avatar.map(best_picture), verified, affiliation })
}

/// The mark of an account: its type first, then the paid mark, then the old one.
fn verified(typed: &Json<'_>, blue: &Json<'_>) -> Option<Verified> {
    let kind = typed.text("verified_type").map(str::to_ascii_lowercase);
    match kind.as_deref() {
        Some("business") => return Some(Verified::Organization),
        Some("government") => return Some(Verified::Government),
        Some("blue") => return Some(Verified::Individual),
        _ => {}
    }
    let marks = [truth(blue, "is_blue_verified"), truth(typed, "verified")];
    marks.contains(&Some(true)).then_some(Verified::Individual)
}

/// The organisation whose badge an account carries. Labels of other kinds ("automated by") are none.
fn affiliation(value: &Json<'_>) -> Option<Affiliation> {
    let label = value
        .field("highlighted_label")
        .or_else(|| value.path(&["affiliates_highlighted_label", "label"]))
        .or_else(|| value.field("affiliation"))?;
    let kind = label.text("user_label_type").or_else(|| label.text("userLabelType"));
    if kind.is_some_and(|kind| kind != "BusinessLabel") {
        return None;
    }
    let name = string(label, "description").and_then(line)?;
    let badge = label.field("badge").and_then(|badge| address(badge, "url")).or_else(|| address(label, "badge_url"));
    Some(Affiliation { name, badge: badge.map(best_picture) })
}

#[cfg(test)]
mod tests {
    use super::*;

    fn json(text: &str) -> Json<'_> {
        serde_json::from_str(text).expect("JSON")
    }

    #[test]
    fn a_user_becomes_an_author() {
        let value = json(
            r#"{ "name": "Mira &amp; Co", "screen_name": "mira", "profile_image_url_https": "https://pbs.twimg.com/profile_images/1/m_normal.jpg",
                "protected": true, "highlighted_label": { "description": "Harbour Office", "user_label_type": "BusinessLabel",
                "badge": { "url": "https://pbs.twimg.com/profile_images/2/h_bigger.jpg" } } }"#,
        );
        let found = user(&value);
        let author = found.author.expect("an author");
        assert_eq!((author.name.as_deref(), author.handle.as_deref()), (Some("Mira & Co"), Some("mira")));
        assert_eq!(author.avatar.as_deref(), Some("https://pbs.twimg.com/profile_images/1/m_400x400.jpg"));
        let affiliation = author.affiliation.expect("a badge");
        assert_eq!(affiliation.name, "Harbour Office");
        assert_eq!(affiliation.badge.as_deref(), Some("https://pbs.twimg.com/profile_images/2/h_400x400.jpg"));
        assert!(found.protected && author.verified.is_none());
    }

    #[test]
    fn marks_have_their_precedence() {
        for (fields, expected) in [
            (r#""verified_type": "Business", "is_blue_verified": true"#, Some(Verified::Organization)),
            (r#""verified_type": "government", "verified": true"#, Some(Verified::Government)),
            (r#""verified_type": "blue""#, Some(Verified::Individual)),
            (r#""verified_type": "none", "verified": false"#, None),
            (r#""is_blue_verified": true"#, Some(Verified::Individual)),
            (r#""verified": true"#, Some(Verified::Individual)),
            (r#""verified": false, "is_blue_verified": false"#, None),
        ] {
            let text = format!(r#"{{ "name": "Mira", {fields} }}"#);
            assert_eq!(user(&json(&text)).author.and_then(|author| author.verified), expected, "{fields}");
        }
    }

    #[test]
    fn both_shapes_of_graphql_are_read() {
        let old = json(
            r#"{ "is_blue_verified": true, "legacy": { "name": "Mira", "screen_name": "mira", "protected": true } }"#,
        );
        let new = json(
            r#"{ "core": { "name": "Mira", "screen_name": "mira" }, "avatar": { "image_url": "https://pbs.twimg.com/profile_images/1/m_normal.jpg" },
                "verification": { "verified": false, "verified_type": "Business" }, "privacy": { "protected": true }, "legacy": {} }"#,
        );
        let (old, new) = (graphql_user(&old), graphql_user(&new));
        assert_eq!((old.handle(), new.handle()), (Some("mira"), Some("mira")));
        assert!(old.protected && new.protected);
        assert_eq!(old.author.and_then(|author| author.verified), Some(Verified::Individual));
        let new = new.author.expect("an author");
        assert_eq!(new.verified, Some(Verified::Organization));
        assert!(new.avatar.is_some_and(|avatar| avatar.ends_with("m_400x400.jpg")));
    }

    #[test]
    fn an_account_without_names_is_no_author() {
        let unseen = user(&json(r#"{ "name": "\u200b", "screen_name": "mira" }"#)).author.expect("an author");
        assert_eq!((unseen.name, unseen.handle.as_deref()), (None, Some("mira")));
        assert!(user(&json(r#"{ "id": 7, "name": " ", "screen_name": "" }"#)).author.is_none());
    }
}
