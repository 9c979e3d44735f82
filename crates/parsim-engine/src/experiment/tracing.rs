//! Whole paths beside the truth, for the measures that ask for them: one per replicate and path,
//! however many methods choose from it.

use super::{Experiment, Worker};
use parsim_stats::measures::Theme;
use parsim_stats::methods::{PathMethod, Task};
use parsim_stats::path_trace::PathTrace;
use parsim_stats::workbench::Workbench;
use parsim_study::{Entrant, Estimator, Plan};
use std::panic::{AssertUnwindSafe, catch_unwind};

/// The distinct paths of a scenario's methods; none unless the study asks for their measures.
#[derive(Debug, Default)]
pub(super) struct Paths<'a> {
    distinct: Vec<&'a PathMethod>,
    /// By entrant, the position of its path.
    of: Vec<Option<usize>>,
}

impl<'a> Paths<'a> {
    pub fn new(plan: &Plan, entrants: &[&'a Entrant]) -> Self {
        let mut distinct: Vec<&PathMethod> = Vec::new();
        let mut place = |entrant: &&'a Entrant| {
            let path = match &entrant.estimator {
                Estimator::Method(method) => method.path(),
                Estimator::Oracle(oracle) => oracle.path(),
            };
            let path = path.filter(|_| plan.themes.contain(Theme::Path))?;
            let known = distinct.iter().position(|known| *known == path);
            Some(known.unwrap_or_else(|| {
                distinct.push(path);
                distinct.len() - 1
            }))
        };
        let of = entrants.iter().map(&mut place).collect();
        Self { distinct, of }
    }
}

/// The paths of a group's replicates, replicate by replicate.
#[derive(Debug, Default)]
pub(super) struct Traces(Vec<(State, PathTrace)>);

/// What became of the path of a replicate.
#[derive(Clone, Copy, Debug, Default, PartialEq)]
enum State {
    /// Nobody has asked for it yet.
    #[default]
    Unknown,
    Computed,
    /// It could not be computed; its measures are undefined.
    Failed,
}

impl Traces {
    /// Forgets the replicates of the last group, and makes room for those of the next.
    pub fn begin(&mut self, paths: &Paths<'_>, size: usize) {
        let count = paths.distinct.len() * size;
        if self.0.len() < count {
            self.0.resize_with(count, Default::default);
        }
        self.0.iter_mut().for_each(|(state, _)| *state = State::Unknown);
    }

    /// The path of a method on the replicate at a position of the group.
    pub fn get(&self, paths: &Paths<'_>, (method, at): (usize, usize)) -> Option<&PathTrace> {
        let place = at * paths.distinct.len() + paths.of[method]?;
        self.0.get(place).filter(|(state, _)| *state == State::Computed).map(|(_, trace)| trace)
    }
}

impl Experiment<'_> {
    /// Follows the path of a method on the replicate at a position of the group that starts at
    /// `first`, unless that is done.
    pub(super) fn trace(&self, method: usize, worker: &mut Worker, (first, at): (u64, usize)) {
        let Some(path) = self.paths.of[method] else { return };
        let Worker { datasets, workbench, traces, .. } = worker;
        let (state, trace) = &mut traces.0[at * self.paths.distinct.len() + path];
        if *state != State::Unknown {
            return;
        }
        let task = Task::replicate(&datasets[at], &*self.source, self.key, first + at as u64);
        let (path, truth) = (self.paths.distinct[path], self.source.truth());
        let attempt =
            catch_unwind(AssertUnwindSafe(|| trace.compute(path, &task, truth, workbench)));
        *state = if matches!(attempt, Ok(Ok(()))) { State::Computed } else { State::Failed };
        if attempt.is_err() {
            *workbench = Workbench::new();
        }
    }

    /// The paths of a whole group, replicate by replicate; the workbench is left as new.
    pub(super) fn trace_group(
        &self,
        method: usize,
        worker: &mut Worker,
        (first, size): (u64, usize),
    ) {
        if self.paths.of[method].is_some() {
            for at in 0..size {
                worker.workbench.begin();
                self.trace(method, worker, (first, at));
            }
            worker.workbench.begin();
        }
    }
}
