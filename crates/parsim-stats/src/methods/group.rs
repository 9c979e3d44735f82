//! Consecutive replicates that a method fits together.

use super::task::Origin;
use super::{Failure, Fit, Task};
use crate::dataset::Dataset;
use crate::mechanisms::Scenario;
use crate::stream::StreamKey;
use crate::workbench::Workbench;
use parsim_numerics::Matrix;
use std::sync::Arc;

/// Consecutive replicates of one scenario, all of the same n and p.
///
/// What a method computes for one of them must not depend on the others, nor on how many there
/// are: each is also fitted alone, by `parsim replay`, and must then have the same bits.
#[derive(Clone, Copy, Debug)]
pub struct Group<'a> {
    datasets: &'a [Dataset],
    origin: Option<Origin<'a>>,
    labels: Option<&'a [u32]>,
    key: StreamKey,
    first: u64,
    intervals: bool,
}

impl<'a> Group<'a> {
    /// The most replicates of a group.
    pub const LARGEST: usize = 16;

    /// Numbers that the datasets of a group may hold together (2 MB).
    const NUMBERS: usize = 1 << 18;

    /// Replicates per group, from n and p alone: as many as fit, 16 or 1, so that memory stays
    /// bounded. Replicates that share their covariates hold n numbers each, others n (p + 1).
    pub const fn size(n: usize, p: usize, fixed: bool) -> usize {
        let columns = if fixed { 1 } else { p.saturating_add(1) };
        let each = n.saturating_mul(columns);
        if each.saturating_mul(Self::LARGEST) <= Self::NUMBERS { Self::LARGEST } else { 1 }
    }

    /// Replicates `first`, `first + 1`, ... of a scenario, counted from 0.
    pub fn replicates(
        datasets: &'a [Dataset],
        scenario: &'a dyn Scenario,
        key: StreamKey,
        first: u64,
    ) -> Self {
        Self {
            datasets,
            origin: Some(Origin(scenario)),
            labels: None,
            key,
            first,
            intervals: false,
        }
    }

    /// A task as a group of its own.
    pub fn alone(task: &Task<'a>) -> Self {
        let datasets = std::slice::from_ref(task.dataset);
        let Task { origin, labels, key, replicate: first, intervals, .. } = *task;
        Self { datasets, origin, labels, key, first, intervals }
    }

    /// The same group; whether its fits are to have standard errors.
    #[must_use]
    pub const fn with_intervals(self, intervals: bool) -> Self {
        Self { intervals, ..self }
    }

    /// Whether the fits are to have standard errors.
    pub const fn wants_intervals(&self) -> bool {
        self.intervals
    }

    /// Number of replicates.
    pub const fn len(&self) -> usize {
        self.datasets.len()
    }

    /// The first replicate, counted from 0.
    pub(crate) const fn first(&self) -> u64 {
        self.first
    }

    /// Whether there are none.
    pub const fn is_empty(&self) -> bool {
        self.datasets.is_empty()
    }

    /// The data, a dataset per replicate.
    pub const fn datasets(&self) -> &'a [Dataset] {
        self.datasets
    }

    /// One of the replicates, by position in the group. Panics where there is none.
    pub fn task(&self, at: usize) -> Task<'a> {
        let Self { datasets, origin, labels, key, first, intervals } = *self;
        let replicate = first + at as u64;
        Task { dataset: &datasets[at], origin, labels, key, replicate, intervals }
    }

    /// Fits the replicates one after another, each as if it were alone.
    pub fn one_by_one(
        &self,
        mut one: impl FnMut(&Task<'_>, &mut Workbench, &mut Fit) -> Result<(), Failure>,
        workbench: &mut Workbench,
        fits: &mut [Fit],
        outcomes: &mut [Result<(), Failure>],
    ) {
        for (at, (fit, outcome)) in fits.iter_mut().zip(outcomes).enumerate() {
            workbench.begin();
            *outcome = one(&self.task(at), workbench, fit);
        }
    }

    /// The covariates that all replicates of the scenario share, under a fixed design.
    pub fn fixed(&self) -> Option<&'a Arc<Matrix>> {
        self.origin.and_then(|Origin(scenario)| scenario.fixed())
    }
}
