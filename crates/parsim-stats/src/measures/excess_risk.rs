//! Excess risk.

use super::{Kind, Measure, Theme};

pub const MEASURE: Measure = Measure {
    name: "excess_risk",
    theme: Theme::Core,
    title: "Excess risk",
    formula: "(â − a + μ'δ)² + δ'Σδ,  δ = β̂ − β",
    reading: "0 perfect; expected squared prediction error beyond the noise",
    source: "Hastie, Tibshirani & Tibshirani (2020), section 3.2",
    kind: Kind::Score(|a| Some(a.excess_risk)),
};
