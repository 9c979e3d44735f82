//! `parsim verify`: whether a study still gives what was pinned.

mod designs;
pub mod report;
mod self_check;

use crate::exit::{Exit, counted};
use crate::facts::{Facts, same_bits};
use crate::folder::{Opening, Output, stop_on_interrupt, tell};
use crate::study::Study;
use parsim_engine::pins::{Mode, Pin, drawn_once};
use parsim_engine::progress::Progress;
use parsim_engine::{Outcome, Selection};
use parsim_tables::pins;
use std::io::Write;
use std::path::{Path, PathBuf};
use std::time::Instant;

/// What two machines may differ by where one of them does not promise the same bits.
const OTHER_MACHINE: f64 = 1e-10;

/// Run a study again and compare with what `parsim pin` wrote.
///
/// With the pin's seed, replicates and version of the results every digit must be the same. Otherwise each value is
/// tested, against theory where that is known and else against the pin, with the Monte Carlo
/// errors of both sides: t tests for means, exact tests for 0/1 measures. The false-alarm rate is
/// that of all tests together. Exit code 1 if anything differs.
///
/// `--self` verifies parsim itself: studies whose answers are known in closed form, and whether stated Monte
/// Carlo standard errors are the true ones.
#[derive(Debug, clap::Args)]
#[command(after_help = "Examples:
  parsim verify studies/two-signals.toml                                every digit
  parsim verify studies/two-signals.toml --seed 1 --replicates 200      statistically, and quickly
  parsim verify --self                                                  known answers, calibrated errors")]
pub struct Arguments {
    /// The study file; its pin lies beside it.
    #[arg(required_unless_present = "self_check")]
    file: Option<PathBuf>,
    /// Verify parsim itself, without a study file.
    #[arg(
        long = "self",
        conflicts_with_all = ["file", "output", "replicates", "seed", "statistical"]
    )]
    self_check: bool,
    /// Where to run [default: a temporary folder]; blocks that lie there are not computed again.
    #[arg(long, value_name = "DIR")]
    output: Option<PathBuf>,
    /// Replicates per scenario [default: the pin's].
    #[arg(long, value_name = "R", value_parser = clap::value_parser!(u64).range(1..=1_000_000_000))]
    replicates: Option<u64>,
    /// Another seed than the study file's.
    #[arg(long, value_name = "S")]
    seed: Option<u64>,
    /// Test, even where every digit could be compared.
    #[arg(long)]
    statistical: bool,
    /// The chance that a run of the same law fails, over all tests together.
    #[arg(long, value_name = "P", default_value_t = 0.001, value_parser = parse_chance)]
    false_alarms: f64,
    #[command(flatten)]
    rerun: Rerun,
    /// The result as JSON.
    #[arg(long)]
    json: bool,
}

fn parse_chance(text: &str) -> Result<f64, String> {
    let chance = text.parse().ok().filter(|chance| 1e-12 < *chance && *chance < 1.0);
    chance.ok_or_else(|| "give a probability between 1e-12 and 1, e.g. 0.001".to_owned())
}

pub fn run(arguments: &Arguments) -> Result<(), Exit> {
    stop_on_interrupt()?;
    let Some(file) = &arguments.file else { return self_check::run(arguments) };
    let study = Study::load(file)?;
    let pin = pin_of(&study)?;
    let replicates = arguments.replicates.unwrap_or(pin.replicates);
    let mut study = study.with_replicates(Some(replicates));
    if let Some(seed) = arguments.seed {
        study.plan = study.plan.with_seed(seed).map_err(|error| {
            Exit::Input(format!("--seed {seed}: the study cannot be drawn: {error}"))
        })?;
    }
    require_the_same_law(&study, &pin)?;
    let found = rerun(arguments, &study)?;
    let mode = mode(arguments, &study, (&pin, &found));
    let Some(verification) = pin.compare(&found, mode) else {
        let path = pins::place(&study.file);
        let text = format!("{}: has no row in common with the study", path.display());
        return Err(Exit::Input(text));
    };
    let mut out = std::io::stdout().lock();
    if arguments.json {
        writeln!(out, "{}", report::json(&verification, (&pin, &found))?)?;
    } else {
        write!(out, "{}", report::text(&verification, (&pin, &found)))?;
    }
    match verification.differences.len() {
        0 => Ok(()),
        count => Err(Exit::No(format!(
            "{} from {}",
            counted(count, "difference"),
            pins::place(&study.file).display()
        ))),
    }
}

