//! Laws of the covariates: one file each.

use crate::component::{ArgumentError, Component, Specification};
use crate::stream::Stream;
use parsim_numerics::Matrix;
use std::fmt::Debug;
use std::sync::Arc;

registry! {
    /// Every law of the covariates.
    ENTRIES: Entry = ENTRY; file, gaussian
}

/// A kind of this family.
pub struct Entry {
    /// The manual.
    pub specification: Specification,
    /// Builds the law from a resolved component.
    pub build: fn(&Component) -> Result<Arc<dyn Covariates>, ArgumentError>,
}

/// A law of rows of p covariates with known first two moments.
pub trait Covariates: Debug + Send + Sync {
    /// Number of covariates.
    fn p(&self) -> usize;

    /// Fills every row of `x` (any number of rows, p columns) with independent draws.
    fn fill(&self, stream: &mut Stream, x: &mut Matrix);

    /// The rows themselves, where the law is a finite set of rows that may be used whole.
    fn rows(&self) -> Option<&Matrix> {
        None
    }

    /// mean'delta.
    fn mean_product(&self, delta: &[f64]) -> f64;

    /// delta'Sigma delta, Sigma the covariance matrix of a row.
    fn quadratic(&self, delta: &[f64]) -> f64;

    /// tr(Sigma^-1), where it has a closed form.
    fn precision_trace(&self) -> Option<f64> {
        None
    }

    /// Mean and standard deviation of the first covariate.
    fn first_moments(&self) -> (f64, f64);

    /// E exp(t u), u the first covariate standardised by its population moments.
    fn first_exponential_moment(&self, t: f64) -> f64;
}
