//! The standardised columns of the variables that a path has met, and products with them.

use super::trace::Trace;
use crate::buffer::Buffer;
use crate::problem::Problem;
use crate::simd::{Kernel, LANES, Lanes};
use crate::wide::WideRows;

/// Columns of the slots of a trace, as vectors over the rows of a wide problem.
#[derive(Debug, Clone, Default)]
pub(super) struct SlotColumns {
    pub data: Buffer,
    count: usize,
}

impl SlotColumns {
    pub(super) fn clear(&mut self) {
        self.data.clear();
        self.count = 0;
    }

    /// Adds the columns of new slots.
    pub(super) fn cover(&mut self, problem: &Problem, rows: &WideRows, trace: &Trace) {
        let new = trace.variables[self.count..].iter().copied();
        problem.append_columns(rows, new, &mut self.data);
        self.count = trace.variables.len();
    }
}

/// out[k] = scale times the product of column k with a vector.
pub(super) struct Dots<'a> {
    pub data: &'a [f64],
    /// Where each column begins in `data`.
    pub offsets: &'a [usize],
    pub vector: &'a [f64],
    pub scale: f64,
    /// The products, and zeros up to a multiple of eight.
    pub out: &'a mut [f64],
}

impl Kernel for Dots<'_> {
    type Output = ();

    #[inline(always)]
    fn run<V: Lanes>(self) {
        let Self { data, offsets, vector, scale, out } = self;
        let scale = V::splat(scale);
        for (offsets, out) in offsets.chunks(LANES).zip(out.as_chunks_mut().0) {
            // Where columns are missing, the first is taken again and its products are dropped.
            let mut columns = [&data[offsets[0]..]; LANES];
            for (column, &offset) in columns.iter_mut().zip(offsets) {
                *column = &data[offset..];
            }
            let vector = vector.as_chunks::<LANES>().0;
            let columns = columns.map(|c| &c.as_chunks::<LANES>().0[..vector.len()]);
            let mut acc = [V::zero(); LANES];
            for i in 0..vector.len() {
                let v = V::load(&vector[i]);
                for k in 0..LANES {
                    acc[k] = acc[k].plus(V::load(&columns[k][i]), v);
                }
            }
            (V::sums(acc) * scale).store(out);
            out[offsets.len()..].fill(0.0);
        }
    }
}
