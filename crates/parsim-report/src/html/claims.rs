//! The claims with their verdicts, as a whole and by scenario.

use super::MOST_ROWS;
use super::number::{count, minus, p_value, with_error};
use super::scenarios::{Columns, columns};
use crate::figures::telling_place;
use parsim_engine::results::{ClaimRow, Results, Verdict};
use parsim_study::{Claim, Plan};
use serde::Serialize;

/// A claim.
#[derive(Debug, Serialize)]
pub(super) struct ClaimView {
    text: String,
    holds: String,
    condition: String,
    level: String,
    verdict: Mark,
    /// How many scenarios have which verdict.
    tally: Vec<Tally>,
    /// Where it is refuted or undecided.
    remarks: Vec<String>,
    parameters: Vec<String>,
    rows: Vec<RowView>,
    /// How many scenarios there are.
    scenarios: usize,
    /// Whether the table is short enough to stand open.
    open: bool,
}

/// A verdict as word, symbol and class.
#[derive(Debug, Serialize)]
struct Mark {
    word: &'static str,
    symbol: &'static str,
    class: &'static str,
}

#[derive(Debug, Serialize)]
struct Tally {
    count: usize,
    verdict: Mark,
}

/// A claim in one scenario.
#[derive(Debug, Serialize)]
struct RowView {
    settings: Vec<String>,
    verdict: Mark,
    difference: String,
    mcse: String,
    z: String,
    p: String,
    needed: String,
    replicates: String,
    note: String,
}

/// Scenarios that a sentence may list.
const FEW: usize = 3;
/// Tables up to this length stand open.
const SHORT: usize = 12;

impl Mark {
    const fn of(verdict: Verdict) -> Self {
        let (symbol, class) = match verdict {
            Verdict::Holds => ("✓", "holds"),
            Verdict::Refuted => ("✗", "refuted"),
            Verdict::Undecided => ("?", "undecided"),
            Verdict::NotApplicable => ("–", "not-applicable"),
        };
        Self { word: verdict.word(), symbol, class }
    }
}

/// The claims in the plan's order.
pub(super) fn views(plan: &Plan, results: &Results) -> Vec<ClaimView> {
    let columns = columns(plan);
    let verdicts = results.verdicts.iter().copied().map(Some).chain(std::iter::repeat(None));
    plan.claims
        .iter()
        .zip(verdicts)
        .enumerate()
        .map(|(position, (claim, verdict))| {
            let rows: Vec<&ClaimRow> =
                results.claims.iter().filter(|row| row.claim == position).collect();
            view(plan, claim, verdict.unwrap_or(Verdict::Undecided), &rows, &columns)
        })
        .collect()
}

fn view(
    plan: &Plan,
    claim: &Claim,
    verdict: Verdict,
    rows: &[&ClaimRow],
    columns: &Columns,
) -> ClaimView {
    let order = [Verdict::Holds, Verdict::Refuted, Verdict::Undecided, Verdict::NotApplicable];
    let tally = order.into_iter().filter_map(|verdict| {
        let count = rows.iter().filter(|row| row.verdict == verdict).count();
        (count > 0).then(|| Tally { count, verdict: Mark::of(verdict) })
    });
    ClaimView {
        text: claim.text.clone(),
        holds: claim.holds.to_string(),
        condition: claim.condition.as_ref().map(ToString::to_string).unwrap_or_default(),
        level: claim.level.to_string(),
        verdict: Mark::of(verdict),
        tally: tally.collect(),
        remarks: remarks(plan, rows),
        parameters: columns.names.clone(),
        rows: rows.iter().take(MOST_ROWS).map(|row| row_view(row, columns)).collect(),
        scenarios: rows.len(),
        open: rows.len() <= SHORT,
    }
}

/// Where a claim is refuted or undecided: by a parameter if one tells, or if these are few by
/// their labels.
fn remarks(plan: &Plan, rows: &[&ClaimRow]) -> Vec<String> {
    let all: Vec<usize> = rows.iter().map(|row| row.scenario).collect();
    let cases = [(Verdict::Refuted, "refuted"), (Verdict::Undecided, "undecided")];
    let remark = |(verdict, word): (Verdict, &str)| {
        let some: Vec<usize> =
            rows.iter().filter(|row| row.verdict == verdict).map(|row| row.scenario).collect();
        if some.is_empty() || some.len() == all.len() {
            return None;
        }
        let place = telling_place(plan, &all, &some).or_else(|| {
            let labels = some.iter().map(|&scenario| plan.scenarios[scenario].label.as_str());
            (some.len() <= FEW).then(|| format!("in {}", labels.collect::<Vec<_>>().join("; ")))
        });
        place.map(|place| format!("{word} {place}"))
    };
    cases.into_iter().filter_map(remark).chain(outlook(rows)).collect()
}

/// What it would probably take to decide what is undecided.
fn outlook(rows: &[&ClaimRow]) -> Option<String> {
    let undecided = || rows.iter().filter(|row| row.verdict == Verdict::Undecided);
    let most = undecided().map(|row| row.replicates_needed);
    let known = most.clone().flatten().max();
    let unknown = most.filter(Option::is_none).count();
    match (known, unknown) {
        (None, 0) => None,
        (None, _) => Some("no number of replicates in reach would probably decide it".to_owned()),
        (Some(most), 0) => Some(format!("{} replicates would probably decide it", count(most))),
        (Some(most), unknown) => Some(format!(
            "{} replicates would probably decide it but for {unknown} out of reach",
            count(most)
        )),
    }
}

fn row_view(row: &ClaimRow, columns: &Columns) -> RowView {
    let difference = row.difference.estimate.map(|value| with_error(value, row.difference.mcse));
    let (difference, mcse) = difference.map_or_else(Default::default, |d| (d.value, d.error));
    RowView {
        settings: columns.settings.get(row.scenario).cloned().unwrap_or_default(),
        verdict: Mark::of(row.verdict),
        difference,
        mcse,
        z: row.z.map(|z| minus(&format!("{z:.1}"))).unwrap_or_default(),
        p: row.p_adjusted.map(p_value).unwrap_or_default(),
        needed: row.replicates_needed.map(count).unwrap_or_default(),
        replicates: count(row.replicates),
        note: row.note.clone(),
    }
}
