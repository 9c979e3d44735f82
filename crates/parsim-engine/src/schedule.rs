//! What a run has to do: the blocks of the plan, what of them is stored, and the chunks in which
//! the missing rest is handed to threads.

use crate::competition::applicable;
use crate::record::{BATCH, BlockKey};
use crate::store::Listing;
use parsim_study::Plan;
use std::collections::HashMap;

/// Entries of X per chunk that a thread computes before it hands over; see [`chunk_size`].
const CHUNK_WORK: usize = 1 << 17;

/// Replicates of a scenario that keep all threads of a machine busy in chunks of four batches.
const MANY: u64 = 1 << 14;

/// Which part of the plan a run computes.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Selection {
    /// Shard K of N, K from 1: the blocks whose index in the plan is K modulo N.
    pub shard: Option<(u64, u64)>,
    /// Scenarios, by position; all if `None`.
    pub scenarios: Option<Vec<usize>>,
}

/// One block of the plan.
#[derive(Clone, Debug, PartialEq)]
pub struct Item {
    /// Position of the scenario in the plan.
    pub scenario: usize,
    /// The block.
    pub key: BlockKey,
    /// The first replicate, counted from 0.
    pub first: u64,
    /// How many replicates of the block the plan asks for.
    pub replicates: usize,
    /// Methods (positions in the plan) to compute.
    pub missing: Vec<usize>,
    /// Sets of the listing that hold the others, each with the methods to take from it.
    pub stored: Vec<(usize, Vec<usize>)>,
    /// Replicates per chunk.
    pub chunk: usize,
}

impl Item {
    /// Number of chunks in which the missing methods are computed.
    pub fn chunks(&self) -> usize {
        if self.missing.is_empty() { 0 } else { self.replicates.div_ceil(self.chunk) }
    }
}

/// The blocks of the selected part of the first `replicates` replicates, by scenario in plan order
/// and then by index.
///
/// A shard's share is counted over the whole plan, scenarios ordered by identity, without regard
/// to what is stored: it does not depend on the order of the study file or on when it is started.
pub fn items(plan: &Plan, listing: &Listing, replicates: u64, selection: &Selection) -> Vec<Item> {
    let chosen =
        |scenario: usize| selection.scenarios.as_ref().is_none_or(|list| list.contains(&scenario));
    let in_shard = |position: u64| selection.shard.is_none_or(|(k, n)| position % n == k % n);
    let stored: Vec<Stored> =
        (0..plan.scenarios.len()).map(|s| Stored::new(plan, listing, s)).collect();
    let mut items: Vec<Item> = plan
        .blocks(replicates)
        .into_iter()
        .zip(0..)
        .filter(|(block, position)| chosen(block.scenario) && in_shard(*position))
        .map(|(block, _)| {
            let described = &plan.scenarios[block.scenario];
            let count = (block.replicates.end - block.replicates.start) as usize;
            let (missing, stored) = stored[block.scenario].split(block.index, count);
            Item {
                scenario: block.scenario,
                key: BlockKey { scenario: described.id, index: block.index },
                first: block.replicates.start,
                replicates: count,
                missing,
                stored,
                chunk: chunk_size((described.n, described.p), replicates)
                    .min(described.block_size as usize),
            }
        })
        .collect();
    items.sort_by_key(|item| (item.scenario, item.key.index));
    items
}

/// Replicates per chunk: a multiple of [`BATCH`]. Handing a chunk over costs as much as computing
/// some cheap replicates, so none of a scenario with many replicates is very small.
fn chunk_size((n, p): (usize, usize), replicates: u64) -> usize {
    // Fewer replicates end sooner together where they are handed out in smaller parts.
    let work = if replicates >= MANY { CHUNK_WORK } else { CHUNK_WORK / 4 };
    let fit = (work / (n * p).max(1)).max(1);
    let power = 1_usize << fit.ilog2();
    let least = if replicates >= MANY { 4 * BATCH } else { BATCH };
    power.clamp(least, 1024)
}

/// Stored blocks by index, with their replicates.
type Blocks = HashMap<u64, usize>;

/// What of a scenario is stored, by method.
struct Stored {
    /// Methods that apply to the scenario, with the sets that hold them and their blocks.
    methods: Vec<(usize, Vec<(usize, Blocks)>)>,
}

impl Stored {
    fn new(plan: &Plan, listing: &Listing, scenario: usize) -> Self {
        let described = &plan.scenarios[scenario];
        let usable = |set: &&(usize, &crate::store::StoredSet)| {
            set.1.scenario == described.id
                && set.1.measures.iter().eq(plan.themes.scored().map(|measure| measure.name))
                && set.1.estimands == described.estimands
                && set.1.keeps_all == plan.keeps_all
        };
        let sets: Vec<_> = listing.sets.iter().enumerate().filter(|set| usable(&set)).collect();
        let methods = applicable(plan, scenario)
            .map(|m| {
                let id = plan.methods[m].id;
                let holding = sets.iter().filter(|(_, set)| set.methods.contains(&id));
                (m, holding.map(|(at, set)| (*at, set.blocks.iter().copied().collect())).collect())
            })
            .collect();
        Self { methods }
    }

    /// The methods to compute for a block, and the sets that hold the others.
    fn split(&self, index: u64, replicates: usize) -> (Vec<usize>, Vec<(usize, Vec<usize>)>) {
        let mut missing = Vec::new();
        let mut sets: Vec<(usize, Vec<usize>)> = Vec::new();
        for (method, holding) in &self.methods {
            let whole = holding
                .iter()
                .find(|(_, blocks)| blocks.get(&index).is_some_and(|&held| held >= replicates));
            let Some((at, _)) = whole else {
                missing.push(*method);
                continue;
            };
            match sets.iter_mut().find(|(set, _)| set == at) {
                Some((_, methods)) => methods.push(*method),
                None => sets.push((*at, vec![*method])),
            }
        }
        (missing, sets)
    }
}
