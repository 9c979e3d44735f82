//! Binary covariates: Gaussian ones, cut in two.

use super::correlation::{BLOCK_SIZE, CORRELATION, Correlation, P, RHO, Transformed};
use super::threshold::{CODING, PROBABILITY, Threshold};
use super::{Build, Covariates, Entry};
use crate::component::{Family, Parameter, Specification};
use crate::stream::Stream;
use parsim_numerics::Matrix;
use std::sync::Arc;

pub const ENTRY: Entry = Entry {
    specification: Specification {
        family: Family::Covariates,
        kind: "binary",
        summary: "binary rows: Gaussian ones cut in two, standardised or coded 0 and 1",
        formula: "x_j = 1{z_j > t}, z ~ N(0, R), R by correlation and rho, P(z > t) = q = probability, standardised to \
                  (x − q)/√(q(1 − q)) or not;  Cor(x_j, x_k) = (P(z_j > t, z_k > t) − q²)/(q(1 − q)), \
                  (2/π) asin R_jk for q = 1/2",
        source: "Emrich & Piedmonte (1991); the probability as in Drezner & Wesolowsky (1990)",
        parameters: &[
            P,
            PROBABILITY,
            CODING,
            CORRELATION,
            Parameter { doc: "the correlation of what is cut; required unless independent", ..RHO },
            BLOCK_SIZE,
        ],
    },
    build: Build::Known(|component| {
        let p = component.require_count("p")?;
        let latent = Correlation::read(component, p)?;
        let coding = component.text("coding");
        let threshold = Threshold::new(component.require_number("probability")?, coding);
        let correlation = latent.transformed(p, |r| threshold.correlation(r));
        Ok(Arc::new(Binary { p, threshold, latent, correlation }))
    }),
};

#[derive(Debug)]
struct Binary {
    p: usize,
    threshold: Threshold,
    /// Of what is cut.
    latent: Correlation,
    correlation: Transformed,
}

impl Covariates for Binary {
    fn p(&self) -> usize {
        self.p
    }

    fn fill(&self, stream: &mut Stream, x: &mut Matrix) {
        self.latent.fill(stream, x);
        x.as_mut_slice().iter_mut().for_each(|z| *z = self.threshold.cut(*z));
    }

    fn mean_product(&self, delta: &[f64]) -> f64 {
        self.threshold.mean() * delta.iter().sum::<f64>()
    }

    fn quadratic(&self, delta: &[f64]) -> f64 {
        let sd = self.threshold.sd();
        sd * sd * self.correlation.quadratic(delta.len(), |j| delta[j])
    }

    fn precision_trace(&self) -> Option<f64> {
        let sd = self.threshold.sd();
        self.correlation.precision_trace(self.p).map(|trace| trace / (sd * sd))
    }

    fn first_moments(&self) -> (f64, f64) {
        (self.threshold.mean(), self.threshold.sd())
    }

    fn first_exponential_moment(&self, t: f64) -> Option<f64> {
        Some(self.threshold.exponential_moment(t))
    }
}
