//! Gaussian covariates with unit variances and a structured correlation.

use super::{Covariates, Entry};
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
        kind: "gaussian",
        summary: "Gaussian rows with mean 0, unit variances and a structured correlation",
        formula: "x ~ N(0, Σ);  ar1: Σ_jk = ρ^|j−k|;  equicorrelated: Σ_jk = ρ for j ≠ k;  \
                  block: equicorrelated within consecutive blocks, 0 between them",
        source: "Hastie, Tibshirani & Tibshirani (2020), section 3.1, for ar1",
        parameters: &[
            Parameter {
                name: "p",
                shape: Shape::Integer { min: 1, max: 1_000_000 },
                default: Default::Required,
                doc: "number of covariates",
            },
            Parameter {
                name: "correlation",
                shape: Shape::Choice(&["independent", "ar1", "equicorrelated", "block"]),
                default: Default::Text("independent"),
                doc: "structure of the correlation",
            },
            Parameter {
                name: "rho",
                shape: Shape::Real { min: -1.0, max: 1.0, open: (true, true) },
                default: Default::Absent,
                doc: "the correlation; required unless independent",
            },
            Parameter {
                name: "block_size",
                shape: Shape::Integer { min: 1, max: 1_000_000 },
                default: Default::Absent,
                doc: "covariates per block (the last may be shorter); required for block",
            },
        ],
    },
    build,
};

/// The correlation of neighbours, or of members of a group.
#[derive(Clone, Copy, Debug, PartialEq)]
enum Correlation {
    Independent,
    Ar1 {
        rho: f64,
    },
    /// Equicorrelated within groups of `size` consecutive covariates.
    Groups {
        rho: f64,
        size: usize,
    },
}

#[derive(Debug)]
struct Gaussian {
    p: usize,
    correlation: Correlation,
}

fn build(component: &Component) -> Result<Arc<dyn Covariates>, ArgumentError> {
    let p = component.require_count("p")?;
    let structure = component.text("correlation").unwrap_or("independent");
    let rho = component.number("rho");
    let block_size = component.count("block_size");
    if block_size.is_some() && structure != "block" {
        let message = format!("has no meaning when correlation is \"{structure}\"");
        return Err(ArgumentError::at(
            "block_size",
            message,
            "remove it, or set correlation = \"block\"",
        ));
    }
    let correlation = match (structure, rho) {
        ("independent", None | Some(0.0)) => Correlation::Independent,
        ("independent", Some(_)) => {
            let hint = "set correlation = \"ar1\", \"equicorrelated\" or \"block\"";
            return Err(ArgumentError::at(
                "rho",
                "has no meaning for independent covariates",
                hint,
            ));
        }
        (_, None) => {
            let message = format!("is required when correlation is \"{structure}\"");
            return Err(ArgumentError::at("rho", message, "give a number in (-1, 1)"));
        }
        ("ar1", Some(rho)) => Correlation::Ar1 { rho },
        ("equicorrelated", Some(rho)) => groups(rho, p)?,
        (_, Some(rho)) => groups(rho, required_block_size(block_size, p)?)?,
    };
    Ok(Arc::new(Gaussian { p, correlation }))
}

fn required_block_size(size: Option<usize>, p: usize) -> Result<usize, ArgumentError> {
    let size = size.ok_or_else(|| {
        ArgumentError::at(
            "block_size",
            "is required when correlation is \"block\"",
            "give a whole number",
        )
    })?;
    if size > p {
        return Err(ArgumentError::at(
            "block_size",
            format!("{size} exceeds p = {p}"),
            "at most p",
        ));
    }
    Ok(size)
}

/// Equicorrelation needs rho > -1/(size - 1) for Sigma to be positive definite.
fn groups(rho: f64, size: usize) -> Result<Correlation, ArgumentError> {
    let least = if size > 1 { -1.0 / (size as f64 - 1.0) } else { -1.0 };
    if rho <= least {
        let message =
            format!("{rho} makes the correlation matrix of {size} covariates singular or worse");
        return Err(ArgumentError::at("rho", message, format!("above {least}")));
    }
    Ok(Correlation::Groups { rho, size })
}

impl Covariates for Gaussian {
    fn p(&self) -> usize {
        self.p
    }

    fn fill(&self, stream: &mut Stream, x: &mut Matrix) {
        normal::fill(stream, x.as_mut_slice());
        match self.correlation {
            Correlation::Independent => {}
            // x_j <- rho x_(j-1) + sqrt(1 - rho^2) z_j.
            Correlation::Ar1 { rho } => x.autoregress(rho, (1.0 - rho * rho).sqrt()),
            Correlation::Groups { rho, size } => mix_groups(x, rho, size),
        }
    }

    fn mean_product(&self, _delta: &[f64]) -> f64 {
        0.0
    }

    fn quadratic(&self, delta: &[f64]) -> f64 {
        match self.correlation {
            Correlation::Independent => delta.iter().map(|d| d * d).sum(),
            Correlation::Ar1 { rho } => autoregressive_quadratic(delta, rho),
            Correlation::Groups { rho, size } => {
                delta.chunks(size).map(|group| group_quadratic(group, rho)).sum()
            }
        }
    }

    fn precision_trace(&self) -> Option<f64> {
        let p = self.p as f64;
        Some(match self.correlation {
            // The inverse is tridiagonal: 1 at both ends, 1 + rho^2 between, over 1 - rho^2.
            Correlation::Ar1 { rho } if self.p > 1 => {
                (2.0 + (p - 2.0) * (1.0 + rho * rho)) / (1.0 - rho * rho)
            }
            Correlation::Independent | Correlation::Ar1 { .. } => p,
            Correlation::Groups { rho, size } => group_sizes(self.p, size)
                .map(|m| (m - 1.0) / (1.0 - rho) + 1.0 / (1.0 + (m - 1.0) * rho))
                .sum(),
        })
    }

