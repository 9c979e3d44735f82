//! What whole studies cost: `cargo bench -p parsim-cli`.
//!
//! Runs the studies of `benches/peers/cases` with a reduced number of replicates into a fresh
//! folder each time: process start, store, tables, figures and report included. Then once more,
//! when nothing is left to compute: what is not computing. Then the parts of a small run, each on
//! its own; in a run, the writer of the store works beside the computing threads, and tables,
//! figures and report are made at once. `cargo bench -p parsim-cli -- parts` shows these alone.

#![expect(clippy::print_stdout, reason = "a bench is read on the terminal")]

#[path = "runs/parts.rs"]
mod parts;

use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};
use std::time::Instant;

/// Rounds; the median counts.
const ROUNDS: usize = 3;

/// Replicates per case, so that each takes seconds.
const CASES: [(&str, u64); 6] =
    [("a", 512), ("b", 4096), ("c", 64), ("d", 256), ("e", 1024), ("f", 100_000)];

/// Replicates of the study whose parts are timed, and rounds; the fewest milliseconds count.
const PARTS_OF: (&str, u64, usize) = ("b", 2000, 10);

fn main() -> Result<(), Box<dyn std::error::Error>> {
    if !std::env::args().any(|argument| argument == "parts") {
        whole_studies()?;
    }
    let (case, replicates, rounds) = PARTS_OF;
    let study = cases().join(format!("{case}.toml"));
    let milliseconds = parts::fewest(&study, replicates, rounds)?;
    let total: f64 = milliseconds.iter().sum();
    println!("\nparts of {replicates} replicates of case {case}, fewest of {rounds} rounds");
    println!("{:>12} {:>8} {:>6}", "part", "ms", "share");
    for (part, milliseconds) in parts::PARTS.iter().zip(milliseconds) {
        println!("{part:>12} {milliseconds:>8.2} {:>5.1}%", 100.0 * milliseconds / total);
    }
    Ok(())
}

fn cases() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("benches/peers/cases")
}

fn whole_studies() -> std::io::Result<()> {
    let cores = std::thread::available_parallelism()?;
    println!("median of {ROUNDS} runs on {cores} threads");
    println!(
        "{:>4} {:>10} {:>9} {:>12} {:>14}",
        "case", "replicates", "seconds", "per second", "nothing to do"
    );
    for (case, replicates) in CASES {
        let study = cases().join(format!("{case}.toml"));
        let (mut fresh, mut again) = (Vec::new(), Vec::new());
        for _ in 0..ROUNDS {
            let folder = tempfile::tempdir()?;
            fresh.push(run(&study, replicates, folder.path())?);
            again.push(run(&study, replicates, folder.path())?);
        }
        let (fresh, again) = (median(&mut fresh), median(&mut again));
        let rate = replicates as f64 / fresh;
        println!("{case:>4} {replicates:>10} {fresh:>9.2} {rate:>12.0} {again:>14.2}");
    }
    Ok(())
}

fn run(study: &Path, replicates: u64, folder: &Path) -> std::io::Result<f64> {
    let started = Instant::now();
    let status = Command::new(env!("CARGO_BIN_EXE_parsim"))
        .arg("run")
        .arg(study)
        .args(["--quiet", "--replicates", &replicates.to_string(), "--output"])
        .arg(folder)
        .stdout(Stdio::null())
        .status()?;
    if !status.success() {
        return Err(std::io::Error::other(format!("{}: {status}", study.display())));
    }
    Ok(started.elapsed().as_secs_f64())
}

fn median(seconds: &mut [f64]) -> f64 {
    seconds.sort_by(f64::total_cmp);
    seconds[seconds.len() / 2]
}
