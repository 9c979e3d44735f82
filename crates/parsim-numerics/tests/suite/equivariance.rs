//! What changes of units, order and origin must do to a solution.

use crate::design::{
    Data, ENGINES, assert_close, autoregressive, columns, lasso_path, path, problem,
};
use parsim_numerics::{Fit, Ridge, Scaling, ridge_grid};

/// Lasso paths by every engine, then the ridge path.
fn all_paths(data: &Data) -> Vec<Fit> {
    let mut fits = Vec::new();
    for engine in ENGINES {
        fits.extend(lasso_path(data, Scaling::default(), engine).1);
    }
    let problem = problem(data, Scaling::default());
    let mut grid = Vec::new();
    ridge_grid(&problem, 30, None, &mut grid).unwrap();
    fits.extend(path(&mut Ridge::new(), &problem, &grid));
    fits
}

#[test]
fn the_response_may_be_rescaled_and_shifted() {
    for (n, p) in [(50, 12), (20, 50)] {
        let data = autoregressive(n, p, 0.5, 1.0, 6);
        let (a, b) = (-3.7, 11.0);
        let moved = Data { x: data.x.clone(), y: data.y.iter().map(|y| a * y + b).collect() };
        for (before, after) in all_paths(&data).iter().zip(all_paths(&moved)) {
            for (x, y) in before.slopes.iter().zip(&after.slopes) {
                assert_close(a * x, *y, 1.0, 1e-9);
            }
            assert_close(a * before.intercept + b, after.intercept, 1.0, 1e-9);
            assert_close(before.df, after.df, 1.0, 1e-9);
            assert_close(before.rss * a * a, after.rss, 1.0, 1e-8);
        }
    }
}

#[test]
fn columns_may_be_rescaled_and_shifted() {
    for (n, p) in [(50, 12), (20, 50)] {
        let data = autoregressive(n, p, 0.5, 1.0, 6);
        let scale = |j: usize| (1.0 + j as f64) * if j.is_multiple_of(2) { 0.3 } else { -20.0 };
        let x: Vec<Vec<f64>> = (0..p)
            .map(|j| data.x.column(j).iter().map(|v| scale(j) * v + j as f64).collect())
            .collect();
        let moved = columns(&x, &data.y);
        for (before, after) in all_paths(&data).iter().zip(all_paths(&moved)) {
            let mut shift = 0.0;
            for j in 0..p {
                assert_close(before.slopes[j], after.slopes[j] * scale(j), 1.0, 1e-9);
                shift += after.slopes[j] * j as f64;
            }
            assert_close(before.intercept, after.intercept + shift, 1.0, 1e-9);
        }
    }
}

#[test]
fn columns_and_rows_may_be_permuted() {
    for (n, p) in [(50, 12), (20, 50)] {
        let data = autoregressive(n, p, 0.5, 1.0, 6);
        let x: Vec<Vec<f64>> = (0..p)
            .map(|j| data.x.column((j * 7 + 3) % p).iter().rev().copied().collect())
            .collect();
        let y: Vec<f64> = data.y.iter().rev().copied().collect();
        let moved = columns(&x, &y);
        for (before, after) in all_paths(&data).iter().zip(all_paths(&moved)) {
            for j in 0..p {
                assert_close(before.slopes[(j * 7 + 3) % p], after.slopes[j], 1.0, 1e-9);
            }
            assert_close(before.intercept, after.intercept, 1.0, 1e-9);
        }
    }
}
