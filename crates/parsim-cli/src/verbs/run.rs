//! `parsim run`: the main job.

use crate::exit::{Exit, counted};
use crate::facts::Facts;
use crate::folder::{Opening, Output, stop_on_interrupt, tell};
use crate::study::Study;
use crate::terminal;
use parsim_engine::progress::Progress;
use parsim_engine::results::{Results, Verdict};
use parsim_engine::{Outcome, Selection, precision};
use parsim_study::Plan;
use std::io::Write;
use std::path::PathBuf;
use std::time::Instant;

/// Run a study: compute what is missing, then write tables, figures and report.
///
/// Finished blocks are kept and never computed again, so a run that was interrupted, or whose
/// study file gained scenarios, methods or replicates, goes on from where it is.
#[derive(Debug, clap::Args)]
#[command(after_help = "Examples:
  parsim run studies/two-signals.toml
  parsim run studies/two-signals.toml --replicates 10000 --threads 8
  parsim run studies/two-signals.toml --shard 3/20")]
pub struct Arguments {
    /// The study file.
    file: PathBuf,
    /// The study's own folder [default: output/<file stem>].
    #[arg(long, value_name = "DIR")]
    output: Option<PathBuf>,
    /// Threads that compute [default: all cores].
    #[arg(long, value_name = "T", value_parser = clap::value_parser!(u16).range(1..=1024))]
    threads: Option<u16>,
    /// Compute shard K of N only (K from 1); `parsim merge` makes the tables.
    #[arg(long, value_name = "K/N", value_parser = parse_shard)]
    shard: Option<(u64, u64)>,
    /// Compute only the scenarios that fit: a label pattern with * and ?, or a condition.
    #[arg(long, value_name = "GLOB")]
    only: Option<String>,
    /// Replicates per scenario, instead of the study file's.
    #[arg(long, value_name = "R", value_parser = clap::value_parser!(u64).range(1..=1_000_000_000))]
    replicates: Option<u64>,
    /// Move the folder of earlier results aside and begin anew.
    #[arg(long, conflicts_with = "shard")]
    fresh: bool,
    /// No progress and no tables on the terminal.
    #[arg(long)]
    quiet: bool,
    /// Exit with 1 if a claim is refuted.
    #[arg(long)]
    claims_must_hold: bool,
}

fn parse_shard(text: &str) -> Result<(u64, u64), String> {
    let parts = text.split_once('/').and_then(|(k, n)| Some((k.parse().ok()?, n.parse().ok()?)));
    match parts {
        Some((k, n)) if 1 <= k && k <= n => Ok((k, n)),
        _ => Err("give K/N with 1 <= K <= N, e.g. 3/20".to_owned()),
    }
}

pub fn run(arguments: &Arguments) -> Result<(), Exit> {
    let study = Study::load(&arguments.file)?.with_replicates(arguments.replicates);
    if arguments.shard.is_some() && study.plan.replicates.rounds().len() > 1 {
        let text = "a shard cannot decide when target_mcse is reached; give --replicates";
        return Err(Exit::Input(text.to_owned()));
    }
    if !arguments.quiet {
        study.tell_notices();
    }
    let selection = selection(arguments, &study.plan)?;
    let opening = match (arguments.shard, arguments.fresh) {
        (Some(_), _) => Opening::Shared,
        (None, true) => Opening::Fresh,
        (None, false) => Opening::Exclusive,
    };
    let output = Output::open(&study, &study.output(arguments.output.as_deref()), opening)?;
    stop_on_interrupt()?;
    let threads = threads(arguments.threads);
    let progress = Progress::new(arguments.quiet);
    let started = Instant::now();
    let outcome = rounds(&output, &study, &selection, (threads, &progress))?;
    let part = match arguments.shard {
        Some((k, n)) => format!("shard-{k}-of-{n}"),
        None => "run".to_owned(),
    };
    let seconds = started.elapsed().as_secs_f64();
    Facts::new(part, &study.plan, (threads, seconds), &outcome).write(output.path())?;
    if outcome.interrupted {
        let text = "interrupted; what is finished is kept, the same command goes on from there";
        return Err(Exit::Missing(text.to_owned()));
    }
    finish(arguments, &study, (&output, threads), &outcome)
}

