//! Products of a block of coefficients with a set of vectors.

use crate::simd::{Kernel, LANES, Lanes, load_all};

/// start - sum over k of coef[k][c] vectors[k], for every coefficient column c.
///
/// With the columns of a design as vectors this is a block of residuals, one penalty level per column.
#[derive(Clone, Copy)]
pub(crate) struct Residuals<'a> {
    /// Coefficients, one row of `ld` numbers per vector.
    pub coef: &'a [f64],
    /// Length of a row of `coef`; a multiple of eight, the surplus being zero.
    pub ld: usize,
    /// Where the vectors lie.
    pub data: &'a [f64],
    /// Offset of each vector in `data`; as many numbers as `start` has must follow it.
    pub offsets: &'a [usize],
    /// What to subtract from; its length is a multiple of eight.
    pub start: &'a [f64],
    /// Number of columns.
    pub count: usize,
}

impl Residuals<'_> {
    /// `C` coefficient columns from `col` on, `R` blocks of rows from `row` on.
    #[inline(always)]
    fn tile<V: Lanes, const C: usize, const R: usize>(
        &self,
        col: usize,
        row: usize,
    ) -> [[V; R]; C] {
        let Some(first) = self.start[row..].as_chunks().0.first_chunk::<R>() else {
            return [[V::zero(); R]; C];
        };
        let mut acc: [[V; R]; C] = [load_all(first); C];
        for (line, &offset) in self.coef.chunks(self.ld).zip(self.offsets) {
            let Some(b) = line[col..].first_chunk::<C>() else { break };
            let x = self.data[offset + row..].as_chunks().0.first_chunk::<R>();
            let Some(x) = x else { break };
            let x: [V; R] = load_all(x);
            for c in 0..C {
                let b = V::splat(b[c]);
                for r in 0..R {
                    acc[c][r] = acc[c][r].minus(b, x[r]);
                }
            }
        }
        acc
    }
}

/// Writes the residuals.
pub(crate) struct Subtract<'a> {
    pub of: Residuals<'a>,
    /// The results: columns of length `stride`, which is at most the length of `start`.
    pub out: &'a mut [f64],
    /// Distance between the columns of `out`.
    pub stride: usize,
}

impl Kernel for Subtract<'_> {
    type Output = ();

    #[inline(always)]
    fn run<V: Lanes>(mut self) {
        let rows = self.of.start.len();
        for c in (0..self.of.count).step_by(LANES) {
            let mut r = 0;
            if V::WIDE {
                while r + LANES < rows {
                    self.tile::<V, 8, 2>(c, r);
                    r += 2 * LANES;
                }
                if r < rows {
                    self.tile::<V, 8, 1>(c, r);
                }
            } else {
                while r < rows {
                    self.tile::<V, 4, 1>(c, r);
                    self.tile::<V, 4, 1>(c + 4, r);
                    r += LANES;
                }
            }
        }
    }
}

impl Subtract<'_> {
    #[inline(always)]
    fn tile<V: Lanes, const C: usize, const R: usize>(&mut self, col: usize, row: usize) {
        let acc: [[V; R]; C] = self.of.tile(col, row);
        for c in 0..C.min(self.of.count.saturating_sub(col)) {
            let column = &mut self.out[(col + c) * self.stride..][..self.stride];
            for (part, acc) in column[row..].chunks_mut(LANES).zip(acc[c]) {
                part.copy_from_slice(&acc.to_array()[..part.len()]);
            }
        }
    }
}

/// Adds up powers of the residuals of each column: the squares, and the fourth powers where they are asked for.
/// The residuals themselves are never written. Rows beyond the last must be zero.
pub(crate) struct Powers<'a> {
    pub of: Residuals<'a>,
    /// One sum per column.
    pub squares: &'a mut [f64],
    /// One sum per column, or nothing.
    pub fourths: &'a mut [f64],
}

impl Kernel for Powers<'_> {
    type Output = ();

    #[inline(always)]
    fn run<V: Lanes>(self) {
        let rows = self.of.start.len();
        for c in (0..self.of.count).step_by(LANES) {
            let mut sums = [[V::zero(); LANES]; 2];
            let mut r = 0;
            if V::WIDE {
                while r + LANES < rows {
                    add_powers(self.of.tile::<V, 8, 2>(c, r), 0, &mut sums);
                    r += 2 * LANES;
                }
                if r < rows {
                    add_powers(self.of.tile::<V, 8, 1>(c, r), 0, &mut sums);
                }
            } else {
                while r < rows {
                    add_powers(self.of.tile::<V, 4, 1>(c, r), 0, &mut sums);
                    add_powers(self.of.tile::<V, 4, 1>(c + 4, r), 4, &mut sums);
                    r += LANES;
                }
            }
            for (out, sums) in [&mut *self.squares, &mut *self.fourths].into_iter().zip(sums) {
                let sums = V::sums(sums).to_array();
                for (to, sum) in out.iter_mut().skip(c).zip(sums) {
                    *to = sum;
                }
            }
        }
    }
}

/// Adds squares and fourth powers to the lanes of columns `first` and on.
#[inline(always)]
fn add_powers<V: Lanes, const C: usize, const R: usize>(
    tile: [[V; R]; C],
    first: usize,
    sums: &mut [[V; LANES]; 2],
) {
    let [squares, fourths] = sums;
    for c in 0..C {
        for r in 0..R {
            let square = tile[c][r] * tile[c][r];
            squares[first + c] = squares[first + c] + square;
            fourths[first + c] = fourths[first + c].plus(square, square);
        }
    }
}

/// out += sum over k of weights[k] vectors[k].
pub(crate) struct Combine<'a> {
    pub weights: &'a [f64],
    /// Where the vectors lie.
    pub data: &'a [f64],
    /// Offset of each vector in `data`.
    pub offsets: &'a [usize],
    /// The result; its length is a multiple of eight.
    pub out: &'a mut [f64],
}

impl Kernel for Combine<'_> {
    type Output = ();

    #[inline(always)]
    fn run<V: Lanes>(mut self) {
        let mut first = 0;
        while first + 4 * LANES <= self.out.len() {
            self.part::<V, 4>(first);
            first += 4 * LANES;
        }
        while first < self.out.len() {
            self.part::<V, 1>(first);
            first += LANES;
        }
    }
}

impl Combine<'_> {
    /// `N` blocks of eight numbers from `first` on.
    #[inline(always)]
    fn part<V: Lanes, const N: usize>(&mut self, first: usize) {
        let Some(out) = self.out[first..].as_chunks_mut().0.first_chunk_mut::<N>() else { return };
        let mut acc: [V; N] = load_all(out);
        for (weight, &offset) in self.weights.iter().zip(self.offsets) {
            let from = self.data[offset + first..].as_chunks().0.first_chunk::<N>();
            let Some(from) = from else { return };
            let weight = V::splat(*weight);
            for i in 0..N {
                acc[i] = acc[i].plus(weight, V::load(&from[i]));
            }
        }
        for i in 0..N {
            acc[i].store(&mut out[i]);
        }
    }
}
