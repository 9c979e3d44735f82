//! Relative L2 error of the slopes.

use super::{Assessment, Kind, Measure, Theme};

pub const MEASURE: Measure = Measure {
    name: "relative_l2_error",
    theme: Theme::Accuracy,
    title: "Relative L2 error of the slopes",
    formula: "‖β̂ − β‖₂/‖β‖₂",
    reading: "0 perfect, 1 that of all slopes 0; undefined if β = 0",
    source: "",
    kind: Kind::Score(score),
};

fn score(a: &Assessment<'_>) -> Option<f64> {
    let length = |v: &[f64]| v.iter().map(|x| x * x).sum::<f64>().sqrt();
    let truth = length(&a.truth.beta);
    (truth > 0.0).then(|| length(a.delta) / truth)
}
