//! Gaussian rows described by a sparse precision matrix.

use super::Covariates;
use crate::normal;
use crate::stream::Stream;
use parsim_numerics::Matrix;

/// Entries of a column below the diagonal, by ascending row.
pub(super) type Column = Vec<(usize, f64)>;

/// Gaussian rows with mean 0 and covariance S Omega^-1 S, S the diagonal matrix that makes all variances 1. So
/// partial correlations are those of Omega, and its zeros are pairs that are independent given all others.
#[derive(Debug)]
pub(super) struct Precision {
    /// Diagonal of L, where Omega = L L'.
    diagonal: Vec<f64>,
    /// Columns of L below the diagonal.
    below: Vec<Column>,
    /// Square roots of the diagonal of Omega^-1.
    deviations: Vec<f64>,
    /// tr(Sigma^-1).
    trace: f64,
}

impl Precision {
    /// The law of an Omega given by its diagonal and its columns below; `None` unless it is positive definite.
    pub(super) fn new(omega: &[f64], columns: &[Column]) -> Option<Self> {
        let (diagonal, below) = cholesky(omega, columns)?;
        let mut law = Self { diagonal, below, deviations: Vec::new(), trace: 0.0 };
        let mut work = vec![0.0; omega.len()];
        let variance = |j: usize| {
            work.fill(0.0);
            work[j] = 1.0;
            law.forward_squares(&mut work, j)
        };
        let variances: Vec<f64> = (0..omega.len()).map(variance).collect();
        law.trace = omega.iter().zip(&variances).map(|(own, variance)| own * variance).sum();
        law.deviations = variances.into_iter().map(f64::sqrt).collect();
        Some(law)
    }

    /// |L^-1 w|^2, where w is 0 before its entry `first`; w is overwritten.
    fn forward_squares(&self, w: &mut [f64], first: usize) -> f64 {
        let mut sum = 0.0;
        for k in first..w.len() {
            if w[k] == 0.0 {
                continue;
            }
            let solved = w[k] / self.diagonal[k];
            sum += solved * solved;
            for &(row, entry) in &self.below[k] {
                w[row] -= entry * solved;
            }
        }
        sum
    }
}

/// tr(Omega^-1) of a positive definite Omega given as for [`Precision::new`].
pub(super) fn inverse_trace(omega: &[f64], columns: &[Column]) -> Option<f64> {
    let law = Precision::new(omega, columns);
    law.map(|law| law.deviations.iter().map(|deviation| deviation * deviation).sum())
}

/// L with Omega = L L', column by column.
fn cholesky(omega: &[f64], columns: &[Column]) -> Option<(Vec<f64>, Vec<Column>)> {
    let p = omega.len();
    let (mut diagonal, mut below) = (Vec::with_capacity(p), Vec::<Column>::with_capacity(p));
    // By row, the columns before the diagonal in which L is not 0.
    let mut before = vec![Vec::new(); p];
    let mut work = vec![0.0; p];
    for j in 0..p {
        work[j..].fill(0.0);
        work[j] = omega[j];
        for &(row, entry) in &columns[j] {
            work[row] = entry;
        }
        for &k in &before[j] {
            let column: &Column = &below[k];
            let from = column.partition_point(|(row, _)| *row < j);
            let own = column[from].1;
            for &(row, entry) in &column[from..] {
                work[row] -= own * entry;
            }
        }
        if work[j] <= f64::EPSILON * omega[j] {
            return None;
        }
        let root = work[j].sqrt();
        let nonzero = (j + 1..p).filter(|row| work[*row] != 0.0);
        let column: Column = nonzero.map(|row| (row, work[row] / root)).collect();
        for &(row, _) in &column {
            before[row].push(j);
        }
        diagonal.push(root);
        below.push(column);
    }
    Some((diagonal, below))
}

impl Covariates for Precision {
    fn p(&self) -> usize {
        self.diagonal.len()
    }

    fn fill(&self, stream: &mut Stream, x: &mut Matrix) {
        normal::fill(stream, x.as_mut_slice());
        let rows = x.rows();
        // x = L'^-1 z has covariance Omega^-1.
        for j in (0..self.p()).rev() {
            let (own, later) = x.as_mut_slice()[j * rows..].split_at_mut(rows);
            for &(k, entry) in &self.below[j] {
                let column = &later[(k - j - 1) * rows..][..rows];
                for (own, other) in own.iter_mut().zip(column) {
                    *own -= entry * other;
                }
            }
            for own in own.iter_mut() {
                *own /= self.diagonal[j];
            }
        }
        for (j, deviation) in self.deviations.iter().enumerate() {
            x.column_mut(j).iter_mut().for_each(|x| *x /= deviation);
        }
    }

    fn quadratic(&self, delta: &[f64]) -> f64 {
        let scaled = delta.iter().zip(&self.deviations).map(|(delta, deviation)| delta / deviation);
        self.forward_squares(&mut scaled.collect::<Vec<f64>>(), 0)
    }

    fn precision_trace(&self) -> Option<f64> {
        Some(self.trace)
    }

    fn first_exponential_moment(&self, t: f64) -> Option<f64> {
        Some(libm::exp(0.5 * t * t))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_covariance_is_the_rescaled_inverse() {
        // Omega = [[2, -1, 0], [-1, 2, -1], [0, -1, 2]] has the inverse [[3, 2, 1], [2, 4, 2], [1, 2, 3]]/4, whose
        // correlations are 2/sqrt(12), 1/3 and 2/sqrt(12); tr(Sigma^-1) = 2 (3 + 4 + 3)/4.
        let law = Precision::new(&[2.0; 3], &[vec![(1, -1.0)], vec![(2, -1.0)], vec![]]).unwrap();
        let sigma = |j: usize, k: usize| {
            let sum = |a: f64, b: f64| {
                let mut delta = [0.0; 3];
                delta[j] += a;
                delta[k] += b;
                law.quadratic(&delta)
            };
            (sum(1.0, 1.0) - sum(1.0, -1.0)) / 4.0
        };
        for j in 0..3 {
            assert!((sigma(j, j) - 1.0).abs() < 1e-14);
        }
        assert!((sigma(0, 1) - 1.0 / 3.0_f64.sqrt()).abs() < 1e-14);
        assert!((sigma(0, 2) - 1.0 / 3.0).abs() < 1e-14);
        assert!((sigma(1, 2) - 1.0 / 3.0_f64.sqrt()).abs() < 1e-14);
        assert!((law.precision_trace().unwrap() - 5.0).abs() < 1e-14);
    }

    #[test]
    fn what_is_not_positive_definite_is_refused() {
        assert!(Precision::new(&[1.0; 2], &[vec![(1, 1.0)], vec![]]).is_none());
        assert!(Precision::new(&[1.0; 2], &[vec![(1, -1.5)], vec![]]).is_none());
    }
}
