//! A study is pinned, and later runs are held to it.

use crate::place::Place;
use crate::studies::{FAILING_NOW_AND_THEN, RARE, SMALL};
use serde_json::Value;
use std::path::Path;

const PIN: &str = "study.expected.csv";

fn pinned(study: &str) -> Place {
    let place = Place::of(study);
    place.parsim("pin study.toml --quiet").exits(0).says("study.expected.csv: ");
    place
}

/// Replaces the estimate of a pinned value.
fn touch(place: &Place, row: &str, change: impl Fn(&str) -> String) {
    let text = place.read(PIN);
    let line = text.lines().find(|line| line.starts_with(row)).unwrap();
    let estimate = line[row.len()..].split(',').next().unwrap();
    let changed = format!("{row}{}{}", change(estimate), &line[row.len() + estimate.len()..]);
    assert_ne!(line, changed);
    place.edit(PIN, line, &changed);
}

/// The next number.
fn next(number: &str) -> String {
    number.parse::<f64>().unwrap().next_up().to_string()
}

fn json(place: &Place, line: &str, code: i32) -> Value {
    serde_json::from_str(&place.parsim(line).exits(code).out).unwrap()
}

#[test]
fn the_same_study_is_verified_digit_by_digit() {
    let place = pinned(SMALL);
    let text = place.read(PIN);
    for piece in
        ["# results_version = ", "# seed = 7\n", "# replicates = 64\n", "# study = \"study\""]
    {
        assert!(text.contains(piece), "{text}");
    }
    // Four scenarios, three methods, all measures.
    let rows = text.lines().filter(|line| line.starts_with('"')).count();
    place
        .parsim("verify study.toml --quiet --threads 1")
        .exits(0)
        .says(&format!("exact: {rows} rows compared"))
        .says("all are the same");
    // It ran elsewhere, and left nothing.
    let others = place.files(".").into_iter().filter(|name| !name.starts_with("output/study/"));
    assert_eq!(others.collect::<Vec<_>>(), [PIN, "study.toml"]);
}

#[test]
fn one_digit_that_differs_is_found_and_shown() {
    let place = pinned(SMALL);
    let row = "\"n=45,rho=0.5\",lasso,excess_risk,";
    touch(&place, row, next);
    place
        .parsim("verify study.toml --quiet")
        .exits(1)
        .says("1 difference")
        .says("n=45,rho=0.5")
        .says("excess_risk")
        .warns("1 difference from study.expected.csv");
    let found = json(&place, "verify study.toml --quiet --json", 1);
    assert_eq!(found["agrees"], false);
    assert_eq!(found["comparison"]["mode"], "exact");
    let [difference] = &found["differences"].as_array().unwrap()[..] else { panic!("{found}") };
    assert_eq!(difference["measure"], "excess_risk");
    assert_eq!(difference["what"], "estimate");
    assert_ne!(difference["expected"], difference["found"]);
    // Statistically it is no difference.
    place.parsim("verify study.toml --quiet --statistical").exits(0);
}

#[test]
fn other_seeds_and_other_replicates_are_verified_statistically() {
    let place = pinned(SMALL);
    for line in ["--seed 8", "--replicates 128", "--seed 9 --replicates 32"] {
        place
            .parsim(&format!("verify study.toml --quiet {line}"))
            .exits(0)
            .says("statistical: seed")
            .says("at a false-alarm rate of 0.001 for all together")
            .says("largest |z|: ");
    }
    let found = json(&place, "verify study.toml --quiet --seed 8 --json --false-alarms 0.01", 0);
    let comparison = &found["comparison"];
    assert_eq!(comparison["false_alarms"], 0.01);
    let count = comparison["comparisons"].as_u64().unwrap();
    assert!(count > 200, "{found}");
    // Bonferroni: the normal quantile at 1 - 0.01/(2 K), here for K of some hundreds.
    let limit = comparison["limit"].as_f64().unwrap();
    assert!((4.0..4.6).contains(&limit), "{limit}");
    assert!(comparison["largest"]["z"].as_f64().unwrap().abs() < limit);
    // Another version of the results may move bits.
    let text = place.read(PIN);
    let version = text.lines().find(|line| line.starts_with("# results_version")).unwrap();
    place.edit(PIN, version, "# results_version = 1");
    place.parsim("verify study.toml --quiet").exits(0).says("statistical").says("against 1\n");
}

#[test]
fn what_moved_is_found_statistically() {
    let place = pinned(SMALL);
    // Half as much noise in scenarios of the same label.
    place.edit("study.toml", "snr = 4.0", "snr = 16.0");
    place
        .parsim("verify study.toml --quiet --seed 8")
        .exits(1)
        .says("in all scenarios together")
        .warns("the study was edited since it was pinned");
    place.edit("study.toml", "snr = 16.0", "snr = 4.0");
    // A share of ones: 64 of 64 replicates against none is no chance, and never a z at 0 or 1.
    touch(&place, "\"n=30,rho=0\",ridge,exact_support,", |_| "1".to_owned());
    let found = json(&place, "verify study.toml --quiet --seed 8 --json", 1);
    // There, and over all scenarios.
    let [difference, _] = &found["differences"].as_array().unwrap()[..] else { panic!("{found}") };
    assert_eq!(difference["measure"], "exact_support");
    assert!(difference["z"].as_f64().unwrap() < -8.0);
}

