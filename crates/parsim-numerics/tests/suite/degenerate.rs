//! Data that break careless solvers: constant and dependent columns, ties, extreme scales.

use crate::design::{
    Data, ENGINES, SCALINGS, Source, assert_close, autoregressive, columns, folded, lasso_path,
    lasso_violation, mean_sd, path, problem, residuals, worst_violation,
};
use parsim_numerics::{
    EngineChoice, Fit, Folds, Lasso, Matrix, PathSolver, Problem, Ridge, Scaling, lasso_grid,
};

/// Adds a column to a data set.
fn with_column(data: &Data, column: &[f64]) -> Data {
    let mut all: Vec<Vec<f64>> = (0..data.x.cols()).map(|j| data.x.column(j).to_vec()).collect();
    all.push(column.to_vec());
    columns(&all, &data.y)
}

/// Residuals and L1 norm on standardised columns: unique even where coefficients are not.
fn unique_parts(data: &Data, fit: &Fit) -> (Vec<f64>, f64) {
    let r = residuals(data, fit.intercept, &fit.slopes);
    let norm = fit.slopes.iter().enumerate().map(|(j, b)| b.abs() * mean_sd(data.x.column(j)).1);
    (r, norm.sum())
}

/// All engines give conditions that hold, and the same residuals and L1 norm.
fn check_path(data: &Data, tolerance: f64) {
    let (_, reference) = lasso_path(data, Scaling::default(), EngineChoice::Descent);
    for engine in ENGINES {
        let worst = worst_violation(data, Scaling::default(), engine);
        assert!(worst < 5e-9, "{engine:?}: {worst:e}");
        let (_, fits) = lasso_path(data, Scaling::default(), engine);
        for (a, b) in reference.iter().zip(&fits) {
            let ((ra, na), (rb, nb)) = (unique_parts(data, a), unique_parts(data, b));
            let scale = mean_sd(&data.y).1;
            assert_close(na, nb, scale, tolerance);
            for (a, b) in ra.iter().zip(&rb) {
                assert_close(*a, *b, scale, tolerance);
            }
        }
    }
}

#[test]
fn a_constant_column_gets_coefficient_zero() {
    for value in [0.0, 0.1, -3.0e7] {
        let data = with_column(&autoregressive(30, 4, 0.2, 1.0, 1), &[value; 30]);
        for scaling in SCALINGS {
            let problem = problem(&data, scaling);
            assert!(problem.is_constant(4) && !problem.is_constant(3));
            for engine in ENGINES {
                let (_, fits) = lasso_path(&data, scaling, engine);
                assert!(fits.iter().all(|f| f.slopes[4] == 0.0 && f.intercept.is_finite()));
            }
            let fits = path(&mut Ridge::new(), &problem, &[10.0, 1e-3]);
            assert!(fits.iter().all(|f| f.slopes[4] == 0.0));
            let df = fits[1].df;
            assert!(df < 4.0 + 1e-9, "{df}");
        }
    }
}

#[test]
fn a_nearly_constant_column_is_a_column() {
    let mut source = Source(4);
    let column: Vec<f64> = (0..30).map(|_| 1.0 + 1e-9 * source.normal()).collect();
    let data = with_column(&autoregressive(30, 2, 0.2, 1.0, 1), &column);
    let problem = problem(&data, Scaling::default());
    assert!(!problem.is_constant(2));
    assert_close(problem.x_scale(2), mean_sd(&column).1, 0.0, 1e-6);
}

#[test]
fn a_column_that_is_constant_in_one_training_fold_is_left_out_there() {
    let labels: Vec<u32> = (0..30).map(|i| i % 5).collect();
    for level in [1.0, 1e6] {
        // A rare dummy: different from zero only in rows of fold 2.
        let dummy: Vec<f64> =
            (0..30).map(|i| if i == 2 || i == 12 { level } else { 0.0 }).collect();
        let data = with_column(&autoregressive(30, 3, 0.2, 1.0, 1), &dummy);
        let moments = folded(&data, &Folds::from_labels(&labels).unwrap());
        let mut problem = Problem::new();
        for k in 0..5 {
            moments.training(k, Scaling::default(), &mut problem);
            assert_eq!(problem.is_constant(3), k == 2);
            let mut out = Matrix::default();
            let lambdas = [0.5, 0.1, 1e-3];
            let mut solvers: Vec<Box<dyn PathSolver>> = vec![Box::new(Ridge::new())];
            for engine in ENGINES {
                solvers.push(Box::new(Lasso::with_engine(engine)));
            }
            for solver in &mut solvers {
                solver.residuals(&problem, &lambdas, &moments.held_out(k), &mut out).unwrap();
                assert!(out.as_slice().iter().all(|r| r.is_finite()));
            }
        }
    }
}

