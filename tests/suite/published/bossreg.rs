//! The orthogonal design of Tian, Hurvich & Simonoff (arXiv 1911.10191), sparse example 1: the
//! lasso by `AICc` and by cross-validation against the authors' published results, 1000 replicates on
//! either side (`tests/data/theory/bossreg.csv`).
//!
//! They centre the noise of every replicate, we do not. The columns have mean 0, so that no
//! coefficient depends on it; the residual sum of squares without an intercept does, by one part in
//! n of itself, far below what these replicates resolve.

use parsim_engine::record::MethodRecord;
use parsim_numerics::Matrix;
use parsim_tests::family::Family;
use parsim_tests::files::MemoryFiles;
use parsim_tests::goodness::mean;
use parsim_tests::study::{column, compile, records};
use parsim_tests::table::Table;
use std::f64::consts::PI;

const N: usize = 200;
const REPLICATES: usize = 1008;

/// Sines, then cosines of 2 pi t j/n for j = 1..p/2, t = 0..n - 1, each of unit norm.
fn design(p: usize) -> Matrix {
    let mut x = Matrix::new(N, p);
    for k in 0..p {
        let (j, cosine) = if k < p / 2 { (k + 1, false) } else { (k + 1 - p / 2, true) };
        let angle = |t: usize| 2.0 * PI * (t * j) as f64 / N as f64;
        let wave = |t: usize| if cosine { angle(t).cos() } else { angle(t).sin() };
        let norm = (0..N).map(|t| wave(t) * wave(t)).sum::<f64>().sqrt();
        for (t, value) in x.column_mut(k).iter_mut().enumerate() {
            *value = wave(t) / norm;
        }
    }
    x
}

const METHODS: &str = r#"
[[method]]
name = "aicc"
kind = "lasso"
parity = "glmnet"
intercept = false
tuning = { kind = "aicc" }
[[method]]
name = "cross-validation"
kind = "lasso"
parity = "glmnet"
intercept = false
tuning = { kind = "cross-validation", folds = 10 }
[[method]]
kind = "ols"
intercept = false
[[oracle]]
kind = "known-support"
intercept = false
"#;

/// Records of the methods above, in that order.
fn simulate(p: usize, sigma: f64) -> Vec<MethodRecord> {
    let text = format!(
        "title = \"t\"\nseed = 1911\nreplicates = {REPLICATES}\n[mechanism]\nkind = \"linear\"\n\
         covariates = {{ kind = \"file\", path = \"design.csv\" }}\n\
         coefficients = {{ kind = \"leading\", s = 6 }}\n\
         noise = {{ kind = \"gaussian\", sigma = {sigma:?} }}\n{METHODS}"
    );
    let plan = compile(&text, &MemoryFiles::new().with("design.csv", design(p)));
    records(&plan, 0, &[0, 1, 2, 3], REPLICATES)
}

/// |X bh - X b|/sqrt(n) by replicate.
fn root_errors(record: &MethodRecord) -> Vec<f64> {
    column(record, "in_sample_error").iter().map(|error| error.sqrt()).collect()
}

#[test]
fn the_design_has_the_published_sigma() {
    for row in Table::fixture("theory/bossreg.csv").rows() {
        let x = design(row.count("p"));
        let signal: Vec<f64> = (0..N).map(|t| (0..6).map(|j| x.get(t, j)).sum()).collect();
        let sum: f64 = signal.iter().sum();
        let squares: f64 = signal.iter().map(|value| value * value).sum();
        let variance = (squares - sum * sum / N as f64) / (N as f64 - 1.0);
        let sigma = (variance / row.number("snr")).sqrt();
        assert!((sigma / row.number("sigma") - 1.0).abs() < 2e-7, "{sigma}");
    }
}

#[test]
fn the_published_table_is_replicated() {
    let table = Table::fixture("theory/bossreg.csv");
    let settings = [("14", "0.2"), ("14", "7"), ("30", "0.2"), ("30", "7")];
    let mut family = Family::new("Tian, Hurvich & Simonoff", settings.len());
    let mut compared = 0;
    for (p, snr) in settings {
        let rows: Vec<_> = table.rows_where("p", p).filter(|row| row.text("snr") == snr).collect();
        let sigma = rows[0].number("sigma");
        let p = rows[0].count("p");
        let records = simulate(p, sigma);
        for row in rows.iter().filter(|row| row.text("method") == "lasso") {
            let record = &records[usize::from(row.text("tuning") == "cross-validation")];
            let ours = match row.text("measure") {
                "rmse" => mean(&root_errors(record)),
                measure => mean(column(record, measure)),
            };
            let what = format!("p {p}, snr {snr}, {} {}", row.text("tuning"), row.text("measure"));
            family.compare(what, ours, (row.number("mean"), row.number("se")));
            compared += 1;
        }
        // Exact: E|X bh - X b|^2/n is sigma^2 p/n for least squares; on the six true columns
        // |X bh - X b|/sigma follows chi(6), of mean sqrt(2) Gamma(3.5)/Gamma(3).
        let all = mean(column(&records[2], "in_sample_error"));
        family.compare(
            format!("p {p}, snr {snr}, ols"),
            all,
            (sigma * sigma * p as f64 / 200.0, 0.0),
        );
        let chi = 2.0_f64.sqrt() * 3.323_350_970_447_842_5 / 2.0;
        let six = mean(&root_errors(&records[3]));
        family.compare(format!("p {p}, snr {snr}, six"), six, (sigma / N_ROOT * chi, 0.0));
    }
    assert_eq!(compared, 12);
    family.check();
}

/// sqrt(200).
const N_ROOT: f64 = 14.142_135_623_730_951;
