//! Choices of lambda and fits on a design that replicates share, from their definitions.

use nalgebra::{DMatrix, DVector};
use parsim_engine::experiment::{Experiment, Worker};
use parsim_stats::dataset::Dataset;
use parsim_tests::files::MemoryFiles;
use parsim_tests::study::compile;

const N: usize = 40;
const P: usize = 9;

const STUDY: &str = r#"
title = "Fixed designs"
seed = 17
replicates = 48
[mechanism]
kind = "linear"
n = 40
design = "fixed"
covariates = { kind = "gaussian", p = 9, correlation = "ar1", rho = 0.4 }
coefficients = { kind = "leading", s = 3 }
noise = { kind = "gaussian", snr = 2 }
[[method]]
kind = "ols"
[[method]]
kind = "ridge"
name = "gcv"
tuning = { kind = "gcv" }
[[method]]
kind = "ridge"
name = "aic"
tuning = { kind = "aic" }
[[method]]
kind = "ridge"
name = "press"
tuning = { kind = "leave-one-out" }
"#;

/// Standardised columns, their standard deviations, and centred y.
fn standardised(data: &Dataset) -> (DMatrix<f64>, Vec<f64>, DVector<f64>) {
    let mut z = DMatrix::from_column_slice(N, P, data.x.as_slice());
    let mut scales = Vec::new();
    for mut column in z.column_iter_mut() {
        let mean = column.mean();
        column.add_scalar_mut(-mean);
        let sd = column.norm() / (N as f64).sqrt();
        column /= sd;
        scales.push(sd);
    }
    let mut y = DVector::from_column_slice(&data.y);
    let mean = y.mean();
    y.add_scalar_mut(-mean);
    (z, scales, y)
}

/// Hat matrix of the centred fit, and the slopes of standardised columns.
fn ridge(z: &DMatrix<f64>, y: &DVector<f64>, penalty: f64) -> (DMatrix<f64>, DVector<f64>) {
    let inverse = (z.transpose() * z + DMatrix::identity(P, P) * penalty).try_inverse().unwrap();
    let map = inverse * z.transpose();
    (z * &map, &map * y)
}

/// The criterion of a method at lambda.
fn criterion(method: &str, z: &DMatrix<f64>, y: &DVector<f64>, lambda: f64) -> f64 {
    let n = N as f64;
    let (hat, slopes) = ridge(z, y, n * lambda);
    let k = hat.trace() + 1.0;
    let rss = (y - z * slopes).norm_squared();
    match method {
        "gcv" => rss / n / (1.0 - k / n).powi(2),
        "aic" => n * (rss / n).ln() + 2.0 * k,
        _ => {
            // Allen (1974), with the scales of the full data and the penalty of n - 1 rows.
            let (hat, slopes) = ridge(z, y, (n - 1.0) * lambda);
            let residuals = y - z * slopes;
            let share = |i: usize| residuals[i] / (1.0 - 1.0 / n - hat[(i, i)]);
            (0..N).map(|i| share(i) * share(i)).sum::<f64>() / n
        }
    }
}

#[test]
fn lambda_minimises_its_criterion_over_the_grid() {
    let plan = compile(STUDY, &MemoryFiles::new());
    let experiment = Experiment::new(&plan, 0, &[0, 1, 2, 3]).unwrap();
    let mut worker = Worker::default();
    for replicate in [0, 7, 31] {
        for (m, method) in [(1, "gcv"), (2, "aic"), (3, "press")] {
            let replayed = experiment.replay(&mut worker, m, replicate);
            let (z, scales, y) = standardised(&replayed.dataset);
            let fit = replayed.outcome.unwrap();
            // From 1000 max |c|/sd(y) down to 1e-7 of it, 100 levels.
            let top = 1e3 * (z.transpose() * &y / N as f64).amax() / (y.norm() / (N as f64).sqrt());
            let grid: Vec<f64> =
                (0..100).map(|l| top * 1e-7_f64.powf(f64::from(l) / 99.0)).collect();
            let best = grid.iter().copied().min_by(|a, b| {
                criterion(method, &z, &y, *a).total_cmp(&criterion(method, &z, &y, *b))
            });
            let (best, chosen) = (best.unwrap(), fit.lambda.unwrap());
            assert!((chosen - best).abs() < 1e-12 * best, "{method}: {chosen} for {best}");
            let (hat, slopes) = ridge(&z, &y, N as f64 * best);
            for j in 0..P {
                let off = (fit.slopes[j] * scales[j] - slopes[j]).abs();
                assert!(off < 1e-12 * slopes.amax(), "{method}, slope {j}: off by {off}");
            }
            assert!((fit.df - hat.trace()).abs() < 1e-11, "{method}");
            assert!(fit.certificate.unwrap().kkt < 1e-12, "{method}");
        }
    }
}

#[test]
fn least_squares_and_in_sample_errors_are_those_of_the_rows() {
    let plan = compile(STUDY, &MemoryFiles::new());
    let experiment = Experiment::new(&plan, 0, &[0]).unwrap();
    let truth = experiment.source().truth();
    for replicate in [0, 15, 16] {
        let replayed = experiment.replay(&mut Worker::default(), 0, replicate);
        let x = DMatrix::from_column_slice(N, P, replayed.dataset.x.as_slice());
        let x = x.insert_column(0, 1.0);
        let y = DVector::from_column_slice(&replayed.dataset.y);
        let expected = x.clone().svd(true, true).solve(&y, 1e-14).unwrap();
        let fit = replayed.outcome.unwrap();
        let ours = std::iter::once(fit.intercept).chain(fit.slopes.iter().copied());
        for (ours, expected) in ours.zip(expected.iter()) {
            assert!((ours - expected).abs() < 1e-12, "{ours} for {expected}");
        }
        let mut beta = vec![truth.intercept];
        beta.extend(&truth.beta);
        let error = (&x * (&expected - DVector::from_vec(beta))).norm_squared() / N as f64;
        let scores = &replayed.scores;
        let (_, score) = scores.iter().find(|(name, _)| *name == "in_sample_error").unwrap();
        assert!((score.unwrap() - error).abs() < 1e-12 * error, "{score:?} for {error}");
    }
}
