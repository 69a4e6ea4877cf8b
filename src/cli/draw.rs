//! `render` and `quote`: one record, one card.

use std::io::IsTerminal;
use std::path::{Path, PathBuf};

use super::Outcome;
use super::args::{DrawArguments, QuoteArguments, RenderArguments};
use super::config::Setup;
use super::files::{self, Folder};
use super::input::{self, Input};
use super::report::Reporter;
use crate::assets::is_stored;
use crate::record::{Person, Photo, Quote, Source};
use crate::series::{MAX_PAGES, file_name};
use crate::store::Address;
use crate::{Error, ErrorKind, Finding, Format, Overflow, Record, Result, Severity};

pub(super) fn render(arguments: &RenderArguments, reporter: &mut Reporter) -> Result<Outcome> {
    let setup = Setup::for_one_card(&arguments.draw.look)?;
    let target = Target::new(&arguments.draw, &setup)?;
    let name = input::name(&arguments.record);
    let mut assets = setup.assets(&arguments.record)?;
    let mut records = Input::open(&arguments.record, &arguments.input)?;
    records.name_pictures(&mut assets);
    let (number, record, outcome) = pick(&mut records, &arguments.record, arguments.pick, reporter)?;
    let drawn = draw(&record, &setup, &assets, &target, reporter).map_err(|error| placed(error, &name, number))?;
    Ok(drawn.max(outcome))
}

pub(super) fn quote(arguments: &QuoteArguments, reporter: &mut Reporter) -> Result<Outcome> {
    let setup = Setup::for_one_card(&arguments.draw.look)?;
    let target = Target::new(&arguments.draw, &setup)?;
    let mut assets = setup.assets(Path::new("-"))?;
    for file in arguments.avatar.iter().chain(&arguments.photo) {
        let path = named_file(file, arguments.draw.look.assets.as_deref());
        if Address::of_path(&path)?.is_some() {
            // Below `--assets`, or the card says that it is not.
            continue;
        }
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
        Some(assets) if !path.exists() && !is_stored(file) => assets.join(path),
        _ => path,
    }
}

/// An error of a record with its file and, where it is one of several, its number; any other error as it is.
pub(super) fn placed(error: Error, name: &str, number: usize) -> Error {
    match error.kind() {
        ErrorKind::MissingField
        | ErrorKind::InvalidValue
        | ErrorKind::Refused
        | ErrorKind::TextOverflow
        | ErrorKind::AltMissing => {
            let error = error.in_file(name);
            if number > 0 { error.in_record(number) } else { error }
        }
        _ => error,
    }
}

/// The one record of an input, or the one picked, with its number (0 when it is the only one).
///
/// What could not be read beside the one record is told, and makes the outcome [`Outcome::Failed`].
pub(super) fn pick(
    records: &mut Input,
    path: &Path,
    wanted: Option<usize>,
    reporter: &Reporter,
) -> Result<(usize, Record, Outcome)> {
    let name = input::name(path);
    let usage = |message: String| Error::new(ErrorKind::Usage, message).in_file(name.as_str());
    if let Some(number) = wanted {
        let Some(index) = number.checked_sub(1) else { return Err(usage("records are counted from 1".to_owned())) };
        let mut count = 0;
        let picked = records.by_ref().inspect(|_| count += 1).nth(index);
        return match picked {
            Some(record) => Ok((number, record?, Outcome::Done)),
            None => Err(usage(format!("there is no record {number}: the input has {count}"))),
        };
    }
    let (mut first, mut errors, mut good, mut count) = (None, Vec::new(), 0_usize, 0_usize);
    for found in records {
        count += 1;
        match found {
            Ok(record) => {
                good += 1;
                first.get_or_insert((count, record));
            }
            Err(error) if errors.len() < 20 => errors.push(error),
            Err(_) => {}
        }
    }
    match (first, errors.is_empty()) {
        (Some(_), _) if good > 1 => Err(usage(format!("the input has {count} records, expected one"))
            .with_hint("choose one with `--pick N`; `pullquote read --list` numbers them")),
        (Some((_, record)), true) => Ok((0, record, Outcome::Done)),
        (Some((number, record)), false) => {
            errors.iter().for_each(|error| reporter.error(error));
            Ok((number, record, Outcome::Failed))
        }
        (None, _) => Err(errors.into_iter().next().unwrap_or_else(|| {
            Error::new(ErrorKind::Syntax, "the input has no record")
                .in_file(name)
                .with_hint("expected a record, or a file that `pullquote read` can read")
        })),
    }
}

