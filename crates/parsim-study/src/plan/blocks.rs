//! Blocks: the replicates that are computed, stored and resumed together.

use super::{Plan, Scenario};
use std::ops::Range;

/// Entries of X that a block draws, about.
const ENTRIES: u64 = 1 << 21;

/// Covariates that count where all replicates share them: X is not drawn again, and a million
/// cheap replicates should not be ten thousand files.
const SHARED: usize = 8;

/// Replicates per block: the previous power of two of 2^21/(n p), within 16..=8192, where of p no
/// more than [`SHARED`] counts under a fixed design.
///
/// It depends on n, p and the design alone, so that blocks mean the same for every number of
/// replicates, threads and shards.
pub const fn block_size(n: usize, p: usize, fixed: bool) -> u64 {
    let p = if fixed && p > SHARED { SHARED } else { p };
    let entries = (n as u64).saturating_mul(p as u64);
    let entries = if entries == 0 { 1 } else { entries };
    let replicates = ENTRIES / entries;
    if replicates < 16 {
        return 16;
    }
    let power = 1 << replicates.ilog2();
    if power > 8192 { 8192 } else { power }
}

/// A block of a scenario.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Block {
    /// Position of the scenario in the plan.
    pub scenario: usize,
    /// Index of the block in its scenario, from 0.
    pub index: u64,
    /// The replicates, from 0; cut short where the study ends.
    pub replicates: Range<u64>,
}

impl Scenario {
    /// The replicates of each block of the first `replicates`.
    pub fn blocks(&self, replicates: u64) -> impl Iterator<Item = Range<u64>> + use<> {
        let size = self.block_size;
        (0..replicates.div_ceil(size)).map(move |b| b * size..((b + 1) * size).min(replicates))
    }
}

impl Plan {
    /// All blocks of the first `replicates`, ordered by scenario id and index: the order in which
    /// shards take their turns, whatever the order of the study file.
    pub fn blocks(&self, replicates: u64) -> Vec<Block> {
        let mut order: Vec<usize> = (0..self.scenarios.len()).collect();
        order.sort_by_key(|&scenario| self.scenarios[scenario].id);
        let blocks = order.into_iter().flat_map(|scenario| {
            let ranges = self.scenarios[scenario].blocks(replicates).zip(0..);
            ranges.map(move |(replicates, index)| Block { scenario, index, replicates })
        });
        blocks.collect()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn sizes_are_powers_of_two_from_n_and_p() {
        // 2^21/(60 * 102) = 342.7, 2^21/(1000 * 102) = 20.6, 2^21/40 = 52429.
        assert_eq!(block_size(60, 102, false), 256);
        assert_eq!(block_size(1000, 102, false), 16);
        assert_eq!(block_size(20, 2, false), 8192);
        assert_eq!(block_size(1 << 20, 1 << 20, false), 16);
        assert_eq!(block_size(1 << 10, 1 << 6, false), 32);
        // 2^21/(200 * 8) = 1310.7.
        assert_eq!(block_size(200, 102, true), 1024);
        assert_eq!(block_size(20, 2, true), 8192);
    }
}
