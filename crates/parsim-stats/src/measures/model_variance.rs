//! The variance of the slopes that the method states.

use super::{Kind, Measure, Theme};

pub const MEASURE: Measure = Measure {
    name: "model_variance",
    theme: Theme::Intervals,
    title: "Variance that the standard errors state",
    formula: "Σ_j se_j²",
    reading: "beside variance it says whether standard errors are right on average; undefined without intervals",
    source: "Morris, White & Crowther (2019), table 6, per coefficient",
    kind: Kind::Score(|a| a.intervals.map(|i| i.variance)),
};
