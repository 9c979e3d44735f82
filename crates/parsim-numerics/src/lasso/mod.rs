//! The lasso: exact paths with a certificate at every lambda.

mod active_set;
mod candidates;
mod certify;
mod columns;
mod events;
mod factored;
mod fallback;
mod homotopy;
mod inverse;
mod screened;
mod slots;
mod small;
mod strips;
mod sweep;
mod tableau;
mod trace;
mod verdict;
mod wide;
mod witness;

use crate::error::FitError;
use crate::kernels::product::{Powers, Residuals, Subtract};
use crate::kernels::vector::scale;
use crate::matrix::Matrix;
use crate::path::{
    Certificate, EngineChoice, ErrorSums, PathPoint, PathReport, PathSolver, PathSummary,
    SupportEvents, check_lambdas,
};
use crate::problem::Problem;
use crate::rows::{Rows, Standardised};
use crate::simd::{LANES, dispatch};
use active_set::ActiveSet;
use certify::{Certified, Certifier};
use columns::{ColumnCache, Columns};
use factored::Factored;
use homotopy::follow;
use small::SmallTableau;
use tableau::Tableau;
use trace::{BLOCK, Block, Layout, Trace};
use wide::WidePath;

/// The worst violation of the optimality conditions, in units of lambda, that is accepted.
pub(crate) const KKT_TOLERANCE: f64 = 1e-9;

/// The largest duality gap, relative to the objective at zero, that is accepted.
pub(crate) const GAP_TOLERANCE: f64 = 1e-10;

/// The lasso: (1/2n) RSS + lambda |b|_1 on standardised columns.
///
/// The whole path is followed exactly from one change of the active set to the next. Every solution is then
/// certified from G and c, or from the rows of a wide problem; one that fails is improved by an active-set method,
/// and is an error if that fails too. So no result depends on a tolerance that a user would have to know.
#[derive(Debug, Clone, Default)]
pub struct Lasso {
    choice: EngineChoice,
    tableau: Tableau,
    /// For up to eight variables, and for up to sixteen.
    small: (SmallTableau<1>, SmallTableau<2>),
    factored: Factored,
    cache: ColumnCache,
    active_set: ActiveSet,
    certifier: Certifier,
    trace: Trace,
    /// The trace in blocks of lambdas.
    blocks: Vec<Block>,
    wide: WidePath,
    /// Lambdas in the units of the problem.
    lambdas: Vec<f64>,
    /// The unit of y in the last problem.
    unit: f64,
    /// How many lambdas the homotopy has reached.
    reached: usize,
    certified: Vec<Certified>,
    rows: Standardised,
    offsets: Vec<usize>,
    pairs: Vec<(usize, f64)>,
    support: Vec<usize>,
    slopes: Vec<f64>,
}

impl Lasso {
    /// A solver without memory as yet, which chooses its engine by size.
    pub fn new() -> Self {
        Self::default()
    }

    /// A solver that uses one engine; for tests and measurements.
    pub fn with_engine(choice: EngineChoice) -> Self {
        Self { choice, ..Self::default() }
    }

    /// Solves the problem at every lambda, and certifies each solution; what else is known of the solutions is kept
    /// if it is asked for.
    fn solve(
        &mut self,
        problem: &Problem,
        lambdas: &[f64],
        summarise: bool,
    ) -> Result<PathReport, FitError> {
        check_lambdas(lambdas)?;
        self.unit = problem.y_unit();
        // Of a power of two, so that nothing is rounded.
        let inverse = 1.0 / self.unit;
        self.lambdas.clear();
        self.lambdas.extend(lambdas.iter().map(|l| l * inverse));
        let layout = if self.is_small(problem) {
            Layout::Lanes
        } else if !problem.is_wide() || self.choice == EngineChoice::Tableau {
            Layout::Variables
        } else {
            Layout::Slots
        };
        self.trace.begin(problem.p(), layout);
        self.trace.notes = summarise;
        let mut report = PathReport::default();
        let mut cache = std::mem::take(&mut self.cache);
        let mut columns = cache.serve(problem);
        let result = if problem.is_wide() {
            self.solve_wide(&mut columns, lambdas, &mut report)
        } else {
            self.follow(&mut columns, &mut report);
            self.descend(&mut columns, &mut report);
            self.certify(&mut columns, (lambdas, summarise), &mut report)
        };
        self.cache = cache;
        result.map(|()| report)
    }

