//! Precision of the support.

use super::{Kind, Measure, Theme, ratio};

pub const MEASURE: Measure = Measure {
    name: "precision",
    theme: Theme::Core,
    title: "Precision of the support",
    formula: "TP/ŝ",
    reading: "1 perfect; undefined if nothing is selected",
    source: "",
    kind: Kind::Fraction(|a| ratio(a.true_positives, a.selected())),
};
