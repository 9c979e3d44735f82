//! Least squares on Gaussian covariates: its excess risk is sigma^2 p/(n - p + 1) F(p, n - p + 1)
//! without an intercept, its slopes' part sigma^2 p/(n - p) F(p, n - p) with one, whatever Sigma
//! (`tests/data/theory/ols_exact.csv`, law E1).

use super::study;
use parsim_engine::experiment::{Experiment, Worker};
use parsim_stats::theory::{OlsRisk, Setting, stated};
use parsim_study::Plan;
use parsim_tests::agreement::relative_distance;
use parsim_tests::family::Family;
use parsim_tests::files::MemoryFiles;
use parsim_tests::goodness::{kolmogorov_smirnov, mean, variance};
use parsim_tests::study::{column, compile, records, scores};
use parsim_tests::table::{Row, Table};
use statrs::distribution::{ContinuousCDF, FisherSnedecor};

const REPLICATES: usize = 3200;

const LAWS: [&str; 3] =
    ["", "correlation = \"ar1\", rho = 0.9", "correlation = \"equicorrelated\", rho = 0.5"];

fn plan((n, p): (usize, usize), law: &str, method: &str) -> Plan {
    let law = if law.is_empty() { String::new() } else { format!(", {law}") };
    let mechanism = format!(
        "n = {n}\nintercept = 2.5\ncovariates = {{ kind = \"gaussian\", p = {p}{law} }}\n\
         coefficients = {{ kind = \"leading\", s = 1 }}\nnoise = {{ kind = \"gaussian\", sigma = 1 }}"
    );
    let mechanism = if method.contains("false") {
        mechanism.replace("intercept = 2.5\n", "")
    } else {
        mechanism
    };
    compile(&study(&mechanism, method, 16), &MemoryFiles::new())
}

/// Settings that are cheap to simulate.
fn settings(table: &Table) -> impl Iterator<Item = (Row<'_>, (usize, usize))> {
    let size = |row: Row<'_>| (row.count("n"), row.count("p"));
    table.rows().map(move |row| (row, size(row))).filter(|(_, (_, p))| *p <= 40)
}

fn f_law(p: usize, free: usize) -> impl Fn(f64) -> f64 {
    let (p, free) = (p as f64, free as f64);
    let law = FisherSnedecor::new(p, free).unwrap();
    move |risk| law.cdf(risk * free / p)
}

#[test]
fn the_library_behind_these_tests_has_the_law_of_f() {
    for row in Table::fixture("theory/f.csv").rows_where("function", "cdf") {
        let law = FisherSnedecor::new(row.number("df1"), row.number("df2")).unwrap();
        let away = (law.cdf(row.number("argument")) - row.number("value")).abs();
        assert!(away < 1e-10, "off by {away:e}");
    }
}

#[test]
fn excess_risk_without_an_intercept_follows_f() {
    let table = Table::fixture("theory/ols_exact.csv");
    let mut family = Family::new("least squares without an intercept", 3 * 5);
    for (row, (n, p)) in settings(&table) {
        for law in LAWS {
            let what = format!("n {n}, p {p}, {law}");
            let risks = scores(
                &plan((n, p), law, "kind = \"ols\"\nintercept = false"),
                "excess_risk",
                REPLICATES,
            );
            let fits = kolmogorov_smirnov(&risks, f_law(p, n - p + 1));
            assert!(fits > 1e-4, "{what}: KS p-value {fits:e}");
            family.compare(&what, mean(&risks), (row.number("mean_risk"), 0.0));
            let median = row.number("median_risk");
            let below = risks.iter().filter(|risk| **risk < median).count() as f64;
            let r = REPLICATES as f64;
            family.push(format!("{what}, median"), (below - 0.5 * r) / (0.25 * r).sqrt());
            // The fourth moment is finite for n - p > 7.
            if n - p > 20 {
                let sd = row.number("sd_risk");
                family.compare(format!("{what}, variance"), variance(&risks), (sd * sd, 0.0));
            }
        }
    }
    family.check();
}

#[test]
fn excess_risk_with_an_intercept_has_its_mean_and_its_slopes_follow_f() {
    let table = Table::fixture("theory/ols_exact.csv");
    let mut family = Family::new("least squares with an intercept", 3 * 5);
    for (row, (n, p)) in settings(&table) {
        for law in LAWS {
            let plan = plan((n, p), law, "kind = \"ols\"");
            let record = records(&plan, 0, &[0], REPLICATES).remove(0);
            let risks = column(&record, "excess_risk");
            assert_eq!(plan.scenarios[0].estimands[0], 1);
            let experiment = Experiment::new(&plan, 0, &[0]).unwrap();
            let mut worker = Worker::default();
            let slopes: Vec<f64> = (0..REPLICATES)
                .map(|r| {
                    let shift = experiment.replay(&mut worker, 0, r as u64).errors[0];
                    risks[r] - shift * shift
                })
                .collect();
            let what = format!("n {n}, p {p}, {law}");
            let fits = kolmogorov_smirnov(&slopes, f_law(p, n - p));
            assert!(fits > 1e-4, "{what}: KS p-value {fits:e}");
            family.compare(&what, mean(risks), (row.number("mean_risk_with_intercept"), 0.0));
        }
    }
    family.check();
}

