//! Solutions of (T + lambda I) z = b for many lambdas at once, T being tridiagonal.
//!
//! T + lambda I = L D L' by the recurrence of Golub & Van Loan (2013), section 4.3.6, one lane per lambda.

use super::tridiagonal::Tridiagonal;
use crate::dispatch::{Kernel, dispatch};

/// Lambdas that are solved together.
pub(crate) const BLOCK: usize = 16;

/// Factors of T + lambda I for up to [`BLOCK`] lambdas.
#[derive(Debug, Clone, Default)]
pub(crate) struct Factors {
    /// Inverse pivots.
    pub inverse: Vec<[f64; BLOCK]>,
    /// Multipliers: row i of L has them left of its diagonal.
    pub multiplier: Vec<[f64; BLOCK]>,
    /// The trace of (T + lambda I)^-1.
    pub trace: [f64; BLOCK],
    /// The smallest pivot.
    pub smallest: f64,
}

/// What is known of each solution.
#[derive(Debug, Clone, Copy, Default)]
pub(crate) struct Norms {
    /// b'z.
    pub explained: f64,
    /// z'z.
    pub squared: f64,
}

impl Factors {
    /// Factorises T + lambda I; lanes beyond the end of `lambdas` repeat the last one.
    pub(crate) fn compute(&mut self, t: &Tridiagonal, lambdas: &[f64]) {
        let mut shift = [lambdas.last().copied().unwrap_or(1.0); BLOCK];
        for (s, l) in shift.iter_mut().zip(lambdas) {
            *s = *l;
        }
        self.inverse.resize(t.diagonal.len(), [0.0; BLOCK]);
        self.multiplier.resize(t.diagonal.len(), [0.0; BLOCK]);
        dispatch(Factorise { t, shift, out: self });
    }

    /// Writes z at column `column` of `out`, whose rows are `ld` long; returns its norms.
    pub(crate) fn solve(&self, b: &[f64], out: &mut [f64], ld: usize) -> [Norms; BLOCK] {
        dispatch(Solve { factors: self, b, out, ld })
    }

    /// Adds r'(T + lambda I)^-1 r.
    #[inline(always)]
    pub(crate) fn quadratic(&self, r: impl Iterator<Item = f64>) -> [f64; BLOCK] {
        let mut w = [0.0; BLOCK];
        let mut sum = [0.0; BLOCK];
        for ((r, inverse), multiplier) in r.zip(&self.inverse).zip(&self.multiplier) {
            for l in 0..BLOCK {
                w[l] = r - multiplier[l] * w[l];
                sum[l] += w[l] * w[l] * inverse[l];
            }
        }
        sum
    }
}

struct Factorise<'a> {
    t: &'a Tridiagonal,
    shift: [f64; BLOCK],
    out: &'a mut Factors,
}

impl Kernel for Factorise<'_> {
    type Output = ();

    #[inline(always)]
    fn run<const WIDE: bool>(self) {
        let Self { t, shift, out } = self;
        let (mut inverse, mut slope) = ([0.0; BLOCK], [0.0; BLOCK]);
        let (mut trace, mut smallest) = ([0.0; BLOCK], [f64::INFINITY; BLOCK]);
        for (i, (d, e)) in t.diagonal.iter().zip(&t.below).enumerate() {
            let mut multiplier = [0.0; BLOCK];
            for l in 0..BLOCK {
                multiplier[l] = e * inverse[l];
                let pivot = (d + shift[l]) - e * multiplier[l];
                // The derivative of a pivot with respect to lambda; the trace is that of log det.
                slope[l] = 1.0 + multiplier[l] * multiplier[l] * slope[l];
                inverse[l] = 1.0 / pivot;
                trace[l] += slope[l] * inverse[l];
                smallest[l] = if pivot < smallest[l] { pivot } else { smallest[l] };
            }
            (out.inverse[i], out.multiplier[i]) = (inverse, multiplier);
        }
        out.trace = trace;
        out.smallest = smallest.iter().fold(f64::INFINITY, |m, s| m.min(*s));
    }
}

struct Solve<'a> {
    factors: &'a Factors,
    b: &'a [f64],
    out: &'a mut [f64],
    ld: usize,
}

impl Kernel for Solve<'_> {
    type Output = [Norms; BLOCK];

    #[inline(always)]
    fn run<const WIDE: bool>(self) -> [Norms; BLOCK] {
        let Self { factors, b, out, ld } = self;
        let mut w = [0.0; BLOCK];
        let terms = b.iter().zip(&factors.multiplier).zip(&factors.inverse);
        for (((b, multiplier), inverse), line) in terms.zip(out.chunks_mut(ld)) {
            if let Some(line) = line.first_chunk_mut::<BLOCK>() {
                for l in 0..BLOCK {
                    w[l] = b - multiplier[l] * w[l];
                    line[l] = w[l] * inverse[l];
                }
            }
        }
        let (mut z, mut next) = ([0.0; BLOCK], [0.0; BLOCK]);
        let (mut explained, mut squared) = ([0.0; BLOCK], [0.0; BLOCK]);
        for (i, b) in b.iter().enumerate().rev() {
            if let Some(line) = out[i * ld..].first_chunk_mut::<BLOCK>() {
                for l in 0..BLOCK {
                    z[l] = line[l] - next[l] * z[l];
                    line[l] = z[l];
                    explained[l] += b * z[l];
                    squared[l] += z[l] * z[l];
                }
                next = factors.multiplier[i];
            }
        }
        std::array::from_fn(|l| Norms { explained: explained[l], squared: squared[l] })
    }
}
