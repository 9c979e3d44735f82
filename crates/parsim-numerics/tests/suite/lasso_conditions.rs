//! Every lasso solution, whatever the engine, satisfies the optimality conditions computed from the raw data.

use crate::design::{ENGINES, SCALINGS, autoregressive, problem, worst_violation};
use parsim_numerics::{EngineChoice, Lasso, PathSolver, Scaling, lasso_grid};
use proptest::prelude::*;

const SHAPES: [(usize, usize, f64); 7] = [
    (50, 10, 0.0),
    (100, 20, 0.5),
    (200, 102, 0.5),
    (60, 60, 0.9),
    (60, 100, 0.5),
    (30, 120, 0.5),
    (12, 300, 0.9),
];

#[test]
fn every_engine_satisfies_the_conditions_on_every_shape() {
    for (n, p, rho) in SHAPES {
        let data = autoregressive(n, p, rho, 1.0, 7 + n as u64);
        for scaling in SCALINGS {
            for engine in ENGINES {
                let worst = worst_violation(&data, scaling, engine);
                assert!(worst < 2e-9, "{n}x{p} {scaling:?} {engine:?}: {worst:e}");
            }
        }
    }
}

#[test]
fn the_homotopies_need_no_help_on_ordinary_data() {
    for (n, p, rho) in SHAPES {
        let data = autoregressive(n, p, rho, 1.0, 3);
        let problem = problem(&data, Scaling::default());
        let mut grid = Vec::new();
        lasso_grid(&problem, 100, None, &mut grid).unwrap();
        for engine in [EngineChoice::Tableau, EngineChoice::Cholesky] {
            let report =
                Lasso::with_engine(engine).summaries(&problem, &grid, &mut Vec::new()).unwrap();
            assert_eq!((report.descent, report.polish), (0, 0), "{n}x{p} {engine:?} {report:?}");
            assert!(report.worst.kkt < 1e-9 && report.worst.gap < 1e-10, "{report:?}");
        }
    }
}

proptest! {
    #![proptest_config(ProptestConfig { failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn random_problems_satisfy_the_conditions(
        (n, p, rho) in (3_usize..60, 1_usize..90, 0.0..0.97),
        (sigma, seed) in (0.01..10.0, any::<u64>()),
        (scaling, engine) in (0_usize..4, 0_usize..4),
    ) {
        let data = autoregressive(n, p, rho, sigma, seed);
        let worst = worst_violation(&data, SCALINGS[scaling], ENGINES[engine]);
        prop_assert!(worst < 5e-9, "{worst:e}");
    }
}
