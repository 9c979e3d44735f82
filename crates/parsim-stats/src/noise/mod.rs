//! Laws of the noise: one file each. Every law is scaled to a marginal standard deviation sigma.

use crate::component::{ArgumentError, Component, Default, Parameter, Shape, Specification};
use crate::covariates::Covariates;
use crate::stream::Stream;
use std::fmt::Debug;

registry! {
    /// Every law of the noise.
    ENTRIES: Entry = ENTRY; contaminated, gaussian, heteroskedastic, laplace, student_t
}

/// Builds a law of the noise from a resolved component, for given covariates.
pub type Build = fn(&Component, &dyn Covariates) -> Result<Box<dyn Noise>, ArgumentError>;

/// A kind of this family.
pub struct Entry {
    /// The manual.
    pub specification: Specification,
    /// Builds the law.
    pub build: Build,
}

/// A law of the noise with mean 0 and marginal variance 1, before it is scaled by sigma.
pub trait Noise: Debug + Send + Sync {
    /// Fills `noise` with one draw per row; `first` is the first covariate of those rows.
    fn fill(&self, stream: &mut Stream, first: &[f64], noise: &mut [f64]);
}

const POSITIVE: Shape = Shape::Real { min: 0.0, max: f64::INFINITY, open: (true, true) };

/// Marginal standard deviation.
pub(crate) const SIGMA: Parameter = Parameter {
    name: "sigma",
    shape: POSITIVE,
    default: Default::Absent,
    doc: "marginal standard deviation; give one of sigma, snr, r_squared",
};

/// Signal-to-noise ratio.
pub(crate) const SNR: Parameter = Parameter {
    name: "snr",
    shape: POSITIVE,
    default: Default::Absent,
    doc: "beta'Sigma beta / sigma^2, a ratio of variances",
};

/// Population R squared.
pub(crate) const R_SQUARED: Parameter = Parameter {
    name: "r_squared",
    shape: Shape::Real { min: 0.0, max: 1.0, open: (true, true) },
    default: Default::Absent,
    doc: "population R squared, snr/(1 + snr)",
};

/// sigma from whichever of `sigma`, `snr` and `r_squared` is given.
pub(crate) fn sigma(component: &Component, signal_variance: f64) -> Result<f64, ArgumentError> {
    let given = ["sigma", "snr", "r_squared"].map(|name| (name, component.number(name)));
    let mut present = given.iter().filter_map(|&(name, value)| value.map(|value| (name, value)));
    let (name, value) = present.next().ok_or_else(|| {
        ArgumentError::at("", "the noise has no scale", "give one of sigma, snr, r_squared")
    })?;
    if let Some((other, _)) = present.next() {
        let message = format!("is given beside {name}");
        return Err(ArgumentError::at(other, message, "give one of sigma, snr, r_squared"));
    }
    let variance = match name {
        "sigma" => return Ok(value),
        "snr" => signal_variance / value,
        _ => signal_variance * (1.0 - value) / value,
    };
    if variance > 0.0 && variance.is_finite() {
        return Ok(variance.sqrt());
    }
    let message = format!("cannot set sigma: beta'Sigma beta is {signal_variance}");
    Err(ArgumentError::at(name, message, "give sigma, or coefficients that are not all 0"))
}
