//! The engines of the lasso agree with each other, and memory that has served another problem changes nothing.

use crate::design::{
    ENGINES, SCALINGS, assert_same_fit, autoregressive, lasso_path, path, problem,
};
use parsim_numerics::{EngineChoice, Lasso, PathSolver, Ridge, Scaling, lasso_grid};

#[test]
fn engines_agree() {
    for (n, p) in [(40, 8), (120, 70), (50, 50), (40, 75), (25, 80)] {
        let data = autoregressive(n, p, 0.6, 1.0, 5);
        for scaling in SCALINGS {
            let (_, reference) = lasso_path(&data, scaling, EngineChoice::Tableau);
            for engine in ENGINES {
                let (_, fits) = lasso_path(&data, scaling, engine);
                for (a, b) in reference.iter().zip(&fits) {
                    assert_same_fit(a, b, 1e-8);
                    assert_eq!(a.df, b.df);
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
            let r = crate::design::residuals(&data, fit.intercept, &fit.slopes);
            let rss: f64 = r.iter().map(|r| r * r).sum();
            assert!((rss - summary.rss).abs() < 1e-11 * problem.tss());
            assert_eq!(fit.rss, summary.rss);
            assert_eq!(summary.df, fit.slopes.iter().filter(|b| **b != 0.0).count() as f64);
        }
    }
}
