//! A study that grows: only what is new is computed.

use crate::place::Place;
use crate::published::{Table, shares};
use crate::studies::SMALL;

/// Replicates and fits of the latest process.
fn computed(place: &Place) -> (u64, u64) {
    let shares = shares(place);
    let last = shares.last().unwrap();
    (last["replicates"].as_u64().unwrap(), last["fits"].as_u64().unwrap())
}

/// A place where the study has run. The clock of `run.json` counts seconds, by which the latest
/// process is told.
fn ran() -> Place {
    let place = Place::of(SMALL);
    place.parsim("run study.toml --quiet").exits(0);
    assert_eq!(computed(&place), (4 * 64, 4 * 64 * 3));
    std::thread::sleep(std::time::Duration::from_millis(1100));
    place
}

#[test]
fn a_second_run_computes_nothing() {
    let place = ran();
    let stored = place.files("output/study/store");
    place.parsim("run study.toml").exits(0).says("report.html");
    assert_eq!(computed(&place), (0, 0));
    assert_eq!(place.files("output/study/store"), stored);
}

#[test]
fn an_added_method_is_computed_alone() {
    let place = ran();
    let before = Table::of(&place, "summary");
    place.edit("study.toml", "[[claim]]\ntext = \"The", "[[method]]\nkind = \"lasso\"\nname = \"bic\"\ntuning = { kind = \"bic\" }\n\n[[claim]]\ntext = \"The");
    place.parsim("run study.toml").exits(0).warns("only what is new is computed");
    assert_eq!(computed(&place), (4 * 64, 4 * 64), "one fit per replicate");
    let after = Table::of(&place, "summary");
    for method in ["ols", "ridge", "lasso"] {
        let of = |table: &Table| table.filter(&[("method", method)]).rows;
        assert_eq!(of(&before), of(&after), "{method}");
    }
    assert_eq!(after.filter(&[("method", "bic")]).rows.len(), before.rows.len() / 3);
}

#[test]
fn an_added_scenario_is_computed_alone() {
    let place = ran();
    let before = Table::of(&place, "summary");
    place.edit("study.toml", "n = [30, 45]", "n = [30, 60, 45]");
    place.parsim("run study.toml --quiet").exits(0);
    assert_eq!(computed(&place), (2 * 64, 2 * 64 * 3), "two scenarios");
    let after = Table::of(&place, "summary");
    for n in ["30", "45"] {
        let of = |table: &Table| table.filter(&[("n", n)]).rows;
        assert_eq!(of(&before), of(&after), "n = {n}");
    }
}

#[test]
fn what_no_longer_belongs_is_named_and_left() {
    let place = ran();
    let stored = place.files("output/study/store");
    place.edit("study.toml", "n = [30, 45]", "n = 30");
    place.parsim("run study.toml").exits(0).warns("left in the store, not used: 2 scenarios");
    assert_eq!(computed(&place), (0, 0));
    assert_eq!(place.files("output/study/store"), stored);
    assert_eq!(Table::of(&place, "summary").filter(&[("n", "45")]).rows.len(), 0);
}

#[test]
fn words_of_a_study_may_change_freely() {
    let place = ran();
    place.edit("study.toml", "A small study", "Another title");
    place.edit("study.toml", "> 0.5", "> 0.25");
    let answer = place.parsim("run study.toml").exits(0);
    assert!(!answer.err.contains("edited"), "{answer}");
    assert_eq!(computed(&place), (0, 0));
    assert!(place.read("output/study/report.html").contains("Another title"));
}

#[test]
fn a_fresh_run_moves_earlier_results_aside() {
    let place = ran();
    let first = place.files("output/study/store");
    place.parsim("run study.toml --fresh").exits(0).warns("output/study.old-1");
    assert_eq!(computed(&place), (4 * 64, 4 * 64 * 3), "all is computed again");
    assert_eq!(place.files("output/study.old-1/store"), first);
    assert!(place.path("output/study.old-1/report.html").exists());
    place.parsim("run study.toml --fresh --quiet").exits(0);
    assert!(place.path("output/study.old-2/report.html").exists());
}

