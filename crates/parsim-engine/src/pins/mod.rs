//! Regression-tested statistics: what a study gave once, and whether a run gives it again.
//!
//! A [`Pin`] holds the case-wise summaries of a study. Another run of it is compared *exactly*
//! where seed, replicates and version of the results agree, else *statistically*: every pair of
//! values by a test that takes both sides' Monte Carlo errors into account, the family of all tests
//! at one stated rate of false alarms.

mod difference;
mod exact;
mod family;
mod known;
mod matching;
mod shared_draws;
mod statistical;

pub use difference::{Difference, Place};
pub use family::{Family, Member};
pub use known::KnownAnswer;
pub use shared_draws::drawn_once;

use crate::results::{Measured, Results, SummaryRow};
use matching::Matching;
use parsim_stats::component::Fingerprint;
use parsim_stats::identity::RESULTS_VERSION;
use parsim_stats::theory::{LAWS, Statement};
use parsim_study::Plan;

/// The summaries of a study that a run is held to; or those of a run, to be compared with them.
#[derive(Clone, Debug, PartialEq)]
pub struct Pin {
    /// The stem of the study file.
    pub study: String,
    /// The version of the results.
    pub results_version: u32,
    /// The seed of the study.
    pub seed: u64,
    /// Replicates 1..=R per scenario.
    pub replicates: u64,
    /// The study's fingerprint under that version and seed.
    pub fingerprint: Fingerprint,
    /// One row per scenario, method and measure, in the order of `tables/summary`.
    pub rows: Vec<PinnedRow>,
}

/// One summary.
#[derive(Clone, Debug, PartialEq)]
pub struct PinnedRow {
    /// The scenario's label.
    pub scenario: String,
    /// The method's name.
    pub method: String,
    /// The measure's name.
    pub measure: String,
    /// The case-wise estimate with its Monte Carlo standard error.
    pub value: Measured,
    /// Replicates that the estimate rests on.
    pub replicates: u64,
    /// Replicates on which the method failed.
    pub failures: u64,
    /// Replicates that were fitted and have no value of this measure.
    pub undefined: u64,
    /// The value that an exact law gives, where one is known and the estimate can be held against it.
    pub theory: Option<f64>,
    /// Consecutive replicates that share their covariates. A file does not say it: 1 there.
    pub noise_draws: u64,
}

/// How a run is compared with a pin.
#[derive(Clone, Copy, Debug, PartialEq)]
pub enum Mode {
    /// Every digit; with a tolerance, relative to the larger value (1 for smaller ones), on machines that do not
    /// promise the same bits.
    Exact {
        /// 0 for every digit.
        tolerance: f64,
    },
    /// By tests.
    Statistical {
        /// The chance that a run of the same law fails.
        false_alarms: f64,
        /// Whether the replicates of different scenarios are independent of each other.
        independent: bool,
    },
}

/// What a comparison found.
#[derive(Clone, Debug, PartialEq)]
pub struct Verification {
    /// How it was made.
    pub mode: Mode,
    /// Rows of the pin that the run has, too.
    pub rows: usize,
    /// The tests, under [`Mode::Statistical`].
    pub family: Family,
    /// What differs, in the order of the pin.
    pub differences: Vec<Difference>,
    /// Measures of the run that the pin does not know: no difference, and held to nothing.
    pub unpinned: Vec<String>,
}

impl Pin {
    /// The summaries of a run.
    pub fn of(plan: &Plan, study: &str, results: &Results) -> Self {
        let row = |row: &SummaryRow| PinnedRow {
            scenario: plan.scenarios[row.scenario].label.clone(),
            method: plan.methods[row.method].name.clone(),
            measure: row.measure.to_owned(),
            value: row.value,
            replicates: row.replicates,
            failures: row.failures,
            undefined: row.undefined,
            theory: row.theory.filter(|_| is_exact(row)),
            noise_draws: plan.scenarios[row.scenario].mechanism.noise_draws(),
        };
        Self {
            study: study.to_owned(),
            results_version: RESULTS_VERSION,
            seed: plan.seed,
            replicates: results.replicates.iter().copied().max().unwrap_or(0),
            fingerprint: plan.fingerprint(),
            rows: results.summary.iter().map(row).collect(),
        }
    }

    /// Whether the same bits are to be expected of both.
    pub fn is_repeated_by(&self, run: &Self) -> bool {
        let facts = |pin: &Self| (pin.results_version, pin.seed, pin.replicates);
        facts(self) == facts(run)
    }

    /// Compares a run with this pin; `None` if they have no row in common.
    pub fn compare(&self, run: &Self, mode: Mode) -> Option<Verification> {
        let Matching { pairs, missing, unpinned, added } = Matching::new(self, run);
        if pairs.is_empty() {
            return None;
        }
        let mut differences = missing;
        let family = match mode {
            Mode::Exact { tolerance } => {
                differences.extend(pairs.iter().filter_map(|pair| exact::compare(pair, tolerance)));
                Family::default()
            }
            Mode::Statistical { false_alarms, independent } => {
                let sides = statistical::Sides { pin: self, run };
                let (members, without_chance) = sides.compare(&pairs);
                let family = Family::new(members, (false_alarms, independent));
                differences.extend(without_chance);
                differences.extend(family.differences());
                family
            }
        };
        differences.extend(added);
        Some(Verification { mode, rows: pairs.len(), family, differences, unpinned })
    }
}

/// Whether the law of a row is exact, holds of all its replicates, and the error of its estimate is
/// one that a test can trust.
fn is_exact(row: &SummaryRow) -> bool {
    let law = row.law.and_then(|name| LAWS.iter().find(|law| law.name == name));
    let exact = law.is_some_and(|law| matches!(law.statement, Statement::Exact(_)));
    exact && row.failures == 0 && (row.z.is_some() || row.value.mcse == Some(0.0))
}

#[cfg(test)]
mod tests;
