//! How far the stated standard error is from the true one.

use super::Coefficient;
use super::CoefficientMeasure;
use crate::measures::Theme;
use crate::summaries::Summary;
use crate::summaries::intervals::{
    VARIANCE, VARIANCE_ERROR, VARIANCE_SQUARED, VARIANCE_SQUARED_ERROR,
};

pub const MEASURE: CoefficientMeasure = CoefficientMeasure {
    name: "model_se_error",
    theme: Theme::Intervals,
    title: "Relative error of the model standard error (%)",
    formula: "100 (ModSE/S − 1)",
    reading: "0 where stated errors are right, negative where they are too small; null for methods without intervals or where the estimates do not vary",
    error: "rule Q on q = Σ se²/Σ b, b_r = (T_r − T̄)² R/(R − 1): 100 MCSE(q)/(2√q); it needs no normality",
    source: "Morris, White & Crowther (2019), table 6; robust error: White, Pham, Quartagno & Morris (2024), simsum",
    has_interval: false,
    summarise: error,
};

fn error(c: &Coefficient<'_>) -> Option<Summary> {
    let (sums, errors) = (c.intervals?, c.errors);
    // A ratio of sums over the same replicates.
    if sums.count() != errors.count || errors.count < 2 {
        return None;
    }
    let (r, mean, variance) = (errors.count as f64, errors.mean()?, errors.variance()?);
    if variance == 0.0 {
        return None;
    }
    let total = (r - 1.0) * variance;
    let scale = r / (r - 1.0);
    let q = sums.sum(VARIANCE) / (scale * total);
    let fourths = scale * scale * r * errors.fourth_central_moment()?;
    let products = scale
        * (sums.sum(VARIANCE_SQUARED_ERROR) - 2.0 * mean * sums.sum(VARIANCE_ERROR)
            + mean * mean * sums.sum(VARIANCE));
    let squares = sums.sum(VARIANCE_SQUARED) - 2.0 * q * products + q * q * fourths;
    let mcse = (scale * squares.max(0.0)).sqrt() / (scale * total);
    let root = q.sqrt();
    let mcse = if root > 0.0 { 50.0 * mcse / root } else { 0.0 };
    Some(Summary { estimate: 100.0 * (root - 1.0), mcse: Some(mcse), interval: None })
}
