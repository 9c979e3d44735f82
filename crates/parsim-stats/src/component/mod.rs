//! Components: the vocabulary in which a study file, its canonical form and the manual of every
//! mechanism, method, tuning, oracle and figure are written.
//!
//! A [`Specification`] says which parameters a kind takes, their shapes, ranges and defaults; a
//! [`Component`] is one use of a kind with every parameter resolved. Parsing, error messages,
//! `parsim list`, the written-back defaults and the identity of a scenario all follow from these
//! two types, so a new kind states its parameters once.

mod canonical;
mod specification;
mod value;

pub use canonical::{Fingerprint, fingerprint};
pub use specification::{ArgumentError, Default, Parameter, Shape, Specification};
pub use value::{Component, DataTable, Unusable, Value};

/// The family a kind belongs to; kinds are unique within their family.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Family {
    /// A data-generating mechanism.
    Mechanism,
    /// The law of the covariates.
    Covariates,
    /// The true coefficients.
    Coefficients,
    /// The law of the noise.
    Noise,
    /// An estimator.
    Method,
    /// A rule that chooses lambda.
    Tuning,
    /// A baseline that may see the truth.
    Oracle,
    /// A figure of the report.
    Figure,
}

impl Family {
    /// The family's name as it stands in messages and in `parsim list`.
    pub const fn name(self) -> &'static str {
        match self {
            Self::Mechanism => "mechanism",
            Self::Covariates => "covariates",
            Self::Coefficients => "coefficients",
            Self::Noise => "noise",
            Self::Method => "method",
            Self::Tuning => "tuning",
            Self::Oracle => "oracle",
            Self::Figure => "figure",
        }
    }
}
