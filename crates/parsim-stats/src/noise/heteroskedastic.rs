//! Gaussian noise whose standard deviation depends on the first covariate.

use super::{Entry, Noise, R_SQUARED, SIGMA, SNR};
use crate::component::{ArgumentError, Default, Family, Parameter, Shape, Specification};
use crate::stream::Stream;
use rand::RngExt;
use rand_distr::StandardNormal;

pub const ENTRY: Entry = Entry {
    specification: Specification {
        family: Family::Noise,
        kind: "heteroskedastic",
        summary: "Gaussian noise whose log standard deviation is linear in the first covariate",
        formula: "e_i = σ exp(strength·u_i/2 − c) z_i, u the standardised first covariate, \
                  c such that the mean variance is σ²",
        source: "",
        parameters: &[
            Parameter {
                name: "strength",
                shape: Shape::Real { min: -5.0, max: 5.0, open: (false, false) },
                default: Default::Number(1.0),
                doc: "slope of the log variance in the standardised first covariate",
            },
            SIGMA,
            SNR,
            R_SQUARED,
        ],
    },
    build: |component, covariates| {
        let strength = component.require_number("strength")?;
        let (mean, sd) = covariates.first_moments();
        let slope = if sd > 0.0 { 0.5 * strength / sd } else { 0.0 };
        let moment = covariates.first_exponential_moment(strength).ok_or_else(|| {
            let message = format!(
                "{strength} has no finite mean variance: the first covariate's tail is too heavy"
            );
            ArgumentError::at(
                "strength",
                message,
                "make it smaller, or take other covariates or noise",
            )
        })?;
        let offset = 0.5 * libm::log(moment);
        Ok(Box::new(Heteroskedastic { slope, offset: offset + slope * mean }))
    },
};

#[derive(Debug)]
struct Heteroskedastic {
    /// Change of the log standard deviation per unit of the first covariate.
    slope: f64,
    /// What is subtracted so that the mean variance is 1.
    offset: f64,
}

impl Noise for Heteroskedastic {
    fn fill(&self, stream: &mut Stream, first: &[f64], noise: &mut [f64]) {
        for (e, x) in noise.iter_mut().zip(first) {
            let z: f64 = stream.sample(StandardNormal);
            *e = libm::exp(self.slope * x - self.offset) * z;
        }
    }
}
