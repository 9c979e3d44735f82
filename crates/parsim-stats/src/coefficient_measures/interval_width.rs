//! Width of the intervals.

use super::CoefficientMeasure;
use crate::measures::Theme;
use crate::summaries::Summary;
use crate::summaries::intervals::{WIDTH, WIDTH_SQUARED};

pub const MEASURE: CoefficientMeasure = CoefficientMeasure {
    name: "interval_width",
    theme: Theme::Intervals,
    title: "Width of the intervals",
    formula: "mean_r (upper_r − lower_r)",
    reading: "null for methods without intervals",
    error: "S_w/√R",
    source: "Joshi & Pustejovsky, simhelpers",
    has_interval: false,
    summarise: |c| {
        let sums = c.intervals?;
        let estimate = sums.mean_of(WIDTH)?;
        let mcse = sums.standard_error_of_mean(WIDTH, WIDTH_SQUARED);
        Some(Summary { estimate, mcse, interval: None })
    },
};
