//! How far a batch is: a bar on a terminal, a line now and then otherwise.

use std::fmt::Write;
use std::io::IsTerminal;
use std::sync::Arc;
use std::sync::atomic::{AtomicU64, Ordering};
use std::time::{Duration, Instant};

use indicatif::{ProgressBar, ProgressDrawTarget, ProgressState, ProgressStyle};

use super::report::Reporter;

/// How often a line is printed where there is no terminal.
const EVERY: Duration = Duration::from_secs(10);

/// Shows how far a batch is.
#[derive(Debug)]
pub(super) struct Progress {
    bar: Option<ProgressBar>,
    /// How many cards there will be; 0: not known (yet).
    total: Arc<AtomicU64>,
    done: u64,
    start: Instant,
    said: Instant,
}

impl Progress {
    /// `total` is set by whoever counts; `shown`: whether anything is to be said at all.
    pub(super) fn new(total: Arc<AtomicU64>, shown: bool) -> Self {
        let bar = (shown && std::io::stderr().is_terminal()).then(|| {
            let bar = ProgressBar::with_draw_target(None, ProgressDrawTarget::stderr_with_hz(8));
            bar.set_style(style(UNKNOWN));
            bar
        });
        let now = Instant::now();
        Self { bar, total, done: 0, start: now, said: now }
    }

    /// One card more.
    pub(super) fn add(&mut self, reporter: &Reporter) {
        self.done += 1;
        self.show(reporter);
    }

    /// Says how far it is, when it is time to.
    pub(super) fn show(&mut self, reporter: &Reporter) {
        let total = self.total.load(Ordering::Relaxed);
        match &self.bar {
            Some(bar) => {
                if total > 0 && bar.length().is_none() {
                    bar.set_length(total);
                    bar.set_style(style(KNOWN));
                }
                bar.set_position(self.done);
            }
            None if self.said.elapsed() >= EVERY => {
                self.said = Instant::now();
                reporter.note(line(self.done, total, self.start.elapsed()));
            }
            None => {}
        }
    }

    /// Prints something between.
    pub(super) fn suspend(&self, print: impl FnOnce()) {
        match &self.bar {
            Some(bar) => bar.suspend(print),
            None => print(),
        }
    }

    /// How long it took.
    pub(super) fn finish(&self) -> Duration {
        if let Some(bar) = &self.bar {
            bar.finish_and_clear();
        }
        self.start.elapsed()
    }
}

const KNOWN: &str = "{bar:30} {pos} of {len} cards, {rate}, {eta} left";
const UNKNOWN: &str = "{spinner} {pos} cards, {rate}";

/// A style; the templates are ours and sound.
fn style(template: &str) -> ProgressStyle {
    let style = ProgressStyle::with_template(template).unwrap_or_else(|_| ProgressStyle::default_bar());
    style.with_key("rate", |state: &ProgressState, out: &mut dyn Write| {
        // A bar that cannot be written is not worth a word.
        let _ = write!(out, "{:.0} a second", state.per_sec());
    })
}

/// `120 of 500 cards, 80 a second, 5 s left`.
fn line(done: u64, total: u64, elapsed: Duration) -> String {
    let rate = done as f64 / elapsed.as_secs_f64().max(1e-3);
    if total < done || total == 0 {
        return format!("{done} cards, {rate:.0} a second");
    }
    let left = if rate > 0.0 { format!(", {} left", span((total - done) as f64 / rate)) } else { String::new() };
    format!("{done} of {total} cards, {rate:.0} a second{left}")
}

/// A time for people: `45 s`, `3 min 20 s`, `2 h 5 min`.
pub(super) fn span(seconds: f64) -> String {
    let whole = seconds.round() as u64;
    match whole {
        0..60 if seconds < 10.0 => format!("{seconds:.1} s"),
        0..60 => format!("{whole} s"),
        60..3600 => format!("{} min {} s", whole / 60, whole % 60),
        _ => format!("{} h {} min", whole / 3600, whole % 3600 / 60),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn lines_say_rate_and_time_left_as_far_as_they_are_known() {
        assert_eq!(line(120, 500, Duration::from_secs(2)), "120 of 500 cards, 60 a second, 6.3 s left");
        assert_eq!(line(120, 0, Duration::from_secs(2)), "120 cards, 60 a second");
        assert_eq!(line(0, 500, Duration::ZERO), "0 of 500 cards, 0 a second");
        assert_eq!((span(200.0), span(7500.0)), ("3 min 20 s".to_owned(), "2 h 5 min".to_owned()));
    }
}
