//! The lasso at one lambda by a primal active-set method, started by coordinate descent.
//!
//! It is exact, needs no path, and copes with any dependence between columns; it is the fallback and the polish
//! of the homotopies, and the whole of the engine `Descent`.

use super::certify::kkt_unit;
use super::columns::Columns;
use crate::cholesky::Cholesky;
use crate::kernels::vector::{add, max_abs};
use crate::problem::Problem;

/// A violation below this many units of the optimality conditions is left alone.
const TOLERANCE: f64 = 3e-10;

/// A column whose pivot is below this fraction of its diagonal depends on the working set.
const DEPENDENT: f64 = 1e-10;

/// Newton corrections on an unchanged working set: the second and third only remove rounding.
const REFINEMENTS: usize = 3;

/// Working memory, and the current solution.
#[derive(Debug, Clone, Default)]
pub(crate) struct ActiveSet {
    factor: Cholesky,
    /// Columns of the factor.
    working: Vec<usize>,
    /// The sign that each column of the working set must keep.
    signs: Vec<f64>,
    is_working: Vec<bool>,
    /// Standardised coefficients, one per column.
    pub beta: Vec<f64>,
    /// c - G b.
    gradient: Vec<f64>,
    step: Vec<f64>,
}

impl ActiveSet {
    /// Forgets the solution.
    pub(crate) fn clear(&mut self, problem: &Problem) {
        self.beta.clear();
        self.beta.resize(problem.p(), 0.0);
    }

    /// Coordinate descent from the current solution, for a number of sweeps.
    pub(crate) fn descend(&mut self, columns: &mut Columns<'_>, lambda: f64, sweeps: usize) {
        self.refresh(columns);
        for _ in 0..sweeps {
            if !self.sweep(columns, lambda) {
                break;
            }
        }
    }

    /// One sweep over all coordinates; says whether it changed anything.
    fn sweep(&mut self, columns: &mut Columns<'_>, lambda: f64) -> bool {
        let mut changed = false;
        for j in 0..self.beta.len() {
            let diagonal = columns.problem.diagonal(j);
            let target = self.gradient[j] + diagonal * self.beta[j];
            let new = if target.abs() <= lambda || diagonal == 0.0 {
                0.0
            } else {
                (target - lambda * target.signum()) / diagonal
            };
            let change = new - self.beta[j];
            if change != 0.0 {
                self.beta[j] = new;
                add(-change, columns.fetch(j), &mut self.gradient);
                changed = true;
            }
        }
        changed
    }

    /// Improves the current solution until the optimality conditions hold or no step helps; returns the number
    /// of changes of the working set.
    pub(crate) fn solve(&mut self, columns: &mut Columns<'_>, lambda: f64) -> usize {
        self.start(columns);
        let problem = columns.problem;
        let tolerance = TOLERANCE * kkt_unit(lambda, max_abs(&problem.xty));
        let cap = 20 + 8 * problem.p().min(problem.n());
        let mut corrections = 0;
        for changes in 0..cap {
            loop {
                self.refresh(columns);
                self.residual(lambda);
                if max_abs(&self.step) <= tolerance || corrections == REFINEMENTS {
                    break;
                }
                corrections += 1;
                self.factor.solve(&mut self.step);
                match self.blocking() {
                    Some((at, length)) if length <= 1.0 => {
                        self.advance(length);
                        self.leave(at);
                        corrections = 0;
                    }
                    _ => self.advance(1.0),
                }
            }
            let Some(j) = self.worst(lambda + tolerance) else { return changes };
            self.enter(columns, j);
            corrections = 0;
        }
        cap
    }

