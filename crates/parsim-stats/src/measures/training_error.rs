//! Training error.

use super::{Kind, Measure, Theme};

pub const MEASURE: Measure = Measure {
    name: "training_error",
    theme: Theme::Accuracy,
    title: "Training error",
    formula: "RSS/n",
    reading: "mean squared residual; below σ² where the fit follows the noise",
    source: "Hastie, Tibshirani & Friedman (2009), section 7.2",
    kind: Kind::Score(|a| Some(a.training_error())),
};
