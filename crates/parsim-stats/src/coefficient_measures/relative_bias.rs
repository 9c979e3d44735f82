//! Mean error as a share of the true value.

use super::CoefficientMeasure;
use crate::measures::Theme;
use crate::summaries::Summary;

pub const MEASURE: CoefficientMeasure = CoefficientMeasure {
    name: "relative_bias",
    theme: Theme::Accuracy,
    title: "Relative bias",
    formula: "mean_r (T_r − θ)/θ",
    reading: "undefined where the true value is 0",
    error: "S/(|θ|√R)",
    source: "Morris, White & Crowther (2019), table 6",
    has_interval: false,
    summarise: |c| {
        let bias = c.errors.bias().filter(|_| c.truth != 0.0)?;
        let mcse = bias.mcse.map(|mcse| mcse / c.truth.abs());
        Some(Summary { estimate: bias.estimate / c.truth, mcse, interval: None })
    },
};
