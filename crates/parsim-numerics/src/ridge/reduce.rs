//! The reduction itself: one pass over the lower triangle per row.

use super::tridiagonal::Tridiagonal;
use crate::kernels::vector::dot;
use crate::simd::{Kernel, LANES, Lanes, padded, splat_all};
use crate::tiles::{Tile, tile_row};

/// Entries below this fraction of the largest are what rounding has left of rounding; their squares might vanish,
/// and the inverse of those be infinite.
const NOTHING: f64 = 1e-40;

/// From the last row upwards, each row is mapped to a multiple of a unit vector. The rank-two update of one row
/// and the matrix-vector product of the next are one pass.
pub(super) struct Reduce<'a>(pub &'a mut Tridiagonal);

impl Kernel for Reduce<'_> {
    type Output = ();

    #[inline(always)]
    fn run<V: Lanes>(self) {
        let Tridiagonal { size, ld, tiles, reflectors, tau, diagonal, below, work, .. } = self.0;
        let [v, w, u, y] = work;
        let entry = |i: usize| tiles[tile_row(i / LANES) + i / LANES][i % LANES][i % LANES].abs();
        let largest = (0..*size).fold(0.0, |m: f64, i| m.max(entry(i)));
        let nothing = (NOTHING * largest) * (NOTHING * largest);
        for i in (1..*size).rev() {
            update_row::<V>(tiles, i, [v, w], u);
            diagonal[i] = u[i];
            u[i..padded(i + 1)].fill(0.0);
            (tau[i], below[i]) = reflect::<V>(&mut u[..padded(i + 1)], i, nothing);
            let end = padded(i);
            let reflector = &mut reflectors[i * *ld..][..*ld];
            reflector[..end].copy_from_slice(&u[..end]);
            reflector.iter_mut().skip(end).take(LANES).for_each(|u| *u = 0.0);
            (v[i], w[i]) = (0.0, 0.0);
            let blocks = end / LANES;
            update_and_multiply::<V>(&mut tiles[..tile_row(blocks)], [v, w, u], y);
            combine::<V>(tau[i], &y[..end], &u[..end], &mut w[..end]);
            w[i..end].fill(0.0);
            std::mem::swap(u, v);
        }
        if *size > 0 {
            diagonal[0] = tiles[0][0][0] - 2.0 * v[0] * w[0];
        }
    }
}

/// out <- row i of A - v w' - w v'.
#[inline(always)]
fn update_row<V: Lanes>(tiles: &[Tile], i: usize, [v, w]: [&[f64]; 2], out: &mut [f64]) {
    let (block, r) = (i / LANES, i % LANES);
    let (a, b) = (V::splat(v[i]), V::splat(w[i]));
    let vectors = v.as_chunks().0.iter().zip(w.as_chunks().0);
    let tiles = tiles[tile_row(block)..tile_row(block + 1)].iter();
    for ((tile, (v, w)), out) in tiles.zip(vectors).zip(out.as_chunks_mut().0) {
        V::load(&tile[r]).minus(a, V::load(w)).minus(b, V::load(v)).store(out);
    }
}

/// w <- tau y - (tau^2 y'u/2) u.
#[inline(always)]
fn combine<V: Lanes>(tau: f64, y: &[f64], u: &[f64], w: &mut [f64]) {
    let half = V::splat(0.5 * tau * tau * dot::<V>(y, u));
    let tau = V::splat(tau);
    let vectors = y.as_chunks().0.iter().zip(u.as_chunks().0);
    for (w, (y, u)) in w.as_chunks_mut().0.iter_mut().zip(vectors) {
        (tau * V::load(y)).minus(half, V::load(u)).store(w);
    }
}

/// Makes the first `i` numbers of x, which is padded with zeros, the reflector that maps them to a multiple of
/// their last unit vector; returns tau and the multiple. A sum of squares up to `nothing` counts as zero.
#[inline(always)]
fn reflect<V: Lanes>(x: &mut [f64], i: usize, nothing: f64) -> (f64, f64) {
    let alpha = std::mem::take(&mut x[i - 1]);
    let tail = dot::<V>(x, x);
    if tail <= nothing {
        return (0.0, alpha);
    }
    let norm = (tail + alpha * alpha).sqrt();
    let beta = if alpha > 0.0 { -norm } else { norm };
    x[i - 1] = alpha - beta;
    (1.0 / (beta * (beta - alpha)), beta)
}

/// A <- A - v w' - w v', then y = A u. Rows that are finished change nothing, since u, v and w are zero there.
#[inline(always)]
fn update_and_multiply<V: Lanes>(mut tiles: &mut [Tile], vectors: [&[f64]; 3], y: &mut [f64]) {
    let mut block = 0;
    while let Some((row, rest)) = tiles.split_at_mut_checked(block + 1) {
        tiles = rest;
        // The rows above have left their shares of y before these rows give it their own products.
        let (before, own) = y.split_at_mut(block * LANES);
        let before = before.as_chunks_mut().0;
        let mut acc = [V::zero(); LANES];
        if V::WIDE {
            rows::<V, 8>(row, 0, vectors, before, &mut acc);
        } else {
            rows::<V, 4>(row, 0, vectors, before, &mut acc);
            rows::<V, 4>(row, 4, vectors, before, &mut acc);
        }
        if let Some(own) = own.first_chunk_mut() {
            V::sums(acc).store(own);
        }
        block += 1;
    }
}

/// `R` rows of a row of tiles, from `first` on: updates them, adds the products of their transposes to y, and
/// their own products with u, not yet summed over lanes, to `acc`.
#[inline(always)]
fn rows<V: Lanes, const R: usize>(
    tiles: &mut [Tile],
    first: usize,
    [v, w, u]: [&[f64]; 3],
    y: &mut [[f64; LANES]],
    acc: &mut [V; LANES],
) {
    let at = (tiles.len() - 1) * LANES + first;
    let (v8, w8, u8) =
        (splat_all::<V, R>(&v[at..]), splat_all::<V, R>(&w[at..]), splat_all::<V, R>(&u[at..]));
    let [v, w, u] = [v, w, u].map(|x| x.as_chunks().0);
    let columns = v.iter().zip(w).zip(u);
    let mut sums = [V::zero(); R];
    let Some((diagonal, left)) = tiles.split_last_mut() else { return };
    for ((tile, y), ((v, w), u)) in left.iter_mut().zip(y).zip(columns) {
        let (v, w, u) = (V::load(v), V::load(w), V::load(u));
        // Two chains of four, so that four rows at a time sum in the same order.
        let mut share = [V::zero(); 2];
        share[first / 4] = V::load(y);
        for r in 0..R {
            let line = &mut tile[first + r];
            let value = V::load(line).minus(v8[r], w).minus(w8[r], v);
            value.store(line);
            sums[r] = sums[r].plus(value, u);
            share[r / 4] = share[r / 4].plus(value, u8[r]);
        }
        (share[0] + share[1]).store(y);
    }
    // The tile on the diagonal holds both triangles, so that it has no share of this kind.
    let last = left.len();
    let (v, w, u) = (V::load(&v[last]), V::load(&w[last]), V::load(&u[last]));
    for r in 0..R {
        let line = &mut diagonal[first + r];
        let value = V::load(line).minus(v8[r], w).minus(w8[r], v);
        value.store(line);
        acc[first + r] = sums[r].plus(value, u);
    }
}
