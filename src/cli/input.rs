//! Inputs of records: a file or stdin, opened as a stream of records in any format that can be read.

use std::fs;
use std::io::Read;
use std::path::Path;

use super::args::InputArguments;
use super::files;
use crate::read::{ReadOptions, Records, read};
use crate::{Error, ErrorKind, Result};

/// How an input is called in messages and in `provenance.file`.
pub(super) fn name(path: &Path) -> String {
    if files::is_standard(path) { "stdin".to_owned() } else { path.display().to_string() }
}

/// The records of an input; `-` is stdin.
///
/// # Errors
/// A named file that does not exist is wrong usage, one that cannot be opened an error of the file system.
pub(super) fn records(path: &Path, arguments: &InputArguments) -> Result<Records<'static>> {
    Ok(read(open(path)?, &options(path, arguments)))
}

fn options(path: &Path, arguments: &InputArguments) -> ReadOptions {
    ReadOptions {
        from: arguments.from,
        file: Some(name(path)),
        account: None,
        default_author: arguments.default_author.clone(),
        columns: arguments.map.clone(),
    }
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
