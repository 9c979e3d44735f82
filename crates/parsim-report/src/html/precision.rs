//! What is missing of the precision that the study asks for.

use super::MOST_ROWS;
use super::number::{count, significant};
use parsim_engine::precision::{Shortfall, shortfalls};
use parsim_engine::results::Results;
use parsim_study::{Plan, Replicates};
use serde::Serialize;

/// The targets of a study.
#[derive(Debug, Serialize)]
pub(super) struct PrecisionView<'a> {
    /// The targets in words.
    targets: Vec<String>,
    /// How many are not reached.
    missing: usize,
    rows: Vec<RowView<'a>>,
}

/// A target that is not reached.
#[derive(Debug, Serialize)]
struct RowView<'a> {
    measure: &'a str,
    method: &'a str,
    scenario: &'a str,
    mcse: String,
    target: String,
    replicates: String,
    needed: String,
}

/// The targets and what is missing of them; `None` for a study without targets.
pub(super) fn view<'a>(plan: &'a Plan, results: &Results) -> Option<PrecisionView<'a>> {
    let Replicates::Precision(precision) = &plan.replicates else { return None };
    let targets = precision.targets.iter();
    let missing = shortfalls(plan, results);
    Some(PrecisionView {
        targets: targets.map(|(measure, target)| format!("{measure} {target}")).collect(),
        missing: missing.len(),
        rows: missing.iter().take(MOST_ROWS).filter_map(|each| row(plan, each)).collect(),
    })
}

fn row<'a>(plan: &'a Plan, each: &Shortfall) -> Option<RowView<'a>> {
    Some(RowView {
        measure: each.measure,
        method: &plan.methods.get(each.method)?.name,
        scenario: &plan.scenarios.get(each.scenario)?.label,
        mcse: each.mcse.map(|mcse| significant(mcse, 3)).unwrap_or_default(),
        target: significant(each.wanted, 3),
        replicates: count(each.replicates),
        needed: each.replicates_needed.map(count).unwrap_or_default(),
    })
}
