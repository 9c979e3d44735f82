//! Verdicts: the tests of all scenarios, adjusted and read.

use crate::fold::{Decision, Test};
use crate::results::{ClaimRow, Measured, Verdict};
use parsim_stats::summaries::tests_of_claims::{Undecided, holm, spent_level};
use parsim_study::Plan;
use parsim_study::{Claim, Relation};

/// Rows and verdicts of all claims from their tests by (claim, scenario, decision), at R
/// replicates.
pub(crate) fn decide(
    plan: &Plan,
    mut decisions: Vec<(usize, usize, Decision)>,
    replicates: u64,
) -> (Vec<ClaimRow>, Vec<Verdict>) {
    decisions.sort_by_key(|(claim, scenario, _)| (*claim, *scenario));
    let (mut rows, mut verdicts) = (Vec::new(), Vec::new());
    for (at, claim) in plan.claims.iter().enumerate() {
        let of_claim: Vec<_> = decisions.iter().filter(|(c, ..)| *c == at).collect();
        // A scenario where the evidence does not suffice for a test is applicable all the same.
        let tested: Vec<f64> = of_claim.iter().filter_map(|(.., d)| p_value(d)).collect();
        let mut adjusted = holm(&tested).into_iter();
        let level = spent_level(claim.level, replicates);
        let tests = tested.len();
        let first = rows.len();
        for (_, scenario, decision) in of_claim {
            let p = p_value(decision).and_then(|_| adjusted.next());
            let verdict = verdict(claim, decision, p, level);
            let replicates_needed = match (verdict, decision.z) {
                (Verdict::Undecided, Some(z)) if decision.replicates > 0 => {
                    let replicates = decision.replicates;
                    Undecided { replicates, z, level: claim.level, tests }.replicates_needed()
                }
                _ => None,
            };
            rows.push(ClaimRow { replicates_needed, ..row((at, *scenario), decision, p, verdict) });
        }
        verdicts.push(overall(&rows[first..]));
    }
    (rows, verdicts)
}

/// The p-value that counts in the family; 1 where the evidence does not suffice for a test.
fn p_value(decision: &Decision) -> Option<f64> {
    match decision.test {
        Test::PValue { p, .. } => Some(p),
        Test::None => Some(1.0),
        Test::Exact(_) | Test::NotApplicable => None,
    }
}

fn verdict(claim: &Claim, decision: &Decision, p: Option<f64>, level: f64) -> Verdict {
    match decision.test {
        Test::NotApplicable => Verdict::NotApplicable,
        Test::None => Verdict::Undecided,
        Test::Exact(true) => Verdict::Holds,
        Test::Exact(false) => Verdict::Refuted,
        Test::PValue { .. } => {
            let difference = decision.difference.unwrap_or(0.0);
            let significant = p.is_some_and(|p| p < level) && difference != 0.0;
            let claimed = match claim.holds.relation {
                Relation::Less | Relation::LessOrEqual => difference < 0.0,
                Relation::Greater | Relation::GreaterOrEqual => difference > 0.0,
                // A difference proves an equality of summaries wrong, nothing proves it right.
                Relation::Equal => false,
            };
            match (significant, claimed) {
                (false, _) => Verdict::Undecided,
                (true, true) => Verdict::Holds,
                (true, false) => Verdict::Refuted,
            }
        }
    }
}

fn row(
    (claim, scenario): (usize, usize),
    decision: &Decision,
    p_adjusted: Option<f64>,
    verdict: Verdict,
) -> ClaimRow {
    let (own_z, tested) = match decision.test {
        Test::PValue { by_z, .. } => (by_z, true),
        _ => (false, false),
    };
    ClaimRow {
        claim,
        scenario,
        verdict,
        difference: Measured { estimate: decision.difference, mcse: decision.mcse },
        z: decision.z.filter(|_| own_z),
        p_adjusted: p_adjusted.filter(|_| tested),
        replicates_needed: None,
        replicates: decision.replicates,
        note: decision.note.clone(),
    }
}

/// Refuted if refuted anywhere; holds if it holds wherever it applies; else undecided.
fn overall(rows: &[ClaimRow]) -> Verdict {
    let mut applicable =
        rows.iter().map(|row| row.verdict).filter(|v| *v != Verdict::NotApplicable).peekable();
    if applicable.peek().is_none() {
        return Verdict::NotApplicable;
    }
    let verdicts: Vec<Verdict> = applicable.collect();
    if verdicts.contains(&Verdict::Refuted) {
        Verdict::Refuted
    } else if verdicts.iter().all(|v| *v == Verdict::Holds) {
        Verdict::Holds
    } else {
        Verdict::Undecided
    }
}

#[cfg(test)]
mod tests;
