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
    error: "√max(J² − 0.35 D, 0.15 D), J² = 4 d̄² S²/R, D = 2S⁴/(R(R − 1)); the exact variance is 4 θ² S²/R + D, θ the bias, J² − D without its bias but with a scatter that 0.65 D and the floor make up for",
    source: "variance of a U-statistic: Hoeffding (1948)",
    has_interval: false,
    summarise: |c| {
        let (mean, variance) = (c.errors.mean()?, c.errors.variance()?);
        let r = c.errors.count as f64;
        let estimate = mean * mean - variance / r;
        let pairs = 2.0 * variance * variance / (r * (r - 1.0));
        // As for the sum over slopes (`summaries::vector`), of which there is one here.
        let square = 4.0 * mean * mean * variance / r - 0.35 * pairs;
        let mcse = square.max(0.15 * pairs).sqrt();
        Some(Summary { estimate, mcse: Some(mcse), interval: None })
    },
};
