//! Far more columns than rows: training folds equal the training rows by themselves, and screening loses nothing.

use crate::design::{
    Data, SCALINGS, Source, assert_close, assert_same_fit, autoregressive, columns, folded, labels,
    lasso_violation, path, problem, residuals, rows_where,
};
use parsim_numerics::{
    EngineChoice, Folds, Lasso, Matrix, Moments, PathSolver, Problem, Ridge, Scaling, lasso_grid,
};

const FOLDS: usize = 5;

/// 30 rows, 100 columns; `change` may alter the columns, given the fold of each row.
fn data(change: impl Fn(&mut Matrix, &[u32])) -> (Data, Vec<u32>) {
    let mut data = autoregressive(30, 100, 0.5, 1.0, 8);
    let labels = labels(30, FOLDS, 3);
    change(&mut data.x, &labels);
    (data, labels)
}

/// Data that lose digits where sums over folds are subtracted from one another, and to how many digits the raw
/// values determine residuals: those of rows that lie 1e5 standard deviations away have five fewer.
fn awkward() -> Vec<(Data, Vec<u32>, f64)> {
    let mut source = Source(4);
    let noise: Vec<f64> = (0..30).map(|_| source.normal()).collect();
    let outside = |x: &mut Matrix, labels: &[u32], spread: f64| {
        // Column 0 varies over fold 2 and, `spread` times as much, over the other rows.
        for (i, v) in x.column_mut(0).iter_mut().enumerate() {
            *v = 0.3 + noise[i] * if labels[i] == 2 { 1.0 } else { spread };
        }
    };
    let cases = [
        (data(|x, labels| outside(x, labels, 0.0)), 1e-9),
        (data(|x, labels| outside(x, labels, 1e-5)), 1e-8),
        (data(|x, labels| outside(x, labels, 1e-9)), 1e-6),
        (
            data(|x, _| {
                let copy = x.column(0).to_vec();
                x.column_mut(57).copy_from_slice(&copy);
            }),
            1e-9,
        ),
        (
            data(|x, _| (0..100).for_each(|j| x.column_mut(j).iter_mut().for_each(|v| *v += 1e8))),
            1e-5,
        ),
    ];
    cases.map(|((data, labels), digits)| (data, labels, digits)).into()
}

/// Both problems of fold `k`: from the sums of all folds, and from the training rows alone.
fn training(data: &Data, labels: &[u32], k: u32, scaling: Scaling) -> (Moments, Problem, Problem) {
    let moments = folded(data, &Folds::from_labels(labels).unwrap());
    let mut training = Problem::new();
    moments.training(k as usize, scaling, &mut training);
    let alone = problem(&rows_where(data, |i| labels[i] != k), scaling);
    (moments, training, alone)
}

#[test]
fn training_folds_are_the_training_rows_by_themselves() {
    for (data, labels, _) in awkward() {
        for scaling in SCALINGS.into_iter().filter(|s| s.intercept) {
            for k in 0..FOLDS as u32 {
                let (_, training, alone) = training(&data, &labels, k, scaling);
                assert_close(training.lambda_max(), alone.lambda_max(), 0.0, 1e-10);
                assert_close(training.y_sd(), alone.y_sd(), 0.0, 1e-12);
                for j in 0..training.p() {
                    assert_eq!(training.is_constant(j), alone.is_constant(j), "column {j}");
                    assert_close(training.x_scale(j), alone.x_scale(j), 0.0, 1e-7);
                }
                let lambdas = [0.5, 0.1, 0.02].map(|r| r * alone.lambda_max());
                let a = path(&mut Ridge::new(), &training, &lambdas);
                let b = path(&mut Ridge::new(), &alone, &lambdas);
                for (a, b) in a.iter().zip(&b) {
                    assert_close(a.rss, b.rss, alone.tss(), 1e-10);
                    assert_close(a.df, b.df, 1.0, 1e-8);
                }
            }
        }
    }
}

