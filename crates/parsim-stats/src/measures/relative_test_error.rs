//! Relative test error.

use super::{Assessment, Kind, Measure, Theme};

pub const MEASURE: Measure = Measure {
    name: "relative_test_error",
    theme: Theme::Core,
    title: "Relative test error",
    formula: "(ER + σ²)/σ²",
    reading: "1 Bayes, SNR + 1 the null model",
    source: "Hastie, Tibshirani & Tibshirani (2020), section 3.2",
    kind: Kind::Score(score),
};

#[expect(clippy::unnecessary_wraps, reason = "the signature of a score")]
fn score(a: &Assessment<'_>) -> Option<f64> {
    let noise = a.truth.sigma * a.truth.sigma;
    Some((a.excess_risk + noise) / noise)
}
