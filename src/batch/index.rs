//! What is known about each card by its name, in a file instead of memory: a batch may have any number of cards.
//!
//! A hash table with open addressing in an unnamed temporary file, which goes with the process. One thread owns it.

use std::fs::File;
use std::io::{Read, Result, Seek, SeekFrom, Write};
use std::path::Path;

use sha2::{Digest, Sha256};

/// Where a line of the manifest stands.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub(crate) struct Place {
    /// Its first byte.
    pub offset: u64,
    /// Bytes with the line feed.
    pub length: u32,
}

/// What is known about a card.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub(crate) struct Entry {
    /// Its line in the manifest; of length 0: none.
    pub place: Place,
    /// Number of the record that has the name in this run; 0: none yet.
    pub record: u32,
    /// Bytes of the file.
    pub bytes: u64,
    /// First half of the hash of everything that went into it.
    pub fingerprint: [u8; 16],
    /// First half of the hash of the file.
    pub sha256: [u8; 16],
    /// Whether its findings have a warning or worse.
    pub serious: bool,
    /// How many cards the series has that it belongs to; 0: none.
    pub pages: u16,
    /// For destinations that list what they have: [`mark`] of the name under which a file of this length is there; 0: none.
    pub there: u32,
}

/// A number for a name exactly as it is written, never 0: keys of the index do not tell upper from lower case.
pub(crate) fn mark(name: &str) -> u32 {
    let digest = Sha256::digest(name.as_bytes());
    digest.iter().take(4).fold(0, |mark, byte| mark << 8 | u32::from(*byte)).max(1)
}

/// Bytes of an entry with its key.
const SLOT: usize = 80;
const FIRST_SLOTS: u64 = 4096;

/// The table.
#[derive(Debug)]
pub(crate) struct Index {
    file: File,
    slots: u64,
    used: u64,
    folder: std::path::PathBuf,
}

impl Index {
    /// An empty table, whose file lies in a folder.
    ///
    /// # Errors
    /// When the folder cannot be written.
    pub(crate) fn new(folder: &Path) -> Result<Self> {
        let file = empty(folder, FIRST_SLOTS)?;
        Ok(Self { file, slots: FIRST_SLOTS, used: 0, folder: folder.to_path_buf() })
    }

    /// Whether it has nothing.
    pub(crate) fn is_empty(&self) -> bool {
        self.used == 0
    }

    /// The entry of a key.
    ///
    /// # Errors
    /// When the file cannot be read.
    pub(crate) fn get(&mut self, key: &[u8; 16]) -> Result<Option<Entry>> {
        self.find(key).map(|(_, entry)| entry)
    }

    /// Sets the entry of a key.
    ///
    /// # Errors
    /// When the file cannot be written.
    pub(crate) fn put(&mut self, key: &[u8; 16], entry: &Entry) -> Result<()> {
        let (slot, known) = self.find(key)?;
        self.write(slot, key, entry)?;
        if known.is_none() {
            self.used += 1;
            if self.used * 2 > self.slots {
                self.grow()?;
            }
        }
        Ok(())
    }

    /// The slot of a key, and its entry; else the slot where it belongs.
    fn find(&mut self, key: &[u8; 16]) -> Result<(u64, Option<Entry>)> {
        let mut slot = first_slot(key, self.slots);
        let mut bytes = [0; SLOT];
        loop {
            self.file.seek(SeekFrom::Start(slot * SLOT as u64))?;
            self.file.read_exact(&mut bytes)?;
            match unpack(&bytes) {
                None => return Ok((slot, None)),
                Some((found, entry)) if found == *key => return Ok((slot, Some(entry))),
                Some(_) => slot = (slot + 1) % self.slots,
            }
        }
    }

    fn write(&mut self, slot: u64, key: &[u8; 16], entry: &Entry) -> Result<()> {
        self.file.seek(SeekFrom::Start(slot * SLOT as u64))?;
        self.file.write_all(&pack(key, entry))
    }