/// The path of a training fold satisfies the conditions on the raw training rows, and the residuals of the rows
/// held out are those of its coefficients.
#[test]
fn training_paths_are_optimal_on_the_raw_rows() {
    for (data, labels, digits) in awkward() {
        for k in 0..FOLDS as u32 {
            let (moments, training, _) = training(&data, &labels, k, Scaling::default());
            let mut grid = Vec::new();
            lasso_grid(&training, 40, None, &mut grid).unwrap();
            let fits = path(&mut Lasso::new(), &training, &grid);
            let kept = rows_where(&data, |i| labels[i] != k);
            let held_out = rows_where(&data, |i| labels[i] == k);
            let mut out = Matrix::default();
            let rows = moments.held_out(k as usize);
            Lasso::new().residuals(&training, &grid, &rows, &mut out).unwrap();
            for (l, fit) in fits.iter().enumerate() {
                let solution = (fit.intercept, &fit.slopes[..]);
                let worst = lasso_violation(&kept, Scaling::default(), grid[l], solution);
                assert!(worst < 5.0 * digits, "fold {k}: {worst:e}");
                let expected = residuals(&held_out, fit.intercept, &fit.slopes);
                for (a, b) in out.column(l).iter().zip(expected) {
                    assert_close(*a, b, 1.0, digits);
                }
            }
        }
    }
}

#[test]
fn ridge_residuals_of_held_out_rows_are_those_of_the_coefficients() {
    for (data, labels, digits) in awkward().into_iter().take(4) {
        // Without an intercept a column that is 1e9 standard deviations away from zero swamps all others.
        for scaling in SCALINGS.into_iter().filter(|s| s.intercept || digits < 1e-7) {
            for k in 0..FOLDS as u32 {
                let (moments, training, _) = training(&data, &labels, k, scaling);
                let lambdas = [0.5, 0.1, 0.02].map(|r| r * training.lambda_max());
                let fits = path(&mut Ridge::new(), &training, &lambdas);
                let held_out = rows_where(&data, |i| labels[i] == k);
                let mut ridge = Ridge::new();
                let (mut sorted, mut raw) = (Matrix::default(), Matrix::default());
                let rows = moments.held_out(k as usize);
                ridge.residuals(&training, &lambdas, &rows, &mut sorted).unwrap();
                let rows = parsim_numerics::Rows::raw(&held_out.x, &held_out.y).unwrap();
                ridge.residuals(&training, &lambdas, &rows, &mut raw).unwrap();
                for (l, fit) in fits.iter().enumerate() {
                    let expected = residuals(&held_out, fit.intercept, &fit.slopes);
                    let scale = expected.iter().fold(1.0, |m: f64, r| m.max(r.abs()));
                    for (i, b) in expected.iter().enumerate() {
                        assert_close(sorted.column(l)[i], *b, scale, digits);
                        assert_close(raw.column(l)[i], *b, scale, digits);
                    }
                }
            }
        }
    }
}

/// Every column is the sum of two of four others, so that XX' has four directions, and y is mostly outside them.
#[test]
fn small_penalties_of_few_directions_are_certified() {
    let (data, labels) = data(|x, _| {
        for j in 4..100 {
            let sum: Vec<f64> = (0..30).map(|i| x.get(i, j % 4) + x.get(i, j * 7 % 3)).collect();
            x.column_mut(j).copy_from_slice(&sum);
        }
    });
    let (moments, training, _) = training(&data, &labels, 0, Scaling::default());
    let lambdas = [1e-3, 1e-8, 1e-10].map(|r| r * training.lambda_max());
    let fits = path(&mut Ridge::new(), &training, &lambdas);
    let held_out = rows_where(&data, |i| labels[i] == 0);
    let mut ridge = Ridge::new();
    let mut found = Matrix::default();
    ridge.residuals(&training, &lambdas, &moments.held_out(0), &mut found).unwrap();
    let mut summaries = Vec::new();
    ridge.summaries(&training, &lambdas, &mut summaries).unwrap();
    let rest = rows_where(&data, |i| labels[i] != 0);
    for (l, fit) in fits.iter().enumerate() {
        for (i, b) in residuals(&held_out, fit.intercept, &fit.slopes).iter().enumerate() {
            assert_close(found.column(l)[i], *b, 1.0, 1e-9);
        }
        let own = residuals(&rest, fit.intercept, &fit.slopes);
        let rss = own.iter().map(|r| r * r).sum::<f64>();
        assert_close(summaries[l].rss, rss, rss, 1e-9);
        assert_close(fit.rss, rss, rss, 1e-9);
    }
}

