//! `parsim plan`: what a run would do, and what it would cost.

mod precision;

use crate::exit::Exit;
use crate::study::Study;
use crate::terminal;
use comfy_table::CellAlignment;
use parsim_engine::BlockStore;
use parsim_engine::forecast::{self, Forecast};
use parsim_engine::schedule::{self, Selection};
use parsim_stats::measures::{MEASURES, Measure};
use parsim_study::{Plan, Replicates};
use parsim_tables::{ParquetStore, StudyFolder};
use std::io::Write;
use std::path::PathBuf;

/// Show scenarios, blocks, a forecast of time and memory, and the precision to expect.
#[derive(Debug, clap::Args)]
///
/// A pilot of each scenario, of which nothing is stored, tells what a replicate costs and how the
/// measures vary. From it follow the MCSE that the study's replicates will give and, where the study
/// has targets, the replicates that each of them needs: those of the method that needs most.
#[command(after_help = "Examples:
  parsim plan studies/two-signals.toml
  parsim plan studies/two-signals.toml --measure squared_bias --measure exact_support
  parsim plan studies/two-signals.toml --replicates 10000 --pilot 512")]
pub struct Arguments {
    /// The study file.
    file: PathBuf,
    /// The study's own folder [default: output/<file stem>].
    #[arg(long, value_name = "DIR")]
    output: Option<PathBuf>,
    /// Replicates per scenario, instead of the study file's.
    #[arg(long, value_name = "R", value_parser = clap::value_parser!(u64).range(1..=1_000_000_000))]
    replicates: Option<u64>,
    /// Threads that the run would have [default: all cores].
    #[arg(long, value_name = "T", value_parser = clap::value_parser!(u16).range(1..=1024))]
    threads: Option<u16>,
    /// A measure whose Monte Carlo standard error is forecast; may be given several times [default:
    /// those with a target, else the relative risk].
    #[arg(long, value_name = "MEASURE")]
    measure: Vec<String>,
    /// Replicates of a scenario's pilot [default: 128, fewer where they take over two seconds].
    #[arg(long, value_name = "R", value_parser = clap::value_parser!(u64).range(32..=1_000_000))]
    pilot: Option<u64>,
}

pub fn run(arguments: &Arguments) -> Result<(), Exit> {
    let study = Study::load(&arguments.file)?.with_replicates(arguments.replicates);
    let plan = &study.plan;
    let path = study.output(arguments.output.as_deref());
    StudyFolder::recognise(&path, &study.stem)?;
    let listing = ParquetStore::new(&path, plan).list()?;
    let replicates = plan.replicates.most();
    let items = schedule::items(plan, &listing, replicates, &Selection::default());
    let measures = measures(plan, &arguments.measure)?;
    // The pilot has the themes of what is asked for, whether the study computes them or not.
    let mut trial = plan.clone();
    for measure in &measures {
        trial.themes.add(measure.theme);
    }
    let forecast = forecast::pilot(&trial, &items, arguments.pilot)?;
    let mut out = std::io::stdout().lock();
    write!(out, "{}", study.notices())?;
    write_table(&mut out, plan, &forecast)?;
    let measures: Vec<&str> = measures.iter().map(|measure| measure.name).collect();
    precision::write(&mut out, plan, &forecast, &measures)?;
    for stale in &listing.stale {
        writeln!(out, "stale: {stale}")?;
    }
    for damaged in &listing.damaged {
        writeln!(out, "damaged: {damaged}")?;
    }
    let threads = super::run::threads(arguments.threads);
    let seconds = forecast.seconds / threads as f64;
    writeln!(
        out,
        "{} of {} blocks missing; about {} on {threads} threads, {:.0} MB of memory",
        items.iter().filter(|item| !item.missing.is_empty()).count(),
        items.len(),
        duration(seconds),
        forecast.bytes_per_thread * threads as f64 / 1e6 + 60.0,
    )?;
    Ok(())
}

/// The measures to forecast: as asked for, else those with a target, else the relative risk.
fn measures(plan: &Plan, given: &[String]) -> Result<Vec<&'static Measure>, Exit> {
    let mut names: Vec<&str> = given.iter().map(String::as_str).collect();
    if let (true, Replicates::Precision(precision)) = (names.is_empty(), &plan.replicates) {
        names.extend(precision.targets.iter().map(|(measure, _)| measure.as_str()));
    }
    if names.is_empty() {
        names.push("relative_risk");
    }
    let mut measures: Vec<&'static Measure> = Vec::with_capacity(names.len());
    for name in names {
        let Some(measure) = parsim_stats::measures::find(name) else {
            let known: Vec<&str> = MEASURES.iter().map(|measure| measure.name).collect();
            let text = format!("--measure: no measure is called \"{name}\"; there are");
            return Err(Exit::Input(format!("{text} {}", known.join(", "))));
        };
        if !measures.iter().any(|known: &&Measure| known.name == measure.name) {
            measures.push(measure);
        }
    }
    Ok(measures)
}

fn write_table(out: &mut impl Write, plan: &Plan, forecast: &Forecast) -> Result<(), Exit> {
    let header = ["scenario", "id", "n", "p", "blocks", "missing", "s/replicate"];
    let mut table = terminal::table(&header);
    for column in table.column_iter_mut().skip(2) {
        column.set_cell_alignment(CellAlignment::Right);
    }
    for (scenario, forecast) in plan.scenarios.iter().zip(&forecast.scenarios) {
        table.add_row([
            scenario.label.clone(),
            scenario.id.to_string()[..8].to_owned(),
            scenario.n.to_string(),
            scenario.p.to_string(),
            forecast.blocks.to_string(),
            forecast.missing.to_string(),
            format!("{:.2e}", forecast.seconds_per_replicate),
        ]);
    }
    writeln!(out, "{table}")?;
    Ok(())
}

fn duration(seconds: f64) -> String {
    if seconds < 1.0 {
        "a second".to_owned()
    } else if seconds < 120.0 {
        format!("{seconds:.0} s")
    } else if seconds < 7200.0 {
        format!("{:.0} min", seconds / 60.0)
    } else {
        format!("{:.1} h", seconds / 3600.0)
    }
}
