//! Ordinary least squares.

use super::{Entry, Failure, Fit, INTERCEPT, Method, STANDARDIZE, Task, scaling};
use crate::component::{Default, Family, Parameter, Shape, Specification};
use crate::workbench::Workbench;
use parsim_numerics::Scaling;
use std::sync::Arc;

pub const ENTRY: Entry = Entry {
    specification: Specification {
        family: Family::Method,
        kind: "ols",
        summary: "ordinary least squares",
        formula: "minimise ‖y − a1 − Xb‖²; with minimum_norm the solution of least ‖b‖",
        source: "",
        parameters: &[
            INTERCEPT,
            STANDARDIZE,
            Parameter {
                name: "minimum_norm",
                shape: Shape::Flag,
                default: Default::Flag(false),
                doc: "where the solution is not unique take that of least norm; \
                      without it the method does not apply if p >= n",
            },
        ],
    },
    build: |component| {
        let minimum_norm = component.flag("minimum_norm");
        Ok(Arc::new(Ols { scaling: scaling(component), minimum_norm }))
    },
    path: None,
};

#[derive(Debug)]
struct Ols {
    scaling: Scaling,
    minimum_norm: bool,
}

impl Method for Ols {
    fn applicable(&self, n: usize, p: usize) -> Result<(), String> {
        let free = p + usize::from(self.scaling.intercept);
        if self.minimum_norm || n >= free {
            Ok(())
        } else {
            Err(format!("least squares needs n of at least {free}, n is {n}"))
        }
    }

    fn fit(
        &self,
        task: &Task<'_>,
        workbench: &mut Workbench,
        fit: &mut Fit,
    ) -> Result<(), Failure> {
        let at = workbench.problem(task, self.scaling)?;
        let bench = workbench.bench(at);
        let solver = &mut bench.solvers.least_squares;
        if self.minimum_norm {
            solver.minimum_norm(bench.problem, &bench.rows, bench.solution)?;
        } else {
            solver.fit(bench.problem, &bench.rows, bench.solution)?;
        }
        fit.copy(bench.solution);
        Ok(())
    }
}
