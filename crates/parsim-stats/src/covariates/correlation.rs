//! Structured correlations, and what becomes of them when each covariate is transformed.

use crate::component::{ArgumentError, Component, Default, Parameter, Shape};
use crate::normal;
use crate::stream::Stream;
use parsim_numerics::Matrix;

/// The parameter `p` that every kind of covariates takes but `file`.
pub(super) const P: Parameter = Parameter {
    name: "p",
    shape: Shape::Integer { min: 1, max: 1_000_000 },
    default: Default::Required,
    doc: "number of covariates",
};

/// The parameter `correlation`.
pub(super) const CORRELATION: Parameter = Parameter {
    name: "correlation",
    shape: Shape::Choice(&["independent", "ar1", "equicorrelated", "block"]),
    default: Default::Text("independent"),
    doc: "structure of the correlation",
};

/// The parameter `rho`.
pub(super) const RHO: Parameter = Parameter {
    name: "rho",
    shape: Shape::Real { min: -1.0, max: 1.0, open: (true, true) },
    default: Default::Absent,
    doc: "the correlation; required unless independent",
};

/// The parameter `block_size`.
pub(super) const BLOCK_SIZE: Parameter = Parameter {
    name: "block_size",
    shape: Shape::Integer { min: 1, max: 1_000_000 },
    default: Default::Absent,
    doc: "covariates per block (the last may be shorter); required for block",
};

/// A correlation matrix R with a structure.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(super) enum Correlation {
    Independent,
    /// `R_jk = rho^|j-k|`.
    Ar1 {
        rho: f64,
    },
    /// Equicorrelated within groups of `size` consecutive covariates.
    Groups {
        rho: f64,
        size: usize,
    },
}

impl Correlation {
    /// The structure that `correlation`, `rho` and `block_size` of a component describe.
    pub(super) fn read(component: &Component, p: usize) -> Result<Self, ArgumentError> {
        let structure = component.text("correlation").unwrap_or("independent");
        let block_size = component.count("block_size");
        if block_size.is_some() && structure != "block" {
            let message = format!("has no meaning when correlation is \"{structure}\"");
            let hint = "remove it, or set correlation = \"block\"";
            return Err(ArgumentError::at("block_size", message, hint));
        }
        match (structure, component.number("rho")) {
            ("independent", None | Some(0.0)) => Ok(Self::Independent),
            ("independent", Some(_)) => {
                let hint = "set correlation = \"ar1\", \"equicorrelated\" or \"block\"";
                let message = "has no meaning for independent covariates";
                Err(ArgumentError::at("rho", message, hint))
            }
            (_, None) => {
                let message = format!("is required when correlation is \"{structure}\"");
                Err(ArgumentError::at("rho", message, "give a number in (-1, 1)"))
            }
            ("ar1", Some(rho)) => Ok(Self::Ar1 { rho }),
            ("equicorrelated", Some(rho)) => Self::groups(rho, p),
            (_, Some(rho)) => Self::groups(rho, required_block_size(block_size, p)?),
        }
    }

    /// Equicorrelated groups, which need rho > -1/(size - 1) for R to be positive definite.
    pub(super) fn groups(rho: f64, size: usize) -> Result<Self, ArgumentError> {
        let least = if size > 1 { -1.0 / (size as f64 - 1.0) } else { -1.0 };
        if rho <= least {
            let message = format!(
                "{rho} makes the correlation matrix of {size} covariates singular or worse"
            );
            return Err(ArgumentError::at("rho", message, format!("above {least}")));
        }
        Ok(Self::Groups { rho, size })
    }

    /// Fills x with Gaussian rows of this correlation.
    pub(super) fn fill(self, stream: &mut Stream, x: &mut Matrix) {
        normal::fill(stream, x.as_mut_slice());
        self.mix(x);
    }

