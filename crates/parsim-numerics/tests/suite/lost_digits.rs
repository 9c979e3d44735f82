//! Where differences and near dependence could cost all digits, and must not.

use crate::design::{
    ENGINES, Source, assert_close, autoregressive, columns, folded, path, problem, rows_where,
};
use parsim_numerics::{EngineChoice, Folds, Lasso, Matrix, PathSolver, Problem, Ridge, Scaling};

/// p copies of one column: G = 11', so that every coefficient is c/(p + lambda).
#[test]
fn ridge_shares_among_copies() {
    for p in [2, 8, 9, 20, 40] {
        let mut source = Source(p as u64);
        let column: Vec<f64> = (0..60).map(|_| source.normal()).collect();
        let y: Vec<f64> = column.iter().map(|x| x + source.normal()).collect();
        let (mean, sd) = crate::design::mean_sd(&column);
        let c = column.iter().zip(&y).map(|(x, y)| (x - mean) / sd * y).sum::<f64>() / 60.0;
        let problem = problem(&columns(&vec![column; p], &y), Scaling::default());
        let lambdas = [10.0, 0.1, 1e-3];
        for (lambda, fit) in lambdas.iter().zip(path(&mut Ridge::new(), &problem, &lambdas)) {
            for b in &fit.slopes {
                assert_close(b * sd, c / (p as f64 + lambda), 0.0, 1e-9);
            }
            assert_close(fit.df, p as f64 / (p as f64 + lambda), 0.0, 1e-9);
        }
    }
}

/// Whatever y is in the rows that are left out.
#[test]
fn a_response_that_is_constant_in_one_training_fold() {
    for (n, p) in [(30, 4), (12, 30)] {
        let mut data = autoregressive(n, p, 0.3, 1.0, 2);
        for (i, y) in data.y.iter_mut().enumerate() {
            *y = if i % 3 == 0 { i as f64 - 4.3 } else { 0.7 };
        }
        let labels: Vec<u32> = (0..n as u32).map(|i| i % 3).collect();
        let moments = folded(&data, &Folds::from_labels(&labels).unwrap());
        let mut training = Problem::new();
        moments.training(0, Scaling::default(), &mut training);
        assert!(training.y_is_constant() && training.lambda_max() == 0.0);
        let mut out = Matrix::default();
        for engine in ENGINES {
            let lasso = &mut Lasso::with_engine(engine);
            for fit in path(lasso, &training, &[0.1, 0.0]) {
                assert!(fit.slopes.iter().all(|b| *b == 0.0), "{engine:?} {fit:?}");
                assert_close(fit.intercept, 0.7, 0.0, 1e-15);
            }
            lasso.residuals(&training, &[0.1], &moments.held_out(0), &mut out).unwrap();
            assert_close(out.get(1, 0), 3.0 - 4.3 - 0.7, 1.0, 1e-15);
        }
        for fit in path(&mut Ridge::new(), &training, &[0.1]) {
            assert!(fit.slopes.iter().all(|b| *b == 0.0), "{fit:?}");
        }
    }
}

/// The fold that is left out holds nearly all of the variance of y.
#[test]
fn a_response_with_one_enormous_value() {
    for (n, p) in [(60, 8), (40, 35)] {
        let mut data = autoregressive(n, p, 0.5, 1.0, 4);
        data.y[5] = 1e7;
        let labels: Vec<u32> = (0..n as u32).map(|i| i % 5).collect();
        let moments = folded(&data, &Folds::from_labels(&labels).unwrap());
        let mut training = Problem::new();
        for scaling in crate::design::SCALINGS {
            moments.training(0, scaling, &mut training);
            let alone = problem(&rows_where(&data, |i| labels[i] != 0), scaling);
            let lambdas = [0.5, 0.05, 0.005].map(|r| r * alone.lambda_max());
            for engine in [EngineChoice::Tableau, EngineChoice::Cholesky, EngineChoice::Descent] {
                let a = path(&mut Lasso::with_engine(engine), &training, &lambdas);
                let b = path(&mut Lasso::with_engine(engine), &alone, &lambdas);
                for (a, b) in a.iter().zip(&b) {
                    // y - mean is rounded to 1e-16 of 1e7.
                    for (a, b) in a.slopes.iter().zip(&b.slopes) {
                        assert_close(*a, *b, 1.0, 2e-8);
                    }
                }
            }
        }
    }
}

/// Products of such columns overflow, so that there is no solution; what comes out must not pass for one.
#[test]
fn columns_whose_squares_overflow_are_an_error_without_standardisation() {
    let mut data = autoregressive(20, 3, 0.0, 1.0, 1);
    data.x.column_mut(1).iter_mut().for_each(|v| *v *= 1e200);
    for scaling in crate::design::SCALINGS {
        let problem = problem(&data, scaling);
        let lambda = 0.5 * problem.lambda_max().min(1e300);
        let mut fit = parsim_numerics::Fit::new();
        let mut solvers: Vec<Box<dyn PathSolver>> = vec![Box::new(Ridge::new())];
        for engine in ENGINES {
            solvers.push(Box::new(Lasso::with_engine(engine)));
        }
        for solver in &mut solvers {
            let result = solver.fit_at(&problem, lambda, &mut fit);
            let finite = fit.slopes.iter().all(|b| b.is_finite());
            assert!(result.is_err() || finite, "{scaling:?} {fit:?}");
            assert!(result.is_ok() || !scaling.standardize, "{scaling:?} {result:?}");
        }
    }
}
