//! Largest error of a slope.

use super::{Kind, Measure, Theme};

pub const MEASURE: Measure = Measure {
    name: "l_infinity_error",
    theme: Theme::Accuracy,
    title: "Largest error of a slope",
    formula: "‖δ‖_∞ = max_j |β̂_j − β_j|",
    reading: "0 perfect",
    source: "Bühlmann & van de Geer (2011), section 7.5",
    kind: Kind::Score(|a| Some(a.delta.iter().fold(0.0, |largest, d| largest.max(d.abs())))),
};
