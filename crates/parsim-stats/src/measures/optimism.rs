//! Relative optimism of the training error.

use super::{Assessment, Kind, Measure, Theme};

pub const MEASURE: Measure = Measure {
    name: "optimism",
    theme: Theme::Accuracy,
    title: "Relative optimism of the training error",
    formula: "(ER + σ² − RSS/n)/(RSS/n)",
    reading: "0 if the training error were honest; undefined if the fit reproduces the data (RSS at most 1e-12 of the sum of squares of y about its mean)",
    source: "Hastie, Tibshirani & Tibshirani (2020), their simulations; Efron (1983)",
    kind: Kind::Score(score),
};

/// A training error below this share of the mean square of y is rounding.
const REPRODUCED: f64 = 1e-12;

fn score(a: &Assessment<'_>) -> Option<f64> {
    let training = a.training_error();
    let test = a.excess_risk + a.truth.sigma * a.truth.sigma;
    (training > REPRODUCED * a.total_mean_square()).then(|| (test - training) / training)
}
