//! A few replicates for `instructions.py`, which counts the processor's instructions in them.
//!
//! `instructions N P METHODS REPLICATES`: methods are letters of `orl` (OLS, ridge, lasso), `-` for
//! none. As many replicates warm the worker up; then those of the next batch are computed inside
//! [`counted`], the function that the counter watches. Says on standard output how many there were.

#![expect(clippy::print_stdout, clippy::print_stderr, reason = "a bench is read on the terminal")]

use parsim_engine::experiment::{Experiment, Worker};
use parsim_engine::record::BATCH;
use parsim_study::{NoDataFiles, Plan, Source};
use std::hint::black_box;
use std::process::ExitCode;

fn main() -> ExitCode {
    let words: Vec<String> = std::env::args().skip(1).filter(|a| !a.starts_with("--")).collect();
    let [n, p, methods, replicates] = &words[..] else {
        println!("instructions are counted by benches/instructions.py");
        return ExitCode::SUCCESS;
    };
    let Some(replicates) = replicates.parse().ok().filter(|r| (1..=BATCH).contains(r)) else {
        eprintln!("{replicates} replicates, but a batch has at most {BATCH}");
        return ExitCode::FAILURE;
    };
    match run(n, p, methods, replicates) {
        Ok(()) => ExitCode::SUCCESS,
        Err(message) => {
            eprintln!("{message}");
            ExitCode::FAILURE
        }
    }
}

fn run(n: &str, p: &str, methods: &str, replicates: usize) -> Result<(), String> {
    let text = format!(
        "title = \"bench\"\nseed = 1\nreplicates = 16\n[mechanism]\nkind = \"linear\"\nn = {n}\n\
         covariates = {{ kind = \"gaussian\", p = {p}, correlation = \"ar1\", rho = 0.5 }}\n\
         coefficients = {{ kind = \"leading\", s = 2 }}\nnoise = {{ kind = \"gaussian\", snr = 1 }}\n\
         [[method]]\nkind = \"ols\"\n[[method]]\nkind = \"ridge\"\n[[method]]\nkind = \"lasso\"\n"
    );
    let plan = Plan::compile(&Source::new("bench", text), &[], &NoDataFiles)
        .map_err(|problems| problems.to_string())?;
    let chosen: Vec<usize> = methods.chars().filter_map(|letter| "orl".find(letter)).collect();
    let experiment = Experiment::new(&plan, 0, &chosen).map_err(|error| error.to_string())?;
    let mut worker = Worker::default();
    black_box(experiment.compute(&mut worker, 0, replicates));
    let records = counted(&experiment, &mut worker, replicates);
    println!("replicates {replicates}, records {records}");
    Ok(())
}

/// What is counted. Its name is known to `instructions.py`.
#[inline(never)]
fn counted(experiment: &Experiment<'_>, worker: &mut Worker, replicates: usize) -> usize {
    black_box(experiment.compute(worker, BATCH as u64, replicates)).len()
}
