//! The page of made-up studies.

use crate::document::Document;
use crate::figures::Figures;
use crate::synthetic;
use parsim_engine::results::{Measured, Results};
use parsim_study::Plan;

/// The page without drawings.
fn page(plan: &Plan, source: &str, results: &Results) -> String {
    let document = Document { plan, stem: "study", source, results };
    document.page(&Figures::default(), &[]).unwrap()
}

fn study(title: &str, noise: &str, method: &str) -> String {
    format!(
        r#"title = '{title}'
seed = 1
replicates = 160
[mechanism]
kind = "linear"
n = [3, 40]
covariates = {{ kind = "gaussian", p = 4 }}
coefficients = {{ kind = "leading", s = 1, value = 1.0 }}
noise = {noise}
[[method]]
kind = "ols"
[[method]]
kind = "lasso"
name = "{method}"
tuning = {{ kind = "bic" }}
[[claim]]
text = "a < b & c"
holds = "variance({method}) < variance(ols)"
"#
    )
}

const GAUSSIAN: &str = r#"{ kind = "gaussian", snr = 1.0 }"#;

#[test]
fn texts_of_the_study_are_escaped() {
    let text = study("<script>alert(1)</script>", GAUSSIAN, "<u>lasso");
    let plan = synthetic::plan(&text);
    let page = page(&plan, &text, &synthetic::results(&plan, 160));
    assert!(!page.contains("<script"), "no script, not even the title's");
    assert!(!page.contains("<u>"));
    assert!(page.contains("&lt;script&gt;"));
    assert!(page.contains("a &lt; b &amp; c"));
}

#[test]
fn the_page_asks_for_nothing_from_outside() {
    let plan = synthetic::plan(synthetic::TWO_SIGNALS);
    let results = synthetic::results(&plan, 2000);
    let document =
        Document { plan: &plan, stem: "s", source: synthetic::TWO_SIGNALS, results: &results };
    let figures = document.figures();
    let drawings: Vec<String> =
        figures.figures.iter().map(|figure| crate::draw::svg(&figure.spec).unwrap()).collect();
    let drawings: Vec<&str> = drawings.iter().map(String::as_str).collect();
    let page = document.page(&figures, &drawings).unwrap();
    let namespace = "http://www.w3.org/2000/svg";
    assert_eq!(page.matches("://").count(), page.matches(namespace).count());
    for reference in ["src=", "@import", "url(", "<link", "<script"] {
        assert!(!page.contains(reference), "{reference}");
    }
    assert_eq!(page.matches("<figure id=").count(), figures.figures.len());
}

#[test]
fn sections_stand_in_the_order_of_interest() {
    let plan = synthetic::plan(synthetic::TWO_SIGNALS);
    let page = page(&plan, synthetic::TWO_SIGNALS, &synthetic::results(&plan, 2000));
    let sections = [
        "claims",
        "tables",
        "figures",
        "failures",
        "mechanism",
        "methods",
        "measures",
        "scenarios",
        "plan",
        "reproduce",
    ];
    let places: Vec<usize> = sections
        .iter()
        .map(|id| page.find(&format!("<section id=\"{id}\">")).unwrap_or_else(|| panic!("{id}")))
        .collect();
    assert!(places.is_sorted(), "{places:?}");
}

#[test]
fn missing_values_are_dashes_with_a_reason_and_never_nan() {
    let text = study("t", GAUSSIAN, "lasso");
    let plan = synthetic::plan(&text);
    let mut results = synthetic::results(&plan, 160);
    for row in &mut results.summary {
        if row.measure == "tpr" {
            (row.value, row.lower, row.upper) = (Measured::default(), None, None);
        }
    }
    let page = page(&plan, &text, &results);
    assert!(!page.contains("NaN") && !page.contains("inf<"), "no NaN on the page");
    assert!(page.contains("title=\"not applicable: "), "OLS has no fit with n = 3, p = 4");
    assert!(!page.contains("True positive rate</span> <span class=\"formula\""), "no empty table");
    assert!(page.contains("Relative risk</span>"));
}

#[test]
fn the_reader_is_warned_of_heavy_tails_and_fixed_designs() {
    let noise = r#"[{ kind = "student-t", df = 3.0, snr = 1.0 }, { kind = "student-t", df = 8.0, snr = 1.0 }]"#;
    let text = study("t", noise, "lasso").replace("n = [3, 40]", "n = 40\ndesign = \"fixed\"");
    let plan = synthetic::plan(&text);
    let page = page(&plan, &text, &synthetic::results(&plan, 160));
    assert!(page.contains("at most 4 degrees of freedom where df = 3"), "only where it is so");
    assert!(page.contains("conditional on the one X"));
}

#[test]
fn the_plan_and_the_ways_to_repeat_it_are_on_the_page() {
    let plan = synthetic::plan(synthetic::TWO_SIGNALS);
    let page = page(&plan, synthetic::TWO_SIGNALS, &synthetic::results(&plan, 2000));
    assert!(page.contains(&plan.fingerprint().to_string()));
    assert!(page.contains("20191006"));
    assert!(page.contains("--replicate 17 --method lasso"), "the replay line of a failure");
    assert!(page.contains("3.1e\u{2212}13"), "the worst KKT violation");
    assert!(page.contains("0, 0.5, 0.9"), "values of a varied parameter");
}

#[test]
fn long_tables_end_and_say_so() {
    let many: Vec<String> = (5..605).map(|n| n.to_string()).collect();
    let text = study("t", GAUSSIAN, "lasso").replace("[3, 40]", &format!("[{}]", many.join(", ")));
    let plan = synthetic::plan(&text);
    let page = page(&plan, &text, &synthetic::results(&plan, 16));
    assert!(page.contains("The first 500 of 600 scenarios; all are in <code>tables/summary.csv"));
    assert!(page.contains("The first 500 of 600 scenarios; all are in <code>tables/claims.csv"));
    let tally = page.split("<p class=\"tally\">").nth(1).unwrap().split("</p>").next().unwrap();
    assert!(tally.contains("of 600 scenarios"), "{tally}");
}

#[test]
fn the_best_method_is_marked_unless_it_cannot_be_told() {
    let text = study("t", GAUSSIAN, "lasso").replace("[3, 40]", "40");
    let plan = synthetic::plan(&text);
    let mut results = Results { replicates: vec![160], ..Results::default() };
    let mark = |values: [f64; 2], results: &mut Results| {
        results.summary.retain(|row| row.measure != "relative_risk");
        for (method, value) in values.into_iter().enumerate() {
            let mut rows = synthetic::results(&plan, 160).summary;
            rows.retain(|row| row.method == method && row.measure == "relative_risk");
            rows[0].value = Measured { estimate: Some(value), mcse: Some(0.1) };
            results.summary.append(&mut rows);
        }
        let page = page(&plan, &text, results);
        (page.matches("<td class=\"number best\"").count(), page.matches("number tied\"").count())
    };
    // Independent errors of 0.1 each: differences beyond 1.96 * 0.1 * sqrt(2) = 0.277 tell.
    assert_eq!(mark([1.0, 0.72], &mut results), (1, 0));
    assert_eq!(mark([1.0, 0.73], &mut results), (0, 2));
}
