//! Excess risk at the best lambda.

use super::{Kind, Measure, Theme};

pub const MEASURE: Measure = Measure {
    name: "best_excess_risk",
    theme: Theme::Path,
    title: "Excess risk at the best lambda",
    formula: "min_i ER(λ_i) over the grid of the path",
    reading: "what a tuning could reach at best in this replicate; undefined without a path",
    source: "Hastie, Tibshirani & Tibshirani (2020), oracle tuning",
    kind: Kind::Score(|a| a.path.map(|path| path.risks[path.best])),
};
