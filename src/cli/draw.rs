//! `render` and `quote`: one record, one card.

use std::io::IsTerminal;
use std::path::{Path, PathBuf};

use super::Outcome;
use super::args::{DrawArguments, QuoteArguments, RenderArguments};
use super::config::Setup;
use super::files::{self, Folder};
use super::report::Reporter;
use crate::record::{Person, Photo, Quote, Source};
use crate::{Error, ErrorKind, Format, Record, Result, Severity};

pub(super) fn render(arguments: &RenderArguments, reporter: &mut Reporter) -> Result<Outcome> {
    let setup = Setup::new(&arguments.draw.look)?;
    let target = Target::new(&arguments.draw, &setup)?;
    let bytes = files::read(&arguments.record)?;
    let name = input_name(&arguments.record);
    let (number, record) = pick(&bytes, &name, arguments.pick)?;
    let assets = setup.assets(&arguments.record)?;
    let place = |error: Error| {
        if number > 0 { error.in_file(name.clone()).in_record(number) } else { error.in_file(name.clone()) }
    };
    draw(&record, &setup, &assets, &target, reporter).map_err(|error| match error.kind() {
        ErrorKind::MissingField | ErrorKind::InvalidValue | ErrorKind::Refused | ErrorKind::TextOverflow => {
            place(error)
        }
        _ => error,
    })
}

pub(super) fn quote(arguments: &QuoteArguments, reporter: &mut Reporter) -> Result<Outcome> {
    let setup = Setup::new(&arguments.draw.look)?;
    let target = Target::new(&arguments.draw, &setup)?;
    let mut assets = setup.assets(Path::new("-"))?;
    for file in arguments.avatar.iter().chain(&arguments.photo) {
        let path = named_file(file, arguments.draw.look.assets.as_deref());
        if !path.is_file() {
            return Err(Error::new(ErrorKind::Usage, format!("the picture `{file}` does not exist")));
        }
        assets.name(file.clone(), path);
    }
    let source = Source {
        title: arguments.source.clone(),
        date: arguments.date.clone(),
        url: arguments.url.clone(),
        ..Source::default()
    };
    let record = Quote {
        text: arguments.text.clone(),
        author: Person { name: arguments.by.clone(), role: arguments.role.clone(), avatar: arguments.avatar.clone() },
        source: (source != Source::default()).then_some(source),
        lang: arguments.lang.clone(),
        photo: arguments.photo.clone().map(|src| Photo { src, ..Photo::default() }),
        ..Quote::default()
    };
    draw(&Record::Quote(Box::new(record)), &setup, &assets, &target, reporter)
}

/// A picture named on the command line: as a path, else below `--assets`.
fn named_file(file: &str, assets: Option<&Path>) -> PathBuf {
    let path = PathBuf::from(file);
    match assets {
        Some(assets) if !path.exists() => assets.join(path),
        _ => path,
    }
}

/// How an input is called in messages.
pub(super) fn input_name(path: &Path) -> String {
    if files::is_standard(path) { "stdin".to_owned() } else { path.display().to_string() }
}

/// The one record of an input, or the one picked, with its number (0 when it is the only one).
fn pick(bytes: &[u8], name: &str, pick: Option<usize>) -> Result<(usize, Record)> {
    let mut records = crate::record::read_records(bytes, name);
    match pick {
        Some(0) => Err(Error::new(ErrorKind::Usage, "records are counted from 1")),
        Some(number) => match records.nth(number - 1) {
            Some(record) => record,
            None => {
                let count = crate::record::read_records(bytes, name).count();
                Err(Error::new(ErrorKind::Usage, format!("there is no record {number}: the input has {count}"))
                    .in_file(name))
            }
        },
        None => {
            let first = records.next().unwrap_or_else(|| {
                Err(Error::new(ErrorKind::Syntax, "the input has no record")
                    .in_file(name)
                    .with_hint("expected a JSON object"))
            })?;
            match records.count() {
                0 => Ok((0, first.1)),
                more => Err(Error::new(ErrorKind::Usage, format!("the input has {} records, expected one", more + 1))
                    .in_file(name)
                    .with_hint("choose one with `--pick N`")),
            }
        }
    }
}

/// Where and how a card is written.
struct Target {
    output: PathBuf,
    format: Format,
    effort: crate::Effort,
    quality: Option<u8>,
    receipt: Option<PathBuf>,
    strict: bool,
}

impl Target {
    fn new(arguments: &DrawArguments, setup: &Setup) -> Result<Self> {
        let usage = |message: &str, hint: &str| Err(Error::new(ErrorKind::Usage, message).with_hint(hint));
        let standard = || PathBuf::from("-");
        let output = arguments.output.clone().unwrap_or_else(standard);
        let receipt = arguments.receipt.clone();
        if files::is_standard(&output) {
            if arguments.output.is_none() && std::io::stdout().is_terminal() {
                return usage(
                    "a card is not printed on a terminal",
                    "name a file with `-o card.png`, or redirect stdout",
                );
            }
            if receipt.as_deref().is_some_and(files::is_standard) {
                return usage("card and receipt cannot both go to stdout", "name a file with `-o` or `--receipt`");
            }
        }
        let extension = output.extension().and_then(|extension| extension.to_str());
        let format = match (arguments.format, extension) {
            (Some(format), _) => format.into(),
            (None, Some(extension)) if !files::is_standard(&output) => extension.parse()?,
            _ => setup.format.unwrap_or(Format::Png),
        };
        Ok(Self {
            output,
            format,
            effort: arguments.effort.or(setup.effort).map(Into::into).unwrap_or_default(),
            quality: arguments.quality,
            receipt,
            strict: arguments.strict,
        })
    }
}

fn draw(record: &Record, setup: &Setup, assets: &Folder, target: &Target, reporter: &mut Reporter) -> Result<Outcome> {
    let card = setup.draw(record, assets)?;
    let encoding = crate::Encoding { format: target.format, effort: target.effort, quality: target.quality };
    let bytes = card.encode(&encoding)?;
    files::write(&target.output, &bytes)?;
    reporter.findings(card.findings());
    if !files::is_standard(&target.output) {
        let (path, kib) = (target.output.display(), (bytes.len() as f64 / 1024.0).ceil());
        reporter.detail(format_args!("{path}: {}x{} px, {kib} KiB", card.width(), card.height()));
    }
    if let Some(path) = &target.receipt {
        let name = target.output.file_name().filter(|_| !files::is_standard(&target.output));
        let receipt = card.receipt(name.map(|name| name.to_string_lossy().into_owned()), target.format, &bytes);
        files::write(path, format!("{}\n", pretty(&receipt)).as_bytes())?;
    }
    let serious = card.findings().iter().any(|finding| finding.severity >= Severity::Warning);
    Ok(if target.strict && serious { Outcome::Findings } else { Outcome::Done })
}

/// A value as indented JSON.
fn pretty(value: &impl serde::Serialize) -> String {
    serde_json::to_string_pretty(value).unwrap_or_default()
}
