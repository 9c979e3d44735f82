//! All kinds by family: what a study file may name, and how it is built.

use crate::component::{ArgumentError, Component, Family, Specification};
use crate::mechanisms::Mechanism;
use crate::methods::Method;
use crate::oracles::Oracle;
use crate::{coefficients, covariates, mechanisms, methods, noise, oracles, tunings};
use std::sync::Arc;

/// The manuals of a family, in alphabetical order; figures have theirs elsewhere.
pub fn specifications(family: Family) -> Vec<&'static Specification> {
    match family {
        Family::Mechanism => mechanisms::ENTRIES.iter().map(|e| &e.specification).collect(),
        Family::Covariates => covariates::ENTRIES.iter().map(|e| &e.specification).collect(),
        Family::Coefficients => coefficients::ENTRIES.iter().map(|e| &e.specification).collect(),
        Family::Noise => noise::ENTRIES.iter().map(|e| &e.specification).collect(),
        Family::Method => methods::ENTRIES.iter().map(|e| &e.specification).collect(),
        Family::Tuning => tunings::ENTRIES.iter().map(|e| &e.specification).collect(),
        Family::Oracle => oracles::ENTRIES.iter().map(|e| &e.specification).collect(),
        Family::Figure => Vec::new(),
    }
}

/// Builds a mechanism.
///
/// # Errors
/// Parameters that do not fit each other; the path names the offender.
pub fn build_mechanism(component: &Component) -> Result<Arc<dyn Mechanism>, ArgumentError> {
    (entry(mechanisms::ENTRIES, |e| &e.specification, component)?.build)(component)
}

/// Builds a method.
///
/// # Errors
/// As [`build_mechanism`].
pub fn build_method(component: &Component) -> Result<Arc<dyn Method>, ArgumentError> {
    (entry(methods::ENTRIES, |e| &e.specification, component)?.build)(component)
}

/// Builds an oracle; `target` is the method that its parameter `method` names.
///
/// # Errors
/// As [`build_mechanism`].
pub fn build_oracle(
    component: &Component,
    target: Option<&Component>,
) -> Result<Arc<dyn Oracle>, ArgumentError> {
    (entry(oracles::ENTRIES, |e| &e.specification, component)?.build)(component, target)
}

/// The entry of a registry that a component's kind names.
pub(crate) fn entry<'a, E>(
    entries: &'a [&'static E],
    specification: impl Fn(&'static E) -> &'static Specification,
    component: &Component,
) -> Result<&'a &'static E, ArgumentError> {
    entries.iter().find(|entry| specification(entry).kind == component.kind()).ok_or_else(|| {
        let family = component.family().name();
        ArgumentError::at("", format!("no {family} is called {}", component.kind()), "")
    })
}
