//! The low setting of Hastie, Tibshirani & Tibshirani (2020): n 100, p 10, s 5, beta types 1 and 2,
//! rho 0 and 0.35, four signal-to-noise ratios, tuned on a validation set of n rows, against a
//! simulation with R and glmnet by their definitions (`tests/data/theory/htt_low.csv`).
//!
//! Numbers of nonzeros are not compared: they are so skewed that means over few hundred replicates
//! differ by more than their standard errors say. F is.

use parsim_tests::family::Family;
use parsim_tests::study::{Study, run};
use parsim_tests::table::{Row, Table};

const STUDY: &str = r#"
title = "The low setting"
seed = 1707
replicates = 960
[mechanism]
kind = "linear"
n = 100
covariates = { kind = "gaussian", p = 10, correlation = "ar1", rho = [0.0, 0.35] }
coefficients = { kind = "KIND", s = 5 }
noise = { kind = "gaussian", snr = [0.05, 0.2466212, 1.21644, 6] }
[[method]]
kind = "ols"
intercept = false
[[method]]
kind = "ridge"
intercept = false
standardize = false
tuning = { kind = "validation", n = 100 }
[[method]]
kind = "lasso"
intercept = false
lambdas = 50
tuning = { kind = "validation", n = 100 }
"#;

/// The studies of beta types 1 and 2.
fn studies() -> [Study; 2] {
    ["spaced", "leading"].map(|kind| run(&STUDY.replace("KIND", kind)))
}

fn scenario(row: &Row<'_>) -> String {
    format!("rho={},snr={}", row.text("rho"), row.text("snr"))
}

/// Our name of a metric of the older table.
fn measure(metric: &str) -> Option<&'static str> {
    Some(match metric {
        "RR" => "relative_risk",
        "RTE" => "relative_test_error",
        "PVE" => "pve",
        "F1" => "f1",
        _ => return None,
    })
}

/// Compares one cell; one whose reference does not vary is exact.
fn compare(family: &mut Family, study: &Study, row: &Row<'_>, measure: &str) {
    let method = row.text("method");
    let ours = study.measured(&scenario(row), method, measure);
    let reference = (row.number("mean"), row.number("se"));
    if reference.1 == 0.0 {
        // Least squares and ridge select everything: F is 2/3 in every replicate.
        assert!(measure == "f1" && ours.1 == 0.0);
        assert!((ours.0 - reference.0).abs() < 1e-6 && (ours.0 - 2.0 / 3.0).abs() < 1e-12);
        return;
    }
    let what = format!("{measure} of {method}, type {}, {}", row.text("beta_type"), scenario(row));
    family.compare(what, ours, reference);
}

/// One family per method and measure, since methods share the data of a setting. RTE and PVE are
/// linear functions of RR in each replicate: no evidence of their own, but a check of their
/// definitions.
#[test]
fn the_low_setting_is_replicated() {
    let studies = studies();
    let table = Table::fixture("theory/htt_low.csv");
    for method in ["ols", "ridge", "lasso"] {
        for measure in ["relative_risk", "relative_test_error", "pve", "f1"] {
            let mut family = Family::new(&format!("{measure} of {method}"), 16);
            for row in table.rows_where("method", method) {
                if row.text("measure") == measure {
                    compare(&mut family, &studies[row.count("beta_type") - 1], &row, measure);
                }
            }
            let varies = method == "lasso" || measure != "f1";
            assert_eq!(family.members().len(), if varies { 16 } else { 0 });
            if varies {
                family.check();
            }
        }
    }
}

/// The older table rests on 300 replicates by other code; every cell is a comparison by itself. In
/// one setting its ridge is four standard errors from the truth, as the newer table shows.
#[test]
fn an_older_table_of_the_low_setting_agrees() {
    let studies = studies();
    let table = Table::fixture("theory/htt_low_beta12.csv");
    let mut family = Family::new("older table of the low setting", 16);
    for row in table.rows() {
        let known = ["ols", "ridge", "lasso"].contains(&row.text("method"));
        let off = ["ridge", "2", "0.35", "0.2466212"];
        let trusted = ["method", "beta_type", "rho", "snr"].map(|name| row.text(name)) != off;
        if let Some(measure) = measure(row.text("metric")).filter(|_| known && trusted) {
            compare(&mut family, &studies[row.count("beta_type") - 1], &row, measure);
        }
    }
    assert_eq!(family.members().len(), 16 * 10 - 3);
}

/// Exact anchors: least squares has relative risk p/((n - p - 1) snr); without correlation the two
/// types of beta have the same law, since the columns are exchangeable.
#[test]
fn the_low_setting_has_its_anchors() {
    let studies = studies();
    let mut anchors = Family::new("least squares", 16);
    let mut twins = Family::new("beta types without correlation", 4);
    for snr in ["0.05", "0.2466212", "1.21644", "6"] {
        let exact = 10.0 / 89.0 / snr.parse::<f64>().unwrap();
        for rho in ["0", "0.35"] {
            for study in &studies {
                let ours = study.measured(&format!("rho={rho},snr={snr}"), "ols", "relative_risk");
                anchors.compare(format!("snr {snr}, rho {rho}"), ours, (exact, 0.0));
            }
        }
        for method in ["ridge", "lasso"] {
            let [one, two] = [0, 1].map(|at: usize| {
                studies[at].measured(&format!("rho=0,snr={snr}"), method, "relative_risk")
            });
            twins.compare(format!("{method}, snr {snr}"), one, two);
        }
    }
    anchors.check();
    twins.check();
}
