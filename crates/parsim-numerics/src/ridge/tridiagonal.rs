//! Householder reduction of a symmetric matrix to tridiagonal form, A = Q T Q'.
//!
//! Golub & Van Loan (2013), section 8.3.1, from the last row upwards, so that the part that is still to be
//! reduced always starts at the first column.

use super::reduce::Reduce;
use super::rotate::{Couple, Couplings, RotateRows, RotateVector};
use crate::simd::{LANES, dispatch, padded};
use crate::tiles::{Tile, fill_tiles};

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
    /// Of each group of reflectors.
    pub(super) couplings: Vec<Couplings>,
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
        fill_tiles(&mut self.tiles, size, row);
        // Every reflector is written, with as many zeros as a longer one of its group asks for.
        self.reflectors.resize(self.ld * size, 0.0);
        self.reflectors.iter_mut().take(LANES).for_each(|u| *u = 0.0);
        for v in [&mut self.tau, &mut self.diagonal, &mut self.below] {
            v.clear();
            v.resize(size, 0.0);
        }
        for v in &mut self.work {
            v.clear();
            v.resize(self.ld, 0.0);
        }
        dispatch(Reduce(self));
        dispatch(Couple(self));
    }

    /// x <- Q'x; x is padded with zeros.
    pub(crate) fn rotate(&self, x: &mut [f64]) {
        dispatch(RotateVector { q: self, x, backwards: false });
    }

    /// x <- Q x; x is padded with zeros.
    pub(crate) fn rotate_back(&self, x: &mut [f64]) {
        dispatch(RotateVector { q: self, x, backwards: true });
    }

    /// X <- X Q, where X has columns of `stride` numbers, a multiple of eight.
    pub(crate) fn rotate_rows(&self, x: &mut [f64], stride: usize) {
        dispatch(RotateRows { q: self, x, stride });
    }
}