    /// Gives rows of independent entries with variance 1 this correlation, by a linear map.
    pub(super) fn mix(self, x: &mut Matrix) {
        match self {
            Self::Independent => {}
            // x_j <- rho x_(j-1) + sqrt(1 - rho^2) z_j.
            Self::Ar1 { rho } => x.autoregress(rho, (1.0 - rho * rho).sqrt()),
            Self::Groups { rho, size } => {
                let rows = x.rows();
                mix_groups(x.as_mut_slice(), rows, rho, size);
            }
        }
    }

    /// delta'R delta in O(p), where `delta(j)` is the j-th of p entries.
    pub(super) fn quadratic(self, p: usize, delta: impl Fn(usize) -> f64) -> f64 {
        match self {
            Self::Independent => (0..p).map(|j| delta(j) * delta(j)).sum(),
            Self::Ar1 { rho } => autoregressive_quadratic((0..p).map(delta), rho),
            Self::Groups { rho, size } => groups_quadratic(p, delta, rho, size),
        }
    }

    /// tr(R^-1).
    pub(super) fn precision_trace(self, p: usize) -> f64 {
        match self {
            // The inverse is tridiagonal: 1 at both ends, 1 + rho^2 between, over 1 - rho^2.
            Self::Ar1 { rho } if p > 1 => {
                (2.0 + (p as f64 - 2.0) * (1.0 + rho * rho)) / (1.0 - rho * rho)
            }
            Self::Independent | Self::Ar1 { .. } => p as f64,
            Self::Groups { rho, size } => (0..p)
                .step_by(size)
                .map(|start| size.min(p - start) as f64)
                .map(|m| (m - 1.0) / (1.0 - rho) + 1.0 / (1.0 + (m - 1.0) * rho))
                .sum(),
        }
    }

    /// The correlation matrix `h(R_jk)`, where h(0) = 0 and h(1) = 1: that of covariates each of
    /// which is a function of its own Gaussian covariate.
    pub(super) fn transformed(self, p: usize, h: impl Fn(f64) -> f64) -> Transformed {
        match self {
            Self::Independent => Transformed::Structured(self),
            Self::Groups { rho, size } => {
                Transformed::Structured(Self::Groups { rho: h(rho), size })
            }
            Self::Ar1 { rho } => {
                let powers = std::iter::successors(Some(rho), |power| Some(power * rho));
                let lags = powers.take(p.saturating_sub(1)).map(h);
                Transformed::Lags(lags.take_while(|h| h.abs() > NEGLIGIBLE).collect())
            }
        }
    }
}

/// Correlations that no sum of p of them can lift above the rounding error of the whole: 2^-70.
const NEGLIGIBLE: f64 = 8.5e-22;

/// A correlation matrix that came of a structured one.
#[derive(Clone, Debug, PartialEq)]
pub(super) enum Transformed {
    Structured(Correlation),
    /// Depends on |j - k| alone: the correlations at distance 1, 2, ..., then 0.
    Lags(Vec<f64>),
}

impl Transformed {
    /// delta'R delta, where `delta(j)` is the j-th of p entries.
    pub(super) fn quadratic(&self, p: usize, delta: impl Fn(usize) -> f64) -> f64 {
        match self {
            Self::Structured(correlation) => correlation.quadratic(p, delta),
            Self::Lags(lags) => {
                let mut sum = 0.0;
                for j in 0..p {
                    let own = delta(j);
                    if own == 0.0 {
                        continue;
                    }
                    let before = (0..j).rev().zip(lags).map(|(k, r)| r * delta(k));
                    sum += own * (own + 2.0 * before.sum::<f64>());
                }
                sum
            }
        }
    }

    /// tr(R^-1), where it has a closed form.
    pub(super) fn precision_trace(&self, p: usize) -> Option<f64> {
        match self {
            Self::Structured(correlation) => Some(correlation.precision_trace(p)),
            Self::Lags(_) => None,
        }
    }
}

fn required_block_size(size: Option<usize>, p: usize) -> Result<usize, ArgumentError> {
    let size = size.ok_or_else(|| {
        let message = "is required when correlation is \"block\"";
        ArgumentError::at("block_size", message, "give a whole number")
    })?;
    if size > p {
        let message = format!("{size} exceeds p = {p}");
        return Err(ArgumentError::at("block_size", message, "at most p"));
    }
    Ok(size)
}

