//! What each tuning and oracle chooses, found again by its definition from separate fits at every
//! lambda of the grid.

use super::dataset;
use nalgebra::{DMatrix, DVector};
use parsim_engine::experiment::{Experiment, Worker};
use parsim_stats::dataset::Dataset;
use parsim_stats::methods::Fit;
use parsim_tests::files::MemoryFiles;
use parsim_tests::fits::{fit, grid};
use parsim_tests::study::compile;
use statrs::function::gamma::ln_gamma;

const LAMBDAS: &str = "lambdas = 60";

/// The fits over the grid of a method.
fn path(kind: &str, scaling: &str, data: &Dataset) -> Vec<Fit> {
    let keys = format!("kind = \"{kind}\"\n{LAMBDAS}\n{scaling}");
    let at = |lambda: &f64| {
        let tuning = format!("tuning = {{ kind = \"fixed\", lambda = {lambda:e} }}");
        fit(&format!("kind = \"{kind}\"\n{scaling}\n{tuning}"), data)
    };
    grid(&keys, data).iter().map(at).collect()
}

/// The lambda of the first smallest score.
fn smallest(path: &[Fit], score: impl Fn(&Fit) -> Option<f64>) -> f64 {
    let mut best: Option<(f64, f64)> = None;
    for fit in path {
        if let Some(score) = score(fit).filter(|score| best.is_none_or(|(least, _)| *score < least))
        {
            best = Some((score, fit.lambda.unwrap()));
        }
    }
    best.unwrap().1
}

fn log_binomial(n: f64, k: f64) -> f64 {
    ln_gamma(n + 1.0) - ln_gamma(k + 1.0) - ln_gamma(n - k + 1.0)
}

/// k = df + 1 with an intercept; candidates with k >= n - 2 or without residuals do not count.
#[test]
fn criteria_take_their_minimum() {
    let mut chosen = Vec::new();
    for ((n, p), seed) in [((14, 6), 3), ((25, 10), 4), ((30, 40), 5), ((18, 30), 6)] {
        let data = dataset((n, p), seed);
        let (n, p) = (n as f64, p as f64);
        for intercept in [true, false] {
            let scaling = format!("intercept = {intercept}");
            for kind in ["lasso", "ridge"] {
                let path = path(kind, &scaling, &data);
                let mean = if intercept { data.y.iter().sum::<f64>() / n } else { 0.0 };
                let tss: f64 = data.y.iter().map(|y| (y - mean) * (y - mean)).sum();
                for tuning in ["aic", "aicc", "bic", "ebic", "gcv"] {
                    if (kind, tuning) == ("ridge", "ebic") {
                        continue;
                    }
                    let expected = smallest(&path, |fit| {
                        let k = fit.df + f64::from(u8::from(intercept));
                        let deviance = n * (fit.rss / n).ln();
                        let criterion = match tuning {
                            "aic" => deviance + 2.0 * k,
                            "aicc" => deviance + 2.0 * n * (k + 1.0) / (n - k - 2.0),
                            "bic" => deviance + k * n.ln(),
                            "ebic" => deviance + k * n.ln() + 2.0 * log_binomial(p, fit.df),
                            _ => fit.rss / n / (1.0 - k / n).powi(2),
                        };
                        (k < n - 2.0 && fit.rss > 1e-12 * tss).then_some(criterion)
                    });
                    let keys = format!(
                        "kind = \"{kind}\"\n{LAMBDAS}\n{scaling}\ntuning = {{ kind = \"{tuning}\" }}"
                    );
                    let ours = fit(&keys, &data).lambda.unwrap();
                    assert_eq!(ours, expected, "{kind} {tuning} n {n} p {p} {scaling}");
                    chosen.push((kind, tuning, ours.to_bits()));
                }
            }
        }
    }
    chosen.sort_unstable();
    chosen.dedup_by_key(|(kind, _, lambda)| (*kind, *lambda));
    assert!(chosen.len() > 20, "criteria that always agree are no test of them");
}

