//! `manifest.jsonl`: one line for each card. Lines are appended when their cards are safely in place; a finished run leaves them in input order.

use std::fs::File;
use std::io::{BufRead, BufReader, Read, Seek, SeekFrom, Write};
use std::sync::Arc;

use serde::Deserialize;

use super::destination::{Destination, unwritable};
use super::index::{Entry, Index, Place};
use super::name;
use crate::{Error, ErrorKind, Result, Severity};

/// The file's name.
pub(crate) const NAME: &str = "manifest.jsonl";
/// Longest line in bytes that is read: a receipt repeats the words of its card a few times.
const MAX_LINE: u64 = 16 << 20;

/// What is read of a line.
#[derive(Debug, Deserialize)]
struct Line {
    card: Option<Card>,
    error: Option<serde::de::IgnoredAny>,
    #[serde(default)]
    findings: Vec<Found>,
}

#[derive(Debug, Default, Deserialize)]
struct Card {
    file: Option<String>,
    bytes: Option<u64>,
    sha256: Option<String>,
    fingerprint: Option<String>,
    page: Option<Page>,
}

#[derive(Debug, Deserialize)]
struct Page {
    count: u16,
}

#[derive(Debug, Deserialize)]
struct Found {
    severity: Severity,
}

/// The manifest of a batch, open for the time of a run.
#[derive(Debug)]
pub(crate) struct Manifest {
    destination: Arc<dyn Destination>,
    /// Lines in the order in which they came. In a folder it is the manifest itself.
    file: File,
    length: u64,
    /// Where the line of each card stands, by the card's number in the input: 12 bytes each, in an unnamed file.
    order: File,
    /// Cards that have a place in the order.
    cards: u64,
}

impl Manifest {
    /// Opens the manifest of a destination, or makes an empty one, and reads what it knows into an index. A last line that was torn by the end of
    /// a run is taken off.
    ///
    /// # Errors
    /// [`ErrorKind::Usage`] for a file of this name that is something else; [`ErrorKind::Io`].
    pub(crate) fn open(destination: Arc<dyn Destination>, index: &mut Index) -> Result<Self> {
        let path = destination.display(NAME);
        let failed = |error| unwritable(&path, error);
        let mut file = destination.open_lines()?;
        file.seek(SeekFrom::Start(0)).map_err(failed)?;
        let length = load(&file, index).map_err(|error| match error {
            Fault::Io(error) => failed(error),
            Fault::Foreign(line) => Error::new(ErrorKind::Usage, format!("`{path}` is not the manifest of a batch"))
                .in_file(path.as_str())
                .at(line, 1)
                .with_hint("move the file away, or choose another --out"),
        })?;
        file.set_len(length).map_err(failed)?;
        let order = tempfile::tempfile_in(destination.scratch()).map_err(failed)?;
        Ok(Self { destination, file, length, order, cards: 0 })
    }

    /// Appends the lines of some cards and waits until they are safe. On failure the file is as it was before.
    ///
    /// # Errors
    /// [`ErrorKind::Io`].
    pub(crate) fn append(&mut self, lines: &[(u64, String)]) -> Result<()> {
        let text: String = lines.iter().map(|(_, line)| line.as_str()).collect();
        let written = self
            .file
            .seek(SeekFrom::Start(self.length))
            .and_then(|_| self.file.write_all(text.as_bytes()))
            .map_err(|error| self.unwritable(error))
            .and_then(|()| self.destination.secure(&self.file, &text));
        if let Err(error) = written {
            // Taking bytes away works on a full disk too; if it does not, the next run takes them off.
            let _ = self.file.set_len(self.length);
            return Err(error);
        }
        for (card, line) in lines {
            let place = Place { offset: self.length, length: u32::try_from(line.len()).unwrap_or(u32::MAX) };
            self.length += line.len() as u64;
            self.set(*card, place)?;
        }
        Ok(())
    }

