//! Eigenvalues and eigenvectors of a symmetric matrix: reduction to tridiagonal form, then QL.
//!
//! Implicit QL with Wilkinson's shift, as in EISPACK's `tql2` (Bowdler, Martin, Reinsch & Wilkinson 1968); Golub & Van Loan (2013), section 8.3.3.

use crate::ridge::tridiagonal::Tridiagonal;
use crate::simd::{Kernel, LANES, Lanes, dispatch, padded};

/// Steps that one eigenvalue may take; three or four are usual.
const STEPS: usize = 60;

/// Eigenvalues, ascending in no order, and their eigenvectors, row by row, padded with zeros.
#[derive(Debug, Clone, Default)]
pub(super) struct Eigen {
    pub values: Vec<f64>,
    pub vectors: Vec<f64>,
    /// Length of a row of `vectors`.
    pub ld: usize,
}

impl Eigen {
    /// Decomposes the matrix whose row `i`, of at least `padded(i + 1)` numbers, is `row(i)`; `None`
    /// where QL does not converge.
    pub(super) fn new<'a>(size: usize, row: impl Fn(usize) -> &'a [f64]) -> Option<Self> {
        let mut reduced = Tridiagonal::default();
        reduced.reduce(size, row);
        let ld = padded(size.max(1));
        let mut vectors = vec![0.0; size * ld];
        for i in 0..size {
            vectors[i * ld + i] = 1.0;
        }
        let mut values = reduced.diagonal.clone();
        let mut couplings = reduced.below.clone();
        // `couplings[i]` is to lie between i and i + 1.
        couplings.rotate_left(usize::from(size > 0));
        for l in 0..size {
            (0..STEPS).find(|_| !step(l, &mut values, &mut couplings, (&mut vectors, ld)))?;
        }
        for vector in vectors.chunks_exact_mut(ld) {
            reduced.rotate_back(vector);
        }
        Some(Self { values, vectors, ld })
    }

    /// Eigenvector `k`.
    pub(super) fn vector(&self, k: usize) -> &[f64] {
        &self.vectors[k * self.ld..(k + 1) * self.ld]
    }
}

/// One QL step on the block that begins at `l`; `false` if that is a single eigenvalue already.
fn step(l: usize, d: &mut [f64], e: &mut [f64], (w, ld): (&mut [f64], usize)) -> bool {
    let negligible = |m: usize| e[m].abs() <= f64::EPSILON * (d[m].abs() + d[m + 1].abs());
    let m = (l..d.len() - 1).find(|&m| negligible(m)).unwrap_or(d.len() - 1);
    if m == l {
        return false;
    }
    let half = (d[l + 1] - d[l]) / (2.0 * e[l]);
    let root = libm::hypot(half, 1.0);
    let mut g = d[m] - d[l] + e[l] / (half + if half < 0.0 { -root } else { root });
    let (mut sine, mut cosine, mut p) = (1.0, 1.0, 0.0);
    for i in (l..m).rev() {
        let (f, b) = (sine * e[i], cosine * e[i]);
        let r = libm::hypot(f, g);
        e[i + 1] = r;
        if r == 0.0 {
            // The block has split.
            d[i + 1] -= p;
            e[m] = 0.0;
            return true;
        }
        (sine, cosine) = (f / r, g / r);
        let g2 = d[i + 1] - p;
        let r = (d[i] - g2) * sine + 2.0 * cosine * b;
        p = sine * r;
        d[i + 1] = g2 + p;
        g = cosine * r - b;
        let (upper, lower) = w[i * ld..(i + 2) * ld].split_at_mut(ld);
        dispatch(Turn { upper, lower, sine, cosine });
    }
    d[l] -= p;
    e[l] = g;
    e[m] = 0.0;
    true
}

/// Turns two rows in their plane.
struct Turn<'a> {
    upper: &'a mut [f64],
    lower: &'a mut [f64],
    sine: f64,
    cosine: f64,
}

impl Kernel for Turn<'_> {
    type Output = ();

    #[inline(always)]
    fn run<V: Lanes>(self) {
        let (s, c) = (V::splat(self.sine), V::splat(self.cosine));
        let upper = self.upper.as_chunks_mut::<LANES>().0;
        for (a, b) in upper.iter_mut().zip(self.lower.as_chunks_mut().0) {
            let (x, y) = (V::load(a), V::load(b));
            (s * x).plus(c, y).store(b);
            (c * x).minus(s, y).store(a);
        }
    }
}
