//! True positives.

use super::{Kind, Measure, Theme};

pub const MEASURE: Measure = Measure {
    name: "true_positives",
    theme: Theme::Selection,
    title: "True positives",
    formula: "TP = |Ŝ ∩ S|",
    reading: "s is perfect",
    source: "Hastie, Tibshirani & Tibshirani (2020), section 3.2",
    kind: Kind::Score(|a| Some(a.true_positives as f64)),
};
