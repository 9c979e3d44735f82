//! Population moments of the covariates against quadrature and inversion by scipy
//! (`tests/data/covariates`), and what a law draws once per scenario.

use parsim_engine::experiment::Experiment;
use parsim_stats::covariates::Covariates;
use parsim_stats::dataset::Dataset;
use parsim_stats::identity::ScenarioId;
use parsim_stats::stream::StreamKey;
use parsim_study::Plan;
use parsim_tests::files::MemoryFiles;
use parsim_tests::study::compile;
use parsim_tests::table::Table;
use std::sync::Arc;

fn plan(law: &str, seed: u64, design: &str) -> Plan {
    let text = format!(
        "title = \"t\"\nseed = {seed}\nreplicates = 16\n[mechanism]\nkind = \"linear\"\nn = 40\n\
         design = \"{design}\"\ncovariates = {{ {law} }}\ncoefficients = {{ kind = \"leading\", s = 1 }}\n\
         noise = {{ kind = \"gaussian\", sigma = 1 }}\n[[method]]\nkind = \"ols\"\n"
    );
    compile(&text, &MemoryFiles::new())
}

fn law(plan: &Plan) -> Arc<dyn Covariates> {
    let experiment = Experiment::new(plan, 0, &[]).unwrap();
    Arc::clone(&experiment.source().truth().covariates)
}

/// `Sigma_jk` from the quadratic form.
fn covariance(law: &dyn Covariates, j: usize, k: usize) -> f64 {
    let form = |a: f64, b: f64| {
        let mut delta = vec![0.0; law.p()];
        delta[j] += a;
        delta[k] += b;
        law.quadratic(&delta)
    };
    (form(1.0, 1.0) - form(1.0, -1.0)) / 4.0
}

#[test]
fn population_moments_are_those_of_the_definition() {
    let table = Table::fixture("covariates/moments.csv");
    let mut precisions = 0;
    for keys in table.levels("law") {
        let law = law(&plan(&keys.replace("; ", ", "), 1, "random"));
        for row in table.rows_where("law", &keys) {
            let value = row.number("value");
            let index = |column: &str| row.count(column);
            let ours = match row.text("quantity") {
                "covariance" => covariance(&*law, index("j") - 1, index("k") - 1),
                "mean" => {
                    let mut unit = [0.0; 4];
                    unit[index("j") - 1] = 1.0;
                    law.mean_product(&unit)
                }
                "exponential_moment" => law.first_exponential_moment(row.number("j")).unwrap(),
                _ => {
                    let Some(trace) = law.precision_trace() else { continue };
                    precisions += 1;
                    trace
                }
            };
            let away = (ours - value).abs() / value.abs().max(1.0);
            assert!(away < 1e-12, "{keys}: {}: {ours} for {value}", row.text("quantity"));
        }
        let first = covariance(&*law, 0, 0).sqrt();
        let (mean, sd) = law.first_moments();
        let mut unit = [0.0; 4];
        unit[0] = 1.0;
        assert!((sd - first).abs() < 1e-12 && (mean - law.mean_product(&unit)).abs() < 1e-15);
    }
    assert!(precisions > 20, "{precisions}");
}

/// tr(Sigma^-1) of laws that are drawn, from their own quadratic form inverted by another library.
#[test]
fn traces_of_drawn_laws_are_those_of_the_inverse() {
    for keys in [
        "kind = \"factor\", p = 9, factors = 2, communality = 0.8",
        "kind = \"sparse-precision\", p = 9, density = 0.4",
    ] {
        let law = law(&plan(keys, 1, "random"));
        let sigma = nalgebra::DMatrix::from_fn(9, 9, |j, k| covariance(&*law, j, k));
        assert!((0..9).all(|j| (sigma[(j, j)] - 1.0).abs() < 1e-12), "{keys}");
        let trace = sigma.try_inverse().unwrap().trace();
        let ours = law.precision_trace().unwrap();
        assert!((ours / trace - 1.0).abs() < 1e-10, "{keys}: {ours} for {trace}");
    }
}

/// What a law draws is the scenario's: the same for both designs, another for another seed or scenario.
#[test]
fn laws_are_drawn_once_per_scenario() {
    for keys in ["kind = \"factor\", p = 6", "kind = \"sparse-precision\", p = 6, density = 0.5"] {
        let sigma = |design: &str, seed: u64, scenario: Option<ScenarioId>| {
            let plan = plan(keys, 1, design);
            let prepared = plan.scenarios[0].mechanism.prepare(StreamKey { seed, scenario });
            let prepared = prepared.unwrap();
            let law = &prepared.truth().covariates;
            (0..6).map(|j| covariance(&**law, 0, j)).collect::<Vec<f64>>()
        };
        let first = sigma("random", 1, None);
        assert_eq!(first, sigma("fixed", 1, None), "{keys}");
        assert_ne!(first, sigma("random", 2, None), "{keys}");
        let other = Some(plan(keys, 1, "random").scenarios[0].id);
        assert_ne!(first, sigma("random", 1, other), "{keys}");
    }
}

/// Every kind goes with fixed and random designs, and its validation rows follow the same law.
#[test]
fn laws_serve_both_designs_and_validation() {
    let kinds = Table::fixture("covariates/moments.csv").levels("law");
    let drawn = ["kind = \"factor\"; p = 4", "kind = \"sparse-precision\"; p = 4; density = 0.9"];
    for keys in kinds.iter().map(String::as_str).chain(drawn) {
        for design in ["random", "fixed"] {
            let plan = plan(&keys.replace("; ", ", "), 3, design);
            let experiment = Experiment::new(&plan, 0, &[]).unwrap();
            let source = experiment.source();
            let (mut first, mut second, mut fresh) =
                (Dataset::default(), Dataset::default(), Dataset::default());
            source.draw(0, &mut first);
            source.draw(1, &mut second);
            assert_eq!(first.x == second.x, design == "fixed", "{keys}");
            source.validation(0, 4000, &mut fresh);
            let law = &source.truth().covariates;
            // Twice the first covariate less the last.
            let contrast = [2.0, 0.0, 0.0, -1.0];
            let centre = law.mean_product(&contrast);
            let value = |i: usize| 2.0 * fresh.x.get(i, 0) - fresh.x.get(i, 3) - centre;
            let squares: Vec<f64> = (0..4000).map(|i| value(i) * value(i)).collect();
            let (mean, error) = parsim_tests::goodness::mean(&squares);
            let z = (mean - law.quadratic(&contrast)) / error;
            assert!(z.abs() < 4.5, "{keys}: z = {z}");
        }
    }
}
