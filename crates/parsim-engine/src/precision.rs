//! Whether the precision that a study asks for is reached, and what is missing.
//!
//! A study with targets looks at its results at min x 2^k replicates only, and decides from the
//! replicates 1..R alone, so that any run of it stops at the same count. What stops it is that every
//! target is met at two looks in a row: at this one, and at the one before once its errors are brought
//! to the replicates of this one, by the square root of their ratio. So a standard error that happens
//! to be small stops nothing, and no replicate is computed for the sake of the second look. At the
//! first look, where there is none before, a standard error of 0 does not count as reached.

use crate::results::{Results, SummaryRow};
use parsim_stats::measures;
use parsim_stats::summaries::Z95;
use parsim_study::{BATCH, Plan, Replicates, Target};
use std::collections::BTreeMap;

/// A target that is not reached.
#[derive(Clone, Debug, PartialEq)]
pub struct Shortfall {
    /// Position of the scenario in the plan.
    pub scenario: usize,
    /// Position of the method in the plan.
    pub method: usize,
    /// The measure's name.
    pub measure: &'static str,
    /// The error reached, as [`error_of`] has it; `None` where too few replicates are valid for one.
    pub mcse: Option<f64>,
    /// What the study asks for.
    pub target: Target,
    /// The same in the measure's own units.
    pub wanted: f64,
    /// Replicates so far.
    pub replicates: u64,
    /// Replicates that would probably reach it, R (MCSE/target)^2 in whole batches; `None` where
    /// none would, as for a share of an estimate of 0, or above a billion.
    pub replicates_needed: Option<u64>,
}

/// What targets judge: the MCSE; for measures in [0, 1], whose values may all be equal by chance, at
/// least half the width of their interval over 1.96.
pub fn error_of(row: &SummaryRow) -> Option<f64> {
    let share = measures::find(row.measure).is_some_and(measures::Measure::is_share);
    let width = row.lower.zip(row.upper).map(|(lower, upper)| (upper - lower) / (2.0 * Z95));
    let mcse = row.value.mcse?;
    Some(if share { mcse.max(width.unwrap_or(mcse)) } else { mcse })
}

/// The rows that a target concerns, with the target: every method in every scenario where the
/// measure has a value.
fn concerned<'a>(
    plan: &'a Plan,
    results: &'a Results,
) -> impl Iterator<Item = (&'a SummaryRow, f64, Target)> {
    let targets: BTreeMap<&str, Target> = match &plan.replicates {
        Replicates::Fixed(_) => BTreeMap::new(),
        Replicates::Precision(precision) => {
            precision.targets.iter().map(|(name, target)| (name.as_str(), *target)).collect()
        }
    };
    results.summary.iter().filter_map(move |row| {
        let target = *targets.get(row.measure)?;
        Some((row, target.at(row.value.estimate?), target))
    })
}

/// Whether every target is reached by results and confirmed by those of the look before, if there
/// was one. A study without targets is always content.
pub fn is_reached(plan: &Plan, before: Option<&Results>, results: &Results) -> bool {
    let earlier: BTreeMap<_, _> =
        before.iter().flat_map(|before| &before.summary).map(|row| (key(row), row)).collect();
    let ratio = before.map_or(1.0, |before| count(before) as f64 / count(results) as f64);
    concerned(plan, results).all(|(row, wanted, _)| {
        let Some(error) = error_of(row) else { return false };
        let confirmed = match before {
            None => error > 0.0,
            Some(_) => earlier
                .get(&key(row))
                .and_then(|old| error_of(old))
                .is_some_and(|error| error * ratio.sqrt() <= wanted),
        };
        error <= wanted && confirmed
    })
}

/// Replicates of a look, the same in every scenario that it has.
fn count(results: &Results) -> u64 {
    results.replicates.iter().copied().max().unwrap_or(0)
}

fn key(row: &SummaryRow) -> (usize, usize, &str) {
    (row.scenario, row.method, row.measure)
}

/// The targets that results do not reach, in the order of the tables; none without targets.
pub fn shortfalls(plan: &Plan, results: &Results) -> Vec<Shortfall> {
    let of = |(row, wanted, target): (&SummaryRow, f64, Target)| {
        let mcse = error_of(row);
        if mcse.is_some_and(|mcse| mcse <= wanted) {
            return None;
        }
        let replicates = count(results);
        let factor = mcse.map(|mcse| (mcse / wanted).powi(2));
        Some(Shortfall {
            scenario: row.scenario,
            method: row.method,
            measure: row.measure,
            mcse,
            target,
            wanted,
            replicates,
            replicates_needed: factor.and_then(|factor| whole(replicates as f64 * factor)),
        })
    };
    concerned(plan, results).filter_map(of).collect()
}

