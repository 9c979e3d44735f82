//! Sums over rows, lane by lane.

use super::Eight;
use crate::simd::Lanes;

/// Sums of products of every two of the p + 1 columns, the lower triangle row by row.
#[inline(always)]
pub(super) fn products<V: Lanes>(z: &[Eight], out: &mut [Eight], n: usize, p: usize) {
    let columns = p + 1;
    let whole = columns / 4 * 4;
    for r in (0..whole).step_by(4) {
        for c in (0..=r).step_by(4) {
            tile::<V, 4, 4>(z, out, [n, columns], [r, c]);
        }
    }
    for r in whole..columns {
        for c in (0..whole).step_by(4) {
            tile::<V, 1, 4>(z, out, [n, columns], [r, c]);
        }
        for c in whole..=r {
            tile::<V, 1, 1>(z, out, [n, columns], [r, c]);
        }
    }
}

/// Sums of products of `R` columns from `r` on with `C` columns from `c` on.
#[inline(always)]
fn tile<V: Lanes, const R: usize, const C: usize>(
    z: &[Eight],
    out: &mut [Eight],
    [n, columns]: [usize; 2],
    [r, c]: [usize; 2],
) {
    let mut rows: [&[Eight]; R] = [&[]; R];
    let mut cols: [&[Eight]; C] = [&[]; C];
    for k in 0..R {
        rows[k] = &z[(r + k) * n..][..n];
    }
    for k in 0..C {
        cols[k] = &z[(c + k) * n..][..n];
    }
    let mut sums = [[V::zero(); C]; R];
    for i in 0..n {
        let mut right = [V::zero(); C];
        for k in 0..C {
            right[k] = V::load(&cols[k][i]);
        }
        for a in 0..R {
            let left = V::load(&rows[a][i]);
            for b in 0..C {
                sums[a][b] = sums[a][b].plus(left, right[b]);
            }
        }
    }
    for a in 0..R {
        for b in 0..C {
            sums[a][b].store(&mut out[(r + a) * columns + c + b]);
        }
    }
}

/// r = y - Zb, four rows at a time.
#[inline(always)]
pub(super) fn residuals<V: Lanes>(z: &[Eight], slopes: &[Eight], r: &mut [Eight]) {
    let n = r.len();
    let y = slopes.len() * n;
    let (quads, rest) = r.as_chunks_mut::<4>();
    let done = quads.len() * 4;
    for (q, quad) in quads.iter_mut().enumerate() {
        some_residuals::<V, 4>(&z[q * 4..], slopes, [n, y], quad);
    }
    for (i, r) in rest.iter_mut().enumerate() {
        some_residuals::<V, 1>(&z[done + i..], slopes, [n, y], std::array::from_mut(r));
    }
}

#[inline(always)]
fn some_residuals<V: Lanes, const N: usize>(
    z: &[Eight],
    slopes: &[Eight],
    [n, y]: [usize; 2],
    out: &mut [Eight; N],
) {
    let mut r = [V::zero(); N];
    for k in 0..N {
        r[k] = V::load(&z[y + k]);
    }
    for (j, b) in slopes.iter().enumerate() {
        let b = V::load(b);
        let column = &z[j * n..][..N];
        for k in 0..N {
            r[k] = r[k].minus(b, V::load(&column[k]));
        }
    }
    for k in 0..N {
        r[k].store(&mut out[k]);
    }
}

/// `Z'r`, four columns at a time.
#[inline(always)]
pub(super) fn correlate<V: Lanes>(z: &[Eight], r: &[Eight], out: &mut [Eight]) {
    let n = r.len();
    let (quads, rest) = out.as_chunks_mut::<4>();
    let done = quads.len() * 4;
    for (q, quad) in quads.iter_mut().enumerate() {
        some_products::<V, 4>(&z[q * 4 * n..], r, quad);
    }
    for (j, out) in rest.iter_mut().enumerate() {
        some_products::<V, 1>(&z[(done + j) * n..], r, std::array::from_mut(out));
    }
}

#[inline(always)]
fn some_products<V: Lanes, const N: usize>(z: &[Eight], r: &[Eight], out: &mut [Eight; N]) {
    let n = r.len();
    let mut columns: [&[Eight]; N] = [&[]; N];
    for k in 0..N {
        columns[k] = &z[k * n..][..n];
    }
    // Two chains of additions hide the latency of one.
    let (mut even, mut odd) = ([V::zero(); N], [V::zero(); N]);
    for i in (0..n - n % 2).step_by(2) {
        let (first, second) = (V::load(&r[i]), V::load(&r[i + 1]));
        for k in 0..N {
            even[k] = even[k].plus(V::load(&columns[k][i]), first);
            odd[k] = odd[k].plus(V::load(&columns[k][i + 1]), second);
        }
    }
    if n % 2 == 1 {
        let last = V::load(&r[n - 1]);
        for k in 0..N {
            even[k] = even[k].plus(V::load(&columns[k][n - 1]), last);
        }
    }
    for k in 0..N {
        (even[k] + odd[k]).store(&mut out[k]);
    }
}
