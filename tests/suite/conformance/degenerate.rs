//! The smallest and the worst data: one column, two rows, more columns than rows, as many folds as
//! rows, a constant response, entries that are no numbers. A fit or a stated cause, never a panic,
//! never NaN.

use super::{dataset, labels, variants};
use parsim_numerics::{FitError, Matrix};
use parsim_stats::dataset::Dataset;
use parsim_stats::methods::{Failure, Fit};
use parsim_tests::fits::{fit, try_fit};

fn assert_finite(what: &str, fit: &Fit) {
    let mut numbers = fit.slopes.clone();
    numbers.extend([fit.intercept, fit.df, fit.rss]);
    numbers.extend(fit.lambda);
    assert!(numbers.iter().all(|number| number.is_finite()), "{what}: {fit:?}");
}

/// Fits of all variants; folds by position, as many as a tuning asks for if there are rows enough.
fn all_fits(data: &Dataset) -> Vec<(String, Result<Fit, Failure>)> {
    let labels = labels(data.n(), 10.min(data.n()));
    let each = |variant: super::Variant| {
        let keys = if data.n() < 10 {
            variant.keys.replace(
                "\"cross-validation\"",
                &format!("\"cross-validation\", folds = {}", data.n()),
            )
        } else {
            variant.keys.clone()
        };
        let what = format!("{} {}", variant.kind, variant.tuning);
        (what, try_fit(&keys, data, Some(&labels)))
    };
    variants().into_iter().filter(|variant| variant.tuning != "validation").map(each).collect()
}

#[test]
fn small_and_wide_data_are_fitted_or_refused_with_a_cause() {
    for size in [(20, 1), (2, 1), (3, 1), (2, 5), (3, 3), (12, 30), (10, 9), (10, 10)] {
        let (mut fitted, mut refused) = (0, 0);
        for (what, outcome) in all_fits(&dataset(size, 23)) {
            match outcome {
                Ok(fit) => {
                    assert_finite(&format!("{what} {size:?}"), &fit);
                    fitted += 1;
                }
                Err(failure) => {
                    assert!(!matches!(failure, Failure::Panic(_)), "{what} {size:?}: {failure}");
                    assert!(!failure.to_string().is_empty());
                    refused += 1;
                }
            }
        }
        assert!(fitted >= 4 && fitted + refused >= 14, "{size:?}: {fitted} and {refused}");
    }
}

/// One column: the closed forms. With x centred, c = x'y/n and v = x'x/n, least squares is c/v,
/// ridge c/v/(1 + lambda) and the lasso S(c/sqrt(v), lambda)/sqrt(v), since x is standardised.
#[test]
fn one_column_has_closed_forms() {
    let data = dataset((20, 1), 29);
    let mean = |v: &[f64]| v.iter().sum::<f64>() / 20.0;
    let (mx, my) = (mean(data.x.column(0)), mean(&data.y));
    let pairs = || data.x.column(0).iter().zip(&data.y);
    let c = pairs().map(|(x, y)| (x - mx) * (y - my)).sum::<f64>() / 20.0;
    let v = pairs().map(|(x, _)| (x - mx) * (x - mx)).sum::<f64>() / 20.0;
    let z = c / v.sqrt();
    let at =
        |kind: &str| format!("kind = \"{kind}\"\ntuning = {{ kind = \"fixed\", lambda = 0.3 }}");
    for (keys, expected) in [
        ("kind = \"ols\"".to_owned(), c / v),
        (at("ridge"), c / v / 1.3),
        (at("lasso"), z.signum() * (z.abs() - 0.3) / v.sqrt()),
    ] {
        let fit = fit(&keys, &data);
        assert!((fit.slopes[0] - expected).abs() < 1e-13, "{keys}: {} {expected}", fit.slopes[0]);
        assert!((fit.intercept - (my - expected * mx)).abs() < 1e-12);
    }
}

/// Folds of single rows are leave-one-out: the curve is that of n separate fits.
#[test]
fn as_many_folds_as_rows_leave_one_out() {
    let data = dataset((12, 4), 31);
    let labels = labels(12, 12);
    for kind in ["lasso", "ridge"] {
        let keys = format!("kind = \"{kind}\"\nlambdas = 8");
        let (grid, mean) = parsim_tests::fits::candidates(&keys, &data, Some(&labels), |all| {
            let grid = all.lambdas().unwrap().to_vec();
            (grid, all.cross_validation(12).unwrap().mean.to_vec())
        });
        for (lambda, mean) in grid.iter().zip(mean) {
            let keys =
                format!("kind = \"{kind}\"\ntuning = {{ kind = \"fixed\", lambda = {lambda:e} }}");
            let errors = (0..12).map(|out| {
                let fit = fit(&keys, &without_row(&data, out));
                let prediction: f64 = (0..4).map(|j| fit.slopes[j] * data.x.get(out, j)).sum();
                data.y[out] - fit.intercept - prediction
            });
            let expected = errors.map(|e| e * e).sum::<f64>() / 12.0;
            assert!((mean / expected - 1.0).abs() < 1e-10, "{kind} at {lambda}");
        }
    }
}

fn without_row(data: &Dataset, out: usize) -> Dataset {
    let keep = |v: &[f64]| -> Vec<f64> {
        v.iter().enumerate().filter(|(i, _)| *i != out).map(|(_, v)| *v).collect()
    };
    let columns = (0..data.p()).flat_map(|j| keep(data.x.column(j))).collect();
    let x = Matrix::from_columns(data.n() - 1, data.p(), columns).unwrap();
    Dataset { x: x.into(), y: keep(&data.y) }
}

#[test]
fn a_constant_response_is_its_mean_or_refused() {
    for size in [(30, 5), (12, 20)] {
        let x = dataset(size, 37).x;
        let data = Dataset { x, y: vec![2.5; size.0] };
        let mut fitted = 0;
        for (what, outcome) in all_fits(&data) {
            match outcome {
                Ok(fit) => {
                    assert!(fit.slopes.iter().all(|b| b.abs() < 1e-12), "{what}: {fit:?}");
                    assert!((fit.intercept - 2.5).abs() < 1e-12, "{what}");
                    assert_finite(&what, &fit);
                    fitted += 1;
                }
                Err(failure) => assert!(
                    matches!(failure, Failure::NoCandidate(_) | Failure::Numerics(_)),
                    "{what}: {failure}"
                ),
            }
        }
        // Criteria of residuals have nothing to compare; all others have a fit.
        assert!(fitted >= 5, "{fitted}");
    }
}

#[test]
fn what_is_no_number_is_refused_by_name() {
    for bad in [f64::NAN, f64::INFINITY, f64::NEG_INFINITY] {
        let mut in_x = dataset((20, 4), 41);
        in_x.x_mut().column_mut(2)[7] = bad;
        let mut in_y = dataset((20, 4), 41);
        in_y.y[19] = bad;
        for (data, name) in [(in_x, "x"), (in_y, "y")] {
            for (what, outcome) in all_fits(&data) {
                match outcome {
                    Err(Failure::Numerics(FitError::NonFinite { what, .. })) => {
                        assert_eq!(what, name);
                    }
                    other => panic!("{what}: {other:?}"),
                }
            }
        }
    }
}
