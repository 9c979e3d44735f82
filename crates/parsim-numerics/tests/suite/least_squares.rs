//! Least squares against certified values, a matrix library and its own geometry.

use crate::design::{Data, assert_close, autoregressive, columns, moments, problem};
use nalgebra::{DMatrix, DVector};
use parsim_numerics::{Fit, FitError, LeastSquares, Rows, Scaling};

fn fit(data: &Data, scaling: Scaling) -> Result<Fit, FitError> {
    let mut out = Fit::new();
    let problem = problem(data, scaling);
    LeastSquares::new().fit(&problem, &Rows::raw(&data.x, &data.y)?, &mut out)?;
    Ok(out)
}

fn minimum_norm(data: &Data, scaling: Scaling) -> Fit {
    let mut out = Fit::new();
    let problem = problem(data, scaling);
    let rows = Rows::raw(&data.x, &data.y).unwrap();
    LeastSquares::new().minimum_norm(&problem, &rows, &mut out).unwrap();
    out
}

/// NIST's reference data set Longley (multicollinear, 16 x 6): the certified values are in the file.
#[test]
fn longley_has_its_certified_values() {
    let text = include_str!("../data/longley.csv");
    let value = |f: &str| f.parse::<f64>().unwrap();
    let rows: Vec<Vec<f64>> = text
        .lines()
        .filter(|l| l.starts_with(|c: char| c.is_ascii_digit()))
        .map(|l| l.split(',').map(value).collect())
        .collect();
    let certified: Vec<f64> = text
        .lines()
        .filter_map(|l| l.strip_prefix("# certified "))
        .map(|l| value(l.split(' ').next_back().unwrap()))
        .collect();
    assert_eq!((rows.len(), certified.len()), (16, 8));
    let column = |j: usize| rows.iter().map(|r| r[j]).collect::<Vec<f64>>();
    let x: Vec<Vec<f64>> = (1..7).map(column).collect();
    let fit = fit(&columns(&x, &column(0)), Scaling::default()).unwrap();
    assert_close(fit.intercept, certified[0], 0.0, 1e-10);
    for (ours, theirs) in fit.slopes.iter().zip(&certified[1..7]) {
        assert_close(*ours, *theirs, 0.0, 1e-9);
    }
    assert_close(fit.rss, certified[7], 0.0, 1e-11);
}

/// NIST's reference data sets Wampler 1 and 2: polynomials of degree five through integers 0 to 20, whose certified
/// coefficients are 1 and powers of 0.1, by the construction of the data.
#[test]
fn wampler_polynomials_are_recovered() {
    let x: Vec<Vec<f64>> =
        (1..6).map(|k| (0..21).map(|i| f64::from(i).powi(k)).collect()).collect();
    for ratio in [1.0, 0.1] {
        let term = |i: i32, k: i32| (ratio * f64::from(i)).powi(k);
        let y: Vec<f64> = (0..21).map(|i| (0..6).map(|k| term(i, k)).sum()).collect();
        let fit = fit(&columns(&x, &y), Scaling::default()).unwrap();
        assert_close(fit.intercept, 1.0, 0.0, 1e-7);
        for (k, b) in (1..6).zip(&fit.slopes) {
            assert_close(*b, ratio.powi(k), 0.0, 1e-7);
        }
    }
}

/// Powers 1 to 10 of numbers near -6, as in NIST's Filip: the normal equations fail, an orthogonal factorisation
/// does not. The response is a polynomial with known coefficients.
#[test]
fn ill_conditioned_columns_are_solved_orthogonally() {
    let t: Vec<f64> = (0..60).map(|i| -8.0 + 0.08 * f64::from(i)).collect();
    let x: Vec<Vec<f64>> = (1..9).map(|k| t.iter().map(|t| t.powi(k)).collect()).collect();
    let y: Vec<f64> = t.iter().map(|t| 1.0 + t - 2.0 * t.powi(3)).collect();
    let fit = fit(&columns(&x, &y), Scaling::default()).unwrap();
    let scale = 2.0 * 8.0_f64.powi(3);
    assert!(fit.rss < 1e-18 * scale * scale * 60.0, "{}", fit.rss);
    assert_close(fit.slopes[2], -2.0, 0.0, 1e-3);
}

