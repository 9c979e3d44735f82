//! Designs whose solutions can be written down.

use crate::design::{
    ENGINES, SCALINGS, assert_close, autoregressive, columns, folded, labels, lasso_path, mean_sd,
    path, problem,
};
use parsim_numerics::{
    Fit, Folds, Lasso, LeastSquares, Moments, PathSolver, Problem, Ridge, Scaling,
    glmnet_ridge_grid, lasso_grid, ridge_grid,
};

const PLAIN: Scaling = Scaling { intercept: false, standardize: false };

/// Columns of a Hadamard matrix of order 2^k (Sylvester 1867), without the first.
fn hadamard(k: u32) -> Vec<Vec<f64>> {
    let n = 1_usize << k;
    let sign = |i: usize, j: usize| if (i & j).count_ones().is_multiple_of(2) { 1.0 } else { -1.0 };
    (1..n).map(|j| (0..n).map(|i| sign(i, j)).collect()).collect()
}

fn soft_threshold(c: f64, lambda: f64) -> f64 {
    c.signum() * (c.abs() - lambda).max(0.0)
}

#[test]
fn orthogonal_columns_are_soft_thresholded() {
    let x = hadamard(4);
    // Integers, some of them equal: several variables enter at once.
    let y: Vec<f64> = (0..16).map(|i| f64::from((i * 7) % 5) - 2.0).collect();
    let mean = y.iter().sum::<f64>() / 16.0;
    let data = columns(&x, &y);
    for engine in ENGINES {
        let (grid, fits) = lasso_path(&data, Scaling::default(), engine);
        for (lambda, fit) in grid.iter().zip(&fits) {
            for (column, b) in x.iter().zip(&fit.slopes) {
                let c = column.iter().zip(&y).map(|(x, y)| x * y).sum::<f64>() / 16.0;
                assert_close(*b, soft_threshold(c, *lambda), 1.0, 1e-13);
            }
            assert_close(fit.intercept, mean, 1.0, 1e-13);
        }
    }
}

#[test]
fn orthogonal_columns_are_shrunk_by_ridge() {
    let x = hadamard(3);
    let y = [3.0, -1.0, 4.0, 1.0, -5.0, 9.0, 2.0, 6.0];
    let problem = problem(&columns(&x, &y), Scaling::default());
    let lambdas = [10.0, 1.0, 0.1, 0.0];
    for (lambda, fit) in lambdas.iter().zip(path(&mut Ridge::new(), &problem, &lambdas)) {
        for (column, b) in x.iter().zip(&fit.slopes) {
            let c = column.iter().zip(&y).map(|(x, y)| x * y).sum::<f64>() / 8.0;
            assert_close(*b, c / (1.0 + lambda), 1.0, 1e-14);
        }
        assert_close(fit.df, 7.0 / (1.0 + lambda), 1.0, 1e-13);
    }
}

/// X = I without intercept or scaling, the case of ncvreg's tests: b = soft(y/n, lambda) n.
#[test]
fn identity_design() {
    let x: Vec<Vec<f64>> =
        (0..11).map(|j| (0..11).map(|i| f64::from(u8::from(i == j))).collect()).collect();
    let y = [0.0, 0.0, 0.0, 1.0, 2.0, 3.0, 4.0, 5.0, 6.0, 7.0, 8.0];
    let problem = problem(&columns(&x, &y), PLAIN);
    let lambdas = [8.0, 5.5, 2.0, 1.0, 0.25, 0.0].map(|l| l / 11.0);
    for engine in ENGINES {
        let fits = path(&mut Lasso::with_engine(engine), &problem, &lambdas);
        for (lambda, fit) in lambdas.iter().zip(fits) {
            for (y, b) in y.iter().zip(&fit.slopes) {
                assert_close(*b, soft_threshold(*y, lambda * 11.0), 1.0, 1e-13);
            }
        }
    }
}

#[test]
fn one_column_and_few_rows() {
    // Slope (x'y/n - lambda)/1 on the standardised column, by hand: x has mean 2 and sd sqrt(2/3).
    let data = columns(&[vec![1.0, 2.0, 3.0]], &[2.0, 1.0, 6.0]);
    let problem = problem(&data, Scaling::default());
    let sd = (2.0_f64 / 3.0).sqrt();
    let c = (4.0 / 3.0) / sd;
    assert_close(problem.lambda_max(), c, 1.0, 1e-15);
    let mut fit = Fit::new();
    Lasso::new().fit_at(&problem, 0.5, &mut fit).unwrap();
    assert_close(fit.slopes[0], (c - 0.5) / sd, 1.0, 1e-14);
    assert_close(fit.intercept, 3.0 - 2.0 * fit.slopes[0], 1.0, 1e-14);
    let two = columns(&[vec![0.0, 2.0]], &[1.0, 5.0]);
    let mut out = Problem::new();
    crate::design::moments(&two).full(Scaling::default(), &mut out);
    Lasso::new().fit_at(&out, 0.25, &mut fit).unwrap();
    assert_close(fit.slopes[0], 2.0 - 0.25, 1.0, 1e-15);
    Ridge::new().fit_at(&out, 1.0, &mut fit).unwrap();
    assert_close(fit.slopes[0], 1.0, 1.0, 1e-15);
}

