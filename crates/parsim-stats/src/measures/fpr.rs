//! False positive rate.

use super::{Kind, Measure, Theme, ratio};

pub const MEASURE: Measure = Measure {
    name: "fpr",
    theme: Theme::Core,
    title: "False positive rate",
    formula: "FP/(p − s)",
    reading: "0 perfect; undefined if s = p",
    source: "",
    kind: Kind::Fraction(|a| ratio(a.false_positives, a.true_negatives() + a.false_positives)),
};
