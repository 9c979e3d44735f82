//! From data sets one after another to one in each lane.

use super::Eight;
use crate::matrix::Matrix;
use crate::moments::CONSTANT;
use crate::simd::{LANES, Lanes};

/// Variances outside this range are left to methods that scale first.
const VARIANCE: (f64, f64) = (1e-100, 1e100);

/// What is left of a column's mean after centring may be this part of its standard deviation; its effect on a
/// fit is of the second order.
const OFF_CENTRE: f64 = 1e-7;

/// Lays the columns of x, then y, of each data set out in its lane. Lanes without a data set of this size get
/// zeros.
#[inline(always)]
pub(super) fn interleave<V: Lanes>(
    data: &[(&Matrix, &[f64])],
    z: &mut [Eight],
    n: usize,
    p: usize,
) {
    for (j, column) in z.chunks_exact_mut(n).enumerate() {
        let mut from: [&[f64]; LANES] = [&[]; LANES];
        for (from, (x, y)) in from.iter_mut().zip(data) {
            if x.rows() == n && x.cols() == p && y.len() == n {
                *from = if j < p { x.column(j) } else { y };
            }
        }
        let (blocks, rest) = column.as_chunks_mut::<LANES>();
        let done = blocks.len() * LANES;
        for (b, block) in blocks.iter_mut().enumerate() {
            let mut rows = [V::zero(); LANES];
            for l in 0..LANES {
                if let Some(values) = from[l].get(b * LANES..).and_then(|v| v.first_chunk()) {
                    rows[l] = V::load(values);
                }
            }
            let rows = V::transpose(rows);
            for i in 0..LANES {
                rows[i].store(&mut block[i]);
            }
        }
        for (i, out) in rest.iter_mut().enumerate() {
            for l in 0..LANES {
                out[l] = from[l].get(done + i).copied().unwrap_or(0.0);
            }
        }
    }
}

/// Centres every column and fills `mean`. The result is 1 in the lanes in which all columns can be trusted, 0 in
/// the others, as where a mean is not finite.
#[inline(always)]
pub(super) fn centre<V: Lanes>(z: &mut [Eight], mean: &mut [Eight], n: usize) -> V {
    let (one, count) = (V::splat(1.0), V::splat(n as f64));
    let mut good = one;
    for (column, mean) in z.chunks_exact_mut(n).zip(mean) {
        let about = total::<V>(column) / count;
        let (left, squares) = shift::<V>(column, about);
        let (left, variance) = (left / count, squares / count);
        let whole = about + left;
        whole.store(mean);
        // A few units in the last place of its values: the column is constant.
        let resolution = V::splat(CONSTANT) * whole.abs();
        let off = left * left;
        for (more, less) in [
            (variance, V::splat(VARIANCE.0)),
            (V::splat(VARIANCE.1), variance),
            (variance, resolution * resolution),
            (variance * V::splat(OFF_CENTRE * OFF_CENTRE), off),
        ] {
            good = V::where_greater(more, less, good, V::zero());
        }
    }
    good
}

/// The sum of a column.
#[inline(always)]
fn total<V: Lanes>(column: &[Eight]) -> V {
    let mut sums = [V::zero(); 4];
    let (quads, rest) = column.as_chunks::<4>();
    for quad in quads {
        for k in 0..4 {
            sums[k] = sums[k] + V::load(&quad[k]);
        }
    }
    for value in rest {
        sums[0] = sums[0] + V::load(value);
    }
    (sums[0] + sums[2]) + (sums[1] + sums[3])
}

/// Subtracts `about` from a column; returns the sums of what is left and of its squares.
#[inline(always)]
fn shift<V: Lanes>(column: &mut [Eight], about: V) -> (V, V) {
    let (mut sums, mut squares) = ([V::zero(); 4], [V::zero(); 4]);
    let (quads, rest) = column.as_chunks_mut::<4>();
    for quad in quads {
        for k in 0..4 {
            let value = V::load(&quad[k]) - about;
            value.store(&mut quad[k]);
            sums[k] = sums[k] + value;
            squares[k] = squares[k].plus(value, value);
        }
    }
    for out in rest {
        let value = V::load(out) - about;
        value.store(out);
        sums[0] = sums[0] + value;
        squares[0] = squares[0].plus(value, value);
    }
    let (s, q) = (sums, squares);
    ((s[0] + s[2]) + (s[1] + s[3]), (q[0] + q[2]) + (q[1] + q[3]))
}
