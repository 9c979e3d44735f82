//! The command line.

use crate::exit::Exit;
use crate::verbs;
use clap::{Parser, Subcommand};

const EXAMPLES: &str = "\
Examples:
  parsim new my-study > studies/my-study.toml   a commented study file to start from
  parsim check studies/two-signals.toml         is the file right?
  parsim run studies/two-signals.toml           the study, to output/two-signals/report.html
  parsim fit data.csv --response y --method lasso

Exit codes: 0 done, whatever the verdicts; 1 verify found a difference, or a claim that must hold is
refuted; 2 the input is wrong; 3 work is missing (interrupted, or a method never succeeded).";

/// Monte Carlo simulation studies of linear-regression estimators
#[derive(Debug, Parser)]
#[command(name = "parsim", version, after_help = EXAMPLES, max_term_width = 100)]
pub struct Cli {
    #[command(subcommand)]
    verb: Verb,
}

#[derive(Debug, Subcommand)]
enum Verb {
    Check(verbs::check::Arguments),
    Fit(verbs::fit::Arguments),
    List(verbs::list::Arguments),
    Merge(verbs::merge::Arguments),
    New(verbs::new::Arguments),
    Pin(verbs::pin::Arguments),
    Plan(verbs::plan::Arguments),
    Replay(verbs::replay::Arguments),
    Report(verbs::report::Arguments),
    Run(verbs::run::Arguments),
    Verify(verbs::verify::Arguments),
}

impl Cli {
    /// Does what was asked for.
    ///
    /// # Errors
    /// Why it could not be done, with the exit code.
    pub fn run(self) -> Result<(), Exit> {
        match self.verb {
            Verb::Check(arguments) => verbs::check::run(&arguments),
            Verb::Fit(arguments) => verbs::fit::run(&arguments),
            Verb::List(arguments) => verbs::list::run(&arguments),
            Verb::Merge(arguments) => verbs::merge::run(&arguments),
            Verb::New(arguments) => verbs::new::run(&arguments),
            Verb::Pin(arguments) => verbs::pin::run(&arguments),
            Verb::Plan(arguments) => verbs::plan::run(&arguments),
            Verb::Replay(arguments) => verbs::replay::run(&arguments),
            Verb::Report(arguments) => verbs::report::run(&arguments),
            Verb::Run(arguments) => verbs::run::run(&arguments),
            Verb::Verify(arguments) => verbs::verify::run(&arguments),
        }
    }
}
