//! What the user sees while a study runs: a bar on a terminal, else a plain line now and then.

use indicatif::{ProgressBar, ProgressDrawTarget, ProgressStyle};
use std::io::{IsTerminal, Write};
use std::sync::Mutex;
use std::time::{Duration, Instant};

/// Time between plain lines.
const EVERY: Duration = Duration::from_secs(5);

/// Shows how far a run has come, on standard error.
#[derive(Debug)]
pub enum Progress {
    /// Nothing.
    Quiet,
    /// A bar.
    Bar(ProgressBar),
    /// Plain lines, for logs.
    Lines(Mutex<Lines>),
}

/// The state of plain lines.
#[derive(Debug)]
pub struct Lines {
    started: Instant,
    last: Instant,
    total: u64,
    done: u64,
}

impl Progress {
    /// What suits standard error: a bar on a terminal, lines elsewhere, nothing if `quiet`.
    pub fn new(quiet: bool) -> Self {
        if quiet {
            return Self::Quiet;
        }
        if std::io::stderr().is_terminal() {
            return Self::Bar(ProgressBar::hidden());
        }
        let now = Instant::now();
        Self::Lines(Mutex::new(Lines { started: now, last: now, total: 0, done: 0 }))
    }

    /// Replicates to compute.
    pub(crate) fn start(&self, total: u64) {
        match self {
            Self::Quiet => {}
            Self::Bar(bar) => {
                bar.set_length(total);
                bar.set_position(0);
                bar.reset();
                let template =
                    "{bar:32} {human_pos}/{human_len} replicates  {per_sec}  {eta} left  {msg}";
                if let Ok(style) = ProgressStyle::with_template(template) {
                    bar.set_style(style);
                }
                if total > 0 {
                    bar.set_draw_target(ProgressDrawTarget::stderr_with_hz(4));
                }
            }
            Self::Lines(lines) => {
                let now = Instant::now();
                if let Ok(mut lines) = lines.lock() {
                    *lines = Lines { started: now, last: now, total, done: 0 };
                }
            }
        }
    }

    /// More replicates of a scenario are done.
    pub(crate) fn advance(&self, replicates: u64, scenario: (usize, usize), label: &str) {
        match self {
            Self::Quiet => {}
            Self::Bar(bar) => {
                bar.inc(replicates);
                bar.set_message(format!("{}/{} {label}", scenario.0 + 1, scenario.1));
            }
            Self::Lines(lines) => {
                if let Ok(mut lines) = lines.lock() {
                    lines.advance(replicates, scenario, label);
                }
            }
        }
    }

    /// Clears the bar.
    pub(crate) fn finish(&self) {
        if let Self::Bar(bar) = self {
            bar.finish_and_clear();
        }
    }
}

impl Lines {
    fn advance(&mut self, replicates: u64, scenario: (usize, usize), label: &str) {
        self.done += replicates;
        if self.last.elapsed() < EVERY {
            return;
        }
        self.last = Instant::now();
        let rate = self.done as f64 / self.started.elapsed().as_secs_f64();
        let left = (self.total - self.done.min(self.total)) as f64 / rate;
        // A log that cannot be written must not stop the study.
        let _ = writeln!(
            std::io::stderr(),
            "{} of {} replicates, {rate:.0} per second, {left:.0} s left, scenario {} of {}: {label}",
            self.done,
            self.total,
            scenario.0 + 1,
            scenario.1,
        );
    }
}
