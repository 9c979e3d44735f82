//! One scenario at work: draw, fit, measure, record.

mod recording;
mod tracing;

use crate::competition::stream_key;
use crate::record::{BATCH, MeasureColumn, MethodRecord, Status};
use crate::run::EngineError;
use parsim_stats::dataset::Dataset;
use parsim_stats::measures::{Assessment, Measure, Scratch, Theme};
use parsim_stats::mechanisms::Scenario as Source;
use parsim_stats::methods::{Failure, Fit, Group, Task};
use parsim_stats::stream::StreamKey;
use parsim_stats::summaries::vector::SlopeSums;
use parsim_stats::workbench::Workbench;
use parsim_study::Plan;
use parsim_study::{Entrant, Estimator};
use recording::{
    Quadruple, add_to_batch, coefficient_of, empty_batch, nonzero_coefficients, record_failure,
    record_intervals,
};
use std::any::Any;
use std::panic::{AssertUnwindSafe, catch_unwind};
use std::time::{Duration, Instant};
use tracing::{Paths, Traces};

/// A thread's arena; after the first replicate of a size nothing in it is allocated again.
#[derive(Debug, Default)]
pub struct Worker {
    /// The replicates of a group.
    datasets: Vec<Dataset>,
    workbench: Workbench,
    /// One method's fits, by replicate of the group.
    fits: Vec<Fit>,
    outcomes: Vec<Result<(), Failure>>,
    /// In-sample errors of those fits, where they are known.
    in_sample: [Option<f64>; Group::LARGEST],
    scratch: Scratch,
    traces: Traces,
    /// Errors of intercept and slopes of up to four fitted replicates, per method.
    quadruples: Vec<Quadruple>,
    /// Time spent in each method of the last experiment, by entrant; what replicates share (moments,
    /// training problems) falls to the method that asks first.
    pub(crate) fit_time: Vec<Duration>,
}

/// A scenario whose shared parts are drawn, with the methods to fit.
#[derive(Debug)]
pub struct Experiment<'a> {
    source: Box<dyn Source>,
    key: StreamKey,
    entrants: Vec<&'a Entrant>,
    /// By entrant, whether it fits the replicates of a group together.
    grouped: Vec<bool>,
    /// Replicates that are drawn together.
    group: usize,
    estimands: &'a [u32],
    keeps_all: bool,
    /// The scored measures, in the order of a record's columns.
    measures: Vec<&'static Measure>,
    paths: Paths<'a>,
    /// Whether fits are to have standard errors.
    intervals: bool,
}

/// The outcome of one method on one replicate, for `parsim replay`.
#[derive(Clone, Debug)]
pub struct Replayed {
    /// The data.
    pub dataset: Dataset,
    /// The fit or why there is none.
    pub outcome: Result<Fit, Failure>,
    /// Scores by measure; `None` where undefined.
    pub scores: Vec<(&'static str, Option<f64>)>,
    /// Errors of the intercept and the slopes; empty without a fit.
    pub errors: Vec<f64>,
}

impl Replayed {
    /// What the replicate adds to sums over replicates.
    pub fn slope_sums(&self) -> SlopeSums {
        let Ok(fit) = &self.outcome else { return SlopeSums::default() };
        SlopeSums::of(&self.errors[1..], fit.slopes.iter().map(|slope| *slope != 0.0))
    }
}

impl<'a> Experiment<'a> {
    /// Prepares a scenario for some of the plan's methods, given by position.
    ///
    /// # Errors
    /// Drawn coefficients for which the mechanism is impossible.
    pub fn new(plan: &'a Plan, scenario: usize, methods: &[usize]) -> Result<Self, EngineError> {
        let described = &plan.scenarios[scenario];
        let key = stream_key(plan, scenario);
        let source = described.mechanism.prepare(key).map_err(|error| EngineError::Scenario {
            label: described.label.clone(),
            message: error.to_string(),
        })?;
        let entrants: Vec<_> = methods.iter().map(|&m| &plan.methods[m]).collect();
        let groups = |entrant: &&Entrant| match &entrant.estimator {
            Estimator::Method(method) => method.groups(&*source),
            Estimator::Oracle(_) => false,
        };
        let grouped: Vec<bool> = entrants.iter().map(groups).collect();
        let group = if grouped.contains(&true) {
            Group::size(described.n, described.p, source.fixed().is_some())
        } else {
            1
        };
        let estimands = &described.estimands;
        let measures = plan.themes.scored().collect();
        let keeps_all = plan.keeps_all;
        let paths = Paths::new(plan, &entrants);
        let intervals = plan.themes.contain(Theme::Intervals);
        Ok(Self {
            source,
            key,
            entrants,
            grouped,
            group,
            estimands,
            keeps_all,
            measures,
            paths,
            intervals,
        })
    }

    /// The prepared scenario.
    pub fn source(&self) -> &dyn Source {
        &*self.source
    }

