//! `parsim report`: tables, figures and report again, from what is stored.

use crate::exit::{Exit, counted};
use crate::folder::{Opening, Output};
use crate::study::Study;
use crate::terminal;
use parsim_engine::progress::Progress;
use parsim_engine::{Selection, precision};
use std::io::Write;
use std::path::PathBuf;

/// Write tables, figures and report again from what is stored; computes no replicate.
#[derive(Debug, clap::Args)]
#[command(after_help = "Example:\n  parsim report studies/two-signals.toml")]
pub struct Arguments {
    #[command(flatten)]
    stored: Stored,
}

// What is stored of a study. A documentation comment here would replace the verbs' own help.
#[derive(Debug, clap::Args)]
pub struct Stored {
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
    publish(&arguments.stored)
}

/// Folds what is stored and writes everything that follows from it.
///
/// # Errors
/// Blocks are missing, or a file cannot be written.
pub fn publish(stored: &Stored) -> Result<(), Exit> {
    let file = &stored.file;
    let study = Study::load(file)?.with_replicates(stored.replicates);
    let path = study.output(stored.output.as_deref());
    if !path.is_dir() {
        let text = format!("{}: nothing is stored there; `parsim run` comes first", path.display());
        return Err(Exit::Missing(text));
    }
    let output = Output::open(&study, &path, Opening::Exclusive)?;
    let threads = super::run::threads(None);
    let mut before = None;
    for replicates in study.plan.replicates.rounds() {
        let missing = output.missing(&study, replicates)?;
        if missing > 0 {
            let text = format!(
                "{} missing of the first {replicates} replicates; `parsim run {}` computes what is",
                counted(missing, "block"),
                file.display()
            );
            return Err(Exit::Missing(text));
        }
        let means = (threads, &Progress::Quiet);
        let outcome = output.execute(&study, (replicates, &Selection::default()), means)?;
        let Some(results) = outcome.results else { continue };
        if !precision::is_reached(&study.plan, before.as_ref(), &results)
            && replicates < study.plan.replicates.most()
        {
            before = Some(results);
            continue;
        }
        let report = output.publish(&study, &results, threads)?;
        let mut out = std::io::stdout().lock();
        write!(out, "{}", terminal::claims(&study.plan, &results))?;
        write!(out, "{}", terminal::shortfalls(&study.plan, &results))?;
        writeln!(out, "{}", report.display())?;
        return super::run::complete(&study.plan, &results);
    }
    Ok(())
}
