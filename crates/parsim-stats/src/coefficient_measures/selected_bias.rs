//! Bias over the replicates that select the covariate.

use super::Coefficient;
use super::CoefficientMeasure;
use crate::measures::Theme;
use crate::summaries::Summary;

pub const MEASURE: CoefficientMeasure = CoefficientMeasure {
    name: "selected_bias",
    theme: Theme::Selection,
    title: "Bias where selected",
    formula: "Σ_r d_r 1{T_r ≠ 0} / Σ_r 1{T_r ≠ 0}",
    reading: "what a reader sees who looks at selected covariates alone; undefined for the intercept and where nothing is selected",
    error: "rule Q: √(R/(R − 1) Σ_r (d_r − q)² 1{T_r ≠ 0}) / Σ_r 1{T_r ≠ 0}",
    source: "ratio of means: Cochran (1977), section 2.11",
    has_interval: false,
    summarise: selected,
};

/// Where a covariate is not selected its error is exactly -theta, so the sums over all replicates
/// give those over the ones that select it.
fn selected(c: &Coefficient<'_>) -> Option<Summary> {
    let sums = c.errors;
    if c.is_intercept || sums.selected == 0 {
        return None;
    }
    let (r, selected) = (sums.count as f64, sums.selected as f64);
    let left_out = r - selected;
    let bias = (sums.powers[0] + left_out * c.truth) / selected;
    let squares = sums.powers[1] - left_out * c.truth * c.truth - selected * bias * bias;
    let mcse = (sums.count > 1).then(|| (r / (r - 1.0) * squares.max(0.0)).sqrt() / selected);
    Some(Summary { estimate: bias, mcse, interval: None })
}
