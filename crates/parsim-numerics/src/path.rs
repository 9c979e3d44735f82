//! What ridge and lasso have in common: solutions at a list of penalty levels.

use crate::error::FitError;
use crate::kernels::vector::scale;
use crate::matrix::Matrix;
use crate::problem::Problem;
use crate::rows::Rows;

/// A solver of penalised least squares, (1/2n) RSS + lambda times the penalty (the L1 norm, or half the squared
/// L2 norm, of the slopes on standardised columns), at lambdas that do not
/// increase. The intercept is not penalised. One instance serves one thread and keeps its memory.
pub trait PathSolver {
    /// Fills `out` with y - prediction: a row per row of `rows`, a column per lambda.
    ///
    /// # Errors
    /// [`FitError::OutOfRange`] for a lambda that is negative, not finite or larger than the one before,
    /// [`FitError::NotConverged`] where a
    /// solution cannot be certified, [`FitError::Shape`] where the rows have other columns than the problem.
    fn residuals(
        &mut self,
        problem: &Problem,
        lambdas: &[f64],
        rows: &Rows<'_>,
        out: &mut Matrix,
    ) -> Result<PathReport, FitError>;

    /// Sums powers of the errors of prediction over rows, as [`PathSolver::residuals`] has them, without
    /// writing them down.
    ///
    /// # Errors
    /// As [`PathSolver::residuals`].
    fn error_sums(
        &mut self,
        problem: &Problem,
        lambdas: &[f64],
        rows: &Rows<'_>,
        out: &mut ErrorSums,
    ) -> Result<PathReport, FitError>;

    /// Shows the solution at every lambda, in the order given.
    ///
    /// # Errors
    /// As [`PathSolver::residuals`].
    fn visit(
        &mut self,
        problem: &Problem,
        lambdas: &[f64],
        visitor: &mut dyn FnMut(&PathPoint<'_>),
    ) -> Result<PathReport, FitError>;

    /// Degrees of freedom and residual sum of squares at every lambda, for information criteria.
    ///
    /// # Errors
    /// As [`PathSolver::residuals`].
    fn summaries(
        &mut self,
        problem: &Problem,
        lambdas: &[f64],
        out: &mut Vec<PathSummary>,
    ) -> Result<PathReport, FitError>;

    /// Fills `out` with the mean squared leave-one-out residual at every lambda. `rows` are all rows of the
    /// problem.
    ///
    /// # Errors
    /// [`FitError::NotAvailable`] where the method has no exact formula, else as [`PathSolver::residuals`].
    fn leave_one_out(
        &mut self,
        problem: &Problem,
        lambdas: &[f64],
        rows: &Rows<'_>,
        out: &mut Vec<f64>,
    ) -> Result<(), FitError>;

    /// The changes of the support along the path that [`PathSolver::visit`] showed last; `None` for penalties whose
    /// solutions have no zeros.
    fn support_events(&self) -> Option<SupportEvents<'_>> {
        None
    }

    /// The solution at one lambda.
    ///
    /// # Errors
    /// As [`PathSolver::residuals`].
    fn fit_at(
        &mut self,
        problem: &Problem,
        lambda: f64,
        out: &mut Fit,
    ) -> Result<PathReport, FitError> {
        self.visit(problem, &[lambda], &mut |point| out.copy(problem.p(), point))
    }
}

/// The solution at one lambda, on the original scale.
#[derive(Debug, Clone, Copy)]
pub struct PathPoint<'a> {
    /// Position of lambda in the list.
    pub index: usize,
    /// Penalty level.
    pub lambda: f64,
    /// Intercept; 0 where none is fitted.
    pub intercept: f64,
    /// Columns whose slope is not zero, ascending.
    pub support: &'a [usize],
    /// Slopes of the columns in `support`.
    pub slopes: &'a [f64],
    /// Degrees of freedom without the intercept: the number of non-zero slopes (lasso), tr H (ridge).
    pub df: f64,
    /// Residual sum of squares.
    pub rss: f64,
    /// How far the solution is from optimal.
    pub certificate: Certificate,
}

/// A change of the support: a variable enters or leaves.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct SupportEvent {
    /// Where it happens, in the units of the lambdas asked for.
    pub lambda: f64,
    /// The variable.
    pub variable: usize,
    /// Whether it enters.
    pub enters: bool,
}

/// The changes of the support along a path, as the homotopy took them.
#[derive(Debug, Clone, Copy)]
pub struct SupportEvents<'a> {
    /// Lambdas of the list, from the first on, that the homotopy reached. Where these are not all, it has broken
    /// down, and nothing is known of the changes between those that follow.
    pub reached: usize,
    pub(crate) events: &'a [SupportEvent],
    pub(crate) unit: f64,
}

impl<'a> SupportEvents<'a> {
    /// The changes, from the largest lambda on, down to the last lambda that was reached; those that happen at the
    /// same lambda in the order in which they were taken.
    pub fn iter(&self) -> impl Iterator<Item = SupportEvent> + use<'a> {
        let unit = self.unit;
        self.events.iter().map(move |event| SupportEvent { lambda: event.lambda * unit, ..*event })
    }
}

