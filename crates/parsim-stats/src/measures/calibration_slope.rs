//! Calibration slope.

use super::{Assessment, Kind, Measure, Theme};

pub const MEASURE: Measure = Measure {
    name: "calibration_slope",
    theme: Theme::Accuracy,
    title: "Calibration slope",
    formula: "β'Σβ̂/β̂'Σβ̂",
    reading: "slope of y on the prediction in the population; 1 is right, below 1 the slopes are too large, above 1 shrunken too much; undefined if all slopes are 0",
    source: "Copas (1983)",
    kind: Kind::Score(score),
};

fn score(a: &Assessment<'_>) -> Option<f64> {
    let of_prediction = a.truth.covariates.quadratic(&a.fit.slopes);
    let of_errors = a.truth.covariates.quadratic(a.delta);
    // 2 b'Sigma beta = b'Sigma b + beta'Sigma beta - (b - beta)'Sigma (b - beta).
    let joint = 0.5 * (of_prediction + a.truth.signal_variance - of_errors);
    (of_prediction > 0.0).then(|| joint / of_prediction)
}