#[test]
fn the_training_error_has_its_mean() {
    let table = Table::fixture("theory/ols_exact.csv");
    let mut family = Family::new("training error", 5);
    for (row, (n, p)) in settings(&table) {
        let plan = plan((n, p), "", "kind = \"ols\"\nintercept = false");
        let experiment = Experiment::new(&plan, 0, &[0]).unwrap();
        let mut worker = Worker::default();
        let errors: Vec<f64> = (0..1600)
            .map(|r| experiment.replay(&mut worker, 0, r).outcome.unwrap().rss / n as f64)
            .collect();
        family.compare(format!("n {n}, p {p}"), mean(&errors), (row.number("mean_train_mse"), 0.0));
    }
    family.check();
}

/// What the tables print beside an estimate as its theory.
#[test]
fn the_stated_theory_is_the_exact_law() {
    for row in Table::fixture("theory/ols_exact.csv").rows() {
        let size = (row.count("n"), row.count("p"));
        for (method, expected) in [
            ("kind = \"ols\"", "mean_risk_with_intercept"),
            ("kind = \"ols\"\nintercept = false", "mean_risk"),
        ] {
            for law in LAWS {
                let plan = plan(size, law, method);
                let scenario = &plan.scenarios[0];
                let experiment = Experiment::new(&plan, 0, &[0]).unwrap();
                let truth = experiment.source().truth();
                let setting = Setting {
                    mechanism: &scenario.component,
                    method: &plan.methods[0].component,
                    target: None,
                    truth,
                    n: scenario.n,
                    x: None,
                };
                let laws = stated(&setting);
                let value = |measure: &str| {
                    laws.iter().find(|law| law.measure == measure).unwrap().value.value
                };
                let risk = row.number(expected);
                let signal = truth.signal_variance;
                let ours =
                    ["excess_risk", "relative_risk", "relative_test_error", "pve"].map(value);
                // sigma is 1.
                let exact = [risk, risk / signal, risk + 1.0, 1.0 - (risk + 1.0) / (signal + 1.0)];
                let away = relative_distance(&ours, &exact);
                assert!(away < 1e-12, "{size:?} {method}: {away:e}");
            }
        }
    }
}

#[test]
fn moments_and_quantiles_without_an_intercept_are_those_of_the_table() {
    for row in Table::fixture("theory/ols_exact.csv").rows() {
        let sigma = row.number("sigma2").sqrt();
        let law = OlsRisk { n: row.count("n"), p: row.count("p"), sigma, intercept: false };
        let ours = [
            law.mean().unwrap(),
            law.variance().unwrap().sqrt(),
            law.quantile(0.5).unwrap(),
            law.training_error(),
        ];
        let names = ["mean_risk", "sd_risk", "median_risk", "mean_train_mse"];
        let away = relative_distance(&ours, &names.map(|name| row.number(name)));
        assert!(away < 1e-9, "{law:?}: {away:e}");
    }
}

/// The whole risk with a fitted intercept: KS against its law, and its variance.
#[test]
fn excess_risk_with_an_intercept_follows_its_law() {
    let mut family = Family::new("variance with an intercept", 3);
    for (n, p) in [(12, 1), (60, 8), (30, 15)] {
        let law = OlsRisk { n, p, sigma: 1.0, intercept: true };
        let risks = scores(&plan((n, p), LAWS[1], "kind = \"ols\""), "excess_risk", 20_000);
        let fits = kolmogorov_smirnov(&risks, |risk| law.cdf(risk));
        assert!(fits > 1e-4, "n {n}, p {p}: KS p-value {fits:e}");
        // The law of the slopes alone would not do.
        let slopes = kolmogorov_smirnov(&risks, |risk| law.slopes_cdf(risk));
        assert!(slopes < 1e-4, "n {n}, p {p}: KS p-value {slopes:e}");
        let exact = law.variance().unwrap();
        family.compare(format!("n {n}, p {p}"), variance(&risks), (exact, 0.0));
        for u in [0.01, 0.5, 0.99] {
            assert!((law.cdf(law.quantile(u).unwrap()) - u).abs() < 1e-12);
        }
    }
    family.check();
    let none = OlsRisk { n: 10, p: 8, sigma: 1.0, intercept: true };
    assert_eq!((none.mean(), none.variance()), (None, None));
    assert!(none.quantile(0.5).is_some(), "one degree of freedom has quantiles");
    assert_eq!(OlsRisk { p: 10, ..none }.quantile(0.5), None);
}
