//! `parsim replay`: the line that a failure prints works as printed, and a replayed replicate is
//! the one that was run.

use crate::place::Place;
use crate::published::Table;
use crate::studies::{FAILING_NOW_AND_THEN, RARE, SINGLE};

#[test]
fn the_line_of_a_failure_works_as_printed() {
    let place = Place::of(FAILING_NOW_AND_THEN);
    place.write("rare.csv", RARE);
    place.parsim("run study.toml --quiet").exits(0);
    let failures = Table::of(&place, "failures");
    assert_eq!(failures.column("method"), ["ols"]);
    let (line, cause) = (failures.column("replay")[0], failures.column("cause")[0]);
    assert!(line.starts_with("parsim replay study.toml "), "{line}");
    let answer = place.shell(line).exits(0);
    answer.says(&format!("failed: {cause}"));
    // The same replicate is no failure of ridge.
    let ridge = line.replace("\"ols\"", "\"ridge\"");
    assert_ne!(ridge, line);
    let answer = place.shell(&ridge).exits(0).says("relative_risk");
    assert!(!answer.out.contains("failed"), "{answer}");
}

#[test]
fn a_replayed_replicate_is_the_one_that_was_run() {
    // With one batch of 16 replicates the mean of the replayed scores is the estimate.
    let place = Place::of(SINGLE);
    place.parsim("run study.toml --quiet --replicates 16").exits(0);
    let line = |r| format!("replay study.toml --scenario single --replicate {r} --method lasso");
    let mut sum = 0.0;
    for replicate in 1..=16 {
        let answer = place.parsim(&line(replicate)).exits(0);
        let score = answer.out.lines().find_map(|line| line.strip_prefix("  relative_risk "));
        sum += score.unwrap().parse::<f64>().unwrap();
    }
    let summary = Table::of(&place, "summary").filter(&[("measure", "relative_risk")]);
    let estimate: f64 = summary.column("estimate")[0].parse().unwrap();
    assert!((sum / 16.0 - estimate).abs() < 1e-14, "{} {estimate}", sum / 16.0);
}

#[test]
fn the_data_of_a_replicate_can_be_written_and_fitted() {
    let place = Place::of(&SINGLE.replace("kind = \"lasso\"", "kind = \"ols\""));
    let line = "replay study.toml --scenario single --replicate 3 --method ols --data d.csv";
    let shown = place.parsim(line).exits(0);
    let data = Table::parse(&place.read("d.csv"));
    assert_eq!(data.columns, ["y", "x1", "x2", "x3", "x4", "x5", "x6"]);
    assert_eq!(data.rows.len(), 30);
    let fitted = place.parsim("fit d.csv --response y --method ols").exits(0);
    let (_, lines) = shown.out.split_once("coefficient truth estimate\n").unwrap();
    let estimates = Table::parse(&fitted.out);
    assert_eq!(lines.lines().count(), 7, "the intercept and six slopes");
    for (line, cell) in lines.lines().zip(estimates.column("estimate")) {
        let replayed: f64 = line.split_whitespace().nth(2).unwrap().parse().unwrap();
        let fitted: f64 = cell.parse().unwrap();
        // A study knows the origin of its covariates, a lone data set does not.
        assert!((replayed - fitted).abs() < 1e-12, "{line} {cell}");
    }
    place.parsim(line).exits(2).warns("d.csv").warns("exists");
}

#[test]
fn what_does_not_exist_is_named() {
    let place = Place::of(&SINGLE.replace("n = 30", "n = [30, 60]"));
    let replay = |what: &str| place.parsim(&format!("replay study.toml {what}"));
    let line = "--scenario n=40 --replicate 1 --method lasso";
    replay(line).exits(2).warns("no scenario is \"n=40\"").warns("\"n=30\"");
    let line = "--scenario n=30 --replicate 1 --method laso";
    replay(line).exits(2).warns("did you mean \"lasso\"?");
    replay("--scenario n=30 --replicate 0 --method lasso").exits(2).warns("--replicate");
    // An id, cut short, stands for its scenario.
    let plan = place.parsim("plan study.toml").exits(0);
    let line = plan.out.lines().find(|line| line.contains("n=60")).unwrap();
    let id = line.split_whitespace().nth(1).unwrap();
    let answer = replay(&format!("--scenario {id} --replicate 1 --method lasso")).exits(0);
    answer.says("scenario n=60");
}
