//! `run.json` counts the solutions of every engine, from the store and not from the process.

use crate::place::Place;
use crate::studies::SMALL;
use serde_json::Value;
use std::fmt::Write;

/// Replicates in the study's four scenarios.
const REPLICATES: u64 = 4 * 64;

fn engines(place: &Place) -> Value {
    let run: Value = serde_json::from_str(&place.read("output/study/run.json")).unwrap();
    run["study"]["engines"].clone()
}

fn sum(counts: &Value, prefix: &str) -> u64 {
    let counts = counts.as_object().unwrap().iter();
    counts.filter(|(name, _)| name.starts_with(prefix)).map(|(_, n)| n.as_u64().unwrap()).sum()
}

/// A replicate takes one least-squares fit; 100 lambdas and the chosen one of them for ridge by
/// generalised cross-validation; 100 lambdas in each of 5 folds and the chosen one for the lasso.
#[test]
fn every_solution_is_counted() {
    let place = Place::of(SMALL);
    place.parsim("run study.toml --quiet").exits(0);
    let counts = engines(&place);
    assert_eq!(sum(&counts["ols"], ""), REPLICATES);
    assert_eq!(counts["ols"]["ols_cholesky"], REPLICATES);
    assert_eq!(sum(&counts["ridge"], ""), 101 * REPLICATES);
    assert_eq!(counts["ridge"]["ridge_decomposition"], 101 * REPLICATES);
    let polished = counts["lasso"]["lasso_polish"].as_u64().unwrap();
    assert_eq!(sum(&counts["lasso"], "") - polished, 501 * REPLICATES);
    assert_eq!(counts["lasso"]["lasso_tableau"], 501 * REPLICATES);
    assert!(place.read("output/study/report.html").contains("ridge decomposition 25\u{202f}856"));
}

/// The time of each method's fits stands in `run.json` and is at most what the threads had.
#[test]
fn run_times_are_those_of_the_methods() {
    let place = Place::of(SMALL);
    place.parsim("run study.toml --quiet --threads 2").exits(0);
    let run: Value = serde_json::from_str(&place.read("output/study/run.json")).unwrap();
    let part = &run["runs"][0];
    let seconds = |method: &str| part["fit_seconds"][method].as_f64().unwrap();
    let all: Vec<f64> = ["ols", "ridge", "lasso"].map(seconds).to_vec();
    assert!(all.iter().all(|seconds| *seconds > 0.0), "{all:?}");
    assert!(all.iter().sum::<f64>() < 2.0 * part["seconds"].as_f64().unwrap(), "{all:?}");
    assert_eq!(part["fit_seconds"].as_object().unwrap().len(), 3);
}

#[test]
fn counts_are_those_of_the_store() {
    let plain = Place::of(SMALL);
    plain.parsim("run study.toml --quiet --threads 1").exits(0);
    let expected = engines(&plain);
    let place = Place::of(SMALL);
    place.parsim("run study.toml --quiet --threads 2 --replicates 32").exits(0);
    let stopped = engines(&place);
    assert_eq!(2 * sum(&stopped["ridge"], ""), sum(&expected["ridge"], ""));
    std::fs::remove_file(place.path("output/study/store").join(&place.blocks()[1])).unwrap();
    place.parsim("run study.toml --quiet --threads 1").exits(0);
    assert_eq!(engines(&place), expected, "resumed");
    let place = Place::of(SMALL);
    place.parsim("run study.toml --quiet --shard 2/2").exits(0);
    place.parsim("run study.toml --quiet --shard 1/2").exits(0);
    place.parsim("merge study.toml").exits(0);
    assert_eq!(engines(&place), expected, "merged");
}

/// The engines of a fit of y on x1 and x2 with this share of x1 in x2.
fn of_fit(noise: f64, flags: &str) -> Value {
    let place = Place::new();
    let mut csv = String::from("y,x1,x2\n");
    for i in 0..12 {
        let (t, sign) = (f64::from(i), if i % 2 == 0 { 1.0 } else { -1.0 });
        writeln!(csv, "{},{t},{}", t * t, t + noise * sign).unwrap();
    }
    place.write("data.csv", csv);
    let line = format!("fit data.csv --response y --method ols --format json {flags}");
    let fit: Value = serde_json::from_str(&place.parsim(&line).exits(0).out).unwrap();
    fit["engines"].clone()
}

#[test]
fn least_squares_says_how() {
    let used = |counts: &Value, name: &str| {
        assert_eq!((sum(counts, ""), counts[name].as_u64()), (1, Some(1)), "{name} in {counts}");
    };
    used(&of_fit(1.0, ""), "ols_cholesky");
    // A correlation of 1 - 1e-10 leaves fewer digits than the normal equations need.
    used(&of_fit(1e-5, ""), "ols_qr");
    used(&of_fit(0.0, "--set minimum_norm=true"), "ols_minimum_norm");
}
