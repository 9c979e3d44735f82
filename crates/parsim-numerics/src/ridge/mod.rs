//! Ridge regression: every penalty level from one tridiagonalisation.

mod certify;
mod kernel;
mod press;
mod reduce;
mod rotate;
mod shifted;
pub(crate) mod tridiagonal;

use crate::buffer::Buffer;
use crate::error::FitError;
use crate::kernels::product::{Powers, Residuals, Subtract};
use crate::kernels::vector::{max_abs, scale};
use crate::matrix::Matrix;
use crate::path::{ErrorSums, PathPoint, PathReport, PathSolver, PathSummary, check_lambdas};
use crate::problem::Problem;
use crate::rows::{Rows, Standardised};
use crate::simd::dispatch;
pub(crate) use certify::TOLERANCE;
use kernel::RowKernel;
use press::Press;
use shifted::{BLOCK, Factors, Norms};
use tridiagonal::Tridiagonal;

/// Ridge regression with the plain penalty: (1/2n) RSS + (lambda/2) |b|^2 on standardised columns, so that
/// b = (G + lambda I)^-1 c whatever the units of y. glmnet divides y by its standard deviation (1/n) first: its
/// solution at lambda is the plain one at lambda / sd(y).
///
/// G = Q T Q' is reduced to tridiagonal form once; each lambda then costs O(p), one lane each. The degrees of
/// freedom are tr H = p - lambda tr (G + lambda I)^-1. Where columns far outnumber rows the same is done with
/// K = XX'/n, since b = X'(K + lambda I)^-1 y/n.
#[derive(Debug, Clone, Default)]
pub struct Ridge {
    reduced: Tridiagonal,
    factors: Factors,
    /// Q'c.
    rotated: Vec<f64>,
    /// y/n of a wide problem.
    right: Vec<f64>,
    /// Solutions in rotated coordinates, a row per coordinate, a column per lambda; or the slopes themselves.
    solutions: Vec<f64>,
    /// Whether they are the slopes of a wide problem.
    explicit: bool,
    /// Memory of solutions of the other kind.
    spare: Vec<f64>,
    /// A correction of the weights of the rows.
    correction: Vec<f64>,
    summaries: Vec<PathSummary>,
    rows: Standardised,
    offsets: Vec<usize>,
    columns: Vec<usize>,
    slopes: Vec<f64>,
    kernel: RowKernel,
    /// The problem's rows, where others than rows of its data are asked for.
    own: Standardised,
    /// A vector over the rows of a wide problem.
    work: Buffer,
    /// Products of rows with rows of the problem.
    products: Vec<f64>,
    /// Weights of the rows whose combination the slopes are.
    weights: Vec<f64>,
    support: Vec<usize>,
}

impl Ridge {
    /// A solver without memory as yet.
    pub fn new() -> Self {
        Self::default()
    }

    /// Reduces G, or K where the problem holds rows.
    fn reduce(&mut self, problem: &Problem) {
        self.rotated.clear();
        let size = if let Some(rows) = &problem.rows {
            self.kernel.fill(problem, rows);
            let RowKernel { own, ld, .. } = &self.kernel;
            self.reduced.reduce(problem.n(), |i| &own[i * ld..]);
            rows.compact(&rows.y, &mut self.rotated);
            scale(1.0 / problem.n() as f64, &mut self.rotated);
            self.rotated.resize(*ld, 0.0);
            self.right.clone_from(&self.rotated);
            problem.n()
        } else {
            self.reduced.reduce(problem.p(), |i| problem.gram_row(i));
            self.rotated.extend_from_slice(&problem.xty);
            problem.p()
        };
        self.reduced.rotate(&mut self.rotated);
        self.rotated.truncate(size);
    }

