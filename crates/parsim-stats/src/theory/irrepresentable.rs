//! The irrepresentable condition: whether covariates outside the support look like the signals.

use super::covariances::Covariances;
use super::design::{Design, dot};
use super::factor::Symmetric;
use super::{Landmark, Law, Setting, Statement};
use crate::truth::Truth;
use parsim_numerics::{Matrix, Scaling};

pub const LAW: Law = Law {
    name: "irrepresentable",
    summary: "how far covariates outside the support mimic the signals; the lasso can find the signs \
              consistently if it is below 1, and cannot if it is above",
    formula: "‖C_{S^c S} C_SS⁻¹ sign(β_S)‖_∞, C the correlations of the scenario's rows, or of their law",
    conditions: "0 < s < p; C_SS not singular; under a law s up to 50 and p up to 1000; of rows s \
                 up to 300",
    source: "Zhao & Yu (2006), definition 1, theorems 1 and 2",
    statement: Statement::Landmark(landmark),
};

/// The largest s and p under a law, whose quadratic form may cost p^2.
const LARGEST: (usize, usize) = (50, 1000);
/// The largest s of rows.
const MOST_SIGNALS: usize = 300;

fn sign(beta: f64) -> f64 {
    if beta > 0.0 { 1.0 } else { -1.0 }
}

/// The left side of the condition under the law of the covariates, by their correlations; `None`
/// without signals, without other covariates, where these are many, or where the
/// signals' covariance is singular.
pub fn irrepresentable_of_truth(truth: &Truth) -> Option<f64> {
    let (p, support) = (truth.beta.len(), &truth.support);
    let s = support.len();
    if s == 0 || s == p || s > LARGEST.0 || p > LARGEST.1 {
        return None;
    }
    let covariances = Covariances::new(&*truth.covariates, p);
    let mut unit = vec![0.0; p];
    let scales: Vec<f64> = (0..p)
        .map(|j| {
            unit[j] = 1.0;
            let variance = truth.covariates.quadratic(&unit);
            unit[j] = 0.0;
            variance.sqrt()
        })
        .collect();
    // With D the standard deviations of the signals: C_SS^-1 sign = D Sigma_SS^-1 D sign.
    let mut weights: Vec<f64> = support.iter().map(|&j| sign(truth.beta[j]) * scales[j]).collect();
    covariances.of(support).cholesky()?.solve(&mut weights);
    let mut w = vec![0.0; p];
    for (&j, weight) in support.iter().zip(&weights) {
        w[j] = *weight;
    }
    let others = (0..p).filter(|j| truth.beta[*j] == 0.0 && scales[*j] > 0.0);
    Some(others.map(|j| (covariances.product(j, &w) / scales[j]).abs()).fold(0.0, f64::max))
}

/// The left side of the condition for the rows of X, by their correlations; `None` as
/// [`irrepresentable_of_truth`], or where a column is constant.
pub fn irrepresentable_of_rows(x: &Matrix, beta: &[f64]) -> Option<f64> {
    let support: Vec<usize> = (0..beta.len()).filter(|j| beta[*j] != 0.0).collect();
    let s = support.len();
    if s == 0 || s == beta.len() || s > MOST_SIGNALS {
        return None;
    }
    let design = Design::new(x, (0..beta.len()).collect(), Scaling::default())?;
    let column = |k: usize| design.column(support[k]);
    let entry = |i: usize, j: usize| dot(column(i), column(j));
    let mut weights: Vec<f64> = support.iter().map(|&j| sign(beta[j])).collect();
    Symmetric::of(support.len(), entry).cholesky()?.solve(&mut weights);
    let mut mimic = vec![0.0; design.n()];
    for (k, weight) in weights.iter().enumerate() {
        mimic.iter_mut().zip(column(k)).for_each(|(sum, z)| *sum += weight * z);
    }
    let others = (0..beta.len()).filter(|j| beta[*j] == 0.0);
    Some(others.map(|j| dot(design.column(j), &mimic).abs()).fold(0.0, f64::max))
}

fn landmark(setting: &Setting<'_>) -> Option<Landmark> {
    let beta = &setting.truth.beta;
    let value = match setting.x {
        Some(x) => irrepresentable_of_rows(x, beta),
        None => irrepresentable_of_truth(setting.truth),
    };
    value.filter(|value| value.is_finite()).map(Landmark::Number)
}
