//! `batch`: many records, many cards.

use std::collections::BTreeMap;
use std::ops::ControlFlow;
use std::path::{Path, PathBuf};
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, AtomicU64, Ordering};

use super::args::{BatchArguments, InputArguments};
use super::config::Setup;
use super::files::{self, Folder};
use super::input::{self, Input, Named};
use super::progress::{self, Progress};
use super::read::{nothing, readable};
use super::report::Reporter;
use super::{INTERRUPTED, Outcome};
use crate::batch::{self, Base, Destination, Disk, Ending, Event, Item, Kind, Names, Plan, Remote, Source};
use crate::store::Address;
use crate::{Encoding, Error, ErrorKind, Format, Record, Result, Severity};

pub(super) fn batch(arguments: &BatchArguments, reporter: &Reporter) -> Result<Outcome> {
    let (setup, sizes) = Setup::for_many_cards(&arguments.look)?;
    let kinds = kinds(arguments, &setup, &sizes)?;
    let inputs = inputs(&arguments.inputs, &arguments.out)?;
    let cards_of_one: u64 = kinds.iter().map(|kind| kind.encodings.len() as u64).sum();
    let setup = Arc::new(setup);
    let stop = stop_on_interrupt()?;
    let total = count(&inputs, arguments, cards_of_one);
    let source = source(inputs, arguments, &setup);
    let plan = plan(arguments, kinds, &setup, &stop)?;
    let mut tally = Tally::default();
    let mut progress = Progress::new(total, !reporter.is_quiet());
    let ended = batch::run(plan, source, &mut |event| tally.take(&event, &mut progress, reporter));
    let elapsed = progress.finish();
    tally.tell(elapsed.as_secs_f64(), reporter);
    let again = "run the same command again: it goes on where it was";
    match ended {
        Err(error) if error.kind() == ErrorKind::Io => {
            let written = tally.written + tally.kept;
            let hint = format!("the {written} cards that were written are whole; {again} once this is put right");
            let first = error.hint().map(|first| format!("{first}; ")).unwrap_or_default();
            Err(error.with_hint(first + &hint))
        }
        Err(error) => Err(error),
        Ok(Ending::Stopped) => {
            reporter.note(format_args!("interrupted; {again}"));
            Ok(Outcome::Interrupted)
        }
        Ok(Ending::Complete) if tally.cards() == 0 => {
            reporter.error(&nothing());
            Ok(Outcome::Failed)
        }
        Ok(Ending::Complete) => Ok(match (tally.failed, tally.serious) {
            (1.., _) => Outcome::Failed,
            (0, 1..) if arguments.strict => Outcome::Findings,
            _ => Outcome::Done,
        }),
    }
}

/// Sizes and formats.
fn kinds(arguments: &BatchArguments, setup: &Setup, sizes: &[crate::Size]) -> Result<Vec<Kind>> {
    let mut formats: Vec<Format> = Vec::new();
    let asked = arguments.format.iter().map(|format| Format::from(*format));
    for format in asked.chain(arguments.format.is_empty().then(|| setup.format.unwrap_or_default())) {
        if !formats.contains(&format) {
            formats.push(format);
        }
    }
    if arguments.quality.is_some() && !formats.contains(&Format::Jpeg) {
        return Err(Error::new(ErrorKind::Usage, "`--quality` is for jpeg, which is not among the formats"));
    }
    let effort = arguments.effort.or(setup.effort).map(Into::into).unwrap_or_default();
    let encoding = |format: &Format| Encoding {
        format: *format,
        effort,
        quality: arguments.quality.filter(|_| *format == Format::Jpeg),
        max_bytes: arguments.max_bytes,
    };
    let encodings: Vec<Encoding> = formats.iter().map(encoding).collect();
    Ok(sizes.iter().map(|size| Kind { size: *size, encodings: encodings.clone() }).collect())
}

/// The inputs in their order; what an earlier run wrote is none. All that were named must be there before the first card is drawn.
fn inputs(named: &[PathBuf], out: &Path) -> Result<Vec<Named>> {
    for path in named.iter().filter(|path| !files::is_standard(path)) {
        if !path.exists() {
            return Err(Error::new(ErrorKind::Usage, format!("`{}` does not exist", path.display())));
        }
    }
    let mut inputs = input::expand(named)?;
    if let Ok(out) = out.canonicalize() {
        let is_ours = |named: &Named| named.path.canonicalize().is_ok_and(|path| path.starts_with(&out));
        inputs.retain(|named| !(named.found && is_ours(named)));
    }
    Ok(inputs)
}

fn plan(arguments: &BatchArguments, kinds: Vec<Kind>, setup: &Arc<Setup>, stop: &Arc<AtomicBool>) -> Result<Plan> {
    let templates = match &setup.options.template {
        Some(name) => vec![name.as_str()],
        None => vec!["post", "quote", "quote-photo"],
    };
    let template = |name: &str| setup.renderer.template(name).map(|template| template.sha256().to_owned());
    let templates = templates.into_iter().map(template).collect::<Result<Vec<String>>>()?;
    let cores = || std::thread::available_parallelism().map_or(1, usize::from);
    let drawer = Arc::clone(setup);
    Ok(Plan {
        destination: destination(&arguments.out)?,
        names: Names::new(arguments.name.as_deref(), &kinds)?,
        kinds,
        options: setup.options.clone(),
        base: Base::new(&setup.font_stamp()?, &templates),
        draw: Box::new(move |record, assets, options| drawer.draw_pages(record, assets, options)),
        jobs: arguments.jobs.map_or_else(cores, usize::from),
        force: arguments.force,
        stop: Arc::clone(stop),
    })
}

