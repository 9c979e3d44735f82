//! What tables print as theory, held against simulation: exact laws at 20 000 replicates, limits at
//! two sizes.

use super::{fourier, list, study};
use parsim_engine::results::SummaryRow;
use parsim_stats::theory::LAWS;
use parsim_tests::family::Family;
use parsim_tests::files::MemoryFiles;
use parsim_tests::study::{Study, run, run_with};

const REPLICATES: usize = 20_000;

const RISKS: [&str; 4] = ["excess_risk", "pve", "relative_risk", "relative_test_error"];
/// Measures that say different things; the others nearly repeat these, and are not counted again.
const DISTINCT: [&str; 5] = ["excess_risk", "squared_bias", "in_sample_error", "nonzeros", "fdp"];

const SLOPES: [&str; 3] = ["mse", "squared_bias", "variance"];

/// The rows of the only scenario that have a stated value.
fn stated(study: &Study) -> Vec<&SummaryRow> {
    study.results.summary.iter().filter(|row| row.theory.is_some()).collect()
}

/// Holds every stated value of a method against its estimate.
fn compare(family: &mut Family, study: &Study, name: &str, law: &str, measures: &[&[&str]]) {
    let mut expected = measures.concat();
    expected.sort_unstable();
    let method = study.plan.method(name).unwrap();
    let rows = stated(study).into_iter().filter(|row| row.method == method);
    let rows: Vec<&SummaryRow> = rows.collect();
    let names: Vec<&str> = rows.iter().map(|row| row.measure).collect();
    assert_eq!(names, expected, "{name}");
    for row in rows {
        assert_eq!(row.law, Some(law), "{}", row.measure);
        let theory = row.theory.unwrap();
        let (estimate, mcse) = (row.value.estimate.unwrap(), row.value.mcse.unwrap());
        if mcse == 0.0 {
            assert!((estimate - theory).abs() < 1e-3, "{} {estimate} {theory}", row.measure);
            continue;
        }
        // No estimate is so poor that any value would pass.
        assert!(mcse < 0.05 * theory.abs().max(0.05), "{}: {estimate} +- {mcse}", row.measure);
        let z = row.z.unwrap();
        if !SLOPES.contains(&row.measure) {
            assert!((z - (estimate - theory) / mcse).abs() < 1e-9);
        }
        assert!(z.abs() <= 4.0, "{law}, {name}, {}: z = {z}", row.measure);
        if DISTINCT.contains(&row.measure) {
            family.push(format!("{law}, {name}, {}", row.measure), z);
        }
    }
}

#[test]
fn least_squares_on_gaussian_rows() {
    let mut family = Family::new("least squares", 3);
    for (intercept, law) in [
        (2.5, "kind = \"gaussian\", p = 8, correlation = \"ar1\", rho = 0.6"),
        (0.0, "kind = \"gaussian\", p = 8, correlation = \"block\", rho = 0.5, block_size = 4"),
        (1.0, "kind = \"sparse-precision\", p = 8, density = 0.5"),
    ] {
        let mechanism = format!(
            "n = 40\nintercept = {intercept:?}\ncovariates = {{ {law} }}\n\
             coefficients = {{ kind = \"leading\", s = 3 }}\nnoise = {{ kind = \"laplace\", sigma = 1.5 }}"
        );
        let methods = format!(
            "kind = \"ols\"\nintercept = {0}\n[[oracle]]\nkind = \"known-support\"\nintercept = {0}",
            intercept != 0.0
        );
        let study = run(&study(&mechanism, &methods, REPLICATES));
        compare(&mut family, &study, "ols", "ols-gaussian", &[&RISKS, &SLOPES]);
        let oracle = "known-support-gaussian";
        compare(&mut family, &study, "known-support", oracle, &[&RISKS, &SLOPES]);
    }
    family.check();
}

#[test]
fn minimum_norm_on_gaussian_rows() {
    let mut family = Family::new("minimum norm", 2);
    for intercept in [true, false] {
        let mechanism = "n = 16\ncovariates = { kind = \"gaussian\", p = 32 }\n\
                         coefficients = { kind = \"leading\", s = 3 }\n\
                         noise = { kind = \"gaussian\", sigma = 1.5 }";
        let method = format!("kind = \"ols\"\nminimum_norm = true\nintercept = {intercept}");
        let study = run(&study(mechanism, &method, REPLICATES));
        compare(&mut family, &study, "ols", "minimum-norm-isotropic", &[&RISKS, &SLOPES]);
    }
    family.check();
}

