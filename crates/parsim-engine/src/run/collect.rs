//! The collector: puts chunks together to blocks, hands blocks to the writer, and folds every
//! replicate in index order, whether it was computed now or read from the store.

use super::workers::{Delivery, Work};
use super::{EngineError, Outcome, Run};
use crate::claims;
use crate::experiment::{Experiment, Worker};
use crate::fold::{Decision, ScenarioFold};
use crate::record::{BlockRecord, MethodRecord};
use crate::results::Results;
use crate::schedule::Item;
use crate::store::{Listing, StoreError};
use std::collections::BTreeMap;
use std::sync::Arc;
use std::sync::mpsc::{Receiver, SyncSender, sync_channel};

/// Chunks that may wait for the collector, and blocks that may wait for the writer.
const QUEUE: usize = 64;

pub(super) fn collect(
    run: &Run<'_>,
    listing: &Listing,
    items: &[Item],
    (replicates, folds): (u64, bool),
) -> Result<Outcome, EngineError> {
    // More threads than chunks would only wait.
    let chunks = items.iter().map(Item::chunks).sum::<usize>();
    let pool = rayon::ThreadPoolBuilder::new()
        .num_threads(run.threads.clamp(1, chunks.max(1)))
        .build()
        .map_err(|error| EngineError::Threads(error.to_string()))?;
    let work = Work::new(run, items);
    let (deliver, deliveries) = sync_channel(QUEUE);
    let (to_writer, blocks) = sync_channel::<Arc<BlockRecord>>(QUEUE);
    std::thread::scope(|scope| {
        let work = &work;
        scope.spawn(move || pool.broadcast(|_| work.compute(&deliver.clone())));
        let writer = scope.spawn(move || write(run, &blocks));
        let mut collector = Collector {
            run,
            listing,
            items,
            replicates,
            folds,
            deliveries,
            waiting: BTreeMap::new(),
            next_chunk: 0,
            to_writer,
            outcome: Outcome::default(),
            results: Results::default(),
            decisions: Vec::new(),
        };
        let collected = collector.collect();
        let Collector { to_writer, deliveries, mut outcome, results, .. } = collector;
        // Closing the queues lets the threads end, also after an error.
        drop((to_writer, deliveries));
        let written = writer.join().unwrap_or(Ok(()));
        let complete = collected?;
        written?;
        outcome.interrupted = !complete;
        outcome.fit_seconds = work.fit_seconds();
        outcome.results = (complete && folds).then_some(results);
        Ok(outcome)
    })
}

/// The single writer.
fn write(run: &Run<'_>, blocks: &Receiver<Arc<BlockRecord>>) -> Result<(), StoreError> {
    for block in blocks {
        run.store.put(&block, run.plan.keeps_all)?;
    }
    Ok(())
}

struct Collector<'a> {
    run: &'a Run<'a>,
    listing: &'a Listing,
    items: &'a [Item],
    replicates: u64,
    folds: bool,
    deliveries: Receiver<Delivery>,
    /// Chunks that came before their turn.
    waiting: BTreeMap<usize, Vec<MethodRecord>>,
    next_chunk: usize,
    to_writer: SyncSender<Arc<BlockRecord>>,
    outcome: Outcome,
    results: Results,
    decisions: Vec<(usize, usize, Decision)>,
}

