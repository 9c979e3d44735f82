//! `parsim pin`: what a study gives, to be held to it from now on.

use super::verify::{Rerun, report};
use crate::exit::{Exit, counted};
use crate::folder::stop_on_interrupt;
use crate::study::Study;
use parsim_engine::pins::{Mode, Pin};
use parsim_tables::pins;
use std::io::Write;
use std::path::{Path, PathBuf};

/// Run a study and write what it gives to <study>.expected.csv beside its file.
///
/// The file is small, readable and made to be committed; `parsim verify` holds later runs to it.
/// Blocks that the study's folder holds already are not computed again.
#[derive(Debug, clap::Args)]
#[command(after_help = "Examples:
  parsim pin studies/two-signals.toml
  parsim pin studies/two-signals.toml --replace   says what moved")]
pub struct Arguments {
    /// The study file.
    file: PathBuf,
    /// The study's own folder [default: output/<file stem>].
    #[arg(long, value_name = "DIR")]
    output: Option<PathBuf>,
    /// Replicates per scenario, instead of the study file's.
    #[arg(long, value_name = "R", value_parser = clap::value_parser!(u64).range(1..=1_000_000_000))]
    replicates: Option<u64>,
    #[command(flatten)]
    rerun: Rerun,
    /// Replace an existing pin, and say what moved.
    #[arg(long)]
    replace: bool,
}

pub fn run(arguments: &Arguments) -> Result<(), Exit> {
    let study = Study::load(&arguments.file)?.with_replicates(arguments.replicates);
    let path = pins::place(&study.file);
    if path.exists() && !arguments.replace {
        return Err(Exit::Input(format!(
            "{} exists; `parsim verify {}` compares with it, `parsim pin --replace` writes it anew",
            path.display(),
            study.file.display()
        )));
    }
    // A pin that cannot be read can be replaced, but not compared with.
    let old = pins::read(&path).ok().flatten();
    let output = study.output(arguments.output.as_deref());
    stop_on_interrupt()?;
    let (new, _) = arguments.rerun.summaries(&study, &output)?;
    pins::write(&path, &new)?;
    let mut out = std::io::stdout().lock();
    let rows = counted(new.rows.len(), "row");
    let replicates = new.replicates;
    writeln!(out, "{}: {rows}, {replicates} replicates per scenario", path.display())?;
    write_moves(&mut out, (old.as_ref(), &new), &path)
}

/// What moved between two pins.
fn write_moves(
    out: &mut impl Write,
    (old, new): (Option<&Pin>, &Pin),
    path: &Path,
) -> Result<(), Exit> {
    let Some(old) = old else { return Ok(()) };
    let Some(moves) = old.compare(new, Mode::Exact { tolerance: 0.0 }) else {
        writeln!(out, "the pin that was {} had no row in common", path.display())?;
        return Ok(());
    };
    if moves.differences.is_empty() {
        writeln!(out, "nothing moved: all {} are the same", counted(moves.rows, "row"))?;
        return Ok(());
    }
    writeln!(out, "moved: {} of {}", moves.differences.len(), counted(moves.rows, "row"))?;
    write!(out, "{}", report::table(&moves.differences))?;
    Ok(())
}
