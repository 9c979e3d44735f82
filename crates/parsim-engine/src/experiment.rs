//! One scenario at work: draw, fit, measure, record.

use crate::competition::stream_key;
use crate::record::{BATCH, BatchSums, MeasureColumn, MethodRecord, Status};
use crate::run::EngineError;
use parsim_stats::dataset::Dataset;
use parsim_stats::measures::{self, Assessment, Scratch};
use parsim_stats::mechanisms::Scenario as Source;
use parsim_stats::methods::{Failure, Fit, Task};
use parsim_stats::stream::StreamKey;
use parsim_stats::workbench::Workbench;
use parsim_study::Plan;
use parsim_study::{Entrant, Estimator};
use std::panic::{AssertUnwindSafe, catch_unwind};

/// A thread's arena; after the first replicate of a size nothing in it is allocated again.
#[derive(Debug, Default)]
pub struct Worker {
    dataset: Dataset,
    workbench: Workbench,
    fit: Fit,
    scratch: Scratch,
    /// Errors of intercept and slopes of up to four fitted replicates, per method.
    quadruples: Vec<Quadruple>,
}

#[derive(Debug, Default)]
struct Quadruple {
    filled: usize,
    errors: [Vec<f64>; 4],
}

/// A scenario whose shared parts are drawn, with the methods to fit.
#[derive(Debug)]
pub struct Experiment<'a> {
    source: Box<dyn Source>,
    key: StreamKey,
    entrants: Vec<&'a Entrant>,
    estimands: &'a [u32],
    keeps_all: bool,
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
        let entrants = methods.iter().map(|&m| &plan.methods[m]).collect();
        let estimands = &described.estimands;
        Ok(Self { source, key, entrants, estimands, keeps_all: plan.keeps_all })
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
        for offset in 0..count {
            if offset % BATCH == 0 {
                for record in &mut records {
                    record.batches.push(empty_batch(p));
                }
                for quadruple in &mut worker.quadruples {
                    quadruple.filled = 0;
                }
            }
            let replicate = first + offset as u64;
            self.source.draw(replicate, &mut worker.dataset);
            worker.workbench.begin();
            for (m, record) in records.iter_mut().enumerate() {
                let outcome = self.fit(m, replicate, worker);
                self.record(m, worker, outcome, record);
            }
        }
        records
    }

    /// Computes one method on one replicate and keeps everything.
    pub fn replay(&self, worker: &mut Worker, method: usize, replicate: u64) -> Replayed {
        self.source.draw(replicate, &mut worker.dataset);
        worker.workbench.begin();
        let outcome = self.fit(method, replicate, worker);
        let (mut scores, mut errors) = (Vec::new(), Vec::new());
        if outcome.is_ok() {
            let truth = self.source.truth();
            let assessment =
                Assessment::new(&worker.fit, truth, &worker.dataset, &mut worker.scratch);
            scores.extend(
                measures::scored()
                    .map(|measure| (measure.name, finite(measure.score(&assessment)))),
            );
            errors.push(worker.fit.intercept - truth.intercept);
            errors.extend_from_slice(&worker.scratch.delta);
        }
        let outcome = outcome.map(|()| worker.fit.clone());
        Replayed { dataset: worker.dataset.clone(), outcome, scores, errors }
    }

    /// Fits one method; a panic inside it is a failure like any other.
    fn fit(&self, method: usize, replicate: u64, worker: &mut Worker) -> Result<(), Failure> {
        let Worker { dataset, workbench, fit, .. } = worker;
        let task = Task::replicate(dataset, &*self.source, self.key, replicate);
        let attempt = catch_unwind(AssertUnwindSafe(|| match &self.entrants[method].estimator {
            Estimator::Method(method) => method.fit(&task, workbench, fit),
            Estimator::Oracle(oracle) => oracle.fit(&task, self.source.truth(), workbench, fit),
        }));
        match attempt {
            Ok(Ok(())) if is_finite(fit) => Ok(()),
            Ok(Ok(())) => Err(Failure::NonFinite),
            Ok(Err(failure)) => Err(failure),
            Err(payload) => {
                // Whatever the method left half written is thrown away with the arena.
                *workbench = Workbench::new();
                let text = payload.downcast_ref::<String>().cloned();
                let text = text.or_else(|| payload.downcast_ref::<&str>().map(ToString::to_string));
                Err(Failure::Panic(text.unwrap_or_default()))
            }
        }
    }

    fn empty_record(&self, entrant: &Entrant, count: usize) -> MethodRecord {
        let column = || Vec::with_capacity(count);
        MethodRecord {
            method: entrant.id,
            status: Vec::with_capacity(count),
            causes: Vec::new(),
            measures: measures::scored()
                .map(|m| MeasureColumn { measure: m.name.to_owned(), values: column() })
                .collect(),
            kkt: column(),
            gap: column(),
            fallbacks: Vec::with_capacity(count),
            estimates: self.estimands.iter().map(|_| column()).collect(),
            nonzero: self.keeps_all.then(Vec::new),
            batches: Vec::with_capacity(count.div_ceil(BATCH)),
        }
    }

    fn record(
        &self,
        method: usize,
        worker: &mut Worker,
        outcome: Result<(), Failure>,
        record: &mut MethodRecord,
    ) {
        if let Err(failure) = outcome {
            record_failure(&failure, record);
            return;
        }
        let Worker { dataset, fit, scratch, quadruples, .. } = worker;
        let truth = self.source.truth();
        let assessment = Assessment::new(fit, truth, dataset, scratch);
        for (column, measure) in record.measures.iter_mut().zip(measures::scored()) {
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
        if let Some(batch) = record.batches.last_mut() {
            add_to_batch(batch, fit, fit.intercept - truth.intercept, &scratch.delta);
            quadruples[method].add(&scratch.delta, batch);
        }
    }
}

