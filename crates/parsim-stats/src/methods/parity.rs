//! glmnet's conventions where they differ from ours, for exact comparisons.

use super::Failure;
use super::path::PathMethod;
use crate::workbench::{Buffers, Solvers};
use parsim_numerics::{ErrorSums, Matrix, PathReport, PathSummary, Problem, Rows};

/// What glmnet computes with where the first lambda of its grid stands: the null model, also for
/// ridge.
const FIRST: f64 = 9.9e35;

impl PathMethod {
    /// A lambda of the grid in the solver's units.
    pub(super) fn plain(&self, lambda: f64, problem: &Problem) -> f64 {
        if self.grid.as_glmnet { (self.penalty.plain)(lambda, problem) } else { lambda }
    }

    /// All lambdas of the grid in the solver's units.
    pub(super) fn all_plain(&self, problem: &Problem, lambdas: &[f64], plain: &mut Vec<f64>) {
        plain.clear();
        plain.extend(lambdas.iter().map(|&lambda| self.plain(lambda, problem)));
        if let Some(first) = plain.first_mut().filter(|_| self.grid.as_glmnet) {
            *first = self.plain(FIRST, problem);
        }
    }

    /// How many lambdas glmnet's stopping rule keeps: it ends, after at least five, when the share
    /// of deviance explained grows by less than 1e-5 of itself or exceeds 0.999 (`fdev` and
    /// `devmax` of `glmnet.control`).
    pub(super) fn glmnet_length(
        &self,
        problem: &Problem,
        solvers: &mut Solvers,
        lambdas: &[f64],
        summaries: &mut Vec<PathSummary>,
    ) -> Result<(usize, PathReport), Failure> {
        let mut plain = Vec::new();
        self.all_plain(problem, lambdas, &mut plain);
        let report = (self.penalty.solver)(solvers).summaries(problem, &plain, summaries)?;
        let total = problem.tss();
        let explained = |summary: &PathSummary| 1.0 - summary.rss / total;
        let stop = (4..summaries.len()).find(|&m| {
            let (before, now) = (explained(&summaries[m - 1]), explained(&summaries[m]));
            total > 0.0 && (now - before < 1e-5 * now || now > 0.999)
        });
        Ok((stop.map_or(summaries.len(), |m| m + 1), report))
    }

    /// Sums of powers of the residuals at the master grid as `cv.glmnet` has them by default: the
    /// fold's own grid, and predictions interpolated linearly in lambda, constant beyond the fold's
    /// ends.
    pub(super) fn own_grid_error_sums(
        &self,
        (training, rows): (&Problem, &Rows<'_>),
        solvers: &mut Solvers,
        buffers: &mut Buffers,
        sums: &mut ErrorSums,
    ) -> Result<PathReport, Failure> {
        (self.penalty.grid)(&mut buffers.grids, training, self.grid, &mut buffers.own)?;
        let (kept, mut report) =
            self.glmnet_length(training, solvers, &buffers.own, &mut buffers.summaries)?;
        buffers.own.truncate(kept);
        let mut plain = Vec::new();
        self.all_plain(training, &buffers.own, &mut plain);
        let mut own = Matrix::default();
        let solver = (self.penalty.solver)(solvers);
        report.merge(&solver.residuals(training, &plain, rows, &mut own)?);
        sums.squares.clear();
        sums.fourths.clear();
        for &lambda in &buffers.lambdas {
            let (left, weight) = interpolate(&buffers.own, lambda);
            let right = (left + 1).min(kept - 1);
            let pairs = own.column(left).iter().zip(own.column(right));
            let squares = pairs.map(|(a, b)| {
                let residual = (1.0 - weight) * a + weight * b;
                residual * residual
            });
            let (square, fourth) = squares.fold((0.0, 0.0), |(s, f), r| (s + r, f + r * r));
            sums.squares.push(square);
            sums.fourths.push(fourth);
        }
        Ok(report)
    }
}

/// The position in a decreasing grid at or before `lambda` and the weight of the next position.
fn interpolate(grid: &[f64], lambda: f64) -> (usize, f64) {
    let next = grid.partition_point(|&g| g > lambda);
    if next == 0 {
        return (0, 0.0);
    }
    if next == grid.len() {
        return (next - 1, 0.0);
    }
    let (above, below) = (grid[next - 1], grid[next]);
    (next - 1, (above - lambda) / (above - below))
}