    /// Notes that a card keeps the line it has.
    ///
    /// # Errors
    /// [`ErrorKind::Io`].
    pub(crate) fn set(&mut self, card: u64, place: Place) -> Result<()> {
        let mut bytes = [0; 12];
        let parts = [&place.offset.to_le_bytes()[..], &place.length.to_le_bytes()].concat();
        bytes.copy_from_slice(&parts);
        let written = self.order.seek(SeekFrom::Start(card * 12)).and_then(|_| self.order.write_all(&bytes));
        self.cards = self.cards.max(card + 1);
        written.map_err(|error| self.unwritable(error))
    }

    fn unwritable(&self, error: std::io::Error) -> Error {
        unwritable(self.destination.display(NAME), error)
    }

    /// Leaves exactly one line for each card, in input order.
    ///
    /// # Errors
    /// [`ErrorKind::Io`]; the manifest is then as it was.
    pub(crate) fn finish(&mut self) -> Result<()> {
        let in_order = self.is_in_order().map_err(|error| self.unwritable(error))?;
        if in_order && self.destination.is_manifest() {
            return Ok(());
        }
        let destination = Arc::clone(&self.destination);
        destination.replace_manifest(&mut |out| self.copy(out))
    }

    /// Copies the lines of all cards in their order.
    fn copy(&mut self, out: &mut dyn Write) -> std::io::Result<()> {
        self.order.seek(SeekFrom::Start(0))?;
        let mut order = BufReader::new(&self.order);
        for _ in 0..self.cards {
            let place = next(&mut order)?;
            self.file.seek(SeekFrom::Start(place.offset))?;
            std::io::copy(&mut Read::by_ref(&mut self.file).take(u64::from(place.length)), out)?;
        }
        Ok(())
    }

    /// Whether the file has the lines of all cards in their order and no others.
    fn is_in_order(&mut self) -> std::io::Result<bool> {
        self.order.seek(SeekFrom::Start(0))?;
        let mut order = BufReader::new(&self.order);
        let mut expected = 0;
        for _ in 0..self.cards {
            let place = next(&mut order)?;
            if place.offset != expected {
                return Ok(false);
            }
            expected += u64::from(place.length);
        }
        Ok(expected == self.length)
    }
}

fn next(order: &mut impl Read) -> std::io::Result<Place> {
    let (mut offset, mut length) = ([0; 8], [0; 4]);
    order.read_exact(&mut offset)?;
    order.read_exact(&mut length)?;
    Ok(Place { offset: u64::from_le_bytes(offset), length: u32::from_le_bytes(length) })
}

enum Fault {
    Io(std::io::Error),
    /// A line that no batch wrote.
    Foreign(usize),
}

/// Reads every line; gives the bytes up to the end of the last whole one.
fn load(file: &File, index: &mut Index) -> Result<u64, Fault> {
    let mut reader = BufReader::with_capacity(1 << 16, file);
    let (mut offset, mut line, mut number) = (0_u64, Vec::new(), 0_usize);
    loop {
        line.clear();
        number += 1;
        let length = reader.by_ref().take(MAX_LINE).read_until(b'\n', &mut line).map_err(Fault::Io)?;
        if line.last() != Some(&b'\n') {
            // The end of the file, or a line that was torn.
            let torn = length == 0 || line.first() == Some(&b'{') || line.contains(&0);
            return if torn { Ok(offset) } else { Err(Fault::Foreign(number)) };
        }
        let Ok(known) = serde_json::from_slice::<Line>(&line) else {
            // A lost page of a file that was being written has zeros.
            return if line.contains(&0) { Ok(offset) } else { Err(Fault::Foreign(number)) };
        };
        let place = Place { offset, length: length as u32 };
        note(known, place, index).map_err(Fault::Io)?.ok_or(Fault::Foreign(number))?;
        offset += length as u64;
    }
}