    /// Reduces the problem and solves it at every lambda; what else is known of the solutions is kept if it is
    /// asked for.
    fn solve(
        &mut self,
        problem: &Problem,
        lambdas: &[f64],
        summarise: bool,
    ) -> Result<PathReport, FitError> {
        check_lambdas(lambdas)?;
        self.reduce(problem);
        let ld = ld(lambdas);
        self.explicit = false;
        // Every entry is written below.
        self.solutions.resize(self.rotated.len() * ld, 0.0);
        self.summaries.clear();
        for (block, lambdas) in lambdas.chunks(BLOCK).enumerate() {
            self.factor(lambdas)?;
            let out = self.solutions.get_mut(block * BLOCK..).unwrap_or_default();
            let norms = self.factors.solve(&self.rotated, out, ld);
            if summarise {
                let facts = lambdas.iter().zip(norms).zip(self.factors.trace);
                let summaries = facts.map(|((l, norms), trace)| summary(problem, *l, norms, trace));
                self.summaries.extend(summaries);
            }
        }
        Ok(PathReport { cholesky: lambdas.len(), ..PathReport::default() })
    }

    /// Factorises T + lambda I.
    fn factor(&mut self, lambdas: &[f64]) -> Result<(), FitError> {
        self.factors.compute(&self.reduced, lambdas);
        let pivot = self.factors.smallest;
        // Below this a pivot is rounding: the matrix is singular.
        let floor = 8.0 * f64::EPSILON * max_abs(&self.reduced.diagonal);
        if pivot > floor || self.rotated.is_empty() {
            Ok(())
        } else {
            Err(FitError::NotPositiveDefinite { pivot })
        }
    }

    /// Residuals of the rows that are loaded.
    fn residuals_of_rows(&mut self, lambdas: &[f64]) -> Residuals<'_> {
        let stride = self.rows.stride;
        if !self.explicit {
            self.reduced.rotate_rows(&mut self.rows.z, stride);
        }
        let count = self.solutions.len() / ld(lambdas).max(1);
        self.offsets.clear();
        self.offsets.extend((0..count).map(|j| j * stride));
        Residuals {
            coef: &self.solutions,
            ld: ld(lambdas),
            data: &self.rows.z,
            offsets: &self.offsets,
            start: &self.rows.y,
            count: lambdas.len(),
        }
    }

    fn subtract(&mut self, lambdas: &[f64], out: &mut Matrix) {
        let stride = self.rows.len;
        out.resize(stride, lambdas.len());
        let of = self.residuals_of_rows(lambdas);
        dispatch(Subtract { of, out: out.as_mut_slice(), stride });
    }

    /// Loads all columns of the rows, or, unless slopes are known, their products with the rows of the problem.
    fn load(&mut self, problem: &Problem, rows: &Rows<'_>) -> Result<(), FitError> {
        self.columns.clear();
        let own = problem.rows.as_ref().filter(|_| !self.explicit);
        let segments = own.and_then(|own| rows.of_sheet(&own.sheet));
        if segments.is_none() {
            self.columns.extend(0..problem.p());
        }
        self.rows.load(problem, rows, &self.columns)?;
        match (own, segments) {
            (Some(own), Some(segments)) => self.kernel.cross(own, segments, &mut self.rows),
            (Some(own), None) => {
                problem.own_rows(own, &mut self.own);
                let Self { own, rows, offsets, products, .. } = self;
                kernel::cross(own, rows, offsets, products);
            }
            (None, _) => {}
        }
        Ok(())
    }
}

impl PathSolver for Ridge {
    fn residuals(
        &mut self,
        problem: &Problem,
        lambdas: &[f64],
        rows: &Rows<'_>,
        out: &mut Matrix,
    ) -> Result<PathReport, FitError> {
        let mut report = self.solve(problem, lambdas, true)?;
        self.certify_path(problem, lambdas, &mut report)?;
        self.load(problem, rows)?;
        self.subtract(lambdas, out);
        let unit = problem.y_unit();
        scale(unit, out.as_mut_slice());
        Ok(report)
    }

    fn error_sums(
        &mut self,
        problem: &Problem,
        lambdas: &[f64],
        rows: &Rows<'_>,
        out: &mut ErrorSums,
    ) -> Result<PathReport, FitError> {
        let mut report = self.solve(problem, lambdas, false)?;
        self.certify_path(problem, lambdas, &mut report)?;
        self.load(problem, rows)?;
        out.resize(lambdas.len());
        let of = self.residuals_of_rows(lambdas);
        dispatch(Powers { of, squares: &mut out.squares, fourths: &mut out.fourths });
        out.scale(problem.y_unit());
        Ok(report)
    }

