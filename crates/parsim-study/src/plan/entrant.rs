//! What competes in a study: methods, and oracles that cheat.

use parsim_stats::component::Component;
use parsim_stats::identity::MethodId;
use parsim_stats::methods::Method;
use parsim_stats::oracles::Oracle;
use parsim_stats::truth::Truth;
use std::sync::Arc;

/// A method or an oracle of the study.
#[derive(Clone, Debug)]
#[non_exhaustive]
pub struct Entrant {
    /// Hash of its canonical form; that of an oracle covers the method it names, not the name.
    pub id: MethodId,
    /// The name, unique in the study, for claims, tables and legends.
    pub name: String,
    /// The component with every default.
    pub component: Component,
    /// The estimator, built.
    pub estimator: Estimator,
}

/// An estimator, with or without sight of the truth.
#[derive(Clone, Debug)]
pub enum Estimator {
    /// It sees the data alone.
    Method(Arc<dyn Method>),
    /// It sees the truth as well.
    Oracle(Arc<dyn Oracle>),
}

/// Whether an entrant is honest.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Role {
    /// A method.
    Method,
    /// An oracle.
    Oracle,
}

impl Entrant {
    /// Whether it is a method or an oracle.
    pub const fn role(&self) -> Role {
        match self.estimator {
            Estimator::Method(_) => Role::Method,
            Estimator::Oracle(_) => Role::Oracle,
        }
    }

    /// Whether it gives confidence intervals where the study asks for them.
    ///
    /// # Errors
    /// The reason for which it does not.
    pub fn intervals(&self) -> Result<(), &'static str> {
        match &self.estimator {
            Estimator::Method(method) => method.intervals(),
            Estimator::Oracle(oracle) => oracle.intervals(),
        }
    }

    /// Whether it applies to n rows under a true model.
    ///
    /// # Errors
    /// The reason for which it does not.
    pub(super) fn applicable(&self, n: usize, truth: &Truth) -> Result<(), String> {
        match &self.estimator {
            Estimator::Method(method) => method.applicable(n, truth.beta.len()),
            Estimator::Oracle(oracle) => oracle.applicable(n, truth),
        }
    }
}
