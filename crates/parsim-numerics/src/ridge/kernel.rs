//! Ridge in the space of the rows, for far more columns than rows.

use crate::buffer::Buffer;
use crate::kernels::gram::Gram;
use crate::kernels::product::{Residuals, Subtract};
use crate::kernels::vector::{max_abs, scale};
use crate::problem::Problem;
use crate::rows::Standardised;
use crate::simd::{Kernel, LANES, Lanes, dispatch, padded};
use crate::wide::{Correlate, Residual, WideRows, standardise};

/// Columns that are standardised at a time: they stay in the second-level cache, and sums are seldom reloaded.
const BLOCK: usize = 96;

/// The products of all rows of the data, standardised as the problem is, with each other.
#[derive(Debug, Clone, Default)]
pub(crate) struct RowKernel {
    /// XX' of all rows, in 8 x 8 blocks of its lower triangle, rows of `stride` numbers.
    all: Buffer,
    stride: usize,
    /// K = XX'/n of the problem's rows, likewise, rows of `ld` numbers.
    pub own: Vec<f64>,
    pub ld: usize,
    columns: Buffer,
}

impl RowKernel {
    /// Computes both.
    pub(crate) fn fill(&mut self, problem: &Problem, rows: &WideRows) {
        let stride = rows.stride();
        self.stride = stride;
        self.all.resize(stride * stride);
        self.columns.resize(stride * BLOCK);
        for first in (0..problem.p()).step_by(BLOCK) {
            let count = BLOCK.min(problem.p() - first);
            let columns = &mut self.columns[..count * stride];
            dispatch(Block { problem, rows, first, out: columns });
            dispatch(Gram { z: columns, ld: stride, out: &mut self.all, fresh: first == 0 });
        }
        self.pick(problem, rows);
    }

    /// Picks the problem's rows out of all rows.
    fn pick(&mut self, problem: &Problem, rows: &WideRows) {
        let n = problem.n();
        self.ld = padded(n);
        self.own.resize(self.ld * self.ld, 0.0);
        let indices = rows.segments().into_iter().flat_map(|(start, len)| start..start + len);
        for (i, (from, line)) in indices.zip(self.own.chunks_exact_mut(self.ld.max(1))).enumerate()
        {
            let mut rest = &mut line[..=i];
            for (start, len) in rows.segments() {
                let len = len.min(rest.len());
                let (part, tail) = rest.split_at_mut(len);
                part.copy_from_slice(&self.all[from * self.stride + start..][..len]);
                rest = tail;
            }
            scale(1.0 / n as f64, &mut line[..=i]);
        }
        for i in 0..n {
            for c in i + 1..padded(i + 1).min(n) {
                self.own[i * self.ld + c] = self.own[c * self.ld + i];
            }
        }
    }

    /// Replaces the columns of some rows of the data by their products with the problem's own rows: Z by ZX'.
    pub(crate) fn cross(
        &self,
        own: &WideRows,
        segments: &[(usize, usize)],
        rows: &mut Standardised,
    ) {
        rows.z.clear();
        for i in own.segments().into_iter().flat_map(|(start, len)| start..start + len) {
            for h in segments.iter().flat_map(|&(start, len)| start..start + len) {
                rows.z.push(self.all[i.max(h) * self.stride + i.min(h)]);
            }
            rows.z.resize(rows.z.len().next_multiple_of(rows.stride.max(1)), 0.0);
        }
        rows.z.resize(rows.z.len() + LANES, 0.0);
    }

    /// A bound on the largest entry of X'e, relative to that of c, with e = y/n - (K + lambda I) a: no entry
    /// exceeds |e| times the norm of a column.
    pub(crate) fn stationarity(
        &self,
        problem: &Problem,
        y: &[f64],
        lambda: f64,
        weights: &[f64],
    ) -> f64 {
        let n = problem.n();
        let mut squares = 0.0;
        for i in 0..n {
            let row = &self.own[i * self.ld..=i * self.ld + i];
            let mut fitted: f64 = row.iter().zip(weights).map(|(k, a)| k * a).sum();
            for j in i + 1..n {
                fitted += self.own[j * self.ld + i] * weights[j];
            }
            let rest = y[i] - fitted - lambda * weights[i];
            squares += rest * rest;
        }
        let norm = max_abs(&problem.diagonal) * n as f64;
        let (bound, scale) = ((squares * norm).sqrt(), max_abs(&problem.xty));
        if scale > 0.0 { bound / scale } else { bound }
    }
}

/// Standardised columns from `first` on, all rows of the data, as many as there is room for.
struct Block<'a> {
    problem: &'a Problem,
    rows: &'a WideRows,
    first: usize,
    out: &'a mut [f64],
}

impl Kernel for Block<'_> {
    type Output = ();

    #[inline(always)]
    fn run<V: Lanes>(self) {
        let Self { problem, rows, first, out } = self;
        for (at, out) in out.chunks_exact_mut(rows.stride().max(1)).enumerate() {
            let j = first + at;
            let by = (problem.shift[j], problem.factor[j]);
            standardise::<V>(rows.sheet.column(j), by, out);
            out[rows.sheet.n..].fill(0.0);
        }
    }
}

/// X'a, padded to `ld` numbers.
pub(crate) fn slopes(
    problem: &Problem,
    rows: &WideRows,
    weights: &[f64],
    work: &mut Buffer,
    out: &mut Vec<f64>,
) {
    out.clear();
    out.resize(problem.ld, 0.0);
    rows.spread(weights, work);
    dispatch(Correlate { problem, rows, vectors: work, scale: 1.0, out });
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
pub(crate) fn stationarity(
    problem: &Problem,
    rows: &WideRows,
    lambda: f64,
    slopes: &[f64],
    (residuals, gradient): (&mut Buffer, &mut Vec<f64>),
) -> f64 {
    dispatch(Residual { problem, rows, slopes, out: residuals });
    gradient.clear();
    gradient.resize(problem.ld, 0.0);
    let scale = 1.0 / problem.n() as f64;
    dispatch(Correlate { problem, rows, vectors: residuals, scale, out: gradient });
    let differences = gradient.iter().zip(slopes).map(|(g, b)| (g - lambda * b).abs());
    let (worst, scale) = (differences.fold(0.0, f64::max), max_abs(&problem.xty));
    if scale > 0.0 { worst / scale } else { worst }
}
