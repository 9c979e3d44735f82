//! Independent covariates, the last of which stands for a group of others.

use super::correlation::P;
use super::{Build, Covariates, Entry};
use crate::component::{
    ArgumentError, Component, Default, Family, Parameter, Shape, Specification,
};
use crate::normal;
use crate::stream::Stream;
use parsim_numerics::Matrix;
use std::sync::Arc;

pub const ENTRY: Entry = Entry {
    specification: Specification {
        family: Family::Covariates,
        kind: "proxy",
        summary: "Gaussian rows with unit variances, independent but for the last covariate, a proxy of the first \
                  ones; where these are the signals (leading) and of one sign, strength above 1 breaks the \
                  irrepresentable condition",
        formula: "x_1..x_(p−1) ~ N(0, 1) independent; x_p = (strength/of) Σ_(j ≤ of) x_j + √(1 − strength²/of) z",
        source: "Zhao & Yu (2006), section 3.1, whose example has of = 2 and strength = 4/3",
        parameters: &[
            P,
            Parameter {
                name: "of",
                shape: Shape::Integer { min: 1, max: 1_000_000 },
                default: Default::Required,
                doc: "number of covariates that the last one stands for, at most p − 1",
            },
            Parameter {
                name: "strength",
                shape: Shape::Real { min: 0.0, max: f64::INFINITY, open: (false, true) },
                default: Default::Required,
                doc: "sum of its correlations with them, below √of; 0 makes all covariates independent",
            },
        ],
    },
    build: Build::Known(build),
};

#[derive(Debug)]
struct Proxy {
    p: usize,
    of: usize,
    /// Correlation of the proxy with each of those that it stands for.
    rho: f64,
}

fn build(component: &Component) -> Result<Arc<dyn Covariates>, ArgumentError> {
    let (p, of) = (component.require_count("p")?, component.require_count("of")?);
    if of >= p {
        let message = format!("the last of {p} covariates cannot stand for {of} others");
        return Err(ArgumentError::at("of", message, "at most p - 1"));
    }
    let strength = component.require_number("strength")?;
    let limit = (of as f64).sqrt();
    if strength >= limit {
        let message = format!("{strength} makes the covariance matrix singular or worse");
        return Err(ArgumentError::at("strength", message, format!("below sqrt(of) = {limit}")));
    }
    Ok(Arc::new(Proxy { p, of, rho: strength / of as f64 }))
}

impl Proxy {
    /// Variance of what is the proxy's own.
    fn own(&self) -> f64 {
        1.0 - self.of as f64 * self.rho * self.rho
    }
}

impl Covariates for Proxy {
    fn p(&self) -> usize {
        self.p
    }

    fn fill(&self, stream: &mut Stream, x: &mut Matrix) {
        let rows = x.rows();
        let values = x.as_mut_slice();
        normal::fill(stream, values);
        let own = self.own().sqrt();
        let (others, proxy) = values.split_at_mut(rows * (self.p - 1));
        for (i, value) in proxy.iter_mut().enumerate() {
            let sum: f64 = (0..self.of).map(|j| others[j * rows + i]).sum();
            *value = self.rho * sum + own * *value;
        }
    }

    fn quadratic(&self, delta: &[f64]) -> f64 {
        let squares: f64 = delta.iter().map(|d| d * d).sum();
        let sum: f64 = delta[..self.of].iter().sum();
        squares + 2.0 * self.rho * sum * delta[self.p - 1]
    }

    /// By the inverse of a bordered identity: the proxy has precision 1/own, each of its covariates
    /// 1 + rho^2/own.
    fn precision_trace(&self) -> Option<f64> {
        let (p, of) = (self.p as f64, self.of as f64);
        Some(p - 1.0 + (1.0 + of * self.rho * self.rho) / self.own())
    }

    fn first_exponential_moment(&self, t: f64) -> Option<f64> {
        Some(libm::exp(0.5 * t * t))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn moments_by_hand() {
        // Zhao & Yu's example: x_3 = (2/3) x_1 + (2/3) x_2 + (1/3) z.
        let law = Proxy { p: 3, of: 2, rho: 2.0 / 3.0 };
        assert!((law.own() - 1.0 / 9.0).abs() < 1e-15);
        assert!((law.quadratic(&[1.0, 1.0, 1.0]) - (3.0 + 8.0 / 3.0)).abs() < 1e-14);
        // Sigma^-1 has the diagonal 5, 5, 9 (numpy.linalg.inv).
        assert!((law.precision_trace().unwrap() - 19.0).abs() < 1e-12);
    }
}
