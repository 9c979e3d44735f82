//! Ridge against a direct solution of the normal equations by a matrix library.

use crate::design::{
    Data, SCALINGS, assert_close, assert_same_fit, autoregressive, folded, labels, mean_sd,
    moments, path, problem, rows_where,
};
use nalgebra::{DMatrix, DVector};
use parsim_numerics::{Fit, Folds, Matrix, PathSolver, Problem, Ridge, Rows, Scaling, ridge_grid};

/// Centred columns divided by their standard deviations, and centred y.
fn standardised(data: &Data) -> (DMatrix<f64>, DVector<f64>) {
    let (n, p) = (data.x.rows(), data.x.cols());
    let x = DMatrix::from_fn(n, p, |i, j| {
        let (mean, sd) = mean_sd(data.x.column(j));
        (data.x.get(i, j) - mean) / sd
    });
    let mean = mean_sd(&data.y).0;
    (x, DVector::from_fn(n, |i, _| data.y[i] - mean))
}

#[test]
fn coefficients_df_and_rss_solve_the_normal_equations() {
    for (n, p) in [(60, 9), (200, 102), (30, 45), (20, 90)] {
        let data = autoregressive(n, p, 0.6, 1.0, 11);
        let problem = problem(&data, Scaling::default());
        let mut grid = Vec::new();
        ridge_grid(&problem, 12, None, &mut grid).unwrap();
        let (x, y) = standardised(&data);
        let gram = x.transpose() * &x / n as f64;
        let c = x.transpose() * &y / n as f64;
        let mut ridge = Ridge::new();
        let mut fit = Fit::new();
        ridge
            .visit(&problem, &grid, &mut |point| {
                fit.copy(p, point);
                let shifted = &gram + DMatrix::identity(p, p) * point.lambda;
                let inverse = shifted.try_inverse().unwrap();
                let expected = &inverse * &c;
                let hat = &inverse * &gram;
                let r = &y - &x * &expected;
                for j in 0..p {
                    let sd = mean_sd(data.x.column(j)).1;
                    let scaled = fit.slopes[j] * sd;
                    assert!((scaled - expected[j]).abs() < 1e-8 * expected.amax(), "{n}x{p} {j}");
                }
                assert!((fit.df - hat.trace()).abs() < 1e-8 * p as f64);
                assert!((fit.rss - r.norm_squared()).abs() < 1e-9 * y.norm_squared());
            })
            .unwrap();
    }
}

#[test]
fn residuals_agree_with_the_coefficients() {
    let data = autoregressive(70, 12, 0.3, 1.0, 3);
    let fresh = autoregressive(33, 12, 0.3, 1.0, 4);
    let moments = moments(&data);
    let problem = problem(&data, Scaling::default());
    let mut grid = Vec::new();
    ridge_grid(&problem, 20, None, &mut grid).unwrap();
    let mut ridge = Ridge::new();
    let mut fits = Vec::new();
    ridge
        .visit(&problem, &grid, &mut |point| {
            let mut fit = Fit::new();
            fit.copy(12, point);
            fits.push(fit);
        })
        .unwrap();
    for (rows, data) in
        [(moments.all_rows(), &data), (Rows::raw(&fresh.x, &fresh.y).unwrap(), &fresh)]
    {
        let mut out = Matrix::default();
        ridge.residuals(&problem, &grid, &rows, &mut out).unwrap();
        for (l, fit) in fits.iter().enumerate() {
            let expected = crate::design::residuals(data, fit.intercept, &fit.slopes);
            for (a, b) in out.column(l).iter().zip(expected) {
                assert!((a - b).abs() < 1e-11);
            }
        }
    }
}

