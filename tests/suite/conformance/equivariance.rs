//! Changes of units, order and sign of the data change every fit in the one way they must.

use super::{Variant, dataset, labels, variants};
use parsim_numerics::Matrix;
use parsim_stats::dataset::Dataset;
use parsim_stats::methods::Fit;
use parsim_tests::agreement::assert_near;
use parsim_tests::fits::try_fit;

const SIZES: [(usize, usize); 2] = [(50, 10), (30, 45)];

/// Fits with folds by position, for all variants that a dataset alone can be fitted by.
fn each(sizes: &[(usize, usize)], check: impl Fn(&Variant, &Dataset, &Fit, &[u32])) {
    let mut checked = 0;
    for &size in sizes {
        let data = dataset(size, 17);
        let labels = labels(size.0, 10);
        for variant in variants() {
            if variant.tuning == "validation" || (variant.kind == "ols" && size.0 <= size.1) {
                continue;
            }
            let what = format!("{} {}", variant.kind, variant.tuning);
            let fit = try_fit(&variant.keys, &data, Some(&labels));
            let fit = fit.unwrap_or_else(|failure| panic!("{what}: {failure}"));
            check(&variant, &data, &fit, &labels);
            checked += 1;
        }
    }
    assert!(checked >= 14 * sizes.len());
}

fn refit(variant: &Variant, data: &Dataset, labels: &[u32]) -> Fit {
    try_fit(&variant.keys, data, Some(labels)).unwrap()
}

fn name(variant: &Variant) -> String {
    format!("{} {}", variant.kind, variant.tuning)
}

#[test]
fn units_of_the_response() {
    each(&SIZES, |variant, data, fit, labels| {
        for (a, b) in [(1000.0, 0.0), (-0.25, 0.0), (1.0, -50.0), (-3.0, 7.0)] {
            let y = data.y.iter().map(|y| a * y + b).collect();
            let other = refit(variant, &Dataset { x: data.x.clone(), y }, labels);
            let slopes: Vec<f64> = fit.slopes.iter().map(|slope| a * slope).collect();
            assert_near(&name(variant), &other.slopes, &slopes, 1e-8);
            let expected = a * fit.intercept + b;
            assert!((other.intercept - expected).abs() <= 1e-8 * (expected.abs() + 1.0));
            if let (Some(ours), Some(before)) = (other.lambda, fit.lambda) {
                // The plain penalty of ridge has no units of y.
                let unit = if variant.kind == "ridge" { 1.0 } else { f64::abs(a) };
                assert!((ours / (unit * before) - 1.0).abs() < 1e-9, "{}", name(variant));
            }
        }
    });
}

/// With standardisation, which is the default.
#[test]
fn units_of_the_covariates() {
    each(&SIZES, |variant, data, fit, labels| {
        let mut x = Matrix::clone(&data.x);
        let scale = |j: usize| [2.0, 0.001, 300.0][j % 3];
        for j in 0..x.cols() {
            let shift = j as f64 - 3.0;
            x.column_mut(j).iter_mut().for_each(|v| *v = scale(j) * *v + shift);
        }
        let other = refit(variant, &Dataset { x: x.into(), y: data.y.clone() }, labels);
        let back: Vec<f64> =
            other.slopes.iter().enumerate().map(|(j, slope)| scale(j) * slope).collect();
        assert_near(&name(variant), &back, &fit.slopes, 1e-8);
    });
}

#[test]
fn order_of_the_columns() {
    each(&SIZES, |variant, data, fit, labels| {
        let p = data.p();
        let order: Vec<usize> = (0..p).map(|j| (7 * j + 3) % p).collect();
        let columns = order.iter().flat_map(|&j| data.x.column(j).to_vec()).collect();
        let x = Matrix::from_columns(data.n(), p, columns).unwrap();
        let other = refit(variant, &Dataset { x: x.into(), y: data.y.clone() }, labels);
        let expected: Vec<f64> = order.iter().map(|&j| fit.slopes[j]).collect();
        assert_near(&name(variant), &other.slopes, &expected, 1e-8);
    });
}

