//! The eigendecomposition of a design's Gram matrix, checked.

use super::eigen::Eigen;
use super::panels::Panels;
use super::rational::Poles;
use crate::kernels::vector::{add_scaled, dot, max_abs};
use crate::problem::Problem;
use crate::simd::{Kernel, Lanes, dispatch};

/// Ratio of the smallest to the largest eigenvalue below which nothing is solved by eigenvectors.
const SINGULAR: f64 = 1e-8;

/// The same for least squares, which has no penalty to help: the error of its slopes is the
/// rounding error divided by this ratio, 1e-12.
const ILL_CONDITIONED: f64 = 1e-4;

/// How far the decomposition may be from exact, relative to the largest eigenvalue.
const TOLERANCE: f64 = 1e-12;

/// G = Q D Q', all eigenvalues positive.
#[derive(Debug, Clone, Default)]
pub(super) struct Spectrum {
    /// Reciprocals of the eigenvalues, padded with zeros.
    pub inverse: Vec<f64>,
    pub poles: Poles,
    /// Q, for products with Q'.
    pub forward: Panels,
    /// Q', for products with Q.
    pub back: Panels,
    pub eigen: Eigen,
    /// Whether least squares may be solved by it.
    pub well_conditioned: bool,
}

impl Spectrum {
    /// Decomposes the problem's G; `None` where it is close to singular, is not formed, or the
    /// decomposition is not exact.
    pub(super) fn new(problem: &Problem) -> Option<Self> {
        let p = problem.p();
        let free = problem.n().saturating_sub(usize::from(problem.intercept()));
        if p == 0 || p > free || problem.is_wide() {
            return None;
        }
        let eigen = Eigen::new(p, |i| problem.gram_row(i))?;
        let largest = max_abs(&eigen.values);
        let smallest = eigen.values.iter().copied().fold(f64::INFINITY, f64::min);
        let inexact = dispatch(Inexactness { problem, eigen: &eigen });
        // Written so that a NaN is no success.
        let good = smallest > SINGULAR * largest && inexact <= TOLERANCE * largest;
        let in_range = smallest > 1e-30 && largest < 1e30;
        if !(good && in_range) {
            return None;
        }
        let mut inverse: Vec<f64> = eigen.values.iter().map(|d| 1.0 / d).collect();
        inverse.resize(eigen.ld, 0.0);
        Some(Self {
            poles: Poles::new(&eigen.values),
            forward: Panels::new(p, p, |i, k| eigen.vector(k)[i]),
            back: Panels::new(p, p, |k, i| eigen.vector(k)[i]),
            well_conditioned: smallest > ILL_CONDITIONED * largest,
            inverse,
            eigen,
        })
    }

    /// The eigenvalues.
    pub(super) fn values(&self) -> &[f64] {
        &self.eigen.values
    }
}

/// The largest entry of GQ - QD, and of Q'Q - I times the largest eigenvalue.
struct Inexactness<'a> {
    problem: &'a Problem,
    eigen: &'a Eigen,
}

impl Kernel for Inexactness<'_> {
    type Output = f64;

    #[inline(always)]
    fn run<V: Lanes>(self) -> f64 {
        let Self { problem, eigen } = self;
        let (p, scale) = (problem.p(), max_abs(&eigen.values));
        let mut worst = 0.0_f64;
        let mut product = vec![0.0; eigen.ld];
        for (k, value) in eigen.values.iter().enumerate() {
            let vector = eigen.vector(k);
            for (j, product) in product.iter_mut().enumerate().take(p) {
                *product = dot::<V>(problem.gram_row(j), vector);
            }
            add_scaled::<V>(-value, vector, &mut product);
            let mut off = max_abs(&product);
            for other in 0..=k {
                let unit = if other == k { 1.0 } else { 0.0 };
                let inner = dot::<V>(vector, eigen.vector(other));
                off = if (inner - unit).abs() * scale > off {
                    (inner - unit).abs() * scale
                } else {
                    off
                };
            }
            // A NaN is the worst of all.
            worst = if off <= worst { worst } else { off };
        }
        worst
    }
}
