//! Many responses to one design, against a direct solution by a matrix library and against refits.

use crate::design::{Data, autoregressive, mean_sd, problem};
use nalgebra::{DMatrix, DVector};
use parsim_numerics::{
    Design, Fit, FitError, LeastSquares, Matrix, MeanSquares, PathSolver, Ridge, Rows, Scaling,
    Spectral, ridge_grid,
};

const SCALINGS: [Scaling; 4] = [
    Scaling { intercept: true, standardize: true },
    Scaling { intercept: true, standardize: false },
    Scaling { intercept: false, standardize: true },
    Scaling { intercept: false, standardize: false },
];

/// A design and `count` responses to it of very different sizes.
fn data(n: usize, p: usize, count: usize) -> (Matrix, Vec<Vec<f64>>) {
    let x = autoregressive(n, p, 0.5, 1.0, 21).x;
    let responses = (0..count as u64).map(|k| {
        let noise = autoregressive(n, p, 0.5, 1.0, 100 + k).y;
        let scale = 10.0_f64.powi(k as i32 - 5);
        (0..n).map(|i| scale * (x.get(i, 0) + noise[i] + 3.0)).collect()
    });
    let responses = responses.collect();
    (x, responses)
}

fn respond(design: &mut Design, responses: &[Vec<f64>]) {
    design.respond(responses.iter().map(Vec::as_slice));
    assert!(design.decompose());
    design.rotate_rows().unwrap();
}

/// The design matrix of a scaling, columns and y as they enter the penalised problem.
fn standardised(x: &Matrix, y: &[f64], scaling: Scaling) -> (DMatrix<f64>, DVector<f64>) {
    let z = DMatrix::from_fn(x.rows(), x.cols(), |i, j| {
        let (mean, sd) = mean_sd(x.column(j));
        let centred = x.get(i, j) - if scaling.intercept { mean } else { 0.0 };
        if scaling.standardize { centred / sd } else { centred }
    });
    let mean = if scaling.intercept { mean_sd(y).0 } else { 0.0 };
    (z, DVector::from_fn(y.len(), |i, _| y[i] - mean))
}

#[test]
fn least_squares_is_that_of_the_rows() {
    let (x, responses) = data(70, 23, 11);
    for scaling in SCALINGS {
        let mut design = Design::new(&x, scaling).unwrap();
        respond(&mut design, &responses);
        assert!(design.is_well_conditioned());
        let (mut solver, mut fit, mut expected) = (Spectral::new(), Fit::new(), Fit::new());
        solver.solve(&design, &[0.0; 11]).unwrap();
        for (at, y) in responses.iter().enumerate() {
            solver.write(&design, at, &mut fit).unwrap();
            let data = Data { x: x.clone(), y: y.clone() };
            let problem = problem(&data, scaling);
            let rows = Rows::raw(&x, y).unwrap();
            LeastSquares::new().fit(&problem, &rows, &mut expected).unwrap();
            let size = expected.slopes.iter().fold(0.0, |m: f64, b| m.max(b.abs()));
            for (a, b) in fit.slopes.iter().zip(&expected.slopes) {
                assert!((a - b).abs() < 1e-12 * size, "{scaling:?} {at}: {a} for {b}");
            }
            let level = expected.intercept.abs() + size;
            assert!((fit.intercept - expected.intercept).abs() < 1e-12 * level);
            assert!((fit.rss - expected.rss).abs() < 1e-12 * expected.rss, "{scaling:?} {at}");
            assert!((fit.df - expected.df).abs() < 1e-12);
        }
    }
}

