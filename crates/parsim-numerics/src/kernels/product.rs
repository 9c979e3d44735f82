//! Products of a block of coefficients with a set of vectors.

use crate::dispatch::Kernel;

/// out[c] = start - sum over k of coef[k][c] vectors[k], for every coefficient column c.
///
/// With the columns of a design as vectors this is a block of residuals, one penalty level per column; with
/// columns of a Gram matrix it is a block of gradients.
pub(crate) struct Subtract<'a> {
    /// Coefficients, one row of `ld` numbers per vector.
    pub coef: &'a [f64],
    /// Length of a row of `coef`; a multiple of eight, the surplus being zero.
    pub ld: usize,
    /// Where the vectors lie.
    pub data: &'a [f64],
    /// Offset of each vector in `data`; eight numbers beyond a vector's end must exist.
    pub offsets: &'a [usize],
    /// What to subtract from: `len` numbers.
    pub start: &'a [f64],
    /// The results: `count` columns of length `stride`, of which the first `start.len()` are written.
    pub out: &'a mut [f64],
    /// Distance between the columns of `out`.
    pub stride: usize,
    /// Number of columns.
    pub count: usize,
}

impl Kernel for Subtract<'_> {
    type Output = ();

    #[inline(always)]
    fn run<const WIDE: bool>(mut self) {
        let rows = self.start.len();
        for c in (0..self.count).step_by(8) {
            let mut r = 0;
            if WIDE {
                while r + 8 < rows {
                    self.tile::<8, 16>(c, r);
                    r += 16;
                }
                if r < rows {
                    self.tile::<8, 8>(c, r);
                }
            } else {
                while r < rows {
                    self.tile::<4, 8>(c, r);
                    self.tile::<4, 8>(c + 4, r);
                    r += 8;
                }
            }
        }
    }
}

impl Subtract<'_> {
    /// `C` coefficient columns from `col` on, `R` rows from `row` on.
    #[inline(always)]
    fn tile<const C: usize, const R: usize>(&mut self, col: usize, row: usize) {
        let live = R.min(self.start.len() - row);
        let mut first = [0.0; R];
        first[..live].copy_from_slice(&self.start[row..row + live]);
        let mut acc = [first; C];
        for (line, &offset) in self.coef.chunks(self.ld).zip(self.offsets) {
            let (Some(b), Some(x)) =
                (line[col..].first_chunk::<C>(), self.data[offset + row..].first_chunk::<R>())
            else {
                return;
            };
            for c in 0..C {
                for r in 0..R {
                    acc[c][r] -= b[c] * x[r];
                }
            }
        }
        for c in 0..C.min(self.count.saturating_sub(col)) {
            let start = (col + c) * self.stride + row;
            self.out[start..start + live].copy_from_slice(&acc[c][..live]);
        }
    }
}
