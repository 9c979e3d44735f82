//! What a run will cost and how precise it will be, from a pilot.

use crate::competition::applicable;
use crate::experiment::{Experiment, Worker};
use crate::record::BATCH;
use crate::run::EngineError;
use crate::schedule::Item;
use parsim_stats::measures::Measure;
use parsim_stats::summaries::moments::Moments;
use parsim_study::Plan;
use std::time::Instant;

/// Scenarios that a pilot computes; the others take the time of the nearest one per entry of X.
const PILOTS: usize = 40;

/// The forecast of a study.
#[derive(Clone, Debug, PartialEq)]
pub struct Forecast {
    /// By scenario.
    pub scenarios: Vec<ScenarioForecast>,
    /// Seconds on one thread for all that is missing.
    pub seconds: f64,
    /// Bytes that a thread's arena takes at most.
    pub bytes_per_thread: f64,
}

/// The forecast of a scenario.
#[derive(Clone, Debug, PartialEq)]
pub struct ScenarioForecast {
    /// Blocks of the plan.
    pub blocks: usize,
    /// Blocks to compute.
    pub missing: usize,
    /// Seconds per replicate with all methods that apply, on one thread.
    pub seconds_per_replicate: f64,
    /// By method, the standard deviation of the measure over the pilot's replicates.
    pub standard_deviations: Vec<(usize, Option<f64>)>,
}

/// Computes one batch of replicates per scenario, without storing it.
///
/// # Errors
/// A scenario is impossible.
pub fn pilot(plan: &Plan, items: &[Item], measure: &Measure) -> Result<Forecast, EngineError> {
    let column = plan.themes.column(measure).unwrap_or(0);
    let every = plan.scenarios.len().div_ceil(PILOTS);
    let mut worker = Worker::default();
    let (mut scenarios, mut seconds, mut bytes) = (Vec::new(), 0.0, 0.0_f64);
    let mut per_entry = 0.0;
    for (at, scenario) in plan.scenarios.iter().enumerate() {
        let entries = (scenario.n * scenario.p) as f64;
        let methods: Vec<usize> = applicable(plan, at).collect();
        let mut deviations = methods.iter().map(|&method| (method, None)).collect();
        if at % every == 0 {
            let experiment = Experiment::new(plan, at, &methods)?;
            experiment.compute(&mut worker, 0, 1);
            let started = Instant::now();
            let records = experiment.compute(&mut worker, 0, BATCH);
            per_entry = started.elapsed().as_secs_f64() / (BATCH as f64 * entries);
            deviations = methods
                .iter()
                .zip(&records)
                .map(|(&method, record)| (method, deviation(&record.measures[column].values)))
                .collect();
        }
        let own = || items.iter().filter(|item| item.scenario == at);
        let missing = own().filter(|item| !item.missing.is_empty());
        let replicates: usize = missing.clone().map(|item| item.replicates).sum();
        seconds += replicates as f64 * per_entry * entries;
        bytes = bytes.max(arena(scenario.n as f64, scenario.p as f64));
        scenarios.push(ScenarioForecast {
            blocks: own().count(),
            missing: missing.count(),
            seconds_per_replicate: per_entry * entries,
            standard_deviations: deviations,
        });
    }
    Ok(Forecast { scenarios, seconds, bytes_per_thread: bytes })
}

/// Data twice, the sums of ten folds and two problems.
fn arena(n: f64, p: f64) -> f64 {
    8.0 * (3.0 * n * p + 15.0 * p * p)
}

fn deviation(values: &[f64]) -> Option<f64> {
    let mut moments = Moments::default();
    values.iter().filter(|value| !value.is_nan()).for_each(|&value| moments.push(value));
    moments.variance().map(f64::sqrt)
}
