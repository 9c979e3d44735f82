//! Sums of products of all pairs of columns.

use super::LANES;
use crate::dispatch::Kernel;

/// Adds Z'Z to the lower triangle of `out`, in blocks of 8 x 8: what lies above the diagonal blocks is
/// unspecified.
pub(crate) struct Gram<'a> {
    /// Z, row by row; each row has `ld` numbers.
    pub z: &'a [f64],
    /// Length of a row of `z` and of `out`, a multiple of eight.
    pub ld: usize,
    /// The sums, `ld` rows.
    pub out: &'a mut [f64],
}

impl Kernel for Gram<'_> {
    type Output = ();

    #[inline(always)]
    fn run<const WIDE: bool>(self) {
        let Self { z, ld, out } = self;
        for j in (0..ld).step_by(LANES) {
            if WIDE {
                let mut c = 0;
                while c + LANES <= j {
                    tile::<8, 16>(z, ld, (j, c), out);
                    c += 16;
                }
                if c <= j {
                    tile::<8, 8>(z, ld, (j, c), out);
                }
            } else {
                for c in (0..=j).step_by(LANES) {
                    tile::<4, 8>(z, ld, (j, c), out);
                    tile::<4, 8>(z, ld, (j + 4, c), out);
                }
            }
        }
    }
}

/// Adds the tile of `R` x `C` sums whose corner is at `(row, col)`.
#[inline(always)]
fn tile<const R: usize, const C: usize>(
    z: &[f64],
    ld: usize,
    (row, col): (usize, usize),
    out: &mut [f64],
) {
    let mut acc = [[0.0; C]; R];
    for r in 0..R {
        let start = (row + r) * ld + col;
        if let Some(old) = out[start..].first_chunk::<C>() {
            acc[r] = *old;
        }
    }
    for line in z.chunks_exact(ld) {
        let (Some(a), Some(b)) = (line[row..].first_chunk::<R>(), line[col..].first_chunk::<C>())
        else {
            return;
        };
        for r in 0..R {
            for c in 0..C {
                acc[r][c] += a[r] * b[c];
            }
        }
    }
    for r in 0..R {
        let start = (row + r) * ld + col;
        out[start..start + C].copy_from_slice(&acc[r]);
    }
}
