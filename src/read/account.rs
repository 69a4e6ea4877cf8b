//! Whose posts an X archive holds: `account.js` and `profile.js` of the export say so, `tweets.js` does not.

use super::Json;
use super::json::Ask;
use super::values::assignment;
use crate::record::Author;
use crate::{Error, ErrorKind, Result};

/// Reads name and handle from an archive's `account.js`, and the portrait from its `profile.js`.
///
/// # Errors
/// `syntax` for text that is no such file, `missing-field` when it names nobody.
pub fn account(account: &[u8], profile: Option<&[u8]>) -> Result<Author> {
    let value = entry(account, "account")?;
    let account = value.field("account").unwrap_or(&value);
    let text = |names: &[&str]| names.iter().find_map(|name| account.text(name)).map(str::to_owned);
    let author = Author {
        name: text(&["accountDisplayName", "name"]),
        handle: text(&["username", "screen_name"]).map(|handle| handle.trim_start_matches('@').to_owned()),
        avatar: profile.and_then(|profile| portrait(profile).ok().flatten()),
        ..Author::default()
    };
    if author.name.is_none() && author.handle.is_none() {
        return Err(Error::new(ErrorKind::MissingField, "`username` is missing, expected the account of an archive")
            .with_hint("give the `account.js` of the export"));
    }
    Ok(author)
}

fn portrait(profile: &[u8]) -> Result<Option<String>> {
    let value = entry(profile, "profile")?;
    Ok(value.field("profile").unwrap_or(&value).text("avatarMediaUrl").map(str::to_owned))
}

/// The first entry of `window.YTD.NAME.part0 = [ … ]`.
fn entry<'a>(bytes: &'a [u8], what: &str) -> Result<Json<'a>> {
    let bytes = bytes.strip_prefix(b"\xEF\xBB\xBF").unwrap_or(bytes).trim_ascii();
    let json = bytes.get(assignment(bytes).unwrap_or(0)..).unwrap_or_default().trim_ascii();
    let json = json.strip_suffix(b";").unwrap_or(json);
    let found = match crate::record::parse_json(json)? {
        Json::Array(items) => items.into_iter().next(),
        value => Some(value),
    };
    found.ok_or_else(|| Error::new(ErrorKind::MissingField, format!("the list of `{what}.js` is empty")))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_archive_says_whose_it_is() {
        let names = br#"window.YTD.account.part0 = [ { "account" : { "email" : "m@example.com", "username" : "mina_o", "accountId" : "7",
            "accountDisplayName" : "Mina Ostrow" } } ]"#;
        let profile = br#"window.YTD.profile.part0 = [ { "profile" : { "description" : { "bio" : "Maps." },
            "avatarMediaUrl" : "https://pbs.twimg.com/profile_images/7/mina.jpg" } } ];"#;
        let author = account(names, Some(profile)).expect("an account");
        assert_eq!((author.name.as_deref(), author.handle.as_deref()), (Some("Mina Ostrow"), Some("mina_o")));
        assert_eq!(author.avatar.as_deref(), Some("https://pbs.twimg.com/profile_images/7/mina.jpg"));
        assert_eq!(account(names, None).expect("an account").avatar, None);
    }

    #[test]
    fn other_files_are_refused() {
        for text in ["", "[]", "{}", "window.YTD.account.part0 = [ {} ]", "{ \"username\": 3 }"] {
            assert!(account(text.as_bytes(), None).is_err(), "{text}");
        }
    }
}
