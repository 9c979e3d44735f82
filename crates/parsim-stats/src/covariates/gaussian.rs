//! Gaussian covariates with unit variances and a structured correlation.

use super::correlation::{BLOCK_SIZE, CORRELATION, Correlation, P, RHO};
use super::{Build, Covariates, Entry};
use crate::component::{Family, Specification};
use crate::stream::Stream;
use parsim_numerics::Matrix;
use std::sync::Arc;

pub const ENTRY: Entry = Entry {
    specification: Specification {
        family: Family::Covariates,
        kind: "gaussian",
        summary: "Gaussian rows with mean 0, unit variances and a structured correlation",
        formula: "x ~ N(0, Σ);  ar1: Σ_jk = ρ^|j−k|;  equicorrelated: Σ_jk = ρ for j ≠ k;  \
                  block: equicorrelated within consecutive blocks, 0 between them",
        source: "Hastie, Tibshirani & Tibshirani (2020), section 3.1, for ar1",
        parameters: &[P, CORRELATION, RHO, BLOCK_SIZE],
    },
    build: Build::Known(|component| {
        let p = component.require_count("p")?;
        Ok(Arc::new(Gaussian { p, correlation: Correlation::read(component, p)? }))
    }),
};

#[derive(Debug)]
struct Gaussian {
    p: usize,
    correlation: Correlation,
}

impl Covariates for Gaussian {
    fn p(&self) -> usize {
        self.p
    }

    fn fill(&self, stream: &mut Stream, x: &mut Matrix) {
        self.correlation.fill(stream, x);
    }

    fn quadratic(&self, delta: &[f64]) -> f64 {
        self.correlation.quadratic(delta.len(), |j| delta[j])
    }

    fn precision_trace(&self) -> Option<f64> {
        Some(self.correlation.precision_trace(self.p))
    }

    fn first_exponential_moment(&self, t: f64) -> Option<f64> {
        Some(libm::exp(0.5 * t * t))
    }
}
