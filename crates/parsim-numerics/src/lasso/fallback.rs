//! What takes over where a homotopy breaks down or a solution of its is not good enough.

use super::Lasso;
use super::columns::Columns;
use crate::kernels::vector::max_abs;
use crate::path::PathReport;

/// Sweeps of coordinate descent before the active-set method takes over.
const SWEEPS: usize = 10;

impl Lasso {
    /// Solves whatever lambdas the homotopy has not reached, each from the one before.
    pub(super) fn descend(&mut self, columns: &mut Columns<'_>, report: &mut PathReport) {
        let reached = self.trace.len();
        self.reached = reached;
        if reached == self.lambdas.len() {
            return;
        }
        self.active_set.clear(columns.problem);
        if let Some(last) = reached.checked_sub(1) {
            for (j, b) in self.trace.at(last) {
                self.active_set.beta[j] = b;
            }
        }
        let lambda_max = max_abs(&columns.problem.xty);
        for index in reached..self.lambdas.len() {
            let lambda = self.lambdas[index];
            self.trace.open();
            report.descent += 1;
            if lambda >= lambda_max {
                continue;
            }
            self.active_set.descend(columns, lambda, SWEEPS);
            self.active_set.solve(columns, lambda);
            self.store(index);
        }
    }

    /// Records the solution of the active-set method.
    fn store(&mut self, index: usize) {
        for (j, b) in self.active_set.beta.iter().enumerate() {
            if *b != 0.0 {
                let slot = self.trace.slot(j);
                self.trace.set(index, slot, *b);
            }
        }
    }

    /// Improves one solution by the active-set method; if it was no number, from scratch.
    pub(super) fn polish(&mut self, columns: &mut Columns<'_>, index: usize) {
        self.active_set.clear(columns.problem);
        if self.trace.at(index).all(|(_, b)| b.is_finite()) {
            for (j, b) in self.trace.at(index) {
                self.active_set.beta[j] = b;
            }
        } else {
            self.active_set.descend(columns, self.lambdas[index], SWEEPS);
        }
        self.active_set.solve(columns, self.lambdas[index]);
        self.trace.clear(index);
        self.store(index);
    }
}