/// Puts a line into the index. `None`: it is no line of a batch.
fn note(line: Line, place: Place, index: &mut Index) -> std::io::Result<Option<()>> {
    if line.error.is_some() {
        return Ok(Some(()));
    }
    let Some(Card { file: Some(file), bytes: Some(bytes), sha256: Some(sha256), fingerprint, page }) = line.card else {
        return Ok(None);
    };
    // A line without a fingerprint is of a card that is drawn again.
    let (Some(fingerprint), Some(sha256)) = (fingerprint.and_then(|text| half(&text)), half(&sha256)) else {
        return Ok(Some(()));
    };
    let serious = line.findings.iter().any(|found| found.severity >= Severity::Warning);
    let pages = page.map_or(0, |page| page.count);
    let entry = Entry { place, record: 0, bytes, fingerprint, sha256, serious, pages, there: 0 };
    index.put(&name::key(&file), &entry).map(Some)
}

/// The first 16 bytes of a hash in hexadecimal digits.
pub(super) fn half(text: &str) -> Option<[u8; 16]> {
    let mut bytes = [0; 16];
    for (at, byte) in bytes.iter_mut().enumerate() {
        *byte = u8::from_str_radix(text.get(at * 2..at * 2 + 2)?, 16).ok()?;
    }
    Some(bytes)
}

#[cfg(test)]
mod tests {
    use std::path::Path;

    use super::super::disk::Disk;
    use super::*;

    fn line(name: &str, word: &str) -> String {
        let digest = "0123456789abcdef0123456789abcdef";
        format!(
            "{{\"card\":{{\"file\":\"{name}\",\"bytes\":9,\"sha256\":\"{digest}\",\"fingerprint\":\"{digest}\"}},\"alt_text\":\"{word}\",\"findings\":[]}}\n"
        )
    }

    fn open(folder: &Path) -> Result<(Manifest, Index)> {
        let mut index = Index::new(folder).expect("an index");
        Manifest::open(Arc::new(Disk(folder.to_path_buf())), &mut index).map(|manifest| (manifest, index))
    }

    #[test]
    fn lines_end_in_input_order_and_later_ones_count() {
        let folder = tempfile::tempdir().expect("a folder");
        let (mut manifest, _) = open(folder.path()).expect("opened");
        manifest.append(&[(1, line("b.png", "old")), (0, line("a.png", "a"))]).expect("appended");
        manifest.append(&[(1, line("b.png", "new"))]).expect("appended");
        manifest.finish().expect("finished");
        let text = std::fs::read_to_string(folder.path().join(NAME)).expect("a manifest");
        assert_eq!(text, line("a.png", "a") + &line("b.png", "new"));
        let (mut manifest, mut index) = open(folder.path()).expect("opened");
        let known = index.get(&name::key("B.PNG")).expect("read").expect("known");
        assert_eq!((known.bytes, known.record, known.serious), (9, 0, false));
        manifest.set(0, known.place).expect("set");
        manifest.finish().expect("finished");
        let text = std::fs::read_to_string(folder.path().join(NAME)).expect("a manifest");
        assert_eq!(text, line("b.png", "new"), "lines of cards that are not in the input go");
    }

    #[test]
    fn a_torn_last_line_is_taken_off_and_strange_files_are_refused() {
        let folder = tempfile::tempdir().expect("a folder");
        let path = folder.path().join(NAME);
        let whole = line("a.png", "a");
        let zeros = String::from_utf8(vec![0; 40]).expect("text");
        for torn in ["{\"card\":{\"fi", "{", &zeros, &format!("{{\"card\"{zeros}}}\n")] {
            std::fs::write(&path, format!("{whole}{torn}")).expect("written");
            let (manifest, mut index) = open(folder.path()).expect("opened");
            assert_eq!(manifest.length, whole.len() as u64, "{torn:?}");
            assert!(index.get(&name::key("a.png")).expect("read").is_some());
        }
        for strange in ["name,words\n", "{\"icons\":[]}\n", "[]\n{}\n", "plain text"] {
            std::fs::write(&path, strange).expect("written");
            assert_eq!(open(folder.path()).map(|_| ()).expect_err(strange).kind(), ErrorKind::Usage);
            assert_eq!(std::fs::read_to_string(&path).expect("still there"), strange);
        }
    }
}
