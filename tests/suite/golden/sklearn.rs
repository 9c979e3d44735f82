//! The diabetes data against scikit-learn 1.9.1 (`tests/data/sklearn`).

use parsim_tests::agreement::assert_near;
use parsim_tests::fits::{coefficients, fit};
use parsim_tests::table::Table;

/// Coefficients by the value of `key`, intercept first.
fn solutions(table: &Table, key: &str) -> Vec<(String, f64, Vec<f64>)> {
    let mut solutions: Vec<(String, f64, Vec<f64>)> = Vec::new();
    for row in table.rows() {
        if row.count("coefficient") == 0 {
            solutions.push((row.text(key).to_owned(), row.number("lambda"), Vec::new()));
        }
        solutions.last_mut().unwrap().2.push(row.number("value"));
    }
    assert!(solutions.iter().all(|(_, _, values)| values.len() == 11));
    solutions
}

fn check(method: &str, standardize: &str, lambda: f64, expected: &[f64]) {
    let data = Table::fixture("sklearn/diabetes.csv").dataset("y");
    let keys = format!(
        "kind = \"{method}\"\nstandardize = {standardize}\n\
         tuning = {{ kind = \"fixed\", lambda = {lambda:e} }}"
    );
    let ours = fit(&keys, &data);
    let what = format!("{method} at {lambda}, standardize {standardize}");
    assert_near(&what, &coefficients(&ours), expected, 1e-8);
    assert_near(&what, &ours.slopes, &expected[1..], 1e-8);
}

#[test]
fn lasso_and_ridge_are_scikit_learns() {
    for method in ["lasso", "ridge"] {
        let table = Table::fixture(&format!("sklearn/{method}.csv"));
        let solutions = solutions(&table, "standardize");
        assert_eq!(solutions.len(), 16);
        for (standardize, lambda, expected) in solutions {
            check(method, &standardize, lambda, &expected);
        }
    }
}

/// Between knots the path is a line, so that agreement at all of them is agreement everywhere.
#[test]
fn the_lasso_path_bends_where_scikit_learns_does() {
    let solutions = solutions(&Table::fixture("sklearn/lasso_knots.csv"), "knot");
    assert_eq!(solutions.len(), 13);
    for (_, lambda, expected) in &solutions {
        check("lasso", "true", *lambda, expected);
    }
    // Halfway between two knots lies the mean of their solutions.
    for pair in solutions.windows(2) {
        let middle: Vec<f64> =
            pair[0].2.iter().zip(&pair[1].2).map(|(a, b)| 0.5 * (a + b)).collect();
        check("lasso", "true", 0.5 * (pair[0].1 + pair[1].1), &middle);
    }
}
