//! Householder reduction of a symmetric matrix to tridiagonal form, A = Q T Q'.
//!
//! Golub & Van Loan (2013), section 8.3.1, from the last row upwards, so that the part that is still to be
//! reduced always starts at the first column.

use super::reduce::{Reduce, Tile, tile_row};
use crate::kernels::vector::{add_scaled, dot};
use crate::simd::{Kernel, LANES, Lanes, dispatch, padded};

/// A reduced matrix: T and the reflectors whose product is Q.
#[derive(Debug, Clone, Default)]
pub(crate) struct Tridiagonal {
    pub(super) size: usize,
    /// Distance between reflectors.
    pub(super) ld: usize,
    /// The lower triangle in tiles, row of tiles by row of tiles; both triangles of those on the diagonal.
    pub(super) tiles: Vec<Tile>,
    /// The reflector that made row i zero, padded with zeros.
    pub(super) reflectors: Vec<f64>,
    /// Scale of each reflector: H = I - tau u u'.
    pub(super) tau: Vec<f64>,
    /// Diagonal of T.
    pub diagonal: Vec<f64>,
    /// `below[i]` couples i - 1 and i; the first is 0.
    pub below: Vec<f64>,
    pub(super) work: [Vec<f64>; 4],
}

impl Tridiagonal {
    /// Reduces the matrix whose row `i`, of at least `padded(i + 1)` numbers, is `row(i)`.
    pub(crate) fn reduce<'a>(&mut self, size: usize, row: impl Fn(usize) -> &'a [f64]) {
        self.size = size;
        self.ld = padded(size.max(1));
        let blocks = self.ld / LANES;
        self.tiles.resize(tile_row(blocks), [[0.0; LANES]; LANES]);
        for block in 0..blocks {
            let tiles = &mut self.tiles[tile_row(block)..tile_row(block + 1)];
            for r in 0..LANES {
                let i = block * LANES + r;
                let line = if i < size { row(i) } else { &[] };
                for (c, tile) in tiles.iter_mut().enumerate() {
                    tile[r] = line.as_chunks().0.get(c).copied().unwrap_or_default();
                }
            }
        }
        self.reflectors.resize(self.ld * size, 0.0);
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
        &self.reflectors[i * self.ld..][..padded(i)]
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
