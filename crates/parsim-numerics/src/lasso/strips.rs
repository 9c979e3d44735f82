//! Standardised columns of the candidates, eight side by side, in the order in which they are read.

use crate::buffer::Buffer;
use crate::problem::Problem;
use crate::simd::{Kernel, LANES, Lanes, dispatch};
use crate::wide::WideRows;

/// Numbers of eight columns in eight rows.
const CELL: usize = LANES * LANES;

/// Columns, of which eight are a strip: in a strip, eight rows of the first column are followed by those of the
/// second, and so on, then the next eight rows. Rows that are not the problem's hold anything.
#[derive(Debug, Clone, Default)]
pub(super) struct Strips {
    data: Buffer,
    /// Length of a strip.
    len: usize,
}

impl Strips {
    /// Takes the columns of some variables.
    pub(super) fn fill(&mut self, (problem, rows): (&Problem, &WideRows), variables: &[usize]) {
        self.len = rows.stride() * LANES;
        let len = variables.len().div_ceil(LANES) * self.len;
        self.data.resize(len);
        dispatch(Fill { problem, rows, first: 0, variables, strips: self });
    }

    /// Takes the column of a variable to place `at`, no further than one past the last.
    pub(super) fn set(
        &mut self,
        (problem, rows): (&Problem, &WideRows),
        at: usize,
        variable: usize,
    ) {
        let len = (at + 1).div_ceil(LANES) * self.len;
        self.data.resize(len.max(self.data.len()));
        dispatch(Fill { problem, rows, first: at, variables: &[variable], strips: self });
    }

    /// Copies the column at `from` to place `at`.
    pub(super) fn swap(&mut self, at: usize, from: usize) {
        let (start, end) = (self.start(at), self.start(from));
        for cell in (0..self.len).step_by(CELL) {
            self.data.copy_within(end + cell..end + cell + LANES, start + cell);
        }
    }

    /// Replaces `out` by the column at `at`.
    pub(super) fn column(&self, at: usize, out: &mut Buffer) {
        let start = self.start(at);
        out.resize(self.len / LANES);
        for (out, cell) in out.chunks_exact_mut(LANES).zip((0..self.len).step_by(CELL)) {
            out.copy_from_slice(&self.data[start + cell..][..LANES]);
        }
    }

    /// Where a column begins.
    fn start(&self, at: usize) -> usize {
        at / LANES * self.len + at % LANES * LANES
    }
}

struct Fill<'a> {
    problem: &'a Problem,
    rows: &'a WideRows,
    /// The place of the first variable.
    first: usize,
    variables: &'a [usize],
    strips: &'a mut Strips,
}

impl Kernel for Fill<'_> {
    type Output = ();

    #[inline(always)]
    fn run<V: Lanes>(self) {
        let Self { problem, rows, first, variables, strips } = self;
        for (at, &j) in variables.iter().enumerate() {
            let start = strips.start(first + at);
            let (shift, factor) = (V::splat(problem.shift[j]), V::splat(problem.factor[j]));
            let column = rows.sheet.column(j).as_chunks().0;
            for (cell, z) in strips.data[start..].chunks_mut(CELL).zip(column) {
                if let Some(out) = cell.first_chunk_mut() {
                    ((V::load(z) - shift) * factor).store(out);
                }
            }
        }
    }
}

/// out[k] = scale times the product of column k with a vector that is zero in rows that are not the problem's.
pub(super) struct Dots<'a> {
    pub strips: &'a Strips,
    pub vector: &'a [f64],
    pub scale: f64,
    /// A multiple of eight products.
    pub out: &'a mut [f64],
}

impl Kernel for Dots<'_> {
    type Output = ();

    #[inline(always)]
    fn run<V: Lanes>(self) {
        let Self { strips, vector, scale, out } = self;
        let (scale, vector) = (V::splat(scale), vector.as_chunks::<LANES>().0);
        let strips = strips.data.chunks_exact(strips.len.max(1));
        for (strip, out) in strips.zip(out.as_chunks_mut().0) {
            let mut acc = [V::zero(); LANES];
            for (cell, v) in strip.as_chunks::<CELL>().0.iter().zip(vector) {
                let v = V::load(v);
                for (acc, z) in acc.iter_mut().zip(cell.as_chunks::<LANES>().0) {
                    *acc = acc.plus(V::load(z), v);
                }
            }
            (V::sums(acc) * scale).store(out);
        }
    }
}
