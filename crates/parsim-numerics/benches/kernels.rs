//! Times of the fits of one replicate, in microseconds of this thread; the minimum and the median of many runs.
//!
//! `cargo bench -p parsim-numerics` prints them.

#![expect(clippy::print_stdout, reason = "a bench prints what it measures")]

use parsim_numerics::{
    ErrorSums, Fit, Folds, Lasso, LeastSquares, Matrix, Moments, PathSolver, Problem, Ridge,
    Scaling, lasso_grid, ridge_grid,
};
use std::time::Instant;

const LAMBDAS: usize = 100;
const FOLDS: usize = 10;

fn main() {
    println!("{:>14} {:>22} {:>10} {:>10}", "n x p", "what", "minimum", "median");
    // An argument such as `200x102` selects one size, a second one what is timed.
    let wanted: Vec<String> = std::env::args().skip(1).filter(|a| !a.starts_with('-')).collect();
    for (n, p) in
        [(50, 10), (100, 20), (200, 102), (1000, 100), (100, 500), (100, 1000), (60, 2000)]
    {
        if wanted.first().is_none_or(|size| *size == format!("{n}x{p}")) {
            Replicate::new(n, p).report(wanted.get(1).map_or("", String::as_str));
        }
    }
}

/// One data set and everything that is fitted to it.
struct Replicate {
    x: Matrix,
    y: Vec<f64>,
    folds: Folds,
    moments: Moments,
    problem: Problem,
    grid: Vec<f64>,
    out: ErrorSums,
    fit: Fit,
    only: String,
}

impl Replicate {
    /// Gaussian rows with correlation 0.5^|i-j|, ten signals, signal-to-noise ratio about 2.
    fn new(n: usize, p: usize) -> Self {
        let mut state = 88_172_645_463_325_252_u64;
        let mut normal = || {
            // A sum of twelve uniforms is normal enough for timing.
            let mut sum = -6.0;
            for _ in 0..12 {
                state ^= state << 13;
                state ^= state >> 7;
                state ^= state << 17;
                sum += (state >> 11) as f64 / (1_u64 << 53) as f64;
            }
            sum
        };
        let mut x = Matrix::new(n, p);
        let mut y = vec![0.0; n];
        for i in 0..n {
            let mut previous = normal();
            for j in 0..p {
                x.column_mut(j)[i] = previous;
                y[i] += if j < 10 { previous } else { 0.0 };
                previous = 0.5 * previous + 0.75_f64.sqrt() * normal();
            }
            y[i] += 3.0 * normal();
        }
        let labels: Vec<u32> = (0..n).map(|i| (i * 7 % FOLDS) as u32).collect();
        Self {
            x,
            y,
            folds: Folds::from_labels(&labels).unwrap_or_default(),
            moments: Moments::new(),
            problem: Problem::new(),
            grid: Vec::new(),
            out: ErrorSums::default(),
            fit: Fit::new(),
            only: String::new(),
        }
    }

    fn report(mut self, only: &str) {
        only.clone_into(&mut self.only);
        let (n, p) = (self.x.rows(), self.x.cols());
        let (mut ols, mut ridge, mut lasso) = (LeastSquares::new(), Ridge::new(), Lasso::new());
        let seconds = self.time("moments", Self::read);
        let products = (n * (p + 2) * (p + 3)) as f64;
        // With far more columns than rows no products are summed as yet.
        if seconds.is_finite() && p <= 2 * n {
            println!("{:>37} {:>10.1} GFLOP/s", "", products / seconds * 1e-9);
        }
        self.time("full problem", |r| r.moments.full(Scaling::default(), &mut r.problem));
        self.time("fold problem", |r| r.moments.training(0, Scaling::default(), &mut r.problem));
        self.time("ols", |r| r.ols(&mut ols));
        self.ridge_levels();
        self.time("ridge, one fold", |r| r.fold(&mut ridge, 0));
        self.time("ridge, cross-validated", |r| r.cross_validate(&mut ridge));
        self.lasso_levels();
        self.time("lasso, one fold", |r| r.fold(&mut lasso, 0));
        self.time("lasso, cross-validated", |r| r.cross_validate(&mut lasso));
        self.time("all of it", |r| {
            r.read();
            r.ols(&mut ols);
            r.ridge_levels();
            r.cross_validate(&mut ridge);
            r.lasso_levels();
            r.cross_validate(&mut lasso);
        });
    }

    fn read(&mut self) {
        self.moments.compute(&self.x, &self.y, &self.folds).unwrap_or_default();
    }

    fn ols(&mut self, ols: &mut LeastSquares) {
        self.moments.full(Scaling::default(), &mut self.problem);
        // With more columns than rows there is no solution, which is also an answer to be timed.
        let _ = ols.fit(&self.problem, &self.moments.all_rows(), &mut self.fit);
    }

    fn ridge_levels(&mut self) {
        self.moments.full(Scaling::default(), &mut self.problem);
        ridge_grid(&self.problem, LAMBDAS, None, &mut self.grid).unwrap_or_default();
    }

    fn lasso_levels(&mut self) {
        self.moments.full(Scaling::default(), &mut self.problem);
        lasso_grid(&self.problem, LAMBDAS, None, &mut self.grid).unwrap_or_default();
    }

    fn fold(&mut self, solver: &mut dyn PathSolver, k: usize) {
        self.moments.training(k, Scaling::default(), &mut self.problem);
        let rows = self.moments.held_out(k);
        let result = solver.error_sums(&self.problem, &self.grid, &rows, &mut self.out);
        assert!(result.is_ok(), "{result:?}");
    }

    /// Ten folds, and the fit of all rows at a lambda in the middle.
    fn cross_validate(&mut self, solver: &mut dyn PathSolver) {
        for k in 0..FOLDS {
            self.fold(solver, k);
        }
        self.moments.full(Scaling::default(), &mut self.problem);
        let lambda = self.grid[LAMBDAS / 2];
        let result = solver.fit_at(&self.problem, lambda, &mut self.fit);
        assert!(result.is_ok(), "{result:?}");
    }

    /// Prints and returns the smallest time in seconds.
    fn time(&mut self, what: &str, mut work: impl FnMut(&mut Self)) -> f64 {
        if !what.contains(&self.only) {
            work(self);
            return f64::INFINITY;
        }
        let mut seconds = Vec::new();
        let begin = Instant::now();
        while seconds.len() < 5 || (begin.elapsed().as_secs_f64() < 0.3 && seconds.len() < 2000) {
            let start = Instant::now();
            work(self);
            seconds.push(start.elapsed().as_secs_f64());
        }
        seconds.sort_by(f64::total_cmp);
        let (least, median) = (seconds[0], seconds[seconds.len() / 2]);
        let size = format!("{} x {}", self.x.rows(), self.x.cols());
        println!("{size:>14} {what:>22} {:>10.1} {:>10.1}", least * 1e6, median * 1e6);
        least
    }
}
