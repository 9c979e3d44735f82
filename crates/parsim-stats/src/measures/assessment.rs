//! A fit beside the truth: what measures look at.

use crate::dataset::Dataset;
use crate::methods::Fit;
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
}

impl<'a> Assessment<'a> {
    /// Compares a fit with the truth; `delta` is filled with the errors of the slopes.
    pub fn new(
        fit: &'a Fit,
        truth: &'a Truth,
        dataset: &'a Dataset,
        delta: &'a mut Vec<f64>,
    ) -> Self {
        delta.clear();
        delta.extend(fit.slopes.iter().zip(&truth.beta).map(|(estimate, beta)| estimate - beta));
        let (mut true_positives, mut false_positives, mut right_signs) = (0, 0, 0);
        for (&estimate, &beta) in fit.slopes.iter().zip(&truth.beta) {
            if estimate != 0.0 {
                let real = beta != 0.0;
                true_positives += usize::from(real);
                false_positives += usize::from(!real);
                right_signs += usize::from(real && (estimate > 0.0) == (beta > 0.0));
            }
        }
        let excess_risk = truth.excess_risk(fit.intercept - truth.intercept, delta);
        Self {
            fit,
            truth,
            dataset,
            delta,
            true_positives,
            false_positives,
            right_signs,
            excess_risk,
        }
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

    /// |X delta|^2/n, with the error of the intercept.
    pub fn in_sample_error(&self) -> f64 {
        let shift = self.fit.intercept - self.truth.intercept;
        let mut error = vec![shift; self.dataset.n()];
        for (j, &d) in self.delta.iter().enumerate().filter(|(_, d)| **d != 0.0) {
            for (e, x) in error.iter_mut().zip(self.dataset.x.column(j)) {
                *e += d * x;
            }
        }
        error.iter().map(|e| e * e).sum::<f64>() / error.len() as f64
    }
}
