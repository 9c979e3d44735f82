//! Problems of training folds equal those of the training rows by themselves, and residuals those of the
//! coefficients.

use crate::design::{
    Data, SCALINGS, assert_close, assert_same_fit, autoregressive, folded, labels, path, problem,
    residuals, rows_where,
};
use parsim_numerics::{
    ErrorSums, Fit, Folds, Lasso, LeastSquares, Matrix, PathSolver, Problem, Ridge, Scaling,
    lasso_grid,
};

#[test]
fn downdated_problems_fit_as_the_training_rows_do() {
    for (n, p, mean) in [(60, 8, 0.0), (60, 8, 1e6), (45, 50, 0.0), (20, 70, 1e4), (23, 5, -40.0)] {
        let mut data = autoregressive(n, p, 0.5, 1.0, 12);
        for j in 0..p {
            data.x.column_mut(j).iter_mut().for_each(|v| *v += mean * (j + 1) as f64);
        }
        let labels = labels(n, 7, 3);
        let moments = folded(&data, &Folds::from_labels(&labels).unwrap());
        let tolerance = if mean.abs() > 1e3 { 1e-7 } else { 1e-10 };
        let mut training = Problem::new();
        for scaling in SCALINGS {
            // Without an intercept a large mean makes all columns the same.
            if !scaling.intercept && mean != 0.0 {
                continue;
            }
            for k in 0..7 {
                let alone = rows_where(&data, |i| labels[i] != k);
                let direct = problem(&alone, scaling);
                moments.training(k as usize, scaling, &mut training);
                assert_eq!(training.n(), direct.n());
                assert_close(training.lambda_max(), direct.lambda_max(), 0.0, 1e-10);
                assert_close(training.y_sd(), direct.y_sd(), 0.0, 1e-12);
                let lambdas = [0.5, 0.2, 0.05].map(|r| r * direct.lambda_max());
                for solver in [&mut Lasso::new() as &mut dyn PathSolver, &mut Ridge::new()] {
                    let a = path(solver, &training, &lambdas);
                    let b = path(solver, &direct, &lambdas);
                    assert_same_slopes(&a, &b, tolerance);
                }
            }
        }
    }
}

/// Slopes only: an intercept far from the data has their error times the distance.
fn assert_same_slopes(a: &[Fit], b: &[Fit], tolerance: f64) {
    for (a, b) in a.iter().zip(b) {
        let scale = b.slopes.iter().fold(0.0, |m: f64, v| m.max(v.abs()));
        for (a, b) in a.slopes.iter().zip(&b.slopes) {
            assert_close(*a, *b, scale, tolerance);
        }
    }
}

#[test]
fn a_fold_that_holds_nearly_all_of_a_columns_variance_loses_no_digits() {
    let mut data = autoregressive(40, 4, 0.3, 1.0, 5);
    data.x.column_mut(2)[7] = 1e7;
    data.y[7] = -1e6;
    let labels: Vec<u32> = (0..40).map(|i| i % 4).collect();
    let moments = folded(&data, &Folds::from_labels(&labels).unwrap());
    let mut training = Problem::new();
    for scaling in SCALINGS {
        moments.training(3, scaling, &mut training);
        let direct = problem(&rows_where(&data, |i| i % 4 != 3), scaling);
        let mut ridge = Ridge::new();
        let (a, b) = (path(&mut ridge, &training, &[0.1]), path(&mut ridge, &direct, &[0.1]));
        assert_same_fit(&a[0], &b[0], 1e-8);
    }
}

#[test]
fn held_out_residuals_are_those_of_the_coefficients() {
    for (n, p) in [(53, 7), (30, 40), (16, 60)] {
        let data = autoregressive(n, p, 0.5, 1.0, 12);
        let labels = labels(n, 5, 3);
        let moments = folded(&data, &Folds::from_labels(&labels).unwrap());
        let mut problem = Problem::new();
        for scaling in SCALINGS {
            for k in 0..5 {
                moments.training(k as usize, scaling, &mut problem);
                let held_out = rows_where(&data, |i| labels[i] == k);
                let lambdas: Vec<f64> =
                    (1..20).map(|i| problem.lambda_max() * 0.8_f64.powi(i)).collect();
                for solver in [&mut Lasso::new() as &mut dyn PathSolver, &mut Ridge::new()] {
                    let fits = path(solver, &problem, &lambdas);
                    let mut out = Matrix::default();
                    let rows = moments.held_out(k as usize);
                    solver.residuals(&problem, &lambdas, &rows, &mut out).unwrap();
                    assert_residuals(&held_out, &fits, &out);
                }
            }
        }
    }
}

