//! The solutions of one dataset over a grid of lambdas: what tunings and oracles choose from.

use super::curve::Curve;
use super::path::PathMethod;
use super::{Engines, Failure, Fit, Task};
use crate::tunings::Selection;
use crate::workbench::{Bench, Place, Workbench};
use parsim_numerics::{Design, PathPoint, PathReport, PathSummary, Rows, SupportEvents};

/// The solutions of one dataset over a grid of lambdas, and the scores that tunings ask for.
#[derive(Debug)]
pub struct Candidates<'a> {
    path: PathMethod,
    task: &'a Task<'a>,
    workbench: &'a mut Workbench,
    problem: Place,
    has_grid: bool,
    report: PathReport,
}

/// The cross-validation curve over the grid.
#[derive(Clone, Copy, Debug)]
pub struct CrossValidation<'a> {
    /// Mean squared prediction error by lambda, folds weighted by their size.
    pub mean: &'a [f64],
    /// Its standard error as glmnet states it.
    pub standard_error: &'a [f64],
}

/// Points in a row that must lie above the smallest for a curve to have risen.
pub const RISE: usize = 10;

impl CrossValidation<'_> {
    /// The position of the smallest error: the largest lambda that attains it.
    pub fn best(&self) -> usize {
        let first = |best, (i, mean): (usize, &f64)| if *mean < self.mean[best] { i } else { best };
        self.mean.iter().enumerate().fold(0, first)
    }

    /// Whether the last [`RISE`] points lie more than a standard error above the smallest.
    fn has_risen(&self) -> bool {
        let best = self.best();
        let limit = self.mean[best] + self.standard_error[best];
        let (_, last) = self.mean.split_at(self.mean.len().saturating_sub(RISE));
        last.len() == RISE && last.iter().all(|mean| *mean > limit)
    }
}

impl<'a> Candidates<'a> {
    /// The candidates of a path for one dataset.
    pub(super) fn new(
        path: PathMethod,
        task: &'a Task<'a>,
        workbench: &'a mut Workbench,
    ) -> Result<Self, Failure> {
        let problem = workbench.problem(task, path.scaling)?;
        if let (Place::Design(at, _), true) = (problem, !path.penalty.is_homotopy) {
            workbench.design_mut(at).decompose();
        }
        Ok(Self::at(path, task, workbench, problem))
    }

    /// The candidates for a dataset whose full problem is made.
    pub(super) fn at(
        path: PathMethod,
        task: &'a Task<'a>,
        workbench: &'a mut Workbench,
        problem: Place,
    ) -> Self {
        let report = PathReport::default();
        Self { path, task, workbench, problem, has_grid: false, report }
    }
}

/// A chosen lambda.
#[derive(Clone, Copy, Debug, Default)]
pub(super) struct Choice {
    /// In the units of the study file.
    lambda: f64,
    /// In the units of the solver.
    pub plain: f64,
    at_edge: Option<bool>,
    /// How the solutions that it was chosen from were found.
    pub engines: Engines,
}

impl Choice {
    /// States the choice in its fit.
    pub(super) fn label(self, fit: &mut Fit) {
        (fit.lambda, fit.lambda_at_edge) = (Some(self.lambda), self.at_edge);
    }
}

