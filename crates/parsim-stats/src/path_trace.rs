//! The whole path of a penalised method on one dataset, beside the truth: what the measures of the
//! path and of the tuning look at. Methods never see it.

use crate::methods::{Candidates, Failure, PathMethod, Task};
use crate::truth::Truth;
use crate::workbench::Workbench;
use parsim_numerics::SupportEvents;

/// Changes within this fraction of lambda happen at the same lambda, as for the homotopy itself.
const TIE: f64 = 1e-12;

/// What is known of a path. One per dataset and path, whatever the tunings; it keeps its memory.
#[derive(Clone, Debug, Default)]
pub struct PathTrace {
    /// The grid, largest lambda first, in the units of the study file.
    pub lambdas: Vec<f64>,
    /// The excess risk of the solution at each.
    pub risks: Vec<f64>,
    /// Position of the smallest risk; of several the largest lambda.
    pub best: usize,
    /// Whether the penalty sets slopes to 0, so that covariates enter in an order.
    pub has_order: bool,
    order: Order,
    delta: Vec<f64>,
}

/// The order in which covariates enter a path, and the supports along it.
#[derive(Clone, Debug, Default)]
pub struct Order {
    /// Truly nonzero and truly zero slopes that enter for the first time at one lambda, from the
    /// largest lambda on; last those that have not entered by the end of the grid. So every
    /// covariate is in one group, and those of a group are tied.
    pub groups: Vec<(usize, usize)>,
    /// True and false positives of each support along the path, the empty one left out.
    pub supports: Vec<(usize, usize)>,
    /// Entries and departures down to the end of the grid; `None` where the exact path broke down.
    pub knots: Option<usize>,
    /// By covariate: whether it is in, and whether it has been.
    is_in: Vec<bool>,
    was_in: Vec<bool>,
    /// First entries at the current lambda, and the true and false positives now.
    fresh: (usize, usize),
    now: (usize, usize),
}

impl PathTrace {
    /// Follows the path of one dataset.
    ///
    /// # Errors
    /// The path could not be computed; then the trace holds nothing that means anything.
    pub fn compute(
        &mut self,
        path: &PathMethod,
        task: &Task<'_>,
        truth: &Truth,
        workbench: &mut Workbench,
    ) -> Result<(), Failure> {
        let Self { lambdas, risks, best, has_order, order, delta } = self;
        let mut candidates = path.candidates(task, workbench)?;
        lambdas.clear();
        lambdas.extend_from_slice(candidates.lambdas()?);
        risks.clear();
        candidates.visit(&mut |point| risks.push(truth.risk_of(point, delta)))?;
        let first = |best, (at, risk): (usize, &f64)| if *risk < risks[best] { at } else { best };
        *best = risks.iter().enumerate().fold(0, first);
        order.begin(truth.beta.len());
        let reached = candidates.support_events().map(|events| order.follow(&events, truth));
        *has_order = reached.is_some();
        if reached.is_some_and(|reached| reached < lambdas.len()) {
            order.go_on(&mut candidates, reached.unwrap_or(0), truth)?;
        }
        order.finish(truth);
        Ok(())
    }

    /// The order of entry; `None` for penalties under which all covariates are in from the start.
    pub fn order(&self) -> Option<&Order> {
        self.has_order.then_some(&self.order)
    }

    /// The position of a lambda in the grid; `None` where it is not exactly one of it.
    pub fn position(&self, lambda: f64) -> Option<usize> {
        self.lambdas.iter().position(|known| *known == lambda)
    }
}

impl Order {
    fn begin(&mut self, p: usize) {
        self.groups.clear();
        self.supports.clear();
        for flags in [&mut self.is_in, &mut self.was_in] {
            flags.clear();
            flags.resize(p, false);
        }
        (self.fresh, self.now, self.knots) = ((0, 0), (0, 0), None);
    }

    /// Takes over the changes of the exact path; returns how far it goes.
    fn follow(&mut self, events: &SupportEvents<'_>, truth: &Truth) -> usize {
        let (mut knots, mut bound) = (0, 0.0);
        for event in events.iter() {
            if event.lambda < bound {
                self.close();
            }
            bound = event.lambda * (1.0 - TIE);
            self.set(event.variable, event.enters, truth);
            knots += 1;
        }
        self.close();
        self.knots = Some(knots);
        events.reached
    }

    /// Goes on from solution to solution where the exact path has broken down: what enters between
    /// two lambdas of the grid is tied.
    fn go_on(
        &mut self,
        candidates: &mut Candidates<'_>,
        reached: usize,
        truth: &Truth,
    ) -> Result<(), Failure> {
        self.knots = None;
        candidates.visit(&mut |point| {
            if point.index < reached {
                return;
            }
            let mut support = point.support.iter().copied().peekable();
            for j in 0..self.is_in.len() {
                let selected = support.next_if_eq(&j).is_some();
                if selected != self.is_in[j] {
                    self.set(j, selected, truth);
                }
            }
            self.close();
        })
    }

    /// A covariate enters or leaves.
    fn set(&mut self, j: usize, enters: bool, truth: &Truth) {
        let is_true = truth.beta[j] != 0.0;
        let now = if is_true { &mut self.now.0 } else { &mut self.now.1 };
        *now = if enters { *now + 1 } else { *now - 1 };
        if enters && !self.was_in[j] {
            let fresh = if is_true { &mut self.fresh.0 } else { &mut self.fresh.1 };
            *fresh += 1;
            self.was_in[j] = true;
        }
        self.is_in[j] = enters;
    }

    /// The path leaves the current lambda.
    fn close(&mut self) {
        if self.fresh != (0, 0) {
            self.groups.push(self.fresh);
            self.fresh = (0, 0);
        }
        if self.now != (0, 0) {
            self.supports.push(self.now);
        }
    }

    /// Those that never entered are the last group.
    fn finish(&mut self, truth: &Truth) {
        let entered =
            self.groups.iter().fold((0, 0), |sum, group| (sum.0 + group.0, sum.1 + group.1));
        let rest = (truth.s() - entered.0, truth.beta.len() - truth.s() - entered.1);
        if rest != (0, 0) {
            self.groups.push(rest);
        }
    }
}
