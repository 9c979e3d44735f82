//! Sums of products of all pairs of columns.

use crate::simd::{Kernel, LANES, Lanes, load_all};

/// Computes Z'Z, or adds it, in the lower triangle of `out`, in blocks of 8 x 8: what lies above the diagonal blocks is
/// unspecified.
pub(crate) struct Gram<'a> {
    /// Z, row by row; each row has `ld` numbers.
    pub z: &'a [f64],
    /// Length of a row of `z` and of `out`, a multiple of eight.
    pub ld: usize,
    /// The sums, `ld` rows.
    pub out: &'a mut [f64],
    /// Whether what `out` holds is to be forgotten.
    pub fresh: bool,
}

impl Kernel for Gram<'_> {
    type Output = ();

    #[inline(always)]
    fn run<V: Lanes>(mut self) {
        for row in (0..self.ld).step_by(LANES) {
            let mut col = 0;
            if V::WIDE {
                while col < row {
                    self.tile::<V, 8, 2>(row, col);
                    col += 2 * LANES;
                }
                if col == row {
                    self.tile::<V, 8, 1>(row, col);
                }
            } else {
                while col <= row {
                    self.tile::<V, 4, 1>(row, col);
                    self.tile::<V, 4, 1>(row + 4, col);
                    col += LANES;
                }
            }
        }
    }
}

impl Gram<'_> {
    /// The tile of `R` rows and `C` blocks of columns whose corner is at (row, col).
    #[inline(always)]
    fn tile<V: Lanes, const R: usize, const C: usize>(&mut self, row: usize, col: usize) {
        let mut acc = [[V::zero(); C]; R];
        for r in 0..if self.fresh { 0 } else { R } {
            let start = (row + r) * self.ld + col;
            for (acc, old) in acc[r].iter_mut().zip(self.out[start..].as_chunks().0) {
                *acc = V::load(old);
            }
        }
        for line in self.z.chunks_exact(self.ld) {
            let Some(a) = line[row..].first_chunk::<R>() else { return };
            let Some(b) = line[col..].as_chunks().0.first_chunk::<C>() else { return };
            let b: [V; C] = load_all(b);
            for r in 0..R {
                let a = V::splat(a[r]);
                for c in 0..C {
                    acc[r][c] = acc[r][c].plus(a, b[c]);
                }
            }
        }
        for r in 0..R {
            let start = (row + r) * self.ld + col;
            for (acc, new) in acc[r].iter().zip(self.out[start..].as_chunks_mut().0) {
                acc.store(new);
            }
        }
    }
}
