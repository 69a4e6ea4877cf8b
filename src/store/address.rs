//! Addresses of object stores: `s3://BUCKET/KEY`, `gs://BUCKET/KEY`, `az://CONTAINER/KEY`.

use std::fmt;
use std::path::Path;

use crate::{Error, ErrorKind, Result};

/// Whether a text is an address with a scheme (`NAME://…`) and no path. Of one letter it would be a drive.
pub(crate) fn is_address(text: &str) -> bool {
    text.split_once("://").is_some_and(|(scheme, _)| {
        scheme.len() > 1 && scheme.chars().all(|c| c.is_ascii_alphanumeric() || matches!(c, '+' | '-' | '.'))
    })
}

/// Which kind of store.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) enum Scheme {
    /// Amazon S3 and what speaks as it does.
    S3,
    /// Google Cloud Storage.
    Gs,
    /// Azure Blob Storage.
    Az,
}

impl Scheme {
    fn parse(text: &str) -> Option<Self> {
        [Self::S3, Self::Gs, Self::Az].into_iter().find(|scheme| scheme.name().eq_ignore_ascii_case(text))
    }

    /// As it stands in addresses.
    pub(crate) const fn name(self) -> &'static str {
        match self {
            Self::S3 => "s3",
            Self::Gs => "gs",
            Self::Az => "az",
        }
    }
}

/// Where an object is, or a prefix of objects.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) struct Address {
    /// The kind of store.
    pub(crate) scheme: Scheme,
    /// Bucket or container.
    pub(crate) bucket: String,
    /// What follows, without slashes at its ends; empty: the whole bucket.
    pub(crate) key: String,
}

impl Address {
    /// The address that stands in the place of a path; `None` when it is a path.
    ///
    /// # Errors
    /// As [`Address::parse`].
    pub(crate) fn of_path(path: &Path) -> Result<Option<Self>> {
        path.to_str().filter(|text| is_address(text)).map(Self::parse).transpose()
    }

    /// Reads an address.
    ///
    /// # Errors
    /// [`ErrorKind::Usage`] for an unknown scheme, a missing bucket, and parts of a key that are empty, `.` or `..`.
    pub(crate) fn parse(text: &str) -> Result<Self> {
        let wrong = |message: String, hint: &str| Error::new(ErrorKind::Usage, message).with_hint(hint);
        // Before an `@` could stand a password.
        let shown = if text.contains('@') { "the address" } else { text };
        let (scheme, rest) = text.split_once("://").unwrap_or_default();
        let Some(scheme) = Scheme::parse(scheme) else {
            return Err(wrong(
                format!("`{shown}` has the unknown scheme `{scheme}`, expected `s3`, `gs`, `az` or a path"),
                "for a folder of this name write `./` in front of it",
            ));
        };
        let (bucket, key) = rest.split_once('/').unwrap_or((rest, ""));
        let key = key.trim_end_matches('/');
        if bucket.is_empty() || bucket.contains(['?', '#', '@', ':', '\\', '%']) || bucket.contains(char::is_whitespace)
        {
            return Err(wrong(
                format!("`{shown}` names no bucket"),
                "write `s3://BUCKET/PREFIX`; the endpoint and credentials come from the environment",
            ));
        }
        if !key.is_empty() && !is_plain(key) {
            return Err(wrong(
                format!("`{shown}` has a part that is empty, `.` or `..`, or a control character"),
                "write the key as the store lists it",
            ));
        }
        Ok(Self { scheme, bucket: bucket.to_owned(), key: key.to_owned() })
    }

    /// The address of something below this one.
    pub(crate) fn join(&self, name: &str) -> Self {
        let key = if self.key.is_empty() { name.to_owned() } else { format!("{}/{name}", self.key) };
        Self { key, ..self.clone() }
    }

