//! The folder of a batch: temporary files, what must be on disk before what, and the lock against a second run.

use std::fs::{self, File, OpenOptions};
use std::io::{BufWriter, Write};
use std::path::{Path, PathBuf};
use std::sync::atomic::AtomicBool;
use std::time::Duration;

use sha2::{Digest, Sha256};
use tempfile::{NamedTempFile, TempPath};

use super::destination::{self, Destination, Down, Taken, unwritable};
use super::index::{Entry, Index};
use super::{manifest, short};
use crate::{Error, ErrorKind, Result};

/// Every temporary file of a batch begins with this.
const TEMPORARY: &str = ".pullquote-batch-";
/// The file that is there while a batch runs, and after one that was killed.
const LOCK: &str = ".pullquote-batch.lock";

/// A folder as the place of a batch. It is made when the batch begins; its parent must exist.
#[derive(Debug)]
pub(crate) struct Disk(pub(crate) PathBuf);

impl Destination for Disk {
    fn display(&self, name: &str) -> String {
        if name.is_empty() { self.0.display().to_string() } else { self.0.join(name).display().to_string() }
    }

    fn scratch(&self) -> PathBuf {
        self.0.clone()
    }

    fn take(&self, _stop: &AtomicBool, _waiting: &mut dyn FnMut(Duration)) -> Result<Taken> {
        make(&self.0)?;
        let lock = Lock::take(&self.0)?;
        let after_a_kill = lock.after_a_kill;
        Ok(Taken::Ours { lock: Box::new(lock), after_a_kill })
    }

    fn open_lines(&self) -> Result<File> {
        let path = self.0.join(manifest::NAME);
        let opened = OpenOptions::new().read(true).write(true).create(true).truncate(false).open(&path);
        opened.map_err(|error| unwritable(path.display(), error))
    }

    fn look(&self, _index: &mut Index) -> Result<()> {
        Ok(())
    }

    fn has(&self, name: &str, known: &Entry, verify: bool) -> bool {
        let path = self.0.join(name);
        let there = || fs::symlink_metadata(&path).is_ok_and(|file| file.is_file() && file.len() == known.bytes);
        let whole = || fs::read(&path).is_ok_and(|bytes| short(&Sha256::digest(bytes)) == known.sha256);
        there() && (!verify || whole())
    }

    fn put_down(&self, name: &str, bytes: Vec<u8>) -> Result<Down> {
        let down = put_down(&self.0, bytes);
        down.map(Down::File).map_err(|error| unwritable(self.display(name), error))
    }

    fn settle(&self, name: &str, down: Down) -> Result<()> {
        let Down::File(file) = down else { return Ok(()) };
        let path = self.0.join(name);
        file.persist(&path).map_err(|error| unwritable(path.display(), error.error))
    }

    fn settled(&self) -> Result<()> {
        sync_folder(&self.0).map_err(|error| unwritable(self.0.display(), error))
    }

    fn patience(&self, _running: Duration) -> (usize, Duration) {
        (128, Duration::from_millis(150))
    }

    fn secure(&self, file: &File, _lines: &str) -> Result<()> {
        file.sync_data().map_err(|error| unwritable(self.display(manifest::NAME), error))
    }

    fn is_manifest(&self) -> bool {
        true
    }

    fn replace_manifest(&self, copy: &mut dyn FnMut(&mut dyn Write) -> std::io::Result<()>) -> Result<()> {
        let path = self.0.join(manifest::NAME);
        let failed = |error| unwritable(path.display(), error);
        let mut temporary = temporary(&self.0).map_err(failed)?;
        let mut out = BufWriter::with_capacity(1 << 16, temporary.as_file_mut());
        copy(&mut out).and_then(|()| out.flush()).map_err(failed)?;
        drop(out);
        temporary.as_file().sync_all().map_err(failed)?;
        temporary.persist(&path).map_err(|error| failed(error.error))?;
        sync_folder(&self.0).map_err(failed)
    }
}

/// Makes the folder of a batch; its parent must exist.
fn make(folder: &Path) -> Result<()> {
    if folder.is_dir() {
        return Ok(());
    }
    if folder.exists() {
        return Err(Error::new(ErrorKind::Usage, format!("`{}` is a file, expected a folder", folder.display())));
    }
    let parent = folder.parent().filter(|parent| !parent.as_os_str().is_empty()).unwrap_or(Path::new("."));
    if !parent.is_dir() {
        return Err(Error::new(ErrorKind::Usage, format!("the folder `{}` does not exist", parent.display()))
            .with_hint("create it first, or choose another --out"));
    }
    fs::create_dir(folder).and_then(|()| sync_folder(parent)).map_err(|error| unwritable(folder.display(), error))
}

/// A temporary file in a folder. It goes when it is dropped.
///
/// # Errors
/// When the folder cannot be written.
fn temporary(folder: &Path) -> std::io::Result<NamedTempFile> {
    let file = tempfile::Builder::new().prefix(TEMPORARY).suffix(".tmp").tempfile_in(folder)?;
    readable_by_all(file.as_file())?;
    Ok(file)
}

