//! False positives.

use super::{Kind, Measure, Theme};

pub const MEASURE: Measure = Measure {
    name: "false_positives",
    theme: Theme::Selection,
    title: "False positives",
    formula: "FP = |Ŝ ∖ S|",
    reading: "0 is perfect",
    source: "Hastie, Tibshirani & Tibshirani (2020), section 3.2",
    kind: Kind::Score(|a| Some(a.false_positives as f64)),
};
