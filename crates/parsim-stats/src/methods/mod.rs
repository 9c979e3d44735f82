//! Methods: one file each. A method sees a dataset and its own random streams, never the truth.

mod candidates;
mod curve;
mod engines;
mod group;
mod parity;
mod path;
mod task;

pub use candidates::{Candidates, CrossValidation, RISE};
pub use engines::Engines;
pub use group::Group;
pub use path::of_component as path_of;
pub use path::{Grid, PathMethod, Penalty};
pub use task::Task;

use crate::component::{ArgumentError, Component, Default, Parameter, Shape, Specification};
use crate::mechanisms::Scenario;
use crate::workbench::Workbench;
use parsim_numerics::{Certificate, FitError, Scaling};
use std::fmt::Debug;
use std::sync::Arc;

registry! {
    /// Every method.
    ENTRIES: Entry = ENTRY; debiased_lasso, lasso, ols, ridge
}

/// Builds a penalised path from a resolved component.
pub type BuildPath = fn(&Component) -> Result<PathMethod, ArgumentError>;

/// A kind of this family.
pub struct Entry {
    /// The manual.
    pub specification: Specification,
    /// Builds the method from a resolved component.
    pub build: fn(&Component) -> Result<Arc<dyn Method>, ArgumentError>,
    /// The penalised path that the kind selects from, if it is one; oracles select from it too.
    pub path: Option<BuildPath>,
}

/// An estimator with all parameters set.
pub trait Method: Debug + Send + Sync {
    /// Whether the method applies to n rows of p covariates.
    ///
    /// # Errors
    /// The reason for which it does not, a lower-case fragment.
    fn applicable(&self, n: usize, p: usize) -> Result<(), String>;

    /// Fits one dataset.
    ///
    /// # Errors
    /// Why there is no fit; it is recorded, and the study goes on.
    fn fit(&self, task: &Task<'_>, workbench: &mut Workbench, fit: &mut Fit)
    -> Result<(), Failure>;

    /// Whether the method gives confidence intervals where a task asks for them.
    ///
    /// # Errors
    /// The reason for which it does not, a lower-case fragment.
    fn intervals(&self) -> Result<(), &'static str> {
        Err("the method gives no intervals")
    }

    /// The path that the method chooses from, if it does.
    fn path(&self) -> Option<&PathMethod> {
        None
    }

    /// Whether the method fits consecutive replicates of the scenario faster together than one by
    /// one. Others are better left alone: they share the moments of a replicate.
    fn groups(&self, scenario: &dyn Scenario) -> bool {
        let _ = scenario;
        false
    }

    /// Fits every replicate of a group; `fits` and `outcomes` have one entry for each, which may
    /// hold anything before. Every replicate gets the bits that [`Method::fit`] would give it
    /// alone, whatever its neighbours hold.
    fn fit_group(
        &self,
        group: &Group<'_>,
        workbench: &mut Workbench,
        fits: &mut [Fit],
        outcomes: &mut [Result<(), Failure>],
    ) {
        let fit = |task: &Task<'_>, workbench: &mut Workbench, fit: &mut Fit| {
            self.fit(task, workbench, fit)
        };
        group.one_by_one(fit, workbench, fits, outcomes);
    }
}

/// One fitted model with what is known of its making.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Fit {
    /// Intercept; 0 where none is fitted.
    pub intercept: f64,
    /// The p slopes on the original scale; exactly 0 where a covariate is not selected.
    pub slopes: Vec<f64>,
    /// Degrees of freedom without the intercept.
    pub df: f64,
    /// Residual sum of squares.
    pub rss: f64,
    /// Standard errors of intercept and slopes (p + 1 numbers), where the task asks for intervals
    /// and the method gives them; empty otherwise. The interval of a coefficient is its estimate
    /// +- the t quantile on `interval_df` times this.
    pub standard_errors: Vec<f64>,
    /// Degrees of freedom of the t quantile of the intervals; infinite for the normal one.
    pub interval_df: f64,
    /// The chosen lambda, in the units of the study file.
    pub lambda: Option<f64>,
    /// Whether it is the first or the last of its grid.
    pub lambda_at_edge: Option<bool>,
    /// The worst certificate over every penalised problem that was solved, folds included.
    pub certificate: Option<Certificate>,
    /// Solutions that came from coordinate descent instead of the exact path.
    pub fallbacks: u32,
    /// How all solutions that went into the fit were found, folds included.
    pub engines: Engines,
}

impl Fit {
    /// Takes over standard errors from a function that writes them and returns their degrees of
    /// freedom, or `None` where there are none.
    pub(crate) fn state_errors(&mut self, write: impl FnOnce(&mut Vec<f64>) -> Option<f64>) {
        self.standard_errors.clear();
        self.interval_df = write(&mut self.standard_errors).unwrap_or(f64::INFINITY);
    }

    /// Takes over a solution; lambda and certificate are cleared.
    pub(crate) fn copy(&mut self, solution: &parsim_numerics::Fit) {
        self.intercept = solution.intercept;
        self.slopes.clone_from(&solution.slopes);
        (self.df, self.rss) = (solution.df, solution.rss);
        self.standard_errors.clear();
        (self.lambda, self.lambda_at_edge) = (None, None);
        (self.certificate, self.fallbacks) = (None, 0);
        let engine = solution.least_squares;
        self.engines = engine.map_or_else(Engines::default, Engines::of_least_squares);
    }
}

/// Why a method has no fit.
#[derive(Clone, Debug, PartialEq)]
pub enum Failure {
    /// The numerical method failed.
    Numerics(FitError),
    /// A tuning found no admissible lambda.
    NoCandidate(&'static str),
    /// Estimates that are not finite, caught after the fit.
    NonFinite,
    /// A program error inside the method, caught.
    Panic(String),
}

impl From<FitError> for Failure {
    fn from(error: FitError) -> Self {
        Self::Numerics(error)
    }
}

impl std::fmt::Display for Failure {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        match self {
            Self::Numerics(error) => write!(f, "{error}"),
            Self::NoCandidate(reason) => write!(f, "no admissible lambda: {reason}"),
            Self::NonFinite => f.write_str("the estimates are not finite"),
            Self::Panic(message) => write!(f, "internal error: {message}"),
        }
    }
}

impl std::error::Error for Failure {}

/// Whether an intercept is fitted.
const INTERCEPT: Parameter = Parameter {
    name: "intercept",
    shape: Shape::Flag,
    default: Default::Flag(true),
    doc: "fit an unpenalised intercept",
};

/// Whether columns are standardised.
const STANDARDIZE: Parameter = Parameter {
    name: "standardize",
    shape: Shape::Flag,
    default: Default::Flag(true),
    doc: "divide covariates by their 1/n standard deviation for the fit; \
          coefficients are returned on the original scale",
};

fn scaling(component: &Component) -> Scaling {
    Scaling { intercept: component.flag("intercept"), standardize: component.flag("standardize") }
}
