//! F1 score of the support.

use super::{Kind, Measure, Theme, ratio};

pub const MEASURE: Measure = Measure {
    name: "f1",
    theme: Theme::Core,
    title: "F1 score of the support",
    formula: "2TP/(2TP + FP + FN)",
    reading: "1 perfect; undefined if s = 0",
    source: "Hastie, Tibshirani & Tibshirani (2020), section 3.2",
    kind: Kind::Fraction(|a| {
        (a.truth.s() > 0)
            .then(|| 2 * a.true_positives + a.false_positives + a.false_negatives())
            .and_then(|all| ratio(2 * a.true_positives, all))
    }),
};
