//! A method's numbers do not depend on which other methods, scenarios or claims a study has.

use super::{BLOCKS, FAILURES, files};
use parsim_engine::results::{Measured, SummaryRow};
use parsim_tests::study::{Study, run_with};

/// The rows of a method as text, without what names its position, and without the list-wise
/// figures, which by definition depend on the company.
fn rows(study: &Study, scenario: &str, method: &str) -> String {
    let scenario = study.plan.scenario(scenario).unwrap();
    let method = study.plan.method(method).unwrap();
    let summary = study
        .results
        .summary
        .iter()
        .filter(|row| (row.scenario, row.method) == (scenario, method))
        .map(|row| SummaryRow {
            scenario: 0,
            method: 0,
            listwise: Measured::default(),
            ..row.clone()
        });
    let coefficients = study.results.coefficients.iter();
    let coefficients = coefficients
        .filter(|row| (row.scenario, row.method) == (scenario, method))
        .map(|row| (row.coefficient, &row.values));
    // `Debug` of a float is the shortest text that reads back to the same bits.
    format!("{:?}{:?}", summary.collect::<Vec<_>>(), coefficients.collect::<Vec<_>>())
}

fn swap_methods(text: &str) -> String {
    let (head, rest) = text.split_once("[[method]]").unwrap();
    let (methods, claims) = rest.split_once("[[oracle]]").unwrap();
    let mut methods: Vec<&str> = methods.split("[[method]]").collect();
    methods.reverse();
    format!("{head}[[method]]{}[[oracle]]{claims}", methods.join("[[method]]"))
}

#[test]
fn the_order_of_methods_changes_no_number() {
    let (forward, backward) =
        (run_with(BLOCKS, &files()), run_with(&swap_methods(BLOCKS), &files()));
    assert_eq!(backward.plan.methods[0].name, "lasso");
    for method in ["ols", "ridge", "lasso", "known-support"] {
        assert_eq!(rows(&forward, "n=200", method), rows(&backward, "n=200", method), "{method}");
    }
}

#[test]
fn more_methods_change_no_other_methods_numbers() {
    let more = "[[method]]\nkind = \"lasso\"\nname = \"wide\"\nlambdas = 7\n\
                lambda_min_ratio = 0.5\ntuning = { kind = \"cross-validation\", folds = 4 }\n\
                [[method]]\nkind = \"ridge\"\nname = \"raw\"\nstandardize = false\n\
                intercept = false\ntuning = { kind = \"bic\" }\n\
                [[oracle]]\nkind = \"best-lambda\"\nmethod = \"lasso\"\n";
    let (few, many) = (run_with(BLOCKS, &files()), run_with(&format!("{BLOCKS}{more}"), &files()));
    for method in ["ols", "ridge", "lasso", "known-support"] {
        assert_eq!(rows(&few, "n=200", method), rows(&many, "n=200", method), "{method}");
    }
    let lasso = "[[method]]\nkind = \"lasso\"\ntuning = { kind = \"bic\" }\n";
    let (few, many) =
        (run_with(FAILURES, &files()), run_with(&format!("{FAILURES}{lasso}"), &files()));
    for method in ["ols", "ridge"] {
        assert_eq!(rows(&few, "single", method), rows(&many, "single", method), "{method}");
    }
}

#[test]
fn more_scenarios_change_no_other_scenarios_numbers() {
    let more = BLOCKS.replace("n = [50, 200]", "n = [50, 80, 200]");
    let (few, many) = (run_with(BLOCKS, &files()), run_with(&more, &files()));
    for (scenario, method) in [("n=50", "lasso"), ("n=200", "lasso"), ("n=200", "ols")] {
        assert_eq!(rows(&few, scenario, method), rows(&many, scenario, method), "{scenario}");
    }
}

#[test]
fn a_stated_default_changes_no_number() {
    let stated = BLOCKS
        .replace(
            "kind = \"random\", s = 4",
            "kind = \"random\", s = 4, value = 1, signs = \"random\"",
        )
        .replace("folds = 3", "folds = 3, rule = \"min\"")
        .replace("seed = 11", "seed = 11\naim = \"another aim\"");
    assert_ne!(stated, BLOCKS);
    let (silent, stated) = (run_with(BLOCKS, &files()), run_with(&stated, &files()));
    assert_eq!(silent.results, stated.results);
}

#[test]
fn another_seed_changes_the_numbers() {
    let other = BLOCKS.replace("seed = 11", "seed = 12");
    let (a, b) = (run_with(BLOCKS, &files()), run_with(&other, &files()));
    assert_ne!(
        a.measured("n=200", "ols", "excess_risk"),
        b.measured("n=200", "ols", "excess_risk")
    );
}
