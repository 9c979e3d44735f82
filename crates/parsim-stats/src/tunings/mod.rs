//! Tunings: rules that choose lambda, one file each. They work on any penalised path.

mod criterion;

use crate::component::{ArgumentError, Component, Specification};
use crate::methods::{Candidates, Failure, Penalty};
use std::fmt::Debug;

registry! {
    /// Every tuning.
    ENTRIES: Entry = ENTRY;
    aic, aicc, bic, cross_validation, ebic, fixed, gcv, leave_one_out, validation
}

/// Builds a tuning for a penalty from a resolved component.
pub type Build = fn(&Component, &'static Penalty) -> Result<Box<dyn Tuning>, ArgumentError>;

/// A kind of this family.
pub struct Entry {
    /// The manual.
    pub specification: Specification,
    /// Builds the tuning.
    pub build: Build,
}

/// A rule that chooses lambda.
pub trait Tuning: Debug + Send + Sync {
    /// Whether the rule can work on n rows.
    ///
    /// # Errors
    /// The reason for which it cannot, a lower-case fragment.
    fn applicable(&self, n: usize) -> Result<(), String> {
        let _ = n;
        Ok(())
    }

    /// Whether the choice needs nothing but the path on all rows: no folds, no other rows.
    fn needs_full_path_only(&self) -> bool {
        false
    }

    /// Chooses lambda.
    ///
    /// # Errors
    /// A path could not be computed, or no lambda is admissible.
    fn select(&self, candidates: &mut Candidates<'_>) -> Result<Selection, Failure>;
}

/// The chosen lambda.
#[derive(Clone, Copy, Debug, PartialEq)]
pub enum Selection {
    /// A position in the grid.
    Grid(usize),
    /// A value of its own.
    Lambda(f64),
}

/// The first position of the smallest score: the largest lambda that attains the minimum.
fn smallest(scores: &[f64]) -> usize {
    let mut best = 0;
    for (i, score) in scores.iter().enumerate() {
        if *score < scores[best] {
            best = i;
        }
    }
    best
}
