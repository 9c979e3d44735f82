//! The fits of one replicate, stage by stage.

use crate::{Stage, work};
use parsim_numerics::{
    ErrorSums, Fit, FitError, Folds, Lasso, LeastSquares, Matrix, Moments, PathReport, PathSolver,
    Problem, Ridge, Scaling, lasso_grid, ridge_grid,
};
use std::time::Instant;

const FOLDS: usize = 10;
const LAMBDAS: usize = 100;

/// The stages that are timed here, in order.
const NAMES: [&str; 7] = [
    "moments",
    "problems of folds",
    "OLS",
    "ridge: paths, held-out rows",
    "lasso: paths, held-out rows",
    "both: fit of all rows",
    "both: CV curve",
];

/// One data set, the solvers, and what was measured so far.
pub struct Replicate {
    x: Matrix,
    y: Vec<f64>,
    folds: Folds,
    moments: Moments,
    problem: Problem,
    problems: Vec<Problem>,
    ols: LeastSquares,
    ridge: Ridge,
    lasso: Lasso,
    grids: [Vec<f64>; 2],
    out: ErrorSums,
    fit: Fit,
    curve: Vec<f64>,
    /// Counts of the last lasso paths: steps, and nonzero slopes summed over the lambdas.
    steps: usize,
    active: usize,
    /// Steps and nonzero slopes of the fit of all rows.
    last: (usize, usize),
    seconds: [f64; NAMES.len()],
}

impl Replicate {
    pub fn new(data: &parsim_engine::experiment::Replayed) -> Result<Self, FitError> {
        let (x, y) = (Matrix::clone(&data.dataset.x), data.dataset.y.clone());
        let labels: Vec<u32> = (0..y.len()).map(|i| (i * 7 % FOLDS) as u32).collect();
        let mut made = Self {
            x,
            y,
            folds: Folds::from_labels(&labels)?,
            moments: Moments::new(),
            problem: Problem::new(),
            problems: (0..FOLDS).map(|_| Problem::new()).collect(),
            ols: LeastSquares::new(),
            ridge: Ridge::new(),
            lasso: Lasso::new(),
            grids: [Vec::new(), Vec::new()],
            out: ErrorSums::default(),
            fit: Fit::new(),
            curve: Vec::new(),
            steps: 0,
            active: 0,
            last: (0, 0),
            seconds: [f64::MAX; NAMES.len()],
        };
        made.round()?;
        made.count()?;
        made.seconds = [f64::MAX; NAMES.len()];
        Ok(made)
    }

    /// n and p.
    pub fn size(&self) -> (f64, f64) {
        (self.x.rows() as f64, self.x.cols() as f64)
    }

    /// Does everything once and keeps the shortest times.
    pub fn round(&mut self) -> Result<(), FitError> {
        let mut marks = [0.0; NAMES.len()];
        let mut clock = Instant::now();
        let mut mark = |at: usize| {
            marks[at] += clock.elapsed().as_secs_f64();
            clock = Instant::now();
        };
        self.moments.compute(&self.x, &self.y, &self.folds)?;
        mark(0);
        self.moments.full(Scaling::default(), &mut self.problem);
        for (k, problem) in self.problems.iter_mut().enumerate() {
            self.moments.training(k, Scaling::default(), problem);
        }
        mark(1);
        self.ols.fit(&self.problem, &self.moments.all_rows(), &mut self.fit)?;
        mark(2);
        ridge_grid(&self.problem, LAMBDAS, None, &mut self.grids[0])?;
        lasso_grid(&self.problem, LAMBDAS, None, &mut self.grids[1])?;
        let solvers: [(usize, &mut dyn PathSolver); 2] =
            [(3, &mut self.ridge), (4, &mut self.lasso)];
        for ((stage, solver), grid) in solvers.into_iter().zip(&self.grids) {
            self.curve.clear();
            self.curve.resize(LAMBDAS, 0.0);
            for (k, problem) in self.problems.iter().enumerate() {
                solver.error_sums(problem, grid, &self.moments.held_out(k), &mut self.out)?;
                mark(stage);
                for (mean, sum) in self.curve.iter_mut().zip(&self.out.squares) {
                    *mean += sum;
                }
                mark(6);
            }
            let best = (0..LAMBDAS).min_by(|a, b| self.curve[*a].total_cmp(&self.curve[*b]));
            mark(6);
            let report = solver.fit_at(&self.problem, grid[best.unwrap_or(0)], &mut self.fit)?;
            mark(5);
            self.last = (report.steps, self.fit.df.round() as usize);
        }
        for (least, seconds) in self.seconds.iter_mut().zip(marks) {
            *least = least.min(seconds);
        }
        Ok(())
    }

    /// Counts the steps and the nonzero slopes of the lasso paths of all folds.
    fn count(&mut self) -> Result<(), FitError> {
        let mut total = PathReport::default();
        let active = &mut self.active;
        for problem in &self.problems {
            let report = self
                .lasso
                .visit(problem, &self.grids[1], &mut |point| *active += point.support.len())?;
            total.merge(&report);
        }
        self.steps = total.steps;
        Ok(())
    }

    /// The stages with their work and their shortest times.
    pub fn stages(&self) -> impl Iterator<Item = Stage> {
        let ((n, p), folds, lambdas) = (self.size(), FOLDS as f64, LAMBDAS as f64);
        let (steps, active) = (self.steps as f64, self.active as f64);
        let (last_steps, last_active) = (self.last.0 as f64, self.last.1 as f64);
        let flops = [
            work::moments(n, p),
            work::problems(p, folds + 1.0),
            work::ols(p),
            folds * work::ridge_path(p, lambdas)
                + work::ridge_residuals(n, p, lambdas)
                + work::squares(n, lambdas),
            work::lasso_path(p, steps, active, folds * lambdas)
                + work::lasso_residuals(n, p, active / folds)
                + work::squares(n, lambdas),
            work::ridge_path(p, 1.0) + work::lasso_path(p, last_steps, last_active, 1.0),
            2.0 * folds * lambdas,
        ];
        let stages = NAMES.into_iter().zip(flops).zip(self.seconds);
        stages.map(|((name, flops), seconds)| Stage { name, flops, seconds })
    }
}
