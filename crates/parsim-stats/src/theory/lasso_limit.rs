//! The lasso on independent covariates where n and p are large: state evolution.
//!
//! In the letters of Bayati & Montanari, A = X/sqrt(n), x = sqrt(n) beta and their lambda is
//! sqrt(n) lambda; delta = n/p. The estimate of a coefficient behaves like the soft threshold at
//! theta = a tau of x + tau Z, where tau and a solve
//! tau^2 = sigma^2 + E (S(x + tau Z, a tau) - x)^2/delta and
//! sqrt(n) lambda = a tau [1 - P(|x + tau Z| > a tau)/delta].
//! Centring leaves n - 1 rows, for which lambda is n/(n - 1) times as large.

use super::ridge_limit::FEWEST;
use super::soft::{SoftThreshold, normal_density};
use super::{Law, Setting, Statement, Value, Values, scores};
use crate::summaries::distributions::normal_cdf;

pub const LAW: Law = Law {
    name: "lasso-limit",
    summary: "the lasso on independent covariates as n and p grow together: state evolution",
    formula: "b̂_j ≈ S(β_j + τZ/√n, θ/√n);  τ² = σ² + (p/n)E(S(x + τZ, θ) − x)², √n λ = θ[1 − (p/n) \
              P(|x + τZ| > θ)], x = √n β;  E ER → τ² − σ²",
    conditions: "lasso at a lambda that does not depend on the data; fresh independent standard \
                 Gaussian rows, n and p at least 20; at most 1000 distinct |β_j|; Gaussian noise; allowance 6A/min(n, p) of \
                 the mean squared error, 4A/min(n, p) of a share, A = 1/(1 − F′), F the map of τ²",
    source: "Bayati & Montanari (2012), theorem 1.5 and corollary 1.6",
    statement: Statement::Asymptotic(values),
};

/// The fixed point, in the letters of the module's documentation.
#[derive(Clone, Debug, PartialEq)]
pub struct StateEvolution {
    /// Standard deviation of the effective noise, of sqrt(n) times an estimate.
    pub tau: f64,
    /// The effective threshold.
    pub theta: f64,
    sigma: f64,
    /// n/p.
    delta: f64,
    /// Values of |x| with their shares.
    signals: Vec<(f64, f64)>,
}

impl StateEvolution {
    /// The fixed point for n rows of independent covariates, slopes `beta`, noise of standard
    /// deviation `sigma` > 0, and the level `lambda` > 0 of (1/2n) RSS + lambda times the L1 norm.
    /// `None` where bisection does not close.
    pub fn new(n: usize, beta: &[f64], sigma: f64, lambda: f64) -> Option<Self> {
        let delta = n as f64 / beta.len() as f64;
        let root = (n as f64).sqrt();
        let signals = shares(beta, root);
        let at = |a: f64| {
            let tau = fixed_point(a, sigma, delta, &signals);
            Self { tau, theta: a * tau, sigma, delta, signals: signals.clone() }
        };
        // lambda grows with a, from minus infinity at the least a for which tau is finite.
        let (mut low, mut high) = (least_threshold(delta), 1.0);
        while at(low + high).level() < root * lambda {
            high *= 2.0;
            if high > 1e9 {
                return None;
            }
        }
        high += low;
        for _ in 0..200 {
            let middle = 0.5 * (low + high);
            if middle <= low || middle >= high {
                break;
            }
            if at(middle).level() < root * lambda { low = middle } else { high = middle }
        }
        Some(at(high)).filter(|point| point.tau.is_finite())
    }

    /// Bayati and Montanari's lambda at this threshold, sqrt(n) times ours.
    fn level(&self) -> f64 {
        if self.tau.is_finite() {
            self.theta * (1.0 - self.selected() / self.delta)
        } else {
            f64::NEG_INFINITY
        }
    }

    fn mean(&self, score: impl Fn(f64, SoftThreshold) -> f64) -> f64 {
        let term = |(x, share): &(f64, f64)| {
            share * score(*x, SoftThreshold::new(*x, self.tau, self.theta))
        };
        self.signals.iter().map(term).sum()
    }

    /// Limit of the share of slopes that are not 0.
    pub fn selected(&self) -> f64 {
        self.mean(|_, law| law.selected())
    }

    /// Limit of |bh - beta|^2, the excess risk: tau^2 - sigma^2.
    pub fn risk(&self) -> f64 {
        self.mean(|_, law| law.mse()) / self.delta
    }

    /// Limit of |E bh - beta|^2.
    pub fn squared_bias(&self) -> f64 {
        self.mean(|_, law| law.bias * law.bias) / self.delta
    }

    /// Limit of |X(bh - beta)|^2/n. The residuals have mean square tau^2 (1 - b)^2 with
    /// b = selected/delta, and by Stein's lemma mean product sigma^2 (1 - b) with the noise.
    pub fn in_sample_error(&self) -> f64 {
        let left = 1.0 - self.selected() / self.delta;
        let noise = self.sigma * self.sigma;
        self.tau * self.tau * left * left + noise * (1.0 - 2.0 * left)
    }

    /// How strongly a small error of the map is amplified: 1/(1 - F'), F' the slope of the map
    /// tau^2 -> sigma^2 + E (S - x)^2/delta at the fixed point, by a central difference. Large near
    /// the sparsity at which the lasso breaks down, where n and p have to be larger for the limit.
    pub fn amplification(&self) -> f64 {
        const STEP: f64 = 1e-4;
        let a = self.theta / self.tau;
        let map = |square: f64| {
            let tau = square.sqrt();
            let mse = |(x, share): &(f64, f64)| share * SoftThreshold::new(*x, tau, a * tau).mse();
            self.signals.iter().map(mse).sum::<f64>() / self.delta
        };
        let square = self.tau * self.tau;
        let (up, down) = (map(square * (1.0 + STEP)), map(square * (1.0 - STEP)));
        let slope = (up - down) / (2.0 * STEP * square);
        1.0 / (1.0 - slope).max(1e-3)
    }

