//! Variance of the estimates.

use super::CoefficientMeasure;
use crate::measures::Theme;
use crate::summaries::Summary;

pub const MEASURE: CoefficientMeasure = CoefficientMeasure {
    name: "empirical_variance",
    theme: Theme::Accuracy,
    title: "Empirical variance",
    formula: "S², the variance of T_r over replicates (denominator R − 1)",
    reading: "",
    error: "S² √((k − 1)/R), k the kurtosis",
    source: "Joshi & Pustejovsky, simhelpers",
    has_interval: false,
    summarise: |c| {
        let se = c.errors.empirical_se()?;
        let mcse = se.mcse.map(|mcse| 2.0 * se.estimate * mcse);
        Some(Summary { estimate: se.estimate * se.estimate, mcse, interval: None })
    },
};
