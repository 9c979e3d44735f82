//! Least squares on Gaussian covariates: exact for every Sigma.
//!
//! (X'X)^-1 of n - 1 centred Gaussian rows is inverse Wishart with mean Sigma^-1/(n - p - 2), so
//! the slopes have covariance sigma^2 Sigma^-1/(n - p - 2) and no bias. Their part Q of the risk is
//! sigma^2 p/(n - p) F(p, n - p); given Q, the fitted intercept adds (sigma^2 + Q)/n chi^2(1), since
//! the rows' mean and the mean error are independent of the centred data. Without an intercept there
//! is one row more, and nothing is added.

use super::covariances::Covariances;
use super::{Law, Setting, Statement, Value, Values, scores};
use statrs::distribution::{ContinuousCDF, FisherSnedecor};
use std::f64::consts::FRAC_PI_2;

pub const LAW: Law = Law {
    name: "ols-gaussian",
    summary: "least squares on Gaussian rows: risks and mean squared error of the slopes",
    formula: "E ER = σ²[1/n + (1 + 1/n) p/(n − p − 2)]; Cov(b̂) = σ²Σ⁻¹/(n − p − 2);  without an \
              intercept σ²p/(n − p − 1) and σ²Σ⁻¹/(n − p − 1)",
    conditions: "ols, p < n − 2; fresh Gaussian rows with any Σ; independent errors of variance σ²; \
                 z from n − p > 8 on, where the risk has a fourth moment",
    source: "Breiman & Freedman (1983); the mean of the inverse Wishart law",
    statement: Statement::Exact(values),
};

/// The law of the excess risk of least squares on n Gaussian rows of p covariates, whatever Sigma;
/// the noise is Gaussian.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct OlsRisk {
    /// Rows.
    pub n: usize,
    /// Covariates that are fitted.
    pub p: usize,
    /// Standard deviation of the noise.
    pub sigma: f64,
    /// Whether an intercept is fitted.
    pub intercept: bool,
}

/// Nodes of the quadrature over the rows' mean; the integrand is analytic and periodic, and twice
/// as many change nothing.
const NODES: usize = 96;
/// Beyond this the normal density is below 1e-17.
const FAR: f64 = 9.0;

impl OlsRisk {
    /// Denominator of the mean: n - p - 2 with an intercept, else n - p - 1.
    pub(super) fn free(&self) -> f64 {
        self.n as f64 - self.p as f64 - if self.intercept { 2.0 } else { 1.0 }
    }

    /// sigma^2 [1/n + (1 + 1/n) p/(n - p - 2)], or sigma^2 p/(n - p - 1) without an intercept; the
    /// noise need not be Gaussian. `None` where it is infinite.
    pub fn mean(&self) -> Option<f64> {
        let (n, noise) = (self.n as f64, self.sigma * self.sigma);
        let slopes = (self.free() > 0.0).then(|| self.p as f64 / self.free())?;
        Some(noise * if self.intercept { 1.0 / n + (1.0 + 1.0 / n) * slopes } else { slopes })
    }

    /// With V = sigma^4 [p(p+2)/(d(d-2)) - p^2/d^2], d the denominator of the mean, that of the
    /// slopes' part Q: V without an intercept; with one, the law of total variance with
    /// Var(chi^2(1)) = 2: (1 + 1/n)^2 V + 2 E (sigma^2 + Q)^2/n^2. `None` where it is infinite.
    pub fn variance(&self) -> Option<f64> {
        let (n, p, d) = (self.n as f64, self.p as f64, self.free());
        let noise = self.sigma * self.sigma;
        let square = (d > 2.0).then(|| noise * noise * p * (p + 2.0) / (d * (d - 2.0)))?;
        let mean = noise * p / d;
        let variance = square - mean * mean;
        if !self.intercept {
            return Some(variance);
        }
        let total = noise * noise + 2.0 * noise * mean + square;
        Some((1.0 + 1.0 / n) * (1.0 + 1.0 / n) * variance + 2.0 * total / (n * n))
    }

