//! Significant estimates with the wrong sign.

use super::CoefficientMeasure;
use crate::measures::Theme;
use crate::summaries::Summary;

pub const MEASURE: CoefficientMeasure = CoefficientMeasure {
    name: "type_s",
    theme: Theme::Intervals,
    title: "Type S error",
    formula: "Σ_r 1{0 rejected, sign T_r ≠ sign θ} / Σ_r 1{0 rejected}",
    reading: "share of significant estimates with the wrong sign; undefined where the true value is 0 or nothing is significant (rejection times replicates are); null for methods without intervals",
    error: "rule Q: √(R/(R − 1) · q(1 − q) n_sig)/n_sig",
    source: "Gelman & Carlin (2014)",
    has_interval: false,
    summarise: |c| {
        let sums = c.intervals.filter(|s| c.truth != 0.0 && s.rejected() > 0)?;
        let (r, significant) = (sums.count() as f64, sums.rejected() as f64);
        let q = sums.wrong_sign() as f64 / significant;
        let mcse = (r > 1.0).then(|| (r / (r - 1.0) * q * (1.0 - q) / significant).sqrt());
        Some(Summary { estimate: q, mcse, interval: None })
    },
};
