//! Figures of made-up studies; with `PARSIM_GALLERY=folder` they are written there to be looked at.

mod builders;
mod gaps;
mod lambdas;
mod theory;

use super::*;
use crate::synthetic;
use parsim_engine::results::Results;
use parsim_study::Plan;
use std::path::Path;

/// Draws every figure of a study; they are also written if there is a gallery.
fn draw(name: &str, plan: &Plan, results: &Results) -> Figures {
    let figures = build(plan, results);
    for figure in &figures.figures {
        let drawing = crate::draw::svg(&figure.spec).unwrap();
        let Ok(folder) = std::env::var("PARSIM_GALLERY") else { continue };
        let path = Path::new(&folder).join(format!("{name}-{}", figure.stem));
        let picture = crate::draw::png(&drawing, 1.4).unwrap();
        std::fs::write(path.with_extension("png"), picture).unwrap();
    }
    figures
}

fn stems(figures: &Figures) -> Vec<&str> {
    figures.figures.iter().map(|figure| figure.stem.as_str()).collect()
}

#[test]
fn a_study_has_its_own_figures_and_one_of_each_other_kind() {
    let plan = synthetic::plan(synthetic::TWO_SIGNALS);
    let figures = draw("two-signals", &plan, &synthetic::results(&plan, 2000));
    let expected = [
        "01-curve-relative_risk",
        "02-bias-variance",
        "03-bias-variance",
        "04-bias-variance",
        "05-coefficients",
        "06-selection",
        "07-distribution",
        "08-tpr-fdp",
    ];
    assert_eq!(figures.omitted, []);
    assert_eq!(stems(&figures), expected);
}

/// Many methods with long names, an oracle, words and lists that go together among what varies.
const AWKWARD: &str = r#"title = "Awkward"
seed = 1
replicates = 320
zip = [["n", "covariates.p"]]
[mechanism]
kind = "linear"
n = [20, 30, 40, 60, 80, 120, 160, 240]
covariates = { kind = "gaussian", p = [5, 10, 15, 20, 25, 30, 35, 200] }
coefficients = { kind = "weak", s = 2, decay = 0.5 }
noise = [{ kind = "gaussian", sigma = 1.0 }, { kind = "student-t", df = [3.0, 5.0], sigma = 1.0 }]
[[method]]
kind = "ols"
[[method]]
kind = "ridge"
name = "ridge-generalised-cross-validation"
tuning = { kind = "gcv" }
[[method]]
kind = "lasso"
tuning = { kind = "fixed", lambda_ratio = [0.1, 0.2, 0.3, 0.4, 0.5] }
[[oracle]]
kind = "known-support"
[[figure]]
kind = "curve"
measure = "fdp"
x = "noise"
[[figure]]
kind = "curve"
measure = "mse"
x = "method"
name = "by-method"
where = "n <= 30"
[[figure]]
kind = "coefficients"
coefficients = "all"
where = "noise = gaussian and n >= 120"
"#;

#[test]
fn awkward_studies_are_drawn_too() {
    let plan = synthetic::plan(AWKWARD);
    let figures = draw("awkward", &plan, &synthetic::results(&plan, 320));
    let names: Vec<&str> =
        stems(&figures).into_iter().map(|stem| stem.split_once('-').unwrap().1).collect();
    for name in ["curve-fdp", "by-method", "coefficients", "curve-relative_risk", "selection"] {
        assert!(names.contains(&name), "{name} is not in {names:?}; {:?}", figures.omitted);
    }
    for figure in &figures.figures {
        let (rows, columns) = figure.spec.facets.shape();
        assert!(rows * columns <= 60, "{}: {rows} x {columns} panels", figure.stem);
    }
}

#[test]
fn the_manuals_have_defaults_for_everything() {
    for specification in specifications() {
        let kind = specification.kind;
        let component =
            parsim_stats::component::Component::with_defaults(specification, &|_, _| None);
        assert!(component.is_ok(), "{kind}: {component:?}");
        assert!(!specification.summary.is_empty() && !specification.formula.is_empty(), "{kind}");
    }
}

#[test]
fn a_parameter_that_exists_only_under_another_leaves_no_empty_panels() {
    let plan = synthetic::plan(AWKWARD);
    let figures = build(&plan, &synthetic::results(&plan, 320));
    let risk = figures.figures.iter().find(|f| f.stem.ends_with("curve-relative_risk")).unwrap();
    let crate::spec::Facets::Wrap { labels, .. } = &risk.spec.facets else {
        panic!("{:?}", risk.spec.facets);
    };
    let expected = ["noise = gaussian", "noise = student-t, df = 3", "noise = student-t, df = 5"];
    assert_eq!(labels, &expected);
    assert!(risk.spec.panels.iter().all(|panel| !panel.series.is_empty()));
    assert_eq!(risk.spec.subtitle, "p goes with n");
}
