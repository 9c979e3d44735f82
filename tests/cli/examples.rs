//! Every example that the help prints does what it says.

use crate::place::Place;
use std::fmt::Write;

/// The shipped study with fewer scenarios, so that its examples are quick; `n=60,rho=0.5,snr=1`
/// must be among them.
fn shipped() -> String {
    let path = concat!(env!("CARGO_MANIFEST_DIR"), "/../../studies/two-signals.toml");
    let text = std::fs::read_to_string(path).unwrap();
    let fewer = [
        ("n = [60, 120, 250, 1000]", "n = [60, 250]"),
        ("rho = [0.0, 0.5, 0.9]", "rho = [0.0, 0.5]"),
        ("snr = [0.25, 1.0, 4.0]", "snr = [1.0, 4.0]"),
        ("\nreplicates = ", "\nreplicates = 16 # "),
        ("p = 102", "p = 12"),
    ];
    fewer.iter().fold(text, |text, (old, new)| {
        assert!(text.contains(old), "{old} in the shipped study");
        text.replace(old, new)
    })
}

/// Data with a response `y` and six folds `fold`.
fn data() -> String {
    let mut text = String::from("y,a,b,fold\n");
    for i in 0_u32..60 {
        let (a, b) = (i * 7 % 11, i * 5 % 13);
        writeln!(text, "{},{a},{b},{}", 2 * a + i % 3, i % 6 + 1).unwrap();
    }
    text
}

/// The examples of a verb: indented lines that begin with `parsim`, a trailing `\` continuing.
fn examples(place: &Place, verb: &str) -> Vec<String> {
    let help = place.parsim(&format!("{verb} --help")).exits(0).out;
    let help = help.replace("\\\n", " ");
    let (_, after) = help.split_once("\nExample").unwrap();
    let lines = after.lines().filter(|line| line.starts_with("  parsim "));
    lines.map(|line| line.trim().to_owned()).collect()
}

#[test]
fn every_example_of_the_help_works() {
    let place = Place::new();
    place.write("studies/two-signals.toml", shipped());
    place.write("data.csv", data());
    let mut count = 0;
    for verb in ["new", "check", "plan", "run", "merge", "report", "replay", "list", "fit"] {
        for example in examples(&place, verb) {
            assert!(example.starts_with(&format!("parsim {verb} ")), "{example}");
            // As printed, but for the number of replicates that costs minutes.
            place.shell(&example.replace("--replicates 10000", "--replicates 48")).exits(0);
            count += 1;
        }
    }
    assert!(count >= 14, "{count} examples were found");
    assert!(place.path("output/two-signals/report.html").exists());
    assert!(place.path("replicate-17.csv").exists());
    place.parsim("check studies/my-study.toml").exits(0);
}