#[test]
fn ridge_solves_the_normal_equations() {
    let (x, responses) = data(60, 9, 16);
    for scaling in SCALINGS {
        let mut design = Design::new(&x, scaling).unwrap();
        respond(&mut design, &responses);
        let (mut solver, mut fit) = (Spectral::new(), Fit::new());
        let mut lambdas = [100.0; 16];
        for l in 1..16 {
            lambdas[l] = 0.3 * lambdas[l - 1];
        }
        solver.solve(&design, &lambdas).unwrap();
        for (at, y) in responses.iter().enumerate() {
            solver.write(&design, at, &mut fit).unwrap();
            let (z, y) = standardised(&x, y, scaling);
            let gram = z.transpose() * &z / 60.0;
            let shifted = &gram + DMatrix::identity(9, 9) * lambdas[at];
            let inverse = shifted.try_inverse().unwrap();
            let expected = &inverse * (z.transpose() * &y / 60.0);
            for j in 0..9 {
                let sd = if scaling.standardize { mean_sd(x.column(j)).1 } else { 1.0 };
                let off = (fit.slopes[j] * sd - expected[j]).abs();
                assert!(off < 1e-12 * expected.amax(), "{scaling:?} {at} {j}: {off}");
            }
            let rss = (&y - &z * &expected).norm_squared();
            assert!((fit.rss - rss).abs() < 1e-12 * y.norm_squared());
            assert!((fit.df - (&inverse * &gram).trace()).abs() < 1e-11);
            assert!(fit.certificate.kkt < 1e-12, "{}", fit.certificate.kkt);
        }
    }
}

#[test]
fn summaries_and_press_are_those_of_single_problems() {
    let (x, responses) = data(60, 21, 7);
    for scaling in SCALINGS {
        let mut design = Design::new(&x, scaling).unwrap();
        respond(&mut design, &responses);
        let (mut solver, mut ridge) = (Spectral::new(), Ridge::new());
        let (mut grid, mut press, mut expected_press) = (Vec::new(), Vec::new(), Vec::new());
        let (mut summaries, mut expected) = (Vec::new(), Vec::new());
        for (at, y) in responses.iter().enumerate() {
            let data = Data { x: x.clone(), y: y.clone() };
            let problem = problem(&data, scaling);
            ridge_grid(&problem, 37, None, &mut grid).unwrap();
            solver.summaries(&design, at, &grid, &mut summaries).unwrap();
            ridge.summaries(&problem, &grid, &mut expected).unwrap();
            for (a, b) in summaries.iter().zip(&expected) {
                assert!((a.df - b.df).abs() < 1e-11, "{scaling:?} {at}: {a:?} for {b:?}");
                assert!((a.rss - b.rss).abs() < 1e-12 * problem.tss(), "{a:?} for {b:?}");
            }
            solver.leave_one_out(&design, at, &grid, &mut press).unwrap();
            let rows = Rows::raw(&x, y).unwrap();
            ridge.leave_one_out(&problem, &grid, &rows, &mut expected_press).unwrap();
            assert_eq!(press.len(), 37);
            for (a, b) in press.iter().zip(&expected_press) {
                assert!((a - b).abs() < 1e-11 * b, "{scaling:?} {at}: {a} for {b}");
            }
        }
    }
}

/// All numbers that a response gives rise to.
fn everything(design: &Design, at: usize) -> String {
    let (mut solver, mut fit) = (Spectral::new(), Fit::new());
    let (mut press, mut summaries) = (Vec::new(), Vec::new());
    let grid: Vec<f64> = (0..19).map(|l| 10.0 * 0.4_f64.powi(l)).collect();
    solver.solve(design, &[0.25; 16]).unwrap();
    solver.write(design, at, &mut fit).unwrap();
    solver.summaries(design, at, &grid, &mut summaries).unwrap();
    solver.leave_one_out(design, at, &grid, &mut press).unwrap();
    // `Debug` of a float is the shortest text that reads back to the same bits.
    format!("{fit:?}{summaries:?}{press:?}")
}

