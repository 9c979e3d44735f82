//! Ordinary least squares.

mod errors;
mod factor;
mod minimum_norm;
mod orthogonal;

use crate::cholesky::Cholesky;
use crate::error::{FitError, same_size};
use crate::kernels::vector::{add_scaled, dot, max_abs, scale};
use crate::path::{Certificate, Fit, LeastSquaresEngine};
use crate::problem::Problem;
use crate::rows::{Rows, Standardised};
use crate::simd::{Kernel, Lanes, dispatch};
use factor::Factor;

/// Below this ratio of the smallest to the largest pivot of the correlation matrix, the normal equations have
/// lost half of all digits and an orthogonal factorisation takes over.
pub(crate) const PIVOT_RATIO: f64 = 1e-8;

/// Above this ratio the normal equations lose no more than a few of sixteen digits, and what they give stands.
const WELL_CONDITIONED: f64 = 1e-2;

/// Below this share of y'y, what is left of it after subtraction has lost digits: residuals are then summed.
const RSS_LOSS: f64 = 1e-4;

/// Ordinary least squares, with an intercept where the problem has one.
///
/// Solves the normal equations of the standardised columns by Cholesky's method. Where columns are strongly
/// correlated it corrects the solution once from its residuals (corrected semi-normal equations, Bjorck 1987),
/// which makes the error that of an orthogonal method; where the equations are too ill-conditioned for that, it factorises the standardised columns
/// themselves (QR with column pivoting).
#[derive(Debug, Clone, Default)]
pub struct LeastSquares {
    /// Of all columns.
    whole: Factor,
    /// Of the columns that are not constant, where some are.
    factor: Cholesky,
    rows: Standardised,
    /// Columns that are not constant.
    columns: Vec<usize>,
    /// Coefficients of those columns, standardised.
    slopes: Vec<f64>,
    /// X'r.
    gradient: Vec<f64>,
    /// What found the slopes.
    engine: Option<LeastSquaresEngine>,
    /// Whether it was the factor of all columns, without the rows.
    moments_alone: bool,
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
        same_size("rows of the problem", problem.n(), rows.len())?;
        self.moments_alone = self.fit_by_moments(problem, out);
        if self.moments_alone {
            return Ok(());
        }
        self.load(problem, rows)?;
        self.solve(problem)?;
        self.write(problem, out);
        Ok(())
    }

    /// Fits from G and c alone; says whether they were good enough for that.
    fn fit_by_moments(&mut self, problem: &Problem, out: &mut Fit) -> bool {
        let p = problem.p();
        let free = problem.n().saturating_sub(usize::from(problem.intercept()));
        if problem.is_wide() || p > free || (0..p).any(|j| problem.is_constant(j)) {
            return false;
        }
        if !self.whole.compute(p, |i| problem.gram_row(i), WELL_CONDITIONED) {
            return false;
        }
        self.slopes.clear();
        self.slopes.extend_from_slice(&problem.xty[..p]);
        self.whole.solve(&mut self.slopes);
        self.slopes.resize(problem.ld, 0.0);
        let Self { slopes, gradient, .. } = self;
        gradient.clear();
        gradient.extend_from_slice(&problem.xty);
        dispatch(Gradient { problem, slopes, out: gradient });
        let terms = slopes.iter().zip(problem.xty.iter().zip(&*gradient));
        let explained: f64 = terms.map(|(b, (c, g))| b * (c + g)).sum();
        let mean = problem.yty - explained;
        let keeps_digits = mean > RSS_LOSS * problem.yty;
        if !keeps_digits {
            return false;
        }
        self.columns.clear();
        self.columns.extend(0..p);
        self.engine = Some(LeastSquaresEngine::Cholesky);
        self.put(problem, mean * problem.n() as f64, max_abs(&self.gradient), out);
        true
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
            self.engine = Some(LeastSquaresEngine::Cholesky);
            Ok(())
        } else {
            self.engine = Some(LeastSquaresEngine::Orthogonal);
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
        let kkt = max_abs(gradient) / problem.n() as f64;
        self.put(problem, rss, kkt, out);
    }

    /// Writes slopes, a residual sum of squares in the units of the problem, and the largest entry of X'r/n.
    fn put(&self, problem: &Problem, rss: f64, kkt: f64, out: &mut Fit) {
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
        let scale = max_abs(&problem.xty);
        let kkt = if scale > 0.0 { kkt / scale } else { 0.0 };
        out.certificate = Certificate { kkt, gap: 0.0 };
        out.least_squares = self.engine;
    }
}

/// out <- out - G b.
struct Gradient<'a> {
    problem: &'a Problem,
    slopes: &'a [f64],
    out: &'a mut [f64],
}

impl Kernel for Gradient<'_> {
    type Output = ();

    #[inline(always)]
    fn run<V: Lanes>(self) {
        for (j, b) in self.slopes.iter().enumerate().take(self.problem.p()) {
            add_scaled::<V>(-b, self.problem.gram_row(j), self.out);
        }
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
