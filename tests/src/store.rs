//! A store of blocks that lives in memory.

use parsim_engine::record::{BatchSums, BlockRecord, MethodRecord};
use parsim_engine::store::{BlockStore, Listing, StoreError, StoredSet};
use parsim_stats::identity::{MethodId, ScenarioId};
use std::collections::BTreeMap;
use std::sync::Mutex;
use std::sync::atomic::{AtomicBool, Ordering};

/// What a set is named by: scenario, methods, estimands, and whether all coefficients are kept.
type SetKey = (ScenarioId, Vec<MethodId>, Vec<u32>, bool);

/// Where a block lies in its set: its index, and how many replicates it holds.
type Place = (u64, usize);

/// A store of blocks that lives in memory.
#[derive(Debug, Default)]
pub struct MemoryStore(Mutex<BTreeMap<SetKey, BTreeMap<Place, BlockRecord>>>);

impl MemoryStore {
    /// An empty store.
    pub fn new() -> Self {
        Self::default()
    }

    /// Everything that is stored, in the order of its names, every number by its bits.
    pub fn contents(&self) -> Vec<(ScenarioId, Place, Vec<u64>)> {
        let sets = self.0.lock().unwrap();
        let blocks = sets.iter().flat_map(|(key, blocks)| {
            blocks.iter().map(move |(place, block)| (key.0, *place, bits(block)))
        });
        blocks.collect()
    }

    /// Takes over the blocks of another store, as `parsim merge` reads those of shards.
    pub fn merge(&self, other: &Self) {
        let theirs = other.0.lock().unwrap();
        for ((.., keeps_all), blocks) in theirs.iter() {
            for block in blocks.values() {
                self.put(block, *keeps_all).unwrap();
            }
        }
    }
}

impl BlockStore for MemoryStore {
    fn list(&self) -> Result<Listing, StoreError> {
        let sets = self.0.lock().unwrap();
        let sets = sets.iter().map(|((scenario, methods, estimands, keeps_all), blocks)| {
            // Places are sorted, so of an index that is held twice the larger block stays.
            let largest: BTreeMap<u64, usize> = blocks.keys().copied().collect();
            StoredSet {
                scenario: *scenario,
                methods: methods.clone(),
                measures: blocks.values().next().map_or_else(Vec::new, measures),
                estimands: estimands.clone(),
                keeps_all: *keeps_all,
                blocks: largest.into_iter().collect(),
            }
        });
        Ok(Listing { sets: sets.collect(), ..Listing::default() })
    }

    fn put(&self, block: &BlockRecord, keeps_all: bool) -> Result<(), StoreError> {
        let methods = block.methods.iter().map(|record| record.method).collect();
        let key = (block.key.scenario, methods, block.estimands.clone(), keeps_all);
        let place = (block.key.index, block.replicates);
        let mut sets = self.0.lock().unwrap();
        let kept = sets.entry(key).or_default().entry(place).or_insert_with(|| block.clone());
        if bits(kept) == bits(block) {
            return Ok(());
        }
        Err(missing(block.key.index, "is stored with other contents"))
    }

    fn read(&self, set: &StoredSet, index: u64) -> Result<BlockRecord, StoreError> {
        let key = (set.scenario, set.methods.clone(), set.estimands.clone(), set.keeps_all);
        let sets = self.0.lock().unwrap();
        let blocks = sets.get(&key).ok_or_else(|| missing(index, "is in no set"))?;
        let mut held = blocks.range((index, 0)..(index + 1, 0));
        held.next_back().map(|(_, block)| block.clone()).ok_or_else(|| missing(index, "is absent"))
    }
}

/// A store that asks for a stop once it has taken a number of blocks.
#[derive(Debug)]
pub struct StoppingStore<'a> {
    /// Where blocks go.
    pub inner: &'a MemoryStore,
    /// How many blocks it takes before it asks for a stop.
    pub after: usize,
    /// What it sets.
    pub stop: &'a AtomicBool,
}

impl BlockStore for StoppingStore<'_> {
    fn list(&self) -> Result<Listing, StoreError> {
        self.inner.list()
    }

    fn put(&self, block: &BlockRecord, keeps_all: bool) -> Result<(), StoreError> {
        self.inner.put(block, keeps_all)?;
        if self.inner.contents().len() >= self.after {
            self.stop.store(true, Ordering::Relaxed);
        }
        Ok(())
    }

    fn read(&self, set: &StoredSet, index: u64) -> Result<BlockRecord, StoreError> {
        self.inner.read(set, index)
    }
}

fn missing(index: u64, message: &str) -> StoreError {
    let path = format!("block {index}");
    StoreError { path, message: message.to_owned(), users_fault: false }
}

/// Every number of a block by its bits, since NaN is unequal to itself.
fn bits(block: &BlockRecord) -> Vec<u64> {
    let mut out = vec![block.first, block.replicates as u64];
    block.methods.iter().for_each(|record| method_bits(record, &mut out));
    out
}

fn method_bits(record: &MethodRecord, out: &mut Vec<u64>) {
    out.extend(record.status.iter().map(|status| *status as u64));
    for (offset, cause) in &record.causes {
        out.push(u64::from(*offset));
        out.extend(cause.bytes().map(u64::from));
    }
    let columns = record.measures.iter().map(|column| &column.values);
    let kept = record.estimates.iter().chain(&record.half_widths);
    for column in columns.chain([&record.kkt, &record.gap]).chain(kept) {
        out.extend(column.iter().map(|value| value.to_bits()));
    }
    out.extend(record.fallbacks.iter().map(|count| u64::from(*count)));
    for (coefficient, estimate) in record.nonzero.iter().flatten().flatten() {
        out.extend([u64::from(*coefficient), estimate.to_bits()]);
    }
    record.batches.iter().for_each(|batch| batch_bits(batch, out));
}

fn batch_bits(batch: &BatchSums, out: &mut Vec<u64>) {
    out.extend([batch.count, batch.quadruples].map(u64::from));
    out.extend(batch.selected.iter().map(|count| u64::from(*count)));
    out.extend(batch.powers.iter().flatten().map(|sum| sum.to_bits()));
    out.push(batch.quadruple_sum.to_bits());
    if let Some(intervals) = &batch.intervals {
        out.extend(intervals.counts.iter().flatten().map(|count| u64::from(*count)));
        out.extend(intervals.sums.iter().flatten().map(|sum| sum.to_bits()));
    }
}

/// The measures that a block holds.
fn measures(block: &BlockRecord) -> Vec<String> {
    let columns = block.methods.iter().take(1).flat_map(|record| &record.measures);
    columns.map(|column| column.measure.clone()).collect()
}
