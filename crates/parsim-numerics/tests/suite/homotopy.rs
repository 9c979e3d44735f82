//! Paths that trip up homotopies: exponentially many pieces, returns with the other sign, simultaneous entries,
//! and what lies beyond the last knot.

use crate::design::{
    Data, ENGINES, Source, assert_close, autoregressive, columns, lasso_path, path, problem,
};
use crate::optimality::Standard;
use parsim_numerics::{EngineChoice, Fit, Lasso, PathReport, PathSolver, Scaling, lasso_grid};

const PLAIN: Scaling = Scaling { intercept: false, standardize: false };

/// Mairal & Yu (2012), section 3: a path with (3^p + 1)/2 pieces; the data as in benchopt's `lars_adversarial`:
/// y = 1 and 2 above, 1 on and 0 below the diagonal, in columns that shrink from 1e-3 to 1e-8, over p.
fn adversarial(p: usize) -> Data {
    let scale = |j: usize| 10_f64.powf(-3.0 - 5.0 * j as f64 / (p - 1) as f64) / p as f64;
    let entry = |i: usize, j: usize| match i.cmp(&j) {
        std::cmp::Ordering::Less => 2.0 * scale(j),
        std::cmp::Ordering::Equal => scale(j),
        std::cmp::Ordering::Greater => 0.0,
    };
    let x: Vec<Vec<f64>> = (0..p).map(|j| (0..p).map(|i| entry(i, j)).collect()).collect();
    columns(&x, &vec![1.0; p])
}

/// All solutions, checked against the raw data, and how they were found.
fn checked(
    data: &Data,
    scaling: Scaling,
    grid: &[f64],
    engine: EngineChoice,
) -> (Vec<Fit>, PathReport) {
    let problem = problem(data, scaling);
    let standard = Standard::new((data, data), scaling, |_| false);
    let mut fits = Vec::new();
    let report = Lasso::with_engine(engine)
        .visit(&problem, grid, &mut |point| {
            let mut fit = Fit::new();
            fit.copy(problem.p(), point);
            let verdict = standard.lasso(point.lambda, &fit.slopes);
            let what = format!("{engine:?} at {:e}", point.lambda);
            verdict.check(&fit.certificate, &what);
            if point.lambda >= 1e-4 * problem.lambda_max() {
                // Here rounding is no excuse.
                assert!(verdict.certificate.kkt <= 1e-9, "{what}: {verdict:?}");
                assert!(verdict.certificate.gap <= 1e-10, "{what}: {verdict:?}");
            }
            fits.push(fit);
        })
        .unwrap();
    (fits, report)
}

#[test]
fn exponentially_many_pieces_end_in_the_fallback_which_is_exact() {
    for p in [8, 12, 20] {
        let data = adversarial(p);
        let mut grid = Vec::new();
        lasso_grid(&problem(&data, PLAIN), 60, Some(1e-7), &mut grid).unwrap();
        for engine in [EngineChoice::Auto, EngineChoice::Tableau, EngineChoice::Cholesky] {
            let (_, report) = checked(&data, PLAIN, &grid, engine);
            // More events than the path of any ordinary data has, and then no more homotopy.
            assert!(report.steps >= 8 * p, "{p} {engine:?} {report:?}");
            assert!(report.descent > 0, "{p} {engine:?} {report:?}");
            assert_eq!(report.descent + report.tableau + report.cholesky, 60, "{report:?}");
        }
        checked(&data, PLAIN, &grid, EngineChoice::Descent);
    }
}

/// The number of columns that leave and come back with the other sign.
fn returns(fits: &[Fit]) -> usize {
    let p = fits[0].slopes.len();
    let column = |j: usize| {
        let signs = fits.iter().map(move |f| f.slopes[j]).filter(|b| *b != 0.0).map(f64::signum);
        signs.collect::<Vec<f64>>().windows(2).any(|w| w[0] != w[1])
    };
    (0..p).filter(|j| column(*j)).count()
}

#[test]
fn columns_leave_and_return_with_the_other_sign() {
    let mut seen = 0;
    for seed in 0..30 {
        let data = autoregressive(25, 12, 0.95, 1.0, seed);
        let mut grid = Vec::new();
        lasso_grid(&problem(&data, Scaling::default()), 80, None, &mut grid).unwrap();
        let (reference, _) = checked(&data, Scaling::default(), &grid, EngineChoice::Descent);
        for engine in [EngineChoice::Tableau, EngineChoice::Cholesky] {
            let (fits, report) = checked(&data, Scaling::default(), &grid, engine);
            assert_eq!((report.descent, report.polish), (0, 0), "{seed} {engine:?}");
            for (a, b) in reference.iter().zip(&fits) {
                crate::design::assert_same_fit(a, b, 1e-9);
            }
            seen += returns(&fits);
        }
    }
    assert!(seen >= 20, "{seen} returns");
}