    fn first_moments(&self) -> (f64, f64) {
        (0.0, 1.0)
    }

    fn first_exponential_moment(&self, t: f64) -> f64 {
        libm::exp(0.5 * t * t)
    }
}

/// Sizes of consecutive groups of at most `size` covariates.
fn group_sizes(p: usize, size: usize) -> impl Iterator<Item = f64> {
    (0..p).step_by(size).map(move |start| size.min(p - start) as f64)
}

/// x <- Sigma^(1/2) z for equicorrelated groups: with Sigma = (1 - rho) I + rho 11' the symmetric
/// root is a I + ((b - a)/m) 11', a = sqrt(1 - rho), b = sqrt(1 + (m - 1) rho), m the group's size.
fn mix_groups(x: &mut Matrix, rho: f64, size: usize) {
    let rows = x.rows();
    let own = (1.0 - rho).sqrt();
    let mut total = vec![0.0; rows];
    for group in x.as_mut_slice().chunks_mut((rows * size).max(1)) {
        let m = (group.len() / rows) as f64;
        let shared = ((1.0 + (m - 1.0) * rho).sqrt() - own) / m;
        total.fill(0.0);
        for column in group.chunks(rows) {
            for (total, z) in total.iter_mut().zip(column) {
                *total += z;
            }
        }
        for column in group.chunks_mut(rows) {
            for (z, total) in column.iter_mut().zip(&total) {
                *z = own * *z + shared * total;
            }
        }
    }
}

/// `delta'Sigma delta` for `Sigma_jk = rho^|j-k|` in O(p): carries
/// `sum_(k<j) rho^(j-k) delta_k`.
fn autoregressive_quadratic(delta: &[f64], rho: f64) -> f64 {
    let (mut sum, mut carried) = (0.0, 0.0);
    for d in delta {
        sum += d * (d + 2.0 * carried);
        carried = rho * (carried + d);
    }
    sum
}

fn group_quadratic(delta: &[f64], rho: f64) -> f64 {
    let (total, squares) = delta.iter().fold((0.0, 0.0), |(t, q), d| (t + d, q + d * d));
    (1.0 - rho) * squares + rho * total * total
}

#[cfg(test)]
mod tests {
    use super::*;
    use rand::SeedableRng;

    fn sigma(correlation: Correlation, j: usize, k: usize) -> f64 {
        if j == k {
            return 1.0;
        }
        match correlation {
            Correlation::Independent => 0.0,
            Correlation::Ar1 { rho } => rho.powf(j.abs_diff(k) as f64),
            Correlation::Groups { rho, size } => {
                if j / size == k / size {
                    rho
                } else {
                    0.0
                }
            }
        }
    }

    const CASES: [Correlation; 5] = [
        Correlation::Independent,
        Correlation::Ar1 { rho: 0.7 },
        Correlation::Ar1 { rho: -0.4 },
        Correlation::Groups { rho: 0.6, size: 5 },
        Correlation::Groups { rho: -0.3, size: 3 },
    ];

    #[test]
    fn quadratic_is_the_double_sum_over_sigma() {
        let delta = [0.5, -1.0, 2.0, 0.0, 0.25];
        for correlation in CASES {
            let law = Gaussian { p: 5, correlation };
            let direct: f64 = (0..5)
                .flat_map(|j| (0..5).map(move |k| (j, k)))
                .map(|(j, k)| delta[j] * sigma(correlation, j, k) * delta[k])
                .sum();
            assert!((law.quadratic(&delta) - direct).abs() < 1e-12, "{correlation:?}");
        }
    }

    #[test]
    fn precision_traces_by_hand() {
        // Inverse of [[1, r, r^2], [r, 1, r], [r^2, r, 1]] at r = 1/2: diagonal 4/3, 5/3, 4/3.
        let trace = |p, correlation| Gaussian { p, correlation }.precision_trace().unwrap();
        assert!((trace(3, Correlation::Ar1 { rho: 0.5 }) - 13.0 / 3.0).abs() < 1e-14);
        // Equicorrelated pairs at 1/2 have inverse diagonal 4/3; a group of one has 1.
        let pairs = Correlation::Groups { rho: 0.5, size: 2 };
        assert!((trace(3, pairs) - (8.0 / 3.0 + 1.0)).abs() < 1e-14);
    }

    #[test]
    fn draws_have_the_stated_covariance() {
        // Entries of a sample covariance have standard error at most sqrt(2/n); 5 of those over
        // 5 x 15 entries is a false alarm in fewer than one run in ten thousand.
        let n = 40_000;
        for correlation in CASES {
            let law = Gaussian { p: 5, correlation };
            let mut x = Matrix::new(n, 5);
            law.fill(&mut Stream::seed_from_u64(7), &mut x);
            for (j, k) in (0..5).flat_map(|j| (0..=j).map(move |k| (j, k))) {
                let products = x.column(j).iter().zip(x.column(k)).map(|(a, b)| a * b);
                let covariance = products.sum::<f64>() / n as f64;
                let limit = 5.0 * (2.0 / n as f64).sqrt();
                assert!((covariance - sigma(correlation, j, k)).abs() < limit, "{correlation:?}");
            }
        }
    }
}