/// x <- R^(1/2) z for equicorrelated groups of columns: with R = (1 - rho) I + rho 11' the symmetric
/// root is a I + ((b - a)/m) 11', a = sqrt(1 - rho), b = sqrt(1 + (m - 1) rho), m the group's size.
pub(super) fn mix_groups(x: &mut [f64], rows: usize, rho: f64, size: usize) {
    let own = (1.0 - rho).sqrt();
    let mut total = vec![0.0; rows];
    for group in x.chunks_mut((rows * size).max(1)) {
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

/// `delta'R delta` for `R_jk = rho^|j-k|` in O(p): carries `sum_(k<j) rho^(j-k) delta_k`.
fn autoregressive_quadratic(delta: impl Iterator<Item = f64>, rho: f64) -> f64 {
    let (mut sum, mut carried) = (0.0, 0.0);
    for d in delta {
        sum += d * (d + 2.0 * carried);
        carried = rho * (carried + d);
    }
    sum
}

fn groups_quadratic(p: usize, delta: impl Fn(usize) -> f64, rho: f64, size: usize) -> f64 {
    let group = |start: usize| {
        let members = (start..p.min(start + size)).map(&delta);
        let (total, squares) = members.fold((0.0, 0.0), |(t, q), d| (t + d, q + d * d));
        (1.0 - rho) * squares + rho * total * total
    };
    (0..p).step_by(size).map(group).sum()
}

#[cfg(test)]
mod tests {
    use super::*;
    use rand::SeedableRng;

    fn entry(correlation: Correlation, j: usize, k: usize) -> f64 {
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
    fn quadratics_are_the_double_sum() {
        let delta = [0.5, -1.0, 2.0, 0.0, 0.25];
        let direct = |entry: &dyn Fn(usize, usize) -> f64| -> f64 {
            let pairs = (0..5).flat_map(|j| (0..5).map(move |k| (j, k)));
            pairs.map(|(j, k)| delta[j] * entry(j, k) * delta[k]).sum()
        };
        for case in CASES {
            let plain = case.quadratic(5, |j| delta[j]);
            assert!((plain - direct(&|j, k| entry(case, j, k))).abs() < 1e-12, "{case:?}");
            let cubes = case.transformed(5, |r| r * r * r).quadratic(5, |j| delta[j]);
            let expected = direct(&|j, k| entry(case, j, k).powi(3));
            assert!((cubes - expected).abs() < 1e-12, "{case:?}");
        }
    }

    #[test]
    fn precision_traces_by_hand() {
        // Inverse of [[1, r, r^2], [r, 1, r], [r^2, r, 1]] at r = 1/2: diagonal 4/3, 5/3, 4/3.
        let ar1 = Correlation::Ar1 { rho: 0.5 };
        assert!((ar1.precision_trace(3) - 13.0 / 3.0).abs() < 1e-14);
        // Equicorrelated pairs at 1/2 have inverse diagonal 4/3; a group of one has 1.
        let pairs = Correlation::Groups { rho: 0.5, size: 2 };
        assert!((pairs.precision_trace(3) - (8.0 / 3.0 + 1.0)).abs() < 1e-14);
    }

    #[test]
    fn draws_have_the_stated_covariance() {
        // Entries of a sample covariance have standard error at most sqrt(2/n); 5 of those over
        // 5 x 15 entries is a false alarm in fewer than one run in ten thousand.
        let n = 40_000;
        for case in CASES {
            let mut x = Matrix::new(n, 5);
            case.fill(&mut Stream::seed_from_u64(7), &mut x);
            for (j, k) in (0..5).flat_map(|j| (0..=j).map(move |k| (j, k))) {
                let products = x.column(j).iter().zip(x.column(k)).map(|(a, b)| a * b);
                let covariance = products.sum::<f64>() / n as f64;
                let limit = 5.0 * (2.0 / n as f64).sqrt();
                assert!((covariance - entry(case, j, k)).abs() < limit, "{case:?}");
            }
        }
    }
}