#[test]
fn a_constant_response_gives_zero_slopes_and_the_mean() {
    for value in [0.0, 0.1, 7.0e9] {
        let mut data = autoregressive(25, 6, 0.3, 1.0, 1);
        data.y.fill(value);
        let problem = problem(&data, Scaling::default());
        assert!(problem.y_is_constant());
        assert_eq!(problem.lambda_max(), 0.0);
        for engine in ENGINES {
            for fit in path(&mut Lasso::with_engine(engine), &problem, &[1.0, 0.1, 0.0]) {
                assert!(fit.slopes.iter().all(|b| *b == 0.0));
                assert_close(fit.intercept, value, 0.0, 1e-15);
                assert_eq!(fit.rss, 0.0);
            }
        }
        for fit in path(&mut Ridge::new(), &problem, &[1.0, 0.1]) {
            assert!(fit.slopes.iter().all(|b| *b == 0.0));
        }
    }
}

/// In exact arithmetic nothing correlates with y, so that `lambda_max` is 0 and no column is ever selected.
#[test]
fn a_response_orthogonal_to_all_columns() {
    let sign = |i: usize, j: usize| if (i & j).count_ones().is_multiple_of(2) { 0.7 } else { -0.3 };
    let x: Vec<Vec<f64>> = (2..8).map(|j| (0..8).map(|i| sign(i, j)).collect()).collect();
    let y: Vec<f64> = (0..8).map(|i| 0.1 * sign(i, 1)).collect();
    let data = columns(&x, &y);
    for scaling in [SCALINGS[0], SCALINGS[1]] {
        let problem = problem(&data, scaling);
        assert_eq!(problem.lambda_max(), 0.0);
        assert!(!problem.y_is_constant());
        for engine in ENGINES {
            let (_, fits) = lasso_path(&data, scaling, engine);
            assert!(
                fits.iter().all(|f| f.df == 0.0 && (f.rss / problem.tss() - 1.0).abs() < 1e-14)
            );
        }
    }
}

#[test]
fn duplicated_and_negated_columns() {
    for (n, p) in [(40, 10), (15, 20)] {
        let mut data = autoregressive(n, p, 0.5, 1.0, 8);
        for j in [0, 3, 3, 1] {
            let copy: Vec<f64> = data.x.column(j).to_vec();
            data = with_column(&data, &copy);
            let negated: Vec<f64> = copy.iter().map(|v| -2.0 * v).collect();
            data = with_column(&data, &negated);
        }
        check_path(&data, 1e-8);
    }
}

#[test]
fn dummies_that_sum_to_zero_or_one() {
    let mut data = autoregressive(36, 3, 0.2, 1.0, 8);
    for level in 0..3 {
        let dummy: Vec<f64> = (0..36).map(|i| f64::from(u8::from(i % 3 == level))).collect();
        data = with_column(&data, &dummy);
        for (i, y) in data.y.iter_mut().enumerate() {
            *y += if i % 3 == level { level as f64 } else { 0.0 };
        }
    }
    check_path(&data, 1e-8);
}

/// Dummies in effect coding, -1 for the last level, and all levels together: columns that sum to zero.
#[test]
fn columns_that_sum_to_zero() {
    let mut data = autoregressive(36, 3, 0.2, 1.0, 8);
    for level in 0..4 {
        let code = |i: usize| match (i % 4 == level, i % 4 == (level + 1) % 4) {
            (true, _) => 1.0,
            (_, true) => -1.0,
            _ => 0.0,
        };
        data = with_column(&data, &(0..36).map(code).collect::<Vec<f64>>());
    }
    data.y.iter_mut().for_each(|y| *y = y.round());
    check_path(&data, 1e-9);
}

#[test]
fn nearly_duplicated_columns() {
    for noise in [1e-4, 1e-8] {
        let mut source = Source(3);
        let mut data = autoregressive(30, 8, 0.5, 1.0, 8);
        for j in [0, 2, 4] {
            let near: Vec<f64> =
                data.x.column(j).iter().map(|v| v + noise * source.normal()).collect();
            data = with_column(&data, &near);
        }
        check_path(&data, 1e-7);
    }
}

