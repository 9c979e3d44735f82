//! Coverage of the intervals.

use super::CoefficientMeasure;
use crate::measures::Theme;

pub const MEASURE: CoefficientMeasure = CoefficientMeasure {
    name: "coverage",
    theme: Theme::Intervals,
    title: "Coverage",
    formula: "mean_r 1{lower_r ≤ θ ≤ upper_r}",
    reading: "0.95 where the intervals are right; null for methods without intervals",
    error: "√(p(1 − p)/R), with the 95 % interval of Wilson",
    source: "Morris, White & Crowther (2019), table 6",
    has_interval: true,
    summarise: |c| c.intervals?.share(|s| s.count() - s.left() - s.right()),
};
