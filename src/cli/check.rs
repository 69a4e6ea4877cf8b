//! `check`: lays records out, draws nothing, reports findings.

use serde_json::json;

use super::Outcome;
use super::args::CheckArguments;
use super::config::Setup;
use super::files;
use super::input::{self, Input};
use super::report::Reporter;
use crate::{Card, Error, Receipt, Result, Severity};

pub(super) fn check(arguments: &CheckArguments, reporter: &mut Reporter) -> Result<Outcome> {
    let setup = Setup::new(&arguments.look)?;
    let mut lines = Vec::new();
    let (mut checked, mut failed, mut serious) = (0_usize, 0_usize, 0_usize);
    for path in &arguments.inputs {
        let name = input::name(path);
        let records = Input::open(path, &arguments.input)?;
        let mut assets = setup.assets(path)?;
        records.name_pictures(&mut assets);
        for (index, record) in records.enumerate() {
            checked += 1;
            let made = record.and_then(|record| {
                let cards = setup.draw(&record, &assets);
                cards.map_err(|error| error.in_file(name.clone()).in_record(index + 1))
            });
            match made {
                Ok(cards) => {
                    let receipt = one_receipt(&cards);
                    let bad = receipt.findings.iter().any(|finding| finding.severity >= Severity::Warning);
                    serious += usize::from(bad);
                    if !receipt.findings.is_empty() {
                        reporter.findings(&receipt.findings);
                    }
                    lines.push(serde_json::to_string(&receipt).unwrap_or_default());
                }
                Err(error) => {
                    failed += 1;
                    reporter.error(&error);
                    lines.push(error_line(&error).to_string());
                }
            }
        }
    }
    if let Some(path) = &arguments.receipt {
        let text: String = lines.iter().map(|line| format!("{line}\n")).collect();
        files::write(path, text.as_bytes())?;
    }
    reporter.note(format_args!("{checked} checked, {failed} with an error, {serious} with warnings"));
    Ok(match (failed, serious) {
        (1.., _) => Outcome::Failed,
        (0, 1..) if arguments.strict => Outcome::Findings,
        _ => Outcome::Done,
    })
}

/// The receipt of a card; of a series that of the first one, with the texts and findings of all.
fn one_receipt(cards: &[Card]) -> Receipt {
    let mut receipts = cards.iter().map(Card::layout_receipt);
    let Some(mut receipt) = receipts.next() else { return Receipt::default() };
    for next in receipts {
        receipt.text.extend(next.text);
        receipt.fonts.extend(next.fonts.into_iter().filter(|font| !receipt.fonts.contains(font)).collect::<Vec<_>>());
        let new = next.findings.into_iter().filter(|finding| !receipt.findings.contains(finding));
        receipt.findings.extend(new.collect::<Vec<_>>());
    }
    receipt
}

/// A record that could not be drawn, as one line of JSON.
fn error_line(error: &Error) -> serde_json::Value {
    let location = error.location();
    json!({
        "record": { "file": location.file, "line": location.line, "number": location.record },
        "error": {
            "code": error.kind().code(),
            "message": error.message(),
            "path": location.path,
            "hint": error.hint(),
        },
        "findings": [],
    })
}
