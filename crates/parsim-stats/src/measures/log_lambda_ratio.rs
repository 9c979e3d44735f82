//! Chosen lambda against the best.

use super::{Assessment, Kind, Measure, Theme};

pub const MEASURE: Measure = Measure {
    name: "log_lambda_ratio",
    theme: Theme::Path,
    title: "Chosen lambda against the best",
    formula: "log(λ̂/λ_best),  λ_best the lambda of the grid with the smallest ER",
    reading: "0 the best lambda, above 0 too much shrinkage; undefined without a path or where either is 0",
    source: "Hastie, Tibshirani & Tibshirani (2020), oracle tuning",
    kind: Kind::Score(score),
};

fn score(a: &Assessment<'_>) -> Option<f64> {
    let (path, chosen) = a.choice()?;
    let best = path.lambdas[path.best];
    if chosen == best && best > 0.0 {
        return Some(0.0);
    }
    (chosen > 0.0 && best > 0.0).then(|| libm::log(chosen / best))
}