/// How far a solution may be from optimal, recomputed from G and c, or from the rows of a wide problem, after it
/// was found.
#[derive(Debug, Clone, Copy, Default, PartialEq)]
pub struct Certificate {
    /// Lasso: the worst violation of the Karush-Kuhn-Tucker conditions, divided by lambda (by 1e-4 `lambda_max`
    /// where lambda is smaller). Ridge: the largest entry of c - G b - lambda b, divided by that of c.
    pub kkt: f64,
    /// Duality gap divided by the objective at zero slopes. 0 for ridge, whose gap is the square of `kkt`.
    pub gap: f64,
}

impl Certificate {
    /// Keeps the worse of each.
    pub fn merge(&mut self, other: Self) {
        self.kkt = self.kkt.max(other.kkt);
        self.gap = self.gap.max(other.gap);
    }
}

/// Sums over rows of powers of y - prediction, one per lambda.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct ErrorSums {
    /// Sums of squares.
    pub squares: Vec<f64>,
    /// Sums of fourth powers.
    pub fourths: Vec<f64>,
}

impl ErrorSums {
    /// Makes room for `count` lambdas.
    pub(crate) fn resize(&mut self, count: usize) {
        self.squares.resize(count, 0.0);
        self.fourths.resize(count, 0.0);
    }

    /// Brings the sums to the units of y.
    pub(crate) fn scale(&mut self, unit: f64) {
        let square = unit * unit;
        scale(square, &mut self.squares);
        scale(square * square, &mut self.fourths);
    }
}

/// Degrees of freedom and residual sum of squares of a fit.
#[derive(Debug, Clone, Copy, Default, PartialEq)]
pub struct PathSummary {
    /// Degrees of freedom without the intercept.
    pub df: f64,
    /// Residual sum of squares.
    pub rss: f64,
}

/// How solutions were found.
#[derive(Debug, Clone, Copy, Default, PartialEq)]
pub struct PathReport {
    /// The worst certificate of the path.
    pub worst: Certificate,
    /// Events on homotopy paths: entries and departures.
    pub steps: usize,
    /// Solutions from the sweep tableau.
    pub tableau: usize,
    /// Solutions from the Cholesky homotopy, or from a factorisation (ridge).
    pub cholesky: usize,
    /// Solutions from coordinate descent.
    pub descent: usize,
    /// Solutions of a homotopy that an active-set Newton step had to improve.
    pub polish: usize,
}

impl PathReport {
    /// Adds the counts of another report and keeps the worse certificate.
    pub fn merge(&mut self, other: &Self) {
        self.worst.merge(other.worst);
        self.steps += other.steps;
        self.tableau += other.tableau;
        self.cholesky += other.cholesky;
        self.descent += other.descent;
        self.polish += other.polish;
    }
}

/// How a lasso path is computed.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub enum EngineChoice {
    /// The homotopy that is fastest for the size.
    #[default]
    Auto,
    /// Homotopy on a sweep tableau.
    Tableau,
    /// Homotopy on a Cholesky factor of the active columns.
    Cholesky,
    /// Coordinate descent with active-set Newton steps.
    Descent,
}

/// One fitted model on the original scale.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct Fit {
    /// Intercept; 0 where none is fitted.
    pub intercept: f64,
    /// A slope per column; exactly 0 where a column is not selected.
    pub slopes: Vec<f64>,
    /// Degrees of freedom without the intercept.
    pub df: f64,
    /// Residual sum of squares.
    pub rss: f64,
    /// How far the solution is from optimal.
    pub certificate: Certificate,
    /// What found a least-squares solution; `None` for a penalised one, whose report says.
    pub least_squares: Option<LeastSquaresEngine>,
}

/// What found a least-squares solution.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum LeastSquaresEngine {
    /// The normal equations by Cholesky's method, corrected once.
    Cholesky,
    /// QR with column pivoting, since the normal equations were too ill-conditioned.
    Orthogonal,
    /// The solution of least norm, since there were many.
    MinimumNorm,
    /// The eigenvectors of a design that replicates share.
    Decomposition,
}

impl Fit {
    /// An empty fit, to be filled.
    pub fn new() -> Self {
        Self::default()
    }

    /// Takes over a point of a path with `p` columns.
    pub fn copy(&mut self, p: usize, point: &PathPoint<'_>) {
        self.slopes.clear();
        self.slopes.resize(p, 0.0);
        for (&j, &b) in point.support.iter().zip(point.slopes) {
            self.slopes[j] = b;
        }
        (self.intercept, self.df, self.rss) = (point.intercept, point.df, point.rss);
        (self.certificate, self.least_squares) = (point.certificate, None);
    }
}

/// Fails unless every lambda is finite, not negative, and no larger than the one before.
pub(crate) fn check_lambdas(lambdas: &[f64]) -> Result<(), FitError> {
    let mut bound = f64::MAX;
    for &value in lambdas {
        if !(0.0..=bound).contains(&value) {
            return Err(FitError::OutOfRange { what: "lambda", value });
        }
        bound = value;
    }
    Ok(())
}
