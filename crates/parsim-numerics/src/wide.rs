//! The rows of a problem with far more columns than rows.

use crate::buffer::Buffer;
use crate::kernels::vector::dot;
use crate::moments::{Sheet, Sums};
use crate::problem::Problem;
use crate::rows::Standardised;
use crate::simd::{Kernel, LANES, Lanes, dispatch, padded};
use std::sync::Arc;

/// What a problem holds in the place of G: the centred columns of all rows of the data, which it shares with the
/// other problems of the data, and which of the rows are its own. Columns are standardised when they are used.
///
/// Vectors over the rows have a number for every row of the data, zero where the row is left out.
#[derive(Debug, Clone, Default)]
pub(crate) struct WideRows {
    pub sheet: Arc<Sheet>,
    /// Start and length of the rows that are left out.
    pub without: (usize, usize),
    /// y, in the units of the problem.
    pub y: Buffer,
    /// Columns that vary far less over the problem's rows than over all rows: in their products the mean is
    /// subtracted from each entry, not from the sum.
    pub weak: Vec<usize>,
    /// Working memory: sums over the rows that are left out, and marks of rows.
    pub sums: Sums,
    pub mask: Vec<f64>,
}

impl WideRows {
    /// Length of a vector over the rows.
    pub(crate) fn stride(&self) -> usize {
        self.sheet.stride
    }

    /// Start and length of the runs of the problem's rows.
    pub(crate) fn segments(&self) -> [(usize, usize); 2] {
        let (start, len) = self.without;
        [(0, start), (start + len, self.sheet.n - start - len)]
    }

    /// Appends the problem's rows of a vector.
    pub(crate) fn compact(&self, from: &[f64], out: &mut Vec<f64>) {
        for (start, len) in self.segments() {
            out.extend_from_slice(&from[start..start + len]);
        }
    }

    /// Puts the numbers of the problem's rows at their places in a vector.
    pub(crate) fn spread(&self, from: &[f64], out: &mut Buffer) {
        out.clear();
        out.resize(self.stride());
        let mut rest = from;
        for (start, len) in self.segments() {
            let (part, tail) = rest.split_at(len);
            out[start..start + len].copy_from_slice(part);
            rest = tail;
        }
    }

    /// Makes a vector zero where no row of the problem is.
    pub(crate) fn clear_others(&self, vector: &mut [f64]) {
        let (start, len) = self.without;
        vector[start..start + len].fill(0.0);
        vector[self.sheet.n..].fill(0.0);
    }
}

impl Problem {
    /// Appends the standardised columns given, as vectors over the rows.
    pub(crate) fn append_columns(&self, rows: &WideRows, columns: &[usize], out: &mut Buffer) {
        let old = out.len();
        out.resize(old + columns.len() * rows.stride());
        dispatch(Standardise { problem: self, rows, columns, out: &mut out[old..] });
    }

    /// The product of a weak column, standardised, with a vector over the rows.
    pub(crate) fn weak_product(&self, rows: &WideRows, j: usize, vector: &[f64]) -> f64 {
        let terms = rows.sheet.column(j).iter().zip(vector).map(|(z, v)| (z - self.shift[j]) * v);
        terms.sum::<f64>() * self.factor[j]
    }

    /// The problem's own rows with all columns, standardised.
    pub(crate) fn own_rows(&self, rows: &WideRows, out: &mut Standardised) {
        (out.len, out.stride) = (self.n, padded(self.n));
        let mut column = Buffer::default();
        out.z.clear();
        for j in 0..self.p() {
            column.clear();
            self.append_columns(rows, &[j], &mut column);
            rows.compact(&column, &mut out.z);
            out.z.resize((j + 1) * out.stride, 0.0);
        }
        out.z.resize(self.p() * out.stride + LANES, 0.0);
        out.y.clear();
        rows.compact(&rows.y, &mut out.y);
        out.y.resize(out.stride, 0.0);
    }
}

/// Standardised columns, one after another.
struct Standardise<'a> {
    problem: &'a Problem,
    rows: &'a WideRows,
    columns: &'a [usize],
    out: &'a mut [f64],
}

impl Kernel for Standardise<'_> {
    type Output = ();

    #[inline(always)]
    fn run<V: Lanes>(self) {
        let Self { problem, rows, columns, out } = self;
        for (&j, out) in columns.iter().zip(out.chunks_exact_mut(rows.stride().max(1))) {
            let by = (problem.shift[j], problem.factor[j]);
            standardise::<V>(rows.sheet.column(j), by, out);
            rows.clear_others(out);
        }
    }
}

/// out = (from - shift) factor.
#[inline(always)]
pub(crate) fn standardise<V: Lanes>(from: &[f64], by: (f64, f64), out: &mut [f64]) {
    let (shift, factor) = (V::splat(by.0), V::splat(by.1));
    for (out, from) in out.as_chunks_mut().0.iter_mut().zip(from.as_chunks().0) {
        ((V::load(from) - shift) * factor).store(out);
    }
}

