//! How a call ends when it does not end well.

use parsim_study::{Diagnostics, Severity};
use std::io::{IsTerminal, Write};
use std::process::ExitCode;

/// A call that did not do what it was asked for.
#[derive(Debug)]
pub enum Exit {
    /// The answer is no: a claim that must hold is refuted, or a run is not what was pinned. Exit code 1.
    No(String),
    /// The user's input is wrong. Exit code 2.
    Input(String),
    /// The user's text is wrong at places that can be shown. Exit code 2.
    Text(Diagnostics),
    /// Work that this call was asked for is missing. Exit code 3.
    Missing(String),
    /// The reader of standard output went away, as `head` does. Exit code 0.
    Closed,
}

impl Exit {
    /// Says what is wrong on standard error and gives the exit code.
    pub fn report(&self) -> ExitCode {
        let (text, code) = match self {
            Self::No(text) => (format!("error: {text}"), 1),
            Self::Input(text) => (format!("error: {text}"), 2),
            Self::Text(diagnostics) => (drawn(diagnostics), 2),
            Self::Missing(text) => (format!("error: {text}"), 3),
            Self::Closed => return ExitCode::SUCCESS,
        };
        // There is nobody left to tell if standard error is closed.
        let _ = writeln!(std::io::stderr(), "{}", text.trim_end());
        ExitCode::from(code)
    }
}

/// The messages with their places, and how many there are.
fn drawn(diagnostics: &Diagnostics) -> String {
    let errors = diagnostics.list().iter().filter(|each| each.severity == Severity::Error);
    let errors = counted(errors.count(), "error");
    let drawing = diagnostics.render(std::io::stderr().is_terminal());
    format!("{}\n\nerror: {errors} in {}", drawing.trim_end(), diagnostics.source().name)
}

/// A number with its noun: `1 block`, `2 blocks`.
pub fn counted(count: usize, noun: &str) -> String {
    format!("{count} {noun}{}", if count == 1 { "" } else { "s" })
}

impl From<Diagnostics> for Exit {
    fn from(diagnostics: Diagnostics) -> Self {
        Self::Text(diagnostics)
    }
}

impl From<std::io::Error> for Exit {
    fn from(error: std::io::Error) -> Self {
        if error.kind() == std::io::ErrorKind::BrokenPipe {
            return Self::Closed;
        }
        Self::Missing(format!("cannot write: {error}"))
    }
}
