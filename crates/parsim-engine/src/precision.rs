//! Whether the precision that a study asks for is reached.

use crate::results::Results;
use parsim_study::{Plan, Replicates};

/// Whether every target is met by every method in every scenario where it applies. Proportions
/// count by half the width of their interval over 1.96, so that a run of equal values does not
/// pass for precision. A study without targets is always content.
pub fn is_reached(plan: &Plan, results: &Results) -> bool {
    let Replicates::Precision(precision) = &plan.replicates else { return true };
    precision.targets.iter().all(|(measure, target)| {
        results
            .summary
            .iter()
            .filter(|row| row.measure == measure && row.value.estimate.is_some())
            .all(|row| {
                let width = row.lower.zip(row.upper).map(|(l, u)| (u - l) / (2.0 * 1.96));
                let mcse = row.value.mcse.map(|mcse| mcse.max(width.unwrap_or(mcse)));
                mcse.is_some_and(|mcse| mcse <= *target)
            })
    })
}
