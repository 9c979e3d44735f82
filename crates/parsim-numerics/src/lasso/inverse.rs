//! The inverse of a Cholesky factor, which grows and shrinks by one row.
//!
//! With A = L L' and M = L^-1, A^-1 = M'M: solving takes two products with a triangle, whose terms do not wait for
//! one another as those of a substitution do.

use crate::buffer::Buffer;
use crate::kernels::vector::{add, add_scaled, dot};
use crate::simd::{Kernel, LANES, Lanes, dispatch, padded};

/// Columns of M that are summed at a time, in blocks of eight.
const WIDTH: usize = 4;

/// M.
#[derive(Debug, Clone, Default)]
pub(super) struct InverseFactor {
    size: usize,
    ld: usize,
    /// M, row by row; zero above the diagonal and below the last row.
    m: Buffer,
    /// Working memory.
    product: Buffer,
}

/// The rows of M at some time.
#[derive(Debug, Clone, Default)]
pub(super) struct Rows {
    size: usize,
    m: Buffer,
}

impl InverseFactor {
    /// Empties the factor and makes room for `capacity` rows.
    pub(super) fn reset(&mut self, capacity: usize) {
        self.size = 0;
        self.ld = padded(capacity.max(1)).next_multiple_of(WIDTH * LANES);
        self.m.clear();
        self.m.resize(self.ld * self.ld);
        self.product.clear();
        self.product.resize(self.ld);
    }

    /// Copies the rows.
    pub(super) fn save(&self, out: &mut Rows) {
        out.m.clear();
        out.m.extend_from_slice(&self.m[..self.size * self.ld]);
        out.size = self.size;
    }

    /// Goes back to the rows that were saved since the last reset.
    pub(super) fn restore(&mut self, from: &Rows) {
        let kept = from.m.len();
        self.m[..kept].copy_from_slice(&from.m);
        self.m[kept..].fill(0.0);
        self.size = from.size;
    }

    /// Length of the vectors that are multiplied.
    pub(super) fn ld(&self) -> usize {
        self.ld
    }

    /// Appends a row of A, padded with zeros, and its diagonal entry, if its pivot exceeds `floor`; says whether
    /// it did.
    pub(super) fn push(&mut self, row: &[f64], diagonal: f64, floor: f64) -> bool {
        let pivot = dispatch(Push { factor: self, row, diagonal, floor });
        pivot > floor
    }

    /// x <- A^-1 x; x has [`InverseFactor::ld`] numbers, zero beyond the size.
    pub(super) fn solve(&mut self, x: &mut [f64]) {
        dispatch(Solve { factor: self, x });
    }

    /// Updates x = A^-1 s, whose last entry is zero as yet, after a row has been appended: M'M s has gained one
    /// term.
    pub(super) fn add_last(&self, s: &[f64], x: &mut [f64]) {
        let last = self.size - 1;
        let row = &self.m[last * self.ld..(last + 1) * self.ld];
        let by: f64 = row.iter().zip(s).map(|(m, s)| m * s).sum();
        add(by, row, x);
    }

    /// Removes row and column `k` of A.
    pub(super) fn remove(&mut self, k: usize) {
        dispatch(Remove { factor: self, k });
    }
}

struct Push<'a> {
    factor: &'a mut InverseFactor,
    row: &'a [f64],
    diagonal: f64,
    floor: f64,
}

impl Kernel for Push<'_> {
    type Output = f64;

    #[inline(always)]
    fn run<V: Lanes>(self) -> f64 {
        let Self { factor, row, diagonal, floor } = self;
        let InverseFactor { size, ld, m, product, .. } = factor;
        times::<V>(m, (*size, *ld), row, product);
        let pivot = diagonal - dot::<V>(product, product);
        if pivot > floor {
            let inverse = 1.0 / pivot.sqrt();
            let (done, new) = m.split_at_mut(*size * *ld);
            let new = &mut new[..*ld];
            transposed_times::<V>(done, (*size, *ld), product, new);
            let scale = V::splat(-inverse);
            for part in new.as_chunks_mut().0 {
                (V::load(part) * scale).store(part);
            }
            new[*size] = inverse;
            *size += 1;
        }
        pivot
    }
}

