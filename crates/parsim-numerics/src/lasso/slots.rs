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

    /// Forgets all columns but the first `count`, of `stride` numbers.
    pub(super) fn truncate(&mut self, count: usize, stride: usize) {
        if count < self.count {
            self.data.resize(count * stride);
            self.count = count;
        }
    }

    /// Adds the columns of new slots.
    pub(super) fn cover(&mut self, problem: &Problem, rows: &WideRows, trace: &Trace) {
        problem.append_columns(rows, &trace.variables[self.count..], &mut self.data);
        self.count = trace.variables.len();
    }
}

/// out = the sum of columns times their weights.
pub(super) struct Combine<'a> {
    pub data: &'a [f64],
    /// Where each column begins in `data`.
    pub offsets: &'a [usize],
    pub weights: &'a [f64],
    pub out: &'a mut [f64],
}

impl Kernel for Combine<'_> {
    type Output = ();

    #[inline(always)]
    fn run<V: Lanes>(mut self) {
        let blocks = self.out.len() / LANES;
        if !V::WIDE {
            (0..blocks).step_by(4).for_each(|first| self.part::<V, 4>(first));
            return;
        }
        // As few parts as possible, all as long as need be.
        let step = blocks.div_ceil(blocks.div_ceil(8).max(1)).max(1);
        for first in (0..blocks).step_by(step) {
            match step {
                5 => self.part::<V, 5>(first),
                6 => self.part::<V, 6>(first),
                7 => self.part::<V, 7>(first),
                _ => self.part::<V, 8>(first),
            }
        }
    }
}

impl Combine<'_> {
    /// `N` blocks of eight rows; beyond the end the last is computed again.
    #[inline(always)]
    fn part<V: Lanes, const N: usize>(&mut self, first: usize) {
        let out = self.out.as_chunks_mut::<LANES>().0;
        let last = out.len() - 1;
        let mut acc = [V::zero(); N];
        for (weight, &offset) in self.weights.iter().zip(self.offsets) {
            let column = &self.data[offset..].as_chunks::<LANES>().0[..=last];
            let weight = V::splat(*weight);
            for i in 0..N {
                acc[i] = acc[i].plus(weight, V::load(&column[(first + i).min(last)]));
            }
        }
        for i in 0..N {
            acc[i].store(&mut out[(first + i).min(last)]);
        }
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
