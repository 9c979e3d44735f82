//! Ordinary least squares.

mod minimum_norm;
mod orthogonal;

use crate::cholesky::Cholesky;
use crate::error::{FitError, same_size};
use crate::kernels::vector::{add_scaled, dot, max_abs};
use crate::path::{Certificate, Fit};
use crate::problem::Problem;
use crate::rows::{Rows, Standardised};
use crate::simd::{Kernel, Lanes, dispatch};

/// Below this ratio of the smallest to the largest pivot of the correlation matrix, the normal equations have
/// lost half of all digits and an orthogonal factorisation takes over.
const PIVOT_RATIO: f64 = 1e-8;

/// Ordinary least squares, with an intercept where the problem has one.
///
/// Solves the normal equations of the standardised columns by Cholesky's method; where they are ill-conditioned
/// it factorises the standardised columns themselves (QR with column pivoting).
#[derive(Debug, Clone, Default)]
pub struct LeastSquares {
    factor: Cholesky,
    rows: Standardised,
    /// Columns that are not constant.
    columns: Vec<usize>,
    /// Coefficients of those columns, standardised.
    slopes: Vec<f64>,
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
        let (p, free) = (self.columns.len(), problem.n() - usize::from(problem.intercept()));
        if p > free {
            return Err(FitError::RankDeficient { rank: free, p });
        }
        self.slopes.clear();
        self.slopes.extend(self.columns.iter().map(|&j| problem.xty[j]));
        if !problem.is_wide() && self.factorise(problem) {
            self.factor.solve(&mut self.slopes);
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

    /// Writes the fit on the original scale, with residuals computed from the rows.
    fn write(&mut self, problem: &Problem, out: &mut Fit) {
        let (rss, kkt) = dispatch(Check { rows: &mut self.rows, slopes: &self.slopes });
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

struct Check<'a> {
    rows: &'a mut Standardised,
    slopes: &'a [f64],
}

impl Kernel for Check<'_> {
    type Output = (f64, f64);

    /// Turns y into residuals r; returns r'r and max |X'r|.
    #[inline(always)]
    fn run<V: Lanes>(self) -> (f64, f64) {
        let Standardised { z, y, stride, .. } = self.rows;
        for (column, b) in z.chunks_exact((*stride).max(1)).zip(self.slopes) {
            add_scaled::<V>(-b, column, y);
        }
        let columns = z.chunks_exact((*stride).max(1)).take(self.slopes.len());
        let worst = columns.map(|column| dot::<V>(column, y).abs()).fold(0.0, f64::max);
        (dot::<V>(y, y), worst)
    }
}
