//! State evolution, the boundary of true and false discoveries, and the landmarks of scenarios,
//! against numbers that `limits.py` found in another way (`tests/data/theory`) and by hand.

use parsim_stats::theory::{
    StateEvolution, irrepresentable_of_rows, irrepresentable_of_truth, largest_true_positive_rate,
    least_false_discoveries, rescaled_sample_size,
};
use parsim_stats::truth::Truth;
use parsim_tests::agreement::{assert_near, relative_distance};
use parsim_tests::files::MemoryFiles;
use parsim_tests::study::compile;
use parsim_tests::table::Table;

#[test]
fn the_fixed_point_is_that_of_quadrature() {
    for row in Table::fixture("theory/state_evolution.csv").rows() {
        let (p, s) = (row.count("p"), row.count("s"));
        let beta: Vec<f64> =
            (0..p).map(|j| if j < s { -row.number("value") } else { 0.0 }).collect();
        let (sigma, lambda) = (row.number("sigma"), row.number("lambda"));
        let point = StateEvolution::new(row.count("n"), &beta, sigma, lambda).unwrap();
        let ours = [
            point.tau,
            point.theta,
            point.risk(),
            point.squared_bias(),
            point.true_positive_rate().unwrap(),
            point.false_positive_rate(),
        ];
        let names = ["tau", "theta", "risk", "squared_bias", "tpr", "fpr"];
        let expected = names.map(|name| row.number(name));
        let away = relative_distance(&ours, &expected);
        assert!(away < 1e-7, "{}: {ours:?} for {expected:?}", row.text("n"));
        // tau^2 = sigma^2 + risk.
        let identity = point.tau * point.tau - sigma * sigma - point.risk();
        assert!(identity.abs() < 1e-11 * point.tau * point.tau, "{identity:e}");
    }
}

#[test]
fn the_boundary_is_the_least_of_all_signals() {
    let mut seen = 0;
    for row in Table::fixture("theory/tradeoff.csv").rows() {
        let [u, delta, epsilon] = ["u", "delta", "epsilon"].map(|name| row.number(name));
        let ours = least_false_discoveries(u, delta, epsilon).unwrap();
        assert!((ours / row.number("q") - 1.0).abs() < 1e-8, "{u} {delta} {epsilon}: {ours}");
        seen += 1;
    }
    assert!(seen > 10);
}

/// Beyond the transition of Donoho and Tanner not all signals can be found. At delta = 1/2 the
/// threshold is the well-known sparsity rho(1/2) = .3857 of L1 recovery times delta.
#[test]
fn the_largest_true_positive_rate() {
    assert_eq!(largest_true_positive_rate(0.5, 0.19), 1.0);
    let threshold = 0.5 * 0.3857;
    let most = largest_true_positive_rate(0.5, 0.4);
    let expected = 1.0 - 0.5 * (0.4 - threshold) / (0.4 * (1.0 - threshold));
    assert!((most - expected).abs() < 1e-4, "{most} for {expected}");
    assert!(least_false_discoveries(most, 0.5, 0.4).is_none());
    assert!(least_false_discoveries(most - 1e-6, 0.5, 0.4).is_some());
}

/// No fixed point of the lasso crosses the boundary, whatever the signals.
#[test]
fn no_state_evolution_crosses_the_boundary() {
    let (n, p) = (150, 300_usize);
    for s in [15_usize, 45] {
        for (value, lambda) in [(0.2, 0.1), (0.5, 0.05), (2.0, 0.2), (20.0, 0.3), (20.0, 1.0)] {
            let beta: Vec<f64> = (0..p).map(|j| if j < s { value } else { 0.0 }).collect();
            let point = StateEvolution::new(n, &beta, 0.5, lambda).unwrap();
            let found = point.true_positive_rate().unwrap();
            let (found, false_ones) =
                (found * s as f64, point.false_positive_rate() * (p - s) as f64);
            let (u, fdp) = (found / s as f64, false_ones / (found + false_ones));
            let Some(least) = least_false_discoveries(u, 0.5, s as f64 / p as f64) else {
                continue;
            };
            assert!(fdp > least - 1e-9, "s {s}, {value}, {lambda}: {fdp} below {least} at {u}");
        }
    }
}

