//! Replicates that are fitted together have the bits of replicates that are fitted alone.

use parsim_engine::experiment::{Experiment, Worker};
use parsim_engine::record::{MethodRecord, Status};
use parsim_stats::mechanisms::Scenario;
use parsim_stats::methods::{Failure, Fit, Group, Method, Task};
use parsim_stats::workbench::Workbench;
use parsim_study::{Estimator, Plan};
use parsim_tests::files::MemoryFiles;
use parsim_tests::study::compile;
use std::sync::Arc;

/// Everything that is fitted to a design that replicates share.
const METHODS: &str = r#"
[[method]]
kind = "ols"
[[method]]
kind = "debiased-lasso"
tuning = { kind = "fixed", lambda = 0.2 }
[[method]]
kind = "ols"
name = "through-zero"
intercept = false
[[method]]
kind = "ridge"
name = "gcv"
tuning = { kind = "gcv" }
[[method]]
kind = "ridge"
name = "bic"
standardize = false
tuning = { kind = "bic" }
[[method]]
kind = "ridge"
name = "press"
lambdas = 30
tuning = { kind = "leave-one-out" }
[[method]]
kind = "ridge"
name = "ratio"
tuning = { kind = "fixed", lambda_ratio = 0.5 }
[[method]]
kind = "ridge"
name = "cv"
lambdas = 10
tuning = { kind = "cross-validation", folds = 3 }
[[method]]
kind = "lasso"
lambdas = 10
tuning = { kind = "cross-validation", folds = 3 }
[[method]]
kind = "lasso"
name = "fresh"
lambdas = 10
tuning = { kind = "validation", n = 20 }
[[oracle]]
kind = "known-support"
[[oracle]]
kind = "best-lambda"
method = "gcv"
"#;

fn plan(mechanism: &str) -> Plan {
    let text = format!(
        "title = \"t\"\nseed = 3\nreplicates = 48\nkeep = \"all\"\nmeasures = \"all\"\n[estimands]\ncoefficients = [0, 1, 7]\n\
         [mechanism]\nkind = \"linear\"\n{mechanism}\ncoefficients = {{ kind = \"leading\", s = 2 }}\n\
         noise = {{ kind = \"gaussian\", snr = 1 }}\n{METHODS}"
    );
    compile(&text, &MemoryFiles::new().with("rows.csv", super::normal_matrix(30, 7, 9)))
}

