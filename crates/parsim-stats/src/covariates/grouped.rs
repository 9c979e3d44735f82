//! Groups of nearly equal covariates in front of independent ones.

use super::correlation::{Correlation, P, RHO, mix_groups};
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
        kind: "grouped",
        summary: "Gaussian rows with unit variances: a few groups of strongly correlated covariates in front, \
                  independent ones behind",
        formula: "x ~ N(0, Σ), Σ_jj = 1, Σ_jk = ρ for j, k ≤ groups · group_size in the same consecutive group, else 0",
        source: "Zou & Hastie (2005), section 5, example 4 (there ρ = 1/1.01 and variances are 1.01 in the groups)",
        parameters: &[
            P,
            Parameter {
                name: "groups",
                shape: Shape::Integer { min: 1, max: 1_000_000 },
                default: Default::Number(3.0),
                doc: "number of groups",
            },
            Parameter {
                name: "group_size",
                shape: Shape::Integer { min: 1, max: 1_000_000 },
                default: Default::Number(5.0),
                doc: "covariates in each group; groups times size is at most p",
            },
            Parameter {
                default: Default::Number(0.99),
                doc: "the correlation within a group, above -1/(group_size - 1)",
                ..RHO
            },
        ],
    },
    build: Build::Known(build),
};

#[derive(Debug)]
struct Grouped {
    p: usize,
    /// Covariates in groups.
    inside: usize,
    size: usize,
    rho: f64,
}

fn build(component: &Component) -> Result<Arc<dyn Covariates>, ArgumentError> {
    let p = component.require_count("p")?;
    let (groups, size) =
        (component.require_count("groups")?, component.require_count("group_size")?);
    let grouped = groups.saturating_mul(size);
    if grouped > p {
        let message = format!("{groups} groups of {size} are more than p = {p} covariates");
        return Err(ArgumentError::at("groups", message, "groups * group_size is at most p"));
    }
    let rho = component.require_number("rho")?;
    Correlation::groups(rho, size)?;
    Ok(Arc::new(Grouped { p, inside: grouped, size, rho }))
}

impl Covariates for Grouped {
    fn p(&self) -> usize {
        self.p
    }

    fn fill(&self, stream: &mut Stream, x: &mut Matrix) {
        normal::fill(stream, x.as_mut_slice());
        let rows = x.rows();
        mix_groups(&mut x.as_mut_slice()[..rows * self.inside], rows, self.rho, self.size);
    }

    fn quadratic(&self, delta: &[f64]) -> f64 {
        let (grouped, others) = delta.split_at(self.inside);
        let groups = Correlation::Groups { rho: self.rho, size: self.size };
        groups.quadratic(self.inside, |j| grouped[j]) + others.iter().map(|d| d * d).sum::<f64>()
    }

    fn precision_trace(&self) -> Option<f64> {
        let groups = Correlation::Groups { rho: self.rho, size: self.size };
        Some(groups.precision_trace(self.inside) + (self.p - self.inside) as f64)
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
        let law = Grouped { p: 5, inside: 4, size: 2, rho: 0.5 };
        assert!((law.quadratic(&[1.0, 1.0, 1.0, -1.0, 2.0]) - (3.0 + 1.0 + 4.0)).abs() < 1e-15);
        // Two pairs at 1/2 have 8/3 each.
        assert!((law.precision_trace().unwrap() - (16.0 / 3.0 + 1.0)).abs() < 1e-14);
    }
}