/// Threads as asked for, or one per core.
pub fn threads(given: Option<u16>) -> usize {
    given.map_or_else(|| std::thread::available_parallelism().map_or(1, usize::from), usize::from)
}

fn selection(arguments: &Arguments, plan: &Plan) -> Result<Selection, Exit> {
    let scenarios = arguments.only.as_ref().map(|pattern| plan.select(pattern)).transpose();
    let scenarios = scenarios.map_err(|message| {
        let label = plan.scenarios.first().map_or("", |scenario| &scenario.label);
        Exit::Input(format!("--only: {message}; the first scenario is \"{label}\""))
    })?;
    Ok(Selection { shard: arguments.shard, scenarios })
}

/// Runs round after round until the study's precision is reached; a plain number of replicates is
/// one round.
///
/// # Errors
/// The store failed, or a scenario is impossible.
pub fn rounds(
    output: &Output,
    study: &Study,
    selection: &Selection,
    means: (usize, &Progress),
) -> Result<Outcome, Exit> {
    let mut total = Outcome::default();
    let mut before: Option<Results> = None;
    for replicates in study.plan.replicates.rounds() {
        let outcome = output.execute(study, (replicates, selection), means)?;
        total.computed += outcome.computed;
        total.fits += outcome.fits;
        total.fit_seconds.resize(study.plan.methods.len(), 0.0);
        total.fit_seconds.iter_mut().zip(&outcome.fit_seconds).for_each(|(all, more)| *all += more);
        total.blocks += outcome.blocks;
        total.interrupted = outcome.interrupted;
        let reached = outcome
            .results
            .as_ref()
            .is_none_or(|results| precision::is_reached(&study.plan, before.as_ref(), results));
        if reached || total.interrupted {
            total.results = outcome.results;
            break;
        }
        before.clone_from(&outcome.results);
        total.results = outcome.results;
    }
    Ok(total)
}

fn finish(
    arguments: &Arguments,
    study: &Study,
    (output, threads): (&Output, usize),
    outcome: &Outcome,
) -> Result<(), Exit> {
    let Some(results) = &outcome.results else {
        if !arguments.quiet {
            let blocks = counted(outcome.blocks as usize, "block");
            tell(&format!("shard done: {blocks} computed; `parsim merge` makes the tables"));
        }
        return Ok(());
    };
    let mut out = std::io::stdout().lock();
    if arguments.only.is_some() {
        if !arguments.quiet {
            write!(out, "{}", terminal::measures(&study.plan, results))?;
            tell("a part of the study decides no claims and writes no tables");
        }
        return Ok(());
    }
    let report = output.publish(study, results, threads)?;
    if !arguments.quiet {
        write!(out, "{}", terminal::measures(&study.plan, results))?;
        write!(out, "{}", terminal::claims(&study.plan, results))?;
        write!(out, "{}", terminal::shortfalls(&study.plan, results))?;
        writeln!(out, "{}", report.display())?;
    }
    verdict(arguments, &study.plan, results)
}

fn verdict(arguments: &Arguments, plan: &Plan, results: &Results) -> Result<(), Exit> {
    complete(plan, results)?;
    let refuted = results.verdicts.iter().filter(|v| **v == Verdict::Refuted).count();
    if arguments.claims_must_hold && refuted > 0 {
        return Err(Exit::No(format!("{} refuted", counted(refuted, "claim"))));
    }
    Ok(())
}

/// Fails if a method has no success in a scenario where it applies.
pub fn complete(plan: &Plan, results: &Results) -> Result<(), Exit> {
    let barren = results
        .summary
        .iter()
        .find(|row| row.measure == "excess_risk" && row.replicates == 0 && row.failures > 0);
    let Some(row) = barren else { return Ok(()) };
    Err(Exit::Missing(format!(
        "{} never succeeded in scenario {}; see tables/failures.csv",
        plan.methods[row.method].name, plan.scenarios[row.scenario].label
    )))
}
