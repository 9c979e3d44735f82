//! Laws of the covariates: one file each.

mod correlation;
mod precision;
mod threshold;

use crate::component::{ArgumentError, Component, Specification};
use crate::stream::Stream;
use parsim_numerics::Matrix;
use rand::RngExt;
use std::fmt::Debug;
use std::sync::Arc;

registry! {
    /// Every law of the covariates.
    ENTRIES: Entry = ENTRY; banded_precision, binary, chi_square, factor, file, gaussian, grouped,
    lognormal, mixed, orthogonal, pairs, proxy, sparse_precision, student_t
}

/// A kind of this family.
pub struct Entry {
    /// The manual.
    pub specification: Specification,
    /// How the law is built.
    pub build: Build,
}

/// How a law is built from a resolved component.
#[derive(Clone, Copy)]
pub enum Build {
    /// The component says all.
    Known(fn(&Component) -> Built),
    /// A part of the law is drawn once per scenario. The number of covariates is not.
    Drawn(fn(&Component, &mut Stream) -> Built),
}

/// A law, or why its component describes none.
pub type Built = Result<Arc<dyn Covariates>, ArgumentError>;

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

    /// mean'delta; 0 unless the law says otherwise.
    fn mean_product(&self, _delta: &[f64]) -> f64 {
        0.0
    }

    /// delta'Sigma delta, Sigma the covariance matrix of a row.
    fn quadratic(&self, delta: &[f64]) -> f64;

    /// tr(Sigma^-1), where it has a closed form.
    fn precision_trace(&self) -> Option<f64> {
        None
    }

    /// Mean and standard deviation of the first covariate; 0 and 1 unless the law says otherwise.
    fn first_moments(&self) -> (f64, f64) {
        (0.0, 1.0)
    }

    /// E exp(t u), u the first covariate standardised by its population moments; `None` where it
    /// is infinite.
    fn first_exponential_moment(&self, t: f64) -> Option<f64>;
}

/// Fills `x` with rows drawn from those given, with replacement.
fn resample(source: &Matrix, stream: &mut Stream, x: &mut Matrix) {
    for i in 0..x.rows() {
        let drawn = stream.random_range(0..source.rows() as u64) as usize;
        for j in 0..source.cols() {
            x.column_mut(j)[i] = source.column(j)[drawn];
        }
    }
}
