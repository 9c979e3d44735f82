//! Ridge against a direct solution of the normal equations by a matrix library.

use crate::design::{Data, autoregressive, mean_sd, moments, problem};
use nalgebra::{DMatrix, DVector};
use parsim_numerics::{Fit, PathSolver, Ridge, Rows, Scaling, ridge_grid};

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
        let mut out = parsim_numerics::Matrix::default();
        ridge.residuals(&problem, &grid, &rows, &mut out).unwrap();
        for (l, fit) in fits.iter().enumerate() {
            let expected = crate::design::residuals(data, fit.intercept, &fit.slopes);
            for (a, b) in out.column(l).iter().zip(expected) {
                assert!((a - b).abs() < 1e-11);
            }
        }
    }
}