#[test]
fn scenarios_and_methods_on_one_side_alone_are_named() {
    let place = pinned(SMALL);
    place.edit("study.toml", "n = [30, 45]", "n = [45, 60]");
    place.edit("study.toml", "kind = \"ridge\"", "kind = \"ridge\"\nname = \"shrunk\"");
    place.edit("study.toml", "exact_zeros(ridge)", "exact_zeros(shrunk)");
    let found = json(&place, "verify study.toml --quiet --json", 1);
    let differences = found["differences"].as_array().unwrap();
    let has = |scenario: &str, method: Value, what: &str| {
        differences.iter().any(|each| {
            each["scenario"] == scenario && each["method"] == method && each["what"] == what
        })
    };
    assert!(has("n=30,rho=0", Value::Null, "missing from this run"), "{found}");
    assert!(has("n=45,rho=0", "ridge".into(), "missing from this run"), "{found}");
    assert!(has("n=60,rho=0.5", Value::Null, "not pinned"), "{found}");
    assert!(has("n=45,rho=0.5", "shrunk".into(), "not pinned"), "{found}");
    assert_eq!(differences.len(), 2 + 2 + 2 + 2, "{found}");
}

#[test]
fn failures_are_held_to_as_well() {
    let place = Place::of(FAILING_NOW_AND_THEN);
    place.write("rare.csv", RARE);
    place.parsim("pin study.toml --quiet").exits(0);
    place.parsim("verify study.toml --quiet").exits(0);
    place.parsim("verify study.toml --quiet --seed 6").exits(0);
    // As if three quarters of the replicates had failed.
    let text = place.read(PIN);
    let line = text.lines().find(|line| line.starts_with("single,ols,excess_risk,")).unwrap();
    let cells: Vec<&str> = line.split(',').collect();
    let changed = format!("{},16,48,{},{}", cells[..5].join(","), cells[7], cells[8]);
    place.edit(PIN, line, &changed);
    place
        .parsim("verify study.toml --quiet --seed 6")
        .exits(1)
        .says("share of replicates with a value");
}

#[test]
fn a_pin_is_never_overwritten_silently() {
    let place = pinned(SMALL);
    let before = place.read(PIN);
    place.parsim("pin study.toml --quiet").exits(2).warns("study.expected.csv exists");
    place.parsim("pin study.toml --quiet --replace").exits(0).says("nothing moved");
    assert_eq!(place.read(PIN), before);
    touch(&place, "\"n=30,rho=0\",ols,mse,", next);
    place.parsim("pin study.toml --quiet --replace").exits(0).says("moved: 1 of").says("mse");
    assert_eq!(place.read(PIN), before);
}

#[test]
fn what_cannot_be_compared_is_refused() {
    let place = Place::of(SMALL);
    place.parsim("verify study.toml").exits(2).warns("parsim pin study.toml");
    place.parsim("pin study.toml --quiet").exits(0);
    // Another study's pin.
    place.write("other.toml", SMALL);
    place.write("other.expected.csv", place.read(PIN));
    place.parsim("verify other.toml").exits(2).warns("is the pin of the study \"study\"");
    place.edit(PIN, "lasso,mse,", "lasso,mse,x");
    place.parsim("verify study.toml").exits(2).warns("study.expected.csv: is not a pin: line ");
    place.parsim("verify study.toml --false-alarms 0").exits(2).warns("probability");
    // Drawn coefficients are another truth under another seed.
    let random = SMALL.replace(
        "{ kind = \"leading\", s = 2, value = 1.0 }",
        "{ kind = \"random\", s = 2, value = 1.0 }",
    );
    let place = pinned(&random);
    place.parsim("verify study.toml --quiet --seed 8").exits(2).warns("other coefficients");
    place.parsim("verify study.toml --quiet --replicates 32").exits(0).says("share replicates");
}

/// Every shipped study that has a pin is held to it by its first replicates.
#[test]
fn shipped_studies_give_what_was_pinned() {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../studies");
    let mut held = Vec::new();
    for entry in std::fs::read_dir(&folder).unwrap() {
        let name = entry.unwrap().file_name().into_string().unwrap();
        let Some(stem) = name.strip_suffix(".expected.csv") else { continue };
        let place = Place::new();
        let study = folder.join(format!("{stem}.toml"));
        // The pin's own seed, so that chance cannot fail the test.
        let line = format!("verify {} --quiet --replicates 96", study.display());
        place.parsim(&line).exits(0).says("statistical");
        held.push(stem.to_owned());
    }
    for stem in ["self-check", "two-signals"] {
        assert!(held.iter().any(|held| held == stem), "{held:?}");
    }
}

#[test]
fn parsim_verifies_itself() {
    let place = Place::new();
    place.parsim("verify --self study.toml").exits(2);
    place.parsim("verify").exits(2);
    let found = json(&place, "verify --self --quiet --json", 0);
    assert!(found["known_answers"].as_array().unwrap().len() > 60, "{found}");
    let calibration = found["calibration"].as_array().unwrap();
    for law in ["normal", "soft-thresholded", "t6"] {
        let ratios = calibration.iter().filter(|each| each["law"] == law);
        assert!(ratios.clone().count() >= 35, "{found}");
        for each in ratios {
            // A summary that is the same in every study has no ratio.
            let ratio = each["ratio"].as_f64();
            let within = ratio.is_none_or(|ratio| (0.9..=1.1).contains(&ratio));
            assert!(within && each["holds"] == true, "{each}");
            assert!(ratio.is_some() || each["stated"] == 0.0 && each["true"] == 0.0, "{each}");
        }
    }
    assert!(found["differences"].as_array().unwrap().is_empty(), "{found}");
}
