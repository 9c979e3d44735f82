//! Quantiles, tail areas and exact tests against 40-digit arithmetic, scipy and statsmodels
//! (`tests/data/theory`).

use parsim_stats::summaries::distributions::{
    normal_cdf, normal_quantile, normal_two_sided, t_quantile, t_two_sided,
};
use parsim_stats::summaries::proportion::{Proportion, wilson};
use parsim_stats::summaries::tests_of_claims::{binomial_two_sided, holm, mcnemar, spent_level};
use parsim_tests::table::Table;

/// Fails unless two numbers agree relatively, or absolutely where the reference is below 1e-300.
fn assert_close(what: &str, ours: f64, reference: f64, tolerance: f64) {
    let away = (ours - reference).abs() / reference.abs().max(1e-300);
    assert!(away <= tolerance, "{what}: {ours:e} for {reference:e}, off by {away:e}");
}

#[test]
fn the_normal_law() {
    for row in Table::fixture("theory/normal.csv").rows() {
        let (x, value) = (row.number("argument"), row.number("value"));
        match row.text("function") {
            "cdf" => {
                assert_close(&format!("cdf({x})"), normal_cdf(x), value, 1e-13);
                if x <= 0.0 {
                    assert_close(
                        &format!("two-sided {x}"),
                        normal_two_sided(x),
                        2.0 * value,
                        1e-13,
                    );
                }
            }
            _ if value == 0.0 => assert!(normal_quantile(x).abs() < 1e-15),
            _ => assert_close(&format!("quantile({x})"), normal_quantile(x), value, 1e-9),
        }
    }
}

/// Tail areas to seven digits, to five where they are below 1e-20; quantiles to seven digits in the
/// range for which they are stated, 1e-6 to 1 - 1e-6.
#[test]
fn students_law() {
    for row in Table::fixture("theory/student_t.csv").rows() {
        let (df, x, value) = (row.number("df"), row.number("argument"), row.number("value"));
        let what = format!("{} of {x} on {df}", row.text("function"));
        if row.text("function") == "cdf" {
            if x <= 0.0 {
                let tolerance = if value < 1e-20 { 1e-5 } else { 1e-7 };
                assert_close(&what, t_two_sided(x, df), 2.0 * value, tolerance);
            }
        } else if value == 0.0 {
            assert!(t_quantile(x, df).abs() < 1e-12, "{what}");
        } else if x >= 1e-6 {
            assert_close(&what, t_quantile(x, df), value, 1e-7);
        }
    }
}

#[test]
fn wilsons_interval() {
    let table = Table::fixture("theory/wilson.csv");
    let rows: Vec<_> = table.rows_where("level", "0.95").collect();
    assert!(rows.len() >= 10);
    for row in rows {
        let (k, n) = (row.count("k") as u64, row.count("n") as u64);
        let expected = (row.number("lower"), row.number("upper"));
        let summary = Proportion { successes: k, count: n }.summary().unwrap();
        assert_eq!(summary.interval, Some(wilson(k, n)));
        for (ours, expected) in [(wilson(k, n).0, expected.0), (wilson(k, n).1, expected.1)] {
            assert!((ours - expected).abs() < 1e-13, "{k} of {n}: {ours} {expected}");
        }
    }
}

#[test]
fn exact_tests() {
    for row in Table::fixture("theory/binomial_test.csv").rows() {
        let (k, n) = (row.count("k") as u64, row.count("n") as u64);
        let ours = binomial_two_sided(k, n, row.number("probability"));
        assert_close(&format!("{k} of {n}"), ours, row.number("p_value"), 1e-10);
    }
    for row in Table::fixture("theory/mcnemar.csv").rows() {
        let (b, c) = (row.count("b") as u64, row.count("c") as u64);
        assert_close(&format!("{b} and {c}"), mcnemar(b, c), row.number("p_value"), 1e-10);
    }
}

#[test]
fn holms_adjustment() {
    let table = Table::fixture("theory/holm.csv");
    for family in table.levels("family") {
        let of = |column: &str| -> Vec<f64> {
            table.rows_where("family", &family).map(|row| row.number(column)).collect()
        };
        for (ours, expected) in holm(&of("p_value")).into_iter().zip(of("adjusted")) {
            assert_close(&format!("family {family}"), ours, expected, 1e-13);
        }
    }
}

/// level/(k(k + 1)) with k = 1 up to 999 replicates and one more for each doubling: all shares
/// together are the level, since 1/(k(k + 1)) = 1/k - 1/(k + 1).
#[test]
fn looks_spend_the_level() {
    let looks =
        [(16, 1), (500, 1), (999, 1), (1000, 2), (1999, 2), (2000, 3), (4000, 4), (8000, 5)];
    for (replicates, k) in looks {
        let share = 1.0 / f64::from(k) - 1.0 / f64::from(k + 1);
        assert!((spent_level(0.01, replicates) / (0.01 * share) - 1.0).abs() < 1e-12);
    }
}
