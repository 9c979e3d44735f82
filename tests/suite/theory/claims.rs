//! Verdicts at the boundary: where both sides of a claim are equal, a study that looks again and
//! again until it decides must not decide more often than its level says.

use super::{fourier, study};
use parsim_engine::Selection;
use parsim_engine::results::Verdict;
use parsim_stats::summaries::distributions::normal_two_sided;
use parsim_stats::summaries::tests_of_claims::{holm, spent_level};
use parsim_tests::files::MemoryFiles;
use parsim_tests::store::MemoryStore;
use parsim_tests::study::{compile, execute};
use rand::{RngExt, SeedableRng};
use rand_distr::StandardNormal;
use rand_pcg::Pcg64Dxsm;
use statrs::distribution::{Binomial, DiscreteCDF};

const LOOKS: [u64; 4] = [512, 1024, 2048, 4096];
const LEVEL: f64 = 0.1;

/// Fails if that many false decisions are more than the level makes in one run of 10 000.
fn assert_level(what: &str, decided: u64, of: u64) {
    let chance = Binomial::new(LEVEL, of).unwrap();
    let unlikely = decided > 0 && chance.sf(decided - 1) < 1e-4;
    assert!(!unlikely, "{what}: {decided} false decisions in {of} at level {LEVEL}");
}

/// The rule alone: z statistics of growing sums, Holm over three scenarios, the level of each look.
#[test]
fn looking_again_keeps_the_level() {
    let mut stream = Pcg64Dxsm::seed_from_u64(77);
    let studies = 20_000;
    let mut decided = 0;
    for _ in 0..studies {
        let mut sums = [0.0; 3];
        let mut before = 0;
        let mut any = false;
        for look in LOOKS {
            let more = ((look - before) as f64).sqrt();
            for sum in &mut sums {
                *sum += more * stream.sample::<f64, _>(StandardNormal);
            }
            let p_values = sums.map(|sum| normal_two_sided(sum / (look as f64).sqrt()));
            any |= holm(&p_values).iter().any(|p| *p < spent_level(LEVEL, look));
            before = look;
        }
        decided += u64::from(any);
    }
    assert_level("z tests", decided, studies);
    // Four looks spend 0.8 of the level; a rule that never decides would be no rule.
    assert!(decided > studies / 25, "{decided}");
}

/// On the orthonormal Fourier design with n = 8, p = 2 and sigma = 1: the excess risk of least
/// squares has mean (p + 1)/n and its slopes the variance p/n; the lasso at lambda = 1/sqrt(8) is a
/// soft threshold at one standard error, which leaves a 0 at 0 with probability .682689492137086
/// (`soft_threshold.csv`). Three true intercepts make three scenarios of the same law.
const CLAIMS: &str = r#"
[[method]]
kind = "lasso"
tuning = { kind = "fixed", lambda = 0.3535533905932738 }
[[claim]]
text = "a mean score against its expectation"
holds = "excess_risk(ols) < 0.375"
level = 0.1
[[claim]]
text = "a part of the decomposition against its expectation"
holds = "variance(ols) > 0.25"
level = 0.1
[[claim]]
text = "a share of ones against its probability"
holds = "exact_support(lasso) < 0.4660649426"
level = 0.1
"#;

#[test]
fn claims_at_the_boundary_are_rarely_decided() {
    let files = MemoryFiles::new().with("fourier.csv", fourier(8, 2));
    let mechanism = "intercept = [0, 1, 2]\n\
         covariates = { kind = \"file\", path = \"fourier.csv\" }\n\
         coefficients = { kind = \"leading\", s = 0 }\nnoise = { kind = \"gaussian\", sigma = 1 }";
    let text = study(mechanism, "kind = \"ols\"", 16) + CLAIMS;
    let studies = 120;
    let mut decided = [0; 3];
    for seed in 0..studies {
        let text = text.replace("seed = 20191006", &format!("seed = {seed}"));
        let plan = compile(&text, &files);
        let store = MemoryStore::new();
        let mut any = [false; 3];
        for look in LOOKS {
            let outcome = execute(&plan, &store, 1, (look, &Selection::default()));
            for row in outcome.results.unwrap().claims {
                any[row.claim] |= matches!(row.verdict, Verdict::Holds | Verdict::Refuted);
            }
        }
        for (count, any) in decided.iter_mut().zip(any) {
            *count += u64::from(any);
        }
    }
    for (claim, decided) in decided.into_iter().enumerate() {
        assert_level(&format!("claim {claim}"), decided, studies);
    }
}

/// The same claims with the boundary moved away are decided, in the right direction.
#[test]
fn claims_away_from_the_boundary_are_decided() {
    let files = MemoryFiles::new().with("fourier.csv", fourier(8, 2));
    let mechanism = "covariates = { kind = \"file\", path = \"fourier.csv\" }\n\
         coefficients = { kind = \"leading\", s = 0 }\nnoise = { kind = \"gaussian\", sigma = 1 }";
    let claims = CLAIMS
        .replace("< 0.375", "< 0.45")
        .replace("> 0.25", "> 0.35")
        .replace("< 0.4660649426", "< 0.4");
    let text = study(mechanism, "kind = \"ols\"", 16) + &claims;
    let plan = compile(&text, &files);
    let outcome = execute(&plan, &MemoryStore::new(), 1, (4096, &Selection::default()));
    let expected = [Verdict::Holds, Verdict::Refuted, Verdict::Refuted];
    assert_eq!(outcome.results.unwrap().verdicts, expected);
}
