//! Squared L2 error of the slopes.

use super::{Kind, Measure, Theme};

pub const MEASURE: Measure = Measure {
    name: "l2_error_squared",
    theme: Theme::Accuracy,
    title: "Squared L2 error of the slopes",
    formula: "‖δ‖₂²,  δ = β̂ − β",
    reading: "0 perfect; its mean over replicates is mse",
    source: "Bühlmann & van de Geer (2011), section 2.4",
    kind: Kind::Score(|a| Some(a.delta.iter().map(|d| d * d).sum())),
};
