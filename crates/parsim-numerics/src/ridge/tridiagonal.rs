//! Householder reduction of a symmetric matrix to tridiagonal form, A = Q T Q'.
//!
//! Golub & Van Loan (2013), section 8.3.1, from the last row upwards, so that the part that is still to be
//! reduced always starts at the first column. The rank-two update of one step and the matrix-vector product of
//! the next are one pass over the matrix.

use crate::kernels::vector::{add_scaled, dot};
use crate::simd::{Kernel, LANES, Lanes, dispatch, padded, splat_all};

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
        self.ld = padded(size.max(1));
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

    /// x <- Q'x; x is padded with zeros.
    pub(crate) fn rotate(&self, x: &mut [f64]) {
        dispatch(Rotate { q: self, x, stride: 1, backwards: false });
    }

    /// x <- Q x; x is padded with zeros.
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

    /// The reflector of row `i`, padded with zeros.
    fn reflector(&self, i: usize) -> &[f64] {
        &self.a[i * self.ld..i * self.ld + padded(i)]
    }
}

struct Reduce<'a>(&'a mut Tridiagonal);

impl Kernel for Reduce<'_> {
    type Output = ();

    #[inline(always)]
    fn run<V: Lanes>(self) {
        let Tridiagonal { size, ld, a, tau, diagonal, below, work } = self.0;
        let (size, ld) = (*size, *ld);
        let [v, w, u, y] = work;
        for i in (1..size).rev() {
            let row = &mut a[i * ld..i * ld + padded(i + 1)];
            add_scaled::<V>(-v[i], w, row);
            add_scaled::<V>(-w[i], v, row);
            diagonal[i] = row[i];
            row[i..].fill(0.0);
            (tau[i], below[i]) = reflect::<V>(row, i);
            let end = row.len();
            u[..end].copy_from_slice(row);
            u[end..].fill(0.0);
            (v[i], w[i]) = (0.0, 0.0);
            update_and_multiply::<V>(&mut a[..padded(i) * ld], ld, [v, w, u], y);
            y[i..].fill(0.0);
            let half = 0.5 * tau[i] * tau[i] * dot::<V>(y, u);
            w.fill(0.0);
            add_scaled::<V>(tau[i], y, w);
            add_scaled::<V>(-half, u, w);
            std::mem::swap(u, v);
        }
        if size > 0 {
            diagonal[0] = a[0] - 2.0 * v[0] * w[0];
        }
    }
}

/// Makes the first `i` numbers of x, which is padded with zeros, the reflector that maps them to a multiple of
/// their last unit vector; returns tau and the multiple.
#[inline(always)]
fn reflect<V: Lanes>(x: &mut [f64], i: usize) -> (f64, f64) {
    let alpha = std::mem::take(&mut x[i - 1]);
    let tail = dot::<V>(x, x);
    if tail == 0.0 {
        return (0.0, alpha);
    }
    let norm = (tail + alpha * alpha).sqrt();
    let beta = if alpha > 0.0 { -norm } else { norm };
    x[i - 1] = alpha - beta;
    (1.0 / (beta * (beta - alpha)), beta)
}

/// A <- A - v w' - w v', then y = A u, in one pass over the lower triangle of 8 x 8 blocks.
#[inline(always)]
fn update_and_multiply<V: Lanes>(a: &mut [f64], ld: usize, vectors: [&[f64]; 3], y: &mut [f64]) {
    y.fill(0.0);
    for (block, rows) in a.chunks_exact_mut(LANES * ld).enumerate() {
        let (upper, lower) = rows.split_at_mut(4 * ld);
        let first = block * LANES;
        four_rows::<V>(upper, (first, first), vectors, y);
        four_rows::<V>(lower, (first + 4, first), vectors, y);
    }
}

