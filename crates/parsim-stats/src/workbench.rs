//! A thread's arena: buffers, and the moments of the current replicate that methods share.

use crate::dataset::Dataset;
use crate::methods::Task;
use parsim_numerics::{
    ErrorSums, FitError, Folds, Lasso, LeastSquares, Moments, PathSummary, Problem, Ridge, Rows,
    Scaling,
};

/// Folds of the moments that every replicate has, so that the full problem is summed in the same
/// order whatever the methods.
const BASE_FOLDS: usize = 10;

/// Everything that fits need beside the data. One per thread; nothing is allocated in a replicate
/// once the first has passed.
#[derive(Debug, Default)]
pub struct Workbench {
    pub(crate) solvers: Solvers,
    moments: Vec<FoldedMoments>,
    /// Position of the moments that full problems are made of.
    base: usize,
    problems: Vec<(Scaling, bool, Problem)>,
    /// The training problem of one fold.
    pub(crate) training: Problem,
    pub(crate) subset: Problem,
    pub(crate) validation: Dataset,
    pub(crate) sums: ErrorSums,
    pub(crate) solution: parsim_numerics::Fit,
    pub(crate) buffers: Buffers,
    labels: Vec<u32>,
    folds: Folds,
    /// Errors of the slopes, for oracles.
    pub(crate) delta: Vec<f64>,
}

/// One instance of each numerical method.
#[derive(Debug, Default)]
pub struct Solvers {
    /// Least squares.
    pub least_squares: LeastSquares,
    /// The lasso path.
    pub lasso: Lasso,
    /// The ridge path.
    pub ridge: Ridge,
}

/// Vectors over the grid of lambdas.
#[derive(Debug, Default)]
pub(crate) struct Buffers {
    pub lambdas: Vec<f64>,
    pub plain: Vec<f64>,
    pub own: Vec<f64>,
    pub summaries: Vec<PathSummary>,
    pub scores: Vec<f64>,
    pub errors: Vec<f64>,
    pub squares: Vec<f64>,
    pub fold_sizes: Vec<f64>,
}

#[derive(Debug)]
struct FoldedMoments {
    folds: usize,
    ready: bool,
    moments: Moments,
}

impl Workbench {
    /// An empty arena.
    pub fn new() -> Self {
        Self::default()
    }

    /// Forgets the previous replicate. Must be called when the data change.
    pub fn begin(&mut self) {
        self.moments.iter_mut().for_each(|folded| folded.ready = false);
        self.problems.iter_mut().for_each(|(_, ready, _)| *ready = false);
    }

    /// Position of the moments of the task's data with that many folds, computed at most once per
    /// replicate.
    pub(crate) fn folded(&mut self, task: &Task<'_>, folds: usize) -> Result<usize, FitError> {
        let at = self.moments.iter().position(|folded| folded.folds == folds);
        let at = at.unwrap_or_else(|| {
            self.moments.push(FoldedMoments { folds, ready: false, moments: Moments::new() });
            self.moments.len() - 1
        });
        if !self.moments[at].ready {
            task.fold_labels(folds, &mut self.labels);
            self.folds.assign(&self.labels)?;
            let dataset = task.dataset();
            self.moments[at].moments.compute(&dataset.x, &dataset.y, &self.folds)?;
            self.moments[at].ready = true;
        }
        Ok(at)
    }

    /// Position of the full problem under a scaling, made at most once per replicate.
    pub(crate) fn problem(&mut self, task: &Task<'_>, scaling: Scaling) -> Result<usize, FitError> {
        let at = self.problems.iter().position(|(cached, ..)| *cached == scaling);
        let at = at.unwrap_or_else(|| {
            self.problems.push((scaling, false, Problem::new()));
            self.problems.len() - 1
        });
        if !self.problems[at].1 {
            self.base = self.folded(task, BASE_FOLDS.min(task.dataset().n()))?;
            let (_, ready, problem) = &mut self.problems[at];
            self.moments[self.base].moments.full(scaling, problem);
            *ready = true;
        }
        Ok(at)
    }

    /// The full problem at a position, with what is needed to solve it.
    pub(crate) fn bench(&mut self, problem: usize) -> Bench<'_> {
        Bench {
            problem: &self.problems[problem].2,
            solvers: &mut self.solvers,
            training: &mut self.training,
            subset: &mut self.subset,
            validation: &mut self.validation,
            sums: &mut self.sums,
            solution: &mut self.solution,
            buffers: &mut self.buffers,
            rows: self.moments[self.base].moments.all_rows(),
            moments: Folded(&self.moments),
        }
    }
}

/// The workbench taken apart, so that a problem can be read while solvers write.
#[derive(Debug)]
pub(crate) struct Bench<'a> {
    pub problem: &'a Problem,
    pub solvers: &'a mut Solvers,
    pub training: &'a mut Problem,
    pub subset: &'a mut Problem,
    pub validation: &'a mut Dataset,
    pub sums: &'a mut ErrorSums,
    pub solution: &'a mut parsim_numerics::Fit,
    pub buffers: &'a mut Buffers,
    /// All rows, as the full problem was made of them.
    pub rows: Rows<'a>,
    pub moments: Folded<'a>,
}

/// Read access to the moments by position.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Folded<'a>(&'a [FoldedMoments]);

impl<'a> Folded<'a> {
    /// The moments at a position.
    pub fn at(self, position: usize) -> &'a Moments {
        &self.0[position].moments
    }
}
