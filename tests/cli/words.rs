//! Help, the manual of `list`, the template of `new`, and standard output that goes away.

use crate::place::Place;
use crate::studies::SMALL;

const VERBS: [&str; 9] =
    ["check", "fit", "list", "merge", "new", "plan", "replay", "report", "run"];

#[test]
fn help_names_every_verb_and_every_verb_has_an_example() {
    let place = Place::new();
    let help = place.parsim("--help").exits(0);
    let help = help.says("Monte Carlo simulation studies of linear-regression estimators");
    let help = help.says("Exit codes: 0 ");
    for verb in VERBS {
        assert!(help.out.contains(&format!("\n  {verb} ")), "{verb} in {help}");
        let answer = place.parsim(&format!("{verb} --help")).exits(0);
        answer.says("Example").says(&format!("\n  parsim {verb} "));
    }
    place.parsim("").exits(2).warns("Usage: parsim <COMMAND>");
    place.parsim("rum study.toml").exits(2).warns("run");
    let version = place.parsim("--version").exits(0);
    assert_eq!(version.out, format!("parsim {}\n", env!("CARGO_PKG_VERSION")));
}

#[test]
fn the_manual_lists_every_kind_with_its_parameters() {
    let place = Place::new();
    let lists = |what: &str, pieces: &[&str]| {
        let mut answer = place.parsim(&format!("list {what}")).exits(0);
        for piece in pieces {
            answer = answer.says(piece);
        }
        // Nothing in a manual for a terminal runs beyond it.
        let longest = answer.out.lines().map(|line| line.chars().count()).max().unwrap();
        assert!(longest <= 120, "{what}: a line of {longest} characters");
    };
    lists(
        "mechanisms",
        &["linear", "gaussian", "file", "orthogonal", "leading", "student-t", "heteroskedastic"],
    );
    lists("mechanisms", &["snr", "rho", "block_size", "decay"]);
    lists("methods", &["ols", "ridge", "lasso", "known-support", "best-lambda", "minimum_norm"]);
    lists("tunings", &["cross-validation", "one-se", "bic", "ebic", "gcv", "leave-one-out"]);
    lists("measures", &["ridge: intervals are not applicable", "ols: gives intervals"]);
    lists("measures", &["type_s", "median_bias", "tables/coefficients"]);
    lists("measures", &["relative_risk", "squared_bias", "lambda_at_edge", "formula", "source"]);
    lists("measures", &["=== core", "=== selection", "measures = [\"accuracy\"]", "stability"]);
    lists("figures", &["curve", "bias-variance", "selection", "facet"]);
    lists(
        "theory",
        &["ols-gaussian (exact)", "lasso-limit", "conditions", "allowance", "Wainwright"],
    );
    place.parsim("list estimators").exits(2).warns("possible values");
}

#[test]
fn the_template_is_a_study_that_runs() {
    let place = Place::new();
    let template = place.parsim("new my-study").exits(0).out;
    assert!(template.contains("my-study"));
    place.write("my-study.toml", &template);
    let answer = place.parsim("check my-study.toml").exits(0);
    assert_eq!(answer.err, "");
    place.parsim("run my-study.toml --quiet --replicates 16").exits(0);
    assert!(place.path("output/my-study/report.html").exists());
    let quoted = place.command("new").arg("a \"quoted\" name").output().unwrap();
    place.write("quoted.toml", &quoted.stdout);
    place.parsim("check quoted.toml").exits(0);
}

#[test]
fn a_reader_that_goes_away_is_no_error() {
    let place = Place::of(SMALL);
    place.write("d.csv", "y,a\n1,2\n2,3\n4,4\n3,7\n5,5\n");
    for line in [
        "list measures",
        "list mechanisms",
        "new x",
        "check study.toml",
        "plan study.toml",
        "run study.toml",
        "report study.toml",
        "fit d.csv --response y --method ols",
        "replay study.toml --scenario n=30,rho=0 --replicate 1 --method ols",
    ] {
        let piped = format!("set -o pipefail; parsim {line} | true; echo ${{PIPESTATUS[0]}}");
        let answer = place.shell(&piped).exits(0).says("0\n");
        assert!(!answer.err.contains("error"), "{answer}");
        let closed = place.shell(&format!("parsim {line} >&-"));
        assert!(!closed.err.contains("panicked"), "{closed}");
    }
    assert!(place.path("output/study/report.html").exists(), "the run was finished");
}

#[test]
fn progress_and_results_go_to_their_own_channels() {
    let place = Place::of(SMALL);
    let answer = place.parsim("run study.toml").exits(0);
    let remarks = answer.err.lines().filter(|line| !line.contains(" per second, "));
    assert_eq!(remarks.count(), 0, "nothing but progress: {answer}");
    assert!(answer.out.ends_with("output/study/report.html\n"), "{answer}");
    let again = place.parsim("run study.toml --quiet").exits(0);
    assert_eq!((again.out.as_str(), again.err.as_str()), ("", ""));
}

#[test]
fn numbers_of_flags_are_checked() {
    let place = Place::of(SMALL);
    for (flag, piece) in [
        ("--replicates 0", "1..="),
        ("--replicates many", "invalid"),
        ("--threads 0", "1..=1024"),
        ("--threads 5000", "1..=1024"),
        ("--shard 0/3", "1 <= K <= N"),
        ("--shard 4/3", "1 <= K <= N"),
        ("--shard 3", "3/20"),
        ("--shard 1/2 --fresh", "cannot be used with"),
        ("--colour", "unexpected argument"),
    ] {
        place.parsim(&format!("run study.toml {flag}")).exits(2).warns(piece);
    }
    assert_eq!(place.files("."), ["study.toml"]);
}
