//! Cholesky factors that grow and shrink by one row.

use crate::kernels::vector::dot;
use crate::simd::{Kernel, LANES, Lanes, dispatch, padded};

/// A = L L', with rows appended and removed.
#[derive(Debug, Clone, Default)]
pub(crate) struct Cholesky {
    size: usize,
    ld: usize,
    /// L, row by row; what lies above the diagonal is unspecified.
    l: Vec<f64>,
    /// Reciprocals of the diagonal.
    inverse: Vec<f64>,
    padded: Vec<f64>,
}

impl Cholesky {
    /// Empties the factor and makes room for `capacity` rows.
    pub(crate) fn reset(&mut self, capacity: usize) {
        self.size = 0;
        self.ld = padded(capacity.max(1));
        self.l.clear();
        self.l.resize(self.ld * self.ld, 0.0);
        self.inverse.clear();
    }

    /// Appends a row of A, diagonal last, if its pivot exceeds `floor`; returns the pivot, the square of the
    /// new diagonal entry of L.
    pub(crate) fn push(&mut self, row: impl Iterator<Item = f64>, floor: f64) -> Result<f64, f64> {
        let start = self.size * self.ld;
        let line = &mut self.l[start..start + self.ld];
        line.fill(0.0);
        for (l, a) in line.iter_mut().zip(row) {
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
    pub(crate) fn solve(&mut self, x: &mut [f64]) {
        let size = self.size;
        self.padded.clear();
        self.padded.extend_from_slice(&x[..size]);
        self.padded.resize(self.ld, 0.0);
        let Self { ld, l, inverse, padded, .. } = self;
        dispatch(Solve { ld: *ld, l, inverse, x: padded });
        x[..size].copy_from_slice(&self.padded[..size]);
    }
}

struct Push<'a>(&'a mut Cholesky);

impl Kernel for Push<'_> {
    type Output = f64;

    /// Turns the new row of A into one of L, but for its diagonal; returns the pivot.
    #[inline(always)]
    fn run<V: Lanes>(self) -> f64 {
        let Cholesky { size, ld, l, inverse, .. } = self.0;
        let (size, ld) = (*size, *ld);
        let (done, new) = l.split_at_mut(size * ld);
        let new = &mut new[..ld];
        let diagonal = std::mem::take(&mut new[size]);
        forward::<V>(ld, done, inverse, new);
        diagonal - dot::<V>(new, new)
    }
}

/// x <- L^-1 x, block by block: dot products with what is solved, then the block's own triangle.
#[inline(always)]
fn forward<V: Lanes>(ld: usize, l: &[f64], inverse: &[f64], x: &mut [f64]) {
    for (block, (lines, inverse)) in l.chunks(LANES * ld).zip(inverse.chunks(LANES)).enumerate() {
        let first = block * LANES;
        let (solved, rest) = x.split_at_mut(first);
        for (r, (line, inverse)) in lines.chunks_exact(ld).zip(inverse).enumerate() {
            let mut value = rest[r] - dot::<V>(&line[..first], solved);
            for c in 0..r {
                value -= line[first + c] * rest[c];
            }
            rest[r] = value * inverse;
        }
    }
}

/// x <- L'^-1 x, last block first.
#[inline(always)]
fn backward<V: Lanes>(ld: usize, l: &[f64], inverse: &[f64], x: &mut [f64]) {
    for block in (0..inverse.len().div_ceil(LANES)).rev() {
        let first = block * LANES;
        let end = inverse.len().min(first + LANES);
        let (above, own) = x.split_at_mut(first);
        for r in (first..end).rev() {
            let line = &l[r * ld..(r + 1) * ld];
            let value = own[r - first] * inverse[r];
            own[r - first] = value;
            for c in first..r {
                own[c - first] -= value * line[c];
            }
        }
        let mut factors = [V::zero(); LANES];
        for r in first..end {
            factors[r - first] = V::splat(own[r - first]);
        }
        for (c, part) in above.as_chunks_mut().0.iter_mut().enumerate() {
            let mut acc = V::load(part);
            for r in first..end {
                if let Some(line) = l[r * ld + c * LANES..].first_chunk() {
                    acc = acc.minus(factors[r - first], V::load(line));
                }
            }
            acc.store(part);
        }
    }
}

struct Solve<'a> {
    ld: usize,
    l: &'a [f64],
    inverse: &'a [f64],
    x: &'a mut [f64],
}

impl Kernel for Solve<'_> {
    type Output = ();

    #[inline(always)]
    fn run<V: Lanes>(self) {
        let l = &self.l[..self.inverse.len() * self.ld];
        forward::<V>(self.ld, l, self.inverse, self.x);
        backward::<V>(self.ld, l, self.inverse, self.x);
    }
}
