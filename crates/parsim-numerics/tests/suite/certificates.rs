//! Every solution is optimal, and its certificate says so truly: both recomputed from the raw rows in twice the
//! working precision, for all rows and for the training rows of every fold, with every engine.

use crate::design::{
    Data, ENGINES, SCALINGS, autoregressive, columns, folded, labels, path, rows_where,
};
use crate::optimality::{Standard, check_intercept};
use parsim_numerics::{
    Fit, Folds, Lasso, LeastSquares, Problem, Ridge, Scaling, lasso_grid, ridge_grid,
};

const SHAPES: [(usize, usize, f64); 8] = [
    (50, 10, 0.0),
    (100, 20, 0.5),
    (40, 40, 0.9),
    (60, 100, 0.5),
    (30, 70, 0.5),
    (12, 90, 0.9),
    (5, 3, 0.0),
    (24, 1, 0.0),
];

/// All rows, and the training rows of every fold, as problems and by themselves.
fn problems(data: &Data, folds: usize, scaling: Scaling) -> Vec<(Problem, Data)> {
    let labels = labels(data.y.len(), folds, 5);
    let moments = folded(data, &Folds::from_labels(&labels).unwrap());
    let mut out = vec![(Problem::new(), data.clone())];
    moments.full(scaling, &mut out[0].0);
    for k in 0..folds {
        let mut problem = Problem::new();
        moments.training(k, scaling, &mut problem);
        out.push((problem, rows_where(data, |i| labels[i] != k as u32)));
    }
    out
}

/// Columns of several units, and of several origins where those are taken out.
fn shifted(mut data: Data, scaling: Scaling) -> Data {
    for j in 0..data.x.cols() {
        let origin = if scaling.intercept { j as f64 % 7.0 - 3.0 } else { 0.0 };
        let scale = 1.5_f64.powf(j as f64 % 9.0 - 4.0);
        data.x.column_mut(j).iter_mut().for_each(|v| *v = scale * *v + origin);
    }
    data
}

#[test]
fn every_lasso_solution_is_optimal_and_its_certificate_true() {
    for (n, p, rho) in SHAPES {
        for scaling in SCALINGS {
            let data = shifted(autoregressive(n, p, rho, 1.0, 7 + n as u64), scaling);
            for (problem, rows) in problems(&data, 4, scaling) {
                let standard = Standard::new((&data, &rows), scaling, |_| false);
                let mut grid = Vec::new();
                lasso_grid(&problem, 12, None, &mut grid).unwrap();
                for engine in ENGINES {
                    let what = format!("{n}x{p} {scaling:?} {engine:?} of {} rows", problem.n());
                    let fits = path(&mut Lasso::with_engine(engine), &problem, &grid);
                    check_lasso(&standard, (&data, &rows, &problem), &grid, &fits, &what);
                }
            }
        }
    }
}

fn check_lasso(
    standard: &Standard,
    (whole, rows, problem): (&Data, &Data, &Problem),
    grid: &[f64],
    fits: &[Fit],
    what: &str,
) {
    for (lambda, fit) in grid.iter().zip(fits) {
        let verdict = standard.lasso(*lambda, &fit.slopes);
        // On data like these rounding is no excuse.
        assert!(verdict.certificate.kkt <= 1e-9, "{what}: {verdict:?}");
        assert!(verdict.certificate.gap <= 1e-10, "{what}: {verdict:?}");
        verdict.check(&fit.certificate, what);
        let share = fit.rss / problem.tss();
        assert!((share - verdict.unexplained).abs() < 1e-11, "{what}: {share} {verdict:?}");
        check_intercept((whole, rows), problem, fit, what);
    }
}

#[test]
fn every_ridge_solution_is_optimal_and_its_certificate_true() {
    for (n, p, rho) in SHAPES {
        for scaling in SCALINGS {
            let data = shifted(autoregressive(n, p, rho, 1.0, 7 + n as u64), scaling);
            for (problem, rows) in problems(&data, 4, scaling) {
                let standard = Standard::new((&data, &rows), scaling, |_| false);
                let mut grid = Vec::new();
                ridge_grid(&problem, 12, None, &mut grid).unwrap();
                let what = format!("{n}x{p} {scaling:?} of {} rows", problem.n());
                for (lambda, fit) in grid.iter().zip(path(&mut Ridge::new(), &problem, &grid)) {
                    let verdict = standard.ridge(*lambda, &fit.slopes);
                    assert!(verdict.certificate.kkt <= 1e-9, "{what}: {verdict:?}");
                    assert!(verdict.certificate.gap <= 1e-10, "{what}: {verdict:?}");
                    let kkt = (verdict.certificate.kkt - fit.certificate.kkt).abs();
                    assert!(kkt <= 1e-11 + verdict.noise.kkt, "{what}: {kkt:e} {verdict:?}");
                    let share = fit.rss / problem.tss();
                    assert!((share - verdict.unexplained).abs() < 1e-11, "{what}: {verdict:?}");
                    check_intercept((&data, &rows), &problem, &fit, &what);
                }
            }
        }
    }
}

#[test]
fn least_squares_leaves_residuals_orthogonal_to_every_column() {
    for (n, p, rho) in [(50, 10, 0.0), (100, 20, 0.9), (40, 31, 0.5), (6, 3, 0.0)] {
        for scaling in SCALINGS {
            let data = shifted(autoregressive(n, p, rho, 1.0, n as u64), scaling);
            let moments = folded(&data, &Folds::single(n));
            let (mut problem, mut fit) = (Problem::new(), Fit::new());
            moments.full(scaling, &mut problem);
            LeastSquares::new().fit(&problem, &moments.all_rows(), &mut fit).unwrap();
            let verdict = Standard::new((&data, &data), scaling, |_| false).ridge(0.0, &fit.slopes);
            assert!(verdict.stationarity < 1e-12, "{n}x{p} {scaling:?} {verdict:?}");
            assert!((fit.rss / problem.tss() - verdict.unexplained).abs() < 1e-13, "{n}x{p}");
            check_intercept((&data, &data), &problem, &fit, "least squares");
        }
    }
}

/// A certificate is worth nothing if this cannot fail: solutions for another lambda are no solutions.
#[test]
fn what_is_no_solution_is_found_out() {
    let data =
        columns(&[vec![1.0, -1.0, 0.5, 2.0], vec![0.0, 1.0, 3.0, -1.0]], &[1.0, 0.0, 2.0, 1.0]);
    let scaling = Scaling::default();
    let problem = crate::design::problem(&data, scaling);
    let standard = Standard::new((&data, &data), scaling, |_| false);
    assert!((standard.lambda_max() / problem.lambda_max() - 1.0).abs() < 1e-15);
    let lambda = 0.3 * problem.lambda_max();
    let fits = path(&mut Lasso::new(), &problem, &[lambda * (1.0 + 1e-7), lambda]);
    assert!(standard.lasso(lambda, &fits[1].slopes).certificate.kkt < 1e-14);
    let wrong = standard.lasso(lambda, &fits[0].slopes).certificate;
    assert!((wrong.kkt / 1e-7 - 1.0).abs() < 1e-3 && wrong.gap > 0.0, "{wrong:?}");
    let fits = path(&mut Ridge::new(), &problem, &[0.5]);
    assert!(standard.ridge(0.5 * (1.0 + 1e-7), &fits[0].slopes).certificate.kkt > 1e-8);
}
