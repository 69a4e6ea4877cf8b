//! The cards of one record: which of them are unchanged, and the others drawn and encoded.

use std::path::Path;

use sha2::{Digest, Sha256};

use super::claim::{Claim, Job};
use super::fingerprint::Pictures;
use super::index::{Entry, Place};
use super::{Kind, Plan, error_line, short};
use crate::{Encoding, Error, ErrorKind, Finding, Options, receipt};

/// What became of a card before it is written.
#[derive(Debug)]
pub(super) enum Made {
    /// The file is there and nothing that goes into it has changed.
    Kept { card: u64, place: Place, serious: bool },
    /// To be written.
    Drawn { card: u64, name: String, bytes: Vec<u8>, line: String, findings: Vec<Finding> },
    /// Cannot be drawn.
    Failed { card: u64, line: String, error: Option<Error> },
}

/// Makes the cards of a record and hands them over one after another; `verify`: whether files that are there are read to be sure.
pub(super) fn make(job: &Job, plan: &Plan, verify: bool, hand_over: &mut dyn FnMut(Made)) {
    let pictures = Pictures::read(&job.record, &plan.options, job.assets.as_ref());
    let shared = plan.base.record(&job.record, &plan.options, &pictures);
    for (at, kind) in plan.kinds.iter().enumerate() {
        let mut wanted = Vec::new();
        for claim in job.claims.iter().filter(|claim| claim.kind == at) {
            let Some(encoding) = kind.encodings.get(claim.encoding) else { continue };
            let fingerprint = shared.card(kind.size, encoding);
            match claim.known.filter(|entry| {
                !plan.force && is_unchanged(entry, &fingerprint, &plan.folder.join(&claim.name), verify)
            }) {
                Some(Entry { place, serious, .. }) => hand_over(Made::Kept { card: claim.card, place, serious }),
                None => wanted.push((claim, *encoding, fingerprint)),
            }
        }
        if !wanted.is_empty() {
            draw(job, plan, kind, &pictures, &wanted, hand_over);
        }
    }
}

/// Whether the card of an earlier run is there and made of the same things.
fn is_unchanged(known: &Entry, fingerprint: &[u8], path: &Path, verify: bool) -> bool {
    let there = || std::fs::symlink_metadata(path).is_ok_and(|file| file.is_file() && file.len() == known.bytes);
    let whole = || std::fs::read(path).is_ok_and(|bytes| short(&Sha256::digest(bytes)) == known.sha256);
    known.fingerprint == short(fingerprint) && there() && (!verify || whole())
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
    let card = match drawn.map_err(place) {
        Ok(card) => card,
        Err(error) => {
            let lines: Vec<_> = wanted
                .iter()
                .map(|(claim, ..)| (claim.card, error_line(Some(&claim.name), Some(&job.record), &error)))
                .collect();
            let mut error = Some(error);
            for (card, line) in lines {
                hand_over(Made::Failed { card, line, error: error.take() });
            }
            return;
        }
    };
    let encodings: Vec<Encoding> = wanted.iter().map(|(_, encoding, _)| *encoding).collect();
    for ((claim, encoding, fingerprint), encoded) in wanted.iter().zip(card.encode_all(&encodings)) {
        hand_over(match encoded.map_err(place) {
            Ok(encoded) => {
                let mut receipt = card.file_receipt(Some(claim.name.clone()), encoding.format, &encoded);
                receipt.card.fingerprint = Some(receipt::hexadecimal(fingerprint));
                let line = serde_json::to_string(&receipt).unwrap_or_default() + "\n";
                let findings = receipt.findings;
                Made::Drawn { card: claim.card, name: claim.name.clone(), bytes: encoded.bytes, line, findings }
            }
            Err(error) => {
                let line = error_line(Some(&claim.name), Some(&job.record), &error);
                Made::Failed { card: claim.card, line, error: Some(error) }
            }
        });
    }
}

fn broke_off() -> Error {
    Error::new(ErrorKind::Picture, "drawing broke off, which is a defect of Pullquote")
        .with_hint("please report it with the record")
}
