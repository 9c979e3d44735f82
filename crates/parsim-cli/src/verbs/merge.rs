//! `parsim merge`: the tables of a study whose shards are done.

use super::report::{self, Stored};
use crate::exit::Exit;

/// Make tables, figures and report of a study whose shards have run.
#[derive(Debug, clap::Args)]
#[command(after_help = "Example:\n  parsim merge studies/two-signals.toml")]
pub struct Arguments {
    #[command(flatten)]
    stored: Stored,
}

pub fn run(arguments: &Arguments) -> Result<(), Exit> {
    report::publish(&arguments.stored)
}