#[test]
fn coefficients_are_those_of_a_singular_value_decomposition() {
    for (n, p) in [(30, 4), (200, 102)] {
        let data = autoregressive(n, p, 0.7, 1.0, 3);
        for intercept in [true, false] {
            let scaling = Scaling { intercept, standardize: true };
            let fit = fit(&data, scaling).unwrap();
            let first = usize::from(intercept);
            let x = DMatrix::from_fn(n, p + first, |i, j| {
                if j < first { 1.0 } else { data.x.get(i, j - first) }
            });
            let y = DVector::from_column_slice(&data.y);
            let b = x.clone().svd(true, true).solve(&y, 1e-14).unwrap();
            for j in 0..p {
                assert_close(fit.slopes[j], b[j + first], 1.0, 1e-11);
            }
            if intercept {
                assert_close(fit.intercept, b[0], 1.0, 1e-11);
            }
            assert_close(fit.rss, (&y - &x * &b).norm_squared(), 0.0, 1e-11);
            assert_eq!(fit.df, p as f64);
            assert!(fit.certificate.kkt < 1e-13);
        }
    }
}

#[test]
fn dependent_columns_are_an_error_that_names_the_rank() {
    let mut data = autoregressive(30, 4, 0.2, 1.0, 3);
    let sum: Vec<f64> = data.x.column(0).iter().zip(data.x.column(1)).map(|(a, b)| a + b).collect();
    data.x.column_mut(3).copy_from_slice(&sum);
    assert_eq!(
        fit(&data, Scaling::default()).unwrap_err(),
        FitError::RankDeficient { rank: 3, p: 4 }
    );
    let wide = autoregressive(10, 30, 0.2, 1.0, 3);
    assert!(matches!(
        fit(&wide, Scaling::default()),
        Err(FitError::RankDeficient { rank: 9, p: 30 })
    ));
}

/// The reference is the pseudo-inverse of the centred columns by a singular value decomposition.
#[test]
fn the_minimum_norm_solution_is_that_of_the_pseudo_inverse() {
    let mut dependent = autoregressive(30, 6, 0.2, 1.0, 3);
    let copy = dependent.x.column(1).to_vec();
    dependent.x.column_mut(4).copy_from_slice(&copy);
    let mut scaled = autoregressive(12, 20, 0.2, 1.0, 4);
    scaled.x.column_mut(3).iter_mut().for_each(|v| *v = 50.0 * *v + 3.0);
    let mut repeated = autoregressive(12, 30, 0.2, 1.0, 5);
    for j in 0..30 {
        repeated.x.column_mut(j)[1] = repeated.x.column(j)[0];
    }
    let data = [dependent, scaled, repeated, autoregressive(40, 5, 0.5, 1.0, 3)];
    for (data, rank) in data.iter().zip([5.0, 11.0, 10.0, 5.0]) {
        for intercept in [true, false] {
            let fit = minimum_norm(data, Scaling { intercept, standardize: true });
            let (n, p) = (data.x.rows(), data.x.cols());
            let mean = |v: &[f64]| if intercept { crate::design::mean_sd(v).0 } else { 0.0 };
            let x = DMatrix::from_fn(n, p, |i, j| data.x.get(i, j) - mean(data.x.column(j)));
            let y = DVector::from_fn(n, |i, _| data.y[i] - mean(&data.y));
            let b = x.svd(true, true).solve(&y, 1e-9).unwrap();
            for j in 0..p {
                assert_close(fit.slopes[j], b[j], b.amax(), 1e-9);
            }
            if intercept {
                assert_eq!(fit.df, rank);
            }
        }
    }
}

#[test]
fn rows_of_the_moments_serve_as_well() {
    let data = autoregressive(40, 6, 0.2, 1.0, 3);
    let problem = problem(&data, Scaling::default());
    let mut out = Fit::new();
    LeastSquares::new().fit(&problem, &moments(&data).all_rows(), &mut out).unwrap();
    crate::design::assert_same_fit(&out, &fit(&data, Scaling::default()).unwrap(), 1e-13);
}
