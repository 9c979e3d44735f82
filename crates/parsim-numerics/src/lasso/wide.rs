//! Paths of wide problems: pieces of the screened homotopy, each checked before the next.

use super::certify::Certified;
use super::screened::{Screened, Stage};
use super::slots::SlotColumns;
use super::trace::{BLOCK, Trace};
use super::witness::Witness;
use crate::problem::Problem;
use crate::wide::WideRows;

/// Between two checks lambda falls to no less than this fraction, unless no lambda of the list lies between.
const REACH: f64 = 0.45;

/// Where no lambda of the list is near, checks are made at this fraction of the last.
const STEP: f64 = 0.6;

/// Below this fraction of `lambda_max` checks are made at the lambdas of the list only.
const END: f64 = 1e-7;

/// Checks of one piece before its path is given up.
const REPEATS: usize = 100;

/// What the path of a wide problem is followed and certified with.
#[derive(Debug, Clone, Default)]
pub(super) struct WidePath {
    screened: Screened,
    pub witness: Witness,
    pub slots: SlotColumns,
}

impl WidePath {
    /// Starts at `lambda_max`.
    pub(super) fn begin(&mut self, problem: &Problem, rows: &WideRows) {
        self.slots.clear();
        self.witness.begin(problem, rows);
    }

    /// Follows the path from `lambda_max` to the first lambda.
    pub(super) fn set_out(&mut self, problem: &Problem) {
        self.screened.begin(problem);
    }

    /// Number of events so far.
    pub(super) fn steps(&self) -> usize {
        self.screened.steps()
    }

    /// Records the solutions at the next lambdas, no more than [`BLOCK`]; returns their certificates, and how
    /// many they are, or `None` where the path has broken down.
    pub(super) fn extend(
        &mut self,
        (problem, rows): (&Problem, &WideRows),
        lambdas: &[f64],
        trace: &mut Trace,
    ) -> Option<([Certified; BLOCK], usize)> {
        let first = trace.len();
        let floor = END * self.witness.lambda_max;
        loop {
            let start = self.screened.start();
            let near = lambdas[first..].iter().take(BLOCK);
            let count = near.take_while(|l| **l >= REACH * start).count();
            if count > 0 || STEP * start <= lambdas[first] || start < floor {
                let count = count.max(1);
                return self.record((problem, rows), lambdas, trace, count);
            }
            self.pass((problem, rows), lambdas, trace, STEP * start)?;
        }
    }

    /// Records the next `count` solutions.
    fn record(
        &mut self,
        (problem, rows): (&Problem, &WideRows),
        lambdas: &[f64],
        trace: &mut Trace,
        count: usize,
    ) -> Option<([Certified; BLOCK], usize)> {
        let Self { screened, witness, slots } = self;
        let first = trace.len();
        let wanted = &lambdas[first..first + count];
        let target = wanted[count - 1];
        let mut stage = Stage { problem, rows, slots, trace, lambdas };
        screened.resume(&mut stage, &witness.gradient);
        for _ in 0..REPEATS {
            if !screened.follow(&mut stage, target, first + count) {
                return None;
            }
            let wide = (problem, rows);
            let block = witness.block(wide, (stage.slots, stage.trace), first, wanted);
            witness.violators.retain(|&j| !screened.knows(j));
            if witness.violators.is_empty() {
                witness.accept(problem);
                return Some((block, count));
            }
            stage.trace.reopen(first);
            if !screened.repeat(&mut stage, &witness.gradient, &witness.violators) {
                return None;
            }
        }
        None
    }

    /// Goes down to `target`, where no solution is asked for.
    fn pass(
        &mut self,
        (problem, rows): (&Problem, &WideRows),
        lambdas: &[f64],
        trace: &mut Trace,
        target: f64,
    ) -> Option<()> {
        let Self { screened, witness, slots } = self;
        let end = trace.len();
        let mut stage = Stage { problem, rows, slots, trace, lambdas };
        screened.resume(&mut stage, &witness.gradient);
        for _ in 0..REPEATS {
            if !screened.follow(&mut stage, target, end) {
                return None;
            }
            let solution = screened.solution().map(|(a, b)| (a.slot, b));
            witness.check((problem, rows), stage.slots, target, solution);
            witness.violators.retain(|&j| !screened.knows(j));
            if witness.violators.is_empty() {
                witness.accept(problem);
                return Some(());
            }
            if !screened.repeat(&mut stage, &witness.gradient, &witness.violators) {
                return None;
            }
        }
        None
    }
}
