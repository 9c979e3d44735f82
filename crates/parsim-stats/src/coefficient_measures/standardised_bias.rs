//! Bias in per cent of the spread of the estimates.

use super::Coefficient;
use super::CoefficientMeasure;
use crate::measures::Theme;
use crate::summaries::Summary;
use crate::summaries::coefficient::ErrorSums;

pub const MEASURE: CoefficientMeasure = CoefficientMeasure {
    name: "standardised_bias",
    theme: Theme::Accuracy,
    title: "Standardised bias (%)",
    formula: "100 d̄/S",
    reading: "beyond 40 % in size, intervals begin to miss noticeably (Collins, Schafer & Kam 2001); undefined where the estimates do not vary",
    error: "100 √((1 − g d̄/S + (k − 1) d̄²/(4S²))/R), g skewness, k kurtosis: the delta method, which the jackknife tends to",
    source: "Chalmers & Adkins (2020), SimDesign",
    has_interval: false,
    summarise: standardised,
};

fn standardised(c: &Coefficient<'_>) -> Option<Summary> {
    let sums: &ErrorSums = c.errors;
    let (mean, spread) = (sums.mean()?, sums.variance()?.sqrt());
    if spread == 0.0 {
        return None;
    }
    let ratio = mean / spread;
    let skewness = sums.third_central_moment()? / (spread * spread * spread);
    let kurtosis = sums.fourth_central_moment()? / spread.powi(4);
    let square = 1.0 - skewness * ratio + 0.25 * (kurtosis - 1.0) * ratio * ratio;
    let mcse = (square.max(0.0) / sums.count as f64).sqrt();
    Some(Summary { estimate: 100.0 * ratio, mcse: Some(100.0 * mcse), interval: None })
}
