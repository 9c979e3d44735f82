//! Ridge regression.

use super::path::{self, LAMBDA_MIN_RATIO, LAMBDAS, PARITY, TUNING};
use super::{Entry, INTERCEPT, Penalty, STANDARDIZE};
use crate::component::{Family, Specification};
use crate::workbench::Solvers;
use parsim_numerics::{FitError, Grids, PathSolver, Problem, relative_lambda_max};

pub const ENTRY: Entry = Entry {
    specification: Specification {
        family: Family::Method,
        kind: "ridge",
        summary: "least squares with an L2 penalty, all lambda from one decomposition",
        formula: "minimise (1/2n)‖y − a1 − Xb‖² + (λ/2)‖b‖² on standardised covariates",
        source: "Hoerl & Kennard (1970)",
        parameters: &[INTERCEPT, STANDARDIZE, TUNING, LAMBDAS, LAMBDA_MIN_RATIO, PARITY],
    },
    build: |component| path::build(component, &RIDGE),
    path: Some(|component| path::resolve(component, &RIDGE)),
};

static RIDGE: Penalty = Penalty {
    name: "ridge",
    solver,
    grid,
    unit: relative_lambda_max,
    // glmnet scales y to unit mean square but not lambda, so its penalty is lambda/sd(y); without
    // an intercept y is not centred, and its scale is the root mean square.
    plain: |lambda, problem| {
        let scale = (problem.tss() / problem.n() as f64).sqrt();
        if scale > 0.0 { lambda / scale } else { lambda }
    },
    degrees_of_freedom_are_counts: false,
    leaves_one_out: true,
    is_homotopy: false,
};

fn solver(solvers: &mut Solvers) -> &mut dyn PathSolver {
    &mut solvers.ridge
}

fn grid(
    grids: &mut Grids,
    problem: &Problem,
    request: path::Grid,
    out: &mut Vec<f64>,
) -> Result<(), FitError> {
    if request.as_glmnet {
        grids.glmnet_ridge(problem, request.count, request.min_ratio, out)
    } else {
        grids.ridge(problem, request.count, request.min_ratio, out)
    }
}
