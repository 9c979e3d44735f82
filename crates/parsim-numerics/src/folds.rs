//! Which row belongs to which fold of a cross-validation.

use crate::error::FitError;

/// Rows grouped by fold: fold `k` holds out its rows and trains on all others. One fold means none: all rows
/// are both. A fold may be empty; it then trains on all rows.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Folds {
    /// Row indices, fold by fold, ascending within a fold.
    order: Vec<u32>,
    /// Where each fold begins in `order`, and the number of rows at the end.
    starts: Vec<usize>,
}

impl Folds {
    /// All `n` rows in one group.
    pub fn single(n: usize) -> Self {
        Self { order: (0..n as u32).collect(), starts: vec![0, n] }
    }

    /// Folds from a label per row, 0 to K - 1, K being the largest label plus one.
    ///
    /// # Errors
    /// [`FitError::OutOfRange`] where a label is not below the number of rows.
    pub fn from_labels(labels: &[u32]) -> Result<Self, FitError> {
        let mut folds = Self::default();
        folds.assign(labels)?;
        Ok(folds)
    }

    /// As [`Folds::from_labels`], in the memory of an earlier assignment.
    ///
    /// # Errors
    /// As [`Folds::from_labels`].
    pub fn assign(&mut self, labels: &[u32]) -> Result<(), FitError> {
        let top = labels.iter().copied().max().unwrap_or(0) as usize;
        if top >= labels.len().max(1) {
            return Err(FitError::OutOfRange { what: "fold label", value: top as f64 });
        }
        self.starts.clear();
        self.starts.resize(top + 2, 0);
        for &label in labels {
            self.starts[label as usize + 1] += 1;
        }
        for k in 0..=top {
            self.starts[k + 1] += self.starts[k];
        }
        self.order.clear();
        self.order.resize(labels.len(), 0);
        for (row, &label) in labels.iter().enumerate() {
            let next = &mut self.starts[label as usize];
            self.order[*next] = row as u32;
            *next += 1;
        }
        // Each start has moved on to the next fold's start: move them back by one fold.
        self.starts.rotate_right(1);
        self.starts[0] = 0;
        self.starts[top + 1] = labels.len();
        Ok(())
    }

    /// Number of folds, K.
    pub fn count(&self) -> usize {
        self.starts.len().saturating_sub(1)
    }

    /// Number of rows over all folds.
    pub fn rows(&self) -> usize {
        self.order.len()
    }

    /// All rows, fold by fold.
    pub(crate) fn order(&self) -> &[u32] {
        &self.order
    }

    /// Number of rows in fold `k`. Panics where `k >= count()`.
    pub fn size(&self, k: usize) -> usize {
        self.starts[k + 1] - self.starts[k]
    }

    /// The rows of fold `k`, ascending. Panics where `k >= count()`.
    pub fn members(&self, k: usize) -> &[u32] {
        &self.order[self.starts[k]..self.starts[k + 1]]
    }
}