/// PRESS: mean of `(e_i/(1 - h_ii))^2` with the hat matrix of full-data scales, the intercept
/// included, and the penalty (n - 1) lambda of n - 1 rows.
#[test]
fn leave_one_out_is_press() {
    for (size, intercept) in [((15, 4), true), ((15, 4), false), ((12, 20), true)] {
        let data = dataset(size, 51);
        let (n, p) = size;
        let mut z = DMatrix::from_column_slice(n, p, data.x.as_slice());
        for mut column in z.column_iter_mut() {
            let mean = column.mean();
            let sd = column.iter().map(|v| (v - mean) * (v - mean)).sum::<f64>() / n as f64;
            column.add_scalar_mut(if intercept { -mean } else { 0.0 });
            column /= sd.sqrt();
        }
        let y = DVector::from_column_slice(&data.y);
        let press = |lambda: f64| {
            let penalty = DMatrix::identity(p, p) * ((n as f64 - 1.0) * lambda);
            let inverse = (z.transpose() * &z + penalty).try_inverse().unwrap();
            let mut hat = &z * inverse * z.transpose();
            if intercept {
                hat.add_scalar_mut(1.0 / n as f64);
            }
            let residuals = &y - &hat * &y;
            (0..n).map(|i| (residuals[i] / (1.0 - hat[(i, i)])).powi(2)).sum::<f64>() / n as f64
        };
        let keys = format!("kind = \"ridge\"\n{LAMBDAS}\nintercept = {intercept}");
        let grid = grid(&keys, &data);
        let curve = parsim_tests::fits::candidates(&keys, &data, None, |candidates| {
            candidates.leave_one_out().unwrap().to_vec()
        });
        for (lambda, ours) in grid.iter().zip(&curve) {
            assert!((ours / press(*lambda) - 1.0).abs() < 1e-7, "{size:?} at {lambda}");
        }
        let ours = fit(&format!("{keys}\ntuning = {{ kind = \"leave-one-out\" }}"), &data);
        let least = |best: usize, at: usize| if curve[at] < curve[best] { at } else { best };
        let expected = grid[(0..curve.len()).fold(0, least)];
        assert_eq!(ours.lambda, Some(expected));
    }
}

/// Equal but for rounding: neighbours on a grid differ by more than a tenth.
fn assert_same(ours: f64, expected: f64) {
    assert!((ours / expected - 1.0).abs() < 1e-12, "{ours} for {expected}");
}

const STUDY: &str = r#"
title = "t"
seed = 10
replicates = 16
[mechanism]
kind = "linear"
n = 30
intercept = 1
covariates = { kind = "gaussian", p = 8, correlation = "ar1", rho = 0.5 }
coefficients = { kind = "leading", s = 2 }
noise = { kind = "gaussian", sigma = 1.5 }
[[method]]
kind = "KIND"
lambdas = 60
tuning = { kind = "validation", n = 25 }
[[oracle]]
kind = "best-lambda"
method = "KIND"
[[oracle]]
kind = "fixed-lambda"
method = "KIND"
universal = 0.5
"#;

/// Validation takes the smallest error on the rows that the scenario draws for it, the best lambda
/// the smallest excess risk, and the universal lambda is 0.5 sigma sqrt(2 log p/n).
#[test]
fn validation_and_oracles_take_what_they_say() {
    for kind in ["lasso", "ridge"] {
        let plan = compile(&STUDY.replace("KIND", kind), &MemoryFiles::new());
        let experiment = Experiment::new(&plan, 0, &[0, 1, 2]).unwrap();
        let source = experiment.source();
        let (mut worker, mut fresh) = (Worker::default(), Dataset::default());
        for replicate in 0..5 {
            let lambdas: Vec<f64> = (0..3)
                .map(|m| experiment.replay(&mut worker, m, replicate).outcome.unwrap())
                .map(|fit| fit.lambda.unwrap())
                .collect();
            let data = experiment.replay(&mut worker, 0, replicate).dataset;
            let path = path(kind, "", &data);
            source.validation(replicate, 25, &mut fresh);
            let squared_error = |fit: &Fit| {
                let error = |i: usize| {
                    let signal: f64 = (0..8).map(|j| fit.slopes[j] * fresh.x.get(i, j)).sum();
                    fresh.y[i] - fit.intercept - signal
                };
                Some((0..25).map(|i| error(i).powi(2)).sum::<f64>())
            };
            assert_same(lambdas[0], smallest(&path, squared_error));
            let truth = source.truth();
            let risk = |fit: &Fit| {
                let d: Vec<f64> = (0..8).map(|j| fit.slopes[j] - truth.beta[j]).collect();
                let quadratic: f64 = (0..8)
                    .flat_map(|j| (0..8).map(move |k| (j, k)))
                    .map(|(j, k)| d[j] * d[k] * 0.5_f64.powf(j.abs_diff(k) as f64))
                    .sum();
                Some((fit.intercept - 1.0).powi(2) + quadratic)
            };
            assert_same(lambdas[1], smallest(&path, risk));
            let universal = 0.5 * 1.5 * (2.0 * 8.0_f64.ln() / 30.0).sqrt();
            assert_same(lambdas[2], universal);
        }
    }
}
