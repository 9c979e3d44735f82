//! Whose folder it is: results are never written where they do not belong.

use crate::place::Place;
use crate::studies::SINGLE;

#[test]
fn a_folder_of_other_things_is_refused_and_left_alone() {
    let place = Place::of(SINGLE);
    place.write("thesis/chapter.tex", "x");
    for verb in ["run", "merge", "report", "plan"] {
        let answer = place.parsim(&format!("{verb} study.toml --output thesis")).exits(2);
        answer.warns("has no plan.toml").warns("--output");
    }
    place.parsim("run study.toml --output thesis --fresh").exits(2);
    assert_eq!(place.files("thesis"), ["chapter.tex"]);
}

#[test]
fn another_studys_folder_is_refused() {
    let place = Place::of(SINGLE);
    place.write("other.toml", SINGLE);
    place.parsim("run study.toml --quiet --output results").exits(0);
    let before = place.files("results");
    for verb in ["run", "merge", "report", "plan", "run --fresh"] {
        let answer = place.parsim(&format!("{verb} other.toml --output results")).exits(2);
        answer.warns("belongs to the study \"study\", not to \"other\"");
    }
    assert_eq!(place.files("results"), before);
}

#[test]
fn a_file_is_no_folder() {
    let place = Place::of(SINGLE);
    place.parsim("run study.toml --output study.toml").exits(2).warns("study.toml is a file");
    let answer = place.parsim("run study.toml --output study.toml/deeper").exits(2);
    answer.warns("study.toml is a file, not a folder");
    assert_eq!(place.read("study.toml"), SINGLE);
}

#[test]
fn a_damaged_plan_is_refused() {
    let place = Place::of(SINGLE);
    place.parsim("run study.toml --quiet").exits(0);
    place.write("output/study/plan.toml", "[plan");
    place
        .parsim("run study.toml")
        .exits(2)
        .warns("plan.toml")
        .warns("not a plan written by parsim");
}

#[test]
fn results_lie_where_they_are_told_to() {
    let place = Place::of(SINGLE);
    place.parsim("run study.toml --output deep/er/results").exits(0).says("deep/er/results/report");
    assert!(place.path("deep/er/results/tables/summary.csv").exists());
    assert!(!place.path("output").exists());
    place.parsim("report study.toml --output deep/er/results").exits(0);
}

#[test]
fn nothing_stored_is_missing_work() {
    let place = Place::of(SINGLE);
    for verb in ["merge", "report"] {
        let answer = place.parsim(&format!("{verb} study.toml")).exits(3);
        answer.warns("nothing is stored there");
    }
    assert_eq!(place.files("."), ["study.toml"]);
    place.parsim("run study.toml --quiet --replicates 16").exits(0);
    let answer = place.parsim("report study.toml").exits(3);
    answer.warns("1 block missing of the first 32 replicates").warns("parsim run study.toml");
}

#[test]
#[cfg(unix)]
fn a_folder_without_rights_is_the_users_to_mend() {
    use std::os::unix::fs::PermissionsExt;
    let place = Place::of(SINGLE);
    let closed = place.path("closed");
    std::fs::create_dir(&closed).unwrap();
    std::fs::set_permissions(&closed, std::fs::Permissions::from_mode(0o555)).unwrap();
    if std::fs::write(closed.join("probe"), "x").is_ok() {
        println!("skipped: a_folder_without_rights: the superuser may write anywhere");
        return;
    }
    let answer = place.parsim("run study.toml --output closed/results").exits(2);
    answer.warns("closed/results").warns("permission denied");
}
