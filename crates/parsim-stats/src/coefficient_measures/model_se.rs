//! The standard error that the method states.

use super::CoefficientMeasure;
use crate::measures::Theme;
use crate::summaries::Summary;
use crate::summaries::intervals::{VARIANCE, VARIANCE_SQUARED};

pub const MEASURE: CoefficientMeasure = CoefficientMeasure {
    name: "model_se",
    theme: Theme::Intervals,
    title: "Model standard error",
    formula: "√(mean_r se_r²)",
    reading: "null for methods without intervals",
    error: "√(S²_(se²)/(4 R ModSE²))",
    source: "Morris, White & Crowther (2019), table 6",
    has_interval: false,
    summarise: |c| {
        let sums = c.intervals?;
        let square = sums.mean_of(VARIANCE)?;
        let root = square.sqrt();
        let mcse = sums.standard_error_of_mean(VARIANCE, VARIANCE_SQUARED);
        let mcse = mcse.map(|mcse| if root > 0.0 { mcse / (2.0 * root) } else { 0.0 });
        Some(Summary { estimate: root, mcse, interval: None })
    },
};
