//! Least squares on the true support.

use super::{Entry, Oracle};
use crate::component::{Default, Family, Parameter, Shape, Specification};
use crate::methods::{Failure, Fit, Task};
use crate::truth::Truth;
use crate::workbench::Workbench;
use parsim_numerics::Scaling;
use std::sync::Arc;

pub const ENTRY: Entry = Entry {
    specification: Specification {
        family: Family::Oracle,
        kind: "known-support",
        summary: "ordinary least squares on the covariates that truly matter",
        formula: "minimise ‖y − a1 − X_S b‖², all other slopes 0",
        source: "",
        parameters: &[Parameter {
            name: "intercept",
            shape: Shape::Flag,
            default: Default::Flag(true),
            doc: "fit an intercept",
        }],
    },
    build: |component, _| Ok(Arc::new(KnownSupport { intercept: component.flag("intercept") })),
};

#[derive(Debug)]
struct KnownSupport {
    intercept: bool,
}

impl Oracle for KnownSupport {
    fn applicable(&self, n: usize, truth: &Truth) -> Result<(), String> {
        let free = truth.s() + usize::from(self.intercept);
        if n >= free {
            return Ok(());
        }
        Err(format!("least squares on the support needs n of at least {free}, n is {n}"))
    }

    fn intervals(&self) -> Result<(), &'static str> {
        Ok(())
    }

    fn fit(
        &self,
        task: &Task<'_>,
        truth: &Truth,
        workbench: &mut Workbench,
        fit: &mut Fit,
    ) -> Result<(), Failure> {
        let scaling = Scaling { intercept: self.intercept, standardize: true };
        let at = workbench.problem(task, scaling)?;
        let bench = workbench.bench(at);
        bench.problem.subset(&truth.support, bench.subset);
        bench.solvers.least_squares.fit(bench.subset, &bench.rows, bench.solution)?;
        fit.copy(bench.solution);
        fit.slopes.clear();
        fit.slopes.resize(truth.beta.len(), 0.0);
        for (&j, &slope) in truth.support.iter().zip(&bench.solution.slopes) {
            fit.slopes[j] = slope;
        }
        if task.wants_intervals() {
            let (errors, rss) = (&mut bench.buffers.errors, fit.rss);
            let df = bench.solvers.least_squares.standard_errors(bench.subset, rss, errors);
            fit.state_errors(|out| {
                // Slopes off the support are known: they have no interval.
                let (own, rest) = errors.split_first()?;
                out.resize(truth.beta.len() + 1, f64::NAN);
                out[0] = *own;
                truth.support.iter().zip(rest).for_each(|(&j, error)| out[j + 1] = *error);
                df
            });
        }
        Ok(())
    }
}
