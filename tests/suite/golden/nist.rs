//! Least squares against NIST's certified values (`tests/data/nist`).

use parsim_numerics::Matrix;
use parsim_stats::dataset::Dataset;
use parsim_tests::agreement::digits;
use parsim_tests::fits::{coefficients, fit_with_intervals, try_fit};
use parsim_tests::table::Table;

/// The data of a problem: its columns, or the powers of its one column.
fn dataset(name: &str, degree: usize) -> Dataset {
    let raw = Table::fixture(&format!("nist/{name}.csv")).dataset("y");
    if degree == 1 {
        return raw;
    }
    let x = raw.x.column(0);
    let powers = (1..).take(degree).flat_map(|power| x.iter().map(move |x| x.powi(power)));
    Dataset { x: Matrix::from_columns(raw.n(), degree, powers.collect()).unwrap().into(), y: raw.y }
}

/// A problem's data, keys and certified rows.
fn problem(name: &str) -> (Dataset, String) {
    let problems = Table::fixture("nist/datasets.csv");
    let problem = problems.rows_where("dataset", name).next().unwrap();
    let keys = format!("kind = \"ols\"\nintercept = {}", problem.text("intercept"));
    (dataset(name, problem.count("degree")), keys)
}

/// Digits of the worst coefficient, or why there is no fit.
fn agreement(name: &str) -> Result<f64, String> {
    let problems = Table::fixture("nist/datasets.csv");
    let problem = problems.rows_where("dataset", name).next().unwrap();
    let intercept = problem.text("intercept");
    let data = dataset(name, problem.count("degree"));
    assert_eq!(data.n(), problem.count("n"));
    let keys = format!("kind = \"ols\"\nintercept = {intercept}");
    let fit = try_fit(&keys, &data, None).map_err(|failure| failure.to_string())?;
    let certified = Table::fixture("nist/certified.csv");
    let certified: Vec<f64> =
        certified.rows_where("dataset", name).map(|row| row.number("estimate")).collect();
    let ours = coefficients(&fit);
    let rss = problem.number("rss");
    if rss > 0.0 {
        let correct = digits(&[fit.rss], &[rss]);
        assert!(correct >= 6.0, "{name}: residual sum of squares to {correct:.1} digits");
    }
    Ok(digits(if intercept == "true" { &ours } else { &ours[1..] }, &certified))
}

/// Each problem must reach what `lm` of R 4.2.2 does (Householder QR on the same powers), rounded
/// down to half a digit.
#[test]
fn certified_digits_are_reached() {
    let required = [
        ("norris", 12.0),
        ("pontius", 12.5),
        ("noint1", 14.0),
        ("noint2", 14.0),
        ("longley", 12.5),
        ("wampler1", 9.5),
        ("wampler2", 13.0),
        ("wampler3", 9.0),
        ("wampler4", 7.0),
        ("wampler5", 5.0),
    ];
    let reached: Vec<(&str, f64)> =
        required.iter().map(|(name, _)| (*name, agreement(name).unwrap())).collect();
    let short: Vec<_> =
        reached.iter().zip(&required).filter(|((_, got), (_, want))| got < want).collect();
    assert!(short.is_empty(), "{short:?} of {reached:?}");
}

/// Filip is a polynomial of degree ten whose columns depend on each other to the last digits of a
/// double: six digits, or a failure that says so, but never a wrong answer without a word.
#[test]
fn filip_is_solved_or_refused() {
    match agreement("filip") {
        Ok(correct) => assert!(correct >= 6.0, "{correct:.1} digits"),
        Err(cause) => assert!(cause.contains("rank"), "{cause}"),
    }
}

/// Digits of the worst standard error: half of them may go where columns are nearly dependent, as
/// they do in `lm`.
#[test]
fn certified_standard_errors_are_reached() {
    let required = [
        ("norris", 11.0),
        ("pontius", 11.0),
        ("noint1", 13.0),
        ("noint2", 13.0),
        ("longley", 10.0),
        ("wampler3", 8.0),
        ("wampler4", 8.0),
        ("wampler5", 8.0),
    ];
    let certified = Table::fixture("nist/certified.csv");
    for (name, want) in required {
        let (data, keys) = problem(name);
        let fit = fit_with_intervals(&keys, &data);
        let rows = certified.rows_where("dataset", name);
        let errors: Vec<f64> = rows.map(|row| row.number("standard_error")).collect();
        let ours: Vec<f64> =
            fit.standard_errors.iter().copied().filter(|error| !error.is_nan()).collect();
        let got = digits(&ours, &errors);
        assert!(got >= want, "{name}: {got:.1} digits");
    }
}
