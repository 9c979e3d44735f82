//! False discovery proportion.

use super::{Kind, Measure, Theme, ratio};

pub const MEASURE: Measure = Measure {
    name: "fdp",
    theme: Theme::Core,
    title: "False discovery proportion",
    formula: "FP/max(ŝ, 1)",
    reading: "0 perfect; its mean is the false discovery rate",
    source: "Benjamini & Hochberg (1995)",
    kind: Kind::Fraction(|a| ratio(a.false_positives, a.selected().max(1))),
};
