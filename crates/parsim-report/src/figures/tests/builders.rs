//! Each kind of figure as text, from rows whose numbers can be told by looking: 0.9 with an error of
//! 0.05 has the interval 0.9 ± 0.098, and so on. The snapshots were checked against them by hand.

use super::*;
use parsim_engine::results::{CoefficientRow, EstimateSample, Measured, SummaryRow};
use parsim_stats::coefficient_measures::Values;
use parsim_stats::measures::Themes;
use parsim_stats::summaries::Summary;

/// Two scenarios, in one of which OLS does not apply.
const STUDY: &str = r#"title = "Small"
seed = 1
replicates = 400
[mechanism]
kind = "linear"
n = [3, 40]
covariates = { kind = "gaussian", p = 4 }
coefficients = { kind = "leading", s = 1, value = 2.0 }
noise = { kind = "gaussian", snr = 1.0 }
[[method]]
kind = "ols"
[[method]]
kind = "lasso"
tuning = { kind = "bic" }
"#;

pub(super) fn measured(estimate: f64, mcse: f64) -> Measured {
    Measured { estimate: Some(estimate), mcse: Some(mcse) }
}

/// A row of the summary; its interval is left to be made of the error.
pub(super) fn summary(
    (scenario, method): (usize, usize),
    measure: &'static str,
    value: f64,
    mcse: f64,
) -> SummaryRow {
    SummaryRow {
        scenario,
        method,
        measure,
        value: measured(value, mcse),
        lower: None,
        upper: None,
        replicates: 400,
        failures: 0,
        undefined: 0,
        listwise: Measured::default(),
        theory: None,
        z: None,
        law: None,
    }
}

pub(super) fn coefficient(
    (scenario, method): (usize, usize),
    coefficient: u32,
    (mean, spread, selected): (f64, f64, f64),
) -> CoefficientRow {
    let summary = |estimate, mcse| Some(Summary { estimate, mcse: Some(mcse), interval: None });
    CoefficientRow {
        scenario,
        method,
        coefficient,
        truth: if coefficient == 1 { 2.0 } else { 0.0 },
        replicates: 400,
        values: Values::new(Themes::CORE, |measure| match measure.name {
            "mean" => summary(mean, spread / 20.0),
            "empirical_se" => summary(spread, 0.01),
            "selected" => Some(Summary {
                interval: Some((selected - 0.05, (selected + 0.05).min(1.0))),
                ..summary(selected, 0.01)?
            }),
            _ => None,
        }),
    }
}

/// The places (scenario, method) where something is fitted: OLS only where n = 40.
pub(super) const LASSO_SMALL: (usize, usize) = (0, 1);
pub(super) const OLS_LARGE: (usize, usize) = (1, 0);
pub(super) const LASSO_LARGE: (usize, usize) = (1, 1);

fn results() -> Results {
    let mut results = Results { replicates: vec![400, 400], ..Results::default() };
    for (place, risk, bias, mse, tpr, fdp) in [
        (LASSO_SMALL, 0.9, 1.5, 2.0, 0.5, 0.25),
        (OLS_LARGE, 0.2, -0.01, 0.5, 1.0, 0.75),
        (LASSO_LARGE, 0.1, 0.1, 0.3, 1.0, 0.5),
    ] {
        let rows = [
            ("relative_risk", risk),
            ("squared_bias", bias),
            ("mse", mse),
            ("tpr", tpr),
            ("fdp", fdp),
        ];
        results.summary.extend(rows.map(|(measure, value)| summary(place, measure, value, 0.05)));
        let frequency: f64 = if place == OLS_LARGE { 1.0 } else { 0.3 };
        for j in 1..=4 {
            let signal = (2.0 - risk, 0.4, frequency.max(0.8));
            let law = if j == 1 { signal } else { (0.0, 0.2, frequency) };
            results.coefficients.push(coefficient(place, j, law));
        }
        let estimates = if place == OLS_LARGE {
            vec![1.0, 1.5, 2.0, 2.5, 3.0, 2.0, 2.0, 2.0]
        } else {
            vec![0.0, 0.0, 1.0, 1.5, 1.5, 1.5, 2.0, 2.0]
        };
        let (scenario, method) = place;
        let sample = EstimateSample { scenario, method, coefficient: 1, truth: 2.0, estimates };
        results.samples.push(sample);
    }
    results
}

/// The text of the only figure of a kind, with the study file's own wishes.
fn text(kind: &str, wishes: &str) -> String {
    let plan = synthetic::plan(&format!("{STUDY}[[figure]]\nkind = \"{kind}\"\n{wishes}\n"));
    let figures = build(&plan, &results());
    let alike: Vec<&Figure> =
        figures.figures.iter().filter(|figure| figure.stem.starts_with("01-")).collect();
    assert_eq!(alike.len(), 1, "{:?}", figures.omitted);
    assert!(alike[0].stem[3..].starts_with(kind), "{}", alike[0].stem);
    crate::draw::svg(&alike[0].spec).unwrap();
    alike[0].spec.to_string()
}

#[test]
fn curve() {
    assert_eq!(text("curve", ""), include_str!("snapshots/curve.txt"));
}

#[test]
fn curve_with_facets_and_a_chosen_scale() {
    assert_eq!(
        text("curve", "x = \"method\"\ny = \"log\"\nmeasure = \"mse\""),
        include_str!("snapshots/curve_with_facets_and_a_chosen_scale.txt")
    );
}

#[test]
fn bias_variance() {
    assert_eq!(text("bias-variance", ""), include_str!("snapshots/bias_variance.txt"));
}

#[test]
fn coefficients() {
    assert_eq!(
        text("coefficients", "where = \"n = 40\""),
        include_str!("snapshots/coefficients.txt")
    );
}

#[test]
fn selection() {
    assert_eq!(text("selection", ""), include_str!("snapshots/selection.txt"));
}

#[test]
fn distribution() {
    assert_eq!(text("distribution", ""), include_str!("snapshots/distribution.txt"));
}

#[test]
fn tpr_fdp() {
    assert_eq!(text("tpr-fdp", ""), include_str!("snapshots/tpr_fdp.txt"));
}
