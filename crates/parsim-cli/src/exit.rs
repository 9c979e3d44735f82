//! How a call ends when it does not end well.

use std::io::Write;
use std::process::ExitCode;

/// A call that did not do what it was asked for.
#[derive(Debug)]
pub enum Exit {
    /// The answer is no: a claim that must hold is refuted. Exit code 1.
    No(String),
    /// The user's input is wrong. Exit code 2.
    Input(String),
    /// Work that this call was asked for is missing. Exit code 3.
    Missing(String),
    /// The reader of standard output went away, as `head` does. Exit code 0.
    Closed,
}

impl Exit {
    /// Says what is wrong on standard error and gives the exit code.
    pub fn report(&self) -> ExitCode {
        let (text, code) = match self {
            Self::No(text) => (text, 1),
            Self::Input(text) => (text, 2),
            Self::Missing(text) => (text, 3),
            Self::Closed => return ExitCode::SUCCESS,
        };
        let prefix = if text.contains("error:") { "" } else { "error: " };
        // There is nobody left to tell if standard error is closed.
        let _ = writeln!(std::io::stderr(), "{prefix}{}", text.trim_end());
        ExitCode::from(code)
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