    /// Computes `count` consecutive replicates from `first` on (counted from 0), one record per
    /// method. `first` must be a multiple of [`BATCH`].
    pub fn compute(&self, worker: &mut Worker, first: u64, count: usize) -> Vec<MethodRecord> {
        let p = self.source.truth().beta.len();
        let mut records: Vec<_> =
            self.entrants.iter().map(|entrant| self.empty_record(entrant, count)).collect();
        worker.quadruples.resize_with(self.entrants.len(), Quadruple::default);
        worker.fit_time.clear();
        worker.fit_time.resize(self.entrants.len(), Duration::ZERO);
        worker.make_room(self.group);
        for start in (0..count).step_by(self.group) {
            if start % BATCH == 0 {
                for record in &mut records {
                    record.batches.push(empty_batch(p));
                }
                for quadruple in &mut worker.quadruples {
                    quadruple.filled = 0;
                }
            }
            let size = self.group.min(count - start);
            self.compute_group(worker, first + start as u64, size, &mut records);
        }
        records
    }

    /// Computes `size` replicates that are drawn together. The methods that want them all come
    /// first; the others share the moments of one replicate at a time.
    fn compute_group(
        &self,
        worker: &mut Worker,
        first: u64,
        size: usize,
        records: &mut [MethodRecord],
    ) {
        self.source.draw_group(first, &mut worker.datasets[..size]);
        worker.workbench.begin();
        worker.traces.begin(&self.paths, size);
        for m in (0..self.entrants.len()).filter(|&m| self.grouped[m]) {
            let started = Instant::now();
            self.fit_group(m, worker, (first, size));
            worker.fit_time[m] += started.elapsed();
            self.trace_group(m, worker, (first, size));
            for at in 0..size {
                let outcome = std::mem::replace(&mut worker.outcomes[at], Ok(()));
                self.record(m, worker, (at, outcome), &mut records[m]);
            }
        }
        if self.grouped.iter().all(|grouped| *grouped) {
            return;
        }
        for at in 0..size {
            worker.workbench.begin();
            for m in (0..self.entrants.len()).filter(|&m| !self.grouped[m]) {
                let started = Instant::now();
                let outcome = self.fit(m, worker, (first, at));
                worker.fit_time[m] += started.elapsed();
                self.measure_in_sample(worker, at..at + 1);
                if outcome.is_ok() {
                    self.trace(m, worker, (first, at));
                }
                self.record(m, worker, (at, outcome), &mut records[m]);
            }
        }
    }

    /// Computes one method on one replicate and keeps everything.
    pub fn replay(&self, worker: &mut Worker, method: usize, replicate: u64) -> Replayed {
        worker.make_room(1);
        self.source.draw(replicate, &mut worker.datasets[0]);
        worker.workbench.begin();
        let outcome = self.fit(method, worker, (replicate, 0));
        self.measure_in_sample(worker, 0..1);
        worker.traces.begin(&self.paths, 1);
        if outcome.is_ok() {
            self.trace(method, worker, (replicate, 0));
        }
        let (dataset, fit) = (&worker.datasets[0], &worker.fits[0]);
        let (mut scores, mut errors) = (Vec::new(), Vec::new());
        if outcome.is_ok() {
            let truth = self.source.truth();
            let in_sample = worker.in_sample[0];
            let assessment = Assessment::new(fit, truth, dataset, in_sample, &mut worker.scratch)
                .beside(worker.traces.get(&self.paths, (method, 0)));
            scores.extend(
                self.measures
                    .iter()
                    .map(|measure| (measure.name, finite(measure.score(&assessment)))),
            );
            errors.push(fit.intercept - truth.intercept);
            errors.extend_from_slice(&worker.scratch.delta);
        }
        let outcome = outcome.map(|()| fit.clone());
        Replayed { dataset: dataset.clone(), outcome, scores, errors }
    }

    /// Fits one method to the replicate at a position of the group that starts at `first`; a panic
    /// inside it is a failure like any other.
    fn fit(
        &self,
        method: usize,
        worker: &mut Worker,
        (first, at): (u64, usize),
    ) -> Result<(), Failure> {
        let Worker { datasets, workbench, fits, .. } = worker;
        let fit = &mut fits[at];
        let replicate = first + at as u64;
        let task = Task::replicate(&datasets[at], &*self.source, self.key, replicate)
            .with_intervals(self.intervals);
        let attempt = catch_unwind(AssertUnwindSafe(|| match &self.entrants[method].estimator {
            Estimator::Method(method) => method.fit(&task, workbench, fit),
            Estimator::Oracle(oracle) => oracle.fit(&task, self.source.truth(), workbench, fit),
        }));
        match attempt {
            Ok(outcome) => outcome.and_then(|()| finite_fit(fit)),
            Err(payload) => {
                // Whatever the method left half written is thrown away with the arena.
                *workbench = Workbench::new();
                Err(Failure::Panic(message(&*payload)))
            }
        }
    }

