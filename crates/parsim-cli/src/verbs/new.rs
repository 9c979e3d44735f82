//! `parsim new`: a study file to start from.

use crate::exit::Exit;
use std::io::Write;

/// Print a commented study file to start from.
#[derive(Debug, clap::Args)]
#[command(after_help = "Example:\n  parsim new my-study > studies/my-study.toml")]
pub struct Arguments {
    /// Name of the study.
    name: String,
}

pub fn run(arguments: &Arguments) -> Result<(), Exit> {
    let text = parsim_study::reference::template(&arguments.name);
    std::io::stdout().lock().write_all(text.as_bytes())?;
    Ok(())
}
