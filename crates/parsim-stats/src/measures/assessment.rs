//! A fit beside the truth: what measures look at.

use super::interval_counts::{IntervalCounts, Quantile};
use crate::dataset::Dataset;
use crate::methods::Fit;
use crate::path_trace::PathTrace;
use crate::truth::Truth;

/// A fit, the truth, and what both together say: errors and the counts of the confusion table.
#[derive(Debug)]
pub struct Assessment<'a> {
    /// The fit.
    pub fit: &'a Fit,
    /// The truth.
    pub truth: &'a Truth,
    /// The data that were fitted.
    pub dataset: &'a Dataset,
    /// Errors of the slopes, estimate minus truth.
    pub delta: &'a [f64],
    /// Selected slopes that are truly nonzero.
    pub true_positives: usize,
    /// Selected slopes that are truly 0.
    pub false_positives: usize,
    /// Truly nonzero slopes whose estimate has the true sign.
    pub right_signs: usize,
    /// The exact excess risk over the law of the covariates.
    pub excess_risk: f64,
    /// |X delta|^2/n, with the error of the intercept.
    pub in_sample_error: f64,
    /// The whole path that the fit was chosen from, where it is known.
    pub path: Option<&'a PathTrace>,
    /// The intervals of the slopes; `None` where the fit has none.
    pub intervals: Option<IntervalCounts>,
}

/// Buffers that assessments share, so that a replicate allocates nothing.
#[derive(Clone, Debug, Default)]
pub struct Scratch {
    /// Errors of the slopes, estimate minus truth; filled by [`Assessment::new`].
    pub delta: Vec<f64>,
    /// What makes intervals of standard errors.
    pub quantile: Quantile,
}

impl<'a> Assessment<'a> {
    /// Compares a fit with the truth. The in-sample error is computed from the rows unless it is
    /// known.
    pub fn new(
        fit: &'a Fit,
        truth: &'a Truth,
        dataset: &'a Dataset,
        in_sample_error: Option<f64>,
        scratch: &'a mut Scratch,
    ) -> Self {
        let Scratch { delta, quantile } = scratch;
        delta.clear();
        delta.extend(fit.slopes.iter().zip(&truth.beta).map(|(estimate, beta)| estimate - beta));
        let selected: u32 = fit.slopes.iter().map(|estimate| u32::from(*estimate != 0.0)).sum();
        let (mut true_positives, mut right_signs) = (0, 0);
        for &j in &truth.support {
            let (estimate, beta) = (fit.slopes[j], truth.beta[j]);
            true_positives += usize::from(estimate != 0.0);
            right_signs += usize::from(estimate != 0.0 && (estimate > 0.0) == (beta > 0.0));
        }
        let false_positives = selected as usize - true_positives;
        let shift = fit.intercept - truth.intercept;
        let excess_risk = truth.excess_risk(shift, delta);
        let in_sample_error =
            in_sample_error.unwrap_or_else(|| dataset.x.mean_square(shift, delta));
        Self {
            fit,
            truth,
            dataset,
            delta,
            true_positives,
            false_positives,
            right_signs,
            excess_risk,
            in_sample_error,
            path: None,
            intervals: IntervalCounts::new(fit, truth, quantile),
        }
    }

    /// The same, beside the whole path that the fit was chosen from.
    #[must_use]
    pub fn beside(self, path: Option<&'a PathTrace>) -> Self {
        Self { path, ..self }
    }

    /// The path and the chosen lambda.
    pub fn choice(&self) -> Option<(&'a PathTrace, f64)> {
        self.path.zip(self.fit.lambda)
    }

    /// Truly nonzero slopes that were not selected.
    pub const fn false_negatives(&self) -> usize {
        self.truth.s() - self.true_positives
    }

    /// Slopes that are truly 0 and were not selected.
    pub const fn true_negatives(&self) -> usize {
        self.truth.beta.len() - self.truth.s() - self.false_positives
    }

    /// Selected slopes.
    pub const fn selected(&self) -> usize {
        self.true_positives + self.false_positives
    }

    /// Mean squared residual, RSS/n.
    pub fn training_error(&self) -> f64 {
        self.fit.rss.max(0.0) / self.dataset.n() as f64
    }

    /// Mean square of y about its mean, in the data that were fitted.
    pub fn total_mean_square(&self) -> f64 {
        let y = &self.dataset.y;
        let n = y.len() as f64;
        let mean = y.iter().sum::<f64>() / n;
        y.iter().map(|y| (y - mean) * (y - mean)).sum::<f64>() / n
    }
}
