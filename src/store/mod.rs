//! Object stores: objects are put, read, listed and removed whole, and nothing is appended or renamed. Behind the feature `cloud`; without it
//! every address is an error that names the feature.
//!
//! Asynchronous work happens in `client` alone; all functions here wait for their answer.

mod address;
#[cfg(feature = "cloud")]
mod client;
#[cfg(feature = "cloud")]
mod explain;
#[cfg(not(feature = "cloud"))]
mod none;
mod picture;

use std::io::Write;

pub(crate) use address::Address;
#[cfg(feature = "cloud")]
pub(crate) use client::{Store, Upload};
#[cfg(not(feature = "cloud"))]
pub(crate) use none::{Store, Upload};
pub(crate) use picture::Pictures;

use crate::{Error, Result};

/// Which of the objects that may stand under a key an object replaces.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) enum Mode {
    /// Any.
    Any,
    /// None: it is new.
    New,
    /// This one and no other.
    Replacing(Version),
}

/// One state of an object, as the store tells it.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub(crate) struct Version {
    /// The store's mark of the content.
    pub(crate) e_tag: Option<String>,
    /// Its number, in stores that count.
    pub(crate) number: Option<String>,
}

/// Why an object was not put or read.
#[cfg_attr(not(feature = "cloud"), expect(dead_code, reason = "a store that is not there has no faults"))]
#[derive(Debug)]
pub(crate) enum Fault {
    /// There is none under this key.
    Missing,
    /// Another one stands there than was asked for.
    Other,
    /// It has more bytes than may be read; how many.
    TooLarge(u64),
    /// The store cannot do what [`Mode`] asks for.
    Unsupported,
    /// Anything else, with the object and what to do.
    Failed(Error),
}

impl Fault {
    /// As an error about an object.
    pub(crate) fn into_error(self, address: &Address) -> Error {
        let message = match self {
            Self::Failed(error) => return error,
            Self::Missing => format!("`{address}` is not there"),
            Self::Other => format!("`{address}` was changed by another program"),
            Self::TooLarge(bytes) => format!("`{address}` has {bytes} bytes, which is too many"),
            Self::Unsupported => format!("the store of `{address}` cannot put objects on conditions"),
        };
        Error::new(crate::ErrorKind::Io, message)
    }
}

/// An object of a list.
#[derive(Debug)]
pub(crate) struct Listed {
    /// Its name below the prefix, which may have slashes.
    pub(crate) name: String,
    /// Its bytes.
    pub(crate) bytes: u64,
}

/// Puts one whole object; its type follows from its name.
///
/// # Errors
/// A store that cannot be reached, a missing bucket, credentials that do not hold.
pub(crate) fn write(address: &Address, bytes: Vec<u8>) -> Result<()> {
    let put = Store::open(address)?.put(&address.key, bytes, &Mode::Any);
    put.map(|_| ()).map_err(|fault| fault.into_error(address))
}

/// The media type of a file by its extension.
pub(crate) fn media_type(name: &str) -> &'static str {
    let extension = name.rsplit_once('.').map(|(_, extension)| extension.to_ascii_lowercase());
    match extension.as_deref() {
        Some("png") => "image/png",
        Some("jpg" | "jpeg") => "image/jpeg",
        Some("webp") => "image/webp",
        Some("svg") => "image/svg+xml",
        Some("gif") => "image/gif",
        Some("ttf") => "font/ttf",
        Some("otf") => "font/otf",
        Some("json") => "application/json",
        Some("jsonl") => "application/jsonl",
        Some("html") => "text/html; charset=utf-8",
        Some("css") => "text/css; charset=utf-8",
        Some("txt") => "text/plain; charset=utf-8",
        _ => "application/octet-stream",
    }
}

/// Copies into an upload; what the store says is carried in the error.
pub(crate) fn fill(
    mut upload: Upload,
    copy: &mut dyn FnMut(&mut dyn Write) -> std::io::Result<()>,
) -> std::io::Result<()> {
    copy(&mut upload)?;
    upload.finish()
}