    /// The key of a picture below this prefix: by its whole address or by a relative path. `None`: it leads elsewhere.
    pub(crate) fn key_below(&self, name: &str) -> Option<String> {
        if !is_address(name) {
            let name = name.strip_prefix("./").unwrap_or(name);
            return is_plain(name).then(|| self.join(name).key);
        }
        let named = Self::parse(name).ok()?;
        let rest = if self.key.is_empty() {
            Some(named.key.as_str())
        } else {
            named.key.strip_prefix(&self.key).and_then(|rest| rest.strip_prefix('/'))
        };
        let is_ours = named.scheme == self.scheme && named.bucket == self.bucket;
        rest.filter(|rest| is_ours && !rest.is_empty()).map(|_| named.key.clone())
    }
}

/// Whether no part of a key is empty, `.` or `..`, and none has control characters or backslashes: what some client could take for a way up.
fn is_plain(key: &str) -> bool {
    let plain = |part: &str| !part.is_empty() && part != "." && part != "..";
    key.split('/').all(plain) && !key.contains(|c: char| c.is_control() || c == '\\')
}

impl fmt::Display for Address {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let slash = if self.key.is_empty() { "" } else { "/" };
        write!(f, "{}://{}{slash}{}", self.scheme.name(), self.bucket, self.key)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn addresses_have_a_scheme_a_bucket_and_a_key() {
        for (text, bucket, key) in [
            ("s3://cards", "cards", ""),
            ("S3://cards/", "cards", ""),
            ("gs://cards/a b/ü.png", "cards", "a b/ü.png"),
            ("az://cards/a/", "cards", "a"),
        ] {
            let address = Address::parse(text).expect(text);
            assert_eq!((address.bucket.as_str(), address.key.as_str()), (bucket, key), "{text}");
        }
        assert_eq!(Address::parse("az://c/a/").expect("one").join("b.png").to_string(), "az://c/a/b.png");
        assert_eq!(Address::parse("az://c").expect("one").join("b.png").to_string(), "az://c/b.png");
        for (wrong, said) in [
            ("s4://cards", "unknown scheme `s4`"),
            ("https://example.org/a", "unknown scheme `https`"),
            ("s3:///a", "names no bucket"),
            ("s3://key:secret@host/a", "`the address` names no bucket"),
            ("s3://key:secret/more@host/a", "`the address` names no bucket"),
            ("https://key:secret@host/a", "`the address` has the unknown scheme `https`"),
            ("s3://cards/secret@host/../a", "`the address` has a part"),
            ("s3://cards/a/../b", "`..`"),
            ("s3://cards//b", "empty"),
        ] {
            let error = Address::parse(wrong).expect_err(wrong);
            assert!(error.kind() == ErrorKind::Usage && error.to_string().contains(said), "{error}");
            assert!(!error.to_string().contains("secret"), "{error}");
        }
        for path in ["cards", "C:\\cards", "./s3/cards", "c://cards", "a b://c"] {
            assert!(!is_address(path), "{path}");
        }
    }

    #[test]
    fn pictures_are_below_their_prefix() {
        let prefix = Address::parse("s3://cards/pictures").expect("an address");
        let below = |name: &str| prefix.key_below(name);
        assert_eq!(below("a/b.png").as_deref(), Some("pictures/a/b.png"));
        assert_eq!(below("./b.png").as_deref(), Some("pictures/b.png"));
        assert_eq!(below("s3://cards/pictures/b.png").as_deref(), Some("pictures/b.png"));
        for outside in [
            "../b.png",
            "/etc/passwd",
            "a/../../b.png",
            "a\\..\\b.png",
            "s3://cards/pictures",
            "s3://cards/pictures/../secret.png",
            "s3://cards/pictures-of-others/b.png",
            "s3://cards/b.png",
            "s3://other/pictures/b.png",
            "gs://cards/pictures/b.png",
            "file:///etc/passwd",
        ] {
            assert_eq!(below(outside), None, "{outside}");
        }
        let whole = Address::parse("s3://cards").expect("an address");
        assert_eq!(whole.key_below("s3://cards/b.png").as_deref(), Some("b.png"));
    }
}
