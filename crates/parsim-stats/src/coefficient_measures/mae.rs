//! Mean absolute error.

use super::CoefficientMeasure;
use crate::measures::Theme;
use crate::summaries::Summary;
use crate::summaries::moments::Moments;

pub const MEASURE: CoefficientMeasure = CoefficientMeasure {
    name: "mae",
    theme: Theme::Accuracy,
    title: "Mean absolute error",
    formula: "mean_r |T_r − θ|",
    reading: "needs the estimates of every replicate, which are kept for the estimands alone",
    error: "S_|d|/√R",
    source: "Kenny & Wolock (2024), SimEngine",
    has_interval: false,
    summarise: |c| {
        let mut moments = Moments::default();
        c.estimates.iter().for_each(|estimate| moments.push((estimate - c.truth).abs()));
        moments.summary().map(|summary| Summary { interval: None, ..summary })
    },
};
