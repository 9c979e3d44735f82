//! `parsim`: Monte Carlo simulation studies of linear-regression estimators.

mod cli;
mod exit;
mod facts;
mod folder;
mod study;
mod terminal;
mod verbs;

use clap::Parser;
use std::process::ExitCode;

fn main() -> ExitCode {
    match cli::Cli::parse().run() {
        Ok(()) => ExitCode::SUCCESS,
        Err(exit) => exit.report(),
    }
}
