//! Screening.

use super::{Kind, Measure, Theme};

pub const MEASURE: Measure = Measure {
    name: "screening",
    theme: Theme::Core,
    title: "Screening",
    formula: "1{Ŝ ⊇ S}",
    reading: "1 if every true covariate is selected; undefined if s = 0",
    source: "",
    kind: Kind::Indicator(|a| {
        (a.truth.s() > 0).then(|| f64::from(u8::from(a.false_negatives() == 0)))
    }),
};