#[test]
fn signs_and_integers_tie() {
    for (n, p, seed) in [(16, 8, 1), (24, 40, 2), (60, 30, 3), (12, 60, 4), (64, 64, 5)] {
        let mut source = Source(seed);
        let mut sign = || if source.below(2) == 0 { 1.0 } else { -1.0 };
        let x: Vec<Vec<f64>> = (0..p).map(|_| (0..n).map(|_| sign()).collect()).collect();
        let mut source = Source(seed + 100);
        let y: Vec<f64> = (0..n).map(|_| source.below(7) as f64 - 3.0).collect();
        let data = columns(&x, &y);
        for scaling in SCALINGS {
            for engine in ENGINES {
                let worst = worst_violation(&data, scaling, engine);
                assert!(worst < 5e-9, "{n}x{p} {scaling:?} {engine:?}: {worst:e}");
            }
        }
    }
}

#[test]
fn zero_one_designs_tie() {
    for seed in 0..20 {
        let mut source = Source(seed);
        let (n, p) = (10 + source.below(20), 2 + source.below(30));
        let x: Vec<Vec<f64>> =
            (0..p).map(|_| (0..n).map(|_| source.below(2) as f64).collect()).collect();
        let y: Vec<f64> = (0..n).map(|_| source.below(3) as f64).collect();
        let data = columns(&x, &y);
        if mean_sd(&y).1 > 0.0 {
            for engine in ENGINES {
                let worst = worst_violation(&data, Scaling::default(), engine);
                assert!(worst < 5e-9, "{seed} {n}x{p} {engine:?}: {worst:e}");
            }
        }
    }
}

#[test]
fn extreme_scales_of_the_response() {
    let data = autoregressive(40, 12, 0.5, 1.0, 6);
    let (grid, reference) = lasso_path(&data, Scaling::default(), EngineChoice::Auto);
    // A power of two scales exactly, so that not a bit of the solution may change.
    for scale in [2_f64.powi(-500), 2_f64.powi(500)] {
        let scaled = Data { x: data.x.clone(), y: data.y.iter().map(|y| y * scale).collect() };
        let problem = problem(&scaled, Scaling::default());
        let lambdas: Vec<f64> = grid.iter().map(|l| l * scale).collect();
        for (a, b) in reference.iter().zip(path(&mut Lasso::new(), &problem, &lambdas)) {
            assert!(a.slopes.iter().zip(&b.slopes).all(|(a, b)| a * scale == *b));
            assert_eq!(a.certificate, b.certificate);
        }
        let before =
            path(&mut Ridge::new(), &crate::design::problem(&data, Scaling::default()), &[0.1]);
        let after = path(&mut Ridge::new(), &problem, &[0.1]);
        assert!(before[0].slopes.iter().zip(&after[0].slopes).all(|(a, b)| a * scale == *b));
    }
}

/// Scales that are no powers of two, by which every value is rounded.
#[test]
fn responses_from_1e_minus_150_to_1e150() {
    let data = autoregressive(40, 12, 0.5, 1.0, 6);
    for engine in ENGINES {
        let (_, reference) = lasso_path(&data, Scaling::default(), engine);
        for scale in [1e-150, 1e-8, 1e8, 1e150] {
            let scaled = Data { x: data.x.clone(), y: data.y.iter().map(|y| y * scale).collect() };
            let (_, fits) = lasso_path(&scaled, Scaling::default(), engine);
            for (a, b) in reference.iter().zip(&fits) {
                for (a, b) in a.slopes.iter().zip(&b.slopes) {
                    assert_close(*a, b / scale, 1.0, 1e-10);
                }
                assert_close(a.intercept, b.intercept / scale, 1.0, 1e-10);
                assert_eq!(a.df, b.df);
            }
        }
    }
}

