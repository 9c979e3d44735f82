//! Measures of one coefficient: one file each. They summarise the estimates of a coefficient, and
//! its intervals, over replicates; `tables/coefficients` has a column for each, followed by its
//! Monte Carlo standard error.

mod nested;
mod values;

pub use nested::Part;
pub use values::Values;

use crate::measures::{Theme, Themes};
use crate::summaries::Summary;
use crate::summaries::coefficient::ErrorSums;
use crate::summaries::intervals::IntervalSums;

registry! {
    /// Every measure of a coefficient, in the order of the table's columns.
    COEFFICIENT_MEASURES: CoefficientMeasure = MEASURE;
    mean, bias, relative_bias, standardised_bias, median_bias, empirical_se, empirical_variance,
    mse, rmse, mae, squared_bias, selected, selected_bias, model_se, model_se_error, coverage,
    left_miss, right_miss, bias_eliminated_coverage, interval_width, rejection, type_s,
    exaggeration
}

/// A measure of one coefficient over replicates.
#[derive(Debug)]
pub struct CoefficientMeasure {
    /// The name of its column, `snake_case`.
    pub name: &'static str,
    /// What it is about; a study asks for themes.
    pub theme: Theme,
    /// The name in prose.
    pub title: &'static str,
    /// The definition in Unicode text: `T_r` the estimate of replicate r of R, θ the true value,
    /// `d_r` = `T_r` − θ, S the standard deviation of the estimates.
    pub formula: &'static str,
    /// What particular values mean, and when it is undefined.
    pub reading: &'static str,
    /// Its Monte Carlo standard error.
    pub error: &'static str,
    /// Author, year and place of the definition.
    pub source: &'static str,
    /// Whether the table has the ends of its 95 % interval, in `<name>_lower` and `<name>_upper`.
    pub has_interval: bool,
    /// The estimate with its error; `None` where it is undefined.
    pub summarise: fn(&Coefficient<'_>) -> Option<Summary>,
}

/// What is known of one coefficient after all replicates.
#[derive(Clone, Copy, Debug)]
pub struct Coefficient<'a> {
    /// Whether it is the intercept.
    pub is_intercept: bool,
    /// The true value.
    pub truth: f64,
    /// Sums of the errors over the fitted replicates.
    pub errors: &'a ErrorSums,
    /// The estimates of the fitted replicates, in their order; empty where they are not kept.
    pub estimates: &'a [f64],
    /// Sums over intervals; `None` where the study asks for none or the method gives none.
    pub intervals: Option<&'a IntervalSums>,
    /// Half the width of the intervals beside `estimates`, NaN without; empty where not kept.
    pub half_widths: &'a [f64],
}

impl CoefficientMeasure {
    /// Columns of the table: estimate and error, and the ends of the interval.
    pub const fn width(&self) -> usize {
        if self.has_interval { 4 } else { 2 }
    }
}

impl Themes {
    /// The measures of a coefficient asked for, in the order of the registry.
    pub fn coefficient_measures(self) -> impl Iterator<Item = &'static CoefficientMeasure> {
        COEFFICIENT_MEASURES.iter().copied().filter(move |measure| self.contain(measure.theme))
    }

    /// Whether a measure asked for needs the estimates of every replicate.
    pub const fn keep_estimates(self) -> bool {
        self.contain(Theme::Accuracy) || self.contain(Theme::Intervals)
    }
}
