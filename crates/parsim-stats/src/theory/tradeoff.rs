//! The boundary between true and false discoveries along the lasso path.

use super::ridge_limit::FEWEST;
use super::soft::normal_density;
use super::{Landmark, Law, Setting, Statement};
use crate::summaries::distributions::normal_cdf;

pub const LAW: Law = Law {
    name: "fdp-tpp-boundary",
    summary: "no point of the lasso path has fewer false discoveries at a true positive rate, \
              however strong the signals",
    formula: "q*(u) = 2(1 − ε)Φ(−t)/[2(1 − ε)Φ(−t) + εu], t = t*(u) the largest root of [2(1 − ε)((1 + \
              t²)Φ(−t) − tφ(t)) + ε(1 + t²) − δ]/[ε((1 + t²)(1 − 2Φ(−t)) + 2tφ(t))] = (1 − u)/(1 − \
              2Φ(−t)), δ = n/p, ε = s/p",
    conditions: "fresh independent standard Gaussian rows, 0 < s < p, n and p at least 20; a limit for \
                 n, p → ∞",
    source: "Su, Bogdan & Candès (2017), theorem 2.1 and equation (2.4)",
    statement: Statement::Landmark(landmark),
};

/// (1 + t^2) Phi(-t) - t phi(t), half the mean square of what a standard normal exceeds t by.
fn excess(t: f64) -> f64 {
    (1.0 + t * t) * normal_cdf(-t) - t * normal_density(t)
}

/// How finely roots are looked for.
const STEP: f64 = 0.01;

/// Largest t that is looked at; Phi(-t) is below 1e-300 there.
const FAR: f64 = 37.0;

/// u*(delta, epsilon), the largest true positive rate that the lasso can reach: 1 if delta >= 1 or
/// epsilon is at most epsilon*(delta), else 1 - (1 - delta)(epsilon - epsilon*)/(epsilon (1 -
/// epsilon*)), with epsilon* the Donoho-Tanner threshold, the largest value over t of
/// [delta - 2((1 + t^2) Phi(-t) - t phi(t))]/[(1 + t^2) - 2((1 + t^2) Phi(-t) - t phi(t))].
/// delta > 0 and epsilon in (0, 1).
pub fn largest_true_positive_rate(delta: f64, epsilon: f64) -> f64 {
    if delta >= 1.0 {
        return 1.0;
    }
    let share = |t: f64| (delta - 2.0 * excess(t)) / (1.0 + t * t - 2.0 * excess(t));
    let threshold = maximum(share, FAR);
    if epsilon <= threshold {
        return 1.0;
    }
    1.0 - (1.0 - delta) * (epsilon - threshold) / (epsilon * (1.0 - threshold))
}

/// The largest value on (0, far], first on a grid, then by golden sections about its best point.
fn maximum(f: impl Fn(f64) -> f64, far: f64) -> f64 {
    const STEPS: u32 = 3700;
    const GOLDEN: f64 = 0.618_033_988_749_894_9;
    let step = far / f64::from(STEPS);
    let best = (1..=STEPS)
        .map(|i| f64::from(i) * step)
        .fold(step, |best, t| if f(t) > f(best) { t } else { best });
    let (mut low, mut high) = (best - step, best + step);
    for _ in 0..60 {
        let (a, b) = (high - GOLDEN * (high - low), low + GOLDEN * (high - low));
        if f(a) > f(b) { high = b } else { low = a }
    }
    f(0.5 * (low + high))
}

/// q*(u; delta, epsilon), the least false discovery proportion of any point of the lasso path at
/// the true positive rate u, as n and p grow with n/p = delta and s/p = epsilon; `None` for u
/// outside (0, u*), delta <= 0 or epsilon outside (0, 1).
pub fn least_false_discoveries(u: f64, delta: f64, epsilon: f64) -> Option<f64> {
    let possible = delta > 0.0 && epsilon > 0.0 && epsilon < 1.0 && u > 0.0;
    if !possible || u >= largest_true_positive_rate(delta, epsilon) {
        return None;
    }
    boundary(u, (delta, epsilon), FAR).map(|(q, _)| q)
}

/// q* at a possible u, with the t* that it comes from, which is at most `far`.
fn boundary(u: f64, (delta, epsilon): (f64, f64), far: f64) -> Option<(f64, f64)> {
    // Positive for large t, since its left side tends to 1 there.
    let difference = |t: f64| {
        let (square, both) = (1.0 + t * t, 1.0 - 2.0 * normal_cdf(-t));
        let left = 2.0 * (1.0 - epsilon) * excess(t) + epsilon * square - delta;
        let right = epsilon * (square * both + 2.0 * t * normal_density(t));
        left * both - (1.0 - u) * right
    };
    let t = largest_root(difference, far)?;
    let noise = 2.0 * (1.0 - epsilon) * normal_cdf(-t);
    Some((noise / (noise + epsilon * u), t))
}

/// The largest positive root of a function that is positive from some point on, looked for downwards
/// from `far`, or from further out where it is not positive there.
fn largest_root(f: impl Fn(f64) -> f64, far: f64) -> Option<f64> {
    let mut high = far;
    while f(high) <= 0.0 {
        high *= 2.0;
        if high > 1e9 {
            return None;
        }
    }
    let mut low = high - STEP;
    while f(low) > 0.0 {
        (low, high) = (low - STEP, low);
        if low <= 0.0 {
            return None;
        }
    }
    for _ in 0..100 {
        let middle = 0.5 * (low + high);
        if f(middle) > 0.0 { high = middle } else { low = middle }
    }
    Some(0.5 * (low + high))
}

/// Points of the line.
const POINTS: u32 = 100;

/// The boundary as points (q*, u).
fn landmark(setting: &Setting<'_>) -> Option<Landmark> {
    let (n, p, s) = (setting.n, setting.p(), setting.truth.s());
    if !setting.has_independent_rows() || n.min(p) < FEWEST || s == 0 || s == p {
        return None;
    }
    let (delta, epsilon) = (n as f64 / p as f64, s as f64 / p as f64);
    let most = largest_true_positive_rate(delta, epsilon);
    let mut line = Vec::new();
    // q* grows with u, and so t* falls.
    let mut far = FAR;
    for i in 1..POINTS {
        let u = most * f64::from(i) / f64::from(POINTS);
        let (q, t) = boundary(u, (delta, epsilon), far)?;
        line.push((q, u));
        far = t + STEP;
    }
    Some(Landmark::Line(line))
}
