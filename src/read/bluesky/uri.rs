//! Identifiers of the AT protocol: `at://` addresses, the web addresses behind them, and the time inside a record key.

use jiff::Timestamp;

/// The parts of `at://did:plc:abc/app.bsky.feed.post/3k…`.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct AtUri<'a> {
    /// A DID or a handle.
    pub(crate) authority: &'a str,
    /// Name of the collection.
    pub(crate) collection: &'a str,
    /// Key of the record.
    pub(crate) key: &'a str,
}

impl<'a> AtUri<'a> {
    /// Takes an address apart; `None` when it is none, or names no record.
    pub(crate) fn parse(uri: &'a str) -> Option<Self> {
        let mut parts = Some(uri).filter(|uri| uri.len() <= 2048)?.strip_prefix("at://")?.split(['/', '?', '#']);
        let (authority, collection, key) = (parts.next()?, parts.next()?, parts.next()?);
        let good = |part: &str| {
            !part.is_empty()
                && part
                    .bytes()
                    .all(|byte| byte.is_ascii_alphanumeric() || matches!(byte, b'.' | b'-' | b'_' | b':' | b'~' | b'%'))
        };
        (good(authority) && good(collection) && good(key)).then_some(Self { authority, collection, key })
    }

    /// The page on bsky.app; `profile` is a handle or a DID. `None` for collections that have no pages.
    pub(crate) fn page(&self, profile: Option<&str>) -> Option<String> {
        let profile = profile.unwrap_or(self.authority);
        let folder = match self.collection {
            "app.bsky.feed.post" => "post",
            "app.bsky.feed.generator" => "feed",
            "app.bsky.graph.list" => "lists",
            "app.bsky.graph.starterpack" => {
                return Some(format!("https://bsky.app/starter-pack/{profile}/{}", self.key));
            }
            "app.bsky.labeler.service" => return Some(format!("https://bsky.app/profile/{profile}")),
            _ => return None,
        };
        Some(format!("https://bsky.app/profile/{profile}/{folder}/{}", self.key))
    }
}

/// The moment at which a key was made: thirteen characters that hold microseconds since 1970.
pub(crate) fn tid_instant(key: &str) -> Option<Timestamp> {
    const DIGITS: &[u8; 32] = b"234567abcdefghijklmnopqrstuvwxyz";
    if key.len() != 13 {
        return None;
    }
    let mut value: u64 = 0;
    for byte in key.bytes() {
        let digit = DIGITS.iter().position(|digit| *digit == byte)?;
        value = value.checked_mul(32)?.checked_add(u64::try_from(digit).ok()?)?;
    }
    let microseconds = i64::try_from(value >> 10).ok()?;
    Timestamp::from_microsecond(microseconds).ok()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn addresses_are_taken_apart_and_have_pages() {
        let uri = AtUri::parse("at://did:plc:abc/app.bsky.feed.post/3kaaaaaaaaa22").expect("an address");
        assert_eq!((uri.authority, uri.key), ("did:plc:abc", "3kaaaaaaaaa22"));
        assert_eq!(
            uri.page(Some("mira.example")).as_deref(),
            Some("https://bsky.app/profile/mira.example/post/3kaaaaaaaaa22")
        );
        let list = AtUri::parse("at://did:plc:abc/app.bsky.graph.list/x").expect("an address");
        assert_eq!(list.page(None).as_deref(), Some("https://bsky.app/profile/did:plc:abc/lists/x"));
        for text in [
            "",
            "record(0)",
            "at://",
            "at://did:plc:abc",
            "at://did:plc:abc/app.bsky.feed.post/",
            "https://bsky.app/profile/a",
            "at://a b/c/d",
        ] {
            assert_eq!(AtUri::parse(text), None, "{text}");
        }
    }

    #[test]
    fn a_key_holds_its_time() {
        let instant = tid_instant("3kntqfxc3222k").expect("a time");
        assert_eq!(instant.to_string().get(..4), Some("2024"));
        assert_eq!(tid_instant("2222222222222"), Timestamp::from_microsecond(0).ok());
        for key in ["", "self", "3kntqfxc3222", "3kntqfxc32221", "zzzzzzzzzzzzz", "3kntqfxc322é"] {
            assert_eq!(tid_instant(key), None, "{key}");
        }
    }
}
