//! True positive rate.

use super::{Kind, Measure, Theme, ratio};

pub const MEASURE: Measure = Measure {
    name: "tpr",
    theme: Theme::Core,
    title: "True positive rate",
    formula: "TP/s",
    reading: "1 perfect; undefined if s = 0",
    source: "",
    kind: Kind::Fraction(|a| ratio(a.true_positives, a.truth.s())),
};
