//! Operations on vectors whose length is a multiple of eight; any surplus of a length is left out. To be
//! inlined into kernels.

use crate::simd::{Kernel, Lanes, dispatch, load_all};

/// a'b; the two have equal lengths.
#[inline(always)]
pub(crate) fn dot<V: Lanes>(a: &[f64], b: &[f64]) -> f64 {
    // Two chains of additions hide the latency of one.
    let (mut even, mut odd) = (V::zero(), V::zero());
    let (a2, a1) = a.as_chunks::<16>();
    let (b2, b1) = b.as_chunks::<16>();
    for (x, y) in a2.iter().zip(b2) {
        let ([x0, x1], [y0, y1]) = (halves::<V>(x), halves::<V>(y));
        even = even.plus(x0, y0);
        odd = odd.plus(x1, y1);
    }
    for (x, y) in a1.as_chunks().0.iter().zip(b1.as_chunks().0) {
        even = even.plus(V::load(x), V::load(y));
    }
    (even + odd).sum()
}

/// Sixteen numbers as two blocks of lanes.
#[inline(always)]
pub(crate) fn halves<V: Lanes>(x: &[f64; 16]) -> [V; 2] {
    match x.as_chunks().0.first_chunk() {
        Some(both) => load_all(both),
        None => [V::zero(); 2],
    }
}

/// Two blocks of lanes as sixteen numbers.
#[inline(always)]
pub(crate) fn join<V: Lanes>(halves: [V; 2]) -> [f64; 16] {
    let mut out = [0.0; 16];
    for (part, half) in out.as_chunks_mut().0.iter_mut().zip(halves) {
        half.store(part);
    }
    out
}

/// y += a x, over the shorter of the two.
#[inline(always)]
pub(crate) fn add_scaled<V: Lanes>(a: f64, x: &[f64], y: &mut [f64]) {
    let a = V::splat(a);
    for (y, x) in y.as_chunks_mut().0.iter_mut().zip(x.as_chunks().0) {
        V::load(y).plus(a, V::load(x)).store(y);
    }
}

/// x <- a x.
pub(crate) fn scale(a: f64, x: &mut [f64]) {
    for x in x {
        *x *= a;
    }
}

/// The largest absolute value; 0 for an empty slice. Of any length.
pub(crate) fn max_abs(a: &[f64]) -> f64 {
    a.iter().fold(0.0, |m: f64, x| if x.abs() > m { x.abs() } else { m })
}

/// [`add_scaled`], for callers outside a kernel.
pub(crate) fn add(a: f64, x: &[f64], y: &mut [f64]) {
    dispatch(Add { a, x, y });
}

struct Add<'a> {
    a: f64,
    x: &'a [f64],
    y: &'a mut [f64],
}

impl Kernel for Add<'_> {
    type Output = ();

    #[inline(always)]
    fn run<V: Lanes>(self) {
        add_scaled::<V>(self.a, self.x, self.y);
    }
}
