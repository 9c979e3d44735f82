//! What is missing: nulls, methods that do not apply, wishes that cannot be met.

use super::builders::{LASSO_LARGE, LASSO_SMALL, summary};
use super::*;
use crate::spec::Mark;

fn study(figure: &str) -> String {
    format!(
        r#"title = "Gaps"
seed = 1
replicates = 400
[mechanism]
kind = "linear"
n = [3, 40, 50]
covariates = {{ kind = "gaussian", p = 4 }}
coefficients = {{ kind = "leading", s = 1, value = 2.0 }}
noise = {{ kind = "gaussian", snr = 1.0 }}
[[method]]
kind = "ols"
[[method]]
kind = "lasso"
tuning = {{ kind = "bic" }}
[[figure]]
{figure}
"#
    )
}

/// Why the first figure of a study is left out.
fn reason(figure: &str, results: &Results) -> String {
    let plan = synthetic::plan(&study(figure));
    build(&plan, results).omitted.first().map(|each| each.reason.clone()).unwrap_or_default()
}

#[test]
fn without_results_every_figure_is_left_out_with_a_reason() {
    let plan = synthetic::plan(synthetic::TWO_SIGNALS);
    let figures = build(&plan, &Results::default());
    assert_eq!(figures.figures, []);
    let names: Vec<&str> = figures.omitted.iter().map(|each| each.name.as_str()).collect();
    let expected = [
        "curve-relative_risk",
        "bias-variance",
        "coefficients",
        "selection",
        "distribution",
        "tpr-fdp",
    ];
    assert_eq!(names, expected);
    assert!(figures.omitted.iter().all(|each| !each.reason.is_empty()));
}

#[test]
fn wishes_that_cannot_be_met_are_named() {
    let results = Results::default();
    let curve = "kind = \"curve\"\n";
    let cases = [
        ("where = \"n = 7\"", "no scenario satisfies \"n = 7\""),
        ("facet = [\"n\", \"p\", \"snr\"]", "facet names 3 parameters, and there is room for 2"),
        ("x = \"n\"\nfacet = [\"n\"]", "n is asked for in two directions"),
        ("facet = [\"method\"]", "method is no parameter of the scenarios"),
        ("measure = \"tpr\"", "tpr is undefined in every scenario shown"),
    ];
    for (wish, expected) in cases {
        assert_eq!(reason(&format!("{curve}{wish}"), &results), expected);
    }
    let distribution = "kind = \"distribution\"\ncoefficient = 4";
    assert_eq!(reason(distribution, &results), "no estimates of coefficient 4 were kept");
}

/// The lasso's risk at n = 3, 40, 50, null where there is no number.
fn risks(values: [Option<f64>; 3]) -> Results {
    let mut results = Results { replicates: vec![400; 3], ..Results::default() };
    for (scenario, value) in values.into_iter().enumerate() {
        let place = (scenario, LASSO_SMALL.1);
        let mut row = summary(place, "relative_risk", value.unwrap_or(0.0), 0.01);
        if value.is_none() {
            row.value = parsim_engine::results::Measured::default();
        }
        results.summary.push(row);
    }
    results
}

/// The marks of the first figure's first panel.
fn marks(figure: &str, results: &Results) -> (Vec<Mark>, String) {
    let plan = synthetic::plan(&study(figure));
    let spec = build(&plan, results).figures.remove(0).spec;
    let marks = spec.panels[0].series.iter().map(|series| series.mark.clone()).collect();
    (marks, spec.caption)
}

#[test]
fn no_line_crosses_a_missing_value() {
    let curve = "kind = \"curve\"\ny = \"linear\"";
    let lines = |values| {
        let (marks, _) = marks(curve, &risks(values));
        let points = |mark: &Mark| match mark {
            Mark::Line(points) => Some(points.len()),
            _ => None,
        };
        marks.iter().filter_map(points).collect::<Vec<usize>>()
    };
    assert_eq!(lines([Some(0.3), Some(0.2), Some(0.1)]), [3]);
    assert_eq!(lines([Some(0.3), None, Some(0.1)]), [0; 0], "two dots and no line");
    assert_eq!(lines([None, Some(0.2), Some(0.1)]), [2]);
}

#[test]
fn values_that_a_logarithmic_axis_cannot_show_are_counted_in_the_caption() {
    let curve = "kind = \"curve\"\ny = \"log\"";
    let (_, caption) = marks(curve, &risks([Some(0.3), Some(-0.1), Some(0.0)]));
    assert!(caption.contains("2 estimates of 0 or less have no place"), "{caption}");
    let (_, caption) = marks("kind = \"curve\"", &risks([Some(0.3), Some(-0.1), Some(0.2)]));
    assert!(!caption.contains("no place"), "an axis that is chosen for them shows all: {caption}");
}

#[test]
fn failed_replicates_are_counted_in_the_caption() {
    let mut results = risks([Some(0.3), Some(0.2), Some(0.1)]);
    let mut row = summary(LASSO_LARGE, "mse", 1.0, 0.1);
    row.failures = 7;
    results.summary.push(row);
    let (_, caption) = marks("kind = \"curve\"", &results);
    assert!(caption.contains("failed fits, lasso on 7 replicates"), "{caption}");
    assert!(caption.contains("ols does not apply where n = 3."), "{caption}");
}

#[test]
fn what_a_condition_fixes_is_said_in_the_subtitle() {
    let plan = synthetic::plan(&study("kind = \"curve\"\nwhere = \"n = 40\""));
    let spec = build(&plan, &risks([Some(0.3), Some(0.2), Some(0.1)])).figures.remove(0).spec;
    assert_eq!(spec.subtitle, "n = 40");
    assert_eq!(spec.title, "Relative risk by method", "nothing else varies");
}
