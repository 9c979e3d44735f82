//! Least squares of smallest norm on more independent covariates than rows: exact at finite n.
//!
//! With m = n rows (n - 1 after centring), P the projection onto the rows: the estimate has mean
//! P beta given X, E P = (m/p) I, and the variance sigma^2 tr (XX')^-1 with XX' Wishart.

use super::{Law, Setting, Statement, Value, Values, scores};

pub const LAW: Law = Law {
    name: "minimum-norm-isotropic",
    summary: "least squares of smallest norm on more independent covariates than rows",
    formula: "Σ MSE_j = ‖β‖²(1 − m/p) + σ²m/(p − m − 1) = Q, Σ bias_j² = ‖β‖²(1 − m/p)², m = n − 1; \
              E ER = Q + (σ² + Q)/n;  without an intercept m = n and E ER = Q",
    conditions: "ols with minimum_norm, p > m + 1; fresh independent standard Gaussian rows; \
                 independent errors of variance σ²; z from p − m > 7 on",
    source: "Hastie, Montanari, Rosset & Tibshirani (2022), section 3; Belkin, Hsu & Xu (2020)",
    statement: Statement::Exact(values),
};

/// Expected errors of the least-squares solution of smallest norm.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct MinimumNorm {
    /// |E bh - beta|^2, over covariates and noise.
    pub squared_bias: f64,
    /// E |bh - beta|^2.
    pub mse: f64,
    /// Expected excess risk.
    pub risk: f64,
}

impl MinimumNorm {
    /// For n rows of p independent covariates, |beta|^2 = `energy`, a noise of variance `noise`, with or
    /// without a fitted intercept; `None` unless p exceeds the rows (one less with an intercept) by
    /// two or more.
    pub fn new((n, p): (usize, usize), energy: f64, noise: f64, intercept: bool) -> Option<Self> {
        let rows = n - usize::from(intercept);
        if p < rows + 2 {
            return None;
        }
        let (n, m, p) = (n as f64, rows as f64, p as f64);
        let left = 1.0 - m / p;
        let mse = energy * left + noise * m / (p - m - 1.0);
        let risk = if intercept { mse + (noise + mse) / n } else { mse };
        Some(Self { squared_bias: energy * left * left, mse, risk })
    }
}

fn values(setting: &Setting<'_>) -> Option<Values> {
    let scaling = setting.least_squares()?;
    let offset = !scaling.intercept && setting.truth.intercept != 0.0;
    if !setting.method.flag("minimum_norm") || !setting.has_independent_rows() || offset {
        return None;
    }
    let (n, p) = (setting.n, setting.p());
    let (energy, noise) = (setting.signal_energy(), setting.noise_variance());
    let law = MinimumNorm::new((n, p), energy, noise, scaling.intercept)?;
    let rows = n - usize::from(scaling.intercept);
    let testable = p > rows + 7 && setting.noise_is_light();
    let exact = |value| Value::exact(value, testable);
    let mut values = scores::of_risk(setting, exact(law.risk));
    let variance = exact(law.mse - law.squared_bias);
    values.extend(scores::of_slopes(exact(law.squared_bias), variance));
    Some(values)
}
