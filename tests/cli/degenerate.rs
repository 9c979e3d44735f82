//! Hard and degenerate studies: each ends by a stated convention, none by a panic or a NaN.

use crate::place::{Answer, Place};
use crate::published::Table;
use crate::studies::SINGLE;

/// Three methods that meet in every study here.
const METHODS: &str = r#"
[[method]]
kind = "ols"

[[method]]
kind = "ridge"
tuning = { kind = "gcv" }

[[method]]
kind = "lasso"
tuning = { kind = "fixed", lambda_ratio = 0.1 }
"#;

fn study(mechanism: &str) -> Place {
    let head =
        "title = \"Degenerate\"\nseed = 1\nreplicates = 32\n[mechanism]\nkind = \"linear\"\n";
    Place::of(&format!("{head}{mechanism}{METHODS}"))
}

fn of_file(data: &str) -> Place {
    let place = study(
        "covariates = { kind = \"file\", path = \"x.csv\" }\n\
         coefficients = { kind = \"leading\", s = 1, value = 1.0 }\n\
         noise = { kind = \"gaussian\", sigma = 0.5 }\n",
    );
    place.write("x.csv", data);
    place
}

/// Runs the study and demands finite tables.
fn run(place: &Place, code: i32) -> Answer {
    let answer = place.parsim("run study.toml").exits(code);
    for name in ["summary", "coefficients", "contrasts"] {
        for cell in Table::of(place, name).rows.iter().flatten() {
            if let Ok(number) = cell.parse::<f64>() {
                assert!(number.is_finite(), "{name} holds {cell}");
            }
        }
    }
    answer
}

fn value(place: &Place, method: &str, measure: &str, column: &str) -> String {
    let rows = Table::of(place, "summary").filter(&[("method", method), ("measure", measure)]);
    assert_eq!(rows.rows.len(), 1, "{method} {measure}");
    rows.column(column)[0].to_owned()
}

fn slope(place: &Place, method: &str, coefficient: &str) -> String {
    let rows = Table::of(place, "coefficients")
        .filter(&[("method", method), ("coefficient", coefficient)]);
    rows.column("mean")[0].to_owned()
}

#[test]
fn a_constant_column_has_coefficient_0() {
    let place = of_file("a,b,c\n1,5,0\n2,5,1\n3,5,0\n4,5,0\n5,5,1\n6,5,1\n7,5,0\n9,5,0\n");
    run(&place, 0);
    for method in ["ols", "ridge", "lasso"] {
        assert_eq!(slope(&place, method, "2"), "0", "{method}");
        assert_eq!(value(&place, method, "mse", "failures"), "0", "{method}");
    }
}

#[test]
fn duplicated_columns_have_no_least_squares_solution_and_share_ridges() {
    let place = of_file("a,b,c\n1,1,0\n2,2,1\n3,3,0\n4,4,0\n5,5,1\n6,6,1\n7,7,0\n9,9,0\n");
    run(&place, 3).warns("ols never succeeded in scenario single");
    assert_eq!(value(&place, "ols", "mse", "failures"), "32");
    assert_eq!(value(&place, "ols", "mse", "estimate"), "");
    let failures = Table::of(&place, "failures");
    assert_eq!(failures.column("method"), ["ols"]);
    assert_eq!(failures.column("count"), ["32"]);
    assert!(failures.column("cause")[0].contains("rank 2"), "{:?}", failures.column("cause"));
    // The penalised criterion is symmetric in equal columns, and strictly convex for ridge.
    let (one, two): (f64, f64) = (
        slope(&place, "ridge", "1").parse().unwrap(),
        slope(&place, "ridge", "2").parse().unwrap(),
    );
    assert!((one - two).abs() < 1e-10, "{one} and {two}");
}

#[test]
fn one_covariate() {
    let place = study(
        "n = 12\ncovariates = { kind = \"gaussian\", p = 1 }\n\
         coefficients = { kind = \"leading\", s = 1, value = 1.0 }\n\
         noise = { kind = \"gaussian\", snr = 1.0 }\n",
    );
    run(&place, 0);
    // No noise covariate: no rate among them.
    for measure in ["fpr", "exact_zeros"] {
        assert_eq!(value(&place, "lasso", measure, "estimate"), "", "{measure}");
    }
    assert_eq!(value(&place, "lasso", "fpr", "undefined"), "32");
}

