//! A thread's arena: buffers, and the moments of the current replicate that methods share.

use crate::dataset::Dataset;
use crate::fixed_design::FixedDesign;
use crate::methods::{Failure, Fit, Group, Task};
use crate::trainings::Trainings;
use crate::truth::Truth;
use parsim_numerics::{
    Design, ErrorSums, FitError, Folds, Grids, Lasso, LeastSquares, Matrix, MeanSquares, Moments,
    Nodewise, PathReport, PathSummary, Problem, Ridge, Rows, Scaling, Spectral, TinyLeastSquares,
};
use std::sync::Arc;

/// Folds of the moments that every replicate of more than [`NATURAL`] covariates has, so that the full problem is
/// summed in the same order whatever the methods.
const BASE_FOLDS: usize = 10;

/// The full problem of no more covariates is summed in the order of the rows: a pass of its own costs next to
/// nothing there, and methods without folds then need not draw any.
const NATURAL: usize = 32;

/// Everything that fits need beside the data. One per thread; nothing is allocated in a replicate
/// once the first has passed.
#[derive(Debug, Default)]
pub struct Workbench {
    pub(crate) solvers: Solvers,
    moments: Vec<FoldedMoments>,
    /// Position of the moments that full problems are made of.
    base: usize,
    problems: Vec<(Scaling, bool, Problem)>,
    /// What depends on the covariates alone, where all replicates share them.
    fixed: FixedDesign,
    mean_squares: MeanSquares,
    /// Nodewise lassos of the replicate's own covariates.
    nodewise: Nodewise,
    /// The training problems of folds.
    pub(crate) trainings: Trainings,
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
    /// Least squares on eight tiny data sets at a time.
    pub tiny: TinyLeastSquares,
    /// The lasso path.
    pub lasso: Lasso,
    /// The ridge path.
    pub ridge: Ridge,
    /// Least squares and ridge on a design that replicates share.
    pub spectral: Spectral,
}

/// Vectors over the grid of lambdas.
#[derive(Debug, Default)]
pub(crate) struct Buffers {
    pub grids: Grids,
    pub lambdas: Vec<f64>,
    pub plain: Vec<f64>,
    pub own: Vec<f64>,
    pub summaries: Vec<PathSummary>,
    pub scores: Vec<f64>,
    pub errors: Vec<f64>,
    pub squares: Vec<f64>,
    pub fold_sizes: Vec<f64>,
}

