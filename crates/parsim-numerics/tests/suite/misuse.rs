//! Wrong input is an error with a reason, never a panic and never a NaN.

use crate::design::{autoregressive, moments, problem};
use parsim_numerics::{
    Fit, FitError, Folds, Lasso, LeastSquares, Matrix, Moments, PathSolver, Problem, Ridge, Rows,
    Scaling,
};

#[test]
fn values_that_are_not_finite_are_found() {
    for bad in [f64::NAN, f64::INFINITY, f64::NEG_INFINITY] {
        let mut data = autoregressive(10, 3, 0.0, 1.0, 1);
        data.x.column_mut(1)[4] = bad;
        let mut moments = Moments::new();
        let single = Folds::single(10);
        let error = moments.compute(&data.x, &data.y, &single).unwrap_err();
        assert_eq!(error, FitError::NonFinite { what: "x", index: 1 });
        data.x.column_mut(1)[4] = 0.0;
        data.y[6] = bad;
        let error = moments.compute(&data.x, &data.y, &single).unwrap_err();
        assert_eq!(error, FitError::NonFinite { what: "y", index: 6 });
        assert_eq!(error.to_string(), "y holds a value that is not finite at index 6");
    }
}

#[test]
fn huge_finite_values_are_no_error() {
    let mut data = autoregressive(10, 3, 0.0, 1.0, 1);
    data.x.column_mut(1).fill(1e308);
    data.x.column_mut(1)[4] = 0.9e308;
    let problem = problem(&data, Scaling::default());
    let fit = crate::design::path(&mut Lasso::new(), &problem, &[1e-3]);
    assert!(fit[0].slopes.iter().all(|b| b.is_finite()) && fit[0].rss.is_finite());
}

#[test]
fn sizes_must_agree() {
    let data = autoregressive(10, 3, 0.0, 1.0, 1);
    let mut moments = Moments::new();
    assert!(moments.compute(&data.x, &data.y[1..], &Folds::single(10)).is_err());
    assert!(moments.compute(&data.x, &data.y, &Folds::single(9)).is_err());
    assert!(moments.compute(&Matrix::new(0, 3), &[], &Folds::single(0)).is_err());
    assert!(Matrix::from_columns(2, 2, vec![0.0; 3]).is_err());
    assert!(Folds::from_labels(&[0, 1, 7]).is_err());
    assert!(Rows::raw(&data.x, &data.y[1..]).is_err());
    let problem = problem(&data, Scaling::default());
    let other = autoregressive(10, 4, 0.0, 1.0, 1);
    let rows = Rows::raw(&other.x, &other.y).unwrap();
    let mut out = Matrix::default();
    assert!(Lasso::new().residuals(&problem, &[0.1], &rows, &mut out).is_err());
    assert!(Ridge::new().residuals(&problem, &[0.1], &rows, &mut out).is_err());
    let fewer = Matrix::new(4, 3);
    let rows = Rows::raw(&fewer, &[0.0; 4]).unwrap();
    let mut fit = Fit::new();
    assert!(LeastSquares::new().fit(&problem, &rows, &mut fit).is_err());
}

#[test]
fn lambdas_must_be_in_order_and_not_negative() {
    let data = autoregressive(10, 3, 0.0, 1.0, 1);
    let problem = problem(&data, Scaling::default());
    for bad in [vec![0.1, 0.2], vec![-0.1], vec![f64::NAN], vec![f64::INFINITY]] {
        for solver in [&mut Lasso::new() as &mut dyn PathSolver, &mut Ridge::new()] {
            let result = solver.summaries(&problem, &bad, &mut Vec::new());
            assert!(matches!(result, Err(FitError::OutOfRange { what: "lambda", .. })));
        }
    }
    for solver in [&mut Lasso::new() as &mut dyn PathSolver, &mut Ridge::new()] {
        let mut out = Matrix::default();
        let moments = moments(&data);
        let report = solver.residuals(&problem, &[], &moments.all_rows(), &mut out).unwrap();
        assert_eq!((report.steps, out.rows(), out.cols()), (0, 10, 0));
    }
}

#[test]
fn leave_one_out_is_not_available_for_the_lasso() {
    let data = autoregressive(10, 3, 0.0, 1.0, 1);
    let problem = problem(&data, Scaling::default());
    let moments = moments(&data);
    let result = Lasso::new().leave_one_out(&problem, &[0.1], &moments.all_rows(), &mut Vec::new());
    assert!(matches!(result, Err(FitError::NotAvailable(_))));
}

#[test]
fn ridge_without_penalty_on_dependent_columns_is_an_error() {
    let mut data = autoregressive(10, 3, 0.0, 1.0, 1);
    let copy = data.x.column(0).to_vec();
    data.x.column_mut(1).copy_from_slice(&copy);
    let problem = problem(&data, Scaling::default());
    let result = Ridge::new().summaries(&problem, &[0.0], &mut Vec::new());
    assert!(matches!(
        result,
        Err(FitError::NotPositiveDefinite { .. } | FitError::NotConverged { .. })
    ));
}

/// An intercept is all that remains where there are no columns, or no rows to train on.
#[test]
fn no_columns_and_no_training_rows() {
    let data = autoregressive(10, 3, 0.0, 1.0, 1);
    let moments = moments(&data);
    let (mut whole, mut none) = (Problem::new(), Problem::new());
    moments.full(Scaling::default(), &mut whole);
    whole.subset(&[], &mut none);
    let mut empty = Moments::new();
    empty.compute(&Matrix::new(10, 0), &data.y, &Folds::single(10)).unwrap();
    let mut columnless = Problem::new();
    empty.full(Scaling::default(), &mut columnless);
    let mean = data.y.iter().sum::<f64>() / 10.0;
    for (problem, moments) in [(&none, &moments), (&columnless, &empty)] {
        let mut out = Matrix::default();
        for solver in [&mut Lasso::new() as &mut dyn PathSolver, &mut Ridge::new()] {
            let fits = crate::design::path(solver, problem, &[1.0, 0.1, 0.0]);
            assert!(fits.iter().all(|f| f.slopes.is_empty() && (f.intercept - mean).abs() < 1e-15));
            solver.residuals(problem, &[1.0], &moments.all_rows(), &mut out).unwrap();
            assert!((out.get(4, 0) - (data.y[4] - mean)).abs() < 1e-15);
        }
        let mut fit = Fit::new();
        LeastSquares::new().fit(problem, &moments.all_rows(), &mut fit).unwrap();
        assert!((fit.intercept - mean).abs() < 1e-15 && fit.df == 0.0);
        assert!((fit.rss - problem.tss()).abs() < 1e-14 * fit.rss);
    }
}

#[test]
fn a_fold_that_holds_every_row_trains_on_none() {
    for p in [3, 30] {
        let data = autoregressive(10, p, 0.0, 1.0, 1);
        let mut moments = Moments::new();
        moments.compute(&data.x, &data.y, &Folds::from_labels(&[1; 10]).unwrap()).unwrap();
        let mut problem = Problem::new();
        moments.training(1, Scaling::default(), &mut problem);
        assert_eq!(problem.n(), 0);
        let mut out = Matrix::default();
        for solver in [&mut Lasso::new() as &mut dyn PathSolver, &mut Ridge::new()] {
            solver.residuals(&problem, &[1.0], &moments.held_out(1), &mut out).unwrap();
            assert!(out.as_slice().iter().all(|r| r.is_finite()));
        }
    }
}
