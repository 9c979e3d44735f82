//! Covariates that have a twin.

use super::correlation::{P, RHO};
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
        kind: "pairs",
        summary: "Gaussian rows with unit variances: each of the first covariates has a correlated twin among the \
                  last; with signals in front (leading, decreasing) each signal has a noise covariate as its twin",
        formula: "x ~ N(0, Σ), Σ_jj = 1, Σ_jk = ρ for k = p − pairs + j, j ≤ pairs, else 0",
        source: "the irrepresentable condition for one signal: Zhao & Yu (2006), section 2",
        parameters: &[
            P,
            Parameter { default: Default::Required, doc: "the correlation of twins", ..RHO },
            Parameter {
                name: "pairs",
                shape: Shape::Integer { min: 1, max: 500_000 },
                default: Default::Absent,
                doc: "number of pairs, at most p/2; half of the covariates, rounded down, if absent",
            },
        ],
    },
    build: Build::Known(build),
};

#[derive(Debug)]
struct Pairs {
    p: usize,
    rho: f64,
    count: usize,
}

fn build(component: &Component) -> Result<Arc<dyn Covariates>, ArgumentError> {
    let p = component.require_count("p")?;
    let pairs = component.count("pairs").unwrap_or(p / 2);
    if 2 * pairs > p {
        let message = format!("{pairs} pairs are more than {p} covariates");
        return Err(ArgumentError::at("pairs", message, "at most p/2"));
    }
    Ok(Arc::new(Pairs { p, rho: component.require_number("rho")?, count: pairs }))
}

impl Covariates for Pairs {
    fn p(&self) -> usize {
        self.p
    }

    fn fill(&self, stream: &mut Stream, x: &mut Matrix) {
        normal::fill(stream, x.as_mut_slice());
        let own = (1.0 - self.rho * self.rho).sqrt();
        let entries = x.rows() * self.count;
        let values = x.as_mut_slice();
        let (first, twins) = values.split_at_mut(values.len() - entries);
        for (twin, x) in twins.iter_mut().zip(first) {
            *twin = self.rho * *x + own * *twin;
        }
    }

    fn quadratic(&self, delta: &[f64]) -> f64 {
        let squares: f64 = delta.iter().map(|d| d * d).sum();
        let twins = &delta[self.p - self.count..];
        let products: f64 = twins.iter().zip(delta).map(|(twin, d)| twin * d).sum();
        squares + 2.0 * self.rho * products
    }

    fn precision_trace(&self) -> Option<f64> {
        let paired = 2.0 * self.count as f64;
        Some(self.p as f64 - paired + paired / (1.0 - self.rho * self.rho))
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
        let law = Pairs { p: 5, rho: 0.6, count: 2 };
        // Twins are 1 and 4, 2 and 5.
        assert!((law.quadratic(&[1.0, 0.0, 0.0, 1.0, 0.0]) - 3.2).abs() < 1e-15);
        assert!((law.quadratic(&[0.0, 1.0, 1.0, 0.0, -1.0]) - 1.8).abs() < 1e-15);
        // 1 + 4/(1 - 0.36).
        assert!((law.precision_trace().unwrap() - 7.25).abs() < 1e-14);
    }
}
