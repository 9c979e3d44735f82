//! Solutions of (T + lambda I) z = b for many lambdas at once, T being tridiagonal.
//!
//! T + lambda I = L D L' by the recurrence of Golub & Van Loan (2013), section 4.3.6, one lane per lambda.

use super::tridiagonal::Tridiagonal;
use crate::simd::{Kernel, LANES, Lanes, dispatch, load_all};

/// Chains of divisions that run side by side, so that one hides the latency of another.
const CHAINS: usize = 4;

/// Lambdas that are solved together.
pub(crate) const BLOCK: usize = CHAINS * LANES;

/// The first lanes of a block.
#[inline(always)]
fn chains<V: Lanes, const N: usize>(x: &[f64; BLOCK]) -> [V; N] {
    match x.as_chunks().0.first_chunk() {
        Some(all) => load_all(all),
        None => [V::zero(); N],
    }
}

/// A block from its first lanes; the others are zero.
#[inline(always)]
fn join<V: Lanes, const N: usize>(chains: [V; N]) -> [f64; BLOCK] {
    let mut out = [0.0; BLOCK];
    for (part, chain) in out.as_chunks_mut().0.iter_mut().zip(chains) {
        chain.store(part);
    }
    out
}

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
    /// Chains in use; the lanes of the others are zero.
    chains: usize,
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
        self.chains = lambdas.len().div_ceil(LANES);
        self.inverse.resize(t.diagonal.len(), [0.0; BLOCK]);
        self.multiplier.resize(t.diagonal.len(), [0.0; BLOCK]);
        dispatch(Factorise { t, shift, out: self });
    }

    /// Writes z at column `column` of `out`, whose rows are `ld` long; returns its norms.
    pub(crate) fn solve(&self, b: &[f64], out: &mut [f64], ld: usize) -> [Norms; BLOCK] {
        dispatch(Solve { factors: self, b, out, ld })
    }

    /// r'(T + lambda I)^-1 r, that is the sum of (L^-1 r)_i^2 over the pivots.
    #[inline(always)]
    pub(crate) fn quadratic<V: Lanes>(&self, r: impl Iterator<Item = f64>) -> [f64; BLOCK] {
        let mut w = [V::zero(); CHAINS];
        let mut sum = [V::zero(); CHAINS];
        for ((r, inverse), multiplier) in r.zip(&self.inverse).zip(&self.multiplier) {
            let (r, inverse, multiplier) =
                (V::splat(r), chains::<V, CHAINS>(inverse), chains::<V, CHAINS>(multiplier));
            for h in 0..CHAINS {
                w[h] = r.minus(multiplier[h], w[h]);
                sum[h] = sum[h].plus(w[h] * w[h], inverse[h]);
            }
        }
        join(sum)
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
    fn run<V: Lanes>(self) {
        match self.out.chains {
            1 => self.chains::<V, 1>(),
            2 => self.chains::<V, 2>(),
            _ => self.chains::<V, CHAINS>(),
        }
    }
}

impl Factorise<'_> {
    /// The first `N` chains.
    #[inline(always)]
    fn chains<V: Lanes, const N: usize>(self) {
        let Self { t, shift, out } = self;
        let (shift, one) = (chains::<V, N>(&shift), V::splat(1.0));
        let (mut inverse, mut slope) = ([V::zero(); N], [V::zero(); N]);
        let (mut trace, mut smallest) = ([V::zero(); N], V::splat(f64::INFINITY));
        for (i, (d, e)) in t.diagonal.iter().zip(&t.below).enumerate() {
            let (d, e) = (V::splat(*d), V::splat(*e));
            let mut multiplier = [V::zero(); N];
            for h in 0..N {
                multiplier[h] = e * inverse[h];
                let pivot = (d + shift[h]).minus(e, multiplier[h]);
                // The derivative of a pivot with respect to lambda; the trace is that of log det.
                slope[h] = one.plus(multiplier[h] * multiplier[h], slope[h]);
                inverse[h] = one / pivot;
                trace[h] = trace[h].plus(slope[h], inverse[h]);
                // Keeps NaN out, which the callers would not see: the trace then shows it.
                smallest = V::where_greater(smallest, pivot, pivot, smallest);
            }
            (out.inverse[i], out.multiplier[i]) = (join(inverse), join(multiplier));
        }
        out.trace = join(trace);
        out.smallest = smallest.to_array().iter().fold(f64::INFINITY, |m, s| m.min(*s));
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
    fn run<V: Lanes>(self) -> [Norms; BLOCK] {
        match self.factors.chains {
            1 => self.chains::<V, 1>(),
            2 => self.chains::<V, 2>(),
            _ => self.chains::<V, CHAINS>(),
        }
    }
}

impl Solve<'_> {
    /// The first `N` chains; what lies right of them in the results is left as it is.
    #[inline(always)]
    fn chains<V: Lanes, const N: usize>(self) -> [Norms; BLOCK] {
        let Self { factors, b, out, ld } = self;
        let mut w = [V::zero(); N];
        let terms = b.iter().zip(&factors.multiplier).zip(&factors.inverse);
        for (((b, multiplier), inverse), line) in terms.zip(out.chunks_mut(ld)) {
            let (multiplier, inverse) = (chains::<V, N>(multiplier), chains::<V, N>(inverse));
            let b = V::splat(*b);
            for (h, part) in line.as_chunks_mut().0.iter_mut().take(N).enumerate() {
                w[h] = b.minus(multiplier[h], w[h]);
                (w[h] * inverse[h]).store(part);
            }
        }
        let (mut z, mut next) = ([V::zero(); N], [V::zero(); N]);
        let (mut explained, mut squared) = ([V::zero(); N], [V::zero(); N]);
        for (i, b) in b.iter().enumerate().rev() {
            let b = V::splat(*b);
            let line = out[i * ld..].as_chunks_mut().0;
            for (h, part) in line.iter_mut().take(N).enumerate() {
                z[h] = V::load(part).minus(next[h], z[h]);
                z[h].store(part);
                explained[h] = explained[h].plus(b, z[h]);
                squared[h] = squared[h].plus(z[h], z[h]);
            }
            next = chains::<V, N>(&factors.multiplier[i]);
        }
        let (explained, squared) = (join(explained), join(squared));
        std::array::from_fn(|l| Norms { explained: explained[l], squared: squared[l] })
    }
}
