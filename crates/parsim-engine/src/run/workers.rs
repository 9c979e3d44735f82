//! The threads: each takes the next chunk of the plan, in order, with an arena of its own.

use super::{EngineError, Run};
use crate::experiment::{Experiment, Worker};
use crate::record::MethodRecord;
use crate::schedule::Item;
use std::sync::OnceLock;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::sync::mpsc::SyncSender;

/// One chunk of an item.
#[derive(Clone, Copy, Debug)]
struct Chunk {
    item: usize,
    /// First replicate within the item.
    offset: usize,
    count: usize,
}

/// A chunk's records, or why there are none; numbered by chunk.
pub(super) type Delivery = (usize, Result<Vec<MethodRecord>, EngineError>);

/// All chunks of a run, and the experiments that compute them.
pub(super) struct Work<'a> {
    run: &'a Run<'a>,
    items: &'a [Item],
    chunks: Vec<Chunk>,
    next: AtomicUsize,
    /// By item, the position of its experiment: neighbours with the same scenario and methods
    /// share one.
    experiment: Vec<usize>,
    experiments: Vec<OnceLock<Result<Experiment<'a>, EngineError>>>,
}

impl<'a> Work<'a> {
    pub fn new(run: &'a Run<'a>, items: &'a [Item]) -> Self {
        let mut chunks = Vec::new();
        let (mut experiment, mut experiments) = (Vec::new(), Vec::new());
        for (at, item) in items.iter().enumerate() {
            let shared = at > 0
                && items[at - 1].scenario == item.scenario
                && items[at - 1].missing == item.missing;
            if !shared {
                experiments.push(OnceLock::new());
            }
            experiment.push(experiments.len() - 1);
            for c in 0..item.chunks() {
                let offset = c * item.chunk;
                let count = item.chunk.min(item.replicates - offset);
                chunks.push(Chunk { item: at, offset, count });
            }
        }
        Self { run, items, chunks, next: AtomicUsize::new(0), experiment, experiments }
    }

    /// One thread's work: chunks in order until there are no more, the receiver is gone, or the
    /// run is stopped, which takes effect at the end of an item.
    pub fn compute(&self, deliver: &SyncSender<Delivery>) {
        let mut worker = Worker::default();
        loop {
            let at = self.next.fetch_add(1, Ordering::Relaxed);
            let Some(chunk) = self.chunks.get(at) else { return };
            if chunk.offset == 0 && self.run.stop.load(Ordering::Relaxed) {
                // Nobody else may begin an item either: later chunks of this one would be lost.
                self.next.store(self.chunks.len(), Ordering::Relaxed);
                return;
            }
            let records = self.experiment(chunk.item).map(|experiment| {
                let first = self.items[chunk.item].first + chunk.offset as u64;
                experiment.compute(&mut worker, first, chunk.count)
            });
            if deliver.send((at, records)).is_err() {
                return;
            }
        }
    }

    fn experiment(&self, item: usize) -> Result<&Experiment<'a>, EngineError> {
        let described = &self.items[item];
        let cell = self.experiments[self.experiment[item]]
            .get_or_init(|| Experiment::new(self.run.plan, described.scenario, &described.missing));
        cell.as_ref().map_err(Clone::clone)
    }
}
