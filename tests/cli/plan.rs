//! `parsim plan`: the numbers by which somebody decides to start a run.

use crate::place::Place;
use crate::published::Table;
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
    let answer = place.parsim("plan study.toml --pilot 32").exits(0);
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
    let answer = place.parsim("plan study.toml --pilot 32").exits(0);
    assert_eq!(row(&answer.out, "snr=1")[4..6], ["16", "16"], "{answer}");
    assert_eq!(row(&answer.out, "snr=4")[4..6], ["16", "0"], "{answer}");
    let answer = answer.says("16 of 32 blocks missing");
    assert!(!answer.out.contains("stale"), "{answer}");
    place
        .parsim("plan study.toml --pilot 32 --replicates 1024")
        .exits(0)
        .says("48 of 64 blocks missing");
    place.edit("study.toml", "seed = 11", "seed = 12");
    let answer = place.parsim("plan study.toml --pilot 32").exits(0);
    answer.says("32 of 32 blocks missing").says("stale: output/study/store/v2-seed-11");
}

/// The row of a measure in the table of errors, and in it the number after a word.
fn forecast(out: &str, label: &str, measure: &str, method: &str) -> f64 {
    let mut lines = out.lines().map(|line| line.split_whitespace().collect::<Vec<_>>());
    let words = lines.find(|words| words.starts_with(&[label, measure]));
    let words = words.unwrap_or_else(|| panic!("no {measure} in {label}: {out}"));
    let at = words.iter().position(|word| *word == method).unwrap();
    words[at + 1].parse().unwrap()
}

#[test]
fn the_forecast_of_precision_comes_true() {
    let place = Place::of(&SMALL.replace("replicates = 64", "replicates = 1024"));
    let measures = ["excess_risk", "squared_bias", "variance", "mse", "exact_support"];
    let options: Vec<String> = measures.map(|name| format!("--measure {name}")).into();
    let answer = place.parsim(&format!("plan study.toml {}", options.join(" "))).exits(0);
    let answer = answer.says("MCSE at 1024 replicates, from a pilot of 128");
    // n 45, p 8, intercept: the slope part of the excess risk is sigma^2 p/(n - p - 2) on average,
    // sigma^2 = 2/4, and its standard deviation close to sigma^2 sqrt(2 p)/(n - p).
    let found = forecast(&answer.out, "n=45,rho=0", "excess_risk", "ols");
    let expected = 0.5 * 16.0_f64.sqrt() / 37.0 / 1024.0_f64.sqrt();
    assert!(expected / 1.5 < found && found < 1.5 * expected, "{found} {expected}");
    // What the run will have; jackknives over eight batches are known to a third or so.
    place.parsim("run study.toml --quiet").exits(0);
    let summary = Table::of(&place, "summary").filter(&[("scenario", "n=30,rho=0.5")]);
    for method in ["ols", "ridge", "lasso"] {
        for measure in measures {
            let row = summary.filter(&[("method", method), ("measure", measure)]);
            let mcse: f64 = row.column("mcse")[0].parse().unwrap();
            let found = forecast(&answer.out, "n=30,rho=0.5", measure, method);
            let factor = found / mcse;
            let near = 0.4 < factor && factor < 2.5;
            // No exact support in any replicate: half of Wilson's interval over 1.96.
            let none = mcse == 0.0 && (found - 0.5 * 3.84 / (1024.0 + 3.84) / 1.96).abs() < 1e-5;
            assert!(near || none, "{measure} of {method}: {found}, then {mcse}");
        }
    }
    place
        .parsim("plan study.toml --measure risk")
        .exits(2)
        .warns("no measure is called \"risk\"; there are ");
}

#[test]
fn targets_have_the_replicates_that_they_need() {
    let targets = "{ target_mcse = { mse = { relative = 0.02 }, screening = 0.02 }, \
                   min = 256, max = 100000 }";
    let place = Place::of(&SMALL.replace("replicates = 64", &format!("replicates = {targets}")));
    let answer = place.parsim("plan study.toml --pilot 512").exits(0);
    let answer = answer.says("from a pilot of 512").says("2 % of the estimate");
    let line = |piece: &str| {
        let found = answer.out.lines().find(|line| line.contains(piece));
        found.unwrap_or_else(|| panic!("no {piece} in {answer}")).to_owned()
    };
    let last = line("the targets need ");
    let number = |text: &str, after: &str| -> u64 {
        text.split(after).nth(1).unwrap().split(' ').next().unwrap().parse().unwrap()
    };
    let (needed, stop) = (number(&last, "need "), number(&last, "stop at "));
    assert!(
        stop >= needed && stop < 2 * needed.max(256) && (stop / 256).is_power_of_two(),
        "{last}"
    );
    place.parsim("run study.toml --quiet").exits(0);
    let reached = Table::of(&place, "summary").column("replicates")[0].parse::<u64>().unwrap();
    assert!(reached == stop || reached == 2 * stop || 2 * reached == stop, "{reached}: {last}");
    place.edit("study.toml", "max = 100000", "max = 512");
    let answer = place.parsim("plan study.toml --measure mse").exits(0);
    answer.says(
        "the last look within max = 512 is at 512, where the study will stop without reaching them",
    );
}
