//! Are the stated Monte Carlo standard errors the true ones where replicates share their covariates? Hundreds of
//! studies of 640 replicates, eight on each draw of X: the mean stated error over the standard deviation of the
//! estimates must lie near 1, where S/sqrt(R) lies far below.

use parsim_engine::Selection;
use parsim_stats::summaries::moments::Moments;
use parsim_study::Plan;
use parsim_tests::files::MemoryFiles;
use parsim_tests::goodness::{mean, variance};
use parsim_tests::store::MemoryStore;
use parsim_tests::study::{Study, column, compile, execute, records};
use std::collections::BTreeMap;

const STUDIES: usize = 400;
const REPLICATES: usize = 640;

/// With five of nine degrees of freedom spent, the risk of least squares depends on X more than on the noise.
fn plan() -> Plan {
    let text = format!(
        "title = \"t\"\nseed = 1\nreplicates = {REPLICATES}\n[mechanism]\nkind = \"linear\"\nn = 14\n\
         noise_draws = 8\n\
         covariates = {{ kind = \"gaussian\", p = 5, correlation = \"equicorrelated\", rho = 0.5 }}\n\
         coefficients = {{ kind = \"leading\", s = 2 }}\nnoise = {{ kind = \"gaussian\", snr = 2 }}\n\
         [[method]]\nkind = \"ols\"\n\
         [[method]]\nkind = \"lasso\"\nlambdas = 20\ntuning = {{ kind = \"fixed\", lambda_ratio = 0.3 }}\n\
         [[claim]]\ntext = \"c\"\nholds = \"sign_recovery(lasso) < 0.5\"\n\
         [[claim]]\ntext = \"d\"\nholds = \"relative_test_error(ols) < {TEST_ERROR}\"\n"
    );
    compile(&text, &MemoryFiles::new())
}

/// The mean relative test error of least squares: 1 + 1/n + (1 + 1/n) p/(n - p - 2), n = 14, p = 5.
const TEST_ERROR: f64 = 1.0 + 1.0 / 14.0 + (1.0 + 1.0 / 14.0) * 5.0 / 7.0;

fn study(plan: &Plan, seed: u64) -> Study {
    let plan = plan.clone().with_seed(seed).unwrap();
    let all = Selection::default();
    let outcome = execute(&plan, &MemoryStore::new(), 2, (REPLICATES as u64, &all));
    Study { plan, results: outcome.results.unwrap() }
}

/// Every kind of summary: scores, fractions, zeros and ones, parts of the decomposition, contrasts, coefficients.
fn summaries(study: &Study) -> Vec<(String, f64, f64)> {
    let mut all = Vec::new();
    for (method, measure) in [
        ("ols", "excess_risk"),
        ("lasso", "excess_risk"),
        ("lasso", "tpr"),
        ("lasso", "sign_recovery"),
        ("ols", "squared_bias"),
        ("ols", "variance"),
        ("lasso", "squared_bias"),
        ("lasso", "variance"),
        ("lasso", "mse"),
    ] {
        let (estimate, mcse) = study.measured("", method, measure);
        all.push((format!("{measure}({method})"), estimate, mcse));
    }
    for measure in ["excess_risk", "variance"] {
        let row = study.contrast("", "lasso", measure);
        let mut push = |what: &str, value: parsim_engine::results::Measured| {
            let (estimate, mcse) = (value.estimate.unwrap(), value.mcse.unwrap());
            all.push((format!("{what} of {measure}"), estimate, mcse));
        };
        push("difference", row.difference);
        push("ratio", row.ratio);
    }
    for (j, measure) in [(1, "bias"), (1, "mse"), (1, "empirical_se"), (3, "selected"), (3, "rmse")]
    {
        let summary = study.coefficient("", "lasso", j).values.summary(measure).unwrap();
        all.push((format!("{measure} of {j}"), summary.estimate, summary.mcse.unwrap()));
    }
    all
}

#[test]
fn stated_errors_are_true_errors_where_replicates_share_their_covariates() {
    let plan = plan();
    let mut by_name: BTreeMap<String, (Vec<f64>, Vec<f64>)> = BTreeMap::new();
    let (mut covered, mut rejected) = (0, [0; 2]);
    for seed in 0..STUDIES as u64 {
        let study = study(&plan, seed);
        for (name, estimate, mcse) in summaries(&study) {
            let (estimates, errors) = by_name.entry(name).or_default();
            estimates.push(estimate);
            errors.push(mcse);
        }
        let row = study.summary("", "ols", "relative_test_error");
        let inside = row.lower.unwrap() <= TEST_ERROR && TEST_ERROR <= row.upper.unwrap();
        covered += usize::from(inside);
        for (claim, count) in study.results.claims.iter().zip(&mut rejected) {
            assert!(claim.note.contains("batches"), "{}", claim.note);
            *count += usize::from(claim.p_adjusted.unwrap() < 0.05);
        }
    }
    for (name, (estimates, errors)) in &by_name {
        let stated = errors.iter().sum::<f64>() / STUDIES as f64;
        let ratio = stated / variance(estimates).0.sqrt();
        // A true bias of 0 is given on the safe side; 0.14 is four standard errors of a standard deviation.
        let most = if name == "squared_bias(ols)" { 1.35 } else { 1.14 };
        println!("{name}: {ratio:.3}");
        assert!((0.86..=most).contains(&ratio), "{name}: {ratio:.3}");
    }
    // Least squares has no bias, whatever replicates share.
    let (bias, error) = mean(&by_name["squared_bias(ols)"].0);
    assert!(bias.abs() < 4.0 * error, "{bias:e} with error {error:e}");
    // 95 % of 400 with a standard error of 1.1 %; skewed risks take a little off it.
    assert!((0.90..=0.985).contains(&(covered as f64 / STUDIES as f64)), "{covered} covered");
    // The second claim is at the edge of its null hypothesis: 5 %.
    assert!(rejected[1] < STUDIES * 9 / 100, "{rejected:?} rejected");
}

/// What would have been stated without regard to what replicates share.
#[test]
fn independence_would_have_understated_errors() {
    let plan = plan();
    let (mut estimates, mut stated) = (Vec::new(), 0.0);
    for seed in 1000..1000 + STUDIES as u64 / 2 {
        let plan = plan.clone().with_seed(seed).unwrap();
        let record = &records(&plan, 0, &[0], REPLICATES)[0];
        let mut moments = Moments::default();
        moments.absorb(column(record, "excess_risk"));
        estimates.push(moments.mean);
        stated += moments.mcse().unwrap();
    }
    let ratio = stated / estimates.len() as f64 / variance(&estimates).0.sqrt();
    assert!(ratio < 0.8, "{ratio:.3}");
}