    /// Fits one method to a whole group and takes the in-sample errors. After a panic its replicates are fitted one by one, so
    /// that only those fail that panic by themselves.
    fn fit_group(&self, method: usize, worker: &mut Worker, (first, size): (u64, usize)) {
        let Worker { datasets, workbench, fits, outcomes, .. } = &mut *worker;
        let group = Group::replicates(&datasets[..size], &*self.source, self.key, first)
            .with_intervals(self.intervals);
        let (fits, outcomes) = (&mut fits[..size], &mut outcomes[..size]);
        let attempt = catch_unwind(AssertUnwindSafe(|| match &self.entrants[method].estimator {
            Estimator::Method(method) => method.fit_group(&group, workbench, fits, outcomes),
            Estimator::Oracle(_) => {}
        }));
        if attempt.is_ok() {
            for (fit, outcome) in fits.iter().zip(outcomes) {
                if outcome.is_ok() {
                    *outcome = finite_fit(fit);
                }
            }
            self.measure_in_sample(worker, 0..size);
            return;
        }
        *workbench = Workbench::new();
        for at in 0..size {
            worker.workbench.begin();
            worker.outcomes[at] = self.fit(method, worker, (first, at));
            self.measure_in_sample(worker, at..at + 1);
        }
        worker.workbench.begin();
    }

    /// The in-sample errors of some fits of the group at once, where a design is shared.
    fn measure_in_sample(&self, worker: &mut Worker, at: std::ops::Range<usize>) {
        let Some(x) = self.source.fixed() else {
            worker.in_sample.fill(None);
            return;
        };
        let Worker { workbench, fits, in_sample, .. } = worker;
        let errors = workbench.in_sample_errors(x, self.source.truth(), &fits[at.clone()]);
        for (lane, known) in in_sample[at].iter_mut().enumerate() {
            *known = errors.map(|errors| errors[lane]);
        }
    }

    fn empty_record(&self, entrant: &Entrant, count: usize) -> MethodRecord {
        let column = || Vec::with_capacity(count);
        MethodRecord {
            method: entrant.id,
            status: Vec::with_capacity(count),
            causes: Vec::new(),
            measures: self
                .measures
                .iter()
                .map(|m| MeasureColumn { measure: m.name.to_owned(), values: column() })
                .collect(),
            kkt: column(),
            gap: column(),
            fallbacks: Vec::with_capacity(count),
            estimates: self.estimands.iter().map(|_| column()).collect(),
            half_widths: self
                .estimands
                .iter()
                .filter(|_| self.intervals)
                .map(|_| column())
                .collect(),
            nonzero: self.keeps_all.then(Vec::new),
            batches: Vec::with_capacity(count.div_ceil(BATCH)),
        }
    }

    fn record(
        &self,
        method: usize,
        worker: &mut Worker,
        (at, outcome): (usize, Result<(), Failure>),
        record: &mut MethodRecord,
    ) {
        if let Err(failure) = outcome {
            record_failure(&failure, record);
            return;
        }
        let Worker { datasets, fits, in_sample, scratch, traces, quadruples, .. } = worker;
        let (dataset, fit) = (&datasets[at], &fits[at]);
        let truth = self.source.truth();
        let assessment = Assessment::new(fit, truth, dataset, in_sample[at], scratch)
            .beside(traces.get(&self.paths, (method, at)));
        for (column, measure) in record.measures.iter_mut().zip(&self.measures) {
            column.values.push(finite(measure.score(&assessment)).unwrap_or(f64::NAN));
        }
        record.status.push(Status::Fitted);
        record.kkt.push(fit.certificate.map_or(f64::NAN, |certificate| certificate.kkt));
        record.gap.push(fit.certificate.map_or(f64::NAN, |certificate| certificate.gap));
        record.fallbacks.push(fit.fallbacks);
        for (column, &coefficient) in record.estimates.iter_mut().zip(self.estimands) {
            column.push(coefficient_of(fit, coefficient));
        }
        if let Some(nonzero) = &mut record.nonzero {
            nonzero.push(nonzero_coefficients(fit));
        }
        if self.intervals {
            record_intervals(record, (fit, truth), self.estimands, &mut scratch.quantile);
        }
        if let Some(batch) = record.batches.last_mut() {
            add_to_batch(batch, fit, fit.intercept - truth.intercept, &scratch.delta);
            quadruples[method].add(&scratch.delta, batch);
        }
    }
}

impl Worker {
    /// Makes room for the replicates of a group.
    fn make_room(&mut self, size: usize) {
        if self.datasets.len() < size {
            self.datasets.resize_with(size, Dataset::default);
            self.fits.resize_with(size, Fit::default);
            self.outcomes.resize(size, Ok(()));
        }
    }
}

/// A score that is not finite is undefined.
fn finite(score: Option<f64>) -> Option<f64> {
    score.filter(|score| score.is_finite())
}

fn finite_fit(fit: &Fit) -> Result<(), Failure> {
    let finite = fit.intercept.is_finite() && fit.slopes.iter().all(|slope| slope.is_finite());
    if finite { Ok(()) } else { Err(Failure::NonFinite) }
}

/// What a panic said.
fn message(payload: &(dyn Any + Send)) -> String {
    let text = payload.downcast_ref::<String>().cloned();
    text.or_else(|| payload.downcast_ref::<&str>().map(ToString::to_string)).unwrap_or_default()
}
