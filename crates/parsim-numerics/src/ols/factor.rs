//! A Cholesky factor of a whole matrix, by tiles: A = L L'.
//!
//! Golub & Van Loan (2013), section 4.2.9 (block Cholesky, left-looking). Tiles are kept as they are and
//! transposed, so that every product runs along a row of one of them.

use crate::simd::{Kernel, LANES, Lanes, dispatch, load_all, padded};
use crate::tiles::{Tile, fill_tiles, tile_row};

/// A factorised matrix.
#[derive(Debug, Clone, Default)]
pub(crate) struct Factor {
    size: usize,
    /// L, row of tiles by row of tiles; what lies above its diagonal is zero.
    lower: Vec<Tile>,
    /// Its tiles transposed, in the same places.
    upper: Vec<Tile>,
    /// The diagonal of A.
    diagonal: Vec<f64>,
    /// Reciprocals of the diagonal of L.
    inverse: Vec<f64>,
    padded: Vec<f64>,
}

impl Factor {
    /// Factorises the matrix whose row `i`, of at least `padded(i + 1)` numbers, is `row(i)`; says whether
    /// the ratio of every pivot to its diagonal entry exceeds `floor`, and stops where it does not.
    pub(crate) fn compute<'a>(
        &mut self,
        size: usize,
        row: impl Fn(usize) -> &'a [f64],
        floor: f64,
    ) -> bool {
        self.size = size;
        self.diagonal.clear();
        self.diagonal.extend((0..size).map(|i| row(i)[i]));
        fill_tiles(&mut self.lower, size, row);
        self.upper.resize(self.lower.len(), Tile::default());
        self.inverse.clear();
        self.inverse.resize(padded(size), 0.0);
        dispatch(Factorise { of: self, floor })
    }

    /// x <- A^-1 x.
    pub(crate) fn solve(&mut self, x: &mut [f64]) {
        self.padded.clear();
        self.padded.extend_from_slice(x);
        self.padded.resize(padded(self.size), 0.0);
        dispatch(Solve(self));
        x.copy_from_slice(&self.padded[..x.len()]);
    }
}

struct Factorise<'a> {
    of: &'a mut Factor,
    floor: f64,
}

impl Kernel for Factorise<'_> {
    type Output = bool;

    #[inline(always)]
    fn run<V: Lanes>(self) -> bool {
        let Factor { size, lower, upper, diagonal, inverse, .. } = self.of;
        for block in 0..size.div_ceil(LANES) {
            let (done, own) = lower.split_at_mut(tile_row(block));
            let (above, below) = upper.split_at_mut(tile_row(block));
            for column in 0..block {
                let start = tile_row(column);
                let tile = reduce::<V>(&own[column], &own[..column], &above[start..][..column]);
                let solved = divide::<V>(tile, &done[start + column], &inverse[column * LANES..]);
                store::<V>(solved, &mut below[column]);
                store::<V>(V::transpose(solved), &mut own[column]);
            }
            let tile = reduce::<V>(&own[block], &own[..block], &below[..block]);
            store::<V>(tile, &mut own[block]);
            let rows = block * LANES..(block * LANES + LANES).min(*size);
            let ratio = triangle(&mut own[block], &diagonal[rows.clone()], &mut inverse[rows]);
            if ratio <= self.floor || ratio.is_nan() {
                return false;
            }
            let columns = V::transpose(load_all(&own[block]));
            store::<V>(columns, &mut below[block]);
        }
        true
    }
}

#[inline(always)]
fn store<V: Lanes>(tile: [V; LANES], to: &mut Tile) {
    for r in 0..LANES {
        tile[r].store(&mut to[r]);
    }
}

/// A tile less the products of the tiles left of it with those left of the diagonal in its column, transposed.
#[inline(always)]
fn reduce<V: Lanes>(tile: &Tile, left: &[Tile], others: &[Tile]) -> [V; LANES] {
    let mut acc: [V; LANES] = load_all(tile);
    for (left, other) in left.iter().zip(others) {
        for k in 0..LANES {
            let line = V::load(&other[k]);
            for r in 0..LANES {
                acc[r] = acc[r].minus(V::splat(left[r][k]), line);
            }
        }
    }
    acc
}

/// The columns of T L'^-1.
#[inline(always)]
fn divide<V: Lanes>(tile: [V; LANES], l: &Tile, inverse: &[f64]) -> [V; LANES] {
    let mut columns = V::transpose(tile);
    for j in 0..LANES {
        for i in 0..j {
            columns[j] = columns[j].minus(V::splat(l[j][i]), columns[i]);
        }
        columns[j] = columns[j] * V::splat(inverse[j]);
    }
    columns
}

/// Factorises a tile on the diagonal, as many rows of it as there are entries of the diagonal; returns the smallest
/// ratio of a pivot to its entry.
#[inline(always)]
fn triangle(tile: &mut Tile, diagonal: &[f64], inverse: &mut [f64]) -> f64 {
    let mut smallest = f64::INFINITY;
    for j in 0..diagonal.len().min(LANES) {
        let pivot = tile[j][j];
        // Keeps what is no number.
        let ratio = pivot / diagonal[j];
        smallest = if smallest < ratio { smallest } else { ratio };
        let root = pivot.sqrt();
        (tile[j][j], inverse[j]) = (root, 1.0 / root);
        tile[j][j + 1..].fill(0.0);
        for r in j + 1..LANES {
            tile[r][j] *= inverse[j];
            let factor = tile[r][j];
            for c in j + 1..=r {
                tile[r][c] -= factor * tile[c][j];
            }
        }
    }
    smallest
}

struct Solve<'a>(&'a mut Factor);

impl Kernel for Solve<'_> {
    type Output = ();

    #[inline(always)]
    fn run<V: Lanes>(self) {
        let Factor { size, lower, upper, inverse, padded: x, .. } = self.0;
        let (x, inverse) = (x.as_chunks_mut().0, inverse.as_chunks::<LANES>().0);
        let blocks = size.div_ceil(LANES);
        for block in 0..blocks {
            let (solved, rest) = x.split_at_mut(block);
            let start = tile_row(block);
            let mut acc = V::load(&rest[0]);
            for (tile, solved) in upper[start..start + block].iter().zip(&*solved) {
                for k in 0..LANES {
                    acc = acc.minus(V::splat(solved[k]), V::load(&tile[k]));
                }
            }
            acc.store(&mut rest[0]);
            let (own, l) = (&mut rest[0], &lower[start + block]);
            for r in 0..LANES {
                for c in 0..r {
                    own[r] -= l[r][c] * own[c];
                }
                own[r] *= inverse[block][r];
            }
        }
        for block in (0..blocks).rev() {
            let (above, rest) = x.split_at_mut(block);
            let start = tile_row(block);
            let (own, u) = (&mut rest[0], &upper[start + block]);
            for r in (0..LANES).rev() {
                for c in r + 1..LANES {
                    own[r] -= u[r][c] * own[c];
                }
                own[r] *= inverse[block][r];
            }
            for (tile, above) in lower[start..start + block].iter().zip(above) {
                let mut acc = V::load(above);
                for r in 0..LANES {
                    acc = acc.minus(V::splat(own[r]), V::load(&tile[r]));
                }
                acc.store(above);
            }
        }
    }
}