/// Least squares and ridge given X, for both signs of n - p, on every scaling, beside both oracles.
#[test]
fn linear_estimators_given_rows() {
    let mut family = Family::new("given rows", 4);
    let methods = |intercept: bool, standardize: bool| {
        let scaling = format!("intercept = {intercept}\nstandardize = {standardize}\n");
        format!(
            "kind = \"ridge\"\n{scaling}tuning = {{ kind = \"fixed\", lambda = 0.3 }}\n\
             [[oracle]]\nkind = \"fixed-lambda\"\nmethod = \"ridge\"\nuniversal = 0.5\n\
             [[oracle]]\nkind = \"known-support\"\nintercept = {intercept}"
        )
    };
    let sample: &[&str] = &["in_sample_error"];
    for (p, intercept, standardize) in
        [(6, true, true), (6, false, true), (40, true, false), (40, true, true)]
    {
        let mechanism = format!(
            "n = 24\ndesign = \"fixed\"\nintercept = {:?}\n\
             covariates = {{ kind = \"gaussian\", p = {p}, correlation = \"ar1\", rho = 0.6 }}\n\
             coefficients = {{ kind = \"leading\", s = 3 }}\nnoise = {{ kind = \"gaussian\", snr = 2 }}",
            if intercept { 3.0 } else { 0.5 }
        );
        let study = run(&study(&mechanism, &methods(intercept, standardize), REPLICATES));
        for method in ["ridge", "fixed-lambda", "known-support"] {
            compare(&mut family, &study, method, "linear-given-rows", &[&RISKS, &SLOPES, sample]);
        }
    }
    family.check();
}

/// The lasso on the orthogonal design with an intercept, and on orthogonal columns of several
/// lengths and without one.
#[test]
fn the_lasso_on_orthogonal_columns() {
    let mut family = Family::new("orthogonal lasso", 2);
    let beta = [0.5, -0.4, 0.3, 0.0, 0.0, 0.1, 0.0, 0.0];
    let mut lengths = fourier(48, 8);
    for (j, factor) in [1.0, 2.0, 0.5, 1.5, 0.7, 3.0, 1.0, 0.4].into_iter().enumerate() {
        lengths.column_mut(j).iter_mut().for_each(|x| *x *= factor);
    }
    let files = MemoryFiles::new().with("lengths.csv", lengths);
    let designs = [
        ("kind = \"orthogonal\", p = 8, rows = 48", "intercept = true\nstandardize = true"),
        ("kind = \"file\", path = \"lengths.csv\"", "intercept = false\nstandardize = false"),
        ("kind = \"file\", path = \"lengths.csv\"", "intercept = true\nstandardize = true"),
    ];
    let selections: &[&str] = &[
        "exact_support",
        "exact_zeros",
        "f1",
        "fdp",
        "fpr",
        "hamming",
        "in_sample_error",
        "nonzeros",
        "precision",
        "screening",
        "sign_recovery",
        "tpr",
    ];
    for (law, scaling) in designs {
        let mechanism = format!(
            "covariates = {{ {law} }}\ncoefficients = {{ kind = \"explicit\", values = {} }}\n\
             noise = {{ kind = \"gaussian\", sigma = 1 }}",
            list(&beta)
        );
        let method =
            format!("kind = \"lasso\"\n{scaling}\ntuning = {{ kind = \"fixed\", lambda = 0.2 }}");
        let study = run_with(&study(&mechanism, &method, REPLICATES), &files);
        compare(&mut family, &study, "lasso", "lasso-orthogonal", &[&RISKS, &SLOPES, selections]);
    }
    family.check();
}

/// Independent covariates, a penalised method at a given lambda.
fn limit_study(method: &str, (n, p, s): (usize, usize, usize), replicates: usize) -> Study {
    let mechanism = format!(
        "n = {n}\ncovariates = {{ kind = \"gaussian\", p = {p} }}\n\
         coefficients = {{ kind = \"leading\", s = {s}, value = {:?} }}\n\
         noise = {{ kind = \"gaussian\", sigma = 1 }}",
        // |beta|^2 = 2 at every size.
        (2.0 / s as f64).sqrt()
    );
    run(&study(&mechanism, method, replicates))
}

/// Estimates lie within the allowance, and their distance from the limit shrinks as n, p and s grow
/// fourfold: summed over the measures, relative to the limit, it is at most half, or within noise.
fn shrinks(what: &str, small: &Study, large: &Study, law: &str) {
    let distance = |study: &Study| {
        let (mut distance, mut noise) = (0.0, 0.0);
        for row in stated(study) {
            assert_eq!(row.law, Some(law));
            let z = row.z.unwrap();
            assert!(z.abs() < 4.0, "{what}: {}: z = {z}", row.measure);
            let theory = row.theory.unwrap();
            let (estimate, mcse) = (row.value.estimate.unwrap(), row.value.mcse.unwrap());
            distance += ((estimate - theory) / theory).abs();
            noise += mcse / theory.abs();
        }
        assert!(distance > 0.0, "{what}: nothing is stated");
        (distance, noise)
    };
    let ((before, _), (after, noise)) = (distance(small), distance(large));
    assert!(after < before / 2.0 + 2.0 * noise, "{what}: {before} to {after}");
    assert!(before > noise, "{what}: {before} cannot be told from noise");
}

