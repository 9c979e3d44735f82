//! Products of one matrix with up to sixteen vectors, which lie side by side.

use crate::simd::{Kernel, LANES, Lanes, dispatch, load_all};

/// Vectors that are multiplied together, a lane each.
pub(crate) const WIDTH: usize = 2 * LANES;

/// One number of every vector.
pub(crate) type Line = [f64; WIDTH];

/// A matrix A, cut into panels of eight columns that lie row by row, for products A'B.
#[derive(Debug, Clone, Default)]
pub(super) struct Panels {
    rows: usize,
    data: Vec<[f64; LANES]>,
}

impl Panels {
    /// The matrix of those sizes with the given entries; columns are padded with zeros.
    pub(super) fn new(rows: usize, cols: usize, entry: impl Fn(usize, usize) -> f64) -> Self {
        let mut data = Vec::with_capacity(rows * cols.div_ceil(LANES));
        for first in (0..cols).step_by(LANES) {
            for i in 0..rows {
                data.push(std::array::from_fn(|k| {
                    let j = first + k;
                    if j < cols { entry(i, j) } else { 0.0 }
                }));
            }
        }
        Self { rows, data }
    }

    /// out <- scale A'B, a line per column of A, the padding included. Of B and out the first
    /// `count` lanes count. Each entry is summed along the rows, whatever `count` is.
    pub(super) fn product(&self, b: &[Line], scale: f64, count: usize, out: &mut Vec<Line>) {
        out.resize(self.data.len() / self.rows.max(1) * LANES, [0.0; WIDTH]);
        if self.rows > 0 {
            dispatch(Product { panels: self, b, scale, both: count > LANES, out });
        }
    }
}

struct Product<'a> {
    panels: &'a Panels,
    b: &'a [Line],
    scale: f64,
    /// Whether the second eight lanes are in use.
    both: bool,
    out: &'a mut [Line],
}

impl Kernel for Product<'_> {
    type Output = ();

    #[inline(always)]
    fn run<V: Lanes>(self) {
        let Self { panels, b, scale, both, out } = self;
        let scale = V::splat(scale);
        for (panel, out) in panels.data.chunks_exact(panels.rows).zip(out.as_chunks_mut().0) {
            match (V::WIDE, both) {
                (true, true) => tile::<V, 8, 2>((panel, b, scale), (0, 0), out),
                (true, false) => tile::<V, 8, 1>((panel, b, scale), (0, 0), out),
                (false, _) => {
                    for half in 0..=usize::from(both) {
                        tile::<V, 4, 1>((panel, b, scale), (0, half), out);
                        tile::<V, 4, 1>((panel, b, scale), (4, half), out);
                    }
                }
            }
        }
    }
}

/// `R` columns of a panel from `first` on, with `C` blocks of lanes from `half` on.
#[inline(always)]
fn tile<V: Lanes, const R: usize, const C: usize>(
    (panel, b, scale): (&[[f64; LANES]], &[Line], V),
    (first, half): (usize, usize),
    out: &mut [Line; LANES],
) {
    let mut acc = [[V::zero(); C]; R];
    for (line, b) in panel.iter().zip(b) {
        let Some(a) = line[first..].first_chunk::<R>() else { return };
        let Some(b) = b.as_chunks().0[half..].first_chunk::<C>() else { return };
        let b: [V; C] = load_all(b);
        for r in 0..R {
            let a = V::splat(a[r]);
            for c in 0..C {
                acc[r][c] = acc[r][c].plus(a, b[c]);
            }
        }
    }
    for r in 0..R {
        for (acc, out) in acc[r].iter().zip(&mut out[first + r].as_chunks_mut().0[half..]) {
            (*acc * scale).store(out);
        }
    }
}
