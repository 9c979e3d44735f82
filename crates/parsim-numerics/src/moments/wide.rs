//! Problems with far more columns than rows: the standardised training rows themselves.

use super::training::Training;
use crate::problem::{Problem, Products};
use crate::rows::Standardised;
use crate::simd::{LANES, dispatch, padded};

impl Training<'_> {
    /// Fills a problem with rows instead of G. Means and variances are summed from the rows, so that nothing is
    /// lost to a difference of sums.
    pub(super) fn fill_rows(&self, out: &mut Problem) {
        let p = self.moments.p;
        for j in 0..=p {
            self.scale(j, self.direct(j), out);
        }
        let mut rows = out.rows.take().unwrap_or_default();
        self.copy_rows(out, &mut rows);
        let scale = 1.0 / self.n;
        out.yty = rows.y.iter().map(|y| y * y).sum::<f64>() * scale;
        if out.y_sd == 0.0 && self.scaling.intercept {
            out.yty = 0.0;
        } else {
            let xty = &mut out.xty[..p];
            dispatch(Products { rows: &rows, with: &rows.y, scale, out: xty });
        }
        for (j, diagonal) in out.diagonal.iter_mut().enumerate() {
            *diagonal = rows.column(j).iter().map(|z| z * z).sum::<f64>() * scale;
        }
        out.rows = Some(rows);
    }

    fn copy_rows(&self, problem: &Problem, rows: &mut Standardised) {
        let p = self.moments.p;
        rows.len = problem.n;
        rows.stride = padded(problem.n);
        rows.z.clear();
        rows.z.resize(rows.stride * p + LANES, 0.0);
        for (j, to) in rows.z.chunks_exact_mut(rows.stride).take(p).enumerate() {
            self.copy_column(j, (problem.shift[j], problem.factor[j]), to);
        }
        rows.y.clear();
        rows.y.resize(rows.stride, 0.0);
        self.copy_column(p, (problem.shift[p], 1.0), &mut rows.y);
    }

    fn copy_column(&self, j: usize, (shift, factor): (f64, f64), to: &mut [f64]) {
        let column = &self.moments.z[j * self.moments.stride..];
        let values = self.segments().flat_map(|(start, len)| &column[start..start + len]);
        for (to, z) in to.iter_mut().zip(values) {
            *to = (z - shift) * factor;
        }
    }
}
