//! Studies compiled and run in memory.

use crate::files::MemoryFiles;
use crate::store::MemoryStore;
use parsim_engine::experiment::{Experiment, Worker};
use parsim_engine::progress::Progress;
use parsim_engine::record::MethodRecord;
use parsim_engine::results::{CoefficientRow, ContrastRow, Results, SummaryRow};
use parsim_engine::{BlockStore, Outcome, Run, Selection};
use parsim_study::{Plan, Source};
use std::sync::atomic::AtomicBool;

/// Threads of a test's run; results do not depend on it.
const THREADS: usize = 2;

/// A plan with its tables.
#[derive(Clone, Debug)]
pub struct Study {
    /// The plan.
    pub plan: Plan,
    /// The tables.
    pub results: Results,
}

/// Compiles a study.
pub fn compile(text: &str, files: &MemoryFiles) -> Plan {
    Plan::compile(&Source::new("study.toml", text), &[], files)
        .unwrap_or_else(|error| panic!("{error}"))
}

/// Runs the selection of a plan against a store.
pub fn execute(
    plan: &Plan,
    store: &dyn BlockStore,
    threads: usize,
    (replicates, selection): (u64, &Selection),
) -> Outcome {
    let stop = AtomicBool::new(false);
    let progress = Progress::Quiet;
    let run =
        Run { plan, study_file: "study.toml", store, threads, progress: &progress, stop: &stop };
    run.execute(replicates, selection).unwrap_or_else(|error| panic!("{error}"))
}

/// Compiles a study and runs all its replicates.
pub fn run(text: &str) -> Study {
    run_with(text, &MemoryFiles::new())
}

/// Compiles a study that reads data files, and runs all its replicates.
pub fn run_with(text: &str, files: &MemoryFiles) -> Study {
    let plan = compile(text, files);
    let replicates = plan.replicates.most();
    let all = Selection::default();
    let outcome = execute(&plan, &MemoryStore::new(), THREADS, (replicates, &all));
    Study { plan, results: outcome.results.unwrap() }
}

/// The records of the first `replicates` replicates of a scenario for some methods, by position.
/// `replicates` must be a multiple of 16.
pub fn records(
    plan: &Plan,
    scenario: usize,
    methods: &[usize],
    replicates: usize,
) -> Vec<MethodRecord> {
    let experiment = Experiment::new(plan, scenario, methods).unwrap();
    experiment.compute(&mut Worker::default(), 0, replicates)
}

/// The scores of one measure for the first method of the first scenario.
pub fn scores(plan: &Plan, measure: &str, replicates: usize) -> Vec<f64> {
    column(&records(plan, 0, &[0], replicates)[0], measure).to_vec()
}

/// The scores of a measure in a record.
pub fn column<'a>(record: &'a MethodRecord, measure: &str) -> &'a [f64] {
    &record.measures.iter().find(|column| column.measure == measure).unwrap().values
}

impl Study {
    /// The row of a measure; the scenario by label, or `""` for the only one.
    pub fn summary(&self, scenario: &str, method: &str, measure: &str) -> &SummaryRow {
        let (scenario, method) = (self.scenario(scenario), self.method(method));
        let mut rows = self.results.summary.iter();
        rows.find(|row| (row.scenario, row.method) == (scenario, method) && row.measure == measure)
            .unwrap_or_else(|| panic!("no {measure} of method {method} in scenario {scenario}"))
    }

    /// Estimate and Monte Carlo standard error of a measure.
    pub fn measured(&self, scenario: &str, method: &str, measure: &str) -> (f64, f64) {
        let value = self.summary(scenario, method, measure).value;
        (value.estimate.unwrap(), value.mcse.unwrap())
    }

    /// The row of a coefficient, 0 the intercept.
    pub fn coefficient(&self, scenario: &str, method: &str, j: u32) -> &CoefficientRow {
        let (scenario, method) = (self.scenario(scenario), self.method(method));
        let mut rows = self.results.coefficients.iter();
        rows.find(|row| (row.scenario, row.method, row.coefficient) == (scenario, method, j))
            .unwrap()
    }

    /// The row of a contrast.
    pub fn contrast(&self, scenario: &str, method: &str, measure: &str) -> &ContrastRow {
        let (scenario, method) = (self.scenario(scenario), self.method(method));
        let mut rows = self.results.contrasts.iter();
        rows.find(|row| (row.scenario, row.method) == (scenario, method) && row.measure == measure)
            .unwrap()
    }

    fn scenario(&self, label: &str) -> usize {
        if label.is_empty() && self.plan.scenarios.len() == 1 {
            return 0;
        }
        self.plan.scenario(label).unwrap()
    }

    fn method(&self, name: &str) -> usize {
        self.plan.method(name).unwrap()
    }
}
