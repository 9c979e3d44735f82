//! R squared of the training data.

use super::{Assessment, Kind, Measure, Theme};

pub const MEASURE: Measure = Measure {
    name: "training_r_squared",
    theme: Theme::Accuracy,
    title: "R squared of the training data",
    formula: "1 − RSS/Σ(y_i − ȳ)²",
    reading: "1 where the fit reproduces the data; its counterpart on new data is pve; undefined if y is constant",
    source: "",
    kind: Kind::Score(score),
};

fn score(a: &Assessment<'_>) -> Option<f64> {
    let total = a.total_mean_square();
    (total > 0.0).then(|| 1.0 - a.training_error() / total)
}
