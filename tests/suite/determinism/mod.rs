//! One study, one result: whatever the threads, shards, interruptions, rounds and company.

mod company;
mod draws;
mod groups;
mod nested;
mod runs;

use parsim_engine::results::Results;
use parsim_numerics::Matrix;
use parsim_stats::dataset::Dataset;
use parsim_tests::files::MemoryFiles;
use rand::{RngExt, SeedableRng};
use rand_distr::StandardNormal;
use rand_pcg::Pcg64Dxsm;

/// A matrix of standard normal draws.
fn normal_matrix(rows: usize, cols: usize, seed: u64) -> Matrix {
    let mut stream = Pcg64Dxsm::seed_from_u64(seed);
    let values = (0..rows * cols).map(|_| stream.sample(StandardNormal)).collect();
    Matrix::from_columns(rows, cols, values).unwrap()
}

/// Twelve rows of six covariates: resampled with replacement they often have too few distinct rows
/// for least squares, so that some fits fail.
pub fn files() -> MemoryFiles {
    MemoryFiles::new().with("rows.csv", normal_matrix(12, 6, 3))
}

/// A study with several blocks per scenario, of which the last is cut short.
const BLOCKS: &str = r#"
title = "Several blocks"
seed = 11
replicates = 160
measures = "all"
[estimands]
coefficients = [0, 1, 5, 102]
[mechanism]
kind = "linear"
n = [50, 200]
intercept = 0.5
covariates = { kind = "gaussian", p = 102, correlation = "ar1", rho = 0.5 }
coefficients = { kind = "random", s = 4 }
noise = { kind = "student-t", df = 6, snr = 1 }
[[method]]
kind = "ols"
[[method]]
kind = "ridge"
lambdas = 20
tuning = { kind = "gcv" }
[[method]]
kind = "lasso"
lambdas = 20
lambda_min_ratio = 0.1
tuning = { kind = "cross-validation", folds = 3 }
[[oracle]]
kind = "known-support"
[[claim]]
text = "the lasso beats least squares"
holds = "excess_risk(lasso) < excess_risk(ols)"
[[claim]]
text = "by variance"
holds = "variance(lasso) < variance(ols)"
"#;

/// A study in which one method fails now and then, and another finds no admissible lambda.
pub const FAILURES: &str = r#"
title = "Some fits fail"
seed = 5
replicates = 320
measures = "all"
keep = "all"
[mechanism]
kind = "linear"
n = 12
covariates = { kind = "file", path = "rows.csv" }
coefficients = { kind = "leading", s = 2 }
noise = { kind = "gaussian", sigma = 0.5 }
[[method]]
kind = "ols"
[[method]]
kind = "ridge"
tuning = { kind = "leave-one-out" }
[[method]]
name = "lasso-bic"
kind = "lasso"
lambdas = 20
tuning = { kind = "bic" }
[[claim]]
text = "ridge beats least squares"
holds = "mse(ridge) < mse(ols)"
"#;

/// Fails if a table holds a number that is not one.
fn assert_no_nan(results: &Results) {
    // The cells of coefficients are NaN in memory where they are null in files.
    let rest = Results { coefficients: Vec::new(), ..results.clone() };
    let text = format!("{rest:?}");
    for none in ["NaN", " inf", "-inf", "(inf", "[inf"] {
        assert!(!text.contains(none), "a table holds NaN or infinity");
    }
}

fn dataset(n: usize, p: usize, seed: u64) -> Dataset {
    let y = normal_matrix(n, 1, seed + 1000).as_slice().to_vec();
    Dataset { x: normal_matrix(n, p, seed).into(), y }
}
