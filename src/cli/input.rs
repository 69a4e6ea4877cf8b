//! Inputs of records: files, stdin and folders, opened as streams of records in any format that can be read.

use std::fs;
use std::io::Read;
use std::path::{Path, PathBuf};

use super::archive::{self, Exported};
use super::args::InputArguments;
use super::files::{self, Folder};
use crate::read::{ReadOptions, Records, read};
use crate::{Error, ErrorKind, Record, Result};

/// How an input is called in messages and in `provenance.file`.
pub(super) fn name(path: &Path) -> String {
    if files::is_standard(path) { "stdin".to_owned() } else { path.display().to_string() }
}

/// The records of one input.
#[derive(Debug)]
pub(super) struct Input {
    path: PathBuf,
    records: Records<'static>,
    exported: Exported,
}

impl Input {
    /// Opens an input; `-` is stdin.
    ///
    /// # Errors
    /// A named file that does not exist is wrong usage, one that cannot be opened an error of the file system.
    pub(super) fn open(path: &Path, arguments: &InputArguments) -> Result<Self> {
        let bytes = open(path)?;
        let options = ReadOptions {
            from: arguments.from,
            file: Some(name(path)),
            account: archive::account(arguments.account.as_deref(), path)?,
            default_author: arguments.default_author.clone(),
            columns: arguments.map.clone(),
        };
        Ok(Self { path: path.to_path_buf(), records: read(bytes, &options), exported: Exported::beside(path) })
    }

    /// The format of the input, as far as it is known after its first item.
    pub(super) fn format(&self) -> Option<&'static str> {
        self.records.format().map(crate::read::Format::name)
    }

    /// Lets a folder of pictures that is not the input's own find the pictures of the export.
    pub(super) fn name_pictures(&self, assets: &mut Folder) {
        for local in self.exported.paths() {
            assets.name(local, self.path.with_file_name(local));
        }
    }
}

impl Iterator for Input {
    type Item = Result<Record>;

    fn next(&mut self) -> Option<Self::Item> {
        let mut found = self.records.next()?;
        if let Ok(record) = &mut found {
            self.exported.localise(record);
        }
        Some(found)
    }
}

/// An input that was named, or found in a folder that was named.
#[derive(Debug)]
pub(super) struct Named {
    /// Where it is.
    pub(super) path: PathBuf,
    /// Whether it was found in a folder: what is of no known format is then left out and not an error.
    pub(super) found: bool,
}

/// The inputs in their order; a folder stands for its files in the order of their paths, hidden ones left out.
///
/// # Errors
/// Wrong usage when a folder cannot be listed.
pub(super) fn expand(inputs: &[PathBuf]) -> Result<Vec<Named>> {
    let mut expanded = Vec::new();
    for input in inputs {
        if files::is_standard(input) || !input.is_dir() {
            expanded.push(Named { path: input.clone(), found: false });
            continue;
        }
        let mut paths = Vec::new();
        list(input, 0, &mut paths)?;
        paths.sort();
        expanded.extend(paths.into_iter().map(|path| Named { path, found: true }));
    }
    Ok(expanded)
}

/// How deep folders may stand in a folder.
const MAX_DEPTH: usize = 32;

fn list(folder: &Path, depth: usize, paths: &mut Vec<PathBuf>) -> Result<()> {
    let failed = |error: std::io::Error| {
        Error::new(ErrorKind::Usage, format!("the folder `{}` cannot be read", folder.display())).with_source(error)
    };
    for entry in fs::read_dir(folder).map_err(failed)? {
        let entry = entry.map_err(failed)?;
        let path = entry.path();
        let kind = entry.file_type().map_err(failed)?;
        if entry.file_name().to_string_lossy().starts_with('.') {
            continue;
        }
        if kind.is_dir() && depth < MAX_DEPTH {
            list(&path, depth + 1, paths)?;
        } else if path.is_file() {
            paths.push(path);
        }
    }
    Ok(())
}

fn open(path: &Path) -> Result<Box<dyn Read>> {
    if files::is_standard(path) {
        return Ok(Box::new(std::io::stdin().lock()));
    }
    let failed = |error: std::io::Error| {
        let kind = if error.kind() == std::io::ErrorKind::NotFound { ErrorKind::Usage } else { ErrorKind::Io };
        Error::new(kind, format!("`{}` cannot be read", path.display())).with_source(error)
    };
    let file = fs::File::open(path).map_err(failed)?;
    if file.metadata().is_ok_and(|metadata| metadata.is_dir()) {
        return Err(Error::new(ErrorKind::Usage, format!("`{}` is a folder, expected a file", path.display())));
    }
    Ok(Box::new(file))
}