    /// Limit of the true positive rate; `None` without signals.
    pub fn true_positive_rate(&self) -> Option<f64> {
        let share = self.mean(|x, _| f64::from(u8::from(x > 0.0)));
        let found = self.mean(|x, law| if x > 0.0 { law.selected() } else { 0.0 });
        (share > 0.0).then(|| found / share)
    }

    /// Limit of the false positive rate: 2 Phi(-theta/tau).
    pub fn false_positive_rate(&self) -> f64 {
        2.0 * normal_cdf(-self.theta / self.tau)
    }
}

/// Distinct |x| = sqrt(n)|beta| with their shares, ascending.
fn shares(beta: &[f64], root: f64) -> Vec<(f64, f64)> {
    let mut sizes: Vec<f64> = beta.iter().map(|beta| root * beta.abs()).collect();
    sizes.sort_by(f64::total_cmp);
    let share = |group: &[f64]| (group[0], group.len() as f64 / beta.len() as f64);
    sizes.chunk_by(|a, b| a == b).map(share).collect()
}

/// The largest a with (1 + a^2) Phi(-a) - a phi(a) = delta/2, below which tau has no fixed point;
/// 0 if delta is 1 or more.
fn least_threshold(delta: f64) -> f64 {
    let value = |a: f64| (1.0 + a * a) * normal_cdf(-a) - a * normal_density(a);
    if delta >= 1.0 {
        return 0.0;
    }
    let (mut low, mut high) = (0.0, 40.0);
    for _ in 0..200 {
        let middle = 0.5 * (low + high);
        if value(middle) > 0.5 * delta { low = middle } else { high = middle }
    }
    high
}

/// tau at the threshold a tau, by bisection: tau^2 less its map is convex and negative at sigma.
fn fixed_point(a: f64, sigma: f64, delta: f64, signals: &[(f64, f64)]) -> f64 {
    let excess = |tau: f64| {
        let mse = |(x, share): &(f64, f64)| share * SoftThreshold::new(*x, tau, a * tau).mse();
        tau * tau - sigma * sigma - signals.iter().map(mse).sum::<f64>() / delta
    };
    let (mut low, mut high) = (sigma, 2.0 * sigma);
    while excess(high) <= 0.0 {
        (low, high) = (high, 2.0 * high);
        if high > 1e12 * sigma {
            return f64::INFINITY;
        }
    }
    for _ in 0..100 {
        let middle = 0.5 * (low + high);
        if middle <= low || middle >= high {
            break;
        }
        if excess(middle) > 0.0 { high = middle } else { low = middle }
    }
    high
}

/// More distinct sizes of slopes take seconds.
const MOST_VALUES: usize = 1000;

fn values(setting: &Setting<'_>) -> Option<Values> {
    let penalty = setting.fixed_penalty("lasso")?;
    let (truth, p, intercept) = (setting.truth, setting.p(), penalty.scaling.intercept);
    let offset = !intercept && truth.intercept != 0.0;
    let is_gaussian = setting.has_independent_rows() && setting.has_gaussian_noise();
    if !is_gaussian || setting.n.min(p) < FEWEST || offset {
        return None;
    }
    if shares(&truth.beta, 1.0).len() > MOST_VALUES {
        return None;
    }
    let rows = setting.n - usize::from(intercept);
    let (m, n) = (rows as f64, setting.n as f64);
    let point = StateEvolution::new(rows, &truth.beta, truth.sigma, penalty.lambda * n / m)?;
    let noise = setting.noise_variance();
    let mse = point.risk();
    let (risk, in_sample) = if intercept {
        (mse + (noise + mse) / n, point.in_sample_error() * m / n + noise / n)
    } else {
        (mse, point.in_sample_error())
    };
    let share = point.amplification() / (p as f64).min(n);
    let near = |value: f64| Value::limit(value, 6.0 * share * mse);
    let bias = point.squared_bias();
    let mut values = scores::of_risk(setting, near(risk));
    values.extend(scores::of_slopes(near(bias), near(mse - bias)));
    values.push(("in_sample_error", near(in_sample)));
    values.extend(selections(setting, &point, 4.0 * share));
    Some(values)
}

fn selections(setting: &Setting<'_>, point: &StateEvolution, allowance: f64) -> Values {
    let (p, s) = (setting.p() as f64, setting.truth.s() as f64);
    let near = |value: f64| Value::limit(value, allowance);
    let count = |value: f64| Value::limit(value, allowance * p);
    let false_rate = point.false_positive_rate();
    let false_ones = (p - s) * false_rate;
    let found = s * point.true_positive_rate().unwrap_or(0.0);
    let mut values =
        vec![("nonzeros", count(found + false_ones)), ("hamming", count(s - found + false_ones))];
    if p > s {
        values.extend([("fpr", near(false_rate)), ("exact_zeros", near(1.0 - false_rate))]);
    }
    if let Some(rate) = point.true_positive_rate() {
        values.push(("tpr", near(rate)));
        // A ratio of counts, which its limit is near where there are many.
        let many = found + false_ones;
        if many >= 10.0 {
            values.push(("fdp", Value::limit(false_ones / many, allowance + 1.0 / many)));
        }
    }
    values
}