/// Two, three or all columns reach the bound together, in exact arithmetic: blocks of rows in which only one
/// column is not zero, with the same or the opposite correlation. Each slope is its own soft threshold.
#[test]
fn columns_that_enter_together() {
    let blocks = [[3.0, 1.0], [-1.0, -3.0], [3.0, 1.0], [1.0, 0.0], [0.0, 1.0]];
    let x: Vec<Vec<f64>> =
        (0..5).map(|j| (0..10).map(|i| if i / 2 == j { 1.0 } else { 0.0 }).collect()).collect();
    let data = columns(&x, &blocks.concat());
    let lambdas = [0.5, 0.4, 0.3, 0.2, 0.15, 0.1, 0.05, 0.0];
    for engine in ENGINES {
        let (fits, _) = checked(&data, PLAIN, &lambdas[..7], engine);
        for (lambda, fit) in lambdas.iter().zip(&fits) {
            for (b, block) in fit.slopes.iter().zip(&blocks) {
                // x_j'y/n = sum/10 and x_j'x_j/n = 1/5.
                let c: f64 = block.iter().sum::<f64>() / 10.0;
                assert_close(*b, 5.0 * c.signum() * (c.abs() - lambda).max(0.0), 1.0, 1e-14);
            }
        }
    }
}

/// The path is piecewise linear: between neighbours of a fine grid without an event, the middle is the mean.
#[test]
fn between_knots_the_path_is_linear() {
    let data = autoregressive(40, 10, 0.5, 1.0, 3);
    let top = problem(&data, Scaling::default()).lambda_max();
    let lambdas: Vec<f64> = (0..=400).rev().map(|i| top * f64::from(i) / 400.0).collect();
    for engine in ENGINES {
        let fits =
            path(&mut Lasso::with_engine(engine), &problem(&data, Scaling::default()), &lambdas);
        let mut bent = 0;
        for w in fits.windows(3) {
            let curved = (0..10).any(|j| {
                let middle = 0.5 * (w[0].slopes[j] + w[2].slopes[j]);
                (w[1].slopes[j] - middle).abs() > 1e-11
            });
            bent += usize::from(curved);
        }
        // Each knot bends at most two windows; ten columns enter, and few leave.
        assert!((10..=40).contains(&bent), "{engine:?}: {bent}");
    }
}

#[test]
fn beyond_the_last_knot_and_at_zero() {
    for (n, p) in [(30, 6), (40, 1), (3, 1), (2, 1), (3, 2)] {
        let data = autoregressive(n, p, 0.3, 0.1, 9);
        let problem = problem(&data, Scaling::default());
        let top = problem.lambda_max();
        let lambdas = [1e-6, 1e-8, 1e-10, 1e-12, 1e-300, 0.0].map(|r| r * top);
        for engine in ENGINES {
            let fits = path(&mut Lasso::with_engine(engine), &problem, &lambdas);
            let last = &fits[5];
            assert_eq!(last.df, p as f64, "{engine:?} {n}x{p}");
            for fit in &fits {
                for (a, b) in fit.slopes.iter().zip(&last.slopes) {
                    assert_close(*a, *b, 1.0, 1e-4);
                }
            }
            crate::design::assert_same_fit(&fits[4], last, 1e-12);
        }
    }
}

/// More columns than rows and next to no penalty: the residuals vanish, with at most n - 1 columns.
#[test]
fn interpolation_is_reached_with_few_columns() {
    for (n, p) in [(20, 50), (12, 60), (3, 5), (2, 4)] {
        let data = autoregressive(n, p, 0.3, 1.0, 2);
        let problem = problem(&data, Scaling::default());
        let lambdas = [1e-2, 1e-6, 1e-9].map(|r| r * problem.lambda_max());
        for engine in ENGINES {
            let fits = path(&mut Lasso::with_engine(engine), &problem, &lambdas);
            assert!(fits.iter().all(|f| f.df <= (n - 1) as f64), "{engine:?} {n}x{p}");
            assert!(fits[2].rss < 1e-12 * problem.tss(), "{engine:?} {n}x{p} {}", fits[2].rss);
            assert!(fits.iter().all(|f| f.slopes.iter().all(|b| b.is_finite())));
        }
    }
}

/// y is a combination of columns without noise: the path ends at it, with no residual.
#[test]
fn a_response_without_noise_is_recovered() {
    for seed in 0..5 {
        let mut data = autoregressive(30, 8, 0.5, 0.0, seed);
        let mut source = Source(seed);
        let beta: Vec<f64> = (0..8).map(|_| source.below(5) as f64 - 2.0).collect();
        for i in 0..30 {
            data.y[i] = 2.0 + (0..8).map(|j| beta[j] * data.x.get(i, j)).sum::<f64>();
        }
        for engine in ENGINES {
            let (grid, fits) = lasso_path(&data, Scaling::default(), engine);
            let problem = problem(&data, Scaling::default());
            assert!(fits.iter().all(|f| f.rss <= problem.tss() * (1.0 + 1e-14)), "{engine:?}");
            let fit = &path(&mut Lasso::with_engine(engine), &problem, &[1e-13 * grid[0]])[0];
            for (b, expected) in fit.slopes.iter().zip(&beta) {
                assert_close(*b, *expected, 1.0, 1e-11);
            }
            assert!(fit.rss < 1e-14 * problem.tss(), "{engine:?} {}", fit.rss);
        }
    }
}
