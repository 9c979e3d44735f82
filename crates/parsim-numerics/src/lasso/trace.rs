//! The coefficients of a path, as they are found.

use crate::kernels::vector::join;
use crate::path::SupportEvent;
use crate::simd::{Kernel, LANES, Lanes, dispatch, padded};
use std::ops::Range;

/// Penalty levels are evaluated in blocks of this many.
pub(crate) const BLOCK: usize = 16;

const NONE: u32 = u32::MAX;

/// An active variable and its place in the trace.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Active {
    pub variable: usize,
    pub slot: usize,
}

/// Standardised coefficients at every lambda of a path. The variables that were ever active have slots, in the
/// order in which they first became so; where variables are few, all have.
#[derive(Debug, Clone, Default)]
pub(crate) struct Trace {
    /// The variable of each slot.
    pub variables: Vec<usize>,
    slot_of: Vec<u32>,
    /// In lanes, the lambda at which each variable may first be other than zero.
    since: Vec<usize>,
    /// Rows of `ld` numbers; what lies beyond the last lambda is left from earlier paths.
    values: Vec<f64>,
    ld: usize,
    /// Number of lambdas.
    len: usize,
    layout: Layout,
    /// Whether changes of the support are noted.
    pub notes: bool,
    /// Those that were, with lambda in the units of the problem.
    pub events: Vec<SupportEvent>,
}

/// What lies where in a trace.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub(crate) enum Layout {
    /// A row per lambda, with an entry per slot.
    #[default]
    Slots,
    /// A row per lambda, with an entry per variable, padded to a multiple of eight.
    Variables,
    /// By blocks of lambdas, a row per variable, with a lane per lambda; those beyond the last lambda are zero.
    Lanes,
}

/// The coefficients of up to [`BLOCK`] consecutive lambdas, a lane each, of the variables that are not zero in
/// all of them.
#[derive(Debug, Clone, Default)]
pub(crate) struct Block {
    pub variables: Vec<usize>,
    /// The slot of each variable.
    pub slots: Vec<usize>,
    pub values: Vec<[f64; BLOCK]>,
}

impl Trace {
    /// Empties the trace of a problem with `p` columns.
    pub(crate) fn begin(&mut self, p: usize, layout: Layout) {
        self.variables.clear();
        self.events.clear();
        self.slot_of.clear();
        (self.len, self.layout) = (0, layout);
        if layout == Layout::Lanes {
            self.variables.extend(0..p);
            self.slot_of.extend(0..p as u32);
            self.since.clear();
            self.since.resize(p, usize::MAX);
        } else {
            self.slot_of.resize(p, NONE);
        }
        self.ld = match layout {
            Layout::Slots => 64,
            Layout::Variables => padded(p),
            Layout::Lanes => BLOCK,
        };
    }

    /// Notes that a variable enters or leaves.
    #[inline(always)]
    pub(crate) fn note(&mut self, lambda: f64, variable: usize, enters: bool) {
        if self.notes {
            self.events.push(SupportEvent { lambda, variable, enters });
        }
    }

    /// Number of lambdas so far.
    pub(crate) fn len(&self) -> usize {
        self.len
    }

    /// Opens the next lambda; all its coefficients are zero as yet.
    pub(crate) fn open(&mut self) -> usize {
        if self.layout == Layout::Lanes {
            self.open_lanes(1);
        } else {
            self.open_row().fill(0.0);
        }
        self.len - 1
    }

    /// Opens up to `count` lambdas, as many as the last block has room for, all of whose coefficients are zero as
    /// yet; returns their lanes, and the block's rows.
    #[inline(always)]
    pub(crate) fn open_lanes(&mut self, count: usize) -> (Range<usize>, &mut [[f64; BLOCK]]) {
        let (size, first) = (self.variables.len() * BLOCK, self.len % BLOCK);
        let start = self.len / BLOCK * size;
        if self.values.len() < start + size {
            self.values.resize(start + size, 0.0);
        }
        let rows = &mut self.values[start..start + size];
        if first == 0 {
            rows.fill(0.0);
        }
        let end = BLOCK.min(first + count);
        self.len += end - first;
        (first..end, rows.as_chunks_mut().0)
    }

    /// Opens the next lambda and returns its row, to be filled with the coefficients of all variables.
    #[inline(always)]
    pub(crate) fn open_row(&mut self) -> &mut [f64] {
        let start = self.len * self.ld;
        self.len += 1;
        if self.values.len() < start + self.ld {
            self.values.resize(start + self.ld, 0.0);
        }
        &mut self.values[start..start + self.ld]
    }

    /// Forgets all lambdas from `first` on; slots are kept.
    pub(crate) fn reopen(&mut self, first: usize) {
        self.len = first;
    }

    /// Forgets all slots but the first `count`, which have all coefficients.
    pub(crate) fn forget_slots(&mut self, count: usize) {
        for &j in &self.variables[count..] {
            self.slot_of[j] = NONE;
        }
        self.variables.truncate(count);
    }

    /// A coefficient by its slot.
    pub(crate) fn value(&self, index: usize, slot: usize) -> f64 {
        self.values[self.place(index, slot)]
    }

    /// Number of slots up to the last that is not zero at some of `count` lambdas from `first` on.
    pub(crate) fn live(&self, first: usize, count: usize) -> usize {
        let is_live = |slot: &usize| (first..first + count).any(|l| self.value(l, *slot) != 0.0);
        (0..self.variables.len()).rev().find(is_live).map_or(0, |slot| slot + 1)
    }

    /// Sets a coefficient by its slot.
    pub(crate) fn set(&mut self, index: usize, slot: usize, value: f64) {
        let at = self.place(index, slot);
        self.values[at] = value;
        if self.layout == Layout::Lanes {
            self.since[slot] = self.since[slot].min(index);
        }
    }

