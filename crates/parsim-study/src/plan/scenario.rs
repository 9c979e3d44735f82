//! One cell of the grid.

use crate::cell::Cell;
use parsim_stats::component::Component;
use parsim_stats::identity::ScenarioId;
use parsim_stats::mechanisms::Mechanism;
use std::sync::Arc;

/// One cell of the grid: a mechanism with every parameter set.
#[derive(Clone, Debug)]
#[non_exhaustive]
pub struct Scenario {
    /// Hash of the mechanism's canonical form.
    pub id: ScenarioId,
    /// The varied parameters, `n=60,rho=0.5`; a condition that holds for this scenario. `single`
    /// where nothing varies.
    pub label: String,
    /// One cell per column of the tables: `n`, `p` and every scalar parameter, by leaf name, and
    /// the kinds as `covariates`, `coefficients`, `noise`. The same columns in every scenario.
    pub columns: Vec<(String, Cell)>,
    /// The varied parameters that the scenario has, in file order.
    pub varied: Vec<(String, Cell)>,
    /// The mechanism with every default.
    pub component: Component,
    /// The mechanism, built.
    pub mechanism: Arc<dyn Mechanism>,
    /// Rows per replicate.
    pub n: usize,
    /// Number of covariates.
    pub p: usize,
    /// Positions, from 1, of the coefficients that are not 0, ascending.
    pub signals: Vec<u32>,
    /// Coefficients whose estimates are kept per replicate: 0 the intercept, then slopes from 1.
    pub estimands: Vec<u32>,
    /// Replicates per block.
    pub block_size: u64,
    /// Per method the reason for which it does not apply here, if it does not.
    pub inapplicable: Vec<Option<String>>,
}

impl Scenario {
    /// Whether a method of the plan, by position, applies here.
    pub fn applies(&self, method: usize) -> bool {
        self.inapplicable.get(method).is_some_and(Option::is_none)
    }

    /// The cell of a column.
    pub fn cell(&self, column: &str) -> Option<&Cell> {
        self.columns.iter().find(|(name, _)| name == column).map(|(_, cell)| cell)
    }
}