    /// Moves everything into a table of twice the size.
    fn grow(&mut self) -> Result<()> {
        let larger = empty(&self.folder, self.slots * 2)?;
        let mut old = std::mem::replace(&mut self.file, larger);
        self.slots *= 2;
        old.seek(SeekFrom::Start(0))?;
        let mut old = std::io::BufReader::with_capacity(SLOT * 1024, old);
        let mut bytes = [0; SLOT];
        for _ in 0..self.slots / 2 {
            old.read_exact(&mut bytes)?;
            if let Some((key, entry)) = unpack(&bytes) {
                let (slot, _) = self.find(&key)?;
                self.write(slot, &key, &entry)?;
            }
        }
        Ok(())
    }
}

fn empty(folder: &Path, slots: u64) -> Result<File> {
    let file = tempfile::tempfile_in(folder)?;
    file.set_len(slots * SLOT as u64)?;
    Ok(file)
}

fn first_slot(key: &[u8; 16], slots: u64) -> u64 {
    let (start, _) = key.split_at(8);
    start.try_into().map_or(0, u64::from_le_bytes) % slots
}

fn pack(key: &[u8; 16], entry: &Entry) -> [u8; SLOT] {
    let mut bytes = [0; SLOT];
    let parts: [&[u8]; 10] = [
        key,
        &entry.fingerprint,
        &entry.sha256,
        &entry.place.offset.to_le_bytes(),
        &entry.bytes.to_le_bytes(),
        &entry.place.length.to_le_bytes(),
        &entry.record.to_le_bytes(),
        // The second marks a slot that is in use.
        &[u8::from(entry.serious), 1],
        &entry.pages.to_le_bytes(),
        &entry.there.to_le_bytes(),
    ];
    for (to, from) in bytes.iter_mut().zip(parts.into_iter().flatten()) {
        *to = *from;
    }
    bytes
}

fn unpack(bytes: &[u8; SLOT]) -> Option<([u8; 16], Entry)> {
    fn part<const N: usize>(bytes: &[u8; SLOT], at: usize) -> Option<[u8; N]> {
        bytes.get(at..at + N)?.try_into().ok()
    }
    let [serious, 1] = part::<2>(bytes, 72)? else { return None };
    let entry = Entry {
        fingerprint: part(bytes, 16)?,
        sha256: part(bytes, 32)?,
        place: Place { offset: u64::from_le_bytes(part(bytes, 48)?), length: u32::from_le_bytes(part(bytes, 64)?) },
        bytes: u64::from_le_bytes(part(bytes, 56)?),
        record: u32::from_le_bytes(part(bytes, 68)?),
        serious: serious == 1,
        pages: u16::from_le_bytes(part(bytes, 74)?),
        there: u32::from_le_bytes(part(bytes, 76)?),
    };
    Some((part(bytes, 0)?, entry))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn key(number: u32) -> [u8; 16] {
        super::super::short(&Sha256::digest(number.to_le_bytes()))
    }

    fn entry(number: u32) -> Entry {
        Entry {
            place: Place { offset: u64::from(number) << 33, length: number },
            record: number,
            bytes: u64::from(number) + 7,
            fingerprint: key(number + 1),
            sha256: key(number + 2),
            serious: number.is_multiple_of(3),
            pages: (number % 7) as u16,
            there: number * 5,
        }
    }

    #[test]
    fn entries_survive_growth_and_change() {
        let folder = tempfile::tempdir().expect("a folder");
        let mut index = Index::new(folder.path()).expect("a file");
        let count = FIRST_SLOTS as u32 + 100;
        for number in 0..count {
            index.put(&key(number), &entry(number)).expect("written");
        }
        assert!(index.slots > FIRST_SLOTS);
        index.put(&key(5), &Entry { record: 99, ..entry(5) }).expect("written");
        for number in (0..count).filter(|number| *number != 5) {
            assert_eq!(index.get(&key(number)).expect("read"), Some(entry(number)), "{number}");
        }
        assert_eq!(index.get(&key(5)).expect("read").map(|entry| entry.record), Some(99));
        assert_eq!(index.get(&key(count)).expect("read"), None);
        assert_eq!(std::fs::read_dir(folder.path()).expect("a folder").count(), 0, "the file has no name");
    }
}
