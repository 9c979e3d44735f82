//! Relative risk.

use super::{Kind, Measure, Theme};

pub const MEASURE: Measure = Measure {
    name: "relative_risk",
    theme: Theme::Core,
    title: "Relative risk",
    formula: "ER/β'Σβ",
    reading: "0 perfect, 1 the null model; above 1 is worse than predicting the mean; undefined without signal",
    source: "Hastie, Tibshirani & Tibshirani (2020), section 3.2",
    kind: Kind::Score(|a| {
        (a.truth.signal_variance > 0.0).then(|| a.excess_risk / a.truth.signal_variance)
    }),
};
