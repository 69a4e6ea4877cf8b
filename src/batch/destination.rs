//! What a batch asks of the place where its cards go: a folder ([`super::disk`]) or a prefix of an object store ([`super::remote`]).

use std::fmt;
use std::fs::File;
use std::io::Write;
use std::path::PathBuf;
use std::sync::atomic::AtomicBool;
use std::time::Duration;

use tempfile::TempPath;

use super::index::{Entry, Index};
use crate::{Error, ErrorKind, Result};

/// Where cards and manifest go.
///
/// Whatever happens, a line of the manifest speaks of a card that is there and whole: a card is put down and gets its name, then its line is
/// secured.
pub(crate) trait Destination: fmt::Debug + Send + Sync {
    /// A file as messages name it; without a name the destination itself.
    fn display(&self, name: &str) -> String;

    /// A folder for files that go with the process.
    fn scratch(&self) -> PathBuf;

    /// Takes the destination for this run alone. `waiting` is called when it takes long to see whether another run is alive.
    ///
    /// # Errors
    /// [`ErrorKind::Usage`] when another run has it or it cannot be there; [`ErrorKind::Io`].
    fn take(&self, stop: &AtomicBool, waiting: &mut dyn FnMut(Duration)) -> Result<Taken>;

    /// A file with the lines that earlier runs left, open for more. The last one may be torn.
    ///
    /// # Errors
    /// [`ErrorKind::Io`].
    fn open_lines(&self) -> Result<File>;

    /// Notes in the index what [`Destination::has`] needs to know.
    ///
    /// # Errors
    /// [`ErrorKind::Io`].
    fn look(&self, index: &mut Index) -> Result<()>;

    /// Whether the card of an earlier run is there as its line says; `verify`: its bytes are compared too.
    fn has(&self, name: &str, known: &Entry, verify: bool) -> bool;

    /// Puts a card down so that it survives a power loss. It need not have its name yet.
    ///
    /// # Errors
    /// [`ErrorKind::Io`]; nothing is left then.
    fn put_down(&self, name: &str, bytes: Vec<u8>) -> Result<Down>;

    /// Gives a card its name.
    ///
    /// # Errors
    /// [`ErrorKind::Io`].
    fn settle(&self, name: &str, down: Down) -> Result<()>;

    /// Waits until names that were given are safe.
    ///
    /// # Errors
    /// [`ErrorKind::Io`].
    fn settled(&self) -> Result<()>;

    /// How many lines are secured together at most, and how long a finished card may wait for its line, in a run that has lasted for a while.
    fn patience(&self, running: Duration) -> (usize, Duration);

    /// Makes lines safe that were just appended to the file of [`Destination::open_lines`].
    ///
    /// # Errors
    /// [`ErrorKind::Io`]; they are not in the manifest then.
    fn secure(&self, file: &File, lines: &str) -> Result<()>;

    /// Whether the lines are the manifest as they stand in their file, and nothing is to be put together.
    fn is_manifest(&self) -> bool;

    /// Writes the manifest anew, whole.
    ///
    /// # Errors
    /// [`ErrorKind::Io`]; the manifest is then as it was.
    fn replace_manifest(&self, copy: &mut dyn FnMut(&mut dyn Write) -> std::io::Result<()>) -> Result<()>;
}

/// A card that was put down.
#[derive(Debug)]
pub(crate) enum Down {
    /// In a temporary file.
    File(TempPath),
    /// Under its name.
    Named,
}

/// How a destination was found.
#[derive(Debug)]
pub(crate) enum Taken {
    /// It is ours.
    Ours {
        /// What others see of it.
        lock: Box<dyn Lock>,
        /// Whether the run before this one was killed.
        after_a_kill: bool,
    },
    /// The run was stopped before that was known.
    Stopped,
}

/// What keeps other runs away. When it is dropped the next run knows that this one did not put everything in order.
pub(crate) trait Lock: fmt::Debug {
    /// Gives it back after a run that put everything in order.
    fn release(self: Box<Self>);
}

/// The error of something that cannot be written.
pub(crate) fn unwritable(place: impl fmt::Display, error: std::io::Error) -> Error {
    Error::new(ErrorKind::Io, format!("`{place}` cannot be written")).with_source(error)
}

/// The error of a destination that another run has.
pub(super) fn busy(place: &str, hint: &str) -> Error {
    Error::new(ErrorKind::Usage, format!("another batch writes to `{place}`")).with_hint(hint)
}
