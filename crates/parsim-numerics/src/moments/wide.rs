//! Problems with far more columns than rows: which rows are theirs, and how the columns are standardised over
//! them.

use super::training::{DOWNDATE_LOSS, Training};
use crate::problem::Problem;
use crate::simd::{Kernel, Lanes, dispatch};
use crate::wide::{Correlate, WideRows};
use std::sync::Arc;

/// Correlations of all columns with y below this may be rounding of the sums that they are differences of.
const NEGLIGIBLE: f64 = 1e-6;

impl Training<'_> {
    /// Fills a wide problem. Means, variances and products with y are those of all rows less those of the rows
    /// that are left out.
    pub(super) fn fill_rows(&self, out: &mut Problem) {
        let mut rows = out.rows.take().unwrap_or_default();
        if let Some(sheet) = self.moments.sheets.current() {
            rows.sheet = Arc::clone(sheet);
        }
        rows.without = self.without.map_or((0, 0), |k| self.moments.segments[k]);
        self.fill_y(&mut rows, out);
        self.fill_moments(&mut rows, out);
        self.fill_products(&rows, out);
        out.rows = Some(rows);
        out.drop_noise();
    }

    /// y, its mean and its mean square.
    fn fill_y(&self, rows: &mut WideRows, out: &mut Problem) {
        let p = self.moments.p;
        let mut own = std::mem::take(&mut rows.mask);
        own.clear();
        rows.compact(rows.sheet.column(p), &mut own);
        self.scale(p, dispatch(Variance(&own)), out);
        rows.mask = own;
        let shift = out.shift[p];
        let mut y = std::mem::take(&mut rows.y);
        y.resize(rows.stride());
        for (y, z) in y.iter_mut().zip(rows.sheet.column(p)) {
            *y = z - shift;
        }
        rows.clear_others(&mut y);
        out.yty = y.iter().map(|y| y * y).sum::<f64>() / self.n;
        if out.y_sd == 0.0 && self.scaling.intercept {
            out.yty = 0.0;
            y.fill(0.0);
        }
        rows.y = y;
    }

    /// Shifts, factors and the diagonal of G.
    fn fill_moments(&self, rows: &mut WideRows, out: &mut Problem) {
        let WideRows { sheet, without, weak, sums, mask, .. } = rows;
        sheet.sum(*without, mask, sums);
        weak.clear();
        for j in 0..self.moments.p {
            let mut mean = (sheet.totals.z[j] - sums.z[j]) / self.n;
            let mut variance = (sheet.totals.squares[j] - sums.squares[j]) / self.n - mean * mean;
            let overall = sheet.totals.squares[j] / sheet.n as f64;
            if self.without.is_some() && variance < DOWNDATE_LOSS * overall {
                mask.clear();
                for (start, len) in self.segments() {
                    mask.extend_from_slice(&sheet.column(j)[start..start + len]);
                }
                (mean, variance) = dispatch(Variance(mask));
                weak.push(j);
            }
            self.scale(j, (mean, variance), out);
            let (offset, factor) = (mean - out.shift[j], out.factor[j]);
            out.diagonal[j] = (variance + offset * offset) * (factor * factor);
        }
    }

    /// c, from sums of products unless these have lost digits.
    fn fill_products(&self, rows: &WideRows, out: &mut Problem) {
        let p = self.moments.p;
        let WideRows { sheet, weak, sums, .. } = rows;
        let (shift, rest) = (out.shift[p], rows.y.iter().sum::<f64>());
        for j in 0..p {
            let z = sheet.totals.z[j] - sums.z[j];
            let product = sheet.totals.products[j] - sums.products[j] - shift * z;
            out.xty[j] = (product - out.shift[j] * rest) * out.factor[j] / self.n;
        }
        let all = sheet.column(p).iter().map(|y| y * y).sum::<f64>() / sheet.n as f64;
        let scale = NEGLIGIBLE * out.yty.sqrt();
        let sizes = out.xty.iter().zip(&out.diagonal);
        let lost = out.yty < DOWNDATE_LOSS * all
            || sizes.clone().all(|(c, d)| c.abs() <= scale * d.sqrt());
        if lost || !weak.is_empty() {
            let (vectors, scale) = (&rows.y, 1.0 / self.n);
            let mut xty = std::mem::take(&mut out.xty);
            dispatch(Correlate { problem: out, rows, vectors, scale, out: &mut xty });
            out.xty = xty;
        }
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
