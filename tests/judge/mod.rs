//! Headless Chromium as the judge of boxes and lines, recorded so that no browser is needed.
//!
//! `pages` holds templates with plain wrapping, where Chromium breaks the lines by itself; `built-in` holds recordings of
//! the built-in templates as `template preview` writes them. In both, lines must be the same, boxes within one px and the
//! strip of each line alike.
//!
//! - `cargo test --test integration judge` compares our cards with the recordings.
//! - `PULLQUOTE_CHROMIUM=/usr/bin/chromium` in the environment also records anew and holds the recordings against that.
//! - `BLESS=1` besides keeps the new recordings.
//! - `PULLQUOTE_JUDGE=emoji` judges only the cards with `emoji` in their names.
//!
//! What differs is written to `target/judge`: our picture, the difference, and a table of all cards.

pub mod chromium;
mod compare;
mod languages;
mod page;
mod recording;
mod similarity;

use std::fmt::Write;
use std::fs;
use std::path::{Path, PathBuf};
use std::sync::Mutex;

use chromium::BrowserPage;
use compare::{Ours, Verdict, compare, compare_blocks};
use recording::{Recorded, write_png};
use similarity::Gray;

use crate::support::project;

/// Known differences from Chromium: card, what the message has in it, reason. One that is gone fails the test.
#[rustfmt::skip]
const KNOWN: &[(&str, &str, &str)] = &[
    ("arabic", "strip of `كتبتها", FINE_STROKES),
    ("korean", "strip of `한서윤", FINE_STROKES),
    ("text-align", "strip of `السطر", FINE_STROKES),
    ("thai", "strip of `เขียนโดย", FINE_STROKES),
    ("emoji", "strip of `Families", SMALL_EMOJI),
    ("emoji", "strip of `A line", SMALL_EMOJI),
];

const FINE_STROKES: &str =
    "strokes of about a px at 15 px: Skia samples four heights of a pixel, we measure the covered area";
const SMALL_EMOJI: &str = "small emoji differ at their edges: drawn at another fraction of a px (not traced further)";

/// Pages on which everything is compared, not the strips of lines alone: what they show is not in boxes and letters.
const LOOKED_AT: &[&str] = &["backgrounds", "borders", "filters", "masks", "paints", "text-effects", "transforms"];

/// Greatest difference in px between a recording and a new one; above 0 so that another Chromium may be asked.
const RECORDING_TOLERANCE: f64 = 0.25;

/// A card that is judged.
struct Case<'a> {
    name: String,
    /// Folder of the recording.
    folder: PathBuf,
    /// Whether a picture is kept.
    picture: bool,
    draw: Box<dyn Fn() -> Result<Ours, String> + Sync + 'a>,
    browser: Box<dyn Fn() -> Result<BrowserPage, String> + Sync + 'a>,
}

#[test]
fn pages_in_the_subset_are_laid_out_as_by_chromium() {
    let pages = page::pages();
    assert!(pages.len() >= 28, "{} pages", pages.len());
    let cases = pages.iter().map(|page| Case {
        name: page.name.clone(),
        folder: page.folder.clone(),
        picture: true,
        draw: Box::new(|| page.draw()),
        browser: Box::new(|| Ok(page.for_browser())),
    });
    judge("pages", &cases.filter(asked_for).collect::<Vec<_>>());
}

#[test]
fn built_in_templates_look_in_chromium_as_previewed() {
    let cards = page::built_in();
    let cases = cards.iter().map(|card| Case {
        name: card.name(),
        folder: project("tests/judge/built-in").join(card.name()),
        picture: card.size == "og" && card.first_theme,
        draw: Box::new(|| card.draw()),
        browser: Box::new(|| card.for_browser()),
    });
    judge("built-in", &cases.filter(asked_for).collect::<Vec<_>>());
}

fn asked_for(case: &Case<'_>) -> bool {
    std::env::var("PULLQUOTE_JUDGE").map_or(true, |part| case.name.contains(&part))
}