    /// Whether variables are so few that a path is followed on the whole tableau, and recorded in lanes.
    fn is_small(&self, problem: &Problem) -> bool {
        matches!(self.choice, EngineChoice::Auto | EngineChoice::Tableau)
            && !problem.is_wide()
            && problem.p() <= small::MOST
    }

    /// Accepts a certificate that is good enough.
    fn keep(&self, index: usize, lambda: f64, report: &mut PathReport) -> Result<(), FitError> {
        let Certificate { kkt, .. } = self.certified[index].certificate;
        if !passes(&self.certified[index]) {
            return Err(FitError::NotConverged { lambda, kkt });
        }
        report.worst.merge(self.certified[index].certificate);
        Ok(())
    }

    /// Follows the homotopy of choice as far as it goes.
    fn follow(&mut self, columns: &mut Columns<'_>, report: &mut PathReport) {
        let is_small = self.is_small(columns.problem);
        let Self { tableau, small, factored, lambdas, trace, .. } = self;
        match self.choice {
            EngineChoice::Descent => {}
            EngineChoice::Auto if !tableau_pays(columns.problem) => {
                report.steps = follow(factored, columns, lambdas, trace);
                report.cholesky = trace.len();
            }
            EngineChoice::Cholesky => {
                report.steps = follow(factored, columns, lambdas, trace);
                report.cholesky = trace.len();
            }
            EngineChoice::Auto | EngineChoice::Tableau => {
                report.steps = match columns.problem.p() {
                    ..=LANES if is_small => follow(&mut small.0, columns, lambdas, trace),
                    _ if is_small => follow(&mut small.1, columns, lambdas, trace),
                    _ => follow(tableau, columns, lambdas, trace),
                };
                report.tableau = trace.len();
            }
        }
    }

    /// Certifies every solution, improving those that fail.
    fn certify(
        &mut self,
        columns: &mut Columns<'_>,
        (lambdas, summarise): (&[f64], bool),
        report: &mut PathReport,
    ) -> Result<(), FitError> {
        self.certified.clear();
        self.certifier.begin(columns.problem);
        self.make_room();
        for at in 0..self.count() {
            let first = at * BLOCK;
            let worst = self.certify_block(columns, at, summarise);
            if is_good(worst) {
                report.worst.merge(worst);
                continue;
            }
            if !summarise {
                self.certified.resize(first, Certified::default());
                self.certify_block(columns, at, true);
            }
            for index in first..lambdas.len().min(first + BLOCK) {
                if !passes(&self.certified[index]) {
                    self.polish(columns, index);
                    report.polish += 1;
                    self.certified.truncate(first);
                    self.certify_block(columns, at, true);
                }
                self.keep(index, lambdas[index], report)?;
            }
        }
        Ok(())
    }

    /// Number of blocks of lambdas.
    fn count(&self) -> usize {
        self.lambdas.len().div_ceil(BLOCK)
    }

    /// Makes room for all blocks; none is given up, so that a longer path finds its memory again.
    fn make_room(&mut self) {
        let count = self.count().max(self.blocks.len());
        self.blocks.resize_with(count, Block::default);
    }

    /// Gathers and certifies the lambdas of block `at`, and keeps what is known of each if asked for; returns the worst
    /// certificate.
    fn certify_block(&mut self, columns: &Columns<'_>, at: usize, keep: bool) -> Certificate {
        let Self { trace, blocks, lambdas, certifier, certified, .. } = self;
        let first = at * BLOCK;
        trace.block(first, &mut blocks[at]);
        let end = lambdas.len().min(first + BLOCK);
        let facts = certifier.block(columns, &blocks[at], &lambdas[first..end]);
        if keep {
            certified.extend((0..end - first).map(|l| facts.at(l)));
        }
        facts.worst
    }

