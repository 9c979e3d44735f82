//! `parsim merge`: the tables of a study whose shards are done.

use super::report;
use crate::exit::Exit;
use std::path::PathBuf;

/// Make tables, figures and report of a study whose shards have run.
#[derive(Debug, clap::Args)]
#[command(after_help = "Example:\n  parsim merge studies/two-signals.toml")]
pub struct Arguments {
    /// The study file.
    file: PathBuf,
    /// The study's own folder [default: output/<file stem>].
    #[arg(long, value_name = "DIR")]
    output: Option<PathBuf>,
    /// Replicates per scenario, instead of the study file's.
    #[arg(long, value_name = "R", value_parser = clap::value_parser!(u64).range(1..=1_000_000_000))]
    replicates: Option<u64>,
}

pub fn run(arguments: &Arguments) -> Result<(), Exit> {
    report::publish(&arguments.file, arguments.output.as_deref(), arguments.replicates)
}
