//! `read` and `assets`: records, and the addresses of their pictures, for people and for programs.

use std::collections::BTreeSet;
use std::io::{BufWriter, IsTerminal, StdoutLock, Write};
use std::path::PathBuf;

use super::Outcome;
use super::args::{AssetsArguments, InputArguments, ReadArguments};
use super::files;
use super::input::{self, Input, Named};
use super::report::Reporter;
use super::summary::Summary;
use crate::assets::is_remote;
use crate::{Error, ErrorKind, Record, Result};

/// Prints the records of every input, one JSON line or one summary each.
pub(super) fn read(arguments: &ReadArguments, reporter: &Reporter) -> Result<Outcome> {
    let mut out = Output::new(arguments.inputs.iter().any(|path| files::is_standard(path)));
    let summary = Summary::for_terminal();
    let (mut unsure, mut printed) = (0_usize, 0_usize);
    let seen = each(&arguments.inputs, &arguments.input, &arguments.pick, reporter, |number, record| {
        let confidence = record.provenance().and_then(|provenance| provenance.confidence).unwrap_or(1.0);
        if confidence < arguments.min_confidence {
            unsure += 1;
            return Ok(());
        }
        printed += 1;
        out.line(&if arguments.list { summary.line(number, record) } else { json(record)? })
    })?;
    out.flush()?;
    if let Some(missing) = arguments.pick.iter().find(|pick| **pick > seen.count) {
        return Err(Error::new(
            ErrorKind::Usage,
            format!("there is no record {missing}: the input has {}", seen.count),
        ));
    }
    if unsure > 0 {
        reporter.note(format_args!("{unsure} records are below --min-confidence {}", arguments.min_confidence));
    }
    if seen.count == 0 {
        reporter.error(&nothing());
    }
    Ok(if printed == 0 || seen.failed > 0 { Outcome::Failed } else { Outcome::Done })
}

/// The error for inputs without a record.
pub(super) fn nothing() -> Error {
    Error::new(ErrorKind::Syntax, "nothing was found: the input has no record")
}

/// Prints every web address of a picture with the name under which `render` looks it up.
pub(super) fn assets(arguments: &AssetsArguments, reporter: &Reporter) -> Result<Outcome> {
    let mut out = Output::new(false);
    let mut known = BTreeSet::new();
    let seen = each(&arguments.inputs, &arguments.input, &[], reporter, |_, record| {
        for picture in record.pictures() {
            if is_remote(picture.src) && known.insert(picture.src.to_owned()) {
                out.line(&format!("{}\t{}", picture.src, crate::asset_name(picture.src)))?;
            }
        }
        Ok(())
    })?;
    out.flush()?;
    if seen.count == 0 {
        reporter.error(&nothing());
    }
    Ok(if seen.failed > 0 || seen.count == 0 { Outcome::Failed } else { Outcome::Done })
}

/// How many items were seen, and how many of them were errors.
pub(super) struct Seen {
    pub(super) count: usize,
    pub(super) failed: usize,
}

/// Hands over the records of every input with their numbers, all or those that are picked; tells the errors.
pub(super) fn each(
    inputs: &[PathBuf],
    arguments: &InputArguments,
    picked: &[usize],
    reporter: &Reporter,
    mut act: impl FnMut(usize, &Record) -> Result<()>,
) -> Result<Seen> {
    let mut seen = Seen { count: 0, failed: 0 };
    for Named { path, found } in input::expand(inputs)? {
        let records = match Input::open(&path, arguments) {
            Ok(records) if found => readable(records),
            Ok(records) => Ok(Box::new(records) as Records),
            Err(error) if found => Err(error.message().to_owned()),
            Err(error) => return Err(error),
        };
        let records = match records {
            Ok(records) => records,
            Err(reason) => {
                reporter.note(format_args!("{} left out: {reason}", path.display()));
                continue;
            }
        };
        let mut unknown = 0_usize;
        for record in records {
            seen.count += 1;
            if !picked.is_empty() && !picked.contains(&seen.count) {
                continue;
            }
            match record {
                Ok(record) => act(seen.count, &record)?,
                // A list of something else is told once.
                Err(error) if error.kind() == ErrorKind::UnknownFormat && unknown > 0 => unknown += 1,
                Err(error) => {
                    unknown += usize::from(error.kind() == ErrorKind::UnknownFormat);
                    seen.failed += 1;
                    reporter.error(&error);
                }
            }
        }
        if unknown > 1 {
            reporter.note(format_args!(
                "{}: {} more values are of no format that is known",
                path.display(),
                unknown - 1
            ));
        }
    }
    Ok(seen)
}

pub(super) type Records = Box<dyn Iterator<Item = Result<Record>>>;

/// The records of a file that lies in a folder, or why it is left out: it is of no known format, or text in which nobody is quoted.
pub(super) fn readable(mut input: Input) -> Result<Records, String> {
    let Some(first) = input.next() else { return Err("there is no record in it".to_owned()) };
    if let Err(error) = &first
        && error.kind() == ErrorKind::UnknownFormat
    {
        return Err(error.message().to_owned());
    }
    let plain = input.format() == Some("article-text");
    let records = std::iter::once(first).chain(input);
    if !plain {
        return Ok(Box::new(records));
    }
    let all: Vec<_> = records.collect();
    if all.iter().any(Result::is_ok) { Ok(Box::new(all.into_iter())) } else { Err("nobody is quoted in it".to_owned()) }
}

fn json(record: &Record) -> Result<String> {
    serde_json::to_string(record)
        .map_err(|error| Error::new(ErrorKind::InvalidValue, "the record cannot be written as JSON").with_source(error))
}

/// Standard output, a line at a time.
struct Output {
    stdout: BufWriter<StdoutLock<'static>>,
    /// Whether somebody waits for each line.
    at_once: bool,
}

impl Output {
    fn new(live: bool) -> Self {
        let stdout = std::io::stdout();
        let at_once = live || stdout.is_terminal();
        Self { stdout: BufWriter::with_capacity(1 << 16, stdout.lock()), at_once }
    }

    fn line(&mut self, line: &str) -> Result<()> {
        let written = self.stdout.write_all(line.as_bytes()).and_then(|()| self.stdout.write_all(b"\n"));
        written.map_err(unwritable)?;
        if self.at_once { self.flush() } else { Ok(()) }
    }

    fn flush(&mut self) -> Result<()> {
        self.stdout.flush().map_err(unwritable)
    }
}

fn unwritable(error: std::io::Error) -> Error {
    Error::new(ErrorKind::Io, "stdout cannot be written").with_source(error)
}
