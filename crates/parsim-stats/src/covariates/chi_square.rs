//! Chi-square covariates, standardised.

use super::correlation::{BLOCK_SIZE, CORRELATION, Correlation, P, RHO, Transformed};
use super::{Build, Covariates, Entry};
use crate::component::{Default, Family, Parameter, Shape, Specification};
use crate::stream::Stream;
use parsim_numerics::Matrix;
use std::sync::Arc;

pub const ENTRY: Entry = Entry {
    specification: Specification {
        family: Family::Covariates,
        kind: "chi-square",
        summary: "skewed rows: sums of squares of Gaussian ones, standardised to mean 0 and unit variances",
        formula: "x_j = (Σ_m z_mj² − df)/√(2 df), z_1, ..., z_df independent N(0, R), R by correlation and rho;  \
                  Σ_jk = R_jk², never negative",
        source: "Johnson, Kotz & Balakrishnan (1994), chapter 18; skewness √(8/df)",
        parameters: &[
            P,
            Parameter {
                name: "df",
                shape: Shape::Integer { min: 1, max: 1000 },
                default: Default::Number(1.0),
                doc: "degrees of freedom; 2 is the exponential law",
            },
            CORRELATION,
            Parameter {
                doc: "the correlation before squaring; required unless independent",
                ..RHO
            },
            BLOCK_SIZE,
        ],
    },
    build: Build::Known(|component| {
        let p = component.require_count("p")?;
        let latent = Correlation::read(component, p)?;
        let correlation = latent.transformed(p, |r| r * r);
        Ok(Arc::new(ChiSquare { p, df: component.require_count("df")?, latent, correlation }))
    }),
};

#[derive(Debug)]
struct ChiSquare {
    p: usize,
    df: usize,
    /// Of what is squared.
    latent: Correlation,
    correlation: Transformed,
}

impl Covariates for ChiSquare {
    fn p(&self) -> usize {
        self.p
    }

    fn fill(&self, stream: &mut Stream, x: &mut Matrix) {
        self.latent.fill(stream, x);
        x.as_mut_slice().iter_mut().for_each(|z| *z *= *z);
        if self.df > 1 {
            let mut more = Matrix::new(x.rows(), x.cols());
            for _ in 1..self.df {
                self.latent.fill(stream, &mut more);
                for (sum, z) in x.as_mut_slice().iter_mut().zip(more.as_slice()) {
                    *sum += z * z;
                }
            }
        }
        let df = self.df as f64;
        let sd = (2.0 * df).sqrt();
        x.as_mut_slice().iter_mut().for_each(|sum| *sum = (*sum - df) / sd);
    }

    fn quadratic(&self, delta: &[f64]) -> f64 {
        self.correlation.quadratic(delta.len(), |j| delta[j])
    }

    fn precision_trace(&self) -> Option<f64> {
        self.correlation.precision_trace(self.p)
    }

    /// exp(-t df/s) (1 - 2 t/s)^(-df/2), s = sqrt(2 df), for t < s/2.
    fn first_exponential_moment(&self, t: f64) -> Option<f64> {
        let df = self.df as f64;
        let sd = (2.0 * df).sqrt();
        let rest = 1.0 - 2.0 * t / sd;
        (rest > 0.0).then(|| libm::exp(-t * df / sd - 0.5 * df * libm::log(rest)))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn moments_by_hand() {
        let latent = Correlation::Ar1 { rho: -0.5 };
        let law = ChiSquare { p: 3, df: 2, latent, correlation: latent.transformed(3, |r| r * r) };
        // Correlations 1/4, 1/16, 1/4.
        let quadratic = law.quadratic(&[1.0, -2.0, 3.0]);
        assert!((quadratic - (14.0 + 2.0 * (-0.5 + 3.0 / 16.0 - 1.5))).abs() < 1e-14);
        // u + 1 is exponential: E exp(t u) = exp(-t)/(1 - t).
        let moment = law.first_exponential_moment(0.5).unwrap();
        assert!((moment - 2.0 * (-0.5_f64).exp()).abs() < 1e-15);
        assert_eq!(law.first_exponential_moment(1.0), None);
    }
}
