//! The claims themselves, by simulation: synthetic records of two methods go through the fold and the
//! decisions, look after look. Where every claim is exactly at its boundary, any verdict but
//! "undecided" is false, and the share of families (a claim in all scenarios at all looks) with a false
//! one is at most the claim's level. Where effects are real, they are found.
//!
//! `PARSIM_CLAIMS=5000,7` simulates 5,000 families from the seed 7.

use super::records::{Draws, Truth};
use crate::claims::decide;
use crate::fold::ScenarioFold;
use crate::results::Verdict;
use parsim_study::{NoDataFiles, Plan, Source};
use rayon::prelude::*;

/// The looks of a study of at least 500 replicates that doubles them three times.
const LOOKS: [u64; 4] = [512, 1008, 2000, 4000];

/// A level at which the rate can be measured.
const LEVEL: f64 = 0.1;

/// Claims by what they test; under the null all of them are at their boundary.
const CLAIMS: [(&str, &str); 14] = [
    ("a difference of scores", "excess_risk(ols) < excess_risk(ridge)"),
    ("a skewed score and a number", "excess_risk(ols) < 1"),
    ("a rare share and a number", "tpr(ols) > 0.998"),
    ("a rare share and a number, reversed", "0.01 < fdp(ols)"),
    ("0/1 and a number", "exact_support(ols) > 0.3"),
    ("0/1 and a number, scaled", "1 - 2 * exact_support(ols) < 0.4"),
    ("rare 0/1 and a number", "sign_recovery(ols) < 0.002"),
    ("two 0/1 measures", "screening(ols) < screening(ridge)"),
    ("two 0/1 measures, subtracted", "screening(ridge) - screening(ols) > 0"),
    ("a ratio", "relative_risk(ols) / relative_risk(ridge) < 0.5"),
    ("a product", "excess_risk(ols) * excess_risk(ridge) > 1"),
    ("variance", "variance(ols) < variance(ridge)"),
    ("squared bias", "squared_bias(ols) > squared_bias(ridge)"),
    ("variance and a score", "variance(ols) < 2 * excess_risk(ridge)"),
];

fn plan() -> Plan {
    let mut study = String::from(
        "title = \"t\"\nseed = 1\nreplicates = 512\n[mechanism]\nkind = \"linear\"\nn = [20, 30, 40]\n\
         covariates = { kind = \"gaussian\", p = 2 }\ncoefficients = { kind = \"leading\", s = 1 }\n\
         noise = { kind = \"gaussian\", snr = 1 }\n[[method]]\nkind = \"ols\"\n\
         [[method]]\nkind = \"ridge\"\n",
    );
    for (text, holds) in CLAIMS {
        let claim = format!("[[claim]]\ntext = \"{text}\"\nholds = \"{holds}\"\nlevel = {LEVEL}\n");
        study.push_str(&claim);
    }
    Plan::compile(&Source::new("t", study), &[], &NoDataFiles).unwrap()
}

/// By claim, whether some scenario was decided at some look, and whether the claim held as a whole at
/// the last.
fn family(plan: &Plan, truth: Truth, seed: u64) -> Vec<(bool, bool)> {
    let mut found = vec![(false, false); CLAIMS.len()];
    let most = LOOKS[LOOKS.len() - 1];
    let drawn: Vec<_> = (0..plan.scenarios.len())
        .map(|scenario| {
            Draws::new(seed * 16 + scenario as u64).records(truth, plan.themes, most as usize)
        })
        .collect();
    for replicates in LOOKS {
        let mut decisions = Vec::new();
        for (scenario, records) in drawn.iter().enumerate() {
            let mut fold = ScenarioFold::new(plan, scenario, replicates);
            fold.push(&records.iter().collect::<Vec<_>>(), replicates as usize);
            let decided = fold.decisions(&mut |_, _| panic!("no fit failed"));
            decisions.extend(decided.into_iter().map(|(claim, d)| (claim, scenario, d)));
        }
        let (rows, verdicts) = decide(plan, decisions, replicates);
        for row in rows {
            found[row.claim].0 |= row.verdict != Verdict::Undecided;
        }
        for (found, verdict) in found.iter_mut().zip(verdicts) {
            found.1 = verdict == Verdict::Holds;
        }
    }
    found
}

/// Families to simulate, and the seed.
fn families(default: u64) -> (u64, u64) {
    let given = std::env::var("PARSIM_CLAIMS").ok();
    let given = given.as_deref().and_then(|text| text.split_once(','));
    given.map_or((default, 1), |(count, seed)| (count.parse().unwrap(), seed.parse().unwrap()))
}

#[test]
fn claims_at_their_boundary_are_seldom_decided() {
    let plan = plan();
    let (count, seed) = families(100);
    let all: Vec<_> = (0..count)
        .into_par_iter()
        .map(|at| family(&plan, Truth::Null, seed * 1_000_003 + at))
        .collect();
    let limit = largest_plausible(count, LEVEL);
    for (at, (text, holds)) in CLAIMS.iter().enumerate() {
        let wrong = all.iter().filter(|family| family[at].0).count() as u64;
        println!("{text}: {wrong} of {count} families");
        assert!(wrong <= limit, "{text}, {holds}: {wrong} of {count} families, at most {limit}");
    }
    // What tests at its level is seen to do so: a test that never decides would pass the above.
    let decided = |at: usize| all.iter().filter(|family| family[at].0).count();
    assert!(decided(0) > 0 && decided(7) > 0 && decided(11) > 0);
}

#[test]
fn real_effects_are_decided() {
    let plan = plan();
    for at in 0..4 {
        let found = family(&plan, Truth::Effect, 977 + at);
        for ((text, _), (_, holds)) in CLAIMS.iter().zip(found) {
            assert!(holds, "{text}: undecided or refuted");
        }
    }
}

/// The number of families that a binomial number with that share exceeds in less than one case of a
/// thousand.
fn largest_plausible(count: u64, share: f64) -> u64 {
    let odds = share / (1.0 - share);
    let mut probability = (count as f64 * (1.0 - share).ln()).exp();
    let (mut below, mut k) = (probability, 0);
    while below < 0.999 && k < count {
        probability *= (count - k) as f64 / (k + 1) as f64 * odds;
        below += probability;
        k += 1;
    }
    k
}
