//! Sums of coefficients by part of the replicates, where replicates share their covariates.

use crate::record::BatchSums;
use parsim_stats::summaries::coefficient::ErrorSums;
use parsim_stats::summaries::intervals::IntervalSums;

/// Parts that the replicates are cut into, at most: enough for an error, each with enough replicates for a median.
const PARTS: u64 = 40;

/// How the replicates of a scenario depend on one another.
#[derive(Clone, Copy, Debug)]
pub(super) struct Nesting {
    /// Consecutive replicates that share their covariates.
    pub noise_draws: u64,
    /// Jackknife groups in all.
    pub groups: u64,
}

/// By part, which is some consecutive jackknife groups: the sums of every coefficient.
#[derive(Clone, Debug)]
pub(super) struct NestedSums {
    pub noise_draws: u64,
    /// Jackknife groups per part.
    width: usize,
    pub parts: Vec<PartSums>,
}

/// The sums over some replicates.
#[derive(Clone, Debug, Default)]
pub(super) struct PartSums {
    /// Fitted replicates.
    pub fitted: u64,
    /// By coefficient, 0 the intercept.
    pub coefficients: Vec<ErrorSums>,
    /// Sums over intervals, likewise; empty where no fit has any.
    pub intervals: Vec<IntervalSums>,
}

impl NestedSums {
    /// `None` where replicates are independent.
    pub fn of(nesting: Nesting) -> Option<Self> {
        let width = nesting.groups.div_ceil(PARTS).max(1) as usize;
        let noise_draws = nesting.noise_draws;
        (noise_draws > 1).then(|| Self { noise_draws, width, parts: Vec::new() })
    }

    /// Adds a batch of a jackknife group.
    pub fn push(&mut self, batch: &BatchSums, group: usize) {
        let at = group / self.width;
        while self.parts.len() <= at {
            let coefficients = vec![ErrorSums::default(); batch.selected.len()];
            self.parts.push(PartSums { fitted: 0, coefficients, intervals: Vec::new() });
        }
        let part = &mut self.parts[at];
        part.fitted += u64::from(batch.count);
        if let Some(intervals) = &batch.intervals {
            intervals.add_to(&mut part.intervals);
        }
        for (j, sums) in part.coefficients.iter_mut().enumerate() {
            sums.count += u64::from(batch.count);
            sums.selected += u64::from(batch.selected[j]);
            for (sum, power) in sums.powers.iter_mut().zip(&batch.powers) {
                *sum += power[j];
            }
        }
    }
}
