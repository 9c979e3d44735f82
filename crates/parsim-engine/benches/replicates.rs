//! What one replicate costs, by part: `cargo bench -p parsim-engine`.
//!
//! Medians over rounds, one thread, in microseconds per replicate. A method's time includes the
//! moments that it is the first to need, so the last column is less than the sum of the others. On random
//! designs ridge is tuned by cross-validation, on fixed ones by generalised cross-validation.

#![expect(clippy::print_stdout, clippy::print_stderr, reason = "a bench is read on the terminal")]

use parsim_engine::experiment::{Experiment, Worker};
use parsim_study::{NoDataFiles, Plan, Source};
use std::time::Instant;

/// Rounds of one batch; the median counts.
const ROUNDS: usize = 9;

/// Replicates per round.
const BATCH: usize = 16;

fn main() {
    println!("microseconds per replicate, one thread, median of {ROUNDS} rounds of {BATCH}");
    println!(
        "{:>6} {:>6} {:>7} {:>10} {:>10} {:>10} {:>10} {:>10}",
        "n", "p", "design", "draw", "ols", "ridge", "lasso", "all"
    );
    for (design, tuning, sizes) in [
        ("random", "cross-validation", &[(50, 10), (200, 102), (1000, 100), (100, 1000)][..]),
        ("fixed", "gcv", &[(50, 10), (200, 102), (1000, 100)]),
    ] {
        for &(n, p) in sizes {
            match plan((n, p), design, tuning) {
                Ok(plan) => {
                    print!("{n:>6} {p:>6} {design:>7}");
                    measure(&plan);
                }
                Err(error) => eprintln!("n = {n}, p = {p}: {error}"),
            }
        }
    }
}

fn plan(
    (n, p): (usize, usize),
    design: &str,
    tuning: &str,
) -> Result<Plan, parsim_study::Diagnostics> {
    let text = format!(
        "title = \"bench\"\nseed = 1\nreplicates = 16\n[mechanism]\nkind = \"linear\"\nn = {n}\n\
         design = \"{design}\"\n\
         covariates = {{ kind = \"gaussian\", p = {p}, correlation = \"ar1\", rho = 0.5 }}\n\
         coefficients = {{ kind = \"leading\", s = 2 }}\nnoise = {{ kind = \"gaussian\", snr = 1 }}\n\
         [[method]]\nkind = \"ols\"\n[[method]]\nkind = \"ridge\"\n\
         tuning = {{ kind = \"{tuning}\" }}\n[[method]]\nkind = \"lasso\"\n"
    );
    Plan::compile(&Source::new("bench", text), &[], &NoDataFiles)
}

fn measure(plan: &Plan) {
    let ols = plan.scenarios[0].applies(0);
    let all: Vec<usize> = (0..3).filter(|&m| plan.scenarios[0].applies(m)).collect();
    let mut cells = vec![time(plan, &[])];
    cells.push(if ols { time(plan, &[0]) } else { f64::NAN });
    cells.extend([time(plan, &[1]), time(plan, &[2]), time(plan, &all)]);
    let draw = cells[0];
    print!(" {draw:>10.1}");
    for (cell, whole) in cells[1..].iter().zip([false, false, false, true]) {
        match (cell.is_nan(), whole) {
            (true, _) => print!(" {:>10}", "-"),
            (false, true) => print!(" {cell:>10.1}"),
            (false, false) => print!(" {:>10.1}", cell - draw),
        }
    }
    println!();
}

/// Median microseconds per replicate with these methods, drawing included.
fn time(plan: &Plan, methods: &[usize]) -> f64 {
    let Ok(experiment) = Experiment::new(plan, 0, methods) else { return f64::NAN };
    let mut worker = Worker::default();
    experiment.compute(&mut worker, 0, BATCH);
    let mut rounds: Vec<f64> = (0..ROUNDS)
        .map(|round| {
            let started = Instant::now();
            experiment.compute(&mut worker, (round * BATCH) as u64, BATCH);
            started.elapsed().as_secs_f64() * 1e6 / BATCH as f64
        })
        .collect();
    rounds.sort_by(f64::total_cmp);
    rounds[ROUNDS / 2]
}
