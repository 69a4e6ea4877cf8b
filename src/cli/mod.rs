//! The command line: the only part that touches files, the terminal and the environment.
//!
//! Data goes to stdout, everything else to stderr; exit codes are documented in `docs/cli.md`.

mod archive;
mod args;
mod batch;
mod check;
mod config;
mod draw;
mod embed;
mod excerpt;
mod files;
mod font;
mod input;
mod kit;
mod lint;
mod plan;
mod progress;
mod read;
mod report;
mod scaffold;
mod sheet;
mod summary;
mod template;
mod watch;

use std::ffi::OsString;
use std::process::ExitCode;

use clap::{CommandFactory, Parser};

use crate::{Error, ErrorKind};
use args::{Arguments, Command};
use report::Reporter;

/// How a run ended.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
enum Outcome {
    /// Everything was made.
    Done,
    /// `--strict`, and there were findings.
    Findings,
    /// At least one record could not be read, drawn or written.
    Failed,
    /// Interrupted, after the cards in hand were finished.
    Interrupted,
}

/// The exit code of a run that was interrupted.
const INTERRUPTED: u8 = 130;

/// Runs the program with its arguments (the first is its name) and gives its exit code.
pub fn run(arguments: impl IntoIterator<Item = OsString>) -> ExitCode {
    let arguments = match Arguments::try_parse_from(arguments) {
        Ok(arguments) => arguments,
        Err(error) => {
            let code = if error.use_stderr() { 2 } else { 0 };
            // Nobody is left to tell when the terminal is gone.
            let _ = error.print();
            return ExitCode::from(code);
        }
    };
    let mut reporter = Reporter::new(arguments.quiet, arguments.verbose, arguments.color);
    match execute(arguments.command, &mut reporter) {
        Ok(Outcome::Done) => ExitCode::SUCCESS,
        Ok(Outcome::Failed) => ExitCode::from(1),
        Ok(Outcome::Findings) => ExitCode::from(3),
        Ok(Outcome::Interrupted) => ExitCode::from(INTERRUPTED),
        Err(error) if is_broken_pipe(&error) => ExitCode::SUCCESS,
        Err(error) => {
            reporter.error(&error);
            ExitCode::from(exit_code(error.kind()))
        }
    }
}

fn execute(command: Command, reporter: &mut Reporter) -> crate::Result<Outcome> {
    match command {
        Command::Render(arguments) => draw::render(&arguments, reporter),
        Command::Quote(arguments) => draw::quote(&arguments, reporter),
        Command::Batch(arguments) => batch::batch(&arguments, reporter),
        Command::Read(arguments) => read::read(&arguments, reporter),
        Command::Assets(arguments) => read::assets(&arguments, reporter),
        Command::Embed(arguments) => embed::embed(&arguments, reporter),
        Command::Kit(arguments) => kit::kit(&arguments, reporter),
        Command::Check(arguments) => check::check(&arguments, reporter),
        Command::Template { command } => template::run(command, reporter),
        Command::Font { command } => font::run(&command, reporter),
        Command::Schema { what } => files::print(format!("{:#}\n", what.schema()).as_bytes()).map(|()| Outcome::Done),
        Command::Completions { shell } => {
            let mut bytes = Vec::new();
            clap_complete::generate(shell, &mut Arguments::command(), "pullquote", &mut bytes);
            files::print(&bytes).map(|()| Outcome::Done)
        }
        Command::Man => {
            let mut bytes = Vec::new();
            let written = clap_mangen::Man::new(Arguments::command()).render(&mut bytes);
            written.map_err(|error| Error::new(ErrorKind::Io, "the man page cannot be written").with_source(error))?;
            files::print(&bytes).map(|()| Outcome::Done)
        }
    }
}

/// 1 for a record, 2 for usage, configuration and templates.
fn exit_code(kind: ErrorKind) -> u8 {
    match kind {
        ErrorKind::Usage
        | ErrorKind::UnknownTemplate
        | ErrorKind::Template
        | ErrorKind::Css
        | ErrorKind::Parameter
        | ErrorKind::Font => 2,
        _ => 1,
    }
}

fn is_broken_pipe(error: &Error) -> bool {
    std::error::Error::source(error)
        .and_then(|source| source.downcast_ref::<std::io::Error>())
        .is_some_and(|error| error.kind() == std::io::ErrorKind::BrokenPipe)
}
