//! Data-generating mechanisms: one file each.

use crate::component::{ArgumentError, Component, Specification};
use crate::dataset::Dataset;
use crate::stream::StreamKey;
use crate::truth::Truth;
use parsim_numerics::Matrix;
use std::fmt::Debug;
use std::sync::Arc;

registry! {
    /// Every mechanism.
    ENTRIES: Entry = ENTRY; linear
}

/// A kind of this family.
pub struct Entry {
    /// The manual.
    pub specification: Specification,
    /// Builds the mechanism from a resolved component.
    pub build: fn(&Component) -> Result<Arc<dyn Mechanism>, ArgumentError>,
}

/// A mechanism with all parameters set, before anything is drawn.
pub trait Mechanism: Debug + Send + Sync {
    /// Rows per replicate.
    fn n(&self) -> usize;

    /// Number of covariates.
    fn p(&self) -> usize;

    /// Whether all replicates of a scenario share their covariates.
    fn fixed_design(&self) -> bool;

    /// Consecutive replicates that share their covariates under a random design: the noise is drawn that often on
    /// each draw of the covariates. It divides 16.
    fn noise_draws(&self) -> u64 {
        1
    }

    /// Draws what the replicates of a scenario share: the coefficients, and under a fixed design
    /// the covariates and, as they are asked for, the validation rows.
    ///
    /// # Errors
    /// Parameters that only the drawn coefficients show to be impossible.
    fn prepare(&self, key: StreamKey) -> Result<Box<dyn Scenario>, ArgumentError>;
}

/// A mechanism whose shared parts are drawn: a source of replicates.
pub trait Scenario: Debug + Send + Sync {
    /// The true model, the same for every replicate.
    fn truth(&self) -> &Truth;

    /// Rows and covariates of a replicate.
    fn size(&self) -> (usize, usize);

    /// The covariates of every replicate, under a fixed design; datasets then share this matrix.
    fn fixed(&self) -> Option<&Arc<Matrix>> {
        None
    }

    /// Draws the dataset of one replicate, counted from 0.
    fn draw(&self, replicate: u64, dataset: &mut Dataset);

    /// Draws the datasets of consecutive replicates from `first` on: what [`Scenario::draw`] draws of each.
    fn draw_group(&self, first: u64, datasets: &mut [Dataset]) {
        for (replicate, dataset) in (first..).zip(datasets) {
            self.draw(replicate, dataset);
        }
    }

    /// Draws an independent validation set of n rows for one replicate.
    fn validation(&self, replicate: u64, n: usize, dataset: &mut Dataset);
}