#[test]
fn at_and_above_lambda_max_all_slopes_are_exactly_zero() {
    let data = autoregressive(40, 30, 0.5, 1.0, 1);
    let problem = problem(&data, Scaling::default());
    let top = problem.lambda_max();
    for engine in ENGINES {
        let mut lasso = Lasso::with_engine(engine);
        let fits = path(&mut lasso, &problem, &[5.0 * top, top * (1.0 + 1e-15), top]);
        let mean = data.y.iter().sum::<f64>() / 40.0;
        for fit in fits {
            assert!(fit.slopes.iter().all(|b| *b == 0.0));
            assert_close(fit.intercept, mean, 1.0, 1e-14);
            assert_eq!(fit.df, 0.0);
            assert_close(fit.rss, problem.tss(), 0.0, 1e-14);
        }
        let below = path(&mut lasso, &problem, &[top * (1.0 - 1e-6)]);
        assert_eq!(below[0].df, 1.0);
    }
}

#[test]
fn at_lambda_zero_lasso_and_ridge_are_least_squares() {
    let data = autoregressive(50, 12, 0.5, 1.0, 2);
    let moments = crate::design::moments(&data);
    let mut problem = Problem::new();
    moments.full(Scaling::default(), &mut problem);
    let (mut ols, mut fit) = (Fit::new(), Fit::new());
    LeastSquares::new().fit(&problem, &moments.all_rows(), &mut ols).unwrap();
    for engine in ENGINES {
        Lasso::with_engine(engine).fit_at(&problem, 0.0, &mut fit).unwrap();
        crate::design::assert_same_fit(&fit, &ols, 1e-12);
    }
    Ridge::new().fit_at(&problem, 0.0, &mut fit).unwrap();
    crate::design::assert_same_fit(&fit, &ols, 1e-12);
    assert_close(fit.df, 12.0, 0.0, 1e-12);
    assert_close(fit.rss, ols.rss, 0.0, 1e-11);
}

#[test]
fn with_more_columns_than_rows_a_small_lambda_nearly_interpolates() {
    let data = autoregressive(20, 50, 0.3, 1.0, 2);
    let problem = problem(&data, Scaling::default());
    for engine in ENGINES {
        let lambda = 1e-6 * problem.lambda_max();
        let mut fit = Fit::new();
        Lasso::with_engine(engine).fit_at(&problem, lambda, &mut fit).unwrap();
        assert!(fit.df <= 19.0 && fit.rss < 1e-8 * problem.tss(), "{engine:?} {fit:?}");
    }
}

#[test]
fn grids_have_the_documented_ends() {
    let data = autoregressive(40, 8, 0.5, 1.0, 1);
    let problem = problem(&data, Scaling::default());
    let mut grid = Vec::new();
    lasso_grid(&problem, 100, None, &mut grid).unwrap();
    assert_eq!((grid.len(), grid[0]), (100, problem.lambda_max()));
    assert_close(grid[99], 1e-4 * grid[0], 0.0, 1e-15);
    assert_close(grid[33] / grid[32], grid[1] / grid[0], 0.0, 1e-13);
    ridge_grid(&problem, 100, None, &mut grid).unwrap();
    let unit = problem.lambda_max() / problem.y_sd();
    assert_close(grid[0], 1e3 * unit, 0.0, 1e-15);
    assert_close(grid[99], 1e-4 * unit, 0.0, 1e-14);
    glmnet_ridge_grid(&problem, 100, None, &mut grid).unwrap();
    assert_close(grid[0], 1e3 * problem.lambda_max(), 0.0, 1e-15);
    assert_close(grid[99], 0.1 * problem.lambda_max(), 0.0, 1e-14);
    lasso_grid(&problem, 7, Some(0.3), &mut grid).unwrap();
    assert_close(grid[6], 0.3 * problem.lambda_max(), 0.0, 1e-15);
    assert!(lasso_grid(&problem, 10, Some(1.0), &mut grid).is_err());
    assert!(lasso_grid(&problem, 0, None, &mut grid).is_err());
}