#[test]
fn neighbours_change_no_bit() {
    let (x, responses) = data(37, 13, 16);
    let mut together = Design::new(&x, Scaling::default()).unwrap();
    respond(&mut together, &responses);
    let mut spoilt = responses.clone();
    (spoilt[0][20], spoilt[3][7], spoilt[9][36]) = (f64::NAN, f64::INFINITY, 1e300);
    spoilt[5] = vec![2.5; 37];
    spoilt[6].pop();
    let mut beside = Design::new(&x, Scaling::default()).unwrap();
    respond(&mut beside, &spoilt);
    for at in 0..16 {
        let mut alone = Design::new(&x, Scaling::default()).unwrap();
        respond(&mut alone, &responses[at..=at]);
        let expected = everything(&alone, 0);
        assert_eq!(everything(&together, at), expected, "in a group, {at}");
        respond(&mut alone, &responses[..=at]);
        assert_eq!(everything(&alone, at), expected, "in a group of {}", at + 1);
        if ![0, 3, 5, 6, 9].contains(&at) {
            assert_eq!(everything(&beside, at), expected, "beside failures, {at}");
        }
    }
    let mut fit = Fit::new();
    let mut solver = Spectral::new();
    solver.solve(&beside, &[0.25; 16]).unwrap();
    for (bad, expected) in [(0, "y"), (3, "y"), (6, "rows of y")] {
        let error = solver.write(&beside, bad, &mut fit).unwrap_err();
        assert!(
            matches!(&error, FitError::NonFinite { what, .. } | FitError::Shape { what, .. } if *what == expected),
            "{error}"
        );
    }
    solver.write(&beside, 5, &mut fit).unwrap();
    assert_eq!((fit.intercept, fit.rss), (2.5, 0.0), "a constant response");
    assert!(fit.slopes.iter().all(|b| *b == 0.0));
}

#[test]
fn problems_of_responses_are_those_of_moments() {
    let (x, responses) = data(37, 13, 4);
    for scaling in SCALINGS {
        let mut design = Design::new(&x, scaling).unwrap();
        design.respond(responses.iter().map(Vec::as_slice));
        for (at, y) in responses.iter().enumerate() {
            design.choose(at).unwrap();
            let (ours, data) = (design.problem(), Data { x: x.clone(), y: y.clone() });
            let theirs = problem(&data, scaling);
            for (a, b) in [
                (ours.lambda_max(), theirs.lambda_max()),
                (ours.tss(), theirs.tss()),
                (ours.y_sd(), theirs.y_sd()),
                (ours.y_mean(), theirs.y_mean()),
            ] {
                assert!((a - b).abs() <= 1e-13 * b.abs(), "{scaling:?} {at}: {a} for {b}");
            }
        }
    }
}

#[test]
fn designs_that_are_close_to_singular_are_left_to_other_methods() {
    let (x, responses) = data(30, 6, 1);
    let mut columns = x.as_slice().to_vec();
    columns.extend_from_slice(x.column(2));
    let twice = Matrix::from_columns(30, 7, columns).unwrap();
    let mut design = Design::new(&twice, Scaling::default()).unwrap();
    design.respond(responses.iter().map(Vec::as_slice));
    assert!(!design.decompose() && !design.is_well_conditioned());
    let error = Spectral::new().solve(&design, &[1.0]).unwrap_err();
    assert!(matches!(error, FitError::NotAvailable(_)), "{error}");
    let wide = autoregressive(8, 40, 0.0, 1.0, 1).x;
    assert!(matches!(Design::new(&wide, Scaling::default()), Err(FitError::NotAvailable(_))));
    let mut bad = x;
    bad.column_mut(1)[3] = f64::NAN;
    let error = Design::new(&bad, Scaling::default()).unwrap_err();
    assert_eq!(error, FitError::NonFinite { what: "x", index: 1 });
}

#[test]
fn mean_squares_are_those_of_the_rows() {
    // A constant column counts too: it only shifts.
    let (mut x, _) = data(41, 8, 1);
    x.column_mut(4).fill(7.0);
    let design = Design::new(&x, Scaling::default()).unwrap();
    let mut solver = MeanSquares::default();
    solver.begin(8);
    let pairs: Vec<(f64, Vec<f64>)> = (0..11_u32)
        .map(|k| (0.3 * f64::from(k) - 1.0, autoregressive(8, 1, 0.0, 1.0, 50 + u64::from(k)).y))
        .collect();
    for (at, (level, slopes)) in pairs.iter().enumerate() {
        solver.set(at, *level, slopes.iter().copied());
    }
    let computed = solver.compute(&design, pairs.len());
    for ((level, slopes), computed) in pairs.iter().zip(computed) {
        let row = |i: usize| level + (0..8).map(|j| slopes[j] * x.get(i, j)).sum::<f64>();
        let expected = (0..41).map(|i| row(i) * row(i)).sum::<f64>() / 41.0;
        assert!((computed - expected).abs() < 1e-13 * expected, "{computed} for {expected}");
    }
}
