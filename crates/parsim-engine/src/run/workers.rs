//! The threads: each takes the next chunk of the plan, in order, with an arena of its own.

use super::{EngineError, Run};
use crate::experiment::{Experiment, Worker};
use crate::record::MethodRecord;
use crate::schedule::Item;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::sync::mpsc::SyncSender;
use std::sync::{Mutex, OnceLock, PoisonError};
use std::time::Duration;

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
    /// By method of the plan, the time of all threads in its fits; touched once a chunk.
    fit_time: Mutex<Vec<Duration>>,
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
        let next = AtomicUsize::new(0);
        let fit_time = Mutex::new(vec![Duration::ZERO; run.plan.methods.len()]);
        Self { run, items, chunks, next, experiment, experiments, fit_time }
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
            self.add_time(chunk.item, &worker);
            if deliver.send((at, records)).is_err() {
                return;
            }
        }
    }

    fn add_time(&self, item: usize, worker: &Worker) {
        let mut total = self.fit_time.lock().unwrap_or_else(PoisonError::into_inner);
        for (&method, time) in self.items[item].missing.iter().zip(&worker.fit_time) {
            total[method] += *time;
        }
    }

    /// Seconds in each method's fits so far, over all threads, by method of the plan.
    pub fn fit_seconds(&self) -> Vec<f64> {
        let total = self.fit_time.lock().unwrap_or_else(PoisonError::into_inner);
        total.iter().map(Duration::as_secs_f64).collect()
    }

    fn experiment(&self, item: usize) -> Result<&Experiment<'a>, EngineError> {
        let described = &self.items[item];
        let cell = self.experiments[self.experiment[item]]
            .get_or_init(|| Experiment::new(self.run.plan, described.scenario, &described.missing));
        cell.as_ref().map_err(Clone::clone)
    }
}
