//! Files: inputs, pictures below a folder, and outputs that are written whole or not at all.

use std::collections::BTreeMap;
use std::fs;
use std::io::{Read, Write};
use std::path::{Path, PathBuf};
use std::sync::Arc;

use crate::assets::{asset_name, is_remote, is_stored};
use crate::picture::{Bytes, MAX_BYTES};
use crate::store::{self, Address, Pictures, Store};
use crate::{AssetFault, Assets, Error, ErrorKind, Result};

/// Largest input of records in bytes that is read at once.
const MAX_INPUT: u64 = 512 << 20;

/// Whether a path stands for stdin or stdout.
pub(super) fn is_standard(path: &Path) -> bool {
    path == Path::new("-")
}

/// Reads an input; `-` is stdin. A named file that does not exist is wrong usage.
pub(super) fn read(path: &Path) -> Result<Vec<u8>> {
    let mut bytes = Vec::new();
    let read = if is_standard(path) {
        std::io::stdin().lock().take(MAX_INPUT + 1).read_to_end(&mut bytes)
    } else {
        fs::File::open(path).and_then(|file| file.take(MAX_INPUT + 1).read_to_end(&mut bytes))
    };
    read.map_err(|error| {
        let kind = if error.kind() == std::io::ErrorKind::NotFound { ErrorKind::Usage } else { ErrorKind::Io };
        Error::new(kind, format!("`{}` cannot be read", path.display())).with_source(error)
    })?;
    if bytes.len() as u64 > MAX_INPUT {
        return Err(Error::new(ErrorKind::TooLarge, format!("`{}` is larger than 512 MiB", path.display())));
    }
    Ok(bytes)
}

/// Writes to stdout.
pub(super) fn print(bytes: &[u8]) -> Result<()> {
    let mut stdout = std::io::stdout().lock();
    let written = stdout.write_all(bytes).and_then(|()| stdout.flush());
    written.map_err(|error| Error::new(ErrorKind::Io, "stdout cannot be written").with_source(error))
}

/// Says before anything is drawn what an output that is an address lacks: its scheme, the feature, the environment's settings.
pub(super) fn expect_output(path: &Path) -> Result<()> {
    Address::of_path(path)?.map_or(Ok(()), |address| {
        if address.key.is_empty() {
            return Err(Error::new(
                ErrorKind::Usage,
                format!("`{address}` is a bucket, expected the address of an object"),
            )
            .with_hint("write a name behind it: `s3://BUCKET/card.png`"));
        }
        Store::open(&address).map(|_| ())
    })
}

/// Writes a file whole or not at all: into a temporary file beside it, then renamed. `-` is stdout. Devices and pipes are
/// written to as they are, and a link stays one: what it points to is replaced. An address of an object store is put as one object.
pub(super) fn write(path: &Path, bytes: &[u8]) -> Result<()> {
    if is_standard(path) {
        return print(bytes);
    }
    if let Some(address) = Address::of_path(path)? {
        return store::write(&address, bytes.to_vec());
    }
    let failed = |error| unwritable(path, error);
    match fs::metadata(path) {
        Ok(metadata) if metadata.is_dir() => {
            Err(Error::new(ErrorKind::Usage, format!("`{}` is a folder, expected a file name", path.display())))
        }
        Ok(metadata) if !metadata.is_file() => {
            let opened = fs::OpenOptions::new().write(true).open(path);
            opened.and_then(|mut device| device.write_all(bytes)).map_err(failed)
        }
        Ok(_) if path.is_symlink() => replace(&fs::canonicalize(path).map_err(failed)?, bytes),
        _ => replace(path, bytes),
    }
}

fn unwritable(path: &Path, error: std::io::Error) -> Error {
    Error::new(ErrorKind::Io, format!("`{}` cannot be written", path.display())).with_source(error)
}

