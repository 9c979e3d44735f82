//! What only measures and oracles may see.

use crate::covariates::Covariates;
use parsim_numerics::PathPoint;
use std::sync::Arc;

/// The true model of a scenario: y = intercept + x'beta + e, Var(e) = sigma^2.
#[derive(Clone, Debug)]
pub struct Truth {
    /// The intercept.
    pub intercept: f64,
    /// The slopes, length p.
    pub beta: Vec<f64>,
    /// Positions of the slopes that are not 0, ascending.
    pub support: Vec<usize>,
    /// Marginal standard deviation of the noise.
    pub sigma: f64,
    /// beta'Sigma beta, the variance of the signal.
    pub signal_variance: f64,
    /// The law of the covariates, for exact population risks.
    pub covariates: Arc<dyn Covariates>,
}

impl Truth {
    /// Number of slopes that are not 0.
    pub const fn s(&self) -> usize {
        self.support.len()
    }

    /// beta'Sigma beta / sigma^2, the signal-to-noise ratio of variances.
    pub fn snr(&self) -> f64 {
        self.signal_variance / (self.sigma * self.sigma)
    }

    /// The excess risk of an estimate with errors `delta` in the slopes and `shift` in the
    /// intercept: (shift + mean'delta)^2 + delta'Sigma delta.
    pub fn excess_risk(&self, shift: f64, delta: &[f64]) -> f64 {
        let shift = shift + self.covariates.mean_product(delta);
        shift * shift + self.covariates.quadratic(delta)
    }

    /// The excess risk of a solution on a path; `delta` is filled with the errors of its slopes.
    pub fn risk_of(&self, point: &PathPoint<'_>, delta: &mut Vec<f64>) -> f64 {
        delta.clear();
        delta.extend(self.beta.iter().map(|beta| -beta));
        for (&j, slope) in point.support.iter().zip(point.slopes) {
            delta[j] += slope;
        }
        self.excess_risk(point.intercept - self.intercept, delta)
    }
}
