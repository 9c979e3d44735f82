//! The sweep operator, several sweeps at a time.
//!
//! A sweep on k with pivot t = `T_kk` is `T <- T0 - v v'/t`, where T0 is T without row and column k, v is column
//! k, and `v_k` is -1 where k enters, 1 where it leaves. So sweeps can wait: the columns v of the last few are
//! kept, and subtracted together in one pass over the lower triangle.

use super::tableau::Tableau;
use crate::simd::{LANES, Lanes};
use crate::tiles::{Tile, tile_row};

/// Sweeps that are carried out together: as many as a tile has rows.
pub(super) const DELAY: usize = LANES;

/// Eight entries of each of the sweeps that wait.
pub(super) type Waiting = Tile;

/// Sweeps the tableau on one variable.
#[inline(always)]
pub(super) fn sweep<V: Lanes>(path: &mut Tableau, k: usize, entering: bool) {
    let q = 1.0 / path.diagonal[k];
    let (xk, dk) = (path.x[k], path.d[k]);
    take_column::<V>(path, k);
    let Tableau { columns, inverse, waiting, x, d, diagonal, .. } = path;
    let m = *waiting;
    inverse[m] = q;
    let (x_share, d_share, scale) = (V::splat(q * xk), V::splat(q * dk), V::splat(q));
    let [xs, ds, diagonals] =
        [&mut *x, &mut *d, &mut *diagonal].map(|v| v.as_chunks_mut().0.iter_mut());
    for (((v, x), d), diagonal) in columns.iter().zip(xs).zip(ds).zip(diagonals) {
        let v = V::load(&v[m]);
        V::load(x).minus(x_share, v).store(x);
        V::load(d).minus(d_share, v).store(d);
        V::load(diagonal).minus(v * scale, v).store(diagonal);
    }
    let side = if entering { q } else { -q };
    (x[k], d[k], diagonal[k]) = (side * xk, side * dk, -q);
    columns[k / LANES][m][k % LANES] = if entering { -1.0 } else { 1.0 };
    *waiting += 1;
    if *waiting == DELAY {
        flush::<V>(path);
    }
}

/// Takes row and column `k` out of T and of the sweeps that wait, into the next free column.
#[inline(always)]
fn take_column<V: Lanes>(path: &mut Tableau, k: usize) {
    let Tableau { tiles, columns, inverse, waiting, .. } = path;
    let (block, at, m) = (k / LANES, k % LANES, *waiting);
    let row = tiles[tile_row(block)..tile_row(block + 1)].iter_mut();
    for (tile, column) in row.zip(columns.iter_mut()) {
        column[m] = std::mem::take(&mut tile[at]);
    }
    for b in block..columns.len() {
        let tile = &mut tiles[tile_row(b) + block];
        let out = &mut columns[b][m];
        for r in 0..LANES {
            let value = std::mem::take(&mut tile[r][at]);
            // Of the tile on the diagonal the row has been taken already.
            out[r] = if b == block { out[r] } else { value };
        }
    }
    let mut shares = [V::zero(); DELAY];
    for l in 0..m {
        let share = std::mem::take(&mut columns[block][l][at]);
        shares[l] = V::splat(inverse[l] * share);
    }
    for column in columns.iter_mut() {
        let mut v = V::load(&column[m]);
        for l in 0..m {
            v = v.minus(shares[l], V::load(&column[l]));
        }
        v.store(&mut column[m]);
    }
}

/// Carries out the sweeps that wait.
#[inline(always)]
fn flush<V: Lanes>(path: &mut Tableau) {
    let Tableau { tiles, columns, inverse, waiting, .. } = path;
    let mut tiles = &mut tiles[..];
    let mut block = 0;
    while let Some((row, rest)) = tiles.split_at_mut_checked(block + 1) {
        tiles = rest;
        let own = &columns[block];
        for r in (0..LANES).step_by(2) {
            if V::WIDE {
                subtract::<V, 2>(row, columns, (own, inverse), r);
            } else {
                subtract::<V, 1>(row, columns, (own, inverse), r);
                subtract::<V, 1>(row, columns, (own, inverse), r + 1);
            }
        }
        block += 1;
    }
    *waiting = 0;
}

/// Subtracts all sweeps from `R` rows, from `first` on, of a row of tiles.
#[inline(always)]
fn subtract<V: Lanes, const R: usize>(
    tiles: &mut [Tile],
    columns: &[Waiting],
    (own, inverse): (&Waiting, &[f64; DELAY]),
    first: usize,
) {
    let mut factors = [[V::zero(); DELAY]; R];
    for r in 0..R {
        for m in 0..DELAY {
            factors[r][m] = V::splat(own[m][first + r] * inverse[m]);
        }
    }
    for (tile, column) in tiles.iter_mut().zip(columns) {
        let mut acc = [V::zero(); R];
        for r in 0..R {
            acc[r] = V::load(&tile[first + r]);
        }
        for m in 0..DELAY {
            let v = V::load(&column[m]);
            for r in 0..R {
                acc[r] = acc[r].minus(factors[r][m], v);
            }
        }
        for r in 0..R {
            acc[r].store(&mut tile[first + r]);
        }
    }
}
