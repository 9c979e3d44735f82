//! Problems with far more columns than rows: the standardised training rows themselves.

use super::training::Training;
use crate::problem::{Problem, Products};
use crate::simd::{Kernel, LANES, Lanes, dispatch, padded};

impl Training<'_> {
    /// Fills a problem with rows instead of G. Means and variances are summed from the rows, so that nothing is
    /// lost to a difference of sums.
    pub(super) fn fill_rows(&self, out: &mut Problem) {
        let p = self.moments.p;
        let mut rows = out.rows.take().unwrap_or_default();
        rows.len = out.n;
        rows.stride = padded(out.n);
        rows.z.clear();
        rows.z.resize(rows.stride * p + LANES, 0.0);
        rows.y.clear();
        rows.y.resize(rows.stride, 0.0);
        for (j, column) in rows.z.chunks_exact_mut(rows.stride).take(p).enumerate() {
            out.diagonal[j] = self.standardise_column(j, column, out);
        }
        out.yty = self.standardise_column(p, &mut rows.y, out);
        if out.y_sd == 0.0 && self.scaling.intercept {
            out.yty = 0.0;
            rows.y.fill(0.0);
        }
        let (scale, xty) = (1.0 / self.n, &mut out.xty[..p]);
        dispatch(Products { rows: &rows, with: &rows.y, scale, out: xty });
        out.rows = Some(rows);
        out.drop_noise();
    }

    /// Fills a column with its training rows, standardised, or with y; returns its mean square.
    fn standardise_column(&self, j: usize, column: &mut [f64], out: &mut Problem) -> f64 {
        let from = &self.moments.z[j * self.moments.stride..];
        let mut rest = &mut column[..out.n];
        for (start, len) in self.segments() {
            let (part, tail) = rest.split_at_mut(len);
            part.copy_from_slice(&from[start..start + len]);
            rest = tail;
        }
        let values = &mut column[..out.n];
        self.scale(j, dispatch(Variance(values)), out);
        let factor = out.factor.get(j).copied().unwrap_or(1.0);
        dispatch(Transform { values, shift: out.shift[j], factor }) / self.n
    }
}

/// Mean and variance, with divisor n.
struct Variance<'a>(&'a [f64]);

impl Kernel for Variance<'_> {
    type Output = (f64, f64);

    #[inline(always)]
    fn run<V: Lanes>(self) -> (f64, f64) {
        let n = self.0.len() as f64;
        let (blocks, rest) = self.0.as_chunks();
        let mut sum = V::zero();
        for block in blocks {
            sum = sum + V::load(block);
        }
        let mean = (sum.sum() + rest.iter().sum::<f64>()) / n;
        let (center, mut first, mut second) = (V::splat(mean), V::zero(), V::zero());
        for block in blocks {
            let d = V::load(block) - center;
            first = first + d;
            second = second.plus(d, d);
        }
        let (mut first, mut second) = (first.sum(), second.sum());
        for value in rest {
            let d = value - mean;
            first += d;
            second += d * d;
        }
        // What rounding has left in the mean.
        let correction = first / n;
        (mean + correction, second / n - correction * correction)
    }
}

/// values <- (values - shift) factor; returns the sum of their squares.
struct Transform<'a> {
    values: &'a mut [f64],
    shift: f64,
    factor: f64,
}

impl Kernel for Transform<'_> {
    type Output = f64;

    #[inline(always)]
    fn run<V: Lanes>(self) -> f64 {
        let Self { values, shift, factor } = self;
        let (blocks, rest) = values.as_chunks_mut();
        let (by, times, mut sum) = (V::splat(shift), V::splat(factor), V::zero());
        for block in blocks {
            let value = (V::load(block) - by) * times;
            value.store(block);
            sum = sum.plus(value, value);
        }
        let mut squares = sum.sum();
        for value in rest {
            *value = (*value - shift) * factor;
            squares += *value * *value;
        }
        squares
    }
}
