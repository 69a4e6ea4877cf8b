//! The cards of one record: which of them are unchanged, and the others drawn and encoded.

use super::claim::{Claim, Job};
use super::fingerprint::Pictures;
use super::index::{Entry, Place};
use super::{Kind, Plan, error_line, short};
use crate::series::file_name;
use crate::{Encoding, Error, ErrorKind, Finding, Options, receipt};

/// What became of a card before it is written.
#[derive(Debug)]
pub(super) enum Made {
    /// The file is there and nothing that goes into it has changed.
    Kept { card: u64, place: Place, serious: bool },
    /// To be written: one file, or those of a series, with a line for each.
    Drawn { card: u64, files: Vec<CardFile>, lines: String },
    /// Cannot be drawn.
    Failed { card: u64, line: String, error: Option<Error> },
}

/// A card as a file.
#[derive(Debug)]
pub(super) struct CardFile {
    pub(super) name: String,
    pub(super) bytes: Vec<u8>,
    pub(super) findings: Vec<Finding>,
}

/// Makes the cards of a record and hands them over one after another; `verify`: whether files that are there are read to be sure.
pub(super) fn make(job: &Job, plan: &Plan, verify: bool, hand_over: &mut dyn FnMut(Made)) {
    let pictures = Pictures::read(&job.record, &plan.options, job.assets.as_ref());
    if let Some((address, reason)) = pictures.unavailable() {
        // A card that is there with its picture must not give way to one without.
        let error = Error::new(ErrorKind::Io, format!("the picture `{address}` cannot be read now: {reason}"))
            .with_hint("run the same command again; cards that are there stay as they are")
            .in_file(job.place.0.as_ref())
            .in_record(job.place.1);
        return fail(&job.claims, job, error, hand_over);
    }
    let shared = plan.base.record(&job.record, &plan.options, &pictures);
    for (at, kind) in plan.kinds.iter().enumerate() {
        let mut wanted = Vec::new();
        for claim in job.claims.iter().filter(|claim| claim.kind == at) {
            let Some(encoding) = kind.encodings.get(claim.encoding) else { continue };
            let fingerprint = shared.card(kind.size, encoding);
            let is_kept = |entry: &Entry, name: &str| {
                let unchanged = entry.fingerprint == short(&fingerprint);
                !plan.force && unchanged && plan.destination.has(name, entry, verify)
            };
            if let Some(Entry { place, serious, .. }) = claim.known.filter(|entry| is_kept(entry, &claim.name)) {
                hand_over(Made::Kept { card: claim.card, place, serious });
                continue;
            }
            let mut pages = claim.series.iter().enumerate();
            match series_place(&claim.series)
                .filter(|_| pages.all(|(at, page)| is_kept(page, &file_name(&claim.name, at + 1))))
            {
                Some(place) => {
                    let serious = claim.series.iter().any(|page| page.serious);
                    hand_over(Made::Kept { card: claim.card, place, serious });
                }
                None => wanted.push((claim, *encoding, fingerprint)),
            }
        }
        if !wanted.is_empty() {
            draw(job, plan, kind, &pictures, &wanted, hand_over);
        }
    }
}

/// Where the lines of a series stand, which follow each other.
fn series_place(pages: &[Entry]) -> Option<Place> {
    let length = pages.iter().map(|page| u64::from(page.place.length)).sum::<u64>();
    Some(Place { offset: pages.first()?.place.offset, length: u32::try_from(length).ok()? })
}

/// Lays a record out once and draws it once, for all formats of a size.
fn draw(
    job: &Job,
    plan: &Plan,
    kind: &Kind,
    pictures: &Pictures<'_>,
    wanted: &[(&Claim, Encoding, [u8; 32])],
    hand_over: &mut dyn FnMut(Made),
) {
    let options = Options { size: kind.size, ..plan.options.clone() };
    let place = |error: Error| error.in_file(job.place.0.as_ref()).in_record(job.place.1);
    let drawing = || (plan.draw)(&job.record, pictures, &options);
    // A defect of ours in one card must not end a night's work.
    let drawn = std::panic::catch_unwind(std::panic::AssertUnwindSafe(drawing)).unwrap_or_else(|_| Err(broke_off()));
    let cards = match drawn.map_err(place) {
        Ok(cards) => cards,
        Err(error) => return fail(wanted.iter().map(|(claim, ..)| *claim), job, error, hand_over),
    };
    let encodings: Vec<Encoding> = wanted.iter().map(|(_, encoding, _)| *encoding).collect();
    let mut made: Vec<_> = cards.iter().map(|card| card.encode_all(&encodings).into_iter()).collect();
    for (claim, encoding, fingerprint) in wanted {
        let mut files = Vec::new();
        let mut lines = String::new();
        let mut failed = None;
        for (card, encoded) in cards.iter().zip(made.iter_mut().map(Iterator::next)) {
            let Some(encoded) = encoded else { continue };
            match encoded.map_err(place) {
                Ok(encoded) => {
                    let name = match card.page() {
                        Some(page) => file_name(&claim.name, page.number),
                        None => claim.name.clone(),
                    };
                    let mut receipt = card.file_receipt(Some(name.clone()), encoding.format, &encoded);
                    receipt.card.fingerprint = Some(receipt::hexadecimal(fingerprint));
                    lines += &(serde_json::to_string(&receipt).unwrap_or_default() + "\n");
                    files.push(CardFile { name, bytes: encoded.bytes, findings: receipt.findings });
                }
                Err(error) => failed = failed.or(Some(error)),
            }
        }
        hand_over(match failed {
            None => Made::Drawn { card: claim.card, files, lines },
            Some(error) => {
                let line = error_line(Some(&claim.name), Some(&job.record), &error);
                Made::Failed { card: claim.card, line, error: Some(error) }
            }
        });
    }
}

/// The same error for several cards; it is told once.
fn fail<'a>(claims: impl IntoIterator<Item = &'a Claim>, job: &Job, error: Error, hand_over: &mut dyn FnMut(Made)) {
    let line = |claim: &Claim| (claim.card, error_line(Some(&claim.name), Some(&job.record), &error));
    let lines: Vec<_> = claims.into_iter().map(line).collect();
    let mut error = Some(error);
    for (card, line) in lines {
        hand_over(Made::Failed { card, line, error: error.take() });
    }
}

fn broke_off() -> Error {
    Error::new(ErrorKind::Picture, "drawing broke off, which is a defect of Pullquote")
        .with_hint("please report it with the record")
}
