//! Errors of study files: each with its place and with what was expected, all at once, and nothing
//! is written.

use crate::place::{Answer, Place};
use crate::studies::SMALL;

/// Demands that every verb refuses the study with these pieces of text.
fn refused(study: impl AsRef<[u8]>, pieces: &[&str]) {
    let place = Place::new();
    place.write("study.toml", study);
    for verb in ["check", "run", "plan", "merge", "report"] {
        let mut answer = place.parsim(&format!("{verb} study.toml")).exits(2);
        for piece in pieces {
            answer = answer.warns(piece);
        }
        assert_eq!(answer.out, "", "{verb}");
        assert_eq!(place.files("."), ["study.toml"], "{verb} writes nothing");
    }
}

/// The small study with one change.
fn edited(old: &str, new: &str) -> String {
    assert!(SMALL.contains(old), "{old}");
    SMALL.replacen(old, new, 1)
}

#[test]
fn not_text_and_not_toml() {
    refused(b"title = \"caf\xe9\"\n", &["study.toml:1:13", "not UTF-8"]);
    refused(edited("seed = 7", "seed = = 7"), &["study.toml:3:8"]);
    refused(edited("n = [30, 45]", "n = [30, 45"), &["study.toml:"]);
    refused(edited("seed = 7", "seed = 7\nseed = 8"), &["study.toml:4:1", "duplicate key"]);
    refused("", &["no title", "no seed", "no replicates", "no mechanism", "no method"]);
}

#[test]
fn unknown_keys_name_the_nearest() {
    let pieces = ["study.toml:4:1", "\"replicatse\"", "did you mean \"replicates\"?"];
    refused(edited("replicates", "replicatse"), &pieces);
    let pieces = ["study.toml:9:63", "\"roh\"", "did you mean \"rho\"?"];
    refused(edited("rho =", "roh ="), &pieces);
    let pieces = ["study.toml:21:26", "\"fold\"", "did you mean \"folds\"?"];
    refused(edited("kind = \"gcv\"", "kind = \"cross-validation\", fold = 5"), &pieces[1..]);
    refused(edited("kind = \"lasso\"", "kind = \"laso\""), &["did you mean \"lasso\"?"]);
}

#[test]
fn wrong_types_and_impossible_values() {
    refused(edited("[30, 45]", "\"many\""), &["study.toml:8:5", "whole number", "\"many\""]);
    refused(edited("[30, 45]", "[30, 1]"), &["study.toml:8:10", "from 2", "not 1"]);
    refused(edited("[30, 45]", "0"), &["study.toml:8:5", "not 0"]);
    refused(edited("[30, 45]", "-30"), &["not -30"]);
    refused(edited("[30, 45]", "[]"), &["study.toml:8:5", "empty list"]);
    refused(edited("[30, 45]", "[30, 30]"), &["twice"]);
    refused(edited("replicates = 64", "replicates = 0"), &["study.toml:4:14", "from 1", "not 0"]);
    refused(edited("seed = 7", "seed = -7"), &["study.toml:3:8", "not -7"]);
    refused(edited("0.5]", "1.0]"), &["rho", "(-1, 1)", "not 1"]);
    refused(edited("snr = 4.0", "snr = 0"), &["above 0", "not 0"]);
    refused(edited("snr = 4.0", "snr = nan"), &["NaN"]);
    refused(edited("s = 2", "s = 9"), &["9 exceeds p = 8"]);
    refused(edited("snr = 4.0", "snr = 4.0, sigma = 1.0"), &["noise"]);
    refused(edited("kind = \"gcv\"", "kind = \"fixed\""), &["no lambda is fixed"]);
}

#[test]
fn wrong_grids() {
    let zip = "zip = [[\"n\", \"covariates.rho\"]]\nseed = 7";
    let unequal = edited("seed = 7", zip).replace("[30, 45]", "[30, 45, 60]");
    refused(unequal, &["study.toml:3:14", "2 values and n has 3"]);
    let zip = "zip = [[\"n\", \"covariates.roh\"]]\nseed = 7";
    refused(edited("seed = 7", zip), &["study.toml:3:14", "did you mean \"covariates.rho\"?"]);
}

#[test]
fn wrong_claims_and_figures() {
    let pieces = ["study.toml:26:10", "unknown measure \"relative_rsk\"", "\"relative_risk\"?"];
    refused(edited("relative_risk(", "relative_rsk("), &pieces);
    refused(edited("(lasso) < 1", "(laso) < 1"), &["no method is called \"laso\""]);
    refused(edited("(lasso) < 1", "(lasso) = 1"), &["expected a comparison"]);
    refused(edited("> 0.5\"", "> 0.5\"\nwhere = \"m > 3\""), &["unknown parameter \"m\""]);
    let figure = "\n[[figure]]\nkind = \"curve\"\nx = \"snt\"\n";
    refused(format!("{SMALL}{figure}"), &["unknown axis \"snt\""]);
    let figure = "\n[[figure]]\nkind = \"pie\"\n";
    refused(format!("{SMALL}{figure}"), &["unknown figure kind \"pie\"", "\"curve\""]);
}

#[test]
fn all_errors_at_once_and_counted() {
    let study = edited("seed = 7", "seed = -7").replace("[30, 45]", "0").replace("s = 2", "s = 9");
    refused(&study, &["study.toml:3:8", "study.toml:8:5", "error: 2 errors in study.toml"]);
}

#[test]
fn one_word_says_that_it_is_an_error() {
    let place = Place::of(&edited("seed = 7", "seed = -7"));
    let answer = place.parsim("check study.toml").exits(2).warns("error: 1 error in study.toml");
    assert_eq!(answer.err.matches("error:").count(), 1, "{answer}");
    assert!(!answer.err.contains('\u{1b}'), "no colours into a file");
}

#[test]
fn a_file_that_is_not_there() {
    let place = Place::new();
    place.parsim("check none.toml").exits(2).warns("no file none.toml").warns("parsim new");
    place.parsim("check .").exits(2).warns("is a folder");
    place.parsim("check").exits(2).warns("<FILE>");
}

#[test]
fn a_right_file_is_described() {
    let place = Place::of(SMALL);
    let described = |answer: &Answer| answer.out.contains("4 scenarios, 3 methods, 2 claims");
    let answer = place.parsim("check study.toml").exits(0);
    assert!(described(&answer), "{answer}");
    assert_eq!(answer.err, "");
    assert_eq!(place.files("."), ["study.toml"], "check writes nothing");
}

#[test]
fn rounded_replicates_are_said_once() {
    let place = Place::of(&edited("replicates = 64", "replicates = 33"));
    let answer = place.parsim("run study.toml").exits(0);
    assert_eq!(answer.err.matches("rounded up from 33 to 48").count(), 1, "{answer}");
    let answer = place.parsim("run study.toml --replicates 50").exits(0);
    answer.warns("--replicates is rounded up from 50 to 64");
    let quiet = place.parsim("run study.toml --quiet").exits(0);
    assert_eq!((quiet.out.as_str(), quiet.err.as_str()), ("", ""), "quiet says nothing");
}