/// Puts a new file in the place of a path.
fn replace(path: &Path, bytes: &[u8]) -> Result<()> {
    let folder = match path.parent() {
        Some(parent) if !parent.as_os_str().is_empty() => parent,
        _ => Path::new("."),
    };
    if !folder.is_dir() {
        return Err(Error::new(ErrorKind::Usage, format!("the folder `{}` does not exist", folder.display()))
            .with_hint("create it first, or choose another -o"));
    }
    remove_left_over(folder);
    let failed = |error| unwritable(path, error);
    let prefix = format!("{TEMPORARY}{}-", std::process::id());
    let mut file = tempfile::Builder::new().prefix(&prefix).suffix(".tmp").tempfile_in(folder).map_err(failed)?;
    file.write_all(bytes).and_then(|()| file.flush()).map_err(failed)?;
    keep_permissions(file.as_file(), path).map_err(failed)?;
    file.as_file().sync_all().map_err(failed)?;
    file.persist(path).map_err(|error| failed(error.error))?;
    Ok(())
}

/// Temporary files are called `.pullquote-PROCESS-RANDOM.tmp`.
const TEMPORARY: &str = ".pullquote-";

/// Gives the new file the permissions of the one it replaces, or the ordinary ones of a new file.
#[cfg(unix)]
fn keep_permissions(file: &fs::File, path: &Path) -> std::io::Result<()> {
    use std::os::unix::fs::PermissionsExt;
    let mode = fs::metadata(path).map(|metadata| metadata.permissions().mode() & 0o777).unwrap_or(0o644);
    file.set_permissions(fs::Permissions::from_mode(mode))
}

#[cfg(not(unix))]
fn keep_permissions(_file: &fs::File, _path: &Path) -> std::io::Result<()> {
    Ok(())
}

/// Removes temporary files of runs that no longer live. What cannot be removed stays: it does no harm.
fn remove_left_over(folder: &Path) {
    let Ok(entries) = fs::read_dir(folder) else { return };
    for entry in entries.flatten() {
        let name = entry.file_name();
        let process =
            name.to_str().and_then(|name| name.strip_prefix(TEMPORARY)?.strip_suffix(".tmp")?.split('-').next());
        let Some(process) = process.and_then(|process| process.parse::<u32>().ok()) else { continue };
        if process != std::process::id() && !is_alive(process, &entry) {
            let _ = fs::remove_file(entry.path());
        }
    }
}

fn is_alive(process: u32, entry: &fs::DirEntry) -> bool {
    if Path::new("/proc/self").exists() {
        return Path::new("/proc").join(process.to_string()).exists();
    }
    let age = entry.metadata().and_then(|metadata| metadata.modified()).ok().and_then(|time| time.elapsed().ok());
    age.is_none_or(|age| age.as_secs() < 3600)
}

/// Pictures below a folder or below a prefix of an object store. Nothing outside it is read, symbolic links resolved first.
#[derive(Debug)]
pub(super) struct Folder {
    root: Root,
    /// Files given by the user himself (brand logos, `--photo`), by the address the record has for them.
    named: BTreeMap<String, PathBuf>,
}

#[derive(Debug)]
enum Root {
    Folder(PathBuf),
    Store(Arc<Pictures>),
}

impl Folder {
    /// A folder by its path, or a prefix by its address.
    ///
    /// # Errors
    /// Wrong usage when it does not exist; for a prefix whatever the store says.
    pub(super) fn new(root: &Path) -> Result<Self> {
        if let Some(prefix) = Address::of_path(root)? {
            return Ok(Self { root: Root::Store(Arc::new(Pictures::new(prefix)?)), named: BTreeMap::new() });
        }
        let root = if root.as_os_str().is_empty() { Path::new(".") } else { root };
        let missing = |error| {
            Error::new(ErrorKind::Usage, format!("the folder `{}` cannot be opened", root.display())).with_source(error)
        };
        Ok(Self { root: Root::Folder(root.canonicalize().map_err(missing)?), named: BTreeMap::new() })
    }

    /// The same root, with what it has read, without the files given by the user.
    pub(super) fn again(&self) -> Self {
        let root = match &self.root {
            Root::Folder(path) => Root::Folder(path.clone()),
            Root::Store(pictures) => Root::Store(Arc::clone(pictures)),
        };
        Self { root, named: BTreeMap::new() }
    }

    /// Lets one address stand for one file anywhere.
    pub(super) fn name(&mut self, address: impl Into<String>, file: PathBuf) {
        self.named.insert(address.into(), file);
    }

