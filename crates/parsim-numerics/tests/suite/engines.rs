//! The engines of the lasso agree with each other, and memory that has served another problem changes nothing.

use crate::design::{
    Data, ENGINES, SCALINGS, assert_close, assert_same_fit, autoregressive, folded, labels,
    lasso_path, mean_sd, path, problem, residuals,
};
use parsim_numerics::{
    EngineChoice, Fit, Folds, Lasso, Matrix, PathSolver, Problem, Ridge, Scaling, lasso_grid,
};

#[test]
fn engines_agree() {
    for (n, p) in [(40, 8), (120, 70), (50, 50), (40, 75), (25, 80)] {
        let data = autoregressive(n, p, 0.6, 1.0, 5);
        for scaling in SCALINGS {
            let (_, reference) = lasso_path(&data, scaling, EngineChoice::Tableau);
            for engine in ENGINES {
                let (_, fits) = lasso_path(&data, scaling, engine);
                for (a, b) in reference.iter().zip(&fits) {
                    assert_same_residuals(&data, a, b, 1e-9);
                    assert_same_slopes(&data, a, b);
                    assert_eq!(a.df, b.df);
                }
            }
        }
    }
}

/// Which variables enter and leave, and where, whatever the engine: on few variables, many, and more than
/// twice as many as rows, where some pieces are followed twice.
#[test]
fn engines_agree_on_the_changes_of_the_support() {
    let mut departures = 0;
    for (n, p) in [(40, 8), (60, 14), (120, 70), (40, 75), (25, 80), (30, 400)] {
        let data = autoregressive(n, p, 0.7, 1.0, 5);
        let problem = problem(&data, Scaling::default());
        let mut grid = Vec::new();
        lasso_grid(&problem, 40, Some(0.05), &mut grid).unwrap();
        let events = |engine: EngineChoice, grid: &[f64]| {
            let mut lasso = Lasso::with_engine(engine);
            lasso.visit(&problem, grid, &mut |_| {}).unwrap();
            let events = lasso.support_events().unwrap();
            (events.reached, events.iter().collect::<Vec<_>>())
        };
        let (reached, reference) = events(EngineChoice::Cholesky, &grid);
        assert_eq!((reached, reference[0].lambda), (40, grid[0]));
        departures += reference.iter().filter(|event| !event.enters).count();
        // A grid of one lambda has the same path.
        let one = &grid[39..];
        for (engine, grid) in [
            (EngineChoice::Auto, &grid[..]),
            (EngineChoice::Tableau, &grid),
            (EngineChoice::Auto, one),
        ] {
            let (reached, found) = events(engine, grid);
            assert_eq!((reached, found.len()), (grid.len(), reference.len()), "{engine:?}, {p}");
            for (a, b) in found.iter().zip(&reference) {
                assert_eq!((a.variable, a.enters), (b.variable, b.enters), "{engine:?}, {p}");
                assert_close(a.lambda, b.lambda, 0.0, 1e-9);
            }
        }
        assert_eq!(events(EngineChoice::Descent, &grid), (0, Vec::new()));
    }
    assert!(departures > 5, "{departures} departures");
}

/// Slopes to 1e-9 of y per unit of x; to 1e-8 where as many columns as rows may be in, which are then known less
/// well than what they predict.
fn assert_same_slopes(data: &Data, a: &Fit, b: &Fit) {
    let (n, p) = (data.x.rows(), data.x.cols());
    for (a, b) in a.slopes.iter().zip(&b.slopes) {
        assert_close(*a, *b, mean_sd(&data.y).1, if n > p { 1e-9 } else { 1e-8 });
    }
}

/// Predictions are unique even where coefficients are not, or hardly.
fn assert_same_residuals(data: &Data, a: &Fit, b: &Fit, tolerance: f64) {
    let pairs = [a, b].map(|fit| residuals(data, fit.intercept, &fit.slopes));
    let scale = mean_sd(&data.y).1;
    for (a, b) in pairs[0].iter().zip(&pairs[1]) {
        assert_close(*a, *b, scale, tolerance);
    }
}

/// The curve of a cross-validation: the mean squared residual of rows that were left out, by lambda.
fn curve(data: &Data, scaling: Scaling, engine: EngineChoice) -> Vec<f64> {
    let labels = labels(data.y.len(), 5, 8);
    let moments = folded(data, &Folds::from_labels(&labels).unwrap());
    let (mut problem, mut grid) = (Problem::new(), Vec::new());
    moments.full(scaling, &mut problem);
    lasso_grid(&problem, 40, None, &mut grid).unwrap();
    let (mut sums, mut out) = (vec![0.0; grid.len()], Matrix::default());
    for k in 0..5 {
        moments.training(k, scaling, &mut problem);
        let lasso = &mut Lasso::with_engine(engine);
        lasso.residuals(&problem, &grid, &moments.held_out(k), &mut out).unwrap();
        for (l, sum) in sums.iter_mut().enumerate() {
            *sum += out.column(l).iter().map(|r| r * r).sum::<f64>();
        }
    }
    sums.iter().map(|sum| sum / data.y.len() as f64).collect()
}

