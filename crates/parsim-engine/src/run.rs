//! The run: missing chunks mapped over threads, blocks stored, replicates folded in index order.

mod collect;
mod workers;

use crate::progress::Progress;
use crate::results::Results;
use crate::schedule::{self, Selection};
use crate::store::{BlockStore, StoreError};
use parsim_study::Plan;
use std::sync::atomic::AtomicBool;

/// What a run needs beside the plan.
#[derive(Debug)]
pub struct Run<'a> {
    /// The plan.
    pub plan: &'a Plan,
    /// How the user named the study file, for replay lines.
    pub study_file: &'a str,
    /// Where blocks are kept.
    pub store: &'a dyn BlockStore,
    /// Threads that compute.
    pub threads: usize,
    /// Where progress is shown.
    pub progress: &'a Progress,
    /// Set from outside to stop at the end of the blocks in hand.
    pub stop: &'a AtomicBool,
}

/// What a run did.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Outcome {
    /// The tables, if all blocks of the selection are there.
    pub results: Option<Results>,
    /// Replicates that were computed now (the others were stored).
    pub computed: u64,
    /// Fits that were computed now.
    pub fits: u64,
    /// Seconds that the fits computed now took, over all threads, by method of the plan. What methods
    /// share (moments, training problems) falls to the one that asks first.
    pub fit_seconds: Vec<f64>,
    /// Blocks that were computed now.
    pub blocks: u64,
    /// Stored blocks that turned out damaged and were computed again.
    pub repaired: Vec<String>,
    /// Whether the run was stopped before its work was done.
    pub interrupted: bool,
}

/// Why a run ended without a result.
#[derive(Clone, Debug, PartialEq)]
pub enum EngineError {
    /// The store failed.
    Store(StoreError),
    /// A scenario cannot be drawn.
    Scenario {
        /// The scenario's label.
        label: String,
        /// What is wrong.
        message: String,
    },
    /// The threads could not be started.
    Threads(String),
}

impl std::fmt::Display for EngineError {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        match self {
            Self::Store(error) => write!(f, "{error}"),
            Self::Scenario { label, message } => write!(f, "scenario {label}: {message}"),
            Self::Threads(message) => write!(f, "the threads could not be started: {message}"),
        }
    }
}

impl std::error::Error for EngineError {}

impl From<StoreError> for EngineError {
    fn from(error: StoreError) -> Self {
        Self::Store(error)
    }
}

impl std::fmt::Debug for dyn BlockStore + '_ {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("BlockStore")
    }
}

impl Run<'_> {
    /// Computes what is missing of the first `replicates` replicates of the selection and folds
    /// them into tables. A shard folds nothing.
    ///
    /// # Errors
    /// The store failed, or a scenario is impossible. What was finished before stays stored.
    pub fn execute(&self, replicates: u64, selection: &Selection) -> Result<Outcome, EngineError> {
        let listing = self.store.list()?;
        let items = schedule::items(self.plan, &listing, replicates, selection);
        let total = items.iter().filter(|i| !i.missing.is_empty()).map(|i| i.replicates as u64);
        self.progress.start(total.sum());
        let folds = selection.shard.is_none();
        let outcome = collect::collect(self, &listing, &items, (replicates, folds));
        self.progress.finish();
        outcome
    }
}
