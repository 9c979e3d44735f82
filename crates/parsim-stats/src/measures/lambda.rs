//! Chosen lambda.

use super::{Kind, Measure, Theme};

pub const MEASURE: Measure = Measure {
    name: "lambda",
    theme: Theme::Core,
    title: "Chosen lambda",
    formula: "λ̂",
    reading: "undefined for methods without lambda",
    source: "",
    kind: Kind::Score(|a| a.fit.lambda),
};