/// Where a full problem lies.
#[derive(Clone, Copy, Debug)]
pub(crate) enum Place {
    /// Made of the replicate's own moments.
    Own(usize),
    /// A response, by position, to a design that replicates share.
    Design(usize, usize),
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
        self.trainings.begin();
        self.fixed.begin();
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
            if folds == 1 {
                self.labels.clear();
                self.labels.resize(task.dataset().n(), 0);
            } else {
                task.fold_labels(folds, &mut self.labels);
            }
            self.folds.assign(&self.labels)?;
            let dataset = task.dataset();
            self.moments[at].moments.compute(&dataset.x, &dataset.y, &self.folds)?;
            self.moments[at].ready = true;
        }
        Ok(at)
    }

    /// The full problem under a scaling, made at most once per replicate.
    pub(crate) fn problem(&mut self, task: &Task<'_>, scaling: Scaling) -> Result<Place, FitError> {
        if let Some(at) = self.respond(&Group::alone(task), scaling)? {
            let design = self.design_mut(at);
            design.choose(0)?;
            design.load_rows(&task.dataset().y)?;
            return Ok(Place::Design(at, 0));
        }
        let at = self.problems.iter().position(|(cached, ..)| *cached == scaling);
        let at = at.unwrap_or_else(|| {
            self.problems.push((scaling, false, Problem::new()));
            self.problems.len() - 1
        });
        if !self.problems[at].1 {
            let dataset = task.dataset();
            let folds = if dataset.p() <= NATURAL { 1 } else { BASE_FOLDS.min(dataset.n()) };
            self.base = self.folded(task, folds)?;
            let (_, ready, problem) = &mut self.problems[at];
            self.moments[self.base].moments.full(scaling, problem);
            *ready = true;
        }
        Ok(Place::Own(at))
    }

    /// Position of the group's design under a scaling, with the group's responses loaded; `None`
    /// where its covariates are not fixed, or too many for their products to be formed.
    pub(crate) fn respond(
        &mut self,
        group: &Group<'_>,
        scaling: Scaling,
    ) -> Result<Option<usize>, FitError> {
        let Some(x) = group.fixed() else { return Ok(None) };
        self.fixed.of(x).respond(group, scaling)
    }

    /// The design at a position that [`Workbench::respond`] gave.
    pub(crate) fn design_mut(&mut self, at: usize) -> &mut Design {
        self.fixed.design_mut(at)
    }

    /// Solves for every response to a design, each at its own lambda.
    pub(crate) fn solve(&mut self, at: usize, lambdas: &[f64]) -> Result<(), Failure> {
        let Self { fixed, solvers, .. } = self;
        Ok(solvers.spectral.solve(fixed.design(at), lambdas)?)
    }

    /// As [`Workbench::solve`], for least squares.
    pub(crate) fn solve_least_squares(&mut self, at: usize) -> Result<(), Failure> {
        let Self { fixed, solvers, .. } = self;
        Ok(solvers.spectral.least_squares(fixed.design(at))?)
    }

    /// The fit to a response that [`Workbench::solve`] solved for.
    pub(crate) fn write(
        &mut self,
        at: usize,
        response: usize,
        fit: &mut Fit,
    ) -> Result<(), Failure> {
        let Self { fixed, solvers, solution, .. } = self;
        solvers.spectral.write(fixed.design(at), response, solution)?;
        fit.copy(solution);
        fit.certificate = Some(solution.certificate);
        Ok(())
    }

    /// Debiases the lasso that was fitted last at a place, and gives it standard errors; says how the
    /// nodewise problems were solved, once per scenario where all replicates share their covariates.
    pub(crate) fn debias(&mut self, place: Place, fit: &mut Fit) -> Result<PathReport, FitError> {
        let Self { fixed, problems, moments, base, nodewise, solution, .. } = self;
        let (problem, nodewise) = match place {
            Place::Own(at) => {
                let problem = &problems[at].2;
                nodewise.compute(problem, &moments[*base].moments.all_rows())?;
                (problem, nodewise)
            }
            Place::Design(at, _) => fixed.nodewise(at)?,
        };
        nodewise.debias(problem, solution, &mut fit.standard_errors)?;
        fit.interval_df = f64::INFINITY;
        (fit.intercept, fit.rss) = (solution.intercept, solution.rss);
        fit.slopes.clone_from(&solution.slopes);
        Ok(*nodewise.report())
    }

    /// |X delta + shift|^2/n of at most [`Group::LARGEST`] fits to a fixed design, by position;
    /// `None` where the products of its columns are not formed. What is no fit to it does not bear
    /// on the others.
    pub fn in_sample_errors(
        &mut self,
        x: &Arc<Matrix>,
        truth: &Truth,
        fits: &[Fit],
    ) -> Option<[f64; Group::LARGEST]> {
        let Self { fixed, mean_squares, solvers, .. } = self;
        let design = fixed.of(x).centred()?;
        let spectral = &mut solvers.spectral;
        let solved: [bool; Group::LARGEST] = std::array::from_fn(|at| {
            let fit = fits.get(at);
            fit.is_none_or(|fit| spectral.is_solution(at, fit.intercept, &fit.slopes))
        });
        // What is no solution by eigenvectors is measured by a product with G. A fit takes the same
        // way whatever lies beside it.
        let known = spectral.mean_squares(design, (truth.intercept, &truth.beta)).ok();
        if known.is_some() && !solved.contains(&false) {
            return known;
        }
        mean_squares.begin(x.cols());
        for (at, fit) in fits.iter().enumerate() {
            let errors = fit.slopes.iter().zip(&truth.beta).map(|(b, beta)| b - beta);
            mean_squares.set(at, fit.intercept - truth.intercept, errors);
        }
        let mut errors = mean_squares.compute(design, fits.len());
        let pairs = errors.iter_mut().zip(known.iter().flatten());
        for ((error, known), _) in pairs.zip(solved).filter(|(_, solved)| *solved) {
            *error = *known;
        }
        Some(errors)
    }

    /// The full problem at a place, with what is needed to solve it.
    pub(crate) fn bench(&mut self, place: Place) -> Bench<'_> {
        let (problem, rows, design) = match place {
            Place::Own(at) => {
                (&self.problems[at].2, self.moments[self.base].moments.all_rows(), None)
            }
            Place::Design(at, response) => {
                let design = self.fixed.design(at);
                (design.problem(), design.rows(), Some((design, response)))
            }
        };
        Bench {
            problem,
            design,
            solvers: &mut self.solvers,
            trainings: &mut self.trainings,
            subset: &mut self.subset,
            validation: &mut self.validation,
            sums: &mut self.sums,
            solution: &mut self.solution,
            buffers: &mut self.buffers,
            rows,
            moments: Folded(&self.moments),
        }
    }
}

/// The workbench taken apart, so that a problem can be read while solvers write.
#[derive(Debug)]
pub(crate) struct Bench<'a> {
    pub problem: &'a Problem,
    /// The design that the problem belongs to, and which of its responses it is of.
    pub design: Option<(&'a Design, usize)>,
    pub solvers: &'a mut Solvers,
    pub trainings: &'a mut Trainings,
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