#[test]
fn ridge_comes_near_its_limit() {
    for scaling in ["", "intercept = false\nstandardize = false\n"] {
        for lambda in [0.1, 1.0] {
            let method = format!(
                "kind = \"ridge\"\n{scaling}tuning = {{ kind = \"fixed\", lambda = {lambda:?} }}"
            );
            let small = limit_study(&method, (20, 40, 5), 20_000);
            let large = limit_study(&method, (80, 160, 20), 2000);
            shrinks(&format!("ridge {scaling} {lambda}"), &small, &large, "ridge-limit");
        }
    }
}

#[test]
fn the_lasso_comes_near_its_limit() {
    for scaling in ["", "intercept = false\nstandardize = false\n"] {
        for (p, s) in [(40, 5), (20, 3)] {
            let method =
                format!("kind = \"lasso\"\n{scaling}tuning = {{ kind = \"fixed\", lambda = 0.2 }}");
            let small = limit_study(&method, (20, p, s), 20_000);
            let large = limit_study(&method, (80, 4 * p, 4 * s), 4000);
            shrinks(&format!("lasso {scaling} {p}"), &small, &large, "lasso-limit");
        }
    }
}

/// Where a condition fails nothing is stated.
#[test]
fn laws_are_silent_outside_of_their_conditions() {
    let base = "n = 40\ncovariates = { kind = \"gaussian\", p = 24 }\n\
                coefficients = { kind = \"leading\", s = 3 }\nnoise = { kind = \"gaussian\", sigma = 1 }";
    let swap = |from: &str, to: &str| base.replace(from, to);
    let ridge = "kind = \"ridge\"\ntuning = { kind = \"fixed\", lambda = 0.3 }";
    let lasso = "kind = \"lasso\"\ntuning = { kind = \"fixed\", lambda = 0.3 }";
    let cases = [
        (base.to_owned(), "kind = \"lasso\""),
        (base.to_owned(), "kind = \"ridge\"\ntuning = { kind = \"fixed\", lambda_ratio = 0.3 }"),
        (swap("kind = \"gaussian\", sigma", "kind = \"heteroskedastic\", sigma"), "kind = \"ols\""),
        (swap("n = 40", "n = 40\nintercept = 1"), "kind = \"ols\"\nintercept = false"),
        (swap("p = 24", "p = 24, correlation = \"ar1\", rho = 0.2"), ridge),
        (swap("p = 24", "p = 24, correlation = \"ar1\", rho = 0.2"), lasso),
        (swap("p = 24", "p = 12"), ridge),
        (swap("n = 40", "n = 40\ndesign = \"fixed\""), lasso),
        (swap("kind = \"gaussian\", sigma", "kind = \"laplace\", sigma"), lasso),
        (
            base.to_owned(),
            "kind = \"lasso\"\nparity = \"glmnet\"\ntuning = { kind = \"fixed\", lambda = 0.3 }",
        ),
    ];
    for (mechanism, method) in cases {
        let study = run(&study(&mechanism, method, 16));
        let rows = stated(&study);
        assert!(rows.is_empty(), "{mechanism}\n{method}\n{rows:?}");
    }
}

/// Where the risk has no fourth moment its value is stated without a z.
#[test]
fn heavy_tails_have_no_z() {
    let mechanism = "n = 20\ncovariates = { kind = \"gaussian\", p = 12 }\n\
                     coefficients = { kind = \"leading\", s = 3 }\nnoise = { NOISE, sigma = 1 }";
    for (noise, p) in [("kind = \"gaussian\"", 12), ("kind = \"student-t\", df = 5", 4)] {
        let mechanism = mechanism.replace("NOISE", noise).replace("p = 12", &format!("p = {p}"));
        let study = run(&study(&mechanism, "kind = \"ols\"", 64));
        let rows = stated(&study);
        assert_eq!(rows.len(), 7);
        assert!(rows.iter().all(|row| row.z.is_none()), "{noise}");
    }
}

#[test]
fn every_law_has_a_manual() {
    let mut names: Vec<&str> = LAWS.iter().map(|law| law.name).collect();
    names.sort_unstable();
    names.dedup();
    assert_eq!(names.len(), LAWS.len());
    for law in LAWS {
        for text in [law.summary, law.formula, law.conditions, law.source] {
            assert!(text.len() > 10 && !text.ends_with('.'), "{}: {text}", law.name);
        }
    }
    let kinds: Vec<&str> = LAWS.iter().map(|law| law.statement.kind()).collect();
    for kind in ["exact", "asymptotic", "landmark"] {
        assert!(kinds.contains(&kind), "{kind}");
    }
}
