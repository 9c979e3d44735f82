//! The cross-validation curve, accumulated fold by fold.

use crate::workbench::Buffers;
use parsim_numerics::ErrorSums;

/// Accumulates the curve: means by fold in `errors` (fold by fold), squared errors by observation
/// in `squares` where folds are too small to have means.
pub(super) struct Curve<'a> {
    pub buffers: &'a mut Buffers,
    folds: usize,
    n: usize,
    /// Number of lambdas, from the largest on.
    pub count: usize,
    by_fold: bool,
}

impl<'a> Curve<'a> {
    pub fn new(buffers: &'a mut Buffers, folds: usize, n: usize, count: usize) -> Self {
        for (buffer, length) in [
            (&mut buffers.errors, folds * count),
            (&mut buffers.squares, count),
            (&mut buffers.scores, 2 * count),
            (&mut buffers.fold_sizes, folds),
        ] {
            buffer.clear();
            buffer.resize(length, 0.0);
        }
        // glmnet: fewer than 3 observations per fold, standard errors from observations.
        Self { buffers, folds, n, count, by_fold: n >= 3 * folds }
    }

    /// Adds a fold of `size` rows.
    pub fn add(&mut self, fold: usize, size: usize, sums: &ErrorSums) {
        let count = self.count;
        let size = size as f64;
        self.buffers.fold_sizes[fold] = size;
        let errors = &mut self.buffers.errors[fold * count..(fold + 1) * count];
        for ((error, score), sum) in
            errors.iter_mut().zip(&mut self.buffers.scores).zip(&sums.squares)
        {
            *error = sum / size;
            *score += sum;
        }
        if !self.by_fold {
            for (square, fourth) in self.buffers.squares.iter_mut().zip(&sums.fourths) {
                *square += fourth;
            }
        }
    }

    /// Standard errors behind the means: sqrt(weighted variance of the folds' means/(K - 1)), or
    /// sqrt(variance of the squared errors/(n - 1)).
    pub fn finish(&mut self) {
        let n = self.n as f64;
        let (means, variances) = self.buffers.scores.split_at_mut(self.count);
        for mean in &mut *means {
            *mean /= n;
        }
        if self.by_fold {
            let folds = self.buffers.errors.chunks_exact(self.count.max(1));
            for (errors, size) in folds.zip(&self.buffers.fold_sizes) {
                let weight = size / n / (self.folds as f64 - 1.0);
                for ((variance, error), mean) in variances.iter_mut().zip(errors).zip(&*means) {
                    *variance += weight * (error - mean) * (error - mean);
                }
            }
        } else {
            let squares = self.buffers.squares.iter().zip(&*means);
            for (variance, (square, mean)) in variances.iter_mut().zip(squares) {
                *variance = (square / n - mean * mean).max(0.0) / (n - 1.0);
            }
        }
        for variance in variances {
            *variance = variance.sqrt();
        }
    }
}
