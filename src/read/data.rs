//! Holds every reader against files that people really have: counts per file, compared with a committed expectation.
//!
//! The files stay outside the repository. `PULLQUOTE_DATA` names their folder; without it there is nothing to compare. Only names and numbers are
//! committed (`expected.tsv`); `BLESS=1` writes them anew for the folders that are there.

use std::collections::BTreeMap;
use std::fmt::Write;
use std::path::{Path, PathBuf};

use super::{ReadOptions, Records, read};

/// The folders that are read, each with all its files.
const FOLDERS: &[&str] = &[
    "x-syndication",
    "x-v1",
    "x-v2",
    "x-graphql",
    "x-archive",
    "mastodon",
    "bluesky",
    "oembed",
    "embed-html",
    "articles",
    "articles-text",
    "quotes",
    "csv-spectrum",
];

/// What came of one file.
#[derive(Debug, Default, PartialEq, Eq)]
struct Counts {
    records: usize,
    /// Errors by code.
    refusals: BTreeMap<&'static str, usize>,
    /// Findings of the records by code.
    findings: BTreeMap<String, usize>,
}

impl Counts {
    fn of(records: Records<'_>, name: &str) -> Self {
        let mut counts = Self::default();
        for found in records {
            match found {
                Ok(record) => {
                    counts.records += 1;
                    record
                        .check()
                        .unwrap_or_else(|error| panic!("{name}: a record that its own check refuses: {error:?}"));
                    let findings = record.provenance().map(|provenance| provenance.findings.as_slice());
                    for finding in findings.unwrap_or_default() {
                        *counts.findings.entry(finding.code.clone()).or_default() += 1;
                    }
                }
                Err(error) => {
                    assert!(error.location().record.is_some(), "{name}: {error:?}");
                    *counts.refusals.entry(error.kind().code()).or_default() += 1;
                }
            }
        }
        counts
    }

    /// `records`, refusals and findings as columns.
    fn row(&self) -> String {
        let list = |pairs: Vec<String>| if pairs.is_empty() { "-".to_owned() } else { pairs.join(" ") };
        let refusals = list(self.refusals.iter().map(|(code, count)| format!("{code}:{count}")).collect());
        let findings = list(self.findings.iter().map(|(code, count)| format!("{code}:{count}")).collect());
        format!("{}\t{refusals}\t{findings}", self.records)
    }
}

/// The files of a folder in the order of their names.
fn files(folder: &Path) -> Vec<PathBuf> {
    let entries = std::fs::read_dir(folder).unwrap_or_else(|error| panic!("{}: {error}", folder.display()));
    let mut files: Vec<_> =
        entries.map(|entry| entry.expect("an entry").path()).filter(|path| path.is_file()).collect();
    files.sort();
    files
}

#[test]
fn files_of_strangers_give_the_expected_counts() {
    let Some(data) = std::env::var_os("PULLQUOTE_DATA").map(PathBuf::from) else { return };
    let expectation = Path::new(env!("CARGO_MANIFEST_DIR")).join("src/read/expected.tsv");
    let mut found = String::from("file\trecords\trefusals\tfindings\n");
    for folder in FOLDERS {
        for path in files(&data.join(folder)) {
            let name = format!("{folder}/{}", path.file_name().unwrap_or_default().to_string_lossy());
            let file = std::fs::File::open(&path).expect("a readable file");
            let counts = Counts::of(read(file, &ReadOptions::default()), &name);
            // Writing into a string cannot fail.
            let _ = writeln!(found, "{name}\t{}", counts.row());
        }
    }
    println!("{found}");
    if std::env::var_os("BLESS").is_some() {
        std::fs::write(&expectation, &found).expect("the expectation can be written");
    }
    let expected = std::fs::read_to_string(&expectation).expect("the expectation is there");
    let other: Vec<_> = found.lines().filter(|line| !expected.lines().any(|expected| expected == *line)).collect();
    assert!(other.is_empty(), "not as expected (BLESS=1 after reading the output):\n{}", other.join("\n"));
    assert_eq!(found.lines().count(), expected.lines().count());
}
