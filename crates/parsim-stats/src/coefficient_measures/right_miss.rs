//! Intervals that lie above the true value.

use super::CoefficientMeasure;
use crate::measures::Theme;
use crate::summaries::intervals::IntervalSums;

pub const MEASURE: CoefficientMeasure = CoefficientMeasure {
    name: "right_miss",
    theme: Theme::Intervals,
    title: "Intervals above the true value",
    formula: "mean_r 1{lower_r > θ}",
    reading: "0.025 where the intervals are right; null for methods without intervals",
    error: "√(p(1 − p)/R), with the 95 % interval of Wilson",
    source: "Chalmers & Adkins (2020), SimDesign",
    has_interval: true,
    summarise: |c| c.intervals?.share(IntervalSums::right),
};