/// Judges cards and fails with all that is wrong.
fn judge(part: &str, cases: &[Case<'_>]) {
    let mut failures = Vec::new();
    let recordings = match chromium::program() {
        Some(program) => recorded_anew(&program, cases, &mut failures),
        None => cases.iter().map(|case| Recorded::read(&case.folder)).collect(),
    };
    let mut table = String::new();
    let mut sum = Verdict::default();
    let pairs: Vec<_> = cases.iter().zip(&recordings).collect();
    let verdicts = in_parallel(&pairs, 2, |(case, recorded)| judge_one(case, recorded));
    for (case, verdict) in cases.iter().zip(verdicts) {
        let same = verdict.failures.is_empty();
        let _ = writeln!(table, "{:26} {:5} {verdict}", case.name, if same { "same" } else { "OTHER" });
        sum.add(&verdict);
        let known: Vec<_> = KNOWN.iter().filter(|(name, _, _)| *name == case.name).collect();
        for (_, part, reason) in &known {
            if verdict.failures.iter().any(|failure| failure.contains(part)) {
                println!("{}: `{part}` is known to differ: {reason}", case.name);
            } else {
                failures
                    .push(format!("{}: `{part}` no longer differs: take it out of the known differences", case.name));
            }
        }
        let unknown =
            verdict.failures.iter().filter(|failure| !known.iter().any(|(_, part, _)| failure.contains(part)));
        failures.extend(unknown.map(|failure| format!("{}: {failure}", case.name)));
    }
    let _ = writeln!(table, "{:32} {sum}", "all");
    println!("{table}");
    let target = project("target/judge");
    fs::create_dir_all(&target).expect("target/judge");
    fs::write(target.join(format!("{part}.txt")), table).expect("the table is written");
    assert!(failures.is_empty(), "{} differences (pictures in target/judge):\n{}", failures.len(), failures.join("\n"));
}

fn judge_one(case: &Case<'_>, recorded: &Result<Recorded, String>) -> Verdict {
    let failed = |failure: String| Verdict { failures: vec![failure], ..Verdict::default() };
    let ours = match (case.draw)() {
        Ok(ours) => ours,
        Err(error) => return failed(error),
    };
    let recorded = match recorded {
        Ok(recorded) => recorded,
        Err(error) => return failed(error.clone()),
    };
    let mut verdict = compare(recorded, &ours);
    if let Some(picture) = recorded.picture.as_ref().filter(|_| LOOKED_AT.contains(&case.name.as_str())) {
        compare_blocks(picture, &ours.picture, &mut verdict);
    }
    let folder = project("target/judge").join(&case.name);
    // What an earlier run left would mislead.
    let _ = fs::remove_dir_all(&folder);
    if !verdict.failures.is_empty() {
        fs::create_dir_all(&folder).expect("a folder for what differs");
        fs::write(folder.join("failures.txt"), verdict.failures.join("\n")).expect("the failures are written");
        write_png(&folder.join("actual.png"), &ours.picture);
        if let Some(expected) = &recorded.picture {
            write_png(&folder.join("expected.png"), expected);
            write_png(&folder.join("difference.png"), &difference(expected, &ours.picture));
        }
    }
    verdict
}

/// White where both are the same.
fn difference(one: &Gray, other: &Gray) -> Gray {
    let data = one.data.iter().zip(&other.data).map(|(one, other)| 255 - one.abs_diff(*other)).collect();
    Gray { data, ..*one }
}

/// Records all cards, holds the kept recordings against the new ones, and keeps the new ones when told to.
fn recorded_anew(program: &Path, cases: &[Case<'_>], failures: &mut Vec<String>) -> Vec<Result<Recorded, String>> {
    let bless = std::env::var_os("BLESS").is_some_and(|value| value == "1");
    let version = chromium::version(program);
    let kept_version_file = project("tests/judge/recorded-with.txt");
    let kept_version = fs::read_to_string(&kept_version_file).unwrap_or_default();
    println!("{version}, recorded with {}", kept_version.trim());
    let fresh = record_all(program, cases);
    for (case, fresh) in cases.iter().zip(&fresh) {
        let Ok(fresh) = fresh else { continue };
        if bless {
            let picture = fresh.picture.clone().filter(|_| case.picture);
            Recorded { picture, ..fresh.clone() }.write(&case.folder);
        }
        match Recorded::read(&case.folder) {
            Ok(kept) => {
                let changes = changes(&kept, fresh);
                failures.extend(changes.into_iter().map(|change| format!("{}: recorded anew: {change}", case.name)));
            }
            Err(error) => failures.push(format!("{error}; record it with BLESS=1")),
        }
    }
    if bless {
        fs::write(&kept_version_file, format!("{version}\n")).expect("the version is written");
    }
    // What is not kept is not judged either, so that both ways of asking give the same answer.
    let kept = |(case, fresh): (&Case<'_>, Result<Recorded, String>)| {
        fresh.map(|fresh| Recorded { picture: fresh.picture.filter(|_| case.picture), ..fresh })
    };
    cases.iter().zip(fresh).map(kept).collect()
}

fn record_all(program: &Path, cases: &[Case<'_>]) -> Vec<Result<Recorded, String>> {
    in_parallel(cases, 4, |case| (case.browser)().and_then(|page| chromium::record(program, &page)))
}

/// What a function makes of each item, in their order, by some threads.
fn in_parallel<T: Sync, R: Send>(items: &[T], threads: usize, work: impl Fn(&T) -> R + Sync) -> Vec<R> {
    let results: Vec<Mutex<Option<R>>> = items.iter().map(|_| Mutex::new(None)).collect();
    let next = Mutex::new(items.iter().zip(&results));
    std::thread::scope(|scope| {
        for _ in 0..threads {
            scope.spawn(|| {
                loop {
                    let Some((item, result)) = next.lock().expect("no thread failed").next() else { break };
                    *result.lock().expect("no thread failed") = Some(work(item));
                }
            });
        }
    });
    let taken = results.into_iter().filter_map(|result| result.into_inner().expect("no thread failed"));
    taken.collect()
}

/// What a new recording says otherwise than the kept one.
fn changes(kept: &Recorded, fresh: &Recorded) -> Vec<String> {
    let mut changes = Vec::new();
    let (one, other) = (&kept.recording, &fresh.recording);
    if one.boxes.len() != other.boxes.len() || one.lines.len() != other.lines.len() {
        let counts = |recording: &recording::Recording| (recording.boxes.len(), recording.lines.len());
        changes.push(format!("boxes and lines: kept {:?}, now {:?}", counts(one), counts(other)));
        return changes;
    }
    for (one, other) in one.boxes.iter().zip(&other.boxes) {
        let sides = [one.2 - other.2, one.3 - other.3, one.4 - other.4, one.5 - other.5];
        if one.0 != other.0 || one.1 != other.1 || sides.iter().any(|side| side.abs() > RECORDING_TOLERANCE) {
            changes.push(format!("box: kept {one:?}, now {other:?}"));
        }
    }
    for (one, other) in one.lines.iter().zip(&other.lines) {
        if one.element != other.element || one.text != other.text || one.cut != other.cut {
            changes.push(format!("line: kept `{}`, now `{}`", one.text, other.text));
        }
    }
    changes
}
