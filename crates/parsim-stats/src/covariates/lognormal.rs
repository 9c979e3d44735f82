//! Lognormal covariates, standardised.

use super::correlation::{BLOCK_SIZE, CORRELATION, Correlation, P, RHO, Transformed};
use super::{Build, Covariates, Entry};
use crate::component::{Default, Family, Parameter, Shape, Specification};
use crate::stream::Stream;
use parsim_numerics::Matrix;
use std::sync::Arc;

pub const ENTRY: Entry = Entry {
    specification: Specification {
        family: Family::Covariates,
        kind: "lognormal",
        summary: "skewed rows: exponentials of Gaussian ones, standardised to mean 0 and unit variances",
        formula: "x_j = (exp(τ z_j) − m)/s, z ~ N(0, R), R by correlation and rho, τ = log_sd, m = exp(τ²/2), \
                  s² = m²(m² − 1);  Σ_jk = (exp(τ² R_jk) − 1)/(exp(τ²) − 1)",
        source: "Johnson, Kotz & Balakrishnan (1994), chapter 14; skewness (exp(τ²) + 2) √(exp(τ²) − 1)",
        parameters: &[
            P,
            Parameter {
                name: "log_sd",
                shape: Shape::Real { min: 0.0, max: 3.0, open: (true, false) },
                default: Default::Number(0.5),
                doc: "standard deviation of the logarithms; 0.5 has skewness 1.75, 1 has 6.18",
            },
            CORRELATION,
            Parameter {
                doc: "the correlation of the logarithms; required unless independent",
                ..RHO
            },
            BLOCK_SIZE,
        ],
    },
    build: Build::Known(|component| {
        let p = component.require_count("p")?;
        let latent = Correlation::read(component, p)?;
        let log_sd = component.require_number("log_sd")?;
        let square = log_sd * log_sd;
        let correlation = latent.transformed(p, |r| libm::expm1(square * r) / libm::expm1(square));
        Ok(Arc::new(Lognormal { p, log_sd, latent, correlation }))
    }),
};

#[derive(Debug)]
struct Lognormal {
    p: usize,
    log_sd: f64,
    /// Of the logarithms.
    latent: Correlation,
    correlation: Transformed,
}

impl Lognormal {
    /// Mean and standard deviation before standardisation.
    fn moments(&self) -> (f64, f64) {
        let square = self.log_sd * self.log_sd;
        let mean = libm::exp(0.5 * square);
        (mean, mean * libm::expm1(square).sqrt())
    }
}

impl Covariates for Lognormal {
    fn p(&self) -> usize {
        self.p
    }

    fn fill(&self, stream: &mut Stream, x: &mut Matrix) {
        self.latent.fill(stream, x);
        let (mean, sd) = self.moments();
        for x in x.as_mut_slice() {
            *x = (libm::exp(self.log_sd * *x) - mean) / sd;
        }
    }

    fn quadratic(&self, delta: &[f64]) -> f64 {
        self.correlation.quadratic(delta.len(), |j| delta[j])
    }

    fn precision_trace(&self) -> Option<f64> {
        self.correlation.precision_trace(self.p)
    }

    /// Infinite for t > 0; below, an integral over the normal law by the trapezoidal rule, which is exact to
    /// rounding for such smooth functions.
    fn first_exponential_moment(&self, t: f64) -> Option<f64> {
        if t > 0.0 {
            return None;
        }
        let (mean, sd) = self.moments();
        let density = 0.01 / (2.0 * std::f64::consts::PI).sqrt();
        let term = |step: i32| {
            let z = 0.01 * f64::from(step);
            let x = (libm::exp(self.log_sd * z) - mean) / sd;
            density * libm::exp(t * x - 0.5 * z * z)
        };
        Some((-1200..=1200).map(term).sum())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn moments_are_those_of_the_lognormal_law() {
        let latent = Correlation::Groups { rho: 0.5, size: 2 };
        let log_sd = 0.7;
        let square = log_sd * log_sd;
        let correlation = latent.transformed(2, |r| libm::expm1(square * r) / libm::expm1(square));
        let law = Lognormal { p: 2, log_sd, latent, correlation };
        // exp(0.245), and (exp(0.245) - 1)/(exp(0.49) - 1), by bc.
        assert!((law.moments().0 - 1.277_621_313_204_886_6).abs() < 1e-15);
        assert!((law.first_exponential_moment(0.0).unwrap() - 1.0).abs() < 1e-14);
        let pair = law.quadratic(&[1.0, 1.0]);
        assert!(
            (pair - (2.0 + 2.0 * 0.277_621_313_204_886_6 / 0.632_316_219_955_379_4)).abs() < 1e-14
        );
    }
}