/// The folder or prefix of an object store where the cards go.
fn destination(out: &Path) -> Result<Arc<dyn Destination>> {
    Ok(match Address::of_path(out)? {
        Some(prefix) => Arc::new(Remote::new(prefix)?),
        None => Arc::new(Disk(out.to_path_buf())),
    })
}

/// A switch that the first Ctrl-C turns; the second ends the program.
fn stop_on_interrupt() -> Result<Arc<AtomicBool>> {
    let stop = Arc::new(AtomicBool::new(false));
    let turned = Arc::clone(&stop);
    let set = ctrlc::set_handler(move || {
        if turned.swap(true, Ordering::Relaxed) {
            std::process::exit(i32::from(INTERRUPTED));
        }
    });
    set.map_err(|error| Error::new(ErrorKind::Io, "Ctrl-C cannot be listened to").with_source(error))?;
    Ok(stop)
}

/// Opens one input after another and hands over its records.
fn source(inputs: Vec<Named>, arguments: &BatchArguments, setup: &Arc<Setup>) -> Source {
    let (reading, setup, least) = (arguments.input.clone(), Arc::clone(setup), arguments.min_confidence);
    Box::new(move |each| {
        for named in inputs {
            let Some((records, mut assets)) = open(&named, &reading, &setup)? else { continue };
            let file: Arc<str> = input::name(&named.path).into();
            records.name_pictures(&mut assets);
            let assets = Arc::new(assets);
            let records = if named.found {
                readable(records).unwrap_or_else(|_| Box::new(std::iter::empty()))
            } else {
                Box::new(records)
            };
            let sure = records
                .enumerate()
                .filter(|(_, found)| found.as_ref().map_or(true, |record| confidence(record) >= least));
            for (index, found) in sure {
                let item = Item { found, file: Arc::clone(&file), number: index + 1, assets: assets.clone() };
                if each(item) == ControlFlow::Break(()) {
                    return Ok(());
                }
            }
        }
        Ok(())
    })
}

/// An input and the folder of its pictures; `None` for one that was found in a folder and cannot be opened.
fn open(named: &Named, reading: &InputArguments, setup: &Setup) -> Result<Option<(Input, Folder)>> {
    match Input::open(&named.path, reading) {
        Ok(records) => Ok(Some((records, setup.assets(&named.path)?))),
        Err(_) if named.found => Ok(None),
        Err(error) => Err(error),
    }
}

fn confidence(record: &Record) -> f64 {
    record.provenance().and_then(|provenance| provenance.confidence).unwrap_or(1.0)
}

/// Counts the cards of inputs that can be read twice, while the first of them are drawn already. 0 while, or when, it is not known.
fn count(inputs: &[Named], arguments: &BatchArguments, cards_of_one: u64) -> Arc<AtomicU64> {
    let total = Arc::new(AtomicU64::new(0));
    if !inputs.iter().all(|named| named.path.is_file()) {
        return total;
    }
    let paths: Vec<PathBuf> = inputs.iter().map(|named| named.path.clone()).collect();
    let (reading, least, counted) = (arguments.input.clone(), arguments.min_confidence, Arc::clone(&total));
    std::thread::spawn(move || {
        let is_counted = |found: &Result<Record>| found.as_ref().map_or(true, |record| confidence(record) >= least);
        let count_one =
            |path: &PathBuf| Input::open(path, &reading).map_or(0, |records| records.filter(is_counted).count() as u64);
        counted.store(paths.iter().map(count_one).sum::<u64>() * cards_of_one, Ordering::Relaxed);
    });
    total
}

/// What has become of the cards so far.
#[derive(Debug, Default)]
struct Tally {
    written: u64,
    kept: u64,
    failed: u64,
    /// Cards whose findings have a warning or worse.
    serious: u64,
    /// How often each finding came, in the cards that were drawn.
    findings: BTreeMap<String, u64>,
}

impl Tally {
    fn cards(&self) -> u64 {
        self.written + self.kept + self.failed
    }

    fn take(&mut self, event: &Event<'_>, progress: &mut Progress, reporter: &Reporter) {
        match event {
            Event::Written(name, findings) => {
                self.written += 1;
                self.serious += u64::from(findings.iter().any(|finding| finding.severity >= Severity::Warning));
                for finding in *findings {
                    *self.findings.entry(finding.code.clone()).or_default() += 1;
                }
                progress.suspend(|| reporter.detail(name));
            }
            Event::Kept(serious) => {
                self.kept += 1;
                self.serious += u64::from(*serious);
            }
            Event::Failed(error) => {
                self.failed += 1;
                if let Some(error) = error {
                    progress.suspend(|| reporter.error(error));
                }
            }
            Event::Idle => return progress.show(reporter),
            Event::Waiting(time) => {
                let seconds = time.as_secs();
                let said = format!("a run that has not ended has the place; {seconds} s to see whether it is alive");
                return progress.suspend(|| reporter.note(said));
            }
        }
        progress.add(reporter);
    }

    fn tell(&self, seconds: f64, reporter: &Reporter) {
        let Self { written, kept, failed, serious, findings } = self;
        let rate = *written as f64 / seconds.max(1e-3);
        let time = progress::span(seconds);
        reporter.note(format_args!(
            "{written} written, {kept} unchanged, {failed} with an error, {serious} with warnings; {time}, {rate:.0} a second"
        ));
        if !findings.is_empty() {
            let counts: Vec<String> = findings.iter().map(|(code, count)| format!("{code} {count}")).collect();
            reporter.note(format_args!("findings: {}", counts.join(", ")));
        }
    }
}