    /// P(risk <= r). 0 where least squares is not unique.
    pub fn cdf(&self, r: f64) -> f64 {
        if r.is_nan() || r <= 0.0 {
            return 0.0;
        }
        if !self.intercept {
            return self.slopes_cdf(r);
        }
        // Over z = c sin(theta), with (sigma^2 + Q) z^2/n the intercept's part and c where it is all
        // of r: F then vanishes like a power of cos(theta), and a midpoint rule is exact to rounding.
        let (n, noise) = (self.n as f64, self.sigma * self.sigma);
        let reach = (r * n / noise).sqrt().min(FAR);
        let step = FRAC_PI_2 / NODES as f64;
        let node = |i: usize| {
            let (sin, cos) = libm::sincos((i as f64 + 0.5) * step);
            let square = (reach * sin) * (reach * sin) / n;
            let slopes = (r - noise * square) / (1.0 + square);
            super::soft::normal_density(reach * sin) * reach * cos * self.slopes_cdf(slopes)
        };
        (2.0 * step * (0..NODES).map(node).sum::<f64>()).clamp(0.0, 1.0)
    }

    /// P(Q <= q) of the slopes' part Q = delta'Sigma delta, sigma^2 p/d F(p, d) with d = n - p with
    /// an intercept, else n - p + 1.
    pub fn slopes_cdf(&self, q: f64) -> f64 {
        let (p, d) = (self.p as f64, self.free() + 2.0);
        if q.is_nan() || q <= 0.0 {
            return 0.0;
        }
        let law = FisherSnedecor::new(p, d);
        law.map_or(0.0, |law| law.cdf(q * d / (p * self.sigma * self.sigma)))
    }

    /// The risk that is not exceeded with probability u in (0, 1), by bisection to the last digits;
    /// `None` for other u, or where least squares is not unique.
    pub fn quantile(&self, u: f64) -> Option<f64> {
        if !(u > 0.0 && u < 1.0) || self.free() + 2.0 <= 0.0 || self.p == 0 {
            return None;
        }
        let mut low = self.sigma * self.sigma;
        while self.cdf(low) > u {
            low *= 0.5;
        }
        let mut high = low;
        while self.cdf(high) <= u {
            high *= 2.0;
        }
        for _ in 0..200 {
            let middle = 0.5 * (low + high);
            if middle <= low || middle >= high {
                break;
            }
            if self.cdf(middle) > u { high = middle } else { low = middle }
        }
        Some(0.5 * (low + high))
    }

    /// Expected residual sum of squares over n: sigma^2 (n - p)/n, less sigma^2/n for an intercept.
    pub fn training_error(&self) -> f64 {
        let fitted = (self.p + usize::from(self.intercept)) as f64;
        self.sigma * self.sigma * (1.0 - fitted / self.n as f64).max(0.0)
    }

    /// Whether the risk has a fourth moment.
    pub(super) fn has_fourth_moment(&self) -> bool {
        self.free() > 6.0
    }
}

fn values(setting: &Setting<'_>) -> Option<Values> {
    let scaling = setting.least_squares()?;
    let precision = || {
        let law = &*setting.truth.covariates;
        let covariances = || Covariances::new(law, setting.p());
        let all: Vec<usize> = (0..setting.p()).collect();
        law.precision_trace().or_else(|| covariances().precision_trace(&all))
    };
    of_fit(setting, (setting.p(), scaling.intercept), precision)
}

/// What is known of least squares on p covariates with a trace of Sigma^-1.
pub(super) fn of_fit(
    setting: &Setting<'_>,
    (p, intercept): (usize, bool),
    precision_trace: impl Fn() -> Option<f64>,
) -> Option<Values> {
    // Without a fitted intercept a true one is part of the noise of no known law.
    let offset = !intercept && setting.truth.intercept != 0.0;
    if !setting.has_gaussian_rows() || offset {
        return None;
    }
    let law = OlsRisk { n: setting.n, p, sigma: setting.truth.sigma, intercept };
    let testable = law.has_fourth_moment() && setting.noise_is_light();
    let mut values = scores::of_risk(setting, Value::exact(law.mean()?, testable));
    if let Some(trace) = precision_trace() {
        let variance = Value::exact(setting.noise_variance() * trace / law.free(), testable);
        values.extend(scores::of_slopes(Value::exact(0.0, testable), variance));
    }
    Some(values)
}
