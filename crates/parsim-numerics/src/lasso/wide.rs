//! Paths of wide problems: pieces of the screened homotopy, each checked before the next.

use super::candidates::Pace;
use super::certify::Certified;
use super::columns::Columns;
use super::screened::{Screened, Stage};
use super::slots::SlotColumns;
use super::trace::{BLOCK, Trace};
use super::witness::Witness;
use super::{Lasso, passes};
use crate::error::FitError;
use crate::path::{EngineChoice, PathReport};
use crate::problem::Problem;
use crate::wide::WideRows;

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
        let (floor, reach) = (END * self.witness.lambda_max, Pace::of(problem).reach);
        loop {
            let start = self.screened.start();
            let near = lambdas[first..].iter().take(BLOCK);
            let count = near.take_while(|l| **l >= reach * start).count();
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
            screened.repeat(&mut stage, &witness.gradient, &witness.violators);
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
            screened.repeat(&mut stage, &witness.gradient, &witness.violators);
        }
        None
    }
}

impl Lasso {
    /// Solves a wide problem, a block of lambdas at a time.
    pub(super) fn solve_wide(
        &mut self,
        columns: &mut Columns<'_>,
        lambdas: &[f64],
        report: &mut PathReport,
    ) -> Result<(), FitError> {
        let problem = columns.problem;
        let Some(rows) = &problem.rows else { return Ok(()) };
        self.certified.clear();
        self.wide.begin(problem, rows);
        let mut screened = self.choice == EngineChoice::Auto;
        if screened {
            self.wide.set_out(problem);
        } else {
            self.follow(columns, report);
            self.descend(columns, report);
        }
        while self.certified.len() < lambdas.len() {
            let first = self.certified.len();
            let mut found = None;
            if screened {
                let Self { wide, lambdas, trace, .. } = self;
                found = wide.extend((problem, rows), lambdas, trace);
                report.steps = wide.steps();
                report.cholesky = trace.len();
                self.reached = self.trace.len();
                if found.is_none() {
                    screened = false;
                    self.descend(columns, report);
                }
            }
            let (block, count) = match found {
                Some(found) => found,
                None => self.witness_block(columns, first, BLOCK),
            };
            self.examine(columns, (lambdas, first, count), block, report)?;
            if !screened {
                self.wide.witness.accept(problem);
            }
        }
        self.make_room();
        for at in 0..self.count() {
            self.trace.block(at * BLOCK, &mut self.blocks[at]);
        }
        Ok(())
    }

    /// Certifies up to `count` solutions of a wide problem from its rows.
    fn witness_block(
        &mut self,
        columns: &Columns<'_>,
        first: usize,
        count: usize,
    ) -> ([Certified; BLOCK], usize) {
        let Self { wide: WidePath { witness, slots, .. }, trace, lambdas, .. } = self;
        let count = count.min(lambdas.len() - first);
        let Some(rows) = &columns.problem.rows else { return Default::default() };
        let wanted = &lambdas[first..first + count];
        (witness.block((columns.problem, rows), (slots, trace), first, wanted), count)
    }

    /// Improves those of a block of solutions of a wide problem that fail.
    fn examine(
        &mut self,
        columns: &mut Columns<'_>,
        (lambdas, first, count): (&[f64], usize, usize),
        mut block: [Certified; BLOCK],
        report: &mut PathReport,
    ) -> Result<(), FitError> {
        for index in first..first + count {
            if !passes(&block[index - first]) {
                self.polish(columns, index);
                report.polish += 1;
                (block, _) = self.witness_block(columns, first, count);
            }
            self.certified.push(block[index - first]);
            self.keep(index, lambdas[index], report)?;
        }
        Ok(())
    }
}