struct Solve<'a> {
    factor: &'a mut InverseFactor,
    x: &'a mut [f64],
}

impl Kernel for Solve<'_> {
    type Output = ();

    #[inline(always)]
    fn run<V: Lanes>(self) {
        let InverseFactor { size, ld, m, product, .. } = self.factor;
        times::<V>(m, (*size, *ld), self.x, product);
        transposed_times::<V>(m, (*size, *ld), product, self.x);
    }
}

/// out <- M x.
#[inline(always)]
fn times<V: Lanes>(m: &[f64], (size, ld): (usize, usize), x: &[f64], out: &mut [f64]) {
    out.fill(0.0);
    let blocks = size.div_ceil(LANES);
    let groups = m.chunks_exact(LANES * ld).zip(out.as_chunks_mut().0);
    for (group, (rows, out)) in groups.enumerate().take(blocks) {
        let mut acc = [V::zero(); LANES];
        for (c, x) in x.as_chunks().0.iter().enumerate().take(group + 1) {
            let x = V::load(x);
            for r in 0..LANES {
                if let Some(line) = rows[r * ld + c * LANES..].first_chunk() {
                    acc[r] = acc[r].plus(V::load(line), x);
                }
            }
        }
        V::sums(acc).store(out);
    }
}

/// out <- M'x.
#[inline(always)]
fn transposed_times<V: Lanes>(m: &[f64], (size, ld): (usize, usize), x: &[f64], out: &mut [f64]) {
    for first in (0..ld).step_by(WIDTH * LANES) {
        let (mut even, mut odd) = ([V::zero(); WIDTH], [V::zero(); WIDTH]);
        // Rows above have nothing in these columns.
        for i in (first..size).step_by(2) {
            add_row::<V>(&m[i * ld + first..], x[i], &mut even);
            if i + 1 < size {
                add_row::<V>(&m[(i + 1) * ld + first..], x[i + 1], &mut odd);
            }
        }
        for c in 0..WIDTH {
            if let Some(out) = out[first + c * LANES..].first_chunk_mut() {
                (even[c] + odd[c]).store(out);
            }
        }
    }
}

#[inline(always)]
fn add_row<V: Lanes>(row: &[f64], by: f64, acc: &mut [V; WIDTH]) {
    let by = V::splat(by);
    for c in 0..WIDTH {
        if let Some(part) = row[c * LANES..].first_chunk() {
            acc[c] = acc[c].plus(by, V::load(part));
        }
    }
}

struct Remove<'a> {
    factor: &'a mut InverseFactor,
    k: usize,
}

impl Kernel for Remove<'_> {
    type Output = ();

    /// Rotates rows so that column k is zero in all but the last, which then holds the share of that variable in
    /// A^-1 and is dropped together with the column.
    #[inline(always)]
    fn run<V: Lanes>(self) {
        let Self { factor, k } = self;
        let InverseFactor { size, ld, m, product, .. } = factor;
        *size -= 1;
        for i in k..*size {
            let (upper, lower) = m.split_at_mut((i + 1) * *ld);
            let (upper, lower) = (&mut upper[i * *ld..], &mut lower[..padded(i + 2)]);
            let (a, b) = (upper[k], lower[k]);
            let norm = (a * a + b * b).sqrt();
            let (c, s) = (b / norm, a / norm);
            product[..lower.len()].copy_from_slice(lower);
            let (cos, own) = (V::splat(c), lower.as_chunks_mut().0);
            for (lower, upper) in own.iter_mut().zip(upper.as_chunks().0) {
                (V::load(lower) * cos).store(lower);
                V::load(lower).plus(V::splat(s), V::load(upper)).store(lower);
            }
            let end = padded(i + 2);
            for part in upper[..end].as_chunks_mut().0 {
                (V::load(part) * cos).store(part);
            }
            add_scaled::<V>(-s, &product[..end], &mut upper[..end]);
            upper.copy_within(k + 1..i + 2, k);
            upper[i + 1] = 0.0;
        }
        m[*size * *ld..(*size + 1) * *ld].fill(0.0);
    }
}

#[cfg(test)]
mod tests;
