//! Mean estimate.

use super::CoefficientMeasure;
use crate::measures::Theme;
use crate::summaries::Summary;

pub const MEASURE: CoefficientMeasure = CoefficientMeasure {
    name: "mean",
    theme: Theme::Core,
    title: "Mean estimate",
    formula: "mean_r T_r",
    reading: "",
    error: "S/√R",
    source: "Morris, White & Crowther (2019), table 6",
    has_interval: false,
    summarise: |c| {
        let bias = c.errors.bias()?;
        Some(Summary { estimate: bias.estimate + c.truth, ..bias })
    },
};
