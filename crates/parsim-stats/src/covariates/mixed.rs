//! Gaussian covariates of which some are cut in two.

use super::correlation::{BLOCK_SIZE, CORRELATION, Correlation, P, RHO, Transformed};
use super::threshold::{CODING, PROBABILITY, Threshold};
use super::{Build, Covariates, Entry};
use crate::component::{Default, Family, Parameter, Shape, Specification};
use crate::stream::Stream;
use parsim_numerics::Matrix;
use std::sync::Arc;

pub const ENTRY: Entry = Entry {
    specification: Specification {
        family: Family::Covariates,
        kind: "mixed",
        summary: "Gaussian rows with unit variances, in which every so many-th covariate is binary",
        formula: "z ~ N(0, R), R by correlation and rho;  x_j = 1{z_j > t} where j is a multiple of every, standardised \
                  or not, P(z > t) = q = probability, else x_j = z_j;  Cor(x_j, x_k) = R_jk between Gaussian, \
                  R_jk φ(t)/√(q(1 − q)) between unlike, and as for binary between binary covariates",
        source: "Emrich & Piedmonte (1991) for pairs of binary covariates; Tate (1954) for the others",
        parameters: &[
            P,
            Parameter {
                name: "every",
                shape: Shape::Integer { min: 2, max: 1_000_000 },
                default: Default::Number(2.0),
                doc: "covariates every, 2 every, 3 every, ... are binary",
            },
            PROBABILITY,
            CODING,
            CORRELATION,
            Parameter {
                doc: "the correlation before some are cut; required unless independent",
                ..RHO
            },
            BLOCK_SIZE,
        ],
    },
    build: Build::Known(|component| {
        let p = component.require_count("p")?;
        let latent = Correlation::read(component, p)?;
        let coding = component.text("coding");
        let threshold = Threshold::new(component.require_number("probability")?, coding);
        let both = latent.transformed(p, |r| threshold.correlation(r));
        let every = component.require_count("every")?;
        Ok(Arc::new(Mixed { p, every, threshold, latent, both }))
    }),
};

#[derive(Debug)]
struct Mixed {
    p: usize,
    every: usize,
    threshold: Threshold,
    /// R.
    latent: Correlation,
    /// Correlations of binary covariates, were all of them binary.
    both: Transformed,
}

impl Mixed {
    /// Whether a covariate, counted from 0, is binary.
    fn binary(&self, j: usize) -> bool {
        (j + 1).is_multiple_of(self.every)
    }
}

impl Covariates for Mixed {
    fn p(&self) -> usize {
        self.p
    }

    fn fill(&self, stream: &mut Stream, x: &mut Matrix) {
        self.latent.fill(stream, x);
        for j in (0..self.p).filter(|&j| self.binary(j)) {
            x.column_mut(j).iter_mut().for_each(|z| *z = self.threshold.cut(*z));
        }
    }

    fn mean_product(&self, delta: &[f64]) -> f64 {
        let binary = delta.iter().skip(self.every - 1).step_by(self.every);
        self.threshold.mean() * binary.sum::<f64>()
    }

    /// With a the correlation of a binary covariate with what it was cut from, D = diag(a or 1), B the
    /// correlations of binary covariates: Sigma = D R D, and B - a^2 R more between binary covariates.
    fn quadratic(&self, delta: &[f64]) -> f64 {
        let (a, sd, p) = (self.threshold.biserial(), self.threshold.sd(), delta.len());
        let binary = |j: usize| if self.binary(j) { sd * delta[j] } else { 0.0 };
        let linear = |j: usize| if self.binary(j) { a * sd * delta[j] } else { delta[j] };
        self.latent.quadratic(p, linear) + self.both.quadratic(p, binary)
            - a * a * self.latent.quadratic(p, binary)
    }

    fn first_exponential_moment(&self, t: f64) -> Option<f64> {
        Some(libm::exp(0.5 * t * t))
    }
}