/// A mean of 1e8 in every column, above what a sum of squares could hold beside a variance of 1.
#[test]
fn columns_with_means_of_1e8() {
    let data = autoregressive(60, 9, 0.5, 1.0, 6);
    let mut moved = data.clone();
    for j in 0..9 {
        moved.x.column_mut(j).iter_mut().for_each(|v| *v += 1e8);
    }
    // What is left of each value after the mean was added, exactly.
    let mut kept = moved.clone();
    for j in 0..9 {
        kept.x.column_mut(j).iter_mut().for_each(|v| *v -= 1e8);
    }
    for engine in ENGINES {
        let (_, a) = lasso_path(&kept, Scaling::default(), engine);
        let (_, b) = lasso_path(&moved, Scaling::default(), engine);
        for (a, b) in a.iter().zip(&b) {
            for (a, b) in a.slopes.iter().zip(&b.slopes) {
                assert_close(*a, *b, 1.0, 1e-10);
            }
        }
    }
}

#[test]
fn extreme_scales_and_means_of_columns() {
    let data = autoregressive(60, 9, 0.5, 1.0, 6);
    let mut moved = data.clone();
    let change = |j: usize| match j % 3 {
        0 => (2_f64.powi(27), 0.0),
        1 => (2_f64.powi(-27), 0.0),
        _ => (1.0, 2_f64.powi(26)),
    };
    for j in 0..9 {
        let (scale, mean) = change(j);
        moved.x.column_mut(j).iter_mut().for_each(|v| *v = *v * scale + mean);
    }
    let (_, a) = lasso_path(&data, Scaling::default(), EngineChoice::Auto);
    let (_, b) = lasso_path(&moved, Scaling::default(), EngineChoice::Auto);
    for (a, b) in a.iter().zip(&b) {
        for j in 0..9 {
            // A mean of 2^26 leaves 27 bits of each value.
            assert_close(a.slopes[j], b.slopes[j] * change(j).0, 1.0, 1e-6);
        }
    }
}

/// The homotopy itself deals with ties and with columns that depend on others; the fallback is for worse.
#[test]
fn ties_and_dependent_columns_need_no_fallback() {
    let mut worst = (0, 0, 0);
    for seed in 0..40 {
        let mut source = Source(seed);
        let (n, p) = (10 + source.below(30), 3 + source.below(40));
        let mut x: Vec<Vec<f64>> =
            (0..p).map(|_| (0..n).map(|_| source.below(2) as f64).collect()).collect();
        let y: Vec<f64> = (0..n).map(|_| source.below(5) as f64).collect();
        if seed % 2 == 0 {
            let copies: Vec<Vec<f64>> = x.iter().step_by(3).cloned().collect();
            x.extend(copies);
        }
        let data = columns(&x, &y);
        let problem = problem(&data, Scaling::default());
        let mut grid = Vec::new();
        lasso_grid(&problem, 50, None, &mut grid).unwrap();
        for engine in [EngineChoice::Tableau, EngineChoice::Cholesky] {
            let report =
                Lasso::with_engine(engine).summaries(&problem, &grid, &mut Vec::new()).unwrap();
            worst = (worst.0 + report.descent, worst.1 + report.polish, worst.2 + grid.len());
        }
    }
    assert_eq!((worst.0, worst.1), (0, 0), "of {}", worst.2);
}

/// Columns that nearly repeat others, more of them than rows: here the homotopies lose digits, which the
/// certificate notices and the active-set method restores.
#[test]
fn near_copies_among_many_columns_are_polished() {
    let mut improved = 0;
    for (noise, seed) in [(1e-3, 1), (1e-4, 2), (1e-5, 3), (1e-6, 4), (1e-5, 5)] {
        let mut source = Source(seed);
        let mut data = autoregressive(50, 60, 0.9, 0.3, seed);
        for j in 0..40 {
            let near: Vec<f64> =
                data.x.column(j).iter().map(|v| v + noise * source.normal()).collect();
            data = with_column(&data, &near);
        }
        let problem = problem(&data, Scaling::default());
        let mut grid = Vec::new();
        lasso_grid(&problem, 60, Some(1e-4), &mut grid).unwrap();
        for engine in ENGINES {
            let mut worst = 0.0_f64;
            let mut fit = Fit::new();
            let report = Lasso::with_engine(engine)
                .visit(&problem, &grid, &mut |point| {
                    fit.copy(100, point);
                    let solution = (fit.intercept, &fit.slopes[..]);
                    let lambda = point.lambda;
                    worst = worst.max(lasso_violation(&data, Scaling::default(), lambda, solution));
                })
                .unwrap();
            assert!(worst < 2e-9, "{noise:e} {engine:?}: {worst:e}");
            improved += report.polish;
        }
    }
    assert!(improved > 0);
}
