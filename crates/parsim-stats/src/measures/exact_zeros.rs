//! Exact zeros among noise coefficients.

use super::{Kind, Measure, Theme, ratio};

pub const MEASURE: Measure = Measure {
    name: "exact_zeros",
    theme: Theme::Core,
    title: "Exact zeros among noise coefficients",
    formula: "TN/(p − s)",
    reading: "share of the noise coefficients that are exactly 0; undefined if s = p",
    source: "",
    kind: Kind::Fraction(|a| ratio(a.true_negatives(), a.true_negatives() + a.false_positives)),
};