#[test]
fn a_part_runs_its_scenarios_alone() {
    let place = Place::of(SMALL);
    let answer = place.parsim("run study.toml --only n=30*").exits(0);
    let answer = answer.says("n=30,rho=0.5").warns("decides no claims");
    assert!(!answer.out.contains("n=45"), "{answer}");
    assert_eq!(place.blocks().len(), 2);
    for file in ["tables", "figures", "report.html"] {
        assert!(!place.path("output/study").join(file).exists(), "{file}");
    }
    place
        .parsim("run study.toml --only n=7*")
        .exits(2)
        .warns("no scenario fits \"n=7*\"")
        .warns("n=30,rho=0");
    place.parsim("run study.toml --only m=30").exits(2).warns("unknown parameter \"m\"");
}

#[test]
fn a_precision_target_stops_at_a_count_that_any_run_would() {
    let targeted = "{ target_mcse = { relative_risk = 0.05 }, min = 32, max = 512 }";
    let study = SMALL.replace("replicates = 64", &format!("replicates = {targeted}"));
    let place = Place::of(&study);
    place.parsim("run study.toml --quiet --threads 2").exits(0);
    let rows = Table::of(&place, "summary").filter(&[("measure", "relative_risk")]);
    for mcse in rows.column("mcse") {
        assert!(mcse.parse::<f64>().unwrap() <= 0.05, "the target is reached: {mcse}");
    }
    let reached = rows.column("replicates")[0].to_owned();
    assert!(["32", "64", "128", "256"].contains(&reached.as_str()), "min x 2^k: {reached}");
    let plain = Place::of(&study);
    plain.parsim(&format!("run study.toml --quiet --replicates {reached}")).exits(0);
    let tables = |place: &Place| Table::of(place, "summary").rows;
    assert_eq!(tables(&place), tables(&plain));
    place.parsim("run study.toml --shard 1/2").exits(2).warns("give --replicates");
    let facts: serde_json::Value =
        serde_json::from_str(&place.read("output/study/run.json")).unwrap();
    assert_eq!(facts["study"]["precision"]["reached"], true);
    assert!(place.read("output/study/report.html").contains("Every target is reached."));
}

#[test]
fn targets_that_are_not_reached_are_named() {
    let targets =
        "{ target_mcse = { mse = { relative = 0.001 }, nonzeros = 100 }, min = 32, max = 96 }";
    let place = Place::of(&SMALL.replace("replicates = 64", &format!("replicates = {targets}")));
    let answer = place.parsim("run study.toml").exits(0).says("not reached");
    let answer = answer.says("replicates needed").says("n=45,rho=0.5");
    assert!(!answer.out.contains("nonzeros  "), "a target that is reached is not named: {answer}");
    let facts: serde_json::Value =
        serde_json::from_str(&place.read("output/study/run.json")).unwrap();
    let missing = facts["study"]["precision"]["not_reached"].as_array().unwrap();
    // 64 is the last of 32, 64, 128, ... up to 96. Three methods in four scenarios.
    assert_eq!((missing.len(), missing[0]["replicates"].as_u64()), (12, Some(64)));
    let first = &missing[0];
    assert_eq!((&first["measure"], &first["method"]), (&"mse".into(), &"ols".into()));
    let row = Table::of(&place, "summary").filter(&[
        ("measure", "mse"),
        ("method", "ols"),
        ("scenario", first["scenario"].as_str().unwrap()),
    ]);
    let number = |name: &str| row.column(name)[0].parse::<f64>().unwrap();
    let ratio = number("mcse") / (0.001 * number("estimate"));
    assert_eq!(first["mcse"].as_f64(), Some(number("mcse")));
    let needed = first["replicates_needed"].as_f64().unwrap();
    assert!((needed - 64.0 * ratio * ratio).abs() <= 16.0, "{first}");
    let page = place.read("output/study/report.html");
    assert!(page.contains("Not reached in 12 cases."), "the report says so");
    let again = place.parsim("report study.toml").exits(0).says("not reached");
    assert!(again.out.contains("mse"), "{again}");
    assert_eq!(place.read("output/study/report.html"), page);
}