/// With more columns than rows the same problem in p unknowns: a subset of all columns has G.
#[test]
fn few_rows_and_many_columns_are_solved_alike() {
    for (n, p) in [(12, 40), (20, 41), (5, 60)] {
        let data = autoregressive(n, p, 0.4, 1.0, 17);
        for scaling in SCALINGS {
            let (dual, mut primal) = (problem(&data, scaling), Problem::new());
            dual.subset(&(0..p).collect::<Vec<_>>(), &mut primal);
            let lambdas = [100.0, 3.0, 0.3, 0.02, 1e-3];
            let (a, b) = (
                path(&mut Ridge::new(), &dual, &lambdas),
                path(&mut Ridge::new(), &primal, &lambdas),
            );
            for (a, b) in a.iter().zip(&b) {
                assert_same_fit(a, b, 1e-9);
                assert_close(a.df, b.df, 1.0, 1e-10);
                assert_close(a.rss, b.rss, dual.tss(), 1e-11);
            }
        }
    }
}

/// The training rows of every fold, solved directly, predict the rows that are left out.
#[test]
fn cross_validation_equals_direct_refits() {
    for (n, p, k) in [(40, 6, 5), (30, 24, 4), (12, 40, 3), (15, 4, 15)] {
        let data = autoregressive(n, p, 0.4, 1.0, 23);
        let labels = labels(n, k, 2);
        let moments = folded(&data, &Folds::from_labels(&labels).unwrap());
        let (mut training, mut out) = (Problem::new(), Matrix::default());
        let lambdas = [3.0, 0.3, 0.02];
        for fold in 0..k {
            moments.training(fold, Scaling::default(), &mut training);
            let rows = moments.held_out(fold);
            Ridge::new().residuals(&training, &lambdas, &rows, &mut out).unwrap();
            let own = rows_where(&data, |i| labels[i] as usize != fold);
            let left = rows_where(&data, |i| labels[i] as usize == fold);
            let (x, y) = standardised(&own);
            let gram = x.transpose() * &x / own.y.len() as f64;
            let c = x.transpose() * &y / own.y.len() as f64;
            for (l, lambda) in lambdas.iter().enumerate() {
                let shifted = &gram + DMatrix::identity(p, p) * *lambda;
                let b = shifted.cholesky().unwrap().solve(&c);
                for i in 0..left.y.len() {
                    let terms = (0..p).map(|j| {
                        let (mean, sd) = mean_sd(own.x.column(j));
                        (left.x.get(i, j) - mean) / sd * b[j]
                    });
                    let expected = left.y[i] - mean_sd(&own.y).0 - terms.sum::<f64>();
                    assert_close(out.get(i, l), expected, 1.0, 1e-12);
                }
            }
        }
    }
}

/// GCV by its definition (Golub, Heath & Wahba 1979), n RSS/(n - tr H - 1)^2, from the hat matrix itself.
#[test]
fn generalised_cross_validation_is_that_of_the_hat_matrix() {
    for (n, p) in [(40, 6), (20, 30), (12, 40)] {
        let data = autoregressive(n, p, 0.4, 1.0, 23);
        let problem = problem(&data, Scaling::default());
        let (x, y) = standardised(&data);
        let lambdas = [3.0, 0.3, 0.02];
        let mut out = Vec::new();
        Ridge::new().summaries(&problem, &lambdas, &mut out).unwrap();
        for (lambda, summary) in lambdas.iter().zip(&out) {
            let shifted = x.transpose() * &x + DMatrix::identity(p, p) * (*lambda * n as f64);
            let hat = &x * shifted.try_inverse().unwrap() * x.transpose();
            let gcv = |rss: f64, trace: f64| n as f64 * rss / (n as f64 - trace - 1.0).powi(2);
            let expected = gcv((&y - &hat * &y).norm_squared(), hat.trace());
            assert_close(gcv(summary.rss, summary.df), expected, 0.0, 1e-9);
        }
    }
}