impl Quadruple {
    fn add(&mut self, delta: &[f64], batch: &mut BatchSums) {
        self.errors[self.filled].clear();
        self.errors[self.filled].extend_from_slice(delta);
        self.filled += 1;
        if self.filled == 4 {
            let [a, b, c, d] = &self.errors;
            let product: f64 = (0..a.len()).map(|j| (a[j] - b[j]) * (c[j] - d[j])).sum();
            batch.quadruples += 1;
            batch.quadruple_sum += 0.25 * product * product;
            self.filled = 0;
        }
    }
}

fn record_failure(failure: &Failure, record: &mut MethodRecord) {
    record.causes.push((record.status.len() as u32, failure.to_string()));
    record.status.push(Status::Failed);
    record.measures.iter_mut().for_each(|column| column.values.push(f64::NAN));
    record.kkt.push(f64::NAN);
    record.gap.push(f64::NAN);
    record.fallbacks.push(0);
    record.estimates.iter_mut().for_each(|column| column.push(f64::NAN));
    if let Some(nonzero) = &mut record.nonzero {
        nonzero.push(Vec::new());
    }
}

fn empty_batch(p: usize) -> BatchSums {
    BatchSums {
        count: 0,
        selected: vec![0; p + 1],
        powers: std::array::from_fn(|_| vec![0.0; p + 1]),
        quadruples: 0,
        quadruple_sum: 0.0,
    }
}

fn add_to_batch(batch: &mut BatchSums, fit: &Fit, shift: f64, delta: &[f64]) {
    batch.count += 1;
    let estimates = std::iter::once(fit.intercept).chain(fit.slopes.iter().copied());
    for (count, estimate) in batch.selected.iter_mut().zip(estimates) {
        *count += u32::from(estimate != 0.0);
    }
    let [first, second, third, fourth] = &mut batch.powers;
    for (j, d) in std::iter::once(shift).chain(delta.iter().copied()).enumerate() {
        let square = d * d;
        first[j] += d;
        second[j] += square;
        third[j] += square * d;
        fourth[j] += square * square;
    }
}

/// The estimate of the intercept (0) or of a 1-based slope.
fn coefficient_of(fit: &Fit, coefficient: u32) -> f64 {
    match coefficient {
        0 => fit.intercept,
        j => fit.slopes.get(j as usize - 1).copied().unwrap_or(f64::NAN),
    }
}

fn nonzero_coefficients(fit: &Fit) -> Vec<(u32, f64)> {
    let all = std::iter::once(&fit.intercept).chain(&fit.slopes);
    all.enumerate().filter(|(_, b)| **b != 0.0).map(|(j, b)| (j as u32, *b)).collect()
}

/// A score that is not finite is undefined.
fn finite(score: Option<f64>) -> Option<f64> {
    score.filter(|score| score.is_finite())
}

fn is_finite(fit: &Fit) -> bool {
    fit.intercept.is_finite() && fit.slopes.iter().all(|slope| slope.is_finite())
}
