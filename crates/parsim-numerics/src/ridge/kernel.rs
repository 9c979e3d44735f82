//! Ridge in the space of the rows, for far more columns than rows.

use crate::kernels::gram::Gram;
use crate::kernels::product::{Residuals, Subtract};
use crate::kernels::vector::{add_scaled, dot, max_abs, scale};
use crate::problem::{Problem, Products};
use crate::rows::Standardised;
use crate::simd::{Kernel, LANES, Lanes, dispatch};

/// K = XX'/n, in 8 x 8 blocks of its lower triangle, rows of `stride` numbers.
pub(crate) fn fill(rows: &Standardised, out: &mut Vec<f64>) {
    let ld = rows.stride;
    out.resize(ld * ld, 0.0);
    dispatch(Gram { z: &rows.z[..rows.columns() * ld], ld, out, fresh: true });
    scale(1.0 / rows.len as f64, out);
}

/// X'a, padded to `ld` numbers.
pub(crate) fn slopes(rows: &Standardised, weights: &[f64], out: &mut Vec<f64>, ld: usize) {
    out.clear();
    out.resize(ld, 0.0);
    dispatch(Products { rows, with: weights, scale: 1.0, out });
}

/// Replaces the columns of some rows by their products with the problem's own rows: Z by ZX'.
pub(crate) fn cross(
    own: &Standardised,
    rows: &mut Standardised,
    offsets: &mut Vec<usize>,
    out: &mut Vec<f64>,
) {
    let stride = rows.stride;
    out.clear();
    out.resize(stride * own.len + LANES, 0.0);
    rows.residuals.clear();
    rows.residuals.resize(stride, 0.0);
    offsets.clear();
    offsets.extend((0..own.columns()).map(|j| j * stride));
    let of = Residuals {
        coef: &own.z,
        ld: own.stride.max(1),
        data: &rows.z,
        offsets,
        start: &rows.residuals,
        count: own.len,
    };
    dispatch(Subtract { of, out, stride });
    scale(-1.0, out);
    std::mem::swap(&mut rows.z, out);
}

/// Makes the columns of some rows those of the identity.
pub(crate) fn identity(rows: &mut Standardised) {
    rows.z.clear();
    rows.z.resize(rows.stride * rows.len + LANES, 0.0);
    for i in 0..rows.len {
        rows.z[i * rows.stride + i] = 1.0;
    }
}

/// The largest entry of X'(y - Xb)/n - lambda b, relative to that of X'y/n.
pub(crate) struct Stationarity<'a> {
    pub problem: &'a Problem,
    pub rows: &'a Standardised,
    pub lambda: f64,
    pub slopes: &'a [f64],
    /// Working memory.
    pub residuals: &'a mut Vec<f64>,
}

impl Kernel for Stationarity<'_> {
    type Output = f64;

    #[inline(always)]
    fn run<V: Lanes>(self) -> f64 {
        let Self { problem, rows, lambda, slopes, residuals } = self;
        residuals.clone_from(&rows.y);
        for j in 0..problem.p() {
            add_scaled::<V>(-slopes[j], rows.column(j), residuals);
        }
        let (n, scale) = (rows.len as f64, max_abs(&problem.xty));
        let mut worst = 0.0_f64;
        for j in 0..problem.p() {
            let gradient = dot::<V>(rows.column(j), residuals) / n;
            worst = worst.max((gradient - lambda * slopes[j]).abs());
        }
        if scale > 0.0 { worst / scale } else { worst }
    }
}
