//! Ordinary least squares.

mod minimum_norm;
mod orthogonal;

use crate::cholesky::Cholesky;
use crate::error::{FitError, same_size};
use crate::kernels::vector::{add_scaled, dot, max_abs, scale};
use crate::path::{Certificate, Fit};
use crate::problem::Problem;
use crate::rows::{Rows, Standardised};
use crate::simd::{Kernel, Lanes, dispatch};

/// Below this ratio of the smallest to the largest pivot of the correlation matrix, the normal equations have
/// lost half of all digits and an orthogonal factorisation takes over.
const PIVOT_RATIO: f64 = 1e-8;

/// Ordinary least squares, with an intercept where the problem has one.
///
/// Solves the normal equations of the standardised columns by Cholesky's method and corrects the solution once
/// from its residuals (corrected semi-normal equations, Bjorck 1987), which makes the error that of an orthogonal
/// method; where the equations are too ill-conditioned for that, it factorises the standardised columns
/// themselves (QR with column pivoting).
#[derive(Debug, Clone, Default)]
pub struct LeastSquares {
    factor: Cholesky,
    rows: Standardised,
    /// Columns that are not constant.
    columns: Vec<usize>,
    /// Coefficients of those columns, standardised.
    slopes: Vec<f64>,
    /// X'r.
    gradient: Vec<f64>,
}

impl LeastSquares {
    /// A solver without memory as yet.
    pub fn new() -> Self {
        Self::default()
    }

    /// Fits the problem; `rows` are the rows that it was made of. The coefficient of a constant column is 0.
    ///
    /// # Errors
    /// [`FitError::RankDeficient`] where the columns that are not constant are linearly dependent, which they
    /// always are where they outnumber the rows; [`FitError::Shape`] where the rows are not the problem's.
    pub fn fit(
        &mut self,
        problem: &Problem,
        rows: &Rows<'_>,
        out: &mut Fit,
    ) -> Result<(), FitError> {
        self.load(problem, rows)?;
        self.solve(problem)?;
        self.write(problem, out);
        Ok(())
    }

    fn load(&mut self, problem: &Problem, rows: &Rows<'_>) -> Result<(), FitError> {
        same_size("rows of the problem", problem.n(), rows.len())?;
        self.columns.clear();
        self.columns.extend((0..problem.p()).filter(|&j| !problem.is_constant(j)));
        self.rows.load(problem, rows, &self.columns)
    }

    /// Coefficients of the columns that are not constant.
    fn solve(&mut self, problem: &Problem) -> Result<(), FitError> {
        let (p, free) =
            (self.columns.len(), problem.n().saturating_sub(usize::from(problem.intercept())));
        if p > free {
            return Err(FitError::RankDeficient { rank: free, p });
        }
        self.slopes.clear();
        self.slopes.extend(self.columns.iter().map(|&j| problem.xty[j]));
        if !problem.is_wide() && self.factorise(problem) {
            self.factor.solve(&mut self.slopes);
            self.correct(problem);
            Ok(())
        } else {
            orthogonal::solve(&self.rows, &mut self.slopes)
        }
    }

    /// Factorises G; says whether it is well-conditioned.
    fn factorise(&mut self, problem: &Problem) -> bool {
        self.factor.reset(self.columns.len());
        self.columns.iter().enumerate().all(|(i, &j)| {
            let row = problem.gram_row(j);
            let floor = PIVOT_RATIO * problem.diagonal(j);
            self.factor.push(self.columns[..=i].iter().map(|&c| row[c]), floor).is_ok()
        })
    }

    /// Adds the solution for the residuals of the current one.
    fn correct(&mut self, problem: &Problem) {
        let n = problem.n() as f64;
        self.gradient.resize(self.columns.len(), 0.0);
        let Self { rows, slopes, gradient, factor, .. } = self;
        dispatch(Residuals { rows, slopes, gradient });
        scale(1.0 / n, gradient);
        factor.solve(gradient);
        for (b, change) in slopes.iter_mut().zip(gradient) {
            *b += *change;
        }
    }

    /// Writes the fit on the original scale, with residuals computed from the rows.
    fn write(&mut self, problem: &Problem, out: &mut Fit) {
        self.gradient.resize(self.columns.len(), 0.0);
        let Self { rows, slopes, gradient, .. } = self;
        let rss = dispatch(Residuals { rows, slopes, gradient });
        let kkt = max_abs(gradient);
        let scale = max_abs(&problem.xty);
        let unit = problem.y_unit();
        out.slopes.clear();
        out.slopes.resize(problem.p(), 0.0);
        let terms = self.columns.iter().copied().zip(self.slopes.iter().copied());
        out.intercept = problem.original_intercept(terms.clone());
        for (j, b) in terms {
            out.slopes[j] = problem.original_slope(j, b);
        }
        out.df = self.columns.len() as f64;
        out.rss = rss * unit * unit;
        let n = problem.n() as f64;
        let kkt = if scale > 0.0 { kkt / (n * scale) } else { 0.0 };
        out.certificate = Certificate { kkt, gap: 0.0 };
    }
}

struct Residuals<'a> {
    rows: &'a mut Standardised,
    slopes: &'a [f64],
    gradient: &'a mut [f64],
}

impl Kernel for Residuals<'_> {
    type Output = f64;

    /// Computes r = y - Xb and X'r; returns r'r.
    #[inline(always)]
    fn run<V: Lanes>(self) -> f64 {
        let Standardised { z, y, residuals, stride, .. } = self.rows;
        let stride = (*stride).max(1);
        residuals.clone_from(y);
        for (column, b) in z.chunks_exact(stride).zip(self.slopes) {
            add_scaled::<V>(-b, column, residuals);
        }
        for (column, g) in z.chunks_exact(stride).zip(self.gradient) {
            *g = dot::<V>(column, residuals);
        }
        dot::<V>(residuals, residuals)
    }
}
