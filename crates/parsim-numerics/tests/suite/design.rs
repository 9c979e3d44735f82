//! Data for the tests, from a small generator of its own, and the conditions that they are checked with.

use parsim_numerics::{
    EngineChoice, Fit, Folds, Lasso, Matrix, Moments, PathSolver, Problem, Scaling, lasso_grid,
};

/// `SplitMix64` (Steele, Lea & Flood 2014).
pub struct Source(pub u64);

impl Source {
    fn next(&mut self) -> u64 {
        self.0 = self.0.wrapping_add(0x9e37_79b9_7f4a_7c15);
        let mut z = self.0;
        z = (z ^ (z >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
        z = (z ^ (z >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
        z ^ (z >> 31)
    }

    /// Uniform on (0, 1).
    pub fn uniform(&mut self) -> f64 {
        ((self.next() >> 11) as f64 + 0.5) / (1_u64 << 53) as f64
    }

    /// Standard normal, by Box and Muller.
    pub fn normal(&mut self) -> f64 {
        let r = (-2.0 * self.uniform().ln()).sqrt();
        r * (std::f64::consts::TAU * self.uniform()).cos()
    }

    /// An integer below `n`.
    pub fn below(&mut self, n: usize) -> usize {
        (self.next() % n as u64) as usize
    }
}

/// A data set.
#[derive(Clone, Debug)]
pub struct Data {
    pub x: Matrix,
    pub y: Vec<f64>,
}

/// Gaussian rows with correlation rho^|i-j|, coefficients 1, -1, 1 on the first columns, noise `sigma`.
pub fn autoregressive(n: usize, p: usize, rho: f64, sigma: f64, seed: u64) -> Data {
    let mut source = Source(seed);
    let mut x = Matrix::new(n, p);
    let mut y = vec![0.0; n];
    for i in 0..n {
        let mut previous = 0.0;
        for j in 0..p {
            let fresh = source.normal();
            let scale = if j == 0 { 1.0 } else { (1.0 - rho * rho).sqrt() };
            previous = rho * previous + scale * fresh;
            x.column_mut(j)[i] = previous;
            if j < 5 {
                y[i] += if j % 2 == 0 { previous } else { -previous };
            }
        }
        y[i] += sigma * source.normal();
    }
    Data { x, y }
}

/// A data set of given columns.
pub fn columns(x: &[Vec<f64>], y: &[f64]) -> Data {
    let x = Matrix::from_columns(y.len(), x.len(), x.concat()).unwrap();
    Data { x, y: y.to_vec() }
}

/// The rows of a data set for which `keep` holds.
pub fn rows_where(data: &Data, keep: impl Fn(usize) -> bool) -> Data {
    let kept: Vec<usize> = (0..data.y.len()).filter(|&i| keep(i)).collect();
    let pick = |v: &[f64]| kept.iter().map(|&i| v[i]).collect::<Vec<f64>>();
    let x: Vec<Vec<f64>> = (0..data.x.cols()).map(|j| pick(data.x.column(j))).collect();
    columns(&x, &pick(&data.y))
}

/// Every solution of a path, as intercept and slopes.
pub fn path(solver: &mut dyn PathSolver, problem: &Problem, lambdas: &[f64]) -> Vec<Fit> {
    let mut fits = Vec::new();
    solver
        .visit(problem, lambdas, &mut |point| {
            let mut fit = Fit::new();
            fit.copy(problem.p(), point);
            fits.push(fit);
        })
        .unwrap();
    fits
}

/// A lasso path on a grid of its own.
pub fn lasso_path(data: &Data, scaling: Scaling, engine: EngineChoice) -> (Vec<f64>, Vec<Fit>) {
    let problem = problem(data, scaling);
    let mut grid = Vec::new();
    lasso_grid(&problem, 40, None, &mut grid).unwrap();
    let fits = path(&mut Lasso::with_engine(engine), &problem, &grid);
    (grid, fits)
}

/// The worst violation over a lasso path; 0 where nothing correlates with y, so that the grid is all zeros.
pub fn worst_violation(data: &Data, scaling: Scaling, engine: EngineChoice) -> f64 {
    let (grid, fits) = lasso_path(data, scaling, engine);
    let solutions = grid.iter().zip(&fits).filter(|(lambda, _)| **lambda > 0.0);
    solutions
        .map(|(l, fit)| lasso_violation(data, scaling, *l, (fit.intercept, &fit.slopes)))
        .fold(0.0, f64::max)
}

/// Asserts that two numbers agree to `tolerance`, relative to the larger of their sizes and `scale`.
#[track_caller]
pub fn assert_close(a: f64, b: f64, scale: f64, tolerance: f64) {
    let size = a.abs().max(b.abs()).max(scale);
    assert!((a - b).abs() <= tolerance * size, "{a:e} against {b:e}, scale {scale:e}");
}

/// Asserts that two fits have the same coefficients to `tolerance` of the largest.
#[track_caller]
pub fn assert_same_fit(a: &Fit, b: &Fit, tolerance: f64) {
    let scale = a.slopes.iter().fold(0.0, |m: f64, v| m.max(v.abs()));
    assert_eq!(a.slopes.len(), b.slopes.len());
    for (x, y) in a.slopes.iter().zip(&b.slopes) {
        assert_close(*x, *y, scale, tolerance);
    }
    assert_close(a.intercept, b.intercept, scale, tolerance);
}

/// All engines of the lasso.
pub const ENGINES: [EngineChoice; 4] =
    [EngineChoice::Auto, EngineChoice::Tableau, EngineChoice::Cholesky, EngineChoice::Descent];

/// With and without intercept and standardisation.
pub const SCALINGS: [Scaling; 4] = [
    Scaling { intercept: true, standardize: true },
    Scaling { intercept: true, standardize: false },
    Scaling { intercept: false, standardize: true },
    Scaling { intercept: false, standardize: false },
];

/// Moments without folds.
pub fn moments(data: &Data) -> Moments {
    folded(data, &Folds::single(data.y.len()))
}

/// Moments with folds.
pub fn folded(data: &Data, folds: &Folds) -> Moments {
    let mut moments = Moments::new();
    moments.compute(&data.x, &data.y, folds).unwrap();
    moments
}

/// The problem of all rows.
pub fn problem(data: &Data, scaling: Scaling) -> Problem {
    let mut problem = Problem::new();
    moments(data).full(scaling, &mut problem);
    problem
}

/// Labels 0 to k - 1 in a random order, sizes differing by at most one.
pub fn labels(n: usize, k: usize, seed: u64) -> Vec<u32> {
    let mut source = Source(seed);
    let mut labels: Vec<u32> = (0..n).map(|i| (i % k) as u32).collect();
    for i in (1..n).rev() {
        labels.swap(i, source.below(i + 1));
    }
    labels
}

/// Mean and standard deviation with divisor n.
pub fn mean_sd(v: &[f64]) -> (f64, f64) {
    let n = v.len() as f64;
    let mean = v.iter().sum::<f64>() / n;
    (mean, (v.iter().map(|v| (v - mean).powi(2)).sum::<f64>() / n).sqrt())
}

/// y - intercept - X b.
pub fn residuals(data: &Data, intercept: f64, slopes: &[f64]) -> Vec<f64> {
    let mut r: Vec<f64> = data.y.iter().map(|y| y - intercept).collect();
    for (j, b) in slopes.iter().enumerate().filter(|(_, b)| **b != 0.0) {
        for (r, x) in r.iter_mut().zip(data.x.column(j)) {
            *r -= b * x;
        }
    }
    r
}

/// The worst violation of the lasso's optimality conditions, in units of `lambda`, from the raw data:
/// `x_j'r/(n s_j)` must be `lambda sign(b_j)`, or at most lambda in size where `b_j` is 0; and the residuals must sum
/// to zero where there is an intercept.
pub fn lasso_violation(
    data: &Data,
    scaling: Scaling,
    lambda: f64,
    (intercept, slopes): (f64, &[f64]),
) -> f64 {
    let n = data.y.len() as f64;
    let r = residuals(data, intercept, slopes);
    let mut worst = 0.0_f64;
    for (j, b) in slopes.iter().enumerate() {
        let (mean, sd) = mean_sd(data.x.column(j));
        let scale = if scaling.standardize { sd } else { 1.0 };
        if sd == 0.0 {
            assert_eq!(*b, 0.0);
            continue;
        }
        let center = if scaling.intercept { mean } else { 0.0 };
        let products = data.x.column(j).iter().zip(&r).map(|(x, r)| (x - center) * r);
        let gradient = products.sum::<f64>() / (n * scale);
        let excess = if *b == 0.0 {
            (gradient.abs() - lambda).max(0.0)
        } else {
            (gradient - lambda * b.signum()).abs()
        };
        worst = worst.max(excess);
    }
    if scaling.intercept {
        worst = worst.max((r.iter().sum::<f64>() / n).abs());
    }
    worst / lambda
}