    fn below(root: &Path, name: &str) -> Result<PathBuf, AssetFault> {
        if name.contains('\0') {
            return Err(AssetFault::Missing);
        }
        if is_stored(name) {
            return Err(AssetFault::Outside);
        }
        let relative = Path::new(name);
        let escapes = relative.is_absolute()
            || relative
                .components()
                .any(|part| matches!(part, std::path::Component::ParentDir | std::path::Component::Prefix(_)));
        match root.join(relative).canonicalize() {
            Ok(path) if path.starts_with(root) => Ok(path),
            Ok(_) => Err(AssetFault::Outside),
            Err(_) if escapes => Err(AssetFault::Outside),
            Err(error) if error.kind() == std::io::ErrorKind::NotFound => Err(AssetFault::Missing),
            Err(error) => Err(AssetFault::Unreadable(error.to_string())),
        }
    }
}

impl Assets for Folder {
    fn fetch(&self, address: &str) -> Result<Bytes, AssetFault> {
        let name = || if is_remote(address) { asset_name(address) } else { address.to_owned() };
        let path = match (self.named.get(address), &self.root) {
            (Some(path), _) => path.clone(),
            (None, Root::Folder(root)) => Self::below(root, &name())?,
            (None, Root::Store(pictures)) => return pictures.fetch(&name()),
        };
        let unreadable = |error: std::io::Error| match error.kind() {
            std::io::ErrorKind::NotFound => AssetFault::Missing,
            _ => AssetFault::Unreadable(error.to_string()),
        };
        let metadata = fs::metadata(&path).map_err(unreadable)?;
        if !metadata.is_file() {
            return Err(AssetFault::Unreadable("it is not a file".to_owned()));
        }
        if metadata.len() > MAX_BYTES as u64 {
            return Err(AssetFault::TooLarge(metadata.len()));
        }
        let mut bytes = Vec::with_capacity(metadata.len() as usize);
        let file = fs::File::open(&path).map_err(unreadable)?;
        file.take(MAX_BYTES as u64 + 1).read_to_end(&mut bytes).map_err(unreadable)?;
        Ok(bytes.into())
    }
}

/// All files of a template's folder by their names relative to it; hidden ones and what is larger than 32 MiB left out.
pub(super) fn template_files(folder: &Path) -> Result<BTreeMap<String, Vec<u8>>> {
    let mut files = BTreeMap::new();
    let mut folders = vec![(folder.to_path_buf(), String::new())];
    while let Some((folder, prefix)) = folders.pop() {
        let failed = |error: std::io::Error| {
            Error::new(ErrorKind::Usage, format!("the template folder `{}` cannot be read", folder.display()))
                .with_source(error)
        };
        for entry in fs::read_dir(&folder).map_err(failed)? {
            let entry = entry.map_err(failed)?;
            let Some(name) = entry.file_name().to_str().map(str::to_owned) else { continue };
            let kind = entry.file_type().map_err(failed)?;
            if name.starts_with('.') || files.len() > 1000 {
                continue;
            }
            if kind.is_dir() {
                folders.push((entry.path(), format!("{prefix}{name}/")));
            } else if kind.is_file() && entry.metadata().map_err(failed)?.len() <= MAX_BYTES as u64 {
                files.insert(format!("{prefix}{name}"), fs::read(entry.path()).map_err(failed)?);
            }
        }
    }
    Ok(files)
}

/// The font files (TTF, OTF, TTC) of a folder and the folders below it, in the order of their paths.
pub(super) fn font_files(folder: &Path) -> Result<Vec<PathBuf>> {
    let mut found = Vec::new();
    let mut folders = vec![folder.to_path_buf()];
    while let Some(folder) = folders.pop() {
        let entries = fs::read_dir(&folder).map_err(|error| {
            Error::new(ErrorKind::Usage, format!("the font folder `{}` cannot be read", folder.display()))
                .with_source(error)
        })?;
        for entry in entries.flatten() {
            let path = entry.path();
            let extension = path.extension().and_then(|extension| extension.to_str()).map(str::to_ascii_lowercase);
            if path.is_dir() && !entry.file_type().is_ok_and(|kind| kind.is_symlink()) {
                folders.push(path);
            } else if matches!(extension.as_deref(), Some("ttf" | "otf" | "ttc" | "otc")) {
                found.push(path);
            }
        }
    }
    found.sort();
    Ok(found)
}
