//! Columns of G, computed when they are first needed where the problem does not hold them.

use crate::problem::Problem;

const NONE: u32 = u32::MAX;

/// Memory for columns of G.
#[derive(Debug, Clone, Default)]
pub(crate) struct ColumnCache {
    slot_of: Vec<u32>,
    data: Vec<f64>,
}

/// The columns of G of one problem. Each is padded with zeros to `ld` numbers.
#[derive(Debug)]
pub(crate) struct Columns<'a> {
    pub problem: &'a Problem,
    cache: &'a mut ColumnCache,
}

impl ColumnCache {
    /// Forgets all columns and serves a problem.
    pub(crate) fn serve<'a>(&'a mut self, problem: &'a Problem) -> Columns<'a> {
        self.data.clear();
        self.slot_of.clear();
        if problem.is_wide() {
            self.slot_of.resize(problem.p(), NONE);
        }
        Columns { problem, cache: self }
    }
}

impl Columns<'_> {
    /// Makes sure that column `j` is there, and returns it.
    pub(crate) fn fetch(&mut self, j: usize) -> &[f64] {
        let Self { problem, cache } = self;
        if problem.is_wide() && cache.slot_of[j] == NONE {
            let start = cache.data.len();
            cache.slot_of[j] = (start / problem.ld) as u32;
            cache.data.resize(start + problem.ld, 0.0);
            problem.compute_column(j, &mut cache.data[start..]);
        }
        self.column(j)
    }

    /// A column that has been fetched.
    pub(crate) fn column(&self, j: usize) -> &[f64] {
        &self.data()[self.offset(j)..][..self.problem.ld]
    }

    /// Where the columns lie.
    pub(crate) fn data(&self) -> &[f64] {
        if self.problem.is_wide() { &self.cache.data } else { &self.problem.gram }
    }

    /// Where a column that has been fetched begins.
    pub(crate) fn offset(&self, j: usize) -> usize {
        let row = if self.problem.is_wide() { self.cache.slot_of[j] as usize } else { j };
        row * self.problem.ld
    }
}