/// glmnet's rule for the depth of the grid: 1e-4 of the largest lambda, 1e-2 where n < p. The largest is
/// max |x'y|/n of standardised columns.
#[test]
fn grids_start_and_end_as_glmnets_do() {
    for (n, p, ratio) in [(40, 8, 1e-4), (20, 20, 1e-4), (20, 21, 1e-2), (10, 50, 1e-2)] {
        let data = autoregressive(n, p, 0.5, 1.0, 1);
        let mut grid = Vec::new();
        lasso_grid(&problem(&data, Scaling::default()), 100, None, &mut grid).unwrap();
        let mean = mean_sd(&data.y).0;
        let correlation = |j: usize| {
            let (center, sd) = mean_sd(data.x.column(j));
            let terms = data.x.column(j).iter().zip(&data.y);
            terms.map(|(x, y)| (x - center) * (y - mean)).sum::<f64>().abs() / (n as f64 * sd)
        };
        let top = (0..p).map(correlation).fold(0.0, f64::max);
        assert_close(grid[0], top, 0.0, 1e-13);
        assert_close(grid[99], ratio * top, 0.0, 1e-13);
    }
}

#[test]
fn at_and_above_lambda_max_of_every_scaling_and_training_fold_nothing_is_selected() {
    for (n, p) in [(20, 6), (15, 40)] {
        let data = autoregressive(n, p, 0.5, 1.0, 1);
        let labels = labels(n, 4, 1);
        let moments = folded(&data, &Folds::from_labels(&labels).unwrap());
        let mut training = Problem::new();
        for scaling in SCALINGS {
            for k in 0..4 {
                moments.training(k, scaling, &mut training);
                let top = training.lambda_max();
                for engine in ENGINES {
                    let lambdas = [2.0 * top, top, top * (1.0 - 1e-9)];
                    let fits = path(&mut Lasso::with_engine(engine), &training, &lambdas);
                    assert!(fits[..2].iter().all(|f| f.slopes.iter().all(|b| *b == 0.0)));
                    assert_close(fits[1].intercept, training.y_mean(), 1.0, 1e-15);
                    assert_eq!(fits[2].df, 1.0, "{engine:?} {scaling:?}");
                }
            }
        }
    }
}

/// Two rows: after centring every column is the same up to its sign, and so is y.
#[test]
fn two_rows_have_a_closed_form() {
    let data = columns(&[vec![0.0, 3.0], vec![5.0, 1.0], vec![2.0, 2.5]], &[1.0, 4.0]);
    let problem = problem(&data, Scaling::default());
    // Standardised columns are (-1, 1), (1, -1), (-1, 1); y less its mean is 1.5 times the first.
    assert_close(problem.lambda_max(), 1.5, 1.0, 1e-15);
    for engine in ENGINES {
        for (lambda, fit) in [1.5, 1.0, 0.25, 0.0].iter().zip(path(
            &mut Lasso::with_engine(engine),
            &problem,
            &[1.5, 1.0, 0.25, 0.0],
        )) {
            let fitted = |row: usize| {
                let terms = (0..3).map(|j| fit.slopes[j] * data.x.get(row, j));
                fit.intercept + terms.sum::<f64>()
            };
            assert_close(fitted(1) - fitted(0), 2.0 * (1.5 - lambda), 1.0, 1e-14);
            assert_close(fitted(1) + fitted(0), 5.0, 1.0, 1e-14);
        }
    }
    for (lambda, fit) in [2.0, 0.1].iter().zip(path(&mut Ridge::new(), &problem, &[2.0, 0.1])) {
        // Each of three equal shares: 1.5/(3 + lambda) on the standardised scale.
        let share = 1.5 / (3.0 + lambda);
        for (b, scale) in fit.slopes.iter().zip([1.5, -2.0, 0.25]) {
            assert_close(*b, share / scale, 1.0, 1e-14);
        }
    }
}

#[test]
fn empty_and_single_folds_hold_all_rows() {
    let data = autoregressive(9, 2, 0.0, 1.0, 1);
    let folds = Folds::from_labels(&[0, 2, 0, 2, 0, 2, 0, 2, 0]).unwrap();
    let mut moments = Moments::new();
    moments.compute(&data.x, &data.y, &folds).unwrap();
    assert_eq!((moments.folds(), moments.held_out(1).len()), (3, 0));
    let mut problem = Problem::new();
    moments.training(1, Scaling::default(), &mut problem);
    assert_eq!(problem.n(), 9);
}
