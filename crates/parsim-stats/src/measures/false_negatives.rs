//! False negatives.

use super::{Kind, Measure, Theme};

pub const MEASURE: Measure = Measure {
    name: "false_negatives",
    theme: Theme::Selection,
    title: "False negatives",
    formula: "FN = |S ∖ Ŝ|",
    reading: "0 is perfect",
    source: "Hastie, Tibshirani & Tibshirani (2020), section 3.2",
    kind: Kind::Score(|a| Some(a.false_negatives() as f64)),
};
