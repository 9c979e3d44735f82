//! `parsim plan`: what a run would do, and what it would cost.

use crate::exit::Exit;
use crate::study::Study;
use crate::terminal;
use comfy_table::CellAlignment;
use parsim_engine::BlockStore;
use parsim_engine::forecast::{self, Forecast};
use parsim_engine::schedule::{self, Selection};
use parsim_tables::{ParquetStore, StudyFolder};
use std::io::Write;
use std::path::PathBuf;

/// Show scenarios, blocks, a forecast of time and memory, and the precision to expect.
#[derive(Debug, clap::Args)]
#[command(after_help = "Example:\n  parsim plan studies/two-signals.toml")]
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
    /// The measure whose Monte Carlo standard error is forecast.
    #[arg(long, value_name = "MEASURE", default_value = "relative_risk")]
    measure: String,
}

pub fn run(arguments: &Arguments) -> Result<(), Exit> {
    let study = Study::load(&arguments.file)?.with_replicates(arguments.replicates);
    let plan = &study.plan;
    let path = study.output(arguments.output.as_deref());
    StudyFolder::recognise(&path, &study.stem)?;
    let listing = ParquetStore::new(&path, plan).list()?;
    let replicates = plan.replicates.most();
    let items = schedule::items(plan, &listing, replicates, &Selection::default());
    let known = plan.themes.scored().find(|m| m.name == arguments.measure);
    let measure = known.ok_or_else(|| {
        let known: Vec<&str> = plan.themes.scored().map(|m| m.name).collect();
        Exit::Input(format!(
            "--measure: \"{}\" has no score per replicate to forecast; these have: {}",
            arguments.measure,
            known.join(", ")
        ))
    })?;
    let forecast = forecast::pilot(plan, &items, measure)?;
    let mut out = std::io::stdout().lock();
    write!(out, "{}", study.notices())?;
    write_table(&mut out, &study, (&forecast, measure.name), replicates)?;
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

fn write_table(
    out: &mut impl Write,
    study: &Study,
    (forecast, measure): (&Forecast, &str),
    replicates: u64,
) -> Result<(), Exit> {
    let mcse = format!("MCSE of {measure} at {replicates} replicates");
    let header = ["scenario", "id", "n", "p", "blocks", "missing", "s/replicate", mcse.as_str()];
    let mut table = terminal::table(&header);
    for column in table.column_iter_mut().skip(2).take(5) {
        column.set_cell_alignment(CellAlignment::Right);
    }
    for (scenario, forecast) in study.plan.scenarios.iter().zip(&forecast.scenarios) {
        let errors = forecast.standard_deviations.iter().map(|&(method, sd)| {
            let name = &study.plan.methods[method].name;
            let mcse = sd.map(|sd| sd / (replicates as f64).sqrt());
            mcse.map_or_else(|| format!("{name} -"), |mcse| format!("{name} {mcse:.2e}"))
        });
        table.add_row([
            scenario.label.clone(),
            scenario.id.to_string()[..8].to_owned(),
            scenario.n.to_string(),
            scenario.p.to_string(),
            forecast.blocks.to_string(),
            forecast.missing.to_string(),
            format!("{:.2e}", forecast.seconds_per_replicate),
            errors.collect::<Vec<_>>().join("  "),
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
