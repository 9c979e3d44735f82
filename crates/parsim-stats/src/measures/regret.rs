//! Regret of the tuning.

use super::{Assessment, Kind, Measure, Theme};

pub const MEASURE: Measure = Measure {
    name: "regret",
    theme: Theme::Path,
    title: "Regret of the tuning",
    formula: "ER(λ̂) − min_i ER(λ_i)",
    reading: "0 where the best lambda of the grid was chosen; below 0 only where λ̂ is not on the grid; undefined without a path",
    source: "Hastie, Tibshirani & Tibshirani (2020), oracle tuning",
    kind: Kind::Score(score),
};

/// On the grid both risks are those of the same path, so that nothing lost is exactly 0.
fn score(a: &Assessment<'_>) -> Option<f64> {
    let (path, lambda) = a.choice()?;
    let chosen = path.position(lambda).map_or(a.excess_risk, |at| path.risks[at]);
    Some(chosen - path.risks[path.best])
}