/// A number of replicates in whole batches, unless it is beyond a billion.
#[expect(clippy::cast_sign_loss, reason = "a count")]
fn whole(replicates: f64) -> Option<u64> {
    (replicates <= 1e9).then(|| (replicates.ceil() as u64).div_ceil(BATCH) * BATCH)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::results::Measured;
    use parsim_study::{NoDataFiles, Source};

    fn plan(targets: &str) -> Plan {
        let study = format!(
            "title = \"t\"\nseed = 1\n\
             replicates = {{ target_mcse = {targets}, min = 512, max = 4096 }}\n\
             [mechanism]\nkind = \"linear\"\nn = 30\ncovariates = {{ kind = \"gaussian\", p = 2 }}\n\
             coefficients = {{ kind = \"leading\", s = 1 }}\n\
             noise = {{ kind = \"gaussian\", snr = 1 }}\n[[method]]\nkind = \"ols\"\n"
        );
        Plan::compile(&Source::new("t", study), &[], &NoDataFiles).unwrap()
    }

    fn results(replicates: u64, rows: &[(&'static str, f64, f64)]) -> Results {
        let row = |&(measure, estimate, mcse): &(&'static str, f64, f64)| SummaryRow {
            scenario: 0,
            method: 0,
            measure,
            value: Measured { estimate: Some(estimate), mcse: Some(mcse) },
            lower: Some(estimate - 0.05),
            upper: Some(estimate + 0.05),
            replicates,
            failures: 0,
            undefined: 0,
            listwise: Measured::default(),
            theory: None,
            z: None,
            law: None,
        };
        let summary = rows.iter().map(row).collect();
        Results { replicates: vec![replicates], summary, ..Results::default() }
    }

    #[test]
    fn two_looks_agree_before_a_study_stops() {
        let plan = plan("{ mse = 0.01 }");
        let at = |replicates, mcse| results(replicates, &[("mse", 1.0, mcse)]);
        let reached = |before: Option<&Results>, mcse| is_reached(&plan, before, &at(1024, mcse));
        assert!(reached(None, 0.01) && !reached(None, 0.011));
        assert!(!reached(None, 0.0), "no spread at the first look is no precision");
        assert!(reached(Some(&at(512, 0.0)), 0.0), "at the second it is");
        // At 512 replicates sqrt(2) times the target is on course for 1024.
        assert!(reached(Some(&at(512, 0.0141)), 0.01));
        assert!(!reached(Some(&at(512, 0.0142)), 0.005), "one of the two is chance");
        assert!(!reached(Some(&at(512, 0.001)), 0.011));
    }

    #[test]
    fn a_relative_target_is_a_share_of_the_estimate() {
        let plan = plan("{ mse = { relative = 0.02 } }");
        let reached = |estimate, mcse| {
            is_reached(&plan, None, &results(512, &[("mse", estimate, mcse), ("pve", 0.0, 9.0)]))
        };
        assert!(reached(-2.0, 0.04) && !reached(2.0, 0.041) && !reached(0.0, 1e-9));
    }

    #[test]
    fn what_is_missing_is_named() {
        let plan = plan("{ mse = { relative = 0.01 }, screening = 0.01, pve = 0.1 }");
        let rows = [("mse", 2.0, 0.03), ("screening", 0.9, 0.001), ("pve", 0.5, 0.1)];
        let missing = shortfalls(&plan, &results(1024, &rows));
        let named: Vec<_> = missing.iter().map(|each| each.measure).collect();
        assert_eq!(named, ["mse", "screening"]);
        // 1024 (0.03/0.02)^2 = 2304; the interval of screening is 0.1 wide: 0.0255 over 0.01.
        assert_eq!((missing[0].wanted, missing[0].replicates_needed), (0.02, Some(2304)));
        assert!((missing[1].mcse.unwrap() - 0.05 / 1.96).abs() < 1e-12);
        let none = shortfalls(&plan, &results(1024, &[("mse", 0.0, 0.03)]));
        assert_eq!(none[0].replicates_needed, None, "no share of 0 is reached");
        assert_eq!(shortfalls(&plan.with_replicates(16), &results(16, &rows)), []);
    }
}
