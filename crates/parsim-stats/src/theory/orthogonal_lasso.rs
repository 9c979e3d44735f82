//! The lasso on orthogonal columns that all replicates share: a soft threshold of each coefficient
//! by itself, and so exact.
//!
//! On scaled columns Z with Z'Z = n diag(g), the scores z = Z'y/n are independent
//! N(Z'E y/n, sigma^2 g/n), and the estimate is `S(z_j, lambda)/g_j` on the scaled column. Selections
//! are independent, so that counts of them are sums of independent 0/1 variables.

use super::design::{Design, dot};
use super::soft::SoftThreshold;
use super::{Law, Setting, Statement, Value, Values, scores};

pub const LAW: Law = Law {
    name: "lasso-orthogonal",
    summary: "the lasso on orthogonal columns is a soft threshold of each coefficient",
    formula: "b̂_j = S(z_j, λ), z_j ~ N(β_j, σ²/n) where X′X = nI;  P(b̂_j = 0) = Φ((λ − β_j)√n/σ) − \
              Φ((−λ − β_j)√n/σ)",
    conditions: "lasso at a lambda that does not depend on the data; design fixed, or rows used whole, \
                 with orthogonal columns once they are centred (if an intercept is fitted); Gaussian \
                 noise; p up to 2000",
    source: "Tibshirani (1996), section 2.2; Donoho & Johnstone (1994), appendix 2",
    statement: Statement::Exact(values),
};

/// Columns count as orthogonal if their products are below this share of their lengths.
const ORTHOGONAL: f64 = 1e-10;
/// Counts of more independent selections are not tabulated.
const LARGEST: usize = 2000;

fn values(setting: &Setting<'_>) -> Option<Values> {
    let x = setting.x.filter(|_| setting.has_gaussian_noise())?;
    let penalty = setting.fixed_penalty("lasso")?;
    let p = setting.p();
    if p > LARGEST || p >= x.rows() {
        return None;
    }
    let design = Design::new(x, (0..p).collect(), penalty.scaling)?;
    let squares = orthogonal(&design)?;
    let mean = design.mean_response(setting.truth.intercept, &setting.truth.beta);
    let n = x.rows() as f64;
    let laws: Vec<SoftThreshold> = squares
        .iter()
        .enumerate()
        .map(|(k, square)| {
            let center = dot(design.column(k), &mean) / n;
            SoftThreshold::new(center, setting.truth.sigma * (square / n).sqrt(), penalty.lambda)
        })
        .collect();
    let mut values = errors(setting, &design, &squares, &laws);
    values.extend(selections(setting, &laws));
    Some(values)
}

/// The mean squares of the columns, if these are orthogonal.
fn orthogonal(design: &Design<'_>) -> Option<Vec<f64>> {
    let n = design.n() as f64;
    let squares: Vec<f64> =
        (0..design.q()).map(|k| dot(design.column(k), design.column(k)) / n).collect();
    for j in 0..design.q() {
        for k in 0..j {
            let product = dot(design.column(j), design.column(k)) / n;
            if product.abs() > ORTHOGONAL * (squares[j] * squares[k]).sqrt() {
                return None;
            }
        }
    }
    Some(squares)
}