/// Products of all standardised columns with some vectors over the rows, times `scale`.
pub(crate) struct Correlate<'a> {
    pub problem: &'a Problem,
    pub rows: &'a WideRows,
    /// Vectors, one after another.
    pub vectors: &'a [f64],
    pub scale: f64,
    /// A row of `padded(p)` numbers per vector.
    pub out: &'a mut [f64],
}

impl Kernel for Correlate<'_> {
    type Output = ();

    #[inline(always)]
    fn run<V: Lanes>(mut self) {
        let Self { rows, problem, .. } = self;
        let (stride, ld) = (rows.stride().max(1), padded(problem.p()));
        let (vectors, out) = (self.vectors, std::mem::take(&mut self.out));
        let mut pairs = vectors.chunks_exact(2 * stride).zip(out.chunks_exact_mut(2 * ld));
        if V::WIDE {
            for (vectors, out) in &mut pairs {
                self.pass::<V, 2>(vectors, out);
            }
        }
        let done = if V::WIDE { vectors.len() / stride / 2 * 2 } else { 0 };
        let rest = vectors[done * stride..].chunks_exact(stride);
        for (vector, out) in rest.zip(out[done * ld..].chunks_exact_mut(ld)) {
            self.pass::<V, 1>(vector, out);
        }
    }
}

impl Correlate<'_> {
    /// `N` vectors in one pass over the columns.
    #[inline(always)]
    fn pass<V: Lanes, const N: usize>(&self, vectors: &[f64], out: &mut [f64]) {
        let Self { problem, rows, scale, .. } = self;
        let (stride, ld) = (rows.stride(), padded(problem.p()));
        let mut total = [0.0; N];
        for (total, vector) in total.iter_mut().zip(vectors.chunks_exact(stride)) {
            *total = vector.iter().sum();
        }
        for first in (0..ld).step_by(LANES) {
            let sums = dots::<V, N>(&rows.sheet.z[first * stride..], stride, vectors);
            let (shift, factor) = (eight(&problem.shift, first), eight(&problem.factor, first));
            let (shift, factor) = (V::load(&shift), V::load(&factor) * V::splat(*scale));
            for n in 0..N {
                if let Some(out) = out[n * ld + first..].first_chunk_mut() {
                    (sums[n].minus(shift, V::splat(total[n])) * factor).store(out);
                }
            }
        }
        for &j in &rows.weak {
            for (n, vector) in vectors.chunks_exact(stride).enumerate() {
                out[n * ld + j] = problem.weak_product(rows, j, vector) * scale;
            }
        }
    }
}

/// Eight numbers from `first` on; zeros where there are no more.
#[inline(always)]
fn eight(from: &[f64], first: usize) -> [f64; LANES] {
    let mut out = [0.0; LANES];
    match from[first..].first_chunk() {
        Some(eight) => out = *eight,
        None => out.iter_mut().zip(&from[first..]).for_each(|(out, from)| *out = *from),
    }
    out
}

/// Products of eight columns with `N` vectors.
#[inline(always)]
fn dots<V: Lanes, const N: usize>(columns: &[f64], stride: usize, vectors: &[f64]) -> [V; N] {
    let mut acc = [[V::zero(); LANES]; N];
    for at in (0..stride).step_by(LANES) {
        let mut by = [V::zero(); N];
        for n in 0..N {
            if let Some(v) = vectors[n * stride + at..].first_chunk() {
                by[n] = V::load(v);
            }
        }
        for k in 0..LANES {
            let Some(z) = columns[k * stride + at..].first_chunk() else { break };
            let z = V::load(z);
            for n in 0..N {
                acc[n][k] = acc[n][k].plus(z, by[n]);
            }
        }
    }
    let mut out = [V::zero(); N];
    for n in 0..N {
        out[n] = V::sums(acc[n]);
    }
    out
}

/// r = y - Xb for slopes of standardised columns.
pub(crate) struct Residual<'a> {
    pub problem: &'a Problem,
    pub rows: &'a WideRows,
    pub slopes: &'a [f64],
    pub out: &'a mut Buffer,
}

impl Kernel for Residual<'_> {
    type Output = ();

    #[inline(always)]
    fn run<V: Lanes>(self) {
        let Self { problem, rows, slopes, out } = self;
        out.clear();
        out.extend_from_slice(&rows.y);
        for j in 0..problem.p() {
            let (b, shift) = (V::splat(slopes[j] * problem.factor[j]), V::splat(problem.shift[j]));
            let column = rows.sheet.column(j).as_chunks().0;
            for (out, z) in out.as_chunks_mut().0.iter_mut().zip(column) {
                V::load(out).minus(b, V::load(z) - shift).store(out);
            }
        }
        rows.clear_others(out);
    }
}

/// The product of two standardised columns over the problem's rows.
pub(crate) struct Pair<'a> {
    pub a: &'a [f64],
    pub b: &'a [f64],
}

impl Kernel for Pair<'_> {
    type Output = f64;

    #[inline(always)]
    fn run<V: Lanes>(self) -> f64 {
        dot::<V>(self.a, self.b)
    }
}
