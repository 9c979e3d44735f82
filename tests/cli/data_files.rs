//! Data files: whatever is wrong with one is said with its place, and nothing is written.

use crate::place::Place;

const STUDY: &str = r#"title = "Covariates from a file"
seed = 1
replicates = 16

[mechanism]
kind = "linear"
covariates = { kind = "file", path = "x.csv" }
coefficients = { kind = "leading", s = 1, value = 1.0 }
noise = { kind = "gaussian", sigma = 1.0 }

[[method]]
kind = "ridge"
tuning = { kind = "fixed", lambda = 0.1 }
"#;

fn refused(data: &[u8], pieces: &[&str]) {
    let place = Place::of(STUDY);
    place.write("x.csv", data);
    for verb in ["check", "run", "plan"] {
        let mut answer = place.parsim(&format!("{verb} study.toml")).exits(2);
        // The data file is named where the study names it.
        answer = answer.warns("study.toml:7:38");
        for piece in pieces {
            answer = answer.warns(piece);
        }
        assert_eq!(place.files("."), ["study.toml", "x.csv"], "{answer}: nothing is written");
    }
}

#[test]
fn wrong_cells() {
    refused(b"a,b\n1,2\n3,blue\n", &["line 3, column \"b\" is \"blue\", not a number"]);
    refused(b"a,b\n1,2\n3,NaN\n4,5\n", &["line 3, column \"b\" has no value"]);
    refused(b"a,b\n1,2\n3,\n4,5\n", &["line 3, column \"b\" has no value"]);
    refused(b"a,b\n1,inf\n3,4\n", &["line 2, column \"b\" is infinite"]);
    refused(b"a,b\n1,2\n3,1e999\n", &["line 3, column \"b\" is infinite"]);
}

#[test]
fn wrong_shapes() {
    refused(b"", &["is empty"]);
    refused(b"a,b\n", &["has no rows"]);
    refused(b"a,b\n1,2\n3\n", &["line 3 has 1 cells, the header has 2"]);
    refused(b"a,a\n1,2\n3,4\n", &["two columns are called \"a\""]);
    refused(b"1,2\n3,4\n", &["has no header line"]);
    refused(b"a;b\n1;2\n", &["separate columns by commas"]);
    refused(b"a,b\n1,2\n3,\xff\n", &["line 3 is not UTF-8"]);
    refused(b"PAR1 and then nothing of the kind", &["not readable as Parquet"]);
}

#[test]
fn a_missing_file() {
    let place = Place::of(STUDY);
    place.parsim("run study.toml").exits(2).warns("study.toml:7:38").warns("no file x.csv");
    assert_eq!(place.files("."), ["study.toml"]);
}

#[test]
fn the_file_is_found_beside_the_study() {
    let place = Place::new();
    place.write("studies/study.toml", STUDY);
    place.write("studies/x.csv", "a,b\n1,2\n3,4\n5,7\n8,8\n");
    place.parsim("run studies/study.toml --quiet").exits(0);
    assert!(place.path("output/study/report.html").exists());
}

#[test]
fn a_changed_file_is_another_scenario() {
    let place = Place::of(STUDY);
    place.write("x.csv", "a,b\n1,2\n3,4\n5,7\n8,8\n");
    place.parsim("run study.toml --quiet").exits(0);
    place.write("x.csv", "a,b\n1,2\n3,4\n5,7\n8,9\n");
    let answer = place.parsim("run study.toml").exits(0);
    answer.warns("only what is new is computed").warns("not used: 1 scenario");
    assert_eq!(place.blocks().len(), 2);
    // Another name or other line ends for the same bytes is none.
    place.write("y.csv", "a,b\n1,2\n3,4\n5,7\n8,9\n");
    place.edit("study.toml", "x.csv", "y.csv");
    place.parsim("run study.toml --quiet").exits(0);
    assert_eq!(place.blocks().len(), 2);
}
