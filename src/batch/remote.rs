//! A prefix of an object store as the place of a batch. Such stores put objects whole, list them, and neither append nor rename.
//!
//! A card is put whole under its name. Lines go into numbered parts of the manifest below `.pullquote-batch/`; a run that ends in order writes
//! `manifest.jsonl` whole and removes the parts, the oldest first: whatever is left of them after a kill is younger than what is gone, and
//! later lines count. What has to be known of all cards lies in unnamed files in the system's folder for temporary files.

use std::fs::File;
use std::io::{Seek, SeekFrom, Write};
use std::path::PathBuf;
use std::sync::atomic::{AtomicBool, AtomicU64, Ordering};
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use std::time::Duration;

use super::destination::{Destination, Down, Taken, unwritable};
use super::index::{Entry, Index, mark};
use super::lease::{self, STATE};
use super::{manifest, name};
use crate::store::{self, Address, Fault, Mode, Store};
use crate::{Error, ErrorKind, Result};

/// Most lines of a part.
const LINES: usize = 1000;
/// Largest part in bytes that is read.
const MAX_PART: u64 = 1 << 30;

/// A prefix of an object store.
#[derive(Debug)]
pub(crate) struct Remote {
    prefix: Address,
    store: Store,
    /// Set when another run has taken over.
    lost: Arc<AtomicBool>,
    /// Number of the next part.
    next: AtomicU64,
    /// What is known of the manifest in the store.
    scattered: Mutex<Scattered>,
}

#[derive(Debug, Default)]
struct Scattered {
    /// Whether there is a whole one.
    whole: bool,
    /// Whether there are parts.
    parts: bool,
}

impl Remote {
    /// Opens the store; nothing is asked yet.
    ///
    /// # Errors
    /// Wrong usage when the environment lacks what the store needs, or when the program was built without object stores.
    pub(crate) fn new(prefix: Address) -> Result<Self> {
        let store = Store::open(&prefix)?;
        Ok(Self { prefix, store, lost: Arc::default(), next: AtomicU64::new(1), scattered: Mutex::default() })
    }

    fn scattered(&self) -> MutexGuard<'_, Scattered> {
        self.scattered.lock().unwrap_or_else(PoisonError::into_inner)
    }

    fn key(&self, name: &str) -> String {
        self.prefix.join(name).key
    }

    fn failed(&self, name: &str, fault: Fault) -> Error {
        fault.into_error(&self.prefix.join(name))
    }

    /// Numbers of the parts, the oldest first.
    fn parts(&self) -> Result<Vec<u64>> {
        let mut numbers = Vec::new();
        self.store.list(&self.key(STATE), &mut |listed| {
            let number = listed.name.strip_prefix("part-").and_then(|name| name.strip_suffix(".jsonl"));
            numbers.extend(number.and_then(|number| number.parse::<u64>().ok()));
            Ok(())
        })?;
        numbers.sort_unstable();
        Ok(numbers)
    }

    fn ours(&self) -> Result<()> {
        if self.lost.load(Ordering::Relaxed) {
            return Err(taken_over(&self.prefix));
        }
        Ok(())
    }
}

/// The name of a part below the prefix: names sort as numbers do.
fn part_name(number: u64) -> String {
    format!("{STATE}/part-{number:012}.jsonl")
}

fn taken_over(prefix: &Address) -> Error {
    Error::new(ErrorKind::Io, format!("another batch has taken `{prefix}` over while this one gave no sign of life"))
        .with_hint("let one of them end, then run the same command again")
}

impl Destination for Remote {
    fn display(&self, name: &str) -> String {
        if name.is_empty() { self.prefix.to_string() } else { self.prefix.join(name).to_string() }
    }

    fn scratch(&self) -> PathBuf {
        std::env::temp_dir()
    }

    fn take(&self, stop: &AtomicBool, waiting: &mut dyn FnMut(Duration)) -> Result<Taken> {
        lease::take(&self.prefix, &self.store, &self.lost, stop, waiting)
    }

