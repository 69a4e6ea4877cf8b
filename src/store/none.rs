//! What stands in for object stores in a program without them: nothing can be opened.

use std::io::Write;

use super::{Address, Fault, Listed, Mode, Version};
use crate::{Error, ErrorKind, Result};

/// What there is not.
#[derive(Debug, Clone)]
enum Nothing {}

/// A store, of which there is none.
#[derive(Debug, Clone)]
pub(crate) struct Store(Nothing);

/// An upload, of which there is none.
#[derive(Debug)]
pub(crate) struct Upload(Nothing);

impl Store {
    pub(crate) fn open(address: &Address) -> Result<Self> {
        Err(Error::new(
            ErrorKind::Usage,
            format!("`{address}` is in an object store, and this program was built without the feature `cloud`"),
        )
        .with_hint("install one that has it: `cargo install pullquote --features cloud`"))
    }

    pub(crate) fn put(&self, _key: &str, _bytes: Vec<u8>, _mode: &Mode) -> Result<Version, Fault> {
        match self.0 {}
    }

    pub(crate) fn get(&self, _key: &str, _at_most: u64) -> Result<(Vec<u8>, Version), Fault> {
        match self.0 {}
    }

    pub(crate) fn copy(&self, _key: &str, _to: &mut dyn Write) -> Result<u64, Fault> {
        match self.0 {}
    }

    pub(crate) fn sha256(&self, _key: &str) -> Result<Option<String>, Fault> {
        match self.0 {}
    }

    pub(crate) fn list(&self, _prefix: &str, _each: &mut dyn FnMut(Listed) -> std::io::Result<()>) -> Result<()> {
        match self.0 {}
    }

    pub(crate) fn answers(&self, _prefix: &str) -> Result<()> {
        match self.0 {}
    }

    pub(crate) fn remove(&self, _key: &str) -> Result<()> {
        match self.0 {}
    }

    pub(crate) fn upload(&self, _key: &str) -> Upload {
        match self.0 {}
    }
}

impl Upload {
    pub(crate) fn finish(self) -> std::io::Result<()> {
        match self.0 {}
    }
}

impl Write for Upload {
    fn write(&mut self, _bytes: &[u8]) -> std::io::Result<usize> {
        match self.0 {}
    }

    fn flush(&mut self) -> std::io::Result<()> {
        match self.0 {}
    }
}
