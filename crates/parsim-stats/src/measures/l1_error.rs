//! L1 error of the slopes.

use super::{Kind, Measure, Theme};

pub const MEASURE: Measure = Measure {
    name: "l1_error",
    theme: Theme::Accuracy,
    title: "L1 error of the slopes",
    formula: "‖δ‖₁,  δ = β̂ − β",
    reading: "0 perfect",
    source: "Bühlmann & van de Geer (2011), section 2.4",
    kind: Kind::Score(|a| Some(a.delta.iter().map(|d| d.abs()).sum())),
};