    /// The residuals of block `at` on the rows that are loaded.
    fn block_residuals(&mut self, at: usize) -> Residuals<'_> {
        let Standardised { z, y, stride, .. } = &self.rows;
        let block = &self.blocks[at];
        self.offsets.clear();
        self.offsets.extend(block.slots.iter().map(|slot| slot * stride));
        Residuals {
            coef: block.values.as_flattened(),
            ld: BLOCK,
            data: z,
            offsets: &self.offsets,
            start: y,
            count: BLOCK.min(self.lambdas.len() - at * BLOCK),
        }
    }

    /// Degrees of freedom and residual sum of squares in the units of the caller.
    fn summary(&self, problem: &Problem, index: usize) -> PathSummary {
        let unit = problem.y_unit();
        let PathSummary { df, rss } = self.certified[index].summary;
        PathSummary { df, rss: rss * problem.n() as f64 * unit * unit }
    }

    /// Fills `support` and `slopes`; returns the intercept.
    fn expand(&mut self, problem: &Problem, index: usize) -> f64 {
        self.pairs.clear();
        self.pairs.extend(self.trace.at(index));
        self.pairs.sort_unstable_by_key(|(j, _)| *j);
        self.support.clear();
        self.support.extend(self.pairs.iter().map(|(j, _)| *j));
        self.slopes.clear();
        self.slopes.extend(self.pairs.iter().map(|&(j, b)| problem.original_slope(j, b)));
        problem.original_intercept(self.pairs.iter().copied())
    }
}

/// Whether a pivot on all p columns costs less than a step on the active ones. A step of the tableau costs about
/// p^2 operations, one of the factor 2 p k + 3 k^2 with k active variables.
fn tableau_pays(problem: &Problem) -> bool {
    !problem.is_wide()
}

/// Whether a solution is good enough; NaN is not.
fn passes(certified: &Certified) -> bool {
    is_good(certified.certificate)
}

/// Whether a certificate is good enough; NaN is not.
fn is_good(certificate: Certificate) -> bool {
    certificate.kkt <= KKT_TOLERANCE && certificate.gap <= GAP_TOLERANCE
}

impl PathSolver for Lasso {
    fn residuals(
        &mut self,
        problem: &Problem,
        lambdas: &[f64],
        rows: &Rows<'_>,
        out: &mut Matrix,
    ) -> Result<PathReport, FitError> {
        let report = self.solve(problem, lambdas, false)?;
        self.rows.load(problem, rows, &self.trace.variables)?;
        let len = self.rows.len;
        out.resize(len, lambdas.len());
        if len > 0 {
            let columns = out.as_mut_slice().chunks_mut(BLOCK * len);
            for (at, out) in (0..self.count()).zip(columns) {
                let of = self.block_residuals(at);
                dispatch(Subtract { of, out, stride: len });
            }
        }
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
        let report = self.solve(problem, lambdas, false)?;
        self.rows.load(problem, rows, &self.trace.variables)?;
        out.resize(lambdas.len());
        for at in 0..self.count() {
            let of = self.block_residuals(at);
            let lambdas = at * BLOCK..at * BLOCK + of.count;
            let (squares, fourths) = (&mut out.squares[lambdas.clone()], &mut out.fourths[lambdas]);
            dispatch(Powers { of, squares, fourths });
        }
        out.scale(problem.y_unit());
        Ok(report)
    }

    fn visit(
        &mut self,
        problem: &Problem,
        lambdas: &[f64],
        visitor: &mut dyn FnMut(&PathPoint<'_>),
    ) -> Result<PathReport, FitError> {
        let report = self.solve(problem, lambdas, true)?;
        for (index, &lambda) in lambdas.iter().enumerate() {
            let intercept = self.expand(problem, index);
            let PathSummary { df, rss } = self.summary(problem, index);
            let certificate = self.certified[index].certificate;
            let (support, slopes) = (&self.support[..], &self.slopes[..]);
            visitor(&PathPoint { index, lambda, intercept, support, slopes, df, rss, certificate });
        }
        Ok(report)
    }

    fn summaries(
        &mut self,
        problem: &Problem,
        lambdas: &[f64],
        out: &mut Vec<PathSummary>,
    ) -> Result<PathReport, FitError> {
        let report = self.solve(problem, lambdas, true)?;
        out.clear();
        out.extend((0..lambdas.len()).map(|index| self.summary(problem, index)));
        Ok(report)
    }

    fn support_events(&self) -> Option<SupportEvents<'_>> {
        let Self { trace, reached, unit, .. } = self;
        Some(SupportEvents { reached: *reached, events: &trace.events, unit: *unit })
    }

    /// Always [`FitError::NotAvailable`]: no exact formula exists for the lasso.
    fn leave_one_out(
        &mut self,
        _: &Problem,
        _: &[f64],
        _: &Rows<'_>,
        _: &mut Vec<f64>,
    ) -> Result<(), FitError> {
        Err(FitError::NotAvailable("exact leave-one-out residuals of the lasso"))
    }
}
