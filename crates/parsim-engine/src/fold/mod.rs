//! From blocks to tables: one pass over a scenario's replicates in index order.

mod claim;
mod contrast;
mod decision;
mod method;
mod nested;
mod rows;
mod theory;

use crate::competition::applicable;
use crate::record::{BATCH, MethodRecord, Status};
use claim::ClaimFold;
use contrast::ContrastFold;
pub use decision::{Decision, Test};
use method::{Keep, MethodFold};
use nested::Nesting;
use parsim_stats::mechanisms::Scenario;
use parsim_stats::summaries::paired::Paired;
use parsim_stats::summaries::vector::{Groups, SlopeSums, batches_per_group};
use parsim_study::Plan;
pub use rows::ScenarioRows;
use std::ops::Range;

/// Recomputes the sums that one replicate adds for a method, given by its position in the plan;
/// needed only where methods failed on different replicates.
pub type Replay<'r> = dyn FnMut(usize, u64) -> SlopeSums + 'r;

/// The running sums of one scenario.
#[derive(Debug)]
pub struct ScenarioFold<'a> {
    plan: &'a Plan,
    scenario: usize,
    /// Consecutive replicates that share their covariates.
    noise_draws: u64,
    /// Positions in the plan of the methods that apply.
    methods: Vec<usize>,
    folds: Vec<MethodFold>,
    contrasts: Vec<ContrastFold>,
    claims: Vec<ClaimFold<'a>>,
    /// Replicates per group of the jackknife.
    group: u64,
    /// Replicates on which some method failed.
    gaps: Vec<Gap>,
    /// Replicates seen so far.
    seen: u64,
}

/// A replicate on which some method failed.
#[derive(Debug)]
struct Gap {
    replicate: u64,
    /// By applicable method.
    failed: Vec<bool>,
}

impl<'a> ScenarioFold<'a> {
    /// An empty fold over the first `replicates` replicates of a scenario.
    pub fn new(plan: &'a Plan, scenario: usize, replicates: u64) -> Self {
        let methods: Vec<usize> = applicable(plan, scenario).collect();
        let described = &plan.scenarios[scenario];
        let group = batches_per_group(replicates.div_ceil(BATCH as u64)) * BATCH as u64;
        let estimands = described.estimands.len();
        let scored = plan.themes.scored().count();
        let keep = Keep::of(plan.themes, replicates, (methods.len(), estimands));
        let noise_draws = described.mechanism.noise_draws();
        let nesting = Nesting { noise_draws, groups: replicates.div_ceil(group) };
        let fold = |_: &usize| MethodFold::new(described.p, estimands, plan.themes, keep, nesting);
        let reference = plan.reference_in(scenario);
        let reference = methods.iter().position(|&m| Some(m) == reference);
        let sums = vec![Paired::nested(noise_draws); scored];
        Self {
            plan,
            scenario,
            noise_draws,
            folds: methods.iter().map(fold).collect(),
            contrasts: contrast::all(methods.len(), reference, plan.all_pairs, &sums),
            claims: claim::all(plan, scenario, &methods),
            methods,
            group,
            gaps: Vec::new(),
            seen: 0,
        }
    }

    /// Positions in the plan of the methods that apply, in the order that `push` expects.
    pub fn methods(&self) -> &[usize] {
        &self.methods
    }

    /// Adds the first `count` replicates of a block, one record per applicable method, batch by batch: sums
    /// over replicates are sums over batches, whatever the blocks.
    pub fn push(&mut self, records: &[&MethodRecord], count: usize) {
        for start in (0..count).step_by(BATCH) {
            self.push_batch(records, &(start..count.min(start + BATCH)));
        }
        for (fold, record) in self.folds.iter_mut().zip(records) {
            for (b, batch) in record.batches.iter().take(count.div_ceil(BATCH)).enumerate() {
                let replicate = self.seen + (b * BATCH) as u64;
                fold.push_batch(batch, (replicate / self.group) as usize);
            }
        }
        self.seen += count as u64;
    }

    fn push_batch(&mut self, records: &[&MethodRecord], rows: &Range<usize>) {
        let first = self.seen + rows.start as u64;
        let mut complete = [true; BATCH];
        for record in records {
            for (complete, status) in complete.iter_mut().zip(&record.status[rows.clone()]) {
                *complete &= *status == Status::Fitted;
            }
        }
        for (fold, record) in self.folds.iter_mut().zip(records) {
            fold.push(record, rows, first, &complete);
        }
        for contrast in &mut self.contrasts {
            contrast.push(records, rows);
        }
        let group = (first / self.group) as usize;
        for claim in &mut self.claims {
            claim.push(records, rows, group);
        }
        for (at, row) in rows.clone().enumerate().filter(|(at, _)| !complete[*at]) {
            let failed = records.iter().map(|record| record.status[row] != Status::Fitted);
            self.gaps.push(Gap { replicate: first + at as u64, failed: failed.collect() });
        }
    }

    /// By applicable method, the estimate of tr(S^2), S the covariance matrix of the slopes'
    /// estimates.
    pub(crate) fn traces_of_squared_covariance(&self) -> Vec<Option<f64>> {
        let of = |fold: &MethodFold| {
            if fold.nested.is_none() {
                return (fold.quadruples > 0).then(|| fold.quadruple_sum / fold.quadruples as f64);
            }
            // What stands for it where replicates share their covariates.
            let groups = Groups::new(fold.coefficients.len() - 1, fold.groups.clone(), 0, 0.0);
            let variance = groups.nested(self.noise_draws).variance_without_bias()?;
            Some(0.5 * variance * (fold.fitted as f64).powi(2))
        };
        self.folds.iter().map(of).collect()
    }

    /// The scenario's rows of every table.
    pub fn finish(self, source: &dyn Scenario, replay: &mut Replay<'_>) -> ScenarioRows {
        rows::build(&self, source, replay)
    }

    /// The jackknife groups of a method over the replicates that are valid for all of `needed`
    /// (positions among the applicable methods).
    fn valid_groups(&self, method: usize, needed: &[usize], replay: &mut Replay<'_>) -> Groups {
        let fold = &self.folds[method];
        let mut groups = fold.groups.clone();
        for gap in &self.gaps {
            if gap.failed[method] || !needed.iter().any(|&other| gap.failed[other]) {
                continue;
            }
            let one = replay(self.methods[method], gap.replicate);
            groups[(gap.replicate / self.group) as usize].subtract(&one);
        }
        let p = self.plan.scenarios[self.scenario].p;
        Groups::new(p, groups, fold.quadruples, fold.quadruple_sum).nested(self.noise_draws)
    }
}
