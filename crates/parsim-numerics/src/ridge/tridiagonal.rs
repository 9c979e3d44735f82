//! Householder reduction of a symmetric matrix to tridiagonal form, A = Q T Q'.
//!
//! Golub & Van Loan (2013), section 8.3.1, from the last row upwards, so that the part that is still to be
//! reduced always starts at the first column. The rank-two update of one step and the matrix-vector product of
//! the next are one pass over the matrix.

use crate::dispatch::{Kernel, dispatch};
use crate::kernels::vector::{add_scaled, dot, sum_lanes};
use crate::kernels::{LANES, padded};

/// A reduced matrix: T and the reflectors whose product is Q.
#[derive(Debug, Clone, Default)]
pub(crate) struct Tridiagonal {
    size: usize,
    ld: usize,
    /// Lower triangle in 8 x 8 blocks; row i ends as the reflector that made it zero.
    a: Vec<f64>,
    /// Scale of each reflector: H = I - tau u u'.
    tau: Vec<f64>,
    /// Diagonal of T.
    pub diagonal: Vec<f64>,
    /// `below[i]` couples i - 1 and i; the first is 0.
    pub below: Vec<f64>,
    work: [Vec<f64>; 4],
}

impl Tridiagonal {
    /// Reduces the matrix whose row `i`, of at least `padded(i + 1)` numbers, is `row(i)`.
    pub(crate) fn reduce<'a>(&mut self, size: usize, row: impl Fn(usize) -> &'a [f64]) {
        self.size = size;
        self.ld = padded(size);
        self.a.clear();
        self.a.resize(self.ld * self.ld, 0.0);
        for (i, line) in self.a.chunks_exact_mut(self.ld).take(size).enumerate() {
            let end = padded(i + 1);
            line[..end].copy_from_slice(&row(i)[..end]);
        }
        for v in [&mut self.tau, &mut self.diagonal, &mut self.below] {
            v.clear();
            v.resize(size, 0.0);
        }
        for v in &mut self.work {
            v.clear();
            v.resize(self.ld, 0.0);
        }
        dispatch(Reduce(self));
    }

    /// x <- Q'x.
    pub(crate) fn rotate(&self, x: &mut [f64]) {
        dispatch(Rotate { q: self, x, stride: 1, backwards: false });
    }

    /// x <- Q x.
    pub(crate) fn rotate_back(&self, x: &mut [f64]) {
        dispatch(Rotate { q: self, x, stride: 1, backwards: true });
    }

    /// X <- X Q, where X has columns of `stride` numbers, a multiple of eight.
    pub(crate) fn rotate_rows(&self, x: &mut [f64], stride: usize) {
        if stride == 0 {
            return;
        }
        dispatch(Rotate { q: self, x, stride, backwards: false });
    }

    fn reflector(&self, i: usize) -> &[f64] {
        &self.a[i * self.ld..i * self.ld + i]
    }
}

struct Reduce<'a>(&'a mut Tridiagonal);

impl Kernel for Reduce<'_> {
    type Output = ();

    #[inline(always)]
    fn run<const WIDE: bool>(self) {
        let Tridiagonal { size, ld, a, tau, diagonal, below, work } = self.0;
        let (size, ld) = (*size, *ld);
        let [v, w, u, y] = work;
        for i in (1..size).rev() {
            let row = &mut a[i * ld..i * ld + padded(i + 1)];
            let (vi, wi) = (v[i], w[i]);
            for c in 0..row.len() {
                row[c] -= vi * w[c] + wi * v[c];
            }
            diagonal[i] = row[i];
            row[i..].fill(0.0);
            (tau[i], below[i]) = reflect(&mut row[..i]);
            let end = row.len();
            u[..end].copy_from_slice(row);
            u[end..].fill(0.0);
            (v[i], w[i]) = (0.0, 0.0);
            update_and_multiply(&mut a[..padded(i) * ld], ld, [v, w, u], y);
            y[i..].fill(0.0);
            let half = 0.5 * tau[i] * tau[i] * dot(y, u);
            for c in 0..padded(i) {
                w[c] = tau[i] * y[c] - half * u[c];
            }
            std::mem::swap(u, v);
        }
        if size > 0 {
            diagonal[0] = a[0] - 2.0 * v[0] * w[0];
        }
    }
}

/// Makes x the reflector that maps it to a multiple of its last unit vector; returns tau and the multiple.
#[inline(always)]
fn reflect(x: &mut [f64]) -> (f64, f64) {
    let Some((last, rest)) = x.split_last_mut() else { return (0.0, 0.0) };
    let alpha = *last;
    let tail = dot(rest, rest);
    if tail == 0.0 {
        *last = 0.0;
        return (0.0, alpha);
    }
    let norm = (tail + alpha * alpha).sqrt();
    let beta = if alpha > 0.0 { -norm } else { norm };
    *last = alpha - beta;
    (1.0 / (beta * (beta - alpha)), beta)
}

