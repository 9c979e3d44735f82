//! No false positive.

use super::{Kind, Measure, Theme, indicator};

pub const MEASURE: Measure = Measure {
    name: "no_false_positive",
    theme: Theme::Selection,
    title: "No false positive",
    formula: "1{Ŝ ⊆ S}",
    reading: "1 if nothing is selected wrongly",
    source: "Wainwright (2009)",
    kind: Kind::Indicator(|a| indicator(a.false_positives == 0)),
};