/// Every row left out in turn, on columns that keep the scales and means of all rows as the formula has them:
/// each refit minimises RSS/2 + (n - 1) lambda |b|^2/2 over slopes and intercept.
#[test]
fn leave_one_out_equals_n_refits() {
    for (n, p) in [(25, 4), (20, 30), (12, 40)] {
        let data = autoregressive(n, p, 0.4, 1.0, 17);
        let (x, y) = standardised(&data);
        let lambdas = [3.0, 0.3, 0.02];
        let moments = moments(&data);
        for intercept in [true, false] {
            let mut problem = Problem::new();
            moments.full(Scaling { intercept, standardize: true }, &mut problem);
            let mut out = Vec::new();
            let rows = moments.all_rows();
            Ridge::new().leave_one_out(&problem, &lambdas, &rows, &mut out).unwrap();
            for (lambda, press) in lambdas.iter().zip(&out) {
                let expected = if intercept {
                    refits(&x, &y, *lambda, true)
                } else {
                    let (raw, y) = scaled_only(&data);
                    refits(&raw, &y, *lambda, false)
                };
                assert!((press - expected).abs() < 1e-9 * expected, "{press} {expected}");
            }
        }
    }
}

/// Columns divided by their centred standard deviations, not centred.
fn scaled_only(data: &Data) -> (DMatrix<f64>, DVector<f64>) {
    let x = DMatrix::from_fn(data.x.rows(), data.x.cols(), |i, j| {
        data.x.get(i, j) / mean_sd(data.x.column(j)).1
    });
    (x, DVector::from_column_slice(&data.y))
}

fn refits(x: &DMatrix<f64>, y: &DVector<f64>, lambda: f64, intercept: bool) -> f64 {
    let (n, p) = x.shape();
    let first = usize::from(intercept);
    let full =
        DMatrix::from_fn(n, p + first, |i, j| if j < first { 1.0 } else { x[(i, j - first)] });
    let mut sum = 0.0;
    for i in 0..n {
        let (rest, others) = (full.clone().remove_row(i), y.clone().remove_row(i));
        let mut normal = rest.transpose() * &rest;
        for j in first..p + first {
            normal[(j, j)] += (n - 1) as f64 * lambda;
        }
        let b = normal.lu().solve(&(rest.transpose() * others)).unwrap();
        sum += (y[i] - (full.row(i) * b)[0]).powi(2);
    }
    sum / n as f64
}

#[test]
fn df_falls_and_rss_grows_with_lambda_between_their_limits() {
    for (n, p) in [(40, 10), (15, 45)] {
        let data = autoregressive(n, p, 0.4, 1.0, 17);
        let problem = problem(&data, Scaling::default());
        let mut grid = Vec::new();
        ridge_grid(&problem, 50, None, &mut grid).unwrap();
        grid.insert(0, 1e9);
        let mut out = Vec::new();
        Ridge::new().summaries(&problem, &grid, &mut out).unwrap();
        assert!(out.windows(2).all(|w| w[0].df < w[1].df && w[0].rss > w[1].rss));
        assert!(out[0].df < 1e-6 && (out[0].rss / problem.tss() - 1.0).abs() < 1e-6);
        let rank = p.min(n - 1) as f64;
        let last = out[out.len() - 1];
        assert!(last.df <= rank && last.df > 0.9 * rank, "{last:?}");
    }
}

/// As lambda goes to 0 with more columns than rows, ridge goes to the least-squares solution whose standardised
/// coefficients have the smallest norm (Hastie, Montanari, Rosset & Tibshirani 2022, section 1).
#[test]
fn a_small_lambda_gives_the_minimum_norm_solution() {
    let data = autoregressive(15, 40, 0.4, 1.0, 17);
    let problem = problem(&data, Scaling::default());
    let (x, y) = standardised(&data);
    let b = x.svd(true, true).solve(&y, 1e-9).unwrap();
    let mut fit = Fit::new();
    Ridge::new().fit_at(&problem, 1e-9, &mut fit).unwrap();
    for j in 0..40 {
        let sd = mean_sd(data.x.column(j)).1;
        assert!((fit.slopes[j] * sd - b[j]).abs() < 1e-6 * b.amax());
    }
}
