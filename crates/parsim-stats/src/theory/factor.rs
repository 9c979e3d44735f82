//! Cholesky factors of small symmetric matrices, in plain loops whose bits are the same everywhere.

/// Pivots below this share of their diagonal entry count as 0.
const SINGULAR: f64 = 1e-12;

/// A symmetric matrix by its lower triangle, row by row.
#[derive(Clone, Debug)]
pub(super) struct Symmetric {
    size: usize,
    lower: Vec<f64>,
}

/// The Cholesky factor L of a matrix LL'.
#[derive(Clone, Debug)]
pub(super) struct Factor {
    size: usize,
    lower: Vec<f64>,
}

/// Where row i begins.
const fn row(i: usize) -> usize {
    i * (i + 1) / 2
}

impl Symmetric {
    /// The matrix with these entries, asked for row >= column.
    pub(super) fn of(size: usize, mut entry: impl FnMut(usize, usize) -> f64) -> Self {
        let mut lower = Vec::with_capacity(row(size));
        for i in 0..size {
            lower.extend((0..=i).map(|j| entry(i, j)));
        }
        Self { size, lower }
    }

    /// The factor; `None` where the matrix is not positive definite, or nearly singular.
    pub(super) fn cholesky(mut self) -> Option<Factor> {
        for i in 0..self.size {
            let (done, rest) = self.lower.split_at_mut(row(i));
            let own = &mut rest[..=i];
            let diagonal = own[i];
            for j in 0..i {
                let other = &done[row(j)..=row(j) + j];
                let sum: f64 = own[..j].iter().zip(other).map(|(a, b)| a * b).sum();
                own[j] = (own[j] - sum) / other[j];
            }
            let pivot = diagonal - own[..i].iter().map(|a| a * a).sum::<f64>();
            if pivot.is_nan() || pivot <= SINGULAR * diagonal {
                return None;
            }
            own[i] = pivot.sqrt();
        }
        Some(Factor { size: self.size, lower: self.lower })
    }
}

impl Factor {
    /// v <- (LL')^-1 v.
    pub(super) fn solve(&self, v: &mut [f64]) {
        for i in 0..self.size {
            let own = &self.lower[row(i)..=row(i) + i];
            let sum: f64 = own[..i].iter().zip(&*v).map(|(a, b)| a * b).sum();
            v[i] = (v[i] - sum) / own[i];
        }
        for i in (0..self.size).rev() {
            let own = &self.lower[row(i)..=row(i) + i];
            v[i] /= own[i];
            let value = v[i];
            for (entry, a) in v.iter_mut().zip(&own[..i]) {
                *entry -= a * value;
            }
        }
    }

    /// Trace of the inverse, and the sum of squares of its entries.
    pub(super) fn inverse_sums(&self) -> (f64, f64) {
        let mut column = vec![0.0; self.size];
        let (mut trace, mut squares) = (0.0, 0.0);
        for k in 0..self.size {
            column.fill(0.0);
            column[k] = 1.0;
            self.solve(&mut column);
            trace += column[k];
            squares += column.iter().map(|entry| entry * entry).sum::<f64>();
        }
        (trace, squares)
    }

    /// Trace of the inverse.
    pub(super) fn inverse_trace(&self) -> f64 {
        self.inverse_sums().0
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// [[4, 2], [2, 3]] has the inverse [[3, -2], [-2, 4]]/8.
    #[test]
    fn a_matrix_of_two_by_hand() {
        let factor = Symmetric::of(2, |i, j| [[4.0, 2.0], [2.0, 3.0]][i][j]).cholesky().unwrap();
        let mut v = [8.0, 16.0];
        factor.solve(&mut v);
        assert!((v[0] + 1.0).abs() < 1e-14 && (v[1] - 6.0).abs() < 1e-14, "{v:?}");
        let (trace, squares) = factor.inverse_sums();
        assert!((trace - 7.0 / 8.0).abs() < 1e-15 && (squares - 33.0 / 64.0).abs() < 1e-15);
        assert!(Symmetric::of(2, |_, _| 1.0).cholesky().is_none());
    }
}