/// A <- A - v w' - w v', then y = A u, in one pass over the lower triangle of 8 x 8 blocks.
#[inline(always)]
fn update_and_multiply(a: &mut [f64], ld: usize, [v, w, u]: [&[f64]; 3], y: &mut [f64]) {
    y.fill(0.0);
    let mut first = 0;
    for rows in a.chunks_exact_mut(LANES * ld) {
        let (upper, lower) = rows.split_at_mut(4 * ld);
        for (quad, at) in [(upper, first), (lower, first + 4)] {
            let (r0, rest) = quad.split_at_mut(ld);
            let (r1, rest) = rest.split_at_mut(ld);
            let (r2, r3) = rest.split_at_mut(ld);
            let mut rows = [r0, r1, r2, r3];
            let sums = left_of_diagonal(&mut rows, (at, first), [v, w, u], y);
            for r in 0..4 {
                let i = at + r;
                let mut acc = [0.0; LANES];
                for l in 0..LANES {
                    let c = first + l;
                    let value = rows[r][c] - (v[i] * w[c] + w[i] * v[c]);
                    rows[r][c] = value;
                    acc[l] = sums[r][l] + value * u[c];
                }
                y[i] += sum_lanes(&acc);
            }
        }
        first += LANES;
    }
}

/// Four rows from `at` on, columns 0 to `end`: updates them, adds their share to y, returns their dot products
/// with u in lanes.
#[inline(always)]
fn left_of_diagonal(
    rows: &mut [&mut [f64]; 4],
    (at, end): (usize, usize),
    [v, w, u]: [&[f64]; 3],
    y: &mut [f64],
) -> [[f64; LANES]; 4] {
    let mut acc = [[0.0; LANES]; 4];
    let [r0, r1, r2, r3] = rows;
    let lines = r0[..end].chunks_exact_mut(LANES).zip(r1[..end].chunks_exact_mut(LANES));
    let lines = lines.zip(r2[..end].chunks_exact_mut(LANES).zip(r3[..end].chunks_exact_mut(LANES)));
    let vectors = v[..end].chunks_exact(LANES).zip(w[..end].chunks_exact(LANES));
    let vectors = vectors.zip(u[..end].chunks_exact(LANES).zip(y[..end].chunks_exact_mut(LANES)));
    for (((a0, a1), (a2, a3)), ((vc, wc), (uc, yc))) in lines.zip(vectors) {
        let mut part = [[0.0; LANES]; 4];
        for (r, line) in [a0, a1, a2, a3].into_iter().enumerate() {
            let (vi, wi, ui) = (v[at + r], w[at + r], u[at + r]);
            for l in 0..LANES {
                let value = line[l] - (vi * wc[l] + wi * vc[l]);
                line[l] = value;
                acc[r][l] += value * uc[l];
                part[r][l] = value * ui;
            }
        }
        for l in 0..LANES {
            yc[l] += (part[0][l] + part[1][l]) + (part[2][l] + part[3][l]);
        }
    }
    acc
}

struct Rotate<'a> {
    q: &'a Tridiagonal,
    x: &'a mut [f64],
    stride: usize,
    backwards: bool,
}

impl Kernel for Rotate<'_> {
    type Output = ();

    #[inline(always)]
    fn run<const WIDE: bool>(self) {
        let Self { q, x, stride, backwards } = self;
        for step in 1..q.size {
            let i = if backwards { step } else { q.size - step };
            let (u, tau) = (q.reflector(i), q.tau[i]);
            if stride == 1 {
                let s = tau * dot(u, &x[..i]);
                add_scaled(-s, u, &mut x[..i]);
            } else {
                let mut row = 0;
                while row + 16 <= stride {
                    reflect_rows::<16>(u, tau, &mut x[row..], stride);
                    row += 16;
                }
                if row < stride {
                    reflect_rows::<8>(u, tau, &mut x[row..], stride);
                }
            }
        }
    }
}

/// Applies one reflector to `R` rows of a matrix whose columns are `stride` apart.
#[inline(always)]
fn reflect_rows<const R: usize>(u: &[f64], tau: f64, x: &mut [f64], stride: usize) {
    let mut acc = [[0.0; R]; 2];
    for (j, (u, column)) in u.iter().zip(x.chunks(stride)).enumerate() {
        if let Some(column) = column.first_chunk::<R>() {
            for r in 0..R {
                acc[j % 2][r] += u * column[r];
            }
        }
    }
    for r in 0..R {
        acc[0][r] = tau * (acc[0][r] + acc[1][r]);
    }
    for (u, column) in u.iter().zip(x.chunks_mut(stride)) {
        if let Some(column) = column.first_chunk_mut::<R>() {
            for r in 0..R {
                column[r] -= u * acc[0][r];
            }
        }
    }
}
