//! Ordinary least squares.

use super::{Entry, Failure, Fit, Group, INTERCEPT, Method, STANDARDIZE, Task, scaling};
use crate::component::{Default, Family, Parameter, Shape, Specification};
use crate::mechanisms::Scenario;
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
        let mut outcome = Ok(());
        let (fits, outcomes) = (std::slice::from_mut(fit), std::slice::from_mut(&mut outcome));
        if self.fit_together(&Group::alone(task), workbench, fits, outcomes) {
            return outcome;
        }
        let place = workbench.problem(task, self.scaling)?;
        let bench = workbench.bench(place);
        let solver = &mut bench.solvers.least_squares;
        if self.minimum_norm {
            solver.minimum_norm(bench.problem, &bench.rows, bench.solution)?;
        } else {
            solver.fit(bench.problem, &bench.rows, bench.solution)?;
        }
        fits[0].copy(bench.solution);
        Ok(())
    }

    fn groups(&self, scenario: &dyn Scenario) -> bool {
        scenario.fixed().is_some()
    }

    fn fit_group(
        &self,
        group: &Group<'_>,
        workbench: &mut Workbench,
        fits: &mut [Fit],
        outcomes: &mut [Result<(), Failure>],
    ) {
        if !self.fit_together(group, workbench, fits, outcomes) {
            let one = |task: &Task<'_>, workbench: &mut Workbench, fit: &mut Fit| {
                self.fit(task, workbench, fit)
            };
            group.one_by_one(one, workbench, fits, outcomes);
        }
    }
}

impl Ols {
    /// Fits all replicates by the eigenvectors of the design that they share; `false` where they
    /// share none, or it is not conditioned well enough.
    fn fit_together(
        &self,
        group: &Group<'_>,
        workbench: &mut Workbench,
        fits: &mut [Fit],
        outcomes: &mut [Result<(), Failure>],
    ) -> bool {
        let at = match workbench.respond(group, self.scaling) {
            Ok(Some(at)) => at,
            _ => return false,
        };
        let design = workbench.design_mut(at);
        if !(design.decompose() && design.is_well_conditioned()) {
            return false;
        }
        let solved = workbench.solve(at, &[0.0; Group::LARGEST]);
        for (response, (fit, outcome)) in fits.iter_mut().zip(outcomes).enumerate() {
            *outcome = solved.clone().and_then(|()| workbench.write(at, response, fit));
            fit.certificate = None;
        }
        true
    }
}
