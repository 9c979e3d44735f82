//! Verdicts on claims, and what they do to the exit code.

use crate::place::Place;
use crate::published::Table;
use crate::studies::{SINGLE, SMALL};

fn with_claim(holds: &str) -> Place {
    Place::of(&format!("{SINGLE}\n[[claim]]\ntext = \"A claim\"\nholds = \"{holds}\"\n"))
}

#[test]
fn a_refuted_claim_is_a_result_and_no_error() {
    let place = Place::of(SMALL);
    let answer = place.parsim("run study.toml").exits(0);
    answer.says("The lasso predicts better than the null model").says("refuted");
    let claims = Table::of(&place, "claims");
    assert_eq!(claims.rows.len(), 2 * 4);
    // Ridge never gives an exact zero: all differences are -0.5.
    let ridge = claims.filter(&[("claim", "Ridge selects covariates")]);
    assert_eq!(ridge.column("verdict"), ["refuted"; 4]);
    assert_eq!(ridge.column("difference"), ["-0.5"; 4]);
}

#[test]
fn claims_that_must_hold_decide_the_exit_code() {
    let place = Place::of(SMALL);
    place.parsim("run study.toml --quiet --claims-must-hold").exits(1).warns("1 claim refuted");
    assert!(place.path("output/study/report.html").exists(), "the report is written all the same");
    let place = with_claim("exact_zeros(lasso) >= 0");
    place.parsim("run study.toml --quiet --claims-must-hold").exits(0);
}

#[test]
fn an_undecided_claim_is_not_refuted() {
    let place = with_claim("relative_risk(lasso) < relative_risk(lasso)");
    place.parsim("run study.toml --claims-must-hold").exits(0);
    assert_eq!(Table::of(&place, "claims").column("verdict"), ["undecided"]);
}

#[test]
fn a_claim_outside_its_condition_does_not_apply() {
    let place = Place::of(&SMALL.replace("> 0.5\"", "> 0.5\"\nwhere = \"n > 40 and rho = 0\""));
    place.parsim("run study.toml --quiet").exits(0);
    let claims = Table::of(&place, "claims").filter(&[("claim", "Ridge selects covariates")]);
    let verdicts: Vec<_> =
        claims.column("scenario").into_iter().zip(claims.column("verdict")).collect();
    for (scenario, verdict) in verdicts {
        let expected = if scenario == "n=45,rho=0" { "refuted" } else { "not applicable" };
        assert_eq!(verdict, expected, "{scenario}");
    }
}

#[test]
fn a_claim_names_scenarios_by_label_or_pattern() {
    for (pattern, claimed) in [("n=30,*", 2), ("n=45,rho=0", 1), ("*rho=0.5", 2), ("rho = 0", 2)] {
        let place =
            Place::of(&SMALL.replace("> 0.5\"", &format!("> 0.5\"\nwhere = \"{pattern}\"")));
        place.parsim("run study.toml --quiet --replicates 16").exits(0);
        let claims = Table::of(&place, "claims").filter(&[("claim", "Ridge selects covariates")]);
        let applicable = claims.column("verdict").into_iter().filter(|v| *v != "not applicable");
        assert_eq!(applicable.count(), claimed, "{pattern}");
    }
    let place = Place::of(&SMALL.replace("> 0.5\"", "> 0.5\"\nwhere = \"n=6*\""));
    let answer = place.parsim("check study.toml").exits(0);
    let answer = answer.says("no scenario satisfies this condition");
    answer.says("it is read as a pattern for labels, such as \"n=30,rho=0\"");
}
