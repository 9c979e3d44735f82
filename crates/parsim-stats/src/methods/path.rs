//! Penalised methods: a path of solutions over lambda, and a tuning that chooses from it.
//!
//! A tuning sees [`Candidates`]: the grid, and scores of it by cross-validation, validation,
//! leave-one-out, or degrees of freedom and residual sums of squares. So m penalties and t tunings
//! are m + t files.

use super::candidates::Choice;
use super::{Candidates, Engines, Entry, Failure, Fit, Group, Method, Task, scaling};
use crate::component::{ArgumentError, Component, Default, Family, Parameter, Shape};
use crate::mechanisms::Scenario;
use crate::tunings::{self, Tuning};
use crate::workbench::{Place, Solvers, Workbench};
use parsim_numerics::{FitError, Grids, PathReport, PathSolver, Problem, Scaling};
use std::sync::Arc;

/// What sets a penalty apart.
pub struct Penalty {
    /// The method's kind.
    pub name: &'static str,
    /// The solver in a thread's arena.
    pub solver: fn(&mut Solvers) -> &mut dyn PathSolver,
    /// The grid of lambdas, largest first.
    pub grid: fn(&mut Grids, &Problem, Grid, &mut Vec<f64>) -> Result<(), FitError>,
    /// What `lambda_ratio` is a multiple of.
    pub unit: fn(&Problem) -> f64,
    /// glmnet's lambda in our units.
    pub plain: fn(f64, &Problem) -> f64,
    /// Whether degrees of freedom are the number of nonzero slopes.
    pub degrees_of_freedom_are_counts: bool,
    /// Whether leave-one-out has a closed form.
    pub leaves_one_out: bool,
    /// Whether solutions come from a homotopy; from one decomposition of the problem otherwise, which for a
    /// fixed design is that of its G.
    pub is_homotopy: bool,
}

impl std::fmt::Debug for Penalty {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str(self.name)
    }
}

/// The grid that a method asks for.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Grid {
    /// Number of lambdas.
    pub count: usize,
    /// Smallest lambda over the largest; `None` for the penalty's default.
    pub min_ratio: Option<f64>,
    /// Whether to follow glmnet in grid, units, stopping rule and fold interpolation.
    pub as_glmnet: bool,
}

/// How lambda is chosen.
pub(super) const TUNING: Parameter = Parameter {
    name: "tuning",
    shape: Shape::Part(Family::Tuning),
    default: Default::Part("cross-validation"),
    doc: "how lambda is chosen",
};

/// Length of the grid.
pub(super) const LAMBDAS: Parameter = Parameter {
    name: "lambdas",
    shape: Shape::Integer { min: 2, max: 10_000 },
    default: Default::Number(100.0),
    doc: "number of lambdas in the grid, log-spaced",
};

/// Depth of the grid.
pub(super) const LAMBDA_MIN_RATIO: Parameter = Parameter {
    name: "lambda_min_ratio",
    shape: Shape::Real { min: 0.0, max: 1.0, open: (true, true) },
    default: Default::Absent,
    doc: "smallest lambda over the largest; by default 1e-4 if n >= p, else 1e-2, for the lasso, \
          and 1e-7 for ridge, whose grid starts at 1000 lambda_max/sd(y)",
};

/// Whose conventions hold.
pub(super) const PARITY: Parameter = Parameter {
    name: "parity",
    shape: Shape::Choice(&["none", "glmnet"]),
    default: Default::Text("none"),
    doc: "\"glmnet\": its grid with its early stop, its ridge scale lambda/sd(y), and its folds, \
          each with its own grid and predictions interpolated in lambda",
};

/// A penalty with scaling and grid: a path, before lambda is chosen.
#[derive(Clone, Copy, Debug)]
pub struct PathMethod {
    pub(super) penalty: &'static Penalty,
    pub(super) scaling: Scaling,
    pub(super) grid: Grid,
}

/// The path that a resolved component describes.
pub(super) fn resolve(
    component: &Component,
    penalty: &'static Penalty,
) -> Result<PathMethod, ArgumentError> {
    let grid = Grid {
        count: component.require_count("lambdas")?,
        min_ratio: component.number("lambda_min_ratio"),
        as_glmnet: component.text("parity") == Some("glmnet"),
    };
    Ok(PathMethod { penalty, scaling: scaling(component), grid })
}

/// Builds a penalty with its tuning.
pub(super) fn build(
    component: &Component,
    penalty: &'static Penalty,
) -> Result<Arc<dyn Method>, ArgumentError> {
    Ok(Arc::new(Tuned::read(component, penalty)?))
}

/// The tuning of a penalised method.
fn tuning(
    component: &Component,
    penalty: &'static Penalty,
) -> Result<Box<dyn Tuning>, ArgumentError> {
    let part = component
        .part("tuning")
        .ok_or_else(|| ArgumentError::at("tuning", "is required", "give a table { kind = ... }"))?;
    let entry = crate::catalogue::entry(tunings::ENTRIES, |e| &e.specification, part)?;
    (entry.build)(part, penalty).map_err(|error| error.within("tuning"))
}