/// Temporary files are made for their owner only; cards are ordinary files.
#[cfg(unix)]
fn readable_by_all(file: &File) -> std::io::Result<()> {
    use std::os::unix::fs::PermissionsExt;
    file.set_permissions(fs::Permissions::from_mode(0o644))
}

#[cfg(not(unix))]
fn readable_by_all(_file: &File) -> std::io::Result<()> {
    Ok(())
}

/// Writes a card into a temporary file and waits until it is on disk. Its bytes are let go before the wait.
///
/// # Errors
/// When the disk is full or the folder cannot be written; nothing is left then.
fn put_down(folder: &Path, bytes: Vec<u8>) -> std::io::Result<TempPath> {
    let mut file = temporary(folder)?;
    file.write_all(&bytes)?;
    drop(bytes);
    file.as_file().sync_all()?;
    Ok(file.into_temp_path())
}

/// Waits until the names in a folder are on disk.
///
/// # Errors
/// Of the file system.
#[cfg(unix)]
fn sync_folder(folder: &Path) -> std::io::Result<()> {
    File::open(folder)?.sync_all()
}

#[cfg(not(unix))]
fn sync_folder(_folder: &Path) -> std::io::Result<()> {
    Ok(())
}

/// The only run on a folder.
#[derive(Debug)]
struct Lock {
    _file: File,
    path: PathBuf,
    /// Whether the run before this one was killed.
    after_a_kill: bool,
}

impl Lock {
    /// Takes the lock of a folder, and removes the temporary files that a killed run left there.
    ///
    /// # Errors
    /// [`ErrorKind::Usage`] when another run has it, [`ErrorKind::Io`].
    fn take(folder: &Path) -> Result<Self> {
        let path = folder.join(LOCK);
        let failed = |error| unwritable(path.display(), error);
        loop {
            let after_a_kill = path.exists();
            let file =
                OpenOptions::new().read(true).write(true).create(true).truncate(false).open(&path).map_err(failed)?;
            match file.try_lock() {
                Ok(()) => {}
                Err(fs::TryLockError::WouldBlock) => {
                    let hint = "wait until it has ended, or choose another --out";
                    return Err(destination::busy(&folder.display().to_string(), hint));
                }
                Err(fs::TryLockError::Error(error)) => return Err(failed(error)),
            }
            // A run that ended in between took the file away, and the next one made another.
            if is_still(&file, &path) {
                remove_left_over(folder);
                return Ok(Self { _file: file, path, after_a_kill });
            }
        }
    }
}

impl destination::Lock for Lock {
    fn release(self: Box<Self>) {
        // What cannot be removed only makes the next run more careful.
        let _ = fs::remove_file(&self.path);
    }
}

#[cfg(unix)]
fn is_still(file: &File, path: &Path) -> bool {
    use std::os::unix::fs::MetadataExt;
    let identity = |metadata: fs::Metadata| (metadata.dev(), metadata.ino());
    matches!((file.metadata().map(identity), fs::metadata(path).map(identity)), (Ok(ours), Ok(there)) if ours == there)
}

#[cfg(not(unix))]
fn is_still(_file: &File, path: &Path) -> bool {
    path.exists()
}

fn remove_left_over(folder: &Path) {
    let Ok(entries) = fs::read_dir(folder) else { return };
    for entry in entries.flatten() {
        let name = entry.file_name();
        if name.to_str().is_some_and(|name| name.starts_with(TEMPORARY) && name.ends_with(".tmp")) {
            let _ = fs::remove_file(entry.path());
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_folder_has_one_lock_and_tells_of_a_kill() {
        let folder = tempfile::tempdir().expect("a folder");
        let first = Lock::take(folder.path()).expect("free");
        assert!(!first.after_a_kill);
        assert_eq!(Lock::take(folder.path()).expect_err("taken").kind(), ErrorKind::Usage);
        fs::write(folder.path().join(".pullquote-batch-x1.tmp"), "torn").expect("written");
        // As a kill does, the file stays.
        drop(first);
        let second = Lock::take(folder.path()).expect("free again");
        assert!(second.after_a_kill);
        destination::Lock::release(Box::new(second));
        assert_eq!(fs::read_dir(folder.path()).expect("a folder").count(), 0);
    }

    #[test]
    fn folders_are_made_below_parents_that_exist() {
        let folder = tempfile::tempdir().expect("a folder");
        make(&folder.path().join("new")).expect("made");
        make(&folder.path().join("new")).expect("there already");
        assert_eq!(make(&folder.path().join("no/new")).expect_err("no parent").kind(), ErrorKind::Usage);
        fs::write(folder.path().join("file"), "").expect("written");
        assert_eq!(make(&folder.path().join("file")).expect_err("a file").kind(), ErrorKind::Usage);
    }
}