    /// Sets all coefficients at `index` to zero.
    pub(crate) fn clear(&mut self, index: usize) {
        if self.layout == Layout::Lanes {
            for slot in 0..self.variables.len() {
                self.set(index, slot, 0.0);
            }
        } else {
            self.values[index * self.ld..(index + 1) * self.ld].fill(0.0);
        }
    }

    /// The variables and non-zero coefficients at `index`, in the order of first activity.
    pub(crate) fn at(&self, index: usize) -> impl Iterator<Item = (usize, f64)> {
        let slots = self.variables.iter().enumerate();
        slots.map(move |(slot, &j)| (j, self.value(index, slot))).filter(|(_, b)| *b != 0.0)
    }

    /// Gathers the lambdas from `first` on, a multiple of [`BLOCK`].
    pub(crate) fn block(&self, first: usize, out: &mut Block) {
        out.variables.clear();
        out.slots.clear();
        out.values.clear();
        if self.layout == Layout::Lanes {
            let (p, rows) = (self.variables.len(), self.values.as_chunks().0);
            let rows = &rows[first / BLOCK * p..][..p];
            for (j, (row, since)) in rows.iter().zip(&self.since).enumerate() {
                if *since < first + BLOCK {
                    out.variables.push(j);
                    out.slots.push(j);
                    out.values.push(*row);
                }
            }
            return;
        }
        let rows = self.values.get(first * self.ld..self.len * self.ld).unwrap_or_default();
        dispatch(Gather { trace: self, rows, out });
    }

    /// Notes, in lanes, that a variable may be other than zero from the next lambda on.
    #[inline(always)]
    pub(crate) fn enter(&mut self, variable: usize) {
        self.since[variable] = self.since[variable].min(self.len);
    }

    /// The slot of a variable, which is given one if it has none.
    pub(crate) fn slot(&mut self, variable: usize) -> usize {
        if self.slot_of[variable] == NONE {
            self.slot_of[variable] = self.variables.len() as u32;
            self.variables.push(variable);
            if self.layout == Layout::Slots && self.variables.len() > self.ld {
                self.widen();
            }
        }
        self.slot_of[variable] as usize
    }

    /// Where the coefficient of a slot at a lambda lies.
    fn place(&self, index: usize, slot: usize) -> usize {
        match self.layout {
            Layout::Slots => index * self.ld + slot,
            Layout::Variables => index * self.ld + self.variables[slot],
            Layout::Lanes => (index / BLOCK * self.variables.len() + slot) * BLOCK + index % BLOCK,
        }
    }

    /// Doubles the length of rows.
    fn widen(&mut self) {
        let (old, rows) = (self.ld, self.len());
        self.ld *= 2;
        self.values.resize(self.values.len().max(rows * self.ld), 0.0);
        for index in (0..rows).rev() {
            self.values.copy_within(index * old..(index + 1) * old, index * self.ld);
            self.values[index * self.ld + old..(index + 1) * self.ld].fill(0.0);
        }
    }
}

/// Transposes up to [`BLOCK`] rows and keeps what is not zero.
struct Gather<'a> {
    trace: &'a Trace,
    rows: &'a [f64],
    out: &'a mut Block,
}

impl Kernel for Gather<'_> {
    type Output = ();

    #[inline(always)]
    fn run<V: Lanes>(self) {
        let Self { trace, rows, out } = self;
        let mut lines: [&[[f64; LANES]]; BLOCK] = [&[]; BLOCK];
        for (line, row) in lines.iter_mut().zip(rows.chunks_exact(trace.ld)) {
            *line = row.as_chunks().0;
        }
        let count = lines.iter().take_while(|line| !line.is_empty()).count();
        for chunk in 0..trace.ld / LANES {
            let mut halves = [[V::zero(); LANES]; 2];
            // Sums of sizes: not zero where one is not, nor where one is no number.
            let mut sizes = V::zero();
            for l in 0..count {
                let row = V::load(&lines[l][chunk]);
                halves[l / LANES][l % LANES] = row;
                sizes = sizes + row.abs();
            }
            let any = sizes.to_array();
            if any == [0.0; LANES] {
                continue;
            }
            let columns = [V::transpose(halves[0]), V::transpose(halves[1])];
            for v in 0..LANES {
                if any[v] != 0.0 {
                    let place = chunk * LANES + v;
                    let slot = if trace.layout == Layout::Variables {
                        trace.slot_of[place] as usize
                    } else {
                        place
                    };
                    out.variables.push(trace.variables[slot]);
                    out.slots.push(slot);
                    out.values.push(join([columns[0][v], columns[1][v]]));
                }
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn rows_of_slots_grow_without_loss() {
        let mut trace = Trace::default();
        trace.begin(1000, Layout::Slots);
        for index in 0..5 {
            trace.open();
            for variable in (0..30 * (index + 1)).rev() {
                let slot = trace.slot(variable);
                trace.set(index, slot, (index * 1000 + variable + 1) as f64);
            }
        }
        for index in 0..5 {
            let mut found: Vec<_> = trace.at(index).collect();
            found.sort_by_key(|(j, _)| *j);
            assert_eq!(found.len(), 30 * (index + 1));
            for (j, (variable, value)) in found.into_iter().enumerate() {
                assert_eq!((variable, value), (j, (index * 1000 + j + 1) as f64));
            }
        }
        let mut block = Block::default();
        trace.block(0, &mut block);
        assert_eq!(block.variables.len(), 150);
        let last = block.variables.iter().position(|&j| j == 149).unwrap();
        assert_eq!(block.values[last][..6], [0.0, 0.0, 0.0, 0.0, 4150.0, 0.0]);
    }
}
