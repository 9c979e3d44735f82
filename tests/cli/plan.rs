//! `parsim plan`: the numbers by which somebody decides to start a run.

use crate::place::Place;
use crate::studies::{OF_MANY_BLOCKS, SMALL};

/// The row of a scenario, as words.
fn row(out: &str, label: &str) -> Vec<String> {
    let line = out.lines().find(|line| line.split_whitespace().next() == Some(label));
    let line = line.unwrap_or_else(|| panic!("no {label} in {out}"));
    line.split_whitespace().map(str::to_owned).collect()
}

#[test]
fn blocks_are_counted() {
    let place = Place::of(OF_MANY_BLOCKS);
    let answer = place.parsim("plan study.toml").exits(0);
    // 2^21/(512 x 128) = 32 replicates to a block, 512/32 = 16 blocks to a scenario.
    let words = row(&answer.out, "snr=1");
    assert_eq!(words[2..6], ["512", "128", "16", "16"], "{answer}");
    let answer = answer.says("32 of 32 blocks missing").says("threads").says("MB of memory");
    assert!(answer.out.contains(" s on ") || answer.out.contains("a second on "), "{answer}");
    assert_eq!(place.files("."), ["study.toml"], "a plan writes nothing");
}

#[test]
fn what_is_finished_is_not_missing() {
    let place = Place::of(OF_MANY_BLOCKS);
    place.parsim("run study.toml --quiet --only snr=4").exits(0);
    let answer = place.parsim("plan study.toml").exits(0);
    assert_eq!(row(&answer.out, "snr=1")[4..6], ["16", "16"], "{answer}");
    assert_eq!(row(&answer.out, "snr=4")[4..6], ["16", "0"], "{answer}");
    let answer = answer.says("16 of 32 blocks missing");
    assert!(!answer.out.contains("stale"), "{answer}");
    place.parsim("plan study.toml --replicates 1024").exits(0).says("48 of 64 blocks missing");
    place.edit("study.toml", "seed = 11", "seed = 12");
    let answer = place.parsim("plan study.toml").exits(0);
    answer.says("32 of 32 blocks missing").says("stale: output/study/store/v2-seed-11");
}

#[test]
fn the_forecast_of_precision_comes_true() {
    let place = Place::of(&SMALL.replace("replicates = 64", "replicates = 1024"));
    let answer = place.parsim("plan study.toml --measure excess_risk").exits(0);
    let answer = answer.says("MCSE of excess_risk at 1024 replicates");
    let words = row(&answer.out, "n=45,rho=0");
    let at = words.iter().position(|word| word == "ols").unwrap();
    let forecast: f64 = words[at + 1].parse().unwrap();
    // n 45, p 8, intercept: the slope part of the excess risk is sigma^2 p/(n - p - 2) on average,
    // sigma^2 = 2/4, and its standard deviation close to sigma^2 sqrt(2 p)/(n - p); a pilot of a
    // few replicates finds it within a factor of 3.
    let expected = 0.5 * 16.0_f64.sqrt() / 37.0 / 1024.0_f64.sqrt();
    assert!(expected / 3.0 < forecast && forecast < 3.0 * expected, "{forecast} {expected}");
    place.parsim("plan study.toml --measure variance").exits(2).warns("these have: exact_support");
    place.parsim("plan study.toml --measure risk").exits(2).warns("risk");
}
