//! The plan of a study: everything decided, nothing computed.

mod blocks;
mod check;
mod compile;
mod entrant;
mod entrants;
mod figures;
mod header;
mod identity;
mod query;
mod scenario;
mod scenarios;
mod settle;
#[cfg(test)]
mod tests;
mod write;

pub use blocks::{Block, block_size};
pub use entrant::{Entrant, Estimator, Role};
pub(crate) use entrants::place_of;
pub use figures::PlannedFigure;
pub use header::{HeaderError, PlanHeader};
pub use query::Axis;
pub use scenario::Scenario;

use crate::claim::Claim;
use crate::diagnostic::Diagnostics;
use crate::replicates::Replicates;
use parsim_stats::measures::Themes;

/// A study with everything decided: what [`Plan::compile`] makes of a study file.
///
/// Order is that of the study file; identities and the fingerprint do not depend on it.
#[derive(Clone, Debug)]
#[non_exhaustive]
pub struct Plan {
    /// One line that names the study.
    pub title: String,
    /// What the study is to find out; may be empty.
    pub aim: String,
    /// The seed of all randomness.
    pub seed: u64,
    /// How many replicates, or the precision that decides it.
    pub replicates: Replicates,
    /// Whether all scenarios draw from the same streams.
    pub common_random_numbers: bool,
    /// Whether every nonzero estimate is kept, and not the estimands alone.
    pub keeps_all: bool,
    /// The themes of the measures that are computed.
    pub themes: Themes,
    /// The cells of the grid; lists cross in file order, the last varying fastest.
    pub scenarios: Vec<Scenario>,
    /// Methods, then oracles.
    pub methods: Vec<Entrant>,
    /// The claims.
    pub claims: Vec<Claim>,
    /// The figures.
    pub figures: Vec<PlannedFigure>,
    /// Position of the method that contrasts refer to, if the study names one.
    pub reference: Option<usize>,
    /// Whether contrasts compare every two methods, and not only each with the reference.
    pub all_pairs: bool,
    /// Warnings, and what was decided on the user's behalf.
    pub notices: Diagnostics,
    /// Names of the varied columns, in file order.
    varied: Vec<String>,
    /// The estimands that the study file names, ascending; `None` for the default.
    named_estimands: Option<Vec<u32>>,
}