fn assert_residuals(data: &Data, fits: &[Fit], out: &Matrix) {
    assert_eq!((out.rows(), out.cols()), (data.y.len(), fits.len()));
    for (l, fit) in fits.iter().enumerate() {
        let expected = residuals(data, fit.intercept, &fit.slopes);
        for (a, b) in out.column(l).iter().zip(&expected) {
            assert_close(*a, *b, 1.0, 1e-11);
        }
    }
}

#[test]
fn subsets_of_columns_fit_as_those_columns_do() {
    for (n, p) in [(50, 9), (20, 60)] {
        let data = autoregressive(n, p, 0.5, 1.0, 12);
        let columns = [6, 0, 3];
        let chosen: Vec<Vec<f64>> = columns.iter().map(|&j| data.x.column(j).to_vec()).collect();
        let alone = crate::design::columns(&chosen, &data.y);
        let moments = crate::design::moments(&data);
        for scaling in SCALINGS {
            let (mut whole, mut subset) = (Problem::new(), Problem::new());
            moments.full(scaling, &mut whole);
            whole.subset(&columns, &mut subset);
            let direct = problem(&alone, scaling);
            assert_eq!((subset.p(), subset.source(1)), (3, 0));
            let (mut a, mut b) = (Fit::new(), Fit::new());
            LeastSquares::new().fit(&subset, &moments.all_rows(), &mut a).unwrap();
            let rows = parsim_numerics::Rows::raw(&alone.x, &alone.y).unwrap();
            LeastSquares::new().fit(&direct, &rows, &mut b).unwrap();
            assert_same_fit(&a, &b, 1e-11);
            let lambdas = [0.3, 0.1];
            let fits = path(&mut Lasso::new(), &subset, &lambdas);
            for (a, b) in fits.iter().zip(path(&mut Lasso::new(), &direct, &lambdas)) {
                assert_same_fit(a, &b, 1e-11);
            }
        }
    }
}

#[test]
fn folds_of_single_rows_are_problems_without_that_row() {
    let data = autoregressive(15, 4, 0.5, 1.0, 2);
    let labels: Vec<u32> = (0..15).rev().collect();
    let moments = folded(&data, &Folds::from_labels(&labels).unwrap());
    let mut training = Problem::new();
    for k in 0..15 {
        let scaling = SCALINGS[0];
        moments.training(k, scaling, &mut training);
        let direct = problem(&rows_where(&data, |i| labels[i] as usize != k), scaling);
        let lambdas = [0.2, 0.02].map(|r| r * direct.lambda_max());
        let a = path(&mut Lasso::new(), &training, &lambdas);
        assert_same_slopes(&a, &path(&mut Lasso::new(), &direct, &lambdas), 1e-12);
        assert_eq!(moments.held_out(k).len(), 1);
    }
}

#[test]
fn sums_of_errors_are_those_of_the_residuals() {
    for (n, p) in [(30, 5), (41, 70), (24, 90)] {
        let data = autoregressive(n, p, 0.5, 1.0, 5);
        let moments = folded(&data, &Folds::from_labels(&labels(n, 4, 3)).unwrap());
        let (mut problem, mut out, mut sums) =
            (Problem::new(), Matrix::default(), ErrorSums::default());
        moments.training(1, Scaling::default(), &mut problem);
        let mut grid = Vec::new();
        lasso_grid(&problem, 37, None, &mut grid).unwrap();
        let rows = moments.held_out(1);
        let solvers: [&mut dyn PathSolver; 2] = [&mut Lasso::new(), &mut Ridge::new()];
        for solver in solvers {
            solver.residuals(&problem, &grid, &rows, &mut out).unwrap();
            solver.error_sums(&problem, &grid, &rows, &mut sums).unwrap();
            for l in 0..grid.len() {
                let squares: f64 = out.column(l).iter().map(|r| r * r).sum();
                let fourths: f64 = out.column(l).iter().map(|r| r.powi(4)).sum();
                assert!((sums.squares[l] - squares).abs() <= 1e-13 * squares, "{n} x {p}");
                assert!((sums.fourths[l] - fourths).abs() <= 1e-13 * fourths, "{n} x {p}");
            }
        }
    }
}
