//! The coefficients of a path, as they are found.

/// Penalty levels are stored and evaluated in blocks of this many.
pub(crate) const BLOCK: usize = 16;

const NONE: u32 = u32::MAX;

/// An active variable and its place in the trace.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Active {
    pub variable: usize,
    pub slot: usize,
}

/// Standardised coefficients at every lambda of a path, for the variables that were ever active, in the order
/// in which they first became so.
#[derive(Debug, Clone, Default)]
pub(crate) struct Trace {
    /// The variable of each slot.
    pub variables: Vec<usize>,
    slot_of: Vec<u32>,
    /// A row per slot, a column per lambda.
    pub values: Vec<f64>,
    /// Row length of `values`, a multiple of [`BLOCK`].
    pub ld: usize,
    /// Number of slots that may be non-zero up to each lambda.
    pub live: Vec<usize>,
}

impl Trace {
    /// Empties the trace for `count` lambdas of a problem with `p` columns.
    pub(crate) fn begin(&mut self, p: usize, count: usize) {
        self.variables.clear();
        self.values.clear();
        self.live.clear();
        self.slot_of.clear();
        self.slot_of.resize(p, NONE);
        self.ld = count.div_ceil(BLOCK) * BLOCK;
    }

    /// Opens the next lambda; all its coefficients are zero as yet.
    pub(crate) fn open(&mut self) -> usize {
        self.live.push(self.variables.len());
        self.live.len() - 1
    }

    /// Forgets all lambdas from `first` on; slots are kept.
    pub(crate) fn reopen(&mut self, first: usize) {
        let end = self.live.len();
        self.live.truncate(first);
        for row in self.values.chunks_exact_mut(self.ld.max(1)) {
            row[first..end].fill(0.0);
        }
    }

    /// Sets a coefficient by its slot.
    pub(crate) fn set(&mut self, index: usize, slot: usize, value: f64) {
        self.values[slot * self.ld + index] = value;
        self.live[index] = self.live[index].max(slot + 1);
    }

    /// Sets all coefficients at `index` to zero.
    pub(crate) fn clear(&mut self, index: usize) {
        for value in self.values.iter_mut().skip(index).step_by(self.ld) {
            *value = 0.0;
        }
    }

    /// The variables and non-zero coefficients at `index`, in the order of first activity.
    pub(crate) fn at(&self, index: usize) -> impl Iterator<Item = (usize, f64)> {
        let values = self.values.iter().skip(index).step_by(self.ld);
        let pairs = self.variables.iter().copied().zip(values.copied());
        pairs.take(self.live[index]).filter(|(_, b)| *b != 0.0)
    }

    /// Number of slots that may be non-zero within a block of lambdas.
    pub(crate) fn live_in_block(&self, first: usize) -> usize {
        self.live[first..].iter().take(BLOCK).copied().max().unwrap_or(0)
    }

    /// The slot of a variable, which is given one if it has none.
    pub(crate) fn slot(&mut self, variable: usize) -> usize {
        if self.slot_of[variable] == NONE {
            self.slot_of[variable] = self.variables.len() as u32;
            self.variables.push(variable);
            self.values.resize(self.values.len() + self.ld, 0.0);
        }
        self.slot_of[variable] as usize
    }
}
