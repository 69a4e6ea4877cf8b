//! Messages for people, on stderr: errors with place and hint, findings, what was written.

use std::fmt::Display;
use std::io::{IsTerminal, Write};

use super::args::Color;
use super::excerpt::excerpt;
use crate::{Error, Finding, Severity};

/// An error with its place, the line it speaks of, cause and hint.
pub(super) fn text(error: &Error) -> String {
    let report = error.report();
    let Some(excerpt) = excerpt(error.location()) else { return report };
    let place = report.find("\n  --> ").map(|at| at + 1);
    let end = place.and_then(|at| report.get(at..)?.find('\n').map(|length| at + length)).unwrap_or(report.len());
    let (head, tail) = report.split_at(end);
    format!("{head}\n{excerpt}{tail}")
}

/// Writes messages as the user asked for them.
#[derive(Debug)]
pub(super) struct Reporter {
    quiet: bool,
    verbose: bool,
    color: bool,
}

const RED: &str = "\u{1b}[1;31m";
const YELLOW: &str = "\u{1b}[1;33m";
const CYAN: &str = "\u{1b}[1;36m";
const RESET: &str = "\u{1b}[0m";

impl Reporter {
    pub(super) fn new(quiet: bool, verbose: bool, color: Color) -> Self {
        let no_color = std::env::var_os("NO_COLOR").is_some_and(|value| !value.is_empty());
        let color = match color {
            Color::Always => true,
            Color::Never => false,
            Color::Auto => !no_color && std::io::stderr().is_terminal(),
        };
        Self { quiet, verbose, color }
    }

    /// An error with its place, cause and hint.
    pub(super) fn error(&self, error: &Error) {
        let report = text(error);
        let report = report.strip_prefix("error").unwrap_or(&report);
        let painted = self.paint("error", RED);
        self.write(format_args!("{painted}{}", self.hint(report)));
    }

    /// What a card's reader should know. Infos only when details are asked for.
    pub(super) fn findings(&self, findings: &[Finding]) {
        for finding in findings {
            let (shown, color) = match finding.severity {
                Severity::Info => (self.verbose, CYAN),
                Severity::Warning => (!self.quiet, YELLOW),
                Severity::Error => (true, RED),
            };
            if shown {
                let text = finding.to_string();
                let (severity, rest) = text.split_at(text.find('[').unwrap_or(0));
                self.write(format_args!("{}{rest}", self.paint(severity, color)));
            }
        }
    }

    /// Whether only errors are said.
    pub(super) fn is_quiet(&self) -> bool {
        self.quiet
    }

    /// Something that went well.
    pub(super) fn note(&self, text: impl Display) {
        if !self.quiet {
            self.write(format_args!("{text}"));
        }
    }

    /// A detail.
    pub(super) fn detail(&self, text: impl Display) {
        if self.verbose && !self.quiet {
            self.write(format_args!("{text}"));
        }
    }

    fn paint(&self, word: &str, color: &str) -> String {
        if self.color { format!("{color}{word}{RESET}") } else { word.to_owned() }
    }

    fn hint(&self, report: &str) -> String {
        if self.color { report.replace("\nhint:", &format!("\n{CYAN}hint{RESET}:")) } else { report.to_owned() }
    }

    fn write(&self, text: std::fmt::Arguments<'_>) {
        // When stderr is gone there is nowhere to say so.
        let _ = writeln!(std::io::stderr().lock(), "{text}");
    }
}
