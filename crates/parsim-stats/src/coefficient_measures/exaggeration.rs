//! How much too large significant estimates are.

use super::CoefficientMeasure;
use crate::measures::Theme;
use crate::summaries::Summary;
use crate::summaries::intervals::{SIGNIFICANT, SIGNIFICANT_SQUARED};

pub const MEASURE: CoefficientMeasure = CoefficientMeasure {
    name: "exaggeration",
    theme: Theme::Intervals,
    title: "Exaggeration (type M error)",
    formula: "Σ_r |T_r|/|θ| 1{0 rejected} / Σ_r 1{0 rejected}",
    reading: "mean size of significant estimates relative to the truth, 1 where there is no exaggeration; undefined where the true value is 0 or nothing is significant; null for methods without intervals",
    error: "rule Q: √(R/(R − 1) Σ_r (|T_r|/|θ| − q)² 1{0 rejected}) / Σ_r 1{0 rejected}",
    source: "Gelman & Carlin (2014)",
    has_interval: false,
    summarise: |c| {
        let sums = c.intervals.filter(|s| c.truth != 0.0 && s.rejected() > 0)?;
        let (r, significant) = (sums.count() as f64, sums.rejected() as f64);
        let (size, truth) = (sums.sum(SIGNIFICANT) / significant, c.truth.abs());
        let squares = (sums.sum(SIGNIFICANT_SQUARED) - significant * size * size).max(0.0);
        let mcse = (r > 1.0).then(|| (r / (r - 1.0) * squares).sqrt() / (significant * truth));
        Some(Summary { estimate: size / truth, mcse, interval: None })
    },
};
