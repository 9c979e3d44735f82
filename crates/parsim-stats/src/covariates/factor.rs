//! Covariates that share a few hidden factors.

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
        kind: "factor",
        summary: "Gaussian rows with unit variances that share a few factors: loadings drawn once per scenario, or \
                  one factor for each covariate",
        formula: "x_j = √c λ_j'f + √(1 − c) e_j, f and e standard normal, |λ_j| = 1;  Σ = c ΛΛ' + (1 − c) I;  \
                  random: λ_j uniform on the sphere;  simple: λ_j = the unit vector 1 + (j − 1) mod factors",
        source: "Bai & Ng (2002), section 6, for the model; simple structure: Thurstone (1947)",
        parameters: &[
            P,
            Parameter {
                name: "factors",
                shape: Shape::Integer { min: 1, max: 1000 },
                default: Default::Number(3.0),
                doc: "number of factors",
            },
            Parameter {
                name: "communality",
                shape: Shape::Real { min: 0.0, max: 1.0, open: (false, true) },
                default: Default::Number(0.5),
                doc: "c, the share of each covariate's variance that the factors explain",
            },
            Parameter {
                name: "loadings",
                shape: Shape::Choice(&["random", "simple"]),
                default: Default::Text("random"),
                doc: "drawn once per scenario, or one factor for each covariate, in turn",
            },
        ],
    },
    build: Build::Drawn(build),
};

#[derive(Debug)]
struct Factor {
    /// Row j holds the loadings of covariate j; its length is 1.
    loadings: Vec<Vec<f64>>,
    communality: f64,
    precision_trace: Option<f64>,
}

fn build(component: &Component, stream: &mut Stream) -> Result<Arc<dyn Covariates>, ArgumentError> {
    let p = component.require_count("p")?;
    let factors = component.require_count("factors")?;
    let communality = component.require_number("communality")?;
    let simple = component.text("loadings") == Some("simple");
    let row = |j: usize| {
        if simple {
            return (0..factors).map(|m| f64::from(u8::from(j % factors == m))).collect();
        }
        let mut row = vec![0.0; factors];
        normal::fill(stream, &mut row);
        let length = row.iter().map(|z| z * z).sum::<f64>().sqrt();
        for z in &mut row {
            *z /= length;
        }
        row
    };
    let loadings: Vec<Vec<f64>> = (0..p).map(row).collect();
    let precision_trace = precision_trace(&loadings, communality);
    Ok(Arc::new(Factor { loadings, communality, precision_trace }))
}

/// By Woodbury: tr(Sigma^-1) = (p - k + tr((I + r Lambda'Lambda)^-1))/(1 - c), r = c/(1 - c), k factors.
fn precision_trace(loadings: &[Vec<f64>], c: f64) -> Option<f64> {
    let (p, k) = (loadings.len() as f64, loadings.first().map_or(0, Vec::len));
    let ratio = c / (1.0 - c);
    let entry = |a: usize, b: usize| -> f64 { loadings.iter().map(|row| row[a] * row[b]).sum() };
    let small: Vec<f64> = (0..k).map(|a| 1.0 + ratio * entry(a, a)).collect();
    let below = |a: usize| (a + 1..k).map(|b| (b, ratio * entry(a, b))).collect();
    let columns: Vec<super::precision::Column> = (0..k).map(below).collect();
    let inner = super::precision::inverse_trace(&small, &columns)?;
    Some((p - k as f64 + inner) / (1.0 - c))
}

impl Covariates for Factor {
    fn p(&self) -> usize {
        self.loadings.len()
    }

    fn fill(&self, stream: &mut Stream, x: &mut Matrix) {
        normal::fill(stream, x.as_mut_slice());
        let (shared, own) = (self.communality.sqrt(), (1.0 - self.communality).sqrt());
        x.as_mut_slice().iter_mut().for_each(|e| *e *= own);
        let mut factor = vec![0.0; x.rows()];
        for m in 0..self.loadings.first().map_or(0, Vec::len) {
            normal::fill(stream, &mut factor);
            for (j, row) in self.loadings.iter().enumerate().filter(|(_, row)| row[m] != 0.0) {
                let loading = shared * row[m];
                for (x, f) in x.column_mut(j).iter_mut().zip(&factor) {
                    *x += loading * f;
                }
            }
        }
    }

    fn quadratic(&self, delta: &[f64]) -> f64 {
        let own: f64 = delta.iter().map(|d| d * d).sum();
        let shared = |m: usize| {
            let sum: f64 = self.loadings.iter().zip(delta).map(|(row, d)| row[m] * d).sum();
            sum * sum
        };
        let factors = self.loadings.first().map_or(0, Vec::len);
        let explained: f64 = (0..factors).map(shared).sum();
        self.communality * explained + (1.0 - self.communality) * own
    }

    fn precision_trace(&self) -> Option<f64> {
        self.precision_trace
    }

    fn first_exponential_moment(&self, t: f64) -> Option<f64> {
        Some(libm::exp(0.5 * t * t))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn one_factor_is_equicorrelation() {
        // With one factor and equal loadings Sigma is equicorrelated at c: for p = 3 and c = 1/2 the
        // eigenvalues are 2, 1/2, 1/2, so that tr(Sigma^-1) = 4.5.
        let loadings = vec![vec![1.0]; 3];
        let trace = precision_trace(&loadings, 0.5);
        assert!((trace.unwrap() - 4.5).abs() < 1e-14, "{trace:?}");
        let law = Factor { loadings, communality: 0.5, precision_trace: trace };
        assert!((law.quadratic(&[1.0, -1.0, 0.0]) - 1.0).abs() < 1e-15);
        assert!((law.quadratic(&[1.0, 1.0, 1.0]) - 6.0).abs() < 1e-15);
    }
}
