//! The lasso.

use super::path::{self, LAMBDA_MIN_RATIO, LAMBDAS, PARITY, TUNING};
use super::{Entry, INTERCEPT, Penalty, STANDARDIZE};
use crate::component::{Family, Specification};
use crate::workbench::Solvers;
use parsim_numerics::{FitError, Grids, PathSolver, Problem};

pub const ENTRY: Entry = Entry {
    specification: Specification {
        family: Family::Method,
        kind: "lasso",
        summary: "least squares with an L1 penalty, by the exact piecewise-linear path",
        formula: "minimise (1/2n)‖y − a1 − Xb‖² + λ‖b‖₁ on standardised covariates",
        source: "Tibshirani (1996); path: Osborne, Presnell & Turlach (2000), Efron et al. (2004)",
        parameters: &[INTERCEPT, STANDARDIZE, TUNING, LAMBDAS, LAMBDA_MIN_RATIO, PARITY],
    },
    build: |component| path::build(component, &LASSO),
    path: Some(|component| path::resolve(component, &LASSO)),
};

pub(super) static LASSO: Penalty = Penalty {
    name: "lasso",
    solver,
    grid,
    unit: Problem::lambda_max,
    plain: |lambda, _| lambda,
    degrees_of_freedom_are_counts: true,
    leaves_one_out: false,
    is_homotopy: true,
};

fn solver(solvers: &mut Solvers) -> &mut dyn PathSolver {
    &mut solvers.lasso
}

/// glmnet's grid is also ours: from `lambda_max` down to 1e-4 (n >= p) or 1e-2 (n < p) of it.
fn grid(
    grids: &mut Grids,
    problem: &Problem,
    request: path::Grid,
    out: &mut Vec<f64>,
) -> Result<(), FitError> {
    grids.lasso(problem, request.count, request.min_ratio, out)
}
