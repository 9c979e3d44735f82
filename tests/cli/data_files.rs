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
    refused(b"a,b\n1,2\n3,NaN\n4,5\n", &["x.csv: line 3, column \"b\" has no value"]);
    refused(b"a,b\n1,2\n3,NA\n4,5\n", &["rows with missing values; or name the columns"]);
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

/// scikit-learn's diabetes data with a column of names and one with gaps, neither of which is used.
fn diabetes() -> String {
    let data = include_str!("../data/sklearn/diabetes.csv");
    let mut lines = data.lines();
    let mut text = format!("patient,{},visits\n", lines.next().unwrap());
    for (at, line) in lines.enumerate() {
        let visits = if at % 7 == 0 { "NA".to_owned() } else { at.to_string() };
        text.extend([format!("p{at},{line},{visits}\n")]);
    }
    text
}

const PLASMODE: &str = r#"title = "Real covariates, simulated response"
seed = 1
replicates = 2000

[mechanism]
kind = "linear"
covariates = { kind = "file", path = "diabetes.csv", columns = ["s5", "bmi", "bp"] }
coefficients = { kind = "decreasing", s = 2, from = 10, to = 1 }
noise = { kind = "gaussian", snr = 2 }

[[method]]
kind = "ols"
"#;

/// The cell of a column in the row of a measure.
fn cell(place: &Place, measure: &str, column: &str) -> f64 {
    let table = place.read("output/study/tables/summary.csv");
    let mut lines = table.lines();
    let header: Vec<&str> = lines.next().unwrap().split(',').collect();
    let position = |name: &str| header.iter().position(|known| *known == name).unwrap();
    let cells = lines.map(|line| line.split(',').collect::<Vec<_>>());
    let mut rows = cells.filter(|cells| cells[position("measure")] == measure);
    rows.next().unwrap()[position(column)].parse().unwrap()
}

#[test]
fn a_plasmode_study_takes_whole_rows_or_resamples_them() {
    let place = Place::of(PLASMODE);
    place.write("diabetes.csv", diabetes());
    place.parsim("run study.toml --quiet").exits(0);
    assert_eq!(cell(&place, "in_sample_error", "n"), 442.0);
    // numpy 2.4.6: b = (10, 1, 0), S the covariance (1/n) of s5, bmi, bp: sigma^2 = b'Sb/2, and least squares
    // with an intercept on fixed rows has a mean in-sample error of sigma^2 (3 + 1)/442.
    let z = (cell(&place, "in_sample_error", "estimate") - 0.304_302_911_607_255_37)
        / cell(&place, "in_sample_error", "mcse");
    assert!(z.abs() < 4.0, "z = {z}");
    place.edit("study.toml", "kind = \"linear\"", "kind = \"linear\"\nn = 60");
    place.parsim("run study.toml --quiet").exits(0);
    assert_eq!(cell(&place, "in_sample_error", "n"), 60.0);
    // The mean in-sample error of least squares needs nothing but the rank of X.
    let z = (cell(&place, "in_sample_error", "estimate") - 0.304_302_911_607_255_37 * 442.0 / 60.0)
        / cell(&place, "in_sample_error", "mcse");
    assert!(z.abs() < 4.0, "z = {z}");
    // All columns would take the names and the gaps in.
    place.edit("study.toml", ", columns = [\"s5\", \"bmi\", \"bp\"]", "");
    let answer = place.parsim("check study.toml").exits(2);
    answer
        .warns("line 2, column \"patient\" is \"p0\", not a number")
        .warns("name the columns to use");
    place.edit(
        "study.toml",
        "\"diabetes.csv\"",
        "\"diabetes.csv\", columns = [\"bmi\", \"visits\"]",
    );
    let answer = place.parsim("check study.toml").exits(2);
    answer.warns("line 2, column \"visits\" has no value").warns("study.toml:8:").warns("fill in");
}
