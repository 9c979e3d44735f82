//! What a method is given: the data and its random streams.

use crate::dataset::Dataset;
use crate::mechanisms::Scenario;
use crate::stream::{Purpose, StreamKey};
use rand::RngExt;

/// One dataset to fit, with the streams that belong to it. The truth cannot be reached from here.
#[derive(Clone, Copy, Debug)]
pub struct Task<'a> {
    pub(super) dataset: &'a Dataset,
    pub(super) origin: Option<Origin<'a>>,
    /// Fold labels that replace the random ones.
    pub(super) labels: Option<&'a [u32]>,
    pub(super) key: StreamKey,
    pub(super) replicate: u64,
    /// Whether the fit is to have standard errors.
    pub(super) intervals: bool,
}

/// Where fresh rows of the same law come from.
#[derive(Clone, Copy, Debug)]
pub(super) struct Origin<'a>(pub(super) &'a dyn Scenario);

impl<'a> Task<'a> {
    /// One replicate of a scenario, counted from 0.
    pub fn replicate(
        dataset: &'a Dataset,
        scenario: &'a dyn Scenario,
        key: StreamKey,
        replicate: u64,
    ) -> Self {
        Self {
            dataset,
            origin: Some(Origin(scenario)),
            labels: None,
            key,
            replicate,
            intervals: false,
        }
    }

    /// A dataset by itself; no validation rows can be drawn for it. `labels`, if given, are the
    /// folds 0..K of its rows, used wherever K folds are asked for.
    pub fn dataset_alone(dataset: &'a Dataset, seed: u64, labels: Option<&'a [u32]>) -> Self {
        let key = StreamKey { seed, scenario: None };
        Self { dataset, origin: None, labels, key, replicate: 0, intervals: false }
    }

    /// The same task; whether its fit is to have standard errors, for methods that give them.
    #[must_use]
    pub const fn with_intervals(self, intervals: bool) -> Self {
        Self { intervals, ..self }
    }

    /// Whether the fit is to have standard errors.
    pub const fn wants_intervals(&self) -> bool {
        self.intervals
    }

    /// The data.
    pub const fn dataset(&self) -> &'a Dataset {
        self.dataset
    }

    /// Fills `labels` with random balanced fold labels 0..folds; methods of a replicate that ask
    /// for the same number of folds get the same labels.
    pub(crate) fn fold_labels(&self, folds: usize, labels: &mut Vec<u32>) {
        let n = self.dataset.n();
        labels.clear();
        if let Some(given) = self.labels.filter(|given| highest(given) + 1 == folds) {
            labels.extend_from_slice(given);
            return;
        }
        labels.extend((0..n).map(|i| (i % folds) as u32));
        let mut stream = self.key.replicate(self.replicate, Purpose::Folds);
        for last in (1..n).rev() {
            labels.swap(last, stream.random_range(0..=last as u64) as usize);
        }
    }

    /// Draws an independent validation set of n rows; `false` where the data have no law.
    pub(crate) fn validation(&self, n: usize, dataset: &mut Dataset) -> bool {
        let Some(Origin(scenario)) = self.origin else { return false };
        scenario.validation(self.replicate, n, dataset);
        true
    }
}

fn highest(labels: &[u32]) -> usize {
    labels.iter().max().map_or(0, |label| *label as usize)
}
