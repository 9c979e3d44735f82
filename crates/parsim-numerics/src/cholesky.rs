//! Cholesky factors that grow and shrink by one row.

use crate::dispatch::{Kernel, dispatch};
use crate::kernels::padded;
use crate::kernels::vector::{add_scaled, dot};

/// A = L L', with rows appended and removed.
#[derive(Debug, Clone, Default)]
pub(crate) struct Cholesky {
    size: usize,
    ld: usize,
    /// L, row by row; what lies above the diagonal is unspecified.
    l: Vec<f64>,
    /// Reciprocals of the diagonal.
    inverse: Vec<f64>,
}

impl Cholesky {
    /// Empties the factor and makes room for `capacity` rows.
    pub(crate) fn reset(&mut self, capacity: usize) {
        self.size = 0;
        self.ld = padded(capacity);
        self.l.clear();
        self.l.resize(self.ld * self.ld, 0.0);
        self.inverse.clear();
    }

    /// Appends a row of A, diagonal last, if its pivot exceeds `floor`; returns the pivot, the square of the
    /// new diagonal entry of L.
    pub(crate) fn push(&mut self, row: impl Iterator<Item = f64>, floor: f64) -> Result<f64, f64> {
        let start = self.size * self.ld;
        for (l, a) in self.l[start..start + self.ld].iter_mut().zip(row) {
            *l = a;
        }
        let pivot = dispatch(Push(self));
        if pivot <= floor {
            return Err(pivot);
        }
        let root = pivot.sqrt();
        self.l[start + self.size] = root;
        self.inverse.push(1.0 / root);
        self.size += 1;
        Ok(pivot)
    }

    /// Removes row and column `k` of A, by Givens rotations.
    pub(crate) fn remove(&mut self, k: usize) {
        let ld = self.ld;
        self.l.copy_within((k + 1) * ld..self.size * ld, k * ld);
        self.size -= 1;
        self.inverse.truncate(self.size);
        for j in k..self.size {
            let (a, b) = (self.l[j * ld + j], self.l[j * ld + j + 1]);
            let norm = (a * a + b * b).sqrt();
            let (c, s) = (a / norm, b / norm);
            (self.l[j * ld + j], self.inverse[j]) = (norm, 1.0 / norm);
            for row in self.l[(j + 1) * ld..self.size * ld].chunks_exact_mut(ld) {
                (row[j], row[j + 1]) = (c * row[j] + s * row[j + 1], c * row[j + 1] - s * row[j]);
            }
        }
    }

    /// x <- A^-1 x.
    pub(crate) fn solve(&self, x: &mut [f64]) {
        dispatch(Solve(self, x));
    }
}

struct Push<'a>(&'a mut Cholesky);

impl Kernel for Push<'_> {
    type Output = f64;

    /// Turns the new row of A into one of L, but for its diagonal; returns the pivot.
    #[inline(always)]
    fn run<const WIDE: bool>(self) -> f64 {
        let Cholesky { size, ld, l, inverse } = self.0;
        let (done, new) = l.split_at_mut(*size * *ld);
        for (j, (line, inverse)) in done.chunks_exact(*ld).zip(inverse.iter()).enumerate() {
            new[j] = (new[j] - dot(&line[..j], &new[..j])) * inverse;
        }
        let above = &new[..*size];
        new[*size] - dot(above, above)
    }
}

struct Solve<'a>(&'a Cholesky, &'a mut [f64]);

impl Kernel for Solve<'_> {
    type Output = ();

    #[inline(always)]
    fn run<const WIDE: bool>(self) {
        let Self(Cholesky { size, ld, l, inverse }, x) = self;
        for i in 0..*size {
            x[i] = (x[i] - dot(&l[i * ld..i * ld + i], &x[..i])) * inverse[i];
        }
        for i in (0..*size).rev() {
            x[i] *= inverse[i];
            let value = x[i];
            add_scaled(-value, &l[i * ld..i * ld + i], &mut x[..i]);
        }
    }
}