#[test]
fn the_rescaled_sample_size_by_hand() {
    let theta = rescaled_sample_size(200, 110, 10).unwrap();
    assert!((theta - 200.0 / (20.0 * 100_f64.ln())).abs() < 1e-14);
    assert_eq!(rescaled_sample_size(200, 110, 0), None);
    assert_eq!(rescaled_sample_size(200, 10, 9), None);
    assert_eq!(rescaled_sample_size(200, 10, 10), None);
}

fn truth(covariates: &str, coefficients: &str) -> Truth {
    let mechanism = format!(
        "n = 50\ncovariates = {{ kind = \"gaussian\", {covariates} }}\n\
         coefficients = {{ {coefficients} }}\nnoise = {{ kind = \"gaussian\", sigma = 1 }}"
    );
    let plan = compile(&super::study(&mechanism, "kind = \"lasso\"", 16), &MemoryFiles::new());
    let experiment = parsim_engine::experiment::Experiment::new(&plan, 0, &[0]).unwrap();
    experiment.source().truth().clone()
}

/// Zhao & Yu (2006), corollaries: equicorrelated with equal signs s rho/(1 + (s - 1) rho); ar1 with
/// the first s signals rho, as the chain screens off all but the nearest one. Between two signals at
/// distance 2 both neighbours count: weights rho/(1 + rho^2) each.
#[test]
fn the_irrepresentable_condition_of_laws_by_hand() {
    let value = |covariates: &str, coefficients: &str| {
        irrepresentable_of_truth(&truth(covariates, coefficients))
    };
    let cases = [
        (
            "p = 8, correlation = \"equicorrelated\", rho = 0.6",
            "kind = \"leading\", s = 3",
            1.8 / 2.2,
        ),
        ("p = 8, correlation = \"ar1\", rho = 0.7", "kind = \"leading\", s = 3", 0.7),
        (
            "p = 3, correlation = \"ar1\", rho = 0.7",
            "kind = \"explicit\", values = [1, 0, 1]",
            1.4 / 1.49,
        ),
        (
            "p = 3, correlation = \"ar1\", rho = 0.7",
            "kind = \"explicit\", values = [1, 0, -1]",
            0.0,
        ),
        ("p = 8", "kind = \"leading\", s = 3", 0.0),
    ];
    for (covariates, coefficients, expected) in cases {
        let ours = value(covariates, coefficients).unwrap();
        assert!((ours - expected).abs() < 1e-12, "{covariates} {coefficients}: {ours}");
    }
    assert_eq!(value("p = 8", "kind = \"leading\", s = 0"), None);
    assert_eq!(value("p = 8", "kind = \"leading\", s = 8"), None);
}

/// Of rows: the least-squares coefficients of the standardised other column on the standardised signals,
/// with their signs, summed; here by Cramer's rule from the correlations of three columns.
#[test]
fn the_irrepresentable_condition_of_rows_by_hand() {
    let columns =
        [[1.0, 2.0, 4.0, 3.0, 0.0], [10.0, -10.0, 0.0, 5.0, 20.0], [0.5, 0.25, 1.0, 1.0, -1.0]];
    let r = |a: &[f64; 5], b: &[f64; 5]| {
        let mean = |v: &[f64; 5]| v.iter().sum::<f64>() / 5.0;
        let cross = |a: &[f64; 5], b: &[f64; 5]| -> f64 {
            a.iter().zip(b).map(|(x, y)| (x - mean(a)) * (y - mean(b))).sum()
        };
        cross(a, b) / (cross(a, a) * cross(b, b)).sqrt()
    };
    let [a, b, c] = &columns;
    let (ab, ac, bc) = (r(a, b), r(a, c), r(b, c));
    let slope = |own: f64, other: f64| (own - ab * other) / (1.0 - ab * ab);
    let expected = (slope(ac, bc) - slope(bc, ac)).abs();
    let x = parsim_numerics::Matrix::from_columns(5, 3, columns.concat()).unwrap();
    let ours = irrepresentable_of_rows(&x, &[2.0, -3.0, 0.0]).unwrap();
    assert_near("irrepresentable", &[ours], &[expected], 1e-12);
}
