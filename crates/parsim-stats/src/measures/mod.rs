//! Measures: one file each. A measure scores a fit against the truth; its kind says how scores
//! become a summary with a Monte Carlo standard error.

mod assessment;
mod interval_counts;
mod theme;

pub use assessment::{Assessment, Scratch};
pub use interval_counts::{Counts, IntervalCounts, Quantile, interval};
pub use theme::{Theme, Themes};

use crate::summaries::vector::Part;

registry! {
    /// Every measure, in alphabetical order; tables list them in this order.
    MEASURES: Measure = MEASURE;
    any_false_positive, auprc, auroc, balanced_accuracy, best_excess_risk, calibration_slope,
    coverage, coverage_noise, coverage_signals, degrees_of_freedom, exact_support, exact_zeros,
    excess_risk, f1, false_negatives, false_positives, fdp, fpr, hamming, in_sample_error,
    interval_width, jaccard, knots, l1_error, l2_error_squared, l_infinity_error, lambda,
    lambda_at_edge, lambda_index, left_miss, log_lambda_ratio, mcc, model_variance, mse,
    no_false_positive, nonzeros, optimism, precision, pve, regret, rejection_noise,
    rejection_signals, relative_l2_error, relative_risk, relative_test_error, right_miss,
    screening, sign_recovery, simultaneous_coverage, squared_bias, stability, tpr, tpr_at_fdp,
    training_error, training_r_squared, true_positives, variance
}

/// How a measure is computed and summarised.
#[derive(Clone, Copy, Debug)]
pub enum Kind {
    /// A number per replicate; the mean +- 1.96 S/sqrt(R).
    Score(fn(&Assessment<'_>) -> Option<f64>),
    /// A number in [0, 1] per replicate; as a score, clipped to [0, 1].
    Fraction(fn(&Assessment<'_>) -> Option<f64>),
    /// 0 or 1 per replicate; a proportion with Wilson's interval.
    Indicator(fn(&Assessment<'_>) -> Option<f64>),
    /// A number from the sums over all replicates, by slope; jackknife over batches.
    Vector(Part),
}

/// A measure.
#[derive(Debug)]
pub struct Measure {
    /// The name in study files and tables, `snake_case`.
    pub name: &'static str,
    /// What it is about; a study asks for themes.
    pub theme: Theme,
    /// The name in figures and prose.
    pub title: &'static str,
    /// The definition in Unicode text.
    pub formula: &'static str,
    /// What particular values mean, and when it is undefined.
    pub reading: &'static str,
    /// Author, year and place of the definition.
    pub source: &'static str,
    /// How it is computed and summarised.
    pub kind: Kind,
}

impl Measure {
    /// The score of one replicate; `None` for vector measures and where it is undefined.
    pub fn score(&self, assessment: &Assessment<'_>) -> Option<f64> {
        match self.kind {
            Kind::Score(score) | Kind::Fraction(score) | Kind::Indicator(score) => {
                score(assessment)
            }
            Kind::Vector(_) => None,
        }
    }

    /// Whether its values lie in [0, 1].
    pub const fn is_share(&self) -> bool {
        matches!(self.kind, Kind::Fraction(_) | Kind::Indicator(_))
    }

    /// Whether the measure has a score per replicate.
    pub const fn is_scored(&self) -> bool {
        !matches!(self.kind, Kind::Vector(_))
    }
}

/// The measure of that name.
pub fn find(name: &str) -> Option<&'static Measure> {
    MEASURES.iter().copied().find(|measure| measure.name == name)
}

/// 1 or 0.
#[expect(clippy::unnecessary_wraps, reason = "the signature of a score")]
fn indicator(condition: bool) -> Option<f64> {
    Some(f64::from(u8::from(condition)))
}

/// a/b, undefined where b is 0.
fn ratio(a: usize, b: usize) -> Option<f64> {
    (b > 0).then(|| a as f64 / b as f64)
}
