//! Accounts: name, full handle, portrait, custom emoji.

use crate::read::Json;
use crate::read::address;
use crate::read::json::Ask;
use crate::read::line::visible;
use crate::record::{Author, Emoji};

/// The account as an author. `None` when it has neither name nor handle.
pub(super) fn author(account: &Json<'_>) -> Option<Author> {
    let handle = handle(account);
    let name = account.text("display_name").and_then(visible);
    let name = name.or_else(|| account.text("username").and_then(visible));
    if name.is_none() && handle.is_none() {
        return None;
    }
    let picture = |key| account.text(key).and_then(|path| picture(path, account));
    Some(Author { name, handle, avatar: picture("avatar").or_else(|| picture("avatar_static")), ..Author::default() })
}

/// `user@host`; local accounts get the host of their address.
pub(super) fn handle(account: &Json<'_>) -> Option<String> {
    let short = account.text("acct").or_else(|| account.text("username"))?;
    let short = visible(short.trim().trim_start_matches(['@', '＠']))?;
    if short.contains(char::is_whitespace) {
        return None;
    }
    if short.contains('@') {
        return Some(short);
    }
    match host(account) {
        Some(host) => Some(format!("{short}@{host}")),
        None => Some(short),
    }
}

fn host<'a>(account: &'a Json<'_>) -> Option<&'a str> {
    account.text("url").and_then(address::host).or_else(|| account.text("uri").and_then(address::host))
}

/// The address of a portrait. Servers may leave out their own host; the picture for accounts without one is none.
fn picture(path: &str, account: &Json<'_>) -> Option<String> {
    if path.split('?').next().is_some_and(|path| path.ends_with("/missing.png")) {
        return None;
    }
    if path.starts_with('/') && !path.starts_with("//") {
        return address::web(&format!("https://{}{path}", host(account)?));
    }
    address::web(path)
}

/// Custom emoji, each code once; still pictures are preferred to moving ones.
pub(super) fn emojis<'a>(lists: impl Iterator<Item = &'a Json<'a>>) -> Vec<Emoji> {
    let mut found: Vec<Emoji> = Vec::new();
    for emoji in lists {
        let picture = |key| emoji.text(key).and_then(address::web);
        let code = emoji.text("shortcode").and_then(|code| visible(code.trim().trim_matches(':')));
        let (Some(code), Some(src)) = (code, picture("static_url").or_else(|| picture("url"))) else { continue };
        if !code.contains(':') && !found.iter().any(|known| known.code == code) {
            found.push(Emoji { code, src, alt: None });
        }
    }
    found
}