impl Candidates<'_> {
    /// Rows of the data.
    pub fn n(&self) -> usize {
        self.task.dataset().n()
    }

    /// Number of covariates.
    pub fn p(&self) -> usize {
        self.task.dataset().p()
    }

    /// Whether an intercept is fitted.
    pub const fn intercept(&self) -> bool {
        self.path.scaling.intercept
    }

    /// What a `lambda_ratio` is a multiple of.
    pub fn unit(&mut self) -> f64 {
        let bench = self.workbench.bench(self.problem);
        (self.path.penalty.unit)(bench.problem)
    }

    /// Total sum of squares of the response.
    pub fn total_sum_of_squares(&mut self) -> f64 {
        self.workbench.bench(self.problem).problem.tss()
    }

    /// The grid, largest lambda first.
    ///
    /// # Errors
    /// The path could not be computed (only under glmnet's stopping rule).
    pub fn lambdas(&mut self) -> Result<&[f64], Failure> {
        self.make_grid()?;
        Ok(&self.workbench.buffers.lambdas)
    }

    /// How the solutions computed so far were found, folds included.
    pub fn engines(&self) -> Engines {
        Engines::of_path(&self.report, self.path.penalty.is_homotopy)
    }

    fn make_grid(&mut self) -> Result<(), Failure> {
        if self.has_grid {
            return Ok(());
        }
        let (path, problem) = (self.path, self.problem);
        let bench = self.workbench.bench(problem);
        let Bench { problem, solvers, buffers, .. } = bench;
        (path.penalty.grid)(&mut buffers.grids, problem, path.grid, &mut buffers.lambdas)?;
        if path.grid.as_glmnet {
            let (kept, report) =
                path.glmnet_length(problem, solvers, &buffers.lambdas, &mut buffers.summaries)?;
            self.report.merge(&report);
            buffers.lambdas.truncate(kept);
        }
        path.all_plain(problem, &buffers.lambdas, &mut buffers.plain);
        self.has_grid = true;
        Ok(())
    }

    /// Degrees of freedom (without the intercept) and residual sum of squares by lambda.
    ///
    /// # Errors
    /// The path could not be computed.
    pub fn summaries(&mut self) -> Result<&[PathSummary], Failure> {
        self.make_grid()?;
        let bench = self.workbench.bench(self.problem);
        let (lambdas, out) = (&bench.buffers.plain, &mut bench.buffers.summaries);
        let report = if let Some((design, at)) = self.path.spectral(bench.design) {
            bench.solvers.spectral.summaries(design, at, lambdas, out)?
        } else {
            (self.path.penalty.solver)(bench.solvers).summaries(bench.problem, lambdas, out)?
        };
        self.report.merge(&report);
        Ok(&self.workbench.buffers.summaries)
    }

    /// Mean squared error on an independent validation set of n rows, by lambda.
    ///
    /// # Errors
    /// The path could not be computed, or the data have no law to draw from.
    pub fn validation(&mut self, n: usize) -> Result<&[f64], Failure> {
        self.make_grid()?;
        if !self.task.validation(n, &mut self.workbench.validation) {
            return Err(Failure::NoCandidate("the data have no law to draw a validation set from"));
        }
        let bench = self.workbench.bench(self.problem);
        let rows = Rows::raw(&bench.validation.x, &bench.validation.y)?;
        let solver = (self.path.penalty.solver)(bench.solvers);
        let report = solver.error_sums(bench.problem, &bench.buffers.plain, &rows, bench.sums)?;
        self.report.merge(&report);
        let errors = &mut bench.buffers.errors;
        errors.clear();
        errors.extend(bench.sums.squares.iter().map(|sum| sum / n as f64));
        Ok(&self.workbench.buffers.errors)
    }

    /// Mean squared leave-one-out error by lambda.
    ///
    /// # Errors
    /// The penalty has no closed form.
    pub fn leave_one_out(&mut self) -> Result<&[f64], Failure> {
        self.make_grid()?;
        if let Place::Design(at, _) = self.problem {
            let design = self.workbench.design_mut(at);
            if self.path.spectral(Some((design, 0))).is_some() {
                design.rotate_rows()?;
            }
        }
        let bench = self.workbench.bench(self.problem);
        let (lambdas, out) = (&bench.buffers.plain, &mut bench.buffers.errors);
        if let Some((design, at)) = self.path.spectral(bench.design) {
            bench.solvers.spectral.leave_one_out(design, at, lambdas, out)?;
        } else {
            let solver = (self.path.penalty.solver)(bench.solvers);
            solver.leave_one_out(bench.problem, lambdas, &bench.rows, out)?;
        }
        // Its formula needs every solution, and is known for decompositions alone.
        self.report.cholesky += self.workbench.buffers.plain.len();
        Ok(&self.workbench.buffers.errors)
    }

    /// The cross-validation curve with that many folds, standardisation inside each fold.
    ///
    /// # Errors
    /// The path of a fold could not be computed.
    pub fn cross_validation(&mut self, folds: usize) -> Result<CrossValidation<'_>, Failure> {
        self.make_grid()?;
        self.curve(folds, self.workbench.buffers.lambdas.len())
    }

    /// The first part of that curve: half of the grid, or three quarters of it, where the last
    /// [`RISE`] points lie more than a standard error above the smallest; else all of it.
    ///
    /// # Errors
    /// As [`Candidates::cross_validation`].
    pub fn cross_validation_until_it_rises(
        &mut self,
        folds: usize,
    ) -> Result<CrossValidation<'_>, Failure> {
        self.make_grid()?;
        let count = self.workbench.buffers.lambdas.len();
        // glmnet's folds have grids of their own, and no common first part.
        let parts = if self.path.grid.as_glmnet { [count; 2] } else { [count / 2, 3 * count / 4] };
        for part in parts.into_iter().filter(|part| (RISE + 1..count).contains(part)) {
            if self.curve(folds, part)?.has_risen() {
                return Ok(self.last_curve(part));
            }
        }
        self.curve(folds, count)
    }

    /// The curve over the first `count` lambdas.
    fn curve(&mut self, folds: usize, count: usize) -> Result<CrossValidation<'_>, Failure> {
        let n = self.n();
        let moments = self.workbench.folded(self.task, folds)?;
        let path = self.path;
        let bench = self.workbench.bench(self.problem);
        let mut curve = Curve::new(bench.buffers, folds, n, count);
        for k in 0..folds {
            let folded = bench.moments.at(moments);
            let training = bench.trainings.problem((folded, moments), k, path.scaling);
            let rows = folded.held_out(k);
            let solver = (path.penalty.solver)(bench.solvers);
            let report = if path.grid.as_glmnet {
                path.own_grid_error_sums(
                    (training, &rows),
                    bench.solvers,
                    curve.buffers,
                    bench.sums,
                )?
            } else {
                let lambdas = &curve.buffers.plain[..count];
                solver.error_sums(training, lambdas, &rows, bench.sums)?
            };
            self.report.merge(&report);
            curve.add(k, rows.len(), bench.sums);
        }
        curve.finish();
        Ok(self.last_curve(count))
    }

    fn last_curve(&self, count: usize) -> CrossValidation<'_> {
        let scores = &self.workbench.buffers.scores;
        CrossValidation { mean: &scores[..count], standard_error: &scores[count..] }
    }

    /// Shows the solution at every lambda of the grid, with lambda in the units of the grid.
    ///
    /// # Errors
    /// The path could not be computed.
    pub fn visit(&mut self, visitor: &mut dyn FnMut(&PathPoint<'_>)) -> Result<(), Failure> {
        self.make_grid()?;
        let bench = self.workbench.bench(self.problem);
        let solver = (self.path.penalty.solver)(bench.solvers);
        let Bench { problem, buffers, .. } = bench;
        let lambdas = &buffers.lambdas;
        let report = solver.visit(problem, &buffers.plain, &mut |point| {
            visitor(&PathPoint { lambda: lambdas[point.index], ..*point });
        })?;
        self.report.merge(&report);
        Ok(())
    }

    /// The changes of the support along the path that [`Candidates::visit`] showed; `None` for
    /// penalties whose solutions have no zeros.
    pub fn support_events(&mut self) -> Option<SupportEvents<'_>> {
        let bench = self.workbench.bench(self.problem);
        (self.path.penalty.solver)(bench.solvers).support_events()
    }

    /// Fits the selected lambda on all data.
    ///
    /// # Errors
    /// The solution could not be computed.
    pub fn fit(&mut self, selection: Selection, fit: &mut Fit) -> Result<(), Failure> {
        let choice = self.choice(selection)?;
        let bench = self.workbench.bench(self.problem);
        if let Some((design, at)) = self.path.spectral(bench.design) {
            bench.solvers.spectral.solve(design, &[choice.plain])?;
            bench.solvers.spectral.write(design, at, bench.solution)?;
            self.report.worst.merge(bench.solution.certificate);
            self.report.cholesky += 1;
        } else {
            let solver = (self.path.penalty.solver)(bench.solvers);
            let report = solver.fit_at(bench.problem, choice.plain, bench.solution)?;
            self.report.merge(&report);
        }
        fit.copy(bench.solution);
        choice.label(fit);
        fit.certificate = Some(self.report.worst);
        fit.fallbacks = self.report.descent as u32;
        fit.engines = self.engines();
        Ok(())
    }

    /// What a selection stands for.
    pub(super) fn choice(&mut self, selection: Selection) -> Result<Choice, Failure> {
        let engines = self.engines();
        Ok(match selection {
            Selection::Grid(index) => {
                self.make_grid()?;
                let buffers = &self.workbench.buffers;
                let at_edge = index == 0 || index + 1 == buffers.lambdas.len();
                let (lambda, plain) = (buffers.lambdas[index], buffers.plain[index]);
                Choice { lambda, plain, at_edge: Some(at_edge), engines }
            }
            Selection::Lambda(lambda) => {
                let problem = self.workbench.bench(self.problem).problem;
                let plain = self.path.plain(lambda, problem);
                Choice { lambda, plain, at_edge: None, engines }
            }
        })
    }
}

impl PathMethod {
    /// The design, where its eigenvectors solve the path.
    fn spectral<'a>(&self, design: Option<(&'a Design, usize)>) -> Option<(&'a Design, usize)> {
        design.filter(|(design, _)| !self.penalty.is_homotopy && design.is_regular())
    }
}
