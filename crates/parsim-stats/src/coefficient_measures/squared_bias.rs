//! Squared bias, free of Monte Carlo noise.

use super::CoefficientMeasure;
use crate::measures::Theme;
use crate::summaries::Summary;

pub const MEASURE: CoefficientMeasure = CoefficientMeasure {
    name: "squared_bias",
    theme: Theme::Accuracy,
    title: "Squared bias",
    formula: "d̄² − S²/R, the mean of d_r d_s over pairs of replicates",
    reading: "without the correction it would be S²/R too large; so it can be negative",
    error: "√(4 max(d̄² − S²/R, 0) S²/R + 2S⁴/(R(R − 1))), the exact standard error with estimates put in; up to 1.3 times too large where the bias is within its error of 0",
    source: "variance of a U-statistic: Hoeffding (1948)",
    has_interval: false,
    summarise: |c| {
        let (mean, variance) = (c.errors.mean()?, c.errors.variance()?);
        let r = c.errors.count as f64;
        let estimate = mean * mean - variance / r;
        let pairs = 2.0 * variance * variance / (r * (r - 1.0));
        let mcse = (4.0 * estimate.max(0.0) * variance / r + pairs).sqrt();
        Some(Summary { estimate, mcse: Some(mcse), interval: None })
    },
};
