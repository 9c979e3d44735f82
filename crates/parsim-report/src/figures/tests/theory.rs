//! Theory in figures: lines of the methods' colours, the boundary of the lasso, the rescaled n.

use super::builders::{coefficient, summary};
use super::*;
use parsim_engine::results::{LandmarkRow, SummaryRow};
use parsim_stats::theory::{Landmark, rescaled_sample_size};

const STUDY: &str = r#"title = "Theory"
seed = 1
replicates = 400
[mechanism]
kind = "linear"
n = [20, 40, 80]
covariates = { kind = "gaussian", p = 8 }
coefficients = { kind = "leading", s = 2, value = 2.0 }
noise = { kind = "gaussian", snr = 1.0 }
[[method]]
kind = "ridge"
[[method]]
kind = "lasso"
tuning = { kind = "fixed", lambda = 0.1 }
[[figure]]
kind = "curve"
measure = "mse"
[[figure]]
kind = "curve"
measure = "exact_support"
x = "rescaled_n"
"#;

fn results() -> Results {
    let mut results = Results { replicates: vec![400; 3], ..Results::default() };
    for scenario in 0..3 {
        for method in 0..2 {
            for (measure, value) in [
                ("mse", 2.0),
                ("squared_bias", 0.5),
                ("exact_support", 0.5),
                ("tpr", 0.9),
                ("fdp", 0.1),
            ] {
                let mut row = summary((scenario, method), measure, value, 0.01);
                if method == 1 && measure != "exact_support" {
                    row.theory = Some(value + 0.25);
                    row.law = Some("lasso-limit");
                }
                results.summary.push(row);
            }
        }
        results.coefficients.push(coefficient((scenario, 1), 3, (0.0, 0.1, 0.5)));
        let landmark = Landmark::Line(vec![(0.01, 0.2), (0.3, 0.8)]);
        results.landmarks.push(LandmarkRow { scenario, law: "fdp-tpp-boundary", landmark });
        let landmark = Landmark::Number(2.0);
        results.landmarks.push(LandmarkRow { scenario, law: "rescaled-n", landmark });
    }
    results
}

fn text(results: &Results, stem: &str) -> String {
    let figures = build(&synthetic::plan(STUDY), results);
    let found = figures.figures.iter().find(|figure| figure.stem.ends_with(stem));
    found.unwrap_or_else(|| panic!("{stem}: {:?}", figures.omitted)).spec.to_string()
}

#[test]
fn a_curve_has_its_theory_in_the_methods_colour() {
    let text = text(&results(), "curve-mse");
    let line = "guide 20,2.25 40,2.25 80,2.25";
    let theory = text.lines().filter(|line| line.contains("guide")).collect::<Vec<_>>();
    assert_eq!(theory.len(), 1, "{text}");
    // The second colour of the palette, #D55E00, is the second method's; six tenths of it.
    assert!(theory[0].contains("\"theory\"") && theory[0].ends_with(&format!("in #803800 {line}")));
    assert!(text.contains("Theory: lasso-limit (asymptotic)."), "{text}");
}

/// Where theory says nothing its line breaks, and a value without neighbours is a dash.
#[test]
fn theory_has_gaps() {
    let mut results = results();
    let middle = |row: &&mut SummaryRow| row.scenario == 1;
    results.summary.iter_mut().filter(middle).for_each(|row| row.theory = None);
    let text = text(&results, "curve-mse");
    assert!(!text.contains("guide") && text.contains("points 20,2.25 80,2.25"), "{text}");
}

#[test]
fn bars_have_their_theory_across_them() {
    let text = text(&results(), "bias-variance");
    let guides: Vec<&str> = text.lines().filter(|line| line.contains("guide")).collect();
    assert!(guides.iter().any(|line| line.ends_with("0.6192,0.75 1.3808,0.75")), "{text}");
    assert!(guides.iter().any(|line| line.ends_with("0.6192,2.25 1.3808,2.25")), "{text}");
}

#[test]
fn the_boundary_of_the_lasso_stands_once_where_scenarios_share_it() {
    let with = text(&results(), "tpr-fdp");
    let count = with.matches("guide 0.01,0.2 0.3,0.8").count();
    assert_eq!(count, 1, "{with}");
    assert!(with.contains("Su, Bogdan"));
    let without = Results { landmarks: Vec::new(), ..results() };
    let without = text(&without, "tpr-fdp");
    assert!(!without.contains("guide") && !without.contains("Su, Bogdan"), "{without}");
}

#[test]
fn exact_recovery_stands_against_the_rescaled_n() {
    let with = text(&results(), "curve-exact_support");
    assert!(with.contains("\"threshold of support recovery\" at x = 1"), "{with}");
    // The rescaled n is n/(2 s log(p - s)), here n/(4 log 6).
    let line = with.lines().find(|line| line.contains("\"lasso\"") && line.contains("line"));
    let line = line.unwrap_or_else(|| panic!("{with}"));
    for n in [20.0_f64, 40.0, 80.0] {
        let place = format!(" {:.4}", n / (4.0 * 6.0_f64.ln()));
        assert!(line.contains(&place[..place.len() - 1]), "{place} in {line}");
    }
    assert!(rescaled_sample_size(20, 8, 2).is_some());
    let without = Results { landmarks: Vec::new(), ..results() };
    assert!(!text(&without, "curve-exact_support").contains("at x = 1"));
}
