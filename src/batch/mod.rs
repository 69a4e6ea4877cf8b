//! Many records, many cards, and a manifest: a run that can be interrupted by anything and goes on where it was.
//!
//! Reading, drawing and writing are threads with short queues between them. One thread reads records, gives their cards names and looks up what is
//! known of them; several draw; several put cards down where they go and wait for it; one gives them their names, and then appends
//! their lines to the manifest. Nothing is kept for each record but in files ([`index`], [`manifest`]). What differs between a folder and an
//! object store is in [`destination`].
//!
//! Knows nothing of the command line: where records come from and how progress is shown is the caller's.

mod claim;
mod destination;
mod disk;
mod draw;
mod fingerprint;
mod index;
mod lease;
mod manifest;
mod name;
mod remote;
mod run;

#[cfg(test)]
mod tests;

use std::fmt;
use std::ops::ControlFlow;
use std::sync::Arc;
use std::sync::atomic::AtomicBool;
use std::time::Duration;

use serde_json::json;

use crate::{Assets, Card, Encoding, Error, Finding, Options, Record, Result, Size};

pub(crate) use destination::Destination;
pub(crate) use disk::Disk;
pub(crate) use fingerprint::Base;
pub(crate) use name::Names;
pub(crate) use remote::Remote;
pub(crate) use run::run;

/// One size of card and the files that are made of it.
#[derive(Debug, Clone)]
pub(crate) struct Kind {
    /// The size.
    pub size: Size,
    /// How each file is written; no two of one format.
    pub encodings: Vec<Encoding>,
}

/// A record as it comes from an input.
pub(crate) struct Item {
    /// The record, or why there is none; errors have their place.
    pub found: Result<Record>,
    /// Name of its input, for errors.
    pub file: Arc<str>,
    /// Its number in its input, from 1.
    pub number: usize,
    /// Its pictures.
    pub assets: Arc<dyn Assets + Send + Sync>,
}

/// Hands over record after record until there are no more, or it is told to break off.
pub(crate) type Source = Box<dyn FnOnce(&mut dyn FnMut(Item) -> ControlFlow<()>) -> Result<()> + Send>;

/// Draws a record: one card, or those of a series.
pub(crate) type Draw = dyn Fn(&Record, &dyn Assets, &Options) -> Result<Vec<Card>> + Send + Sync;

/// What is to be done.
pub(crate) struct Plan {
    /// Where cards and manifest go.
    pub destination: Arc<dyn Destination>,
    /// Sizes and formats.
    pub kinds: Vec<Kind>,
    /// How cards are called.
    pub names: Names,
    /// Options of every card but their size.
    pub options: Options,
    /// What all cards have in common.
    pub base: Base,
    /// Draws.
    pub draw: Box<Draw>,
    /// How many cards are drawn at a time, at least 1.
    pub jobs: usize,
    /// Draw cards again that are unchanged.
    pub force: bool,
    /// Finish the cards in hand and end.
    pub stop: Arc<AtomicBool>,
}

impl fmt::Debug for Plan {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Plan")
            .field("destination", &self.destination)
            .field("kinds", &self.kinds)
            .finish_non_exhaustive()
    }
}

/// What happened to a card.
#[derive(Debug)]
pub(crate) enum Event<'a> {
    /// It is on disk.
    Written(&'a str, &'a [Finding]),
    /// It was there already. Whether its findings have a warning or worse.
    Kept(bool),
    /// There is none. Of several cards that fail for the same reason the first has the error.
    Failed(Option<&'a Error>),
    /// Nothing, for a moment.
    Idle,
    /// Nothing has begun: for so long it is watched whether another run lives that has the destination.
    Waiting(Duration),
}

/// How a run ended that was not broken off by an error.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Ending {
    /// Every record was seen, and the manifest is in input order.
    Complete,
    /// [`Plan::stop`] was set before.
    Stopped,
}

/// A card that could not be made as a line of the manifest.
fn error_line(name: Option<&str>, record: Option<&Record>, error: &Error) -> String {
    let location = error.location();
    let mut about = json!({ "file": location.file, "line": location.line, "number": location.record });
    if let (Some(about), Some(record)) = (about.as_object_mut(), record) {
        about.insert("id".to_owned(), json!(record.id()));
        about.insert("kind".to_owned(), json!(record.kind()));
    }
    let mut line = json!({
        "record": about,
        "error": {
            "code": error.kind().code(),
            "message": error.message(),
            "path": location.path,
            "hint": error.hint(),
        },
        "findings": [],
    });
    if let (Some(line), Some(name)) = (line.as_object_mut(), name) {
        line.insert("card".to_owned(), json!({ "file": name }));
    }
    format!("{line}\n")
}

/// The first half of a hash.
fn short(hash: &[u8]) -> [u8; 16] {
    let mut half = [0; 16];
    half.iter_mut().zip(hash).for_each(|(to, from)| *to = *from);
    half
}