/// Where and how a card is written.
struct Target {
    output: PathBuf,
    format: Format,
    effort: crate::Effort,
    quality: Option<u8>,
    max_bytes: Option<u64>,
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
        files::expect_output(&output)?;
        receipt.as_deref().map_or(Ok(()), files::expect_output)?;
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
            max_bytes: arguments.max_bytes,
            receipt,
            strict: arguments.strict,
        })
    }
}

fn draw(record: &Record, setup: &Setup, assets: &Folder, target: &Target, reporter: &mut Reporter) -> Result<Outcome> {
    let cards = setup.draw(record, assets)?;
    let standard = files::is_standard(&target.output);
    if standard && cards.len() > 1 {
        let message = format!("the words need {} cards, and stdout takes one", cards.len());
        return Err(Error::new(ErrorKind::Usage, message)
            .with_hint("name a file with `-o card.png`: the cards become card-1.png, card-2.png, …"));
    }
    let Target { format, effort, quality, max_bytes, .. } = *target;
    let encoding = crate::Encoding { format, effort, quality, max_bytes };
    // Encoded before the first is written: a series is there whole or not at all.
    let encoded = cards.iter().map(|card| card.encode_and_tell(&encoding)).collect::<Result<Vec<_>>>()?;
    let (mut receipts, mut serious) = (Vec::new(), false);
    for (card, encoded) in cards.iter().zip(&encoded) {
        let output = match card.page() {
            Some(page) => page_path(&target.output, page.number),
            None => target.output.clone(),
        };
        files::write(&output, &encoded.bytes)?;
        // What is to be said of the record is said once.
        if card.page().is_none_or(|page| page.number == 1) {
            reporter.findings(card.findings());
        } else {
            let new = |finding: &&Finding| cards.first().is_none_or(|first| !first.findings().contains(finding));
            reporter.findings(&card.findings().iter().filter(new).cloned().collect::<Vec<_>>());
        }
        for finding in &encoded.findings {
            if finding.severity == Severity::Info {
                reporter.note(&finding.message);
            } else {
                reporter.findings(std::slice::from_ref(finding));
            }
        }
        if !standard {
            let (path, kib) = (output.display(), (encoded.bytes.len() as f64 / 1024.0).ceil());
            reporter.detail(format_args!("{path}: {}x{} px, {kib} KiB", card.width(), card.height()));
        }
        if target.receipt.is_some() {
            let name = output.file_name().filter(|_| !standard).map(|name| name.to_string_lossy().into_owned());
            receipts.push(card.file_receipt(name, format, encoded));
        }
        serious |= card.findings().iter().chain(&encoded.findings).any(|finding| finding.severity >= Severity::Warning);
    }
    if !standard && setup.options.overflow == Overflow::Pages {
        let names = left_over(&target.output, cards.len());
        match names.as_slice() {
            [] => {}
            [name] => reporter.note(format_args!("{name} is of an earlier run and no card of this text")),
            [first, .., last] => {
                let number = names.len();
                reporter.note(format_args!(
                    "{first} to {last} ({number} files) are of an earlier run and no cards of this text"
                ));
            }
        }
    }
    if let Some(path) = &target.receipt {
        let text = match &receipts[..] {
            [receipt] => pretty(receipt),
            receipts => pretty(&receipts),
        };
        files::write(path, format!("{text}\n").as_bytes())?;
    }
    // The process ends with it: giving back its memory piece by piece would take longer than the system needs for all of it.
    std::mem::forget(cards);
    Ok(if target.strict && serious { Outcome::Findings } else { Outcome::Done })
}

/// Names of the cards that stand beside those of this run and that another length of the text would have had.
fn left_over(output: &Path, count: usize) -> Vec<String> {
    let first = if count == 1 { 1 } else { count + 1 };
    let whole = (count > 1).then(|| output.to_owned());
    let paths = whole.into_iter().chain((first..=MAX_PAGES).map(|number| page_path(output, number)));
    let there = paths.filter(|path| path.is_file());
    there.filter_map(|path| Some(path.file_name()?.to_string_lossy().into_owned())).collect()
}

/// Where a card of a series is written.
fn page_path(output: &Path, number: usize) -> PathBuf {
    let name = output.file_name().map(|name| name.to_string_lossy().into_owned()).unwrap_or_default();
    output.with_file_name(file_name(&name, number))
}

/// A value as indented JSON.
fn pretty(value: &impl serde::Serialize) -> String {
    serde_json::to_string_pretty(value).unwrap_or_default()
}
