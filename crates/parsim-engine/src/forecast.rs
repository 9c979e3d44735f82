//! What a run will cost and how precise it will be, from a pilot.

mod expected;

pub use expected::Expected;

use crate::competition::applicable;
use crate::experiment::{Experiment, Worker};
use crate::fold::ScenarioFold;
use crate::record::{BATCH, MethodRecord};
use crate::run::EngineError;
use crate::schedule::Item;
use parsim_study::Plan;
use std::time::{Duration, Instant};

/// Scenarios that a pilot computes; the others take the time of the nearest one per entry of X.
const PILOTS: usize = 40;

/// Replicates of a pilot, at least 100 (Siepe et al. 2024, ADEMP-PreReg, item 6.3).
const REPLICATES: u64 = 128;

/// Time that a scenario's pilot may take where the user names no number of replicates.
const PATIENCE: Duration = Duration::from_secs(2);

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
    /// Replicates of the pilot; 0 where there was none.
    pub pilot: u64,
    /// Every measure that has a value in the pilot, by method.
    pub expected: Vec<Expected>,
}

/// Computes replicates of some scenarios, without storing them: as many as are asked for, in whole
/// batches, or else 128, or fewer, but one batch at least, where these take more than two seconds.
///
/// # Errors
/// A scenario is impossible.
pub fn pilot(
    plan: &Plan,
    items: &[Item],
    replicates: Option<u64>,
) -> Result<Forecast, EngineError> {
    let every = plan.scenarios.len().div_ceil(PILOTS);
    let mut worker = Worker::default();
    let (mut scenarios, mut seconds, mut bytes) = (Vec::new(), 0.0, 0.0_f64);
    let mut per_entry = 0.0;
    for (at, scenario) in plan.scenarios.iter().enumerate() {
        let entries = (scenario.n * scenario.p) as f64;
        let mut trial = Trial::default();
        if at % every == 0 {
            trial = try_scenario(plan, at, replicates, &mut worker)?;
            per_entry = trial.seconds / (trial.replicates as f64 * entries);
        }
        let own = || items.iter().filter(|item| item.scenario == at);
        let missing = own().filter(|item| !item.missing.is_empty());
        let to_compute: usize = missing.clone().map(|item| item.replicates).sum();
        seconds += to_compute as f64 * per_entry * entries;
        bytes = bytes.max(arena(scenario.n as f64, scenario.p as f64));
        scenarios.push(ScenarioForecast {
            blocks: own().count(),
            missing: missing.count(),
            seconds_per_replicate: per_entry * entries,
            pilot: trial.replicates,
            expected: trial.expected,
        });
    }
    Ok(Forecast { scenarios, seconds, bytes_per_thread: bytes })
}

/// Data twice, the sums of ten folds and two problems.
fn arena(n: f64, p: f64) -> f64 {
    8.0 * (3.0 * n * p + 15.0 * p * p)
}

/// The pilot of one scenario.
#[derive(Debug, Default)]
struct Trial {
    replicates: u64,
    /// Computing them took this long.
    seconds: f64,
    expected: Vec<Expected>,
}

fn try_scenario(
    plan: &Plan,
    scenario: usize,
    replicates: Option<u64>,
    worker: &mut Worker,
) -> Result<Trial, EngineError> {
    let methods: Vec<usize> = applicable(plan, scenario).collect();
    let experiment = Experiment::new(plan, scenario, &methods)?;
    // The first replicate pays for the arena.
    experiment.compute(worker, 0, 1);
    let wanted = replicates.unwrap_or(REPLICATES).div_ceil(BATCH as u64) * BATCH as u64;
    let mut fold = ScenarioFold::new(plan, scenario, wanted);
    let (mut done, mut taken) = (0, Duration::ZERO);
    while done < wanted && (done == 0 || replicates.is_some() || taken < PATIENCE) {
        let started = Instant::now();
        let records = experiment.compute(worker, done, BATCH);
        taken += started.elapsed();
        fold.push(&records.iter().collect::<Vec<&MethodRecord>>(), BATCH);
        done += BATCH as u64;
    }
    let traces = fold.traces_of_squared_covariance();
    let rows = fold.finish(experiment.source(), &mut |method, replicate| {
        let at = methods.iter().position(|&m| m == method).unwrap_or(0);
        experiment.replay(worker, at, replicate).slope_sums()
    });
    let traces = |method: usize| {
        let mut own = rows.summary.iter().filter(|row| row.method == method);
        let variance = own.find(|row| row.measure == "variance").and_then(|row| row.value.estimate);
        let at = methods.iter().position(|&m| m == method);
        let squared = at.and_then(|at| traces.get(at).copied().flatten());
        (variance.unwrap_or(0.0), squared.unwrap_or(0.0))
    };
    let expected = |row| Expected::of(row, done, traces(row.method));
    Ok(Trial {
        replicates: done,
        seconds: taken.as_secs_f64(),
        expected: rows.summary.iter().filter_map(expected).collect(),
    })
}
