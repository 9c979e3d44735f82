//! Ordinary least squares.

use super::{Engines, Entry, Failure, Fit, Group, INTERCEPT, Method, STANDARDIZE, Task, scaling};
use crate::component::{Default, Family, Parameter, Shape, Specification};
use crate::dataset::Dataset;
use crate::mechanisms::Scenario;
use crate::workbench::Workbench;
use parsim_numerics::{LeastSquaresEngine, Scaling, TinyLeastSquares};
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
        let group = Group::alone(task);
        if self.is_tiny(&group) && Self::fit_tiny(group.datasets(), workbench)[0] {
            workbench.solvers.tiny.write(0, &mut workbench.solution);
            fit.copy(&workbench.solution);
            if task.wants_intervals() {
                let tiny = &mut workbench.solvers.tiny;
                tiny.prepare_errors();
                fit.state_errors(|out| tiny.standard_errors(0, out));
            }
            return Ok(());
        }
        let mut outcome = Ok(());
        let (fits, outcomes) =
            (std::slice::from_mut(&mut *fit), std::slice::from_mut(&mut outcome));
        if self.fit_together(&group, workbench, fits, outcomes) {
            return outcome;
        }
        self.fit_problem(task, workbench, fit)
    }

    fn intervals(&self) -> Result<(), &'static str> {
        Ok(())
    }

    fn groups(&self, scenario: &dyn Scenario) -> bool {
        let (n, p) = scenario.size();
        scenario.fixed().is_some() || TinyLeastSquares::takes(n, p, self.scaling)
    }

    fn fit_group(
        &self,
        group: &Group<'_>,
        workbench: &mut Workbench,
        fits: &mut [Fit],
        outcomes: &mut [Result<(), Failure>],
    ) {
        if self.is_tiny(group) {
            self.fit_lanes(group, workbench, fits, outcomes);
        } else if !self.fit_together(group, workbench, fits, outcomes) {
            let one = |task: &Task<'_>, workbench: &mut Workbench, fit: &mut Fit| {
                self.fit(task, workbench, fit)
            };
            group.one_by_one(one, workbench, fits, outcomes);
        }
    }
}

impl Ols {
    /// Whether replicates are fitted lane by lane. It depends on the scenario alone.
    fn is_tiny(&self, group: &Group<'_>) -> bool {
        let Some(dataset) = group.datasets().first() else { return false };
        group.fixed().is_none() && TinyLeastSquares::takes(dataset.n(), dataset.p(), self.scaling)
    }

    /// Fits the replicates of a group lane by lane, and those on which that is not safe one by one.
    fn fit_lanes(
        &self,
        group: &Group<'_>,
        workbench: &mut Workbench,
        fits: &mut [Fit],
        outcomes: &mut [Result<(), Failure>],
    ) {
        for first in (0..group.len()).step_by(TinyLeastSquares::LANES) {
            let last = group.len().min(first + TinyLeastSquares::LANES);
            let fitted = Self::fit_tiny(&group.datasets()[first..last], workbench);
            if group.wants_intervals() {
                workbench.solvers.tiny.prepare_errors();
            }
            for (lane, at) in (first..last).enumerate() {
                if fitted[lane] {
                    workbench.solvers.tiny.write(lane, &mut workbench.solution);
                    fits[at].copy(&workbench.solution);
                    if group.wants_intervals() {
                        let tiny = &workbench.solvers.tiny;
                        fits[at].state_errors(|out| tiny.standard_errors(lane, out));
                    }
                    outcomes[at] = Ok(());
                } else {
                    workbench.begin();
                    outcomes[at] = self.fit_problem(&group.task(at), workbench, &mut fits[at]);
                }
            }
        }
    }

    /// Fits at most eight datasets; says which fits stand.
    fn fit_tiny(
        datasets: &[Dataset],
        workbench: &mut Workbench,
    ) -> [bool; TinyLeastSquares::LANES] {
        let Some(first) = datasets.first() else { return [false; TinyLeastSquares::LANES] };
        let mut data = [(&*first.x, &first.y[..]); TinyLeastSquares::LANES];
        for (to, from) in data.iter_mut().zip(datasets) {
            *to = (&from.x, &from.y);
        }
        workbench.solvers.tiny.fit(&data[..datasets.len()])
    }

    /// Fits one dataset by its full problem.
    fn fit_problem(
        &self,
        task: &Task<'_>,
        workbench: &mut Workbench,
        fit: &mut Fit,
    ) -> Result<(), Failure> {
        let place = workbench.problem(task, self.scaling)?;
        let bench = workbench.bench(place);
        let solver = &mut bench.solvers.least_squares;
        if self.minimum_norm {
            solver.minimum_norm(bench.problem, &bench.rows, bench.solution)?;
        } else {
            solver.fit(bench.problem, &bench.rows, bench.solution)?;
        }
        fit.copy(bench.solution);
        if task.wants_intervals() {
            let rss = fit.rss;
            fit.state_errors(|out| solver.standard_errors(bench.problem, rss, out));
        }
        Ok(())
    }

    /// Fits all replicates by the eigenvectors of the design that they share; `false` where they
    /// share none, or it is not conditioned well enough.
    fn fit_together(
        &self,
        group: &Group<'_>,
        workbench: &mut Workbench,
        fits: &mut [Fit],
        outcomes: &mut [Result<(), Failure>],
    ) -> bool {
        let Ok(Some(at)) = workbench.respond(group, self.scaling) else { return false };
        let design = workbench.design_mut(at);
        if !(design.decompose() && design.is_well_conditioned()) {
            return false;
        }
        let solved = workbench.solve_least_squares(at);
        for (response, (fit, outcome)) in fits.iter_mut().zip(outcomes).enumerate() {
            *outcome = solved.clone().and_then(|()| workbench.write(at, response, fit));
            fit.certificate = None;
            fit.engines = Engines::of_least_squares(LeastSquaresEngine::Decomposition);
            if outcome.is_ok() && group.wants_intervals() {
                let (design, rss) = (workbench.design_mut(at), fit.rss);
                fit.state_errors(|out| design.standard_errors(rss, out));
            }
        }
        true
    }
}