/// The path of a method's component, for oracles and reports that choose from it; `None` if the
/// method has no path.
pub fn of_component(component: &Component) -> Option<Result<PathMethod, ArgumentError>> {
    let entry: &&Entry =
        super::ENTRIES.iter().find(|entry| entry.specification.kind == component.kind())?;
    entry.path.map(|path| path(component))
}

/// A penalty with its tuning.
#[derive(Debug)]
pub(super) struct Tuned {
    pub(super) path: PathMethod,
    tuning: Box<dyn Tuning>,
}

impl Tuned {
    /// What a resolved component describes.
    pub(super) fn read(
        component: &Component,
        penalty: &'static Penalty,
    ) -> Result<Self, ArgumentError> {
        let path = resolve(component, penalty)?;
        Ok(Self { path, tuning: tuning(component, penalty)? })
    }
}

impl Method for Tuned {
    fn path(&self) -> Option<&PathMethod> {
        Some(&self.path)
    }

    fn applicable(&self, n: usize, _p: usize) -> Result<(), String> {
        self.tuning.applicable(n)
    }

    fn fit(
        &self,
        task: &Task<'_>,
        workbench: &mut Workbench,
        fit: &mut Fit,
    ) -> Result<(), Failure> {
        let mut candidates = self.path.candidates(task, workbench)?;
        let selection = self.tuning.select(&mut candidates)?;
        candidates.fit(selection, fit)
    }

    fn intervals(&self) -> Result<(), &'static str> {
        Err("its estimates are biased by an amount that the data do not tell")
    }

    /// Where lambda is chosen from the path on the full data alone, and the path is ridge, all
    /// replicates of a design that they share are solved together.
    fn groups(&self, scenario: &dyn Scenario) -> bool {
        !self.path.penalty.is_homotopy
            && self.tuning.needs_full_path_only()
            && scenario.fixed().is_some()
    }

    fn fit_group(
        &self,
        group: &Group<'_>,
        workbench: &mut Workbench,
        fits: &mut [Fit],
        outcomes: &mut [Result<(), Failure>],
    ) {
        match workbench.respond(group, self.path.scaling) {
            Ok(Some(at)) if workbench.design_mut(at).decompose() => {
                self.fit_together(at, (group, workbench), fits, outcomes);
            }
            _ => {
                let one = |task: &Task<'_>, workbench: &mut Workbench, fit: &mut Fit| {
                    self.fit(task, workbench, fit)
                };
                group.one_by_one(one, workbench, fits, outcomes);
            }
        }
    }
}

impl Tuned {
    /// Chooses lambda for every response to the design at `at`, then solves for all of them.
    fn fit_together(
        &self,
        at: usize,
        (group, workbench): (&Group<'_>, &mut Workbench),
        fits: &mut [Fit],
        outcomes: &mut [Result<(), Failure>],
    ) {
        let mut lambdas = [0.0; Group::LARGEST];
        let mut choices = [Choice::default(); Group::LARGEST];
        for (response, outcome) in outcomes.iter_mut().enumerate() {
            let choice = self.choose(&group.task(response), workbench, (at, response));
            *outcome = choice.map(|choice| {
                (lambdas[response], choices[response]) = (choice.plain, choice);
            });
        }
        let solved = workbench.solve(at, &lambdas);
        for (response, (fit, outcome)) in fits.iter_mut().zip(outcomes).enumerate() {
            if outcome.is_ok() {
                *outcome = solved.clone().and_then(|()| workbench.write(at, response, fit));
                choices[response].label(fit);
                // One more for the solution itself.
                fit.engines = choices[response].engines;
                let one = PathReport { cholesky: 1, ..PathReport::default() };
                fit.engines.add(&Engines::of_path(&one, self.path.penalty.is_homotopy));
            }
        }
    }

    /// Chooses lambda for one response to a design.
    fn choose(
        &self,
        task: &Task<'_>,
        workbench: &mut Workbench,
        (at, response): (usize, usize),
    ) -> Result<Choice, Failure> {
        workbench.design_mut(at).choose(response)?;
        let place = Place::Design(at, response);
        let mut candidates = Candidates::at(self.path, task, workbench, place);
        let selection = self.tuning.select(&mut candidates)?;
        candidates.choice(selection)
    }
}

impl PartialEq for PathMethod {
    fn eq(&self, other: &Self) -> bool {
        (self.penalty.name, self.scaling, self.grid)
            == (other.penalty.name, other.scaling, other.grid)
    }
}

impl PathMethod {
    /// The penalty.
    pub const fn penalty(&self) -> &'static Penalty {
        self.penalty
    }

    /// The candidates for one dataset.
    ///
    /// # Errors
    /// The data are not finite.
    pub fn candidates<'a>(
        &self,
        task: &'a Task<'a>,
        workbench: &'a mut Workbench,
    ) -> Result<Candidates<'a>, Failure> {
        Candidates::new(*self, task, workbench)
    }
}
