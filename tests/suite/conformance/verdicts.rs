//! Verdicts of the engine against the rules for claims, from the numbers of the tables.

use crate::determinism::{FAILURES, files};
use parsim_engine::results::{ClaimRow, Verdict};
use parsim_stats::summaries::distributions::normal_two_sided;
use parsim_stats::summaries::tests_of_claims::{binomial_two_sided, mcnemar};
use parsim_tests::study::{Study, column, records, run, run_with};
use statrs::distribution::{ContinuousCDF, Normal};

/// A study of three scenarios with the given claims.
fn study(claims: &[&str]) -> Study {
    let mut text = "title = \"t\"\nseed = 8\nreplicates = 512\n[mechanism]\nkind = \"linear\"\n\
        n = [6, 20, 60]\ncovariates = { kind = \"gaussian\", p = 8 }\n\
        coefficients = { kind = \"leading\", s = 2 }\nnoise = { kind = \"gaussian\", snr = 1 }\n\
        [[method]]\nkind = \"ols\"\n[[method]]\nkind = \"ridge\"\n\
        tuning = { kind = \"fixed\", lambda = 0.5 }\n[[method]]\nkind = \"lasso\"\n\
        tuning = { kind = \"fixed\", lambda = 0.3 }\n[[method]]\nkind = \"lasso\"\nname = \"null\"\n\
        tuning = { kind = \"fixed\", lambda = 1e6 }\n[[method]]\nkind = \"lasso\"\n\
        name = \"empty\"\ntuning = { kind = \"fixed\", lambda = 2e6 }\n"
        .to_owned();
    for claim in claims {
        text += "[[claim]]\ntext = \"a claim\"\n";
        text += claim;
        text += "\n";
    }
    run(&text)
}

fn rows(study: &Study, claim: usize) -> Vec<&ClaimRow> {
    study.results.claims.iter().filter(|row| row.claim == claim).collect()
}

fn verdicts(study: &Study, claim: usize) -> Vec<Verdict> {
    rows(study, claim).iter().map(|row| row.verdict).collect()
}

#[test]
fn a_method_that_does_not_apply_takes_no_part() {
    let study = study(&["holds = \"excess_risk(lasso) < excess_risk(ols)\""]);
    // Least squares needs nine rows.
    assert_eq!(verdicts(&study, 0), [Verdict::NotApplicable, Verdict::Holds, Verdict::Holds]);
    assert_eq!(study.results.verdicts, [Verdict::Holds]);
}

#[test]
fn a_claim_refuted_somewhere_is_refuted() {
    let study = study(&[
        "holds = \"excess_risk(lasso) < 1.9\"",
        "holds = \"excess_risk(lasso) < 1.9\"\nwhere = \"n >= 60\"",
    ]);
    assert_eq!(rows(&study, 1).len(), 1, "the condition chooses scenarios");
    assert_eq!(study.results.verdicts[1], Verdict::Holds);
    let first = verdicts(&study, 0);
    assert!(first[0] == Verdict::Refuted || first.contains(&Verdict::Undecided), "{first:?}");
    let all_hold = first.iter().all(|verdict| *verdict == Verdict::Holds);
    assert!(!all_hold && study.results.verdicts[0] != Verdict::Holds);
}

/// `==` holds if it is exact in every replicate and is refuted by one exception.
#[test]
fn equality_is_exact() {
    let study = study(&[
        "holds = \"exact_zeros(ridge) == 0\"",
        "holds = \"exact_zeros(lasso) == 0\"",
        "holds = \"exact_zeros(null) == 1\"",
    ]);
    assert_eq!(study.results.verdicts, [Verdict::Holds, Verdict::Refuted, Verdict::Holds]);
    assert!(rows(&study, 0).iter().all(|row| row.p_adjusted.is_none() && row.z.is_none()));
}

#[test]
fn no_difference_decides_nothing() {
    let study = study(&["holds = \"excess_risk(null) < excess_risk(empty)\""]);
    for row in rows(&study, 0) {
        assert_eq!((row.verdict, row.p_adjusted), (Verdict::Undecided, Some(1.0)));
        assert_eq!((row.difference.estimate, row.replicates_needed), (Some(0.0), None));
    }
}

/// Hall's statistic (1992, eq. 2.7) of the differences' mean, from two-pass moments; z itself where that
/// is nearer to 0.
fn freed_of_skewness(study: &Study, scenario: usize) -> f64 {
    let records = records(&study.plan, scenario, &[1, 2], 512);
    let [ridge, lasso] = [0, 1].map(|at| column(&records[at], "excess_risk"));
    let differences: Vec<f64> = lasso.iter().zip(ridge).map(|(a, b)| a - b).collect();
    let mean = differences.iter().sum::<f64>() / 512.0;
    let moment = |k| differences.iter().map(|d| (d - mean).powi(k)).sum::<f64>() / 512.0;
    let z = mean / (moment(2) / 511.0).sqrt();
    let a = moment(3) / moment(2).powf(1.5) / 512.0_f64.sqrt();
    let freed = z + a * z * z / 3.0 + a / 6.0 + a * a * z.powi(3) / 27.0;
    if freed * z <= 0.0 { 0.0 } else { z.signum() * freed.abs().min(z.abs()) }
}

