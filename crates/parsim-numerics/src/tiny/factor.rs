//! A = L D L', lane by lane.

use super::Eight;
use crate::ols::PIVOT_RATIO;
use crate::simd::Lanes;

/// Factorises the first p rows of the sums of products; `good` becomes 0 in the lanes where a pivot is too small.
#[inline(always)]
pub(super) fn factorise<V: Lanes>(
    sums: &[Eight],
    l: &mut [Eight],
    inverse: &mut [Eight],
    (p, mut good): (usize, V),
) -> V {
    let one = V::splat(1.0);
    for j in 0..p {
        let from = &sums[j * (p + 1)..][..=j];
        let (above, own) = l.split_at_mut(j * p);
        // First D times the row of L, column by column.
        for k in 0..j {
            let mut value = V::load(&from[k]);
            for c in 0..k {
                value = value.minus(V::load(&own[c]), V::load(&above[k * p + c]));
            }
            value.store(&mut own[k]);
        }
        let diagonal = V::load(&from[j]);
        let mut pivot = diagonal;
        for k in 0..j {
            let scaled = V::load(&own[k]);
            let entry = scaled * V::load(&inverse[k]);
            pivot = pivot.minus(scaled, entry);
            entry.store(&mut own[k]);
        }
        let floor = V::splat(PIVOT_RATIO) * diagonal;
        good = V::where_greater(pivot, floor, good, V::zero());
        // A pivot of 1 keeps the numbers of a lost lane tame.
        (one / V::where_greater(pivot, floor, pivot, one)).store(&mut inverse[j]);
    }
    good
}

/// x <- A^-1 x.
#[inline(always)]
pub(super) fn solve<V: Lanes>(l: &[Eight], inverse: &[Eight], x: &mut [Eight]) {
    let p = x.len();
    for j in 0..p {
        let mut value = V::load(&x[j]);
        for k in 0..j {
            value = value.minus(V::load(&l[j * p + k]), V::load(&x[k]));
        }
        value.store(&mut x[j]);
    }
    for j in (0..p).rev() {
        let mut value = V::load(&x[j]) * V::load(&inverse[j]);
        for k in j + 1..p {
            value = value.minus(V::load(&l[k * p + j]), V::load(&x[k]));
        }
        value.store(&mut x[j]);
    }
}
