//! Ridge on independent covariates where n and p are large.
//!
//! With m(-lambda) the Stieltjes transform of the Marchenko-Pastur law of X'X/n, gamma = p/n:
//! given X the squared bias is |beta|^2 lambda^2 m', the variance sigma^2 gamma (m - lambda m').
//! Centring leaves n - 1 such rows, for which X'X/n + lambda I is (n - 1)/n times that of
//! lambda n/(n - 1).

use super::{Law, Setting, Statement, Value, Values, scores};

pub const LAW: Law = Law {
    name: "ridge-limit",
    summary: "ridge on independent covariates as n and p grow together",
    formula: "Σ MSE_j → ‖β‖²λ²m′(−λ) + σ²γ[m(−λ) − λm′(−λ)], Σ bias_j² → ‖β‖²λ²m(−λ)², γ = p/n, \
              m(−λ) = [√((1 − γ + λ)² + 4γλ) − (1 − γ + λ)]/(2γλ)",
    conditions: "ridge at a lambda that does not depend on the data; fresh independent standard \
                 Gaussian rows, n and p at least 20; independent errors of variance σ²; allowance \
                 4/min(n, p) of the mean squared error",
    source: "Hastie, Montanari, Rosset & Tibshirani (2022), theorem 5; Dobriban & Wager (2018)",
    statement: Statement::Asymptotic(values),
};

/// Limits of expected errors, for |beta|^2 and sigma^2 by the caller.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct RidgeLimit {
    /// m(-lambda), the limit of tr (X'X/n + lambda I)^-1/p.
    pub m: f64,
    /// m', the limit of tr (X'X/n + lambda I)^-2/p.
    pub derivative: f64,
    gamma: f64,
    lambda: f64,
}

impl RidgeLimit {
    /// For gamma = p/n > 0 and lambda > 0.
    pub fn new(gamma: f64, lambda: f64) -> Self {
        // gamma lambda m^2 + b m - 1 = 0.
        let b = 1.0 - gamma + lambda;
        let root = (b * b + 4.0 * gamma * lambda).sqrt();
        let m = if b > 0.0 { 2.0 / (b + root) } else { (root - b) / (2.0 * gamma * lambda) };
        Self { m, derivative: m * (1.0 + gamma * m) / root, gamma, lambda }
    }

    /// |E bh - beta|^2 over covariates and noise: |beta|^2 lambda^2 m^2.
    pub fn squared_bias(&self, energy: f64) -> f64 {
        energy * self.lambda * self.lambda * self.m * self.m
    }

    /// E |bh - beta|^2, the excess risk of theorem 5:
    /// |beta|^2 lambda^2 m' + sigma^2 gamma (m - lambda m').
    pub fn risk(&self, energy: f64, noise: f64) -> f64 {
        let Self { m, derivative, gamma, lambda } = *self;
        energy * lambda * lambda * derivative + noise * gamma * (m - lambda * derivative)
    }

    /// E |X(bh - beta)|^2/n:
    /// |beta|^2 lambda^2 (m - lambda m') + sigma^2 gamma (1 - 2 lambda m + lambda^2 m').
    pub fn in_sample_error(&self, energy: f64, noise: f64) -> f64 {
        let Self { m, derivative, gamma, lambda } = *self;
        let bias = lambda * lambda * (m - lambda * derivative);
        let variance = gamma * (1.0 - 2.0 * lambda * m + lambda * lambda * derivative);
        energy * bias + noise * variance
    }

    /// The lambda of least risk, gamma sigma^2/|beta|^2.
    pub fn best_lambda(gamma: f64, energy: f64, noise: f64) -> f64 {
        gamma * noise / energy
    }
}

/// Fewer rows or covariates are far from any limit.
pub(super) const FEWEST: usize = 20;

fn values(setting: &Setting<'_>) -> Option<Values> {
    let penalty = setting.fixed_penalty("ridge")?;
    let (n, p, intercept) = (setting.n, setting.p(), penalty.scaling.intercept);
    let offset = !intercept && setting.truth.intercept != 0.0;
    if !setting.has_independent_rows() || n.min(p) < FEWEST || offset {
        return None;
    }
    let (energy, noise) = (setting.signal_energy(), setting.noise_variance());
    let rows = (n - usize::from(intercept)) as f64;
    let (p, n) = (p as f64, n as f64);
    let law = RidgeLimit::new(p / rows, penalty.lambda * n / rows);
    let mse = law.risk(energy, noise);
    let (risk, in_sample) = if intercept {
        (mse + (noise + mse) / n, law.in_sample_error(energy, noise) * rows / n + noise / n)
    } else {
        (mse, law.in_sample_error(energy, noise))
    };
    let share = 4.0 / p.min(n);
    let near = |value: f64| Value::limit(value, share * mse);
    let bias = law.squared_bias(energy);
    let mut values = scores::of_risk(setting, near(risk));
    values.extend(scores::of_slopes(near(bias), near(mse - bias)));
    for (_, value) in values.iter_mut().filter(|(measure, _)| *measure == "mse") {
        value.allowance = share * mse;
    }
    values.push(("in_sample_error", near(in_sample)));
    Some(values)
}
