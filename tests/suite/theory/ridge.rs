//! Ridge given X: squared bias and variance of linear shrinkage by their formulas, computed here
//! with a matrix library from the very X of the study (law E3 of `tests/data/theory`).

use super::{list, study};
use nalgebra::{DMatrix, DVector};
use parsim_engine::experiment::{Experiment, Worker};
use parsim_study::Plan;
use parsim_tests::family::Family;
use parsim_tests::files::MemoryFiles;
use parsim_tests::study::{Study, compile, run};

const N: usize = 40;
const P: usize = 12;
const SIGMA: f64 = 1.5;
const LAMBDAS: [f64; 4] = [0.01, 0.1, 1.0, 10.0];

fn beta() -> Vec<f64> {
    (0..P).map(|j| if j < 6 { 1.0 - 0.3 * j as f64 } else { 0.0 }).collect()
}

fn text(lambda: f64, replicates: usize) -> String {
    let mechanism = format!(
        "n = {N}\ndesign = \"fixed\"\n\
         covariates = {{ kind = \"gaussian\", p = {P}, correlation = \"ar1\", rho = 0.6 }}\n\
         coefficients = {{ kind = \"explicit\", values = {} }}\n\
         noise = {{ kind = \"gaussian\", sigma = {SIGMA} }}",
        list(&beta())
    );
    let method = format!(
        "kind = \"ridge\"\nintercept = false\nstandardize = false\n\
         tuning = {{ kind = \"fixed\", lambda = {lambda} }}"
    );
    study(&mechanism, &method, replicates)
}

/// The X that all replicates of the scenario share.
fn design(plan: &Plan) -> DMatrix<f64> {
    let experiment = Experiment::new(plan, 0, &[0]).unwrap();
    let data = experiment.replay(&mut Worker::default(), 0, 7).dataset;
    DMatrix::from_column_slice(N, P, data.x.as_slice())
}

/// Population covariance 0.6^|j - k|.
fn population() -> DMatrix<f64> {
    DMatrix::from_fn(P, P, |j, k| 0.6_f64.powf(j.abs_diff(k) as f64))
}

/// Squared bias and variance under a weight matrix W: lambda^2 b'A W A b and
/// (sigma^2/n) tr[W A S A], with A = (S + lambda I)^-1 and S = X'X/n.
fn moments(x: &DMatrix<f64>, weight: &DMatrix<f64>, lambda: f64) -> (f64, f64) {
    let s = x.transpose() * x / N as f64;
    let a = (&s + DMatrix::identity(P, P) * lambda).try_inverse().unwrap();
    let beta = DVector::from_vec(beta());
    let bias = (beta.transpose() * &a * weight * &a * beta)[0] * lambda * lambda;
    let variance = SIGMA * SIGMA / N as f64 * (weight * &a * &s * &a).trace();
    (bias, variance)
}

#[test]
fn bias_variance_and_risks_are_those_of_linear_shrinkage() {
    let mut family = Family::new("ridge given X", LAMBDAS.len());
    for lambda in LAMBDAS {
        let study: Study = run(&text(lambda, 4000));
        let x = design(&study.plan);
        let s = x.transpose() * &x / N as f64;
        let (bias, variance) = moments(&x, &DMatrix::identity(P, P), lambda);
        let total = |weight: &DMatrix<f64>| {
            let (bias, variance) = moments(&x, weight, lambda);
            bias + variance
        };
        for (measure, exact) in [
            ("squared_bias", bias),
            ("variance", variance),
            ("mse", bias + variance),
            ("in_sample_error", total(&s)),
            ("excess_risk", total(&population())),
        ] {
            let ours = study.measured("", "ridge", measure);
            family.compare(format!("{measure} at {lambda}"), ours, (exact, 0.0));
        }
    }
    family.check();
}

/// Not a simulation: every single fit is (S + lambda I)^-1 X'y/n, and its degrees of freedom are
/// the sum of d/(d + lambda) over the eigenvalues of S.
#[test]
fn every_fit_solves_its_equations() {
    for lambda in LAMBDAS {
        let plan = compile(&text(lambda, 16), &MemoryFiles::new());
        let experiment = Experiment::new(&plan, 0, &[0]).unwrap();
        let replayed = experiment.replay(&mut Worker::default(), 0, 3);
        let x = DMatrix::from_column_slice(N, P, replayed.dataset.x.as_slice());
        let y = DVector::from_column_slice(&replayed.dataset.y);
        let s = x.transpose() * &x / N as f64;
        let shifted = &s + DMatrix::identity(P, P) * lambda;
        let expected = shifted.lu().solve(&(x.transpose() * y / N as f64)).unwrap();
        let fit = replayed.outcome.unwrap();
        parsim_tests::agreement::assert_near("slopes", &fit.slopes, expected.as_slice(), 1e-11);
        let df: f64 = s.symmetric_eigenvalues().iter().map(|d| d / (d + lambda)).sum();
        assert!((fit.df / df - 1.0).abs() < 1e-11);
    }
}