/// Means: z is difference over error; two-sided normal p-values of z freed of skewness, Holm over the
/// scenarios, half the level at 512 replicates; what would be needed by the formula
/// `R((z_crit + 1.2816)/abs(z))^2` at the level of so many replicates.
#[test]
fn means_are_tested_by_z_with_holms_adjustment() {
    let study = study(&["holds = \"excess_risk(lasso) < excess_risk(ridge)\"\nlevel = 0.02"]);
    let rows = rows(&study, 0);
    let z = |row: &ClaimRow| row.difference.estimate.unwrap() / row.difference.mcse.unwrap();
    let freed: Vec<f64> = (0..3).map(|at| freed_of_skewness(&study, at)).collect();
    assert!((0..3).any(|at| freed[at] != z(rows[at])), "the differences are skewed somewhere");
    let mut order: Vec<usize> = (0..3).collect();
    order.sort_by(|&a, &b| freed[b].abs().total_cmp(&freed[a].abs()));
    let mut running = 0.0_f64;
    for (rank, &at) in order.iter().enumerate() {
        let row = rows[at];
        assert!((row.z.unwrap() / z(row) - 1.0).abs() < 1e-12);
        running = running.max(normal_two_sided(freed[at]) * (3.0 - rank as f64)).min(1.0);
        assert!((row.p_adjusted.unwrap() / running - 1.0).abs() < 1e-9);
        let expected = match (running < 0.01, z(row) < 0.0) {
            (false, _) => Verdict::Undecided,
            (true, true) => Verdict::Holds,
            (true, false) => Verdict::Refuted,
        };
        assert_eq!(row.verdict, expected);
        if let Some(needed) = row.replicates_needed {
            // 1, 2, 3, ... for up to 999, 1999, 3999, ... replicates.
            let k = 1.0 + (needed as f64 / 500.0).log2().floor().max(0.0);
            let critical = Normal::standard().inverse_cdf(1.0 - 0.5 * 0.02 / (k * (k + 1.0)) / 3.0);
            let formula = (512.0 * ((critical + 1.2816) / z(row).abs()).powi(2)).ceil();
            assert!(expected == Verdict::Undecided && (needed as f64 - formula).abs() <= 1.0);
        }
    }
    // The paired difference is that of the contrasts.
    let row = study.contrast("n=60", "lasso", "excess_risk").difference;
    let ridge = study.contrast("n=60", "ridge", "excess_risk").difference;
    let difference = row.estimate.unwrap() - ridge.estimate.unwrap();
    assert!((difference - rows[2].difference.estimate.unwrap()).abs() < 1e-12);
}

/// Ones and zeros: McNemar's test between methods, the binomial test against a number, each from
/// counts of the raw scores.
#[test]
fn ones_and_zeros_are_tested_exactly() {
    let study = study(&[
        "holds = \"screening(lasso) < screening(null)\"\nwhere = \"n = 20\"",
        "holds = \"screening(lasso) > 0.9\"\nwhere = \"n = 20\"",
    ]);
    let records = records(&study.plan, 1, &[2, 3], 512);
    let [lasso, null] = [0, 1].map(|at| column(&records[at], "screening"));
    let only = |a: &[f64], b: &[f64]| {
        a.iter().zip(b).filter(|(a, b)| **a == 1.0 && **b == 0.0).count() as u64
    };
    let expected = mcnemar(only(lasso, null), only(null, lasso));
    let row = rows(&study, 0)[0];
    assert!((row.p_adjusted.unwrap() - expected).abs() <= 1e-12 * expected.max(1e-12));
    assert!(row.z.is_none() && row.verdict == Verdict::Refuted);
    let ones = lasso.iter().filter(|score| **score == 1.0).count() as u64;
    let expected = binomial_two_sided(ones, 512, 0.9);
    let row = rows(&study, 1)[0];
    assert!((row.p_adjusted.unwrap() / expected - 1.0).abs() < 1e-10);
    assert!(row.z.is_none(), "an exact test has no z");
}

/// Too many replicates without a value: no verdict, with the reason.
#[test]
fn too_few_valid_replicates_decide_nothing() {
    let text = FAILURES.replace("n = 12", "n = 9");
    let study = run_with(&text, &files());
    let failed = study.summary("", "ols", "excess_risk").failures;
    assert!(failed > 32, "{failed} of 320 failed");
    let row = rows(&study, 0)[0];
    assert_eq!(row.verdict, Verdict::Undecided);
    assert!(row.note.contains("valid"), "{}", row.note);
    assert!(row.p_adjusted.is_none() && row.difference.estimate.is_none());
}
