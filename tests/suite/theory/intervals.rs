//! Intervals where their coverage is known: those of least squares hold the truth in 95 % of
//! replicates, exactly, whatever Sigma; those of the debiased lasso nearly so in an easy setting.

use super::study;
use parsim_stats::coefficient_measures::COEFFICIENT_MEASURES;
use parsim_stats::measures::{MEASURES, Theme};
use parsim_tests::family::Family;
use parsim_tests::files::MemoryFiles;
use parsim_tests::study::{Study, run_with};

const REPLICATES: usize = 4000;

fn run(mechanism: &str, method: &str) -> Study {
    let text = study(mechanism, method, REPLICATES)
        .replace("[mechanism]", "measures = [\"intervals\"]\n[mechanism]");
    run_with(&text, &MemoryFiles::new())
}

/// A proportion's error from what it should be, and not from what it is.
fn push(family: &mut Family, what: String, found: f64, expected: f64) {
    let error = (expected * (1.0 - expected) / REPLICATES as f64).sqrt();
    family.push(what, (found - expected) / error);
}

/// Lanes, tiles and a design that is shared; the slopes' own standard errors are right on average.
#[test]
fn least_squares_covers_what_it_says() {
    let mut family = Family::new("intervals of least squares", 4);
    for (mechanism, p) in [
        ("n = 20\nintercept = 2.0\ncovariates = { kind = \"gaussian\", p = 5 }", 5),
        (
            "n = 60\ncovariates = { kind = \"gaussian\", p = 35, correlation = \"ar1\", rho = 0.7 }",
            35,
        ),
        ("n = 25\ndesign = \"fixed\"\ncovariates = { kind = \"gaussian\", p = 4 }", 4),
    ] {
        let mechanism = format!(
            "{mechanism}\ncoefficients = {{ kind = \"leading\", s = 2, value = 0.4 }}\n\
             noise = {{ kind = \"gaussian\", sigma = 1 }}"
        );
        let study = run(&mechanism, "kind = \"ols\"");
        let what = |name: &str, j: u32| format!("p {p}: {name} of {j}");
        for j in [0, 1, 2, 3] {
            let row = study.coefficient("", "ols", j);
            let of = |name: &str| row.measured(name).estimate.unwrap();
            push(&mut family, what("coverage", j), of("coverage"), 0.95);
            push(&mut family, what("left", j), of("left_miss"), 0.025);
            push(&mut family, what("right", j), of("right_miss"), 0.025);
            let error = row.measured("model_se_error");
            family.compare(
                what("error", j),
                (error.estimate.unwrap(), error.mcse.unwrap()),
                (0.0, 0.0),
            );
            if row.truth == 0.0 {
                push(&mut family, what("type I", j), of("rejection"), 0.05);
                assert!(row.measured("type_s").estimate.is_none());
            } else if j > 0 {
                assert!(of("rejection") > 0.2 && of("exaggeration") > 1.0, "{j}");
                assert!(of("type_s") < 0.01);
            }
            let centred = row.measured("bias_eliminated_coverage").estimate;
            // Kept for the coefficients of interest, which are the signals and a few others.
            assert!(centred.is_none_or(|c| (c - of("coverage")).abs() < 0.01));
            assert!(row.interval("coverage").unwrap().0 < of("coverage"));
        }
        for (measure, expected) in [
            ("coverage", 0.95),
            ("left_miss", 0.025),
            ("right_miss", 0.025),
            ("rejection_noise", 0.05),
        ] {
            family.compare(
                format!("p {p}: {measure}"),
                study.measured("", "ols", measure),
                (expected, 0.0),
            );
            let row = study.summary("", "ols", measure);
            assert_eq!(row.theory, Some(expected), "{measure}");
        }
        let stated = study.measured("", "ols", "model_variance");
        family.compare(format!("p {p}: variance"), stated, study.measured("", "ols", "variance"));
    }
    family.check();
}

/// Two strong signals among twenty covariates of two hundred rows.
#[test]
fn the_debiased_lasso_covers_in_an_easy_setting() {
    let mechanism = "n = 100\ncovariates = { kind = \"gaussian\", p = 20 }\n\
        coefficients = { kind = \"leading\", s = 2 }\nnoise = { kind = \"gaussian\", sigma = 1 }";
    let text = study(mechanism, "kind = \"debiased-lasso\"\ntuning = { kind = \"bic\" }", 1000)
        .replace("[mechanism]", "measures = [\"intervals\"]\n[mechanism]");
    let study = run_with(&text, &MemoryFiles::new());
    for measure in ["coverage", "coverage_signals", "coverage_noise"] {
        let (coverage, error) = study.measured("", "debiased-lasso", measure);
        assert!((0.925..=0.97).contains(&coverage) && error < 0.01, "{measure} {coverage}");
    }
    let (power, _) = study.measured("", "debiased-lasso", "rejection_signals");
    assert!(power > 0.99);
    let row = study.coefficient("", "debiased-lasso", 1);
    assert!(row.measured("model_se_error").estimate.unwrap().abs() < 8.0);
}

/// Ridge gives no intervals: every cell is null, and the method says why.
#[test]
fn a_method_without_intervals_has_none() {
    let mechanism = "n = 20\ncovariates = { kind = \"gaussian\", p = 3 }\n\
        coefficients = { kind = \"leading\", s = 2 }\nnoise = { kind = \"gaussian\", sigma = 1 }";
    let text = study(mechanism, "kind = \"ridge\"\ntuning = { kind = \"gcv\" }", 32)
        .replace("[mechanism]", "measures = [\"intervals\"]\n[mechanism]");
    let study = run_with(&text, &MemoryFiles::new());
    assert!(study.plan.methods[0].intervals().is_err_and(|reason| reason.contains("biased")));
    let of_theme = MEASURES.iter().filter(|measure| measure.theme == Theme::Intervals);
    let mut seen = 0;
    for measure in of_theme {
        let row = study.summary("", "ridge", measure.name);
        assert!(row.value.estimate.is_none() && row.undefined == 32, "{}", measure.name);
        seen += 1;
    }
    for measure in COEFFICIENT_MEASURES.iter().filter(|m| m.theme == Theme::Intervals) {
        assert!(study.coefficient("", "ridge", 1).measured(measure.name).estimate.is_none());
        seen += 1;
    }
    assert_eq!(seen, 20);
}