/// A design drawn once, one that is close to collinear, and the rows of a file.
fn plans() -> [(&'static str, Plan); 3] {
    let drawn = "n = 40\ndesign = \"fixed\"\n\
                 covariates = { kind = \"gaussian\", p = 11, correlation = \"ar1\", rho = 0.5 }";
    let close = "n = 40\ndesign = \"fixed\"\n\
                 covariates = { kind = \"gaussian\", p = 7, correlation = \"equicorrelated\", rho = 0.99999 }";
    let file = "covariates = { kind = \"file\", path = \"rows.csv\" }";
    [("drawn", plan(drawn)), ("close", plan(close)), ("file", plan(file))]
}

/// One replicate's numbers in a record. `Debug` of a float reads back to the same bits.
fn row(record: &MethodRecord, at: usize) -> String {
    let scores: Vec<f64> = record.measures.iter().map(|column| column.values[at]).collect();
    let estimates: Vec<f64> = record.estimates.iter().map(|column| column[at]).collect();
    let halves: Vec<f64> = record.half_widths.iter().map(|column| column[at]).collect();
    assert_eq!(halves.len(), estimates.len());
    let (status, kept) = (record.status[at], record.nonzero.as_ref().map(|all| &all[at]));
    let certificate = (record.kkt[at], record.gap[at], record.fallbacks[at]);
    format!("{status:?} {scores:?} {estimates:?} {halves:?} {certificate:?} {kept:?}")
}

#[test]
fn groups_of_any_size_have_the_bits_of_replays() {
    for (name, plan) in plans() {
        let methods: Vec<usize> =
            (0..plan.methods.len()).filter(|&m| plan.scenarios[0].applies(m)).collect();
        let experiment = Experiment::new(&plan, 0, &methods).unwrap();
        let mut worker = Worker::default();
        let whole = experiment.compute(&mut worker, 0, 32);
        for count in [1, 15, 16, 17] {
            let short = experiment.compute(&mut Worker::default(), 0, count);
            for (whole, short) in whole.iter().zip(&short) {
                assert!((0..count).all(|at| row(whole, at) == row(short, at)), "{name}, {count}");
            }
        }
        for (m, record) in whole.iter().enumerate() {
            let alone = Experiment::new(&plan, 0, &methods[m..=m]).unwrap();
            let only = alone.compute(&mut Worker::default(), 0, 32);
            for at in [0, 5, 15, 16, 31] {
                let method = &plan.methods[methods[m]].name;
                assert_eq!(row(record, at), row(&only[0], at), "{name}, {method} without others");
                let replayed = experiment.replay(&mut worker, m, at as u64);
                let scores = replayed.scores.iter().map(|(_, score)| score.unwrap_or(f64::NAN));
                let recorded = record.measures.iter().map(|column| column.values[at]);
                let bits = |v: f64| v.to_bits();
                assert!(scores.map(bits).eq(recorded.map(bits)), "{name}, {method}, {at}");
                let fit = replayed.outcome.unwrap();
                let kkt = fit.certificate.map_or(f64::NAN, |certificate| certificate.kkt);
                assert_eq!(kkt.to_bits(), record.kkt[at].to_bits(), "{name}, {method}, {at}");
            }
        }
    }
}

/// The mean of y; it fails or panics where the first response is high.
#[derive(Debug)]
struct Touchy {
    panics: bool,
}

const HIGH: f64 = 0.8;

impl Touchy {
    fn mean(&self, y: &[f64], p: usize, fit: &mut Fit) -> Result<(), Failure> {
        *fit = Fit { intercept: f64::NAN, ..Fit::default() };
        assert!(!(self.panics && y[0] > HIGH), "too high");
        if y[0] > HIGH {
            return Err(Failure::NoCandidate("too high"));
        }
        fit.intercept = y.iter().sum::<f64>() / y.len() as f64;
        fit.slopes.resize(p, 0.0);
        Ok(())
    }
}

impl Method for Touchy {
    fn applicable(&self, _n: usize, _p: usize) -> Result<(), String> {
        Ok(())
    }

    fn fit(&self, task: &Task<'_>, _: &mut Workbench, fit: &mut Fit) -> Result<(), Failure> {
        self.mean(&task.dataset().y, task.dataset().p(), fit)
    }

    fn groups(&self, _: &dyn Scenario) -> bool {
        true
    }

    fn fit_group(
        &self,
        group: &Group<'_>,
        _: &mut Workbench,
        fits: &mut [Fit],
        outcomes: &mut [Result<(), Failure>],
    ) {
        for ((dataset, fit), outcome) in group.datasets().iter().zip(fits).zip(outcomes) {
            *outcome = self.mean(&dataset.y, dataset.p(), fit);
        }
    }
}

#[test]
fn a_failure_or_panic_in_a_group_is_that_of_its_replicates_alone() {
    let (_, mut plan) = plans().into_iter().next().unwrap();
    let gcv = plan.method("gcv").unwrap();
    let reference = Experiment::new(&plan, 0, &[gcv]).unwrap();
    let expected = reference.compute(&mut Worker::default(), 0, 48);
    let bad: Vec<bool> = (0..48)
        .map(|r| reference.replay(&mut Worker::default(), 0, r).dataset.y[0] > HIGH)
        .collect();
    assert!(bad.contains(&true) && bad.contains(&false));
    for panics in [false, true] {
        plan.methods[0].estimator = Estimator::Method(Arc::new(Touchy { panics }));
        let experiment = Experiment::new(&plan, 0, &[0, gcv]).unwrap();
        let records = experiment.compute(&mut Worker::default(), 0, 48);
        let failed: Vec<bool> = records[0].status.iter().map(|s| *s == Status::Failed).collect();
        assert_eq!(failed, bad);
        let cause =
            if panics { "internal error: too high" } else { "no admissible lambda: too high" };
        assert!(records[0].causes.iter().all(|(_, text)| text == cause), "{:?}", records[0].causes);
        // Not `assert_eq`: undefined scores are NaN.
        let same = |at: usize| row(&records[1], at) == row(&expected[0], at);
        assert!((0..48).all(same), "the other method sees nothing of it");
    }
}