impl<'a> Collector<'a> {
    /// Whether all items were completed; `false` after an interruption or a failed write.
    fn collect(&mut self) -> Result<bool, EngineError> {
        let mut fold: Option<(usize, ScenarioFold<'a>)> = None;
        for item in self.items {
            let Some(computed) = self.computed(item)? else { return Ok(false) };
            // Written while it is folded.
            let Some(block) = self.store(item, computed) else { return Ok(false) };
            let computed = &block.methods;
            if !self.folds {
                continue;
            }
            if fold.as_ref().is_none_or(|(scenario, _)| *scenario != item.scenario) {
                if let Some((scenario, done)) = fold.take() {
                    self.finish(scenario, done)?;
                }
                let fresh = ScenarioFold::new(self.run.plan, item.scenario, self.replicates);
                fold = Some((item.scenario, fresh));
            }
            let stored = self.stored(item)?;
            if let Some((_, fold)) = &mut fold {
                let all: Vec<&MethodRecord> = fold
                    .methods()
                    .iter()
                    .filter_map(|&m| {
                        let id = self.run.plan.methods[m].id;
                        computed.iter().chain(&stored).find(|record| record.method == id)
                    })
                    .collect();
                fold.push(&all, item.replicates);
            }
        }
        if let Some((scenario, done)) = fold.take() {
            self.finish(scenario, done)?;
        }
        self.settle_claims();
        Ok(true)
    }

    /// The item's computed records, joined from its chunks; `None` if the workers stopped.
    fn computed(&mut self, item: &Item) -> Result<Option<Vec<MethodRecord>>, EngineError> {
        let mut joined: Vec<MethodRecord> = Vec::new();
        for _ in 0..item.chunks() {
            let chunk = loop {
                if let Some(chunk) = self.waiting.remove(&self.next_chunk) {
                    break chunk;
                }
                let Ok((at, records)) = self.deliveries.recv() else { return Ok(None) };
                self.waiting.insert(at, records?);
            };
            self.next_chunk += 1;
            if joined.is_empty() {
                joined = chunk;
                let more = item.replicates.saturating_sub(item.chunk);
                for record in &mut joined {
                    record.reserve(more);
                }
            } else {
                joined.iter_mut().zip(chunk).for_each(|(all, part)| all.append(part));
            }
        }
        if item.chunks() > 0 {
            let replicates = item.replicates as u64;
            self.outcome.blocks += 1;
            self.outcome.computed += replicates;
            self.outcome.fits += replicates * item.missing.len() as u64;
            let plan = self.run.plan;
            let label = &plan.scenarios[item.scenario].label;
            self.run.progress.advance(replicates, (item.scenario, plan.scenarios.len()), label);
        }
        Ok(Some(joined))
    }

    /// Hands a computed block to the writer, if anything was computed; `None` if the writer is gone.
    fn store(&self, item: &Item, methods: Vec<MethodRecord>) -> Option<Arc<BlockRecord>> {
        let block = Arc::new(BlockRecord {
            key: item.key,
            first: item.first,
            replicates: item.replicates,
            estimands: self.run.plan.scenarios[item.scenario].estimands.clone(),
            methods,
        });
        let sent = block.methods.is_empty() || self.to_writer.send(Arc::clone(&block)).is_ok();
        sent.then_some(block)
    }

    /// The item's stored records, cut to the replicates of the plan. A damaged file is computed
    /// again.
    fn stored(&mut self, item: &Item) -> Result<Vec<MethodRecord>, EngineError> {
        let mut records = Vec::new();
        for (set, methods) in &item.stored {
            let ids: Vec<_> = methods.iter().map(|&m| self.run.plan.methods[m].id).collect();
            match self.run.store.read(&self.listing.sets[*set], item.key.index) {
                Ok(block) => records.extend(
                    block.methods.into_iter().filter(|record| ids.contains(&record.method)),
                ),
                Err(error) => {
                    let experiment = Experiment::new(self.run.plan, item.scenario, methods)?;
                    let again =
                        experiment.compute(&mut Worker::default(), item.first, item.replicates);
                    records.extend(again.iter().cloned());
                    self.store(item, again);
                    self.outcome.repaired.push(error.to_string());
                }
            }
        }
        Ok(records)
    }

    /// Turns a finished scenario into rows.
    fn finish(&mut self, scenario: usize, fold: ScenarioFold<'_>) -> Result<(), EngineError> {
        let plan = self.run.plan;
        let methods = fold.methods().to_vec();
        let experiment = Experiment::new(plan, scenario, &methods)?;
        let mut worker = Worker::default();
        let rows = fold.finish(experiment.source(), &mut |method, replicate| {
            let at = methods.iter().position(|&m| m == method).unwrap_or(0);
            experiment.replay(&mut worker, at, replicate).slope_sums()
        });
        let results = &mut self.results;
        results.replicates.push(self.replicates);
        results.summary.extend(rows.summary);
        results.coefficients.extend(rows.coefficients);
        results.contrasts.extend(rows.contrasts);
        results.landmarks.extend(rows.landmarks);
        results.samples.extend(rows.samples);
        results.fallbacks += rows.fallbacks;
        results.engines.resize(plan.methods.len(), Default::default());
        for (method, counts) in rows.engines {
            let sums = results.engines[method].iter_mut();
            sums.zip(counts).for_each(|(sum, count)| *sum += count);
        }
        for (worst, new) in
            [(&mut results.worst_kkt, rows.worst_kkt), (&mut results.worst_gap, rows.worst_gap)]
        {
            *worst = worst.map_or(new, |old| Some(new.map_or(old, |new| new.max(old))));
        }
        for mut failure in rows.failures {
            failure.replay = format!(
                "parsim replay {} --scenario \"{}\" --replicate {} --method \"{}\"",
                self.run.study_file,
                plan.scenarios[scenario].label,
                failure.first_replicate,
                plan.methods[failure.method].name,
            );
            results.failures.push(failure);
        }
        self.decisions.extend(rows.decisions.into_iter().map(|(claim, d)| (claim, scenario, d)));
        Ok(())
    }

    fn settle_claims(&mut self) {
        let decisions = std::mem::take(&mut self.decisions);
        let (rows, verdicts) = claims::decide(self.run.plan, decisions, self.replicates);
        (self.results.claims, self.results.verdicts) = (rows, verdicts);
    }
}
