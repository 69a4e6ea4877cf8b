//! Where pictures come from: a map or a closure of the caller. The library itself opens no file.

use std::collections::{BTreeMap, HashMap};
use std::hash::BuildHasher;

use sha2::{Digest, Sha256};

use crate::picture::Bytes;

/// Why a picture is not there.
#[derive(Debug, Clone, PartialEq, Eq)]
#[non_exhaustive]
pub enum AssetFault {
    /// Nothing stands under this address: finding `image-missing` (for an `http(s)` address `image-not-local`).
    Missing,
    /// The address leads out of the folder of the assets: finding `image-outside-assets`.
    Outside,
    /// The file is larger than 32 MiB: finding `image-too-large`. In bytes.
    TooLarge(u64),
    /// It is there and cannot be read: finding `image-broken` with this reason.
    Unreadable(String),
    /// What holds the pictures does not answer, for this reason; the picture may be there the next time. Finding `image-broken`; `batch` does
    /// not draw the record.
    Unavailable(String),
}

/// The pictures of records and brands by address, as the record writes it.
///
/// Implemented for maps of bytes and for closures `Fn(&str) -> Option<Vec<u8>>`; `data:` URIs are never asked for.
pub trait Assets {
    /// The bytes of the picture under this address.
    ///
    /// # Errors
    /// Why there are none; the card is made without the picture and says so.
    fn fetch(&self, address: &str) -> Result<Bytes, AssetFault>;
}

impl<F> Assets for F
where
    F: Fn(&str) -> Option<Vec<u8>>,
{
    fn fetch(&self, address: &str) -> Result<Bytes, AssetFault> {
        self(address).map(Bytes::from).ok_or(AssetFault::Missing)
    }
}

impl<S: BuildHasher> Assets for HashMap<String, Vec<u8>, S> {
    fn fetch(&self, address: &str) -> Result<Bytes, AssetFault> {
        self.get(address).map(|bytes| Bytes::from(bytes.as_slice())).ok_or(AssetFault::Missing)
    }
}

impl Assets for BTreeMap<String, Vec<u8>> {
    fn fetch(&self, address: &str) -> Result<Bytes, AssetFault> {
        self.get(address).map(|bytes| Bytes::from(bytes.as_slice())).ok_or(AssetFault::Missing)
    }
}

/// No pictures at all.
impl Assets for () {
    fn fetch(&self, _address: &str) -> Result<Bytes, AssetFault> {
        Err(AssetFault::Missing)
    }
}

/// Whether an address is one of the web (`http:`, `https:`): it is never fetched, only looked up under its [`asset_name`].
pub fn is_remote(address: &str) -> bool {
    let starts = |scheme: &str| address.get(..scheme.len()).is_some_and(|start| start.eq_ignore_ascii_case(scheme));
    starts("http://") || starts("https://")
}

/// Whether an address is of an object store (`s3:`, `gs:`, `az:`). The program reads it below `--assets` only.
pub(crate) fn is_stored(address: &str) -> bool {
    let starts = |scheme: &str| address.get(..scheme.len()).is_some_and(|start| start.eq_ignore_ascii_case(scheme));
    ["s3://", "gs://", "az://"].into_iter().any(starts)
}

/// The file name under which the picture of a web address is looked up: 16 hexadecimal digits of its SHA-256 and its extension.
///
/// ```
/// let name = pullquote::asset_name("https://example.org/a/portrait.JPG?size=400");
/// assert!(name.ends_with(".jpg") && name.len() == 20, "{name}");
/// ```
pub fn asset_name(address: &str) -> String {
    let digest = Sha256::digest(address.as_bytes());
    let mut name: String = digest.iter().take(8).map(|byte| format!("{byte:02x}")).collect();
    let path = address.split(['?', '#']).next().unwrap_or_default();
    let file = path.rsplit('/').next().unwrap_or_default();
    if let Some((_, extension)) = file.rsplit_once('.')
        && (1..=5).contains(&extension.len())
        && extension.chars().all(|c| c.is_ascii_alphanumeric())
    {
        name.push('.');
        name.push_str(&extension.to_ascii_lowercase());
    }
    name
}
