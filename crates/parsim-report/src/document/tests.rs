//! Files of a report; with `PARSIM_GALLERY=folder` a whole one is written there to be looked at.

use super::*;
use crate::synthetic;
use std::collections::BTreeMap;

fn document<'a>(plan: &'a Plan, results: &'a Results) -> Document<'a> {
    Document { plan, stem: "two-signals", source: synthetic::TWO_SIGNALS, results }
}

/// Writes the report into a folder, in the reverse order of its parts.
fn write(document: &Document<'_>, folder: &Path) {
    let figures = document.figures();
    let drawings = figures.figures.iter().map(figures::Figure::draw).collect();
    let report = document.report(figures, drawings).unwrap();
    let parts: Vec<Part> = report.parts().collect();
    for (place, bytes) in parts.into_iter().rev().flat_map(|part| report.files(part).unwrap()) {
        let path = folder.join(place);
        fs::create_dir_all(path.parent().unwrap()).unwrap();
        fs::write(path, bytes).unwrap();
    }
}

/// The files of a folder by name.
fn contents(folder: &Path) -> BTreeMap<String, Vec<u8>> {
    let entry = |entry: io::Result<fs::DirEntry>| {
        let entry = entry.unwrap();
        let name = entry.file_name().into_string().unwrap();
        (name, fs::read(entry.path()).unwrap_or_default())
    };
    fs::read_dir(folder).unwrap().map(entry).collect()
}

/// A study small enough to be drawn twice.
const SMALL: &str = r#"title = "Small"
seed = 1
replicates = 160
[mechanism]
kind = "linear"
n = 40
covariates = { kind = "gaussian", p = 4 }
coefficients = { kind = "leading", s = 1, value = 1.0 }
noise = { kind = "gaussian", snr = [1.0, 2.0] }
[[method]]
kind = "ols"
[[method]]
kind = "lasso"
"#;

#[test]
fn a_report_is_the_same_twice() {
    let plan = synthetic::plan(SMALL);
    let results = synthetic::results(&plan, 160);
    let (first, second) = (tempfile::tempdir().unwrap(), tempfile::tempdir().unwrap());
    write(&document(&plan, &results), first.path());
    assert!(first.path().join("report.html").is_file());
    write(&document(&plan, &results), second.path());
    for part in ["", "figures"] {
        let (a, b) = (contents(&first.path().join(part)), contents(&second.path().join(part)));
        assert!(a == b, "{part}: the bytes differ");
    }
    let names = contents(&first.path().join("figures"));
    assert!(names.contains_key("01-curve-relative_risk.svg"), "{:?}", names.keys());
    assert!(names["01-curve-relative_risk.png"].starts_with(b"\x89PNG"));
}

#[test]
fn figures_that_no_longer_belong_are_removed_and_nothing_else() {
    let plan = synthetic::plan(SMALL);
    let results = synthetic::results(&plan, 160);
    let folder = tempfile::tempdir().unwrap();
    let place = folder.path().join("figures");
    fs::create_dir(&place).unwrap();
    for name in ["99-old.svg", "99-old.png", "mine.svg", "12.svg", "7-a.svg", "99-old.txt"] {
        fs::write(place.join(name), name).unwrap();
    }
    let document = document(&plan, &results);
    let report = document.report(Figures::default(), Vec::new()).unwrap();
    report.remove_others(folder.path()).unwrap();
    let left: Vec<String> = contents(&place).into_keys().collect();
    assert_eq!(left, ["12.svg", "7-a.svg", "99-old.txt", "mine.svg"]);
}

#[test]
fn a_figure_that_cannot_be_drawn_is_named() {
    let plan = synthetic::plan(SMALL);
    let results = synthetic::results(&plan, 160);
    let document = document(&plan, &results);
    let figures = document.figures();
    let fault = vec![Err(DrawError::Scale(0.0))];
    let error = document.report(figures, fault).unwrap_err();
    assert!(error.to_string().starts_with("figure 01-curve-relative_risk: "), "{error}");
}

#[test]
fn a_large_study_makes_a_page_of_moderate_size() {
    let plan = synthetic::plan(synthetic::TWO_SIGNALS);
    let results = synthetic::results(&plan, 2000);
    let document = document(&plan, &results);
    let figures = document.figures();
    let drawings: Vec<String> =
        figures.figures.iter().map(|figure| crate::draw::svg(&figure.spec).unwrap()).collect();
    let drawings: Vec<&str> = drawings.iter().map(String::as_str).collect();
    let page = document.page(&figures, &drawings).unwrap();
    assert!(page.len() < 5_000_000, "{} bytes", page.len());
    if let Ok(folder) = std::env::var("PARSIM_GALLERY") {
        write(&document, Path::new(&folder));
    }
}