    /// Makes the support the working set. A dependent column hands its coefficient to the others.
    fn start(&mut self, columns: &mut Columns<'_>) {
        let problem = columns.problem;
        self.working.clear();
        self.is_working.clear();
        self.is_working.resize(problem.p(), false);
        self.factor.reset(problem.p().min(problem.n()) + 2);
        for j in 0..problem.p() {
            if self.beta[j] == 0.0 {
                continue;
            }
            if self.working.len() > problem.n() || self.append(columns, j).is_err() {
                let amount = std::mem::take(&mut self.beta[j]);
                self.dependence(columns, j);
                for (k, v) in self.working.iter().zip(&self.step) {
                    self.beta[*k] += amount * v;
                }
            }
        }
        self.signs.clear();
        self.signs.extend(self.working.iter().map(|&j| self.beta[j].signum()));
    }

    /// Adds column `j` to the factor if it does not depend on the working set.
    fn append(&mut self, columns: &mut Columns<'_>, j: usize) -> Result<(), f64> {
        let diagonal = columns.problem.diagonal(j);
        let row = columns.fetch(j);
        let entries = self.working.iter().map(|&k| row[k]).chain([diagonal]);
        self.factor.push(entries, DEPENDENT * diagonal)?;
        self.working.push(j);
        self.is_working[j] = true;
        Ok(())
    }

    /// Puts into `step` the combination of working columns that is closest to column `j`.
    fn dependence(&mut self, columns: &mut Columns<'_>, j: usize) {
        let row = columns.fetch(j);
        self.step.clear();
        self.step.extend(self.working.iter().map(|&k| row[k]));
        self.factor.solve(&mut self.step);
    }

    /// Computes c - G b afresh.
    fn refresh(&mut self, columns: &mut Columns<'_>) {
        self.gradient.clear();
        self.gradient.extend_from_slice(&columns.problem.xty);
        for (j, b) in self.beta.iter().enumerate() {
            if *b != 0.0 {
                add(-b, columns.fetch(j), &mut self.gradient);
            }
        }
    }

    /// Puts the stationarity residual of the working set into `step`.
    fn residual(&mut self, lambda: f64) {
        self.step.clear();
        let pairs = self.working.iter().zip(&self.signs);
        self.step.extend(pairs.map(|(&j, s)| self.gradient[j] - lambda * s));
    }

    /// The first coefficient that would change its sign along `step`, and how far away that is.
    fn blocking(&self) -> Option<(usize, f64)> {
        let mut first: Option<(usize, f64)> = None;
        for (at, (&j, s)) in self.working.iter().zip(&self.signs).enumerate() {
            let toward_zero = -s * self.step[at];
            if toward_zero > 0.0 {
                let length = (s * self.beta[j]).max(0.0) / toward_zero;
                if first.is_none_or(|(_, best)| length < best) {
                    first = Some((at, length));
                }
            }
        }
        first
    }

    /// Moves the coefficients of the working set.
    fn advance(&mut self, length: f64) {
        for (&j, v) in self.working.iter().zip(&self.step) {
            self.beta[j] += length * v;
        }
    }

    fn leave(&mut self, at: usize) {
        let j = self.working.remove(at);
        self.signs.remove(at);
        self.factor.remove(at);
        self.is_working[j] = false;
        self.beta[j] = 0.0;
    }

    /// The column outside the working set with the largest gradient beyond `bound`.
    fn worst(&self, bound: f64) -> Option<usize> {
        let mut worst = (None, bound);
        for j in 0..self.beta.len() {
            let size = self.gradient[j].abs();
            if size > worst.1 && !self.is_working[j] {
                worst = (Some(j), size);
            }
        }
        worst.0
    }

    /// Lets column `j` enter. If it depends on the working set, it first replaces columns of that, along the
    /// line on which the fit does not change, until one of them has left.
    fn enter(&mut self, columns: &mut Columns<'_>, j: usize) {
        let sign = self.gradient[j].signum();
        loop {
            if self.append(columns, j).is_ok() {
                self.signs.push(sign);
                return;
            }
            self.dependence(columns, j);
            self.step.iter_mut().for_each(|v| *v *= -sign);
            let Some((at, length)) = self.blocking() else { return };
            self.advance(length);
            self.beta[j] += sign * length;
            self.leave(at);
        }
    }
}