/// Fits by screened path and by descent at some lambdas.
fn compare(data: &Data, scaling: Scaling, lambdas: &[f64]) {
    let problem = problem(data, scaling);
    let mut lasso = Lasso::new();
    let report = lasso.summaries(&problem, lambdas, &mut Vec::new()).unwrap();
    assert_eq!((report.descent, report.polish), (0, 0));
    let a = path(&mut lasso, &problem, lambdas);
    let b = path(&mut Lasso::with_engine(EngineChoice::Descent), &problem, lambdas);
    for ((a, b), lambda) in a.iter().zip(&b).zip(lambdas) {
        assert_same_fit(a, b, 1e-8);
        let worst = lasso_violation(data, scaling, *lambda, (a.intercept, &a.slopes));
        assert!(worst < 5e-9, "{worst:e} at {lambda}");
    }
}

#[test]
fn screened_paths_agree_with_descent() {
    for (n, p, rho) in [(40, 400, 0.0), (30, 500, 0.9), (60, 130, 0.5)] {
        let data = autoregressive(n, p, rho, 1.0, 11);
        for scaling in SCALINGS {
            let mut grid = Vec::new();
            lasso_grid(&problem(&data, scaling), 50, None, &mut grid).unwrap();
            compare(&data, scaling, &grid);
        }
    }
}

/// Where lambdas are far from one another, checks lie between them.
#[test]
fn lambdas_need_not_be_near_one_another() {
    let data = autoregressive(40, 300, 0.5, 1.0, 12);
    let top = problem(&data, Scaling::default()).lambda_max();
    for lambdas in [&[0.02][..], &[2.0, 0.9, 0.02, 0.02, 0.003], &[1.0, 1e-3]] {
        let lambdas: Vec<f64> = lambdas.iter().map(|r| r * top).collect();
        compare(&data, Scaling::default(), &lambdas);
    }
}

/// A variable that no ranking by gradients finds: y is orthogonal to it, until its near copy has entered. It
/// enters at `rho/(1 + rho)` of `lambda_max`, before all others, which are pure noise.
#[test]
fn a_suppressor_is_found() {
    let (n, p) = (50, 800);
    let mut source = Source(21);
    let mut x: Vec<Vec<f64>> = (0..p).map(|_| (0..n).map(|_| source.normal()).collect()).collect();
    for column in x.iter_mut().take(2) {
        standardise(column);
    }
    let rho = 0.98;
    // Columns 0 and 1 have correlation rho with each other, and y none with column 1.
    let overlap = product(&x[0], &x[1]);
    let mut own: Vec<f64> = x[1].iter().zip(&x[0]).map(|(b, a)| b - overlap * a).collect();
    standardise(&mut own);
    let root = (1.0_f64 - rho * rho).sqrt();
    x[1] = x[0].iter().zip(&own).map(|(a, b)| rho * a + root * b).collect();
    let y: Vec<f64> = x[0].iter().zip(&x[1]).map(|(a, b)| 20.0 * (a - rho * b)).collect();
    for column in x.iter_mut().skip(2) {
        // Less of y is left in the noise.
        let unit = x_unit(&y);
        let part = 0.7 * product(column, &unit);
        column.iter_mut().zip(unit).for_each(|(v, u)| *v -= part * u);
    }
    let data = columns(&x, &y);
    let problem = problem(&data, Scaling::default());
    let mut grid = Vec::new();
    lasso_grid(&problem, 40, Some(0.05), &mut grid).unwrap();
    compare(&data, Scaling::default(), &grid);
}

fn product(a: &[f64], b: &[f64]) -> f64 {
    a.iter().zip(b).map(|(a, b)| a * b).sum::<f64>() / a.len() as f64
}

fn standardise(v: &mut [f64]) {
    let (mean, sd) = crate::design::mean_sd(v);
    for v in v {
        *v = (*v - mean) / sd;
    }
}

fn x_unit(y: &[f64]) -> Vec<f64> {
    let mut unit = y.to_vec();
    standardise(&mut unit);
    unit
}