#[test]
fn two_rows() {
    let place = study(
        "n = 2\ncovariates = { kind = \"gaussian\", p = 3 }\n\
         coefficients = { kind = \"leading\", s = 1, value = 1.0 }\n\
         noise = { kind = \"gaussian\", snr = 1.0 }\n",
    );
    place.edit("study.toml", "kind = \"gcv\"", "kind = \"fixed\", lambda_ratio = 0.1");
    run(&place, 0).warns("ols applies in no scenario").warns("n of at least 4, n is 2");
    assert_eq!(value(&place, "lasso", "mse", "failures"), "0");
    assert!(Table::of(&place, "summary").filter(&[("method", "ols")]).rows.is_empty());
}

#[test]
fn no_signal() {
    let place = study(
        "n = 20\ncovariates = { kind = \"gaussian\", p = 3 }\n\
         coefficients = { kind = \"leading\", s = 0, value = 1.0 }\n\
         noise = { kind = \"gaussian\", sigma = 1.0 }\n",
    );
    run(&place, 0);
    for measure in ["tpr", "screening", "f1", "relative_risk"] {
        assert_eq!(value(&place, "lasso", measure, "estimate"), "", "{measure}");
    }
    place.edit("study.toml", "sigma = 1.0", "snr = 1.0");
    place.parsim("run study.toml").exits(2).warns("snr");
}

#[test]
fn a_constant_response_gives_a_constant_fit() {
    let place = Place::new();
    place.write("d.csv", "y,a,b\n3,1,2\n3,2,1\n3,4,4\n3,5,1\n3,0,3\n3,7,2\n");
    for method in ["lasso --lambda 0.1", "ridge --lambda 0.1", "ols"] {
        let answer = place.parsim(&format!("fit d.csv --response y --method {method}")).exits(0);
        let table = Table::parse(&answer.out);
        let estimates: Vec<f64> =
            table.column("estimate").iter().map(|cell| cell.parse().unwrap()).collect();
        assert!((estimates[0] - 3.0).abs() < 1e-12, "{answer}");
        assert!(estimates[1..].iter().all(|slope| slope.abs() < 1e-12), "{answer}");
    }
}

#[test]
fn more_folds_than_rows_is_an_error_of_the_study() {
    let place = Place::of(&SINGLE.replace("n = 30", "n = [8, 30]"));
    let answer = place.parsim("run study.toml").exits(2);
    answer.warns("10 folds where n is 8").warns("study.toml:12:1");
    let place =
        Place::of(&format!("{SINGLE}tuning = {{ kind = \"cross-validation\", folds = 30 }}\n"));
    place.parsim("run study.toml --quiet").exits(0);
}

#[test]
fn more_covariates_than_rows() {
    let place = study(
        "n = 10\ncovariates = { kind = \"gaussian\", p = 40 }\n\
         coefficients = { kind = \"leading\", s = 2, value = 1.0 }\n\
         noise = { kind = \"gaussian\", snr = 1.0 }\n",
    );
    run(&place, 0).warns("ols applies in no scenario");
    // A lasso solution has at most n - 1 nonzero slopes beside the intercept.
    let nonzeros: f64 = value(&place, "lasso", "nonzeros", "estimate").parse().unwrap();
    assert!(0.0 < nonzeros && nonzeros <= 9.0, "{nonzeros}");
}

#[test]
fn huge_and_tiny_scales_change_nothing_but_the_scale() {
    let at = |size: &str| {
        let place = study(&format!(
            "n = 20\ncovariates = {{ kind = \"gaussian\", p = 4 }}\n\
             coefficients = {{ kind = \"leading\", s = 2, value = {size} }}\n\
             noise = {{ kind = \"gaussian\", snr = 1.0 }}\n\
             common_random_numbers = true\n"
        ));
        let text = place.read("study.toml").replace("common_random_numbers = true\n", "");
        place.write("study.toml", format!("common_random_numbers = true\n{text}"));
        run(&place, 0);
        ["ols", "ridge", "lasso"].map(|method| {
            value(&place, method, "relative_risk", "estimate").parse::<f64>().unwrap()
        })
    };
    // Powers of two scale exactly.
    let (plain, huge, tiny) = (at("1.0"), at("1.2676506002282294e30"), at("7.888609052210118e-31"));
    for m in 0..3 {
        for other in [huge, tiny] {
            assert!((plain[m] - other[m]).abs() < 1e-6 * plain[m], "{plain:?} {other:?}");
        }
    }
}
