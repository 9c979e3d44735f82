//! What share of the processor's speed each stage of a replicate reaches.
//!
//! `cargo run --release --locked --target-dir target/limit --manifest-path crates/parsim-engine/benches/limit/Cargo.toml`
//!
//! One replicate of n = 200, p = 102: OLS, ridge and lasso, both by 10-fold cross-validation over 100
//! lambdas. For each stage the operations that its algorithm needs (`work.rs` has the formulas), its
//! time on one thread, and their ratio as a share of what faer's matrix product reaches on the same
//! core at p = 500 (f64, sequential). Times are minima, taken in turns with the product.

mod replicate;
mod work;

use faer::linalg::matmul::matmul;
use faer::{Accum, Mat, Par};
use parsim_engine::experiment::{Experiment, Worker};
use parsim_study::{NoDataFiles, Plan, Source};
use replicate::Replicate;
use std::error::Error;
use std::time::Instant;

/// Rounds in turns; the minimum counts.
const ROUNDS: usize = 100;

/// The study of comparison A.
const STUDY: &str = include_str!("../../../../parsim-cli/benches/peers/cases/a.toml");

/// A part of the work on one replicate.
struct Stage {
    name: &'static str,
    /// Operations: additions and multiplications.
    flops: f64,
    /// The shortest time.
    seconds: f64,
}

fn main() -> Result<(), Box<dyn Error>> {
    let plan = Plan::compile(&Source::new("a.toml", STUDY), &[], &NoDataFiles)
        .map_err(|problems| problems.to_string())?;
    let draw = Experiment::new(&plan, 0, &[])?;
    let all = Experiment::new(&plan, 0, &[0, 1, 2])?;
    let mut worker = Worker::default();
    let mut replicate = Replicate::new(&all.replay(&mut worker, 0, 0))?;
    let mut product = Product::new(500);
    let (mut peak, mut drawn, mut whole) = (f64::MAX, f64::MAX, f64::MAX);
    for _ in 0..ROUNDS {
        peak = peak.min(product.seconds());
        drawn = drawn.min(compute(&draw, &mut worker));
        whole = whole.min(compute(&all, &mut worker));
        replicate.round()?;
    }
    let (n, p) = replicate.size();
    let mut stages = vec![Stage { name: "draw", flops: work::draw(n, p), seconds: drawn }];
    stages.extend(replicate.stages());
    let sum: f64 = stages.iter().map(|stage| stage.seconds).sum();
    let flops = work::measures(p, 3.0);
    stages.push(Stage { name: "measures, record (rest)", flops, seconds: (whole - sum).max(0.0) });
    let flops = stages.iter().map(|stage| stage.flops).sum();
    stages.push(Stage { name: "whole replicate", flops, seconds: whole });
    print(&stages, product.flops() / peak);
    Ok(())
}

/// Seconds for the replicate whose data the stages are timed on.
fn compute(experiment: &Experiment<'_>, worker: &mut Worker) -> f64 {
    let started = Instant::now();
    std::hint::black_box(experiment.compute(worker, 0, 1));
    started.elapsed().as_secs_f64()
}

/// The product of two square matrices by faer.
struct Product {
    p: usize,
    a: Mat<f64>,
    b: Mat<f64>,
    c: Mat<f64>,
}

impl Product {
    fn new(p: usize) -> Self {
        let entry = |i: usize, j: usize| ((i * 31 + j * 17) % 97) as f64 / 97.0 - 0.5;
        let (a, b) = (Mat::from_fn(p, p, entry), Mat::from_fn(p, p, entry));
        Self { p, a, b, c: Mat::zeros(p, p) }
    }

    fn flops(&self) -> f64 {
        2.0 * (self.p as f64).powi(3)
    }

    fn seconds(&mut self) -> f64 {
        let started = Instant::now();
        matmul(self.c.as_mut(), Accum::Replace, self.a.as_ref(), self.b.as_ref(), 1.0, Par::Seq);
        std::hint::black_box(&self.c);
        started.elapsed().as_secs_f64()
    }
}

fn print(stages: &[Stage], peak: f64) {
    println!("faer's matrix product, p = 500, one thread: {:.1} GFLOP/s\n", peak * 1e-9);
    println!("| stage | Mflop | microseconds | GFLOP/s | share |");
    println!("|---|---|---|---|---|");
    for Stage { name, flops, seconds } in stages {
        let speed = if *seconds > 0.0 { flops / seconds } else { 0.0 };
        println!(
            "| {name} | {:.3} | {:.1} | {:.1} | {:.0} % |",
            flops * 1e-6,
            seconds * 1e6,
            speed * 1e-9,
            100.0 * speed / peak
        );
    }
    println!("\nThe store is no part of this: `cargo bench -p parsim-tables` times it per block.");
}
