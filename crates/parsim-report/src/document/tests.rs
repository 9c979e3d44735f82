//! Files of a report; with `PARSIM_GALLERY=folder` a whole one is written there to be looked at.

use super::*;
use crate::synthetic;
use std::collections::BTreeMap;

fn document<'a>(plan: &'a Plan, results: &'a Results) -> Document<'a> {
    Document { plan, stem: "two-signals", source: synthetic::TWO_SIGNALS, results }
}

fn write(document: &Document<'_>, folder: &Path) -> PathBuf {
    let figures = document.figures();
    let pictures = figures.figures.iter().map(figures::Figure::render).collect();
    document.write(folder, &figures, pictures).unwrap()
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
fn a_report_is_written_whole_and_the_same_twice() {
    let plan = synthetic::plan(SMALL);
    let results = synthetic::results(&plan, 160);
    let (first, second) = (tempfile::tempdir().unwrap(), tempfile::tempdir().unwrap());
    let report = write(&document(&plan, &results), first.path());
    assert_eq!(report, first.path().join("report.html"));
    write(&document(&plan, &results), second.path());
    for part in ["", "figures"] {
        let (a, b) = (contents(&first.path().join(part)), contents(&second.path().join(part)));
        assert!(a == b, "{part}: the bytes differ");
        assert!(a.keys().all(|name| !name.starts_with('.')), "no temporary file is left");
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
    document.write(folder.path(), &Figures::default(), Vec::new()).unwrap();
    let left: Vec<String> = contents(&place).into_keys().collect();
    assert_eq!(left, ["12.svg", "7-a.svg", "99-old.txt", "mine.svg"]);
}

#[test]
fn a_figure_that_cannot_be_drawn_is_named() {
    let plan = synthetic::plan(SMALL);
    let results = synthetic::results(&plan, 160);
    let document = document(&plan, &results);
    let figures = document.figures();
    let folder = tempfile::tempdir().unwrap();
    let fault = vec![Err(DrawError::Scale(0.0))];
    let error = document.write(folder.path(), &figures, fault).unwrap_err();
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