#[test]
fn engines_agree_on_cross_validation() {
    for (n, p) in [(40, 8), (120, 70), (50, 50), (40, 75), (25, 80)] {
        let data = autoregressive(n, p, 0.6, 1.0, 5);
        for scaling in SCALINGS {
            let reference = curve(&data, scaling, EngineChoice::Tableau);
            for engine in [EngineChoice::Auto, EngineChoice::Cholesky, EngineChoice::Descent] {
                for (a, b) in reference.iter().zip(curve(&data, scaling, engine)) {
                    assert_close(*a, b, 0.0, 1e-9);
                }
            }
        }
    }
}

#[test]
fn memory_of_earlier_problems_changes_no_bit() {
    let mut lasso = Lasso::new();
    let mut ridge = Ridge::new();
    let shapes = [(60, 40), (20, 90), (30, 5), (200, 110), (60, 40), (20, 90)];
    for (n, p) in shapes {
        let data = autoregressive(n, p, 0.5, 1.0, n as u64);
        let problem = problem(&data, Scaling::default());
        let mut grid = Vec::new();
        lasso_grid(&problem, 30, None, &mut grid).unwrap();
        assert_eq!(path(&mut lasso, &problem, &grid), path(&mut Lasso::new(), &problem, &grid));
        assert_eq!(path(&mut ridge, &problem, &grid), path(&mut Ridge::new(), &problem, &grid));
    }
}

#[test]
fn df_and_rss_are_those_of_the_coefficients() {
    for (n, p) in [(50, 12), (20, 60)] {
        let data = autoregressive(n, p, 0.4, 1.0, 9);
        let problem = problem(&data, Scaling::default());
        let mut grid = Vec::new();
        lasso_grid(&problem, 25, None, &mut grid).unwrap();
        let mut lasso = Lasso::new();
        let fits = path(&mut lasso, &problem, &grid);
        let mut summaries = Vec::new();
        lasso.summaries(&problem, &grid, &mut summaries).unwrap();
        for (fit, summary) in fits.iter().zip(summaries) {
            let r = residuals(&data, fit.intercept, &fit.slopes);
            let rss: f64 = r.iter().map(|r| r * r).sum();
            assert!((rss - summary.rss).abs() < 1e-11 * problem.tss());
            assert_eq!(fit.rss, summary.rss);
            assert_eq!(summary.df, fit.slopes.iter().filter(|b| **b != 0.0).count() as f64);
        }
    }
}

/// Solvers share nothing, and a solution does not depend on which others are asked for with it: not on the lanes
/// beside it, not on the length of the grid (but for rounding, where columns far outnumber rows), not on what other
/// threads do.
#[test]
fn neighbours_and_threads_change_no_bit() {
    for (n, p) in [(60, 40), (20, 90), (30, 5)] {
        let data = autoregressive(n, p, 0.5, 1.0, n as u64);
        let problem = &problem(&data, Scaling::default());
        let mut grid = Vec::new();
        lasso_grid(problem, 37, None, &mut grid).unwrap();
        for engine in [EngineChoice::Auto, EngineChoice::Tableau, EngineChoice::Cholesky] {
            let whole = path(&mut Lasso::with_engine(engine), problem, &grid);
            for (at, fit) in whole.iter().enumerate().step_by(5) {
                let alone = path(&mut Lasso::with_engine(engine), problem, &grid[at..=at]);
                if engine == EngineChoice::Auto && p > 2 * n {
                    // The lambdas are where the path is checked, and its gradient computed afresh.
                    assert_same_fit(&alone[0], fit, 1e-12);
                } else {
                    assert_eq!(&alone[0], fit, "{engine:?} {n}x{p} at {at}");
                }
            }
        }
        let ridge = path(&mut Ridge::new(), problem, &grid);
        for (at, fit) in ridge.iter().enumerate().step_by(5) {
            assert_eq!(&path(&mut Ridge::new(), problem, &grid[at..=at])[0], fit, "{at}");
        }
        let grid = &grid;
        for engine in ENGINES {
            let all = move || path(&mut Lasso::with_engine(engine), problem, grid);
            let expected = all();
            std::thread::scope(|scope| {
                let threads: Vec<_> = (0..4).map(|_| scope.spawn(all)).collect();
                for thread in threads {
                    assert_eq!(thread.join().unwrap(), expected, "{engine:?}");
                }
            });
        }
    }
}
