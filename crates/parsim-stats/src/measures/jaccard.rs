//! Jaccard index of the supports.

use super::{Kind, Measure, Theme, ratio};

pub const MEASURE: Measure = Measure {
    name: "jaccard",
    theme: Theme::Selection,
    title: "Jaccard index of the supports",
    formula: "TP/(TP + FP + FN) = |Ŝ ∩ S|/|Ŝ ∪ S|",
    reading: "1 perfect; undefined if s = 0",
    source: "Jaccard (1912)",
    kind: Kind::Fraction(|a| {
        let union = a.truth.s() + a.false_positives;
        ratio(a.true_positives, union).filter(|_| a.truth.s() > 0)
    }),
};