/// Four rows from `at` on, whose diagonal block begins at `first`: updates them up to and including that block,
/// and adds their share of A u to y.
#[inline(always)]
fn four_rows<V: Lanes>(
    rows: &mut [f64],
    (at, first): (usize, usize),
    [v, w, u]: [&[f64]; 3],
    y: &mut [f64],
) {
    let v4: [V; 4] = splat_all(&v[at..]);
    let w4: [V; 4] = splat_all(&w[at..]);
    let u4: [V; 4] = splat_all(&u[at..]);
    let mut lines = Lines::new(rows, first + LANES);
    let (left, right) = y.split_at_mut(first);
    let mut acc = [V::zero(); 4];
    let vectors = v.as_chunks().0.iter().zip(w.as_chunks().0).zip(u.as_chunks().0);
    for (c, ((vc, wc), uc)) in vectors.take(left.len() / LANES + 1).enumerate() {
        let (vc, wc, uc) = (V::load(vc), V::load(wc), V::load(uc));
        let mut share = [V::zero(); 4];
        for r in 0..4 {
            let Some(line) = lines.at(r, c) else { return };
            let value = V::load(line).minus(v4[r], wc).minus(w4[r], vc);
            value.store(line);
            acc[r] = acc[r].plus(value, uc);
            share[r] = value * u4[r];
        }
        // The diagonal block holds both triangles, so that it has no share of this kind.
        if let Some(yc) = left[c * LANES..].first_chunk_mut() {
            let sum = (share[0] + share[1]) + (share[2] + share[3]);
            (V::load(yc) + sum).store(yc);
        }
    }
    for r in 0..4 {
        right[at - first + r] += acc[r].sum();
    }
}

/// Four rows of a matrix, in blocks of eight columns.
struct Lines<'a>([&'a mut [[f64; LANES]]; 4]);

impl<'a> Lines<'a> {
    #[inline(always)]
    fn new(rows: &'a mut [f64], end: usize) -> Self {
        let ld = rows.len() / 4;
        let (r0, rest) = rows.split_at_mut(ld);
        let (r1, rest) = rest.split_at_mut(ld);
        let (r2, r3) = rest.split_at_mut(ld);
        Self([r0, r1, r2, r3].map(|r| r[..end].as_chunks_mut().0))
    }

    #[inline(always)]
    fn at(&mut self, row: usize, block: usize) -> Option<&mut [f64; LANES]> {
        self.0[row].get_mut(block)
    }
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
    fn run<V: Lanes>(self) {
        let Self { q, x, stride, backwards } = self;
        for step in 1..q.size {
            let i = if backwards { step } else { q.size - step };
            let (u, tau) = (q.reflector(i), q.tau[i]);
            if stride == 1 {
                let x = &mut x[..u.len()];
                let s = tau * dot::<V>(u, x);
                add_scaled::<V>(-s, u, x);
                continue;
            }
            for row in (0..stride).step_by(4 * LANES) {
                let x = &mut x[row..];
                match (stride - row) / LANES {
                    1 => reflect_rows::<V, 1>(&u[..i], tau, x, stride),
                    2 => reflect_rows::<V, 2>(&u[..i], tau, x, stride),
                    3 => reflect_rows::<V, 3>(&u[..i], tau, x, stride),
                    _ => reflect_rows::<V, 4>(&u[..i], tau, x, stride),
                }
            }
        }
    }
}

/// Applies one reflector to `R` blocks of eight rows of a matrix whose columns are `stride` apart.
#[inline(always)]
fn reflect_rows<V: Lanes, const R: usize>(u: &[f64], tau: f64, x: &mut [f64], stride: usize) {
    let mut sum = [V::zero(); R];
    for (u, column) in u.iter().zip(x.chunks(stride)) {
        let u = V::splat(*u);
        if let Some(column) = column.as_chunks().0.first_chunk::<R>() {
            for r in 0..R {
                sum[r] = sum[r].plus(u, V::load(&column[r]));
            }
        }
    }
    let tau = V::splat(tau);
    for r in 0..R {
        sum[r] = sum[r] * tau;
    }
    for (u, column) in u.iter().zip(x.chunks_mut(stride)) {
        let u = V::splat(*u);
        if let Some(column) = column.as_chunks_mut().0.first_chunk_mut::<R>() {
            for r in 0..R {
                V::load(&column[r]).minus(u, sum[r]).store(&mut column[r]);
            }
        }
    }
}