/// Rows take their folds with them.
#[test]
fn order_of_the_rows() {
    each(&SIZES, |variant, data, fit, labels| {
        let n = data.n();
        let order: Vec<usize> = (0..n).map(|i| (11 * i + 4) % n).collect();
        let mut x = Matrix::new(n, data.p());
        for j in 0..data.p() {
            for (to, &from) in order.iter().enumerate() {
                x.column_mut(j)[to] = data.x.get(from, j);
            }
        }
        let y = order.iter().map(|&i| data.y[i]).collect();
        let labels: Vec<u32> = order.iter().map(|&i| labels[i]).collect();
        let other = refit(variant, &Dataset { x: x.into(), y }, &labels);
        assert_near(&name(variant), &other.slopes, &fit.slopes, 1e-8);
    });
}

#[test]
fn signs_of_the_columns() {
    each(&SIZES, |variant, data, fit, labels| {
        let sign = |j: usize| if j.is_multiple_of(2) { -1.0 } else { 1.0 };
        let mut x = Matrix::clone(&data.x);
        for j in 0..x.cols() {
            x.column_mut(j).iter_mut().for_each(|v| *v *= sign(j));
        }
        let other = refit(variant, &Dataset { x: x.into(), y: data.y.clone() }, labels);
        let expected: Vec<f64> =
            fit.slopes.iter().enumerate().map(|(j, slope)| sign(j) * slope).collect();
        assert_near(&name(variant), &other.slopes, &expected, 1e-9);
    });
}

/// A column that says nothing takes nothing from the others.
#[test]
fn a_constant_column_changes_no_other() {
    each(&SIZES[..1], |variant, data, fit, labels| {
        if variant.tuning == "ebic" {
            // Its penalty counts candidates, so that a column more is a stricter criterion.
            return;
        }
        let mut columns = data.x.as_slice().to_vec();
        columns.extend(vec![4.25; data.n()]);
        let x = Matrix::from_columns(data.n(), data.p() + 1, columns).unwrap();
        let other = refit(variant, &Dataset { x: x.into(), y: data.y.clone() }, labels);
        assert_eq!(other.slopes[data.p()], 0.0, "{}", name(variant));
        assert_near(&name(variant), &other.slopes[..data.p()], &fit.slopes, 1e-9);
    });
}

/// Of two equal columns only the sum of their slopes is told by the data: ridge shares it equally,
/// fitted values are unique, and least squares says that it has no unique solution.
#[test]
fn duplicated_columns() {
    each(&SIZES[..1], |variant, data, fit, labels| {
        let mut columns = data.x.as_slice().to_vec();
        columns.extend(data.x.column(0));
        let x = Matrix::from_columns(data.n(), data.p() + 1, columns).unwrap();
        let other = Dataset { x: x.into(), y: data.y.clone() };
        let refitted = try_fit(&variant.keys, &other, Some(labels));
        match variant.kind {
            "ols" => {
                let cause = refitted.unwrap_err().to_string();
                assert!(cause.contains("rank 10"), "{cause}");
                let keys = format!("{}\nminimum_norm = true", variant.keys);
                let slopes = try_fit(&keys, &other, None).unwrap().slopes;
                assert!((slopes[0] - slopes[10]).abs() <= 1e-9 * slopes[0].abs());
                assert!((slopes[0] + slopes[10] - fit.slopes[0]).abs() < 1e-8);
            }
            // Nodewise, either column explains the other; what is left is no guide, but a number.
            "debiased-lasso" => {
                assert!(refitted.unwrap().slopes.iter().all(|slope| slope.is_finite()));
            }
            "ridge" => {
                let slopes = refitted.unwrap().slopes;
                assert!((slopes[0] - slopes[10]).abs() <= 1e-8 * slopes[0].abs());
            }
            _ => {
                // Candidates are the same except in number.
                let slopes = refitted.unwrap().slopes;
                if variant.tuning != "ebic" {
                    let sum = slopes[0] + slopes[10];
                    assert!((sum - fit.slopes[0]).abs() < 1e-8, "{}", name(variant));
                }
            }
        }
    });
}