    fn visit(
        &mut self,
        problem: &Problem,
        lambdas: &[f64],
        visitor: &mut dyn FnMut(&PathPoint<'_>),
    ) -> Result<PathReport, FitError> {
        let mut report = self.solve(problem, lambdas, true)?;
        for (index, &lambda) in lambdas.iter().enumerate() {
            let certificate = self.certify(problem, lambdas, index, true)?;
            report.worst.merge(certificate);
            let terms = self.slopes.iter().copied().take(problem.p()).enumerate();
            let intercept = problem.original_intercept(terms);
            self.support.clear();
            for j in 0..problem.p() {
                let slope = problem.original_slope(j, self.slopes[j]);
                if slope != 0.0 {
                    self.slopes[self.support.len()] = slope;
                    self.support.push(j);
                }
            }
            let PathSummary { df, rss } = self.summaries[index];
            visitor(&PathPoint {
                index,
                lambda,
                intercept,
                support: &self.support,
                slopes: &self.slopes[..self.support.len()],
                df,
                rss,
                certificate,
            });
        }
        Ok(report)
    }

    fn summaries(
        &mut self,
        problem: &Problem,
        lambdas: &[f64],
        out: &mut Vec<PathSummary>,
    ) -> Result<PathReport, FitError> {
        let mut report = self.solve(problem, lambdas, true)?;
        self.certify_path(problem, lambdas, &mut report)?;
        out.clone_from(&self.summaries);
        Ok(report)
    }

    /// PRESS (Allen 1974): `e_i/(1 - h_ii)` with H = 11'/n + X (X'X + (n - 1) lambda I)^-1 X', the first term
    /// only with an intercept, and the scales of the full data. Exact for a refit that keeps those scales.
    fn leave_one_out(
        &mut self,
        problem: &Problem,
        lambdas: &[f64],
        rows: &Rows<'_>,
        out: &mut Vec<f64>,
    ) -> Result<(), FitError> {
        let n = problem.n() as f64;
        crate::error::same_size("rows of the problem", problem.n(), rows.len())?;
        let shrunk: Vec<f64> = lambdas.iter().map(|l| l * (n - 1.0) / n).collect();
        self.solve(problem, &shrunk, true)?;
        self.load(problem, rows)?;
        let mut residuals = Matrix::default();
        self.subtract(&shrunk, &mut residuals);
        let mean = if problem.intercept() { 1.0 / n } else { 0.0 };
        if problem.is_wide() {
            // 1 - h_ii from rows of Q instead: I - H = lambda (K + lambda I)^-1 - 11'/n.
            kernel::identity(&mut self.rows);
            let stride = self.rows.stride;
            self.reduced.rotate_rows(&mut self.rows.z, stride);
        }
        let unit = problem.y_unit();
        out.clear();
        for (block, lambdas) in shrunk.chunks(BLOCK).enumerate() {
            self.factor(lambdas)?;
            let mut complement = (1.0 - mean, [-1.0 / n; BLOCK]);
            if problem.is_wide() {
                complement.0 = -mean;
                complement.1[..lambdas.len()].copy_from_slice(lambdas);
            }
            let press = dispatch(Press {
                factors: &self.factors,
                rows: &self.rows,
                residuals: &residuals,
                first: block * BLOCK,
                complement,
            });
            out.extend(press.iter().take(lambdas.len()).map(|s| s / n * unit * unit));
        }
        Ok(())
    }
}

/// Row length of a block of solutions.
fn ld(lambdas: &[f64]) -> usize {
    lambdas.len().div_ceil(BLOCK) * BLOCK
}

/// Degrees of freedom and residual sum of squares from the norms of a solution. With g = lambda b, RSS/n is
/// y'y/n - b'c - lambda b'b; with K it is n lambda^2 z'z.
fn summary(problem: &Problem, lambda: f64, norms: Norms, trace: f64) -> PathSummary {
    let (n, unit) = (problem.n() as f64, problem.y_unit());
    let (size, mean) = if problem.is_wide() {
        (n, n * lambda * lambda * norms.squared)
    } else {
        (problem.p() as f64, problem.yty - norms.explained - lambda * norms.squared)
    };
    let df = (size - lambda * trace).max(0.0);
    PathSummary { df, rss: mean.max(0.0) * n * unit * unit }
}
