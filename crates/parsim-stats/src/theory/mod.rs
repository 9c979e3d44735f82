//! Exact laws: what theory says a summary should be, one file each.

mod ols;

use crate::component::Component;
use crate::truth::Truth;

/// A scenario and a method, as theory sees them.
#[derive(Clone, Copy, Debug)]
pub struct Setting<'a> {
    /// The mechanism's component.
    pub mechanism: &'a Component,
    /// The method's component.
    pub method: &'a Component,
    /// The true model.
    pub truth: &'a Truth,
    /// Rows per replicate.
    pub n: usize,
}

/// The laws, each `None` where it says nothing.
const LAWS: &[fn(&Setting<'_>, &str) -> Option<f64>] = &[ols::value];

impl Setting<'_> {
    /// The expected value of a measure, where a law gives it.
    pub fn value(&self, measure: &str) -> Option<f64> {
        LAWS.iter().find_map(|law| law(self, measure))
    }

    /// Whether rows are fresh Gaussian draws for each replicate and the noise does not depend on
    /// them.
    fn has_random_gaussian_design(&self) -> bool {
        let kind = |part| self.mechanism.part(part).map(Component::kind);
        kind("covariates") == Some("gaussian")
            && self.mechanism.text("design") == Some("random")
            && kind("noise") != Some("heteroskedastic")
    }
}
