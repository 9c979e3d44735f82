//! Every measure has a Monte Carlo standard error that shrinks like one over the root of the number
//! of replicates.

use parsim_engine::Selection;
use parsim_tests::files::MemoryFiles;
use parsim_tests::store::MemoryStore;
use parsim_tests::study::{Study, compile, execute};

/// Two scenarios and two methods, so that every measure varies somewhere.
const STUDY: &str = r#"
title = "Shrinking errors"
seed = 4
replicates = 512
measures = "all"
[mechanism]
kind = "linear"
n = 25
covariates = { kind = "gaussian", p = 6, correlation = "ar1", rho = 0.5 }
coefficients = { kind = "decreasing", s = 3, from = 1.0, to = 0.1 }
noise = { kind = "gaussian", snr = [0.3, 1.5] }
[[method]]
kind = "ols"
[[method]]
kind = "ridge"
tuning = { kind = "fixed", lambda = 0.2 }
[[method]]
kind = "lasso"
lambdas = 12
tuning = { kind = "aic" }
"#;

const FEW: u64 = 512;

#[test]
fn errors_shrink_like_one_over_the_root() {
    let plan = compile(STUDY, &MemoryFiles::new());
    let store = MemoryStore::new();
    let [few, many] = [FEW, 16 * FEW].map(|replicates| {
        let outcome = execute(&plan, &store, 2, (replicates, &Selection::default()));
        Study { plan: plan.clone(), results: outcome.results.unwrap() }
    });
    for measure in few.plan.themes.measures() {
        let mut varies = 0;
        for (before, after) in few.results.summary.iter().zip(&many.results.summary) {
            if before.measure != measure.name || before.value.estimate.is_none() {
                continue;
            }
            // Without bias its error shrinks like 1/R.
            if measure.name == "squared_bias" && few.plan.methods[before.method].name == "ols" {
                continue;
            }
            let what = format!("{} {before:?} {after:?}", measure.name);
            let (before, after) = (before.value.mcse.unwrap(), after.value.mcse.unwrap());
            if before == 0.0 {
                continue;
            }
            let ratio = before / after;
            assert!((2.8..=5.6).contains(&ratio), "{ratio}: {what}");
            varies += 1;
        }
        assert!(varies >= 2, "{} varies nowhere", measure.name);
    }
    coefficients(&few, &many);
    for (before, after) in few.results.contrasts.iter().zip(&many.results.contrasts) {
        let (before, after) = (before.difference.mcse, after.difference.mcse);
        let Some((before, after)) = before.zip(after).filter(|(before, _)| *before > 0.0) else {
            continue;
        };
        assert!((2.8..=5.6).contains(&(before / after)));
    }
}

/// Every measure of a coefficient, likewise; each of them varies somewhere.
fn coefficients(few: &Study, many: &Study) {
    for measure in few.plan.themes.coefficient_measures() {
        let mut varies = 0;
        for (before, after) in few.results.coefficients.iter().zip(&many.results.coefficients) {
            let [before, after] = [before, after].map(|row| row.measured(measure.name));
            let Some((before, after)) = before.mcse.zip(after.mcse) else { continue };
            if before > 0.0 {
                let ratio = before / after;
                // The error of a squared bias is that of the mean, and of its own size where there is
                // no bias; some others are made of few replicates.
                let range = if measure.name == "squared_bias" { 0.5..=64.0 } else { 2.0..=8.0 };
                assert!(range.contains(&ratio), "{ratio}: {}", measure.name);
                varies += 1;
            }
        }
        assert!(varies >= 2, "{} varies nowhere", measure.name);
    }
}
