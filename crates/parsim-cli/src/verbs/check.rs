//! `parsim check`: is the file right?

use crate::exit::{Exit, counted};
use crate::study::Study;
use std::io::Write;
use std::path::PathBuf;

/// Is the study file right? All errors at once, each with its place and a hint.
#[derive(Debug, clap::Args)]
#[command(after_help = "Example:\n  parsim check studies/two-signals.toml")]
pub struct Arguments {
    /// The study file.
    file: PathBuf,
}

pub fn run(arguments: &Arguments) -> Result<(), Exit> {
    let study = Study::load(&arguments.file)?;
    let mut out = std::io::stdout().lock();
    write!(out, "{}", study.notices())?;
    let plan = &study.plan;
    writeln!(
        out,
        "{}: {}, {}, {}, {} replicates each, fingerprint {}",
        arguments.file.display(),
        counted(plan.scenarios.len(), "scenario"),
        counted(plan.methods.len(), "method"),
        counted(plan.claims.len(), "claim"),
        plan.replicates.most(),
        plan.fingerprint(),
    )?;
    Ok(())
}