    fn open_lines(&self) -> Result<File> {
        let scratch = self.scratch();
        let unkept = |error| unwritable(scratch.display(), error);
        let mut file = tempfile::tempfile_in(&scratch).map_err(unkept)?;
        let whole = match self.store.copy(&self.key(manifest::NAME), &mut file) {
            Ok(bytes) => {
                if bytes > 0 && !ends_a_line(&mut file).map_err(unkept)? {
                    // What follows must not run into it.
                    file.write_all(b"\n").map_err(unkept)?;
                }
                true
            }
            Err(Fault::Missing) => false,
            Err(fault) => return Err(self.failed(manifest::NAME, fault)),
        };
        let numbers = self.parts()?;
        for number in &numbers {
            let name = part_name(*number);
            let (bytes, _) = self.store.get(&self.key(&name), MAX_PART).map_err(|fault| self.failed(&name, fault))?;
            file.write_all(&bytes).map_err(unkept)?;
        }
        self.next.store(numbers.last().map_or(1, |last| last + 1), Ordering::Relaxed);
        *self.scattered() = Scattered { whole, parts: !numbers.is_empty() };
        Ok(file)
    }

    fn look(&self, index: &mut Index) -> Result<()> {
        if index.is_empty() {
            return Ok(());
        }
        self.store.list(&self.prefix.key, &mut |listed| {
            if listed.name.contains('/') {
                return Ok(());
            }
            let key = name::key(&listed.name);
            match index.get(&key)? {
                Some(entry) if entry.bytes == listed.bytes => {
                    index.put(&key, &Entry { there: mark(&listed.name), ..entry })
                }
                _ => Ok(()),
            }
        })
    }

    fn has(&self, name: &str, known: &Entry, verify: bool) -> bool {
        // Objects are never torn; but a run that was killed may have put another card there and not its line.
        let whole = || {
            let found = self.store.sha256(&self.key(name)).ok().flatten();
            found.and_then(|hash| manifest::half(&hash)) == Some(known.sha256)
        };
        known.there == mark(name) && (!verify || whole())
    }

    fn put_down(&self, name: &str, bytes: Vec<u8>) -> Result<Down> {
        self.ours()?;
        let put = self.store.put(&self.key(name), bytes, &Mode::Any);
        put.map(|_| Down::Named).map_err(|fault| self.failed(name, fault))
    }

    fn settle(&self, _name: &str, _down: Down) -> Result<()> {
        Ok(())
    }

    fn settled(&self) -> Result<()> {
        Ok(())
    }

    /// Parts are few: a kill costs at most a fiftieth of the time that the run has lasted, between half a second and ten.
    fn patience(&self, running: Duration) -> (usize, Duration) {
        (LINES, (running / 50).clamp(Duration::from_millis(500), Duration::from_secs(10)))
    }

    fn secure(&self, _file: &File, lines: &str) -> Result<()> {
        self.ours()?;
        let name = part_name(self.next.load(Ordering::Relaxed));
        let key = self.key(&name);
        let put = match self.store.put(&key, lines.as_bytes().to_vec(), &Mode::New) {
            Err(Fault::Unsupported) => self.store.put(&key, lines.as_bytes().to_vec(), &Mode::Any),
            // It may have arrived and its answer not.
            Err(Fault::Other) => match self.store.get(&key, lines.len() as u64) {
                Ok((bytes, version)) if bytes == lines.as_bytes() => Ok(version),
                _ => return Err(taken_over(&self.prefix)),
            },
            put => put,
        };
        put.map_err(|fault| self.failed(&name, fault))?;
        self.next.fetch_add(1, Ordering::Relaxed);
        self.scattered().parts = true;
        Ok(())
    }

    fn is_manifest(&self) -> bool {
        let scattered = self.scattered();
        scattered.whole && !scattered.parts
    }

    fn replace_manifest(&self, copy: &mut dyn FnMut(&mut dyn Write) -> std::io::Result<()>) -> Result<()> {
        self.ours()?;
        let key = self.key(manifest::NAME);
        store::fill(self.store.upload(&key), copy).map_err(|error| {
            // An error of the store says itself which object it is about.
            let other = |error| unwritable(self.display(manifest::NAME), error);
            error.downcast::<Error>().unwrap_or_else(other)
        })?;
        self.scattered().whole = true;
        self.parts()?.into_iter().try_for_each(|number| self.store.remove(&self.key(&part_name(number))))?;
        self.scattered().parts = false;
        Ok(())
    }
}

fn ends_a_line(file: &mut File) -> std::io::Result<bool> {
    use std::io::Read;
    let mut last = [0];
    file.seek(SeekFrom::End(-1))?;
    file.read_exact(&mut last)?;
    Ok(last == *b"\n")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn parts_sort_as_they_were_written() {
        let names = [1, 2, 10, 999, 1_000_000].map(part_name);
        assert!(names.is_sorted(), "{names:?}");
        assert!(names[0].starts_with(".pullquote"));
    }
}
