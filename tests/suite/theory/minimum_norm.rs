//! Minimum-norm least squares on isotropic Gaussian covariates, exact at finite n
//! (`tests/data/theory/minnorm_isotropic.csv`, law E2), and the ridge limit of theorem 5 of
//! Hastie, Montanari, Rosset & Tibshirani (`ridge_asymptotic_isotropic.csv`, law E3).

use super::study;
use parsim_stats::theory::{MinimumNorm, RidgeLimit};
use parsim_tests::agreement::relative_distance;
use parsim_tests::family::Family;
use parsim_tests::files::MemoryFiles;
use parsim_tests::goodness::mean;
use parsim_tests::study::{compile, scores};
use parsim_tests::table::Table;

/// Excess risks with |beta|^2 = r2, sigma = 1 and independent covariates.
fn risks((n, p): (usize, usize), r2: f64, method: &str, replicates: usize) -> Vec<f64> {
    let mechanism = format!(
        "n = {n}\ncovariates = {{ kind = \"gaussian\", p = {p} }}\n\
         coefficients = {{ kind = \"leading\", s = 1, value = {:?} }}\n\
         noise = {{ kind = \"gaussian\", sigma = 1 }}",
        r2.sqrt()
    );
    let plan = compile(&study(&mechanism, method, 16), &MemoryFiles::new());
    scores(&plan, "excess_risk", replicates)
}

const MINIMUM_NORM: &str =
    "kind = \"ols\"\nminimum_norm = true\nintercept = false\nstandardize = false";

/// Bias 0 and variance p/(n - p - 1) for p < n - 1; squared bias r2 (1 - n/p) and variance
/// n/(p - n - 1) for p > n + 1.
fn exact_risk(n: f64, p: f64, r2: f64) -> f64 {
    if p < n { p / (n - p - 1.0) } else { r2 * (1.0 - n / p) + n / (p - n - 1.0) }
}

#[test]
fn stated_values_are_those_of_the_tables() {
    for row in Table::fixture("theory/minnorm_isotropic.csv").rows() {
        let (n, p) = (row.count("n"), row.count("p"));
        let law = MinimumNorm::new((n, p), row.number("r2"), row.number("s2"), false);
        match law {
            Some(law) => assert!((law.mse / row.number("risk") - 1.0).abs() < 1e-13),
            None => assert!(p < n + 2),
        }
    }
    for row in Table::fixture("theory/ridge_asymptotic_isotropic.csv").rows() {
        let (gamma, r2) = (row.number("gamma"), row.number("r2"));
        let best = RidgeLimit::best_lambda(gamma, r2, 1.0);
        let risk = |lambda| RidgeLimit::new(gamma, lambda).risk(r2, 1.0);
        let ours = [best, risk(best), risk(best) + 1.0, risk(0.1), risk(1.0)];
        let names = ["lambda_opt", "risk_opt", "DW_pred_risk", "risk_l0.1", "risk_l1"];
        let away = relative_distance(&ours, &names.map(|name| row.number(name)));
        assert!(away < 1e-8, "gamma {gamma}, r2 {r2}: {away:e}");
    }
}

#[test]
fn the_formula_is_the_table() {
    for row in Table::fixture("theory/minnorm_isotropic.csv").rows() {
        let risk = exact_risk(row.number("n"), row.number("p"), row.number("r2"));
        assert!((risk / row.number("risk") - 1.0).abs() < 1e-13);
    }
}

#[test]
fn minimum_norm_risk_is_exact_at_finite_n() {
    let mut family = Family::new("minimum norm", 6);
    for p in [10, 20, 30, 52, 60, 100] {
        let risks = risks((40, p), 5.0, MINIMUM_NORM, 1600);
        family.compare(
            format!("n 40, p {p}"),
            mean(&risks),
            (exact_risk(40.0, p as f64, 5.0), 0.0),
        );
    }
    family.check();
}

#[test]
fn minimum_norm_risk_is_that_of_the_table() {
    let table = Table::fixture("theory/minnorm_isotropic.csv");
    let mut family = Family::new("minimum norm at n = 200", 4);
    for row in table.rows().filter(|row| ["20", "60", "300", "400"].contains(&row.text("p"))) {
        let (p, r2) = (row.count("p"), row.number("r2"));
        let risks = risks((200, p), r2, MINIMUM_NORM, if p < 200 { 320 } else { 32 });
        family.compare(format!("p {p}"), mean(&risks), (row.number("risk"), 0.0));
    }
    family.check();
}

/// The limit is for p, n to infinity; at n = 200 the allowance is 2 % beside four standard errors.
#[test]
fn ridge_risk_is_near_its_limit() {
    let table = Table::fixture("theory/ridge_asymptotic_isotropic.csv");
    for row in table.rows() {
        let (gamma, r2) = (row.number("gamma"), row.number("r2"));
        let Some(p) = [20, 100, 180, 200].into_iter().find(|p| *p as f64 == 200.0 * gamma) else {
            continue;
        };
        for (lambda, risk) in
            [(row.number("lambda_opt"), "risk_opt"), (0.1, "risk_l0.1"), (1.0, "risk_l1")]
        {
            let method = format!(
                "kind = \"ridge\"\nintercept = false\nstandardize = false\n\
                 tuning = {{ kind = \"fixed\", lambda = {lambda} }}"
            );
            let risks = risks((200, p), r2, &method, 160);
            let (limit, (ours, error)) = (row.number(risk), mean(&risks));
            let allowance = 0.02 * limit + 4.0 * error;
            assert!((ours - limit).abs() < allowance, "gamma {gamma}, r2 {r2}: {ours} for {limit}");
        }
    }
}
