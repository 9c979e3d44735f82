//! Oracles: baselines that may see the truth, as their signature shows. One file each.

use crate::component::{ArgumentError, Component, Default, Parameter, Shape, Specification};
use crate::methods::{Failure, Fit, PathMethod, Task};
use crate::truth::Truth;
use crate::workbench::Workbench;
use std::fmt::Debug;
use std::sync::Arc;

registry! {
    /// Every oracle.
    ENTRIES: Entry = ENTRY; best_lambda, fixed_lambda, known_support
}

/// Builds an oracle from a resolved component and the method that it names.
pub type Build = fn(&Component, Option<&Component>) -> Result<Arc<dyn Oracle>, ArgumentError>;

/// A kind of this family.
pub struct Entry {
    /// The manual.
    pub specification: Specification,
    /// Builds the oracle.
    pub build: Build,
}

/// A baseline that cheats.
pub trait Oracle: Debug + Send + Sync {
    /// Whether the oracle applies to n rows of p covariates of which s matter.
    ///
    /// # Errors
    /// The reason for which it does not, a lower-case fragment.
    fn applicable(&self, n: usize, truth: &Truth) -> Result<(), String> {
        let _ = (n, truth);
        Ok(())
    }

    /// The path that the oracle chooses from, if it does.
    fn path(&self) -> Option<&PathMethod> {
        None
    }

    /// Whether the oracle gives confidence intervals where a task asks for them.
    ///
    /// # Errors
    /// The reason for which it does not, a lower-case fragment.
    fn intervals(&self) -> Result<(), &'static str> {
        Err("the oracle gives no intervals")
    }

    /// Fits one dataset, knowing the truth.
    ///
    /// # Errors
    /// Why there is no fit.
    fn fit(
        &self,
        task: &Task<'_>,
        truth: &Truth,
        workbench: &mut Workbench,
        fit: &mut Fit,
    ) -> Result<(), Failure>;
}

/// The method whose path an oracle chooses from.
const METHOD: Parameter = Parameter {
    name: "method",
    shape: Shape::MethodName,
    default: Default::Required,
    doc: "name of the penalised method whose path is used",
};

/// The path of the method that an oracle names.
fn path(target: Option<&Component>) -> Result<PathMethod, ArgumentError> {
    let target = target.ok_or_else(|| {
        ArgumentError::at("method", "names no method of this study", "give a method's name")
    })?;
    crate::methods::path_of(target).unwrap_or_else(|| {
        let message = format!("{} has no lambda to choose", target.kind());
        Err(ArgumentError::at("method", message, "name a ridge or lasso method"))
    })
}