fn errors(
    setting: &Setting<'_>,
    design: &Design<'_>,
    squares: &[f64],
    laws: &[SoftThreshold],
) -> Values {
    let (truth, n) = (setting.truth, design.n() as f64);
    let response = design.mean_response(truth.intercept, &truth.beta);
    let mut mean = Vec::with_capacity(laws.len());
    let (mut variance, mut risk, mut fitted) = (0.0, 0.0, 0.0);
    let mut unit = vec![0.0; laws.len()];
    for (k, law) in laws.iter().enumerate() {
        let back = 1.0 / (squares[k] * design.scale[k]);
        let center = dot(design.column(k), &response) / n;
        mean.push((center + law.bias) * back - truth.beta[k]);
        let spread = law.variance * back * back;
        unit[k] = 1.0;
        variance += spread;
        risk += spread * truth.excess_risk(-design.center[k], &unit);
        fitted += law.variance / squares[k];
        unit[k] = 0.0;
    }
    let mut shift = -truth.intercept;
    if design.scaling.intercept {
        // The mean response less what the slopes account for; the mean error is independent of them.
        let average = response.iter().sum::<f64>() / n;
        let explained: f64 =
            mean.iter().zip(&truth.beta).zip(&design.center).map(|((m, b), c)| (m + b) * c).sum();
        shift += average - explained;
        risk += setting.noise_variance() / n;
        fitted += setting.noise_variance() / n;
    }
    let exact = |value| Value::exact(value, true);
    let mut values = scores::of_risk(setting, exact(truth.excess_risk(shift, &mean) + risk));
    values.extend(scores::of_slopes(exact(dot(&mean, &mean)), exact(variance)));
    values.push(("in_sample_error", exact(design.x.mean_square(shift, &mean) + fitted)));
    values
}

fn selections(setting: &Setting<'_>, laws: &[SoftThreshold]) -> Values {
    let truth = setting.truth;
    let is_signal = |j: &usize| truth.beta[*j] != 0.0;
    let chances = |signals: bool| -> Vec<f64> {
        let which = (0..laws.len()).filter(|j| is_signal(j) == signals);
        which.map(|j| laws[j].selected()).collect()
    };
    let (signals, others) = (chances(true), chances(false));
    let right = |j: &usize| {
        if truth.beta[*j] > 0.0 { laws[*j].positive } else { laws[*j].negative }
    };
    let none: f64 = (0..laws.len()).filter(|j| !is_signal(j)).map(|j| laws[j].zero).product();
    let (all, signs): (f64, f64) =
        (signals.iter().product(), truth.support.iter().map(right).product());
    let (found, false_ones): (f64, f64) = (signals.iter().sum(), others.iter().sum());
    let missed = signals.len() as f64 - found;
    let mut stated = vec![
        ("nonzeros", found + false_ones),
        ("hamming", missed + false_ones),
        ("exact_support", all * none),
        ("sign_recovery", signs * none),
    ];
    let counts = Counts { found: distribution(&signals), false_ones: distribution(&others) };
    stated.push(("fdp", counts.mean(|tp, fp| fp / (tp + fp).max(1.0))));
    let some = 1.0 - counts.found[0] * counts.false_ones[0];
    stated.push(("precision", counts.mean(|tp, fp| tp / (tp + fp).max(1.0)) / some));
    if !signals.is_empty() {
        let s = signals.len() as f64;
        stated.push(("tpr", found / s));
        stated.push(("screening", all));
        stated.push(("f1", counts.mean(|tp, fp| 2.0 * tp / (tp + fp + s))));
    }
    if !others.is_empty() {
        let rate = false_ones / others.len() as f64;
        stated.push(("fpr", rate));
        stated.push(("exact_zeros", 1.0 - rate));
    }
    stated.into_iter().map(|(name, value)| (name, Value::exact(value, true))).collect()
}

/// Distributions of the numbers of true and false positives, which are independent.
struct Counts {
    found: Vec<f64>,
    false_ones: Vec<f64>,
}

impl Counts {
    fn mean(&self, score: impl Fn(f64, f64) -> f64) -> f64 {
        let mut mean = 0.0;
        for (tp, found) in self.found.iter().enumerate() {
            for (fp, false_ones) in self.false_ones.iter().enumerate() {
                mean += found * false_ones * score(tp as f64, fp as f64);
            }
        }
        mean
    }
}

/// Probabilities of 0, 1, ... successes among independent trials.
fn distribution(chances: &[f64]) -> Vec<f64> {
    let mut weights = vec![0.0; chances.len() + 1];
    weights[0] = 1.0;
    for (done, chance) in chances.iter().enumerate() {
        for k in (0..=done).rev() {
            weights[k + 1] += chance * weights[k];
            weights[k] *= 1.0 - chance;
        }
    }
    weights
}
