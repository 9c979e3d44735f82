//! Mean squared error.

use super::CoefficientMeasure;
use crate::measures::Theme;

pub const MEASURE: CoefficientMeasure = CoefficientMeasure {
    name: "mse",
    theme: Theme::Core,
    title: "Mean squared error",
    formula: "mean_r (T_r − θ)²",
    reading: "bias² + (R − 1)/R S²",
    error: "S_(d²)/√R",
    source: "Morris, White & Crowther (2019), table 6",
    has_interval: false,
    summarise: |c| c.errors.mse(),
};