/// The summaries of a new run.
fn rerun(arguments: &Arguments, study: &Study) -> Result<Pin, Exit> {
    let rerun = &arguments.rerun;
    let Some(folder) = &arguments.output else {
        let folder = tempfile::tempdir()?;
        return Ok(rerun.summaries(study, folder.path())?.0);
    };
    let (found, outcome) = rerun.summaries(study, folder)?;
    if outcome.computed == 0 {
        tell(&format!("nothing was computed: all of it lies in {}", folder.display()));
    }
    Ok(found)
}

/// The pin beside a study file.
fn pin_of(study: &Study) -> Result<Pin, Exit> {
    let path = pins::place(&study.file);
    let Some(pin) = pins::read(&path)? else {
        let (path, file) = (path.display(), study.file.display());
        return Err(Exit::Input(format!("there is no {path}; `parsim pin {file}` writes it")));
    };
    if pin.study != study.stem {
        let (path, stem) = (path.display(), &study.stem);
        let text = format!("{path}: is the pin of the study \"{}\", not of \"{stem}\"", pin.study);
        return Err(Exit::Input(text));
    }
    let fingerprint = study.plan.fingerprint_under(pin.results_version, pin.seed);
    if fingerprint != pin.fingerprint {
        tell("the study was edited since it was pinned");
    }
    Ok(pin)
}

/// Refuses another seed where it would make another study of it.
fn require_the_same_law(study: &Study, pin: &Pin) -> Result<(), Exit> {
    if study.plan.seed == pin.seed {
        return Ok(());
    }
    let labels = drawn_once(&study.plan, pin.seed)?;
    let Some(label) = labels.first() else { return Ok(()) };
    Err(Exit::Input(format!(
        "another seed than the pin's ({}) gives scenario {label} other coefficients or another fixed design, and so \
         other expected values; verify it with --replicates and the pin's seed",
        pin.seed
    )))
}

fn mode(arguments: &Arguments, study: &Study, (pin, found): (&Pin, &Pin)) -> Mode {
    if pin.is_repeated_by(found) && !arguments.statistical {
        return Mode::Exact { tolerance: if same_bits() { 0.0 } else { OTHER_MACHINE } };
    }
    Mode::Statistical {
        false_alarms: arguments.false_alarms,
        independent: !study.plan.common_random_numbers,
    }
}

// A run of a whole study for its summaries alone. A documentation comment here would replace the verbs'
// own help.
#[derive(Debug, clap::Args)]
pub struct Rerun {
    /// Threads that compute [default: all cores].
    #[arg(long, value_name = "T", value_parser = clap::value_parser!(u16).range(1..=1024))]
    threads: Option<u16>,
    /// No progress on the terminal.
    #[arg(long)]
    quiet: bool,
}

impl Rerun {
    /// Computes what a folder lacks of a study and gives its summaries.
    ///
    /// # Errors
    /// The run failed or was interrupted.
    pub fn summaries(&self, study: &Study, folder: &Path) -> Result<(Pin, Outcome), Exit> {
        let output = Output::open(study, folder, Opening::Exclusive)?;
        let threads = super::run::threads(self.threads);
        let progress = Progress::new(self.quiet);
        let started = Instant::now();
        let all = Selection::default();
        let outcome = super::run::rounds(&output, study, &all, (threads, &progress))?;
        let seconds = started.elapsed().as_secs_f64();
        Facts::new("run".to_owned(), &study.plan, (threads, seconds), &outcome)
            .write(output.path())?;
        let results = outcome.results.as_ref().filter(|_| !outcome.interrupted);
        let Some(results) = results else {
            return Err(Exit::Missing("interrupted; nothing was compared or written".to_owned()));
        };
        Ok((Pin::of(&study.plan, &study.stem, results), outcome))
    }
}
