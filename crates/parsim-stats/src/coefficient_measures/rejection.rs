//! Rejections of a true value of 0.

use super::CoefficientMeasure;
use crate::measures::Theme;
use crate::summaries::intervals::IntervalSums;

pub const MEASURE: CoefficientMeasure = CoefficientMeasure {
    name: "rejection",
    theme: Theme::Intervals,
    title: "Rejection of 0 at 5 %",
    formula: "mean_r 1{0 outside of [lower_r, upper_r]}, a two-sided test",
    reading: "power where the true value is not 0, type I error where it is; null for methods without intervals",
    error: "√(p(1 − p)/R), with the 95 % interval of Wilson",
    source: "Morris, White & Crowther (2019), table 6",
    has_interval: true,
    summarise: |c| c.intervals?.share(IntervalSums::rejected),
};
