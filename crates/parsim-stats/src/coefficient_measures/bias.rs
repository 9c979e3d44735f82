//! Mean error.

use super::CoefficientMeasure;
use crate::measures::Theme;

pub const MEASURE: CoefficientMeasure = CoefficientMeasure {
    name: "bias",
    theme: Theme::Core,
    title: "Bias",
    formula: "d̄ = mean_r (T_r − θ)",
    reading: "0 where the method is right on average",
    error: "S/√R",
    source: "Morris, White & Crowther (2019), table 6",
    has_interval: false,
    summarise: |c| c.errors.bias(),
};
