//! Proportion of variance explained.

use super::{Assessment, Kind, Measure, Theme};

pub const MEASURE: Measure = Measure {
    name: "pve",
    theme: Theme::Core,
    title: "Proportion of variance explained",
    formula: "1 − (ER + σ²)/(β'Σβ + σ²)",
    reading: "at most SNR/(1 + SNR); 0 is the null model; negative is worse than predicting the mean",
    source: "Hastie, Tibshirani & Tibshirani (2020), section 3.2",
    kind: Kind::Score(score),
};

#[expect(clippy::unnecessary_wraps, reason = "the signature of a score")]
fn score(a: &Assessment<'_>) -> Option<f64> {
    let noise = a.truth.sigma * a.truth.sigma;
    Some(1.0 - (a.excess_risk + noise) / (a.truth.signal_variance + noise))
}
