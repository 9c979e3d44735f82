//! Coefficients and grids against glmnet 4.1-6 (`tests/data/glmnet`).

use parsim_stats::dataset::Dataset;
use parsim_tests::agreement::{assert_near, relative_distance};
use parsim_tests::fits::{coefficients, fit, grid};
use parsim_tests::table::{Row, Table};

/// A case of the fixtures: data and scaling.
pub struct Case {
    pub name: String,
    pub data: Dataset,
    /// `intercept` and `standardize` as keys of a method.
    pub scaling: String,
    pub lambda_max: f64,
}

/// All cases, or those that have a row in another table.
pub fn cases() -> Vec<Case> {
    let table = Table::fixture("glmnet/cases.csv");
    let cases: Vec<Case> = table.rows().map(|row| case(&row)).collect();
    assert_eq!(cases.len(), 11);
    cases
}

fn case(row: &Row<'_>) -> Case {
    let data = Table::fixture(&format!("glmnet/data_{}.csv", row.text("data"))).dataset("y");
    assert_eq!((data.n(), data.p()), (row.count("n"), row.count("p")));
    let flag = |name| row.text(name);
    Case {
        name: row.text("case").to_owned(),
        data,
        scaling: format!(
            "intercept = {}\nstandardize = {}\n",
            flag("intercept"),
            flag("standardize")
        ),
        lambda_max: row.number("lambda_max"),
    }
}

/// The solutions of a case by lambda: glmnet's lambda, the plain one, and the coefficients.
fn solutions(table: &Table, case: &str, keys: [&str; 2]) -> Vec<(f64, f64, Vec<f64>)> {
    let mut solutions: Vec<(f64, f64, Vec<f64>)> = Vec::new();
    for row in table.rows_where("case", case) {
        if row.count("coefficient") == 0 {
            solutions.push((row.number(keys[0]), row.number(keys[1]), Vec::new()));
        }
        solutions.last_mut().unwrap().2.push(row.number("value"));
    }
    assert!(solutions.len() >= 8, "{case}");
    solutions
}

#[test]
fn lasso_coefficients_are_glmnets() {
    let table = Table::fixture("glmnet/lasso.csv");
    for case in cases() {
        for (lambda, _, expected) in solutions(&table, &case.name, ["lambda", "lambda"]) {
            let tuning = format!("tuning = {{ kind = \"fixed\", lambda = {lambda:e} }}");
            for parity in ["none", "glmnet"] {
                let keys =
                    format!("kind = \"lasso\"\nparity = \"{parity}\"\n{}{tuning}", case.scaling);
                let ours = fit(&keys, &case.data);
                let what = format!("{} at {lambda}, parity {parity}", case.name);
                assert_near(&what, &coefficients(&ours), &expected, 1e-8);
                assert_near(&what, &ours.slopes, &expected[1..], 1e-8);
                let zeros = |slopes: &[f64]| slopes.iter().map(|b| *b == 0.0).collect::<Vec<_>>();
                assert_eq!(zeros(&ours.slopes), zeros(&expected[1..]), "{what}");
            }
        }
    }
}

#[test]
fn ridge_coefficients_are_glmnets_at_the_plain_penalty_and_at_its_own() {
    let table = Table::fixture("glmnet/ridge.csv");
    for case in cases() {
        let solutions = solutions(&table, &case.name, ["lambda_glmnet", "lambda"]);
        for (glmnets, plain, expected) in solutions {
            for (parity, lambda) in [("none", plain), ("glmnet", glmnets)] {
                let keys = format!(
                    "kind = \"ridge\"\nparity = \"{parity}\"\n{}\
                     tuning = {{ kind = \"fixed\", lambda = {lambda:e} }}",
                    case.scaling
                );
                let ours = fit(&keys, &case.data);
                let what = format!("{} at {lambda}, parity {parity}", case.name);
                assert_near(&what, &coefficients(&ours), &expected, 1e-8);
                assert_near(&what, &ours.slopes, &expected[1..], 1e-8);
            }
        }
    }
}

#[test]
fn the_lasso_grid_is_glmnets() {
    let table = Table::fixture("glmnet/grids.csv");
    let mut seen = 0;
    for case in cases() {
        let expected: Vec<f64> = table
            .rows_where("case", &case.name)
            .filter(|row| row.text("method") == "lasso")
            .map(|row| row.number("lambda"))
            .collect();
        let keys = format!("kind = \"lasso\"\n{}", case.scaling);
        let ours = grid(&keys, &case.data);
        assert!((ours[0] / case.lambda_max - 1.0).abs() < 1e-12, "{}", case.name);
        if !expected.is_empty() {
            seen += 1;
            assert!(relative_distance(&ours, &expected) < 1e-11, "{}", case.name);
        }
    }
    assert_eq!(seen, 5);
}

/// With denominator n.
fn standard_deviation(values: &[f64]) -> f64 {
    let n = values.len() as f64;
    let mean = values.iter().sum::<f64>() / n;
    (values.iter().map(|value| (value - mean) * (value - mean)).sum::<f64>() / n).sqrt()
}

/// Our own ridge grid reaches from 1000 to 1e-4 times `lambda_max`/sd(y); glmnet's, which the
/// fixtures hold, is in its units and may end early by its stopping rule.
#[test]
fn ridge_grids_are_ours_and_glmnets() {
    let table = Table::fixture("glmnet/grids.csv");
    for case in cases() {
        let keys = format!("kind = \"ridge\"\n{}", case.scaling);
        let ours = grid(&keys, &case.data);
        let unit = case.lambda_max / standard_deviation(&case.data.y);
        assert_eq!(ours.len(), 100);
        assert!((ours[0] / (1e3 * unit) - 1.0).abs() < 1e-12, "{}", case.name);
        assert!((ours[99] / (1e-4 * unit) - 1.0).abs() < 1e-12, "{}", case.name);
        let expected: Vec<f64> = table
            .rows_where("case", &case.name)
            .filter(|row| row.text("method") == "ridge")
            .map(|row| row.number("lambda"))
            .collect();
        if !expected.is_empty() {
            let parity = grid(&format!("{keys}parity = \"glmnet\""), &case.data);
            assert!(parity.len() >= 5, "{}", case.name);
            let away = relative_distance(&parity, &expected[..parity.len()]);
            assert!(away < 1e-11, "{}: {away:e}", case.name);
        }
    }
}
