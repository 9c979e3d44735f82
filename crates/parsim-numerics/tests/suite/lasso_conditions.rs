//! Every lasso solution, whatever the engine, satisfies the optimality conditions computed from the raw data.

use crate::design::{autoregressive, lasso_violation, problem};
use parsim_numerics::{EngineChoice, Fit, Lasso, PathSolver, Scaling, lasso_grid};

const SCALINGS: [Scaling; 4] = [
    Scaling { intercept: true, standardize: true },
    Scaling { intercept: true, standardize: false },
    Scaling { intercept: false, standardize: true },
    Scaling { intercept: false, standardize: false },
];

const ENGINES: [EngineChoice; 4] =
    [EngineChoice::Auto, EngineChoice::Tableau, EngineChoice::Cholesky, EngineChoice::Descent];

#[test]
fn every_engine_satisfies_the_conditions_on_every_shape() {
    for (n, p, rho) in
        [(50, 10, 0.0), (100, 20, 0.5), (200, 102, 0.5), (60, 60, 0.9), (60, 100, 0.5), (30, 120, 0.5)]
    {
        let data = autoregressive(n, p, rho, 1.0, 7 + n as u64);
        for scaling in SCALINGS {
            let problem = problem(&data, scaling);
            let mut grid = Vec::new();
            lasso_grid(&problem, 40, None, &mut grid).unwrap();
            for engine in ENGINES {
                let mut lasso = Lasso::with_engine(engine);
                let mut worst = 0.0_f64;
                let mut fit = Fit::new();
                let report = lasso
                    .visit(&problem, &grid, &mut |point| {
                        fit.copy(p, point);
                        let solution = (fit.intercept, &fit.slopes[..]);
                        worst = worst.max(lasso_violation(&data, scaling, point.lambda, solution));
                    })
                    .unwrap();
                assert!(worst < 2e-9, "{n}x{p} {scaling:?} {engine:?}: {worst:e} {report:?}");
                assert!(report.worst.kkt <= 1e-9);
            }
        }
    }
}
