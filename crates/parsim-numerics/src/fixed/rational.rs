//! Sums of rational functions of lambda, for whole grids.

use crate::kernels::vector::halves;
use crate::simd::{Kernel, LANES, Lanes, dispatch, padded};

/// Penalty levels between which no product of eight denominators over- or underflows.
const RANGE: std::ops::RangeInclusive<f64> = 1e-30..=1e30;

/// Numbers d, in pairs: `d0 + d1` and `d0 d1`; the last are zeros.
#[derive(Debug, Clone, Default)]
pub(super) struct Poles {
    d: Vec<f64>,
    pairs: Vec<[f64; 2]>,
    in_range: bool,
}

/// Weights in pairs: the coefficients of `s0 (lambda + d1)^2 + s1 (lambda + d0)^2`.
#[derive(Debug, Clone, Default)]
pub(super) struct Weights(Vec<[f64; 3]>);

/// For each lambda, with t = lambda/(d + lambda): the sums of 1 - t and of s t^2.
#[derive(Debug, Clone, Default)]
pub(super) struct Sums {
    pub complement: Vec<f64>,
    pub square: Vec<f64>,
}

impl Poles {
    pub(super) fn new(values: &[f64]) -> Self {
        let in_range = values.iter().all(|d| RANGE.contains(d));
        let mut d = values.to_vec();
        d.resize(padded(d.len()), 0.0);
        let pairs = d.as_chunks().0.iter().map(|&[a, b]| [a + b, a * b]).collect();
        Self { d, pairs, in_range }
    }

    /// Sums over all d, with weights `s` (as many, padded with zeros), at every lambda; lambdas do not increase.
    pub(super) fn sum(&self, s: &[f64], lambdas: &[f64], weights: &mut Weights, out: &mut Sums) {
        let Sums { complement, square } = out;
        for v in [&mut *complement, &mut *square] {
            v.clear();
            v.resize(padded(lambdas.len()), 0.0);
        }
        let ends = lambdas.first().into_iter().chain(lambdas.last());
        if !self.in_range || ends.into_iter().any(|lambda| !RANGE.contains(lambda)) {
            self.sum_plainly(s, lambdas, out);
            return;
        }
        let pairs = self.d.as_chunks().0.iter().zip(s.as_chunks().0);
        weights.0.clear();
        weights.0.extend(pairs.map(|(&[d0, d1], &[s0, s1])| {
            [s0 + s1, 2.0 * (d1 * s0 + d0 * s1), d1 * d1 * s0 + d0 * d0 * s1]
        }));
        for (first, chunk) in (0..).step_by(2 * LANES).zip(lambdas.chunks(2 * LANES)) {
            let mut lambda = [chunk[0]; 2 * LANES];
            lambda[..chunk.len()].copy_from_slice(chunk);
            let sums = dispatch(Grid {
                pairs: &self.pairs,
                weights: &weights.0,
                lambda: &lambda,
                both: chunk.len() > LANES,
            });
            let count = padded(chunk.len());
            let ones = self.d.len() as f64;
            for l in 0..count {
                complement[first + l] = ones - sums[0][l];
                square[first + l] = sums[1][l];
            }
        }
    }

    /// The same, term by term.
    fn sum_plainly(&self, s: &[f64], lambdas: &[f64], out: &mut Sums) {
        let Sums { complement, square } = out;
        for ((lambda, c), q) in lambdas.iter().zip(complement).zip(square) {
            for (d, s) in self.d.iter().zip(s).filter(|(d, _)| **d > 0.0) {
                let t = lambda / (d + lambda);
                *c += d / (d + lambda);
                *q += s * t * t;
            }
        }
    }
}

/// Sums of t and of s t^2 at sixteen lambdas.
struct Grid<'a> {
    pairs: &'a [[f64; 2]],
    weights: &'a [[f64; 3]],
    lambda: &'a [f64; 2 * LANES],
    both: bool,
}

