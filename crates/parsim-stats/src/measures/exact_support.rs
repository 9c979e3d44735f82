//! Exact support recovery.

use super::{Kind, Measure, Theme, indicator};

pub const MEASURE: Measure = Measure {
    name: "exact_support",
    theme: Theme::Core,
    title: "Exact support recovery",
    formula: "1{Ŝ = S}",
    reading: "1 if exactly the true covariates are selected",
    source: "Wainwright (2009)",
    kind: Kind::Indicator(|a| indicator(a.false_positives == 0 && a.false_negatives() == 0)),
};
