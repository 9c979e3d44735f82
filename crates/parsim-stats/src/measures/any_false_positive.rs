//! Any false positive.

use super::{Kind, Measure, Theme, indicator};

pub const MEASURE: Measure = Measure {
    name: "any_false_positive",
    theme: Theme::Selection,
    title: "Any false positive",
    formula: "1{FP ≥ 1}",
    reading: "its mean is the family-wise error rate of the selection",
    source: "Hochberg & Tamhane (1987)",
    kind: Kind::Indicator(|a| indicator(a.false_positives > 0)),
};