impl Kernel for Grid<'_> {
    type Output = [[f64; 2 * LANES]; 2];

    #[inline(always)]
    fn run<V: Lanes>(self) -> Self::Output {
        let lambda = halves::<V>(self.lambda);
        let mut out = [[0.0; 2 * LANES]; 2];
        for half in 0..=usize::from(self.both) {
            let sums = self.eight(lambda[half]);
            for (out, sum) in out.iter_mut().zip(sums) {
                sum.store(&mut out.as_chunks_mut().0[half]);
            }
        }
        out
    }
}

impl Grid<'_> {
    /// With p = (lambda + d0)(lambda + d1) = lambda (lambda + d0 + d1) + d0 d1, a pair adds
    /// `lambda/p (2 lambda + d0 + d1)` and `(lambda/p)^2` times its quadratic. Four pairs share one
    /// division, by the product of their p. No term is negative, so nothing cancels.
    #[inline(always)]
    fn eight<V: Lanes>(&self, lambda: V) -> [V; 2] {
        let (mut trace, mut square) = ([V::zero(); 2], [V::zero(); 2]);
        let fours = self.pairs.as_chunks::<4>().0.iter().zip(self.weights.as_chunks::<4>().0);
        for (pairs, weights) in fours {
            let (mut u, mut p) = ([lambda; 4], [lambda; 4]);
            for m in 0..4 {
                u[m] = lambda + V::splat(pairs[m][0]);
                p[m] = V::splat(pairs[m][1]).plus(lambda, u[m]);
            }
            let (p01, p23) = (p[0] * p[1], p[2] * p[3]);
            let inverse = lambda / (p01 * p23);
            let (i01, i23) = (inverse * p23, inverse * p01);
            let share = [i01 * p[1], i01 * p[0], i23 * p[3], i23 * p[2]];
            for m in 0..4 {
                let [a, b, c] = weights[m];
                let linear = V::splat(b).plus(lambda, V::splat(a));
                let quadratic = V::splat(c).plus(lambda, linear);
                trace[m % 2] = trace[m % 2].plus(share[m], u[m] + lambda);
                square[m % 2] = square[m % 2].plus(share[m] * share[m], quadratic);
            }
        }
        [trace[0] + trace[1], square[0] + square[1]]
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn sums_are_those_of_the_definition() {
        let d: Vec<f64> = (0..13).map(|k| 3.0 * 0.4_f64.powi(k)).collect();
        let mut s: Vec<f64> = (0..13).map(|k| 1.0 + f64::from(k % 5)).collect();
        s.resize(16, 0.0);
        let lambdas: Vec<f64> = (0..21).map(|l| 1e3 * 0.3_f64.powi(l)).collect();
        let (mut weights, mut sums) = (Weights::default(), Sums::default());
        Poles::new(&d).sum(&s, &lambdas, &mut weights, &mut sums);
        for (l, lambda) in lambdas.iter().enumerate() {
            let complement: f64 = d.iter().map(|d| d / (d + lambda)).sum();
            let square: f64 =
                d.iter().zip(&s).map(|(d, s)| s * (lambda / (d + lambda)).powi(2)).sum();
            assert!((sums.complement[l] - complement).abs() < 1e-14 * 16.0, "lambda {lambda}");
            assert!((sums.square[l] - square).abs() < 4e-15 * square, "lambda {lambda}");
        }
    }

    #[test]
    fn extreme_levels_neither_overflow_nor_vanish() {
        let s = [1.0, 1.0, 0.0, 0.0, 0.0, 0.0, 0.0, 0.0];
        let (mut weights, mut sums) = (Weights::default(), Sums::default());
        Poles::new(&[2.0, 0.5]).sum(&s, &[1e300, 1e-300, 0.0], &mut weights, &mut sums);
        assert_eq!(sums.square[..3], [2.0, 0.0, 0.0]);
        assert!(sums.complement[0] < 1e-299 && sums.complement[1..3] == [2.0, 2.0]);
    }
}
