//! Selected covariates.

use super::{Kind, Measure, Theme};

pub const MEASURE: Measure = Measure {
    name: "nonzeros",
    theme: Theme::Core,
    title: "Selected covariates",
    formula: "ŝ = #{j : β̂_j ≠ 0}",
    reading: "s is right",
    source: "Hastie, Tibshirani & Tibshirani (2020), section 3.2",
    kind: Kind::Score(|a| Some(a.selected() as f64)),
};
