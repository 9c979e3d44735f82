//! Tests of the output folder.

use super::*;
use parsim_stats::component::{Fingerprint, fingerprint};
use tempfile::TempDir;

fn plan(stem: &str, fingerprint: Fingerprint) -> String {
    format!("[plan]\nstem = \"{stem}\"\nfingerprint = \"{fingerprint}\"\nresults_version = 1\n")
}

fn root() -> (TempDir, PathBuf) {
    let root = tempfile::tempdir().unwrap();
    let path = root.path().join("output/two-signals");
    (root, path)
}

fn refused(path: &Path, stem: &str, access: Access, fragment: &str) {
    let error = StudyFolder::open(path, stem, access).unwrap_err();
    assert!(error.users_fault, "{error}");
    assert!(error.to_string().contains(fragment), "{error}");
}

#[test]
fn an_absent_folder_is_created_and_recognised_later() {
    let (_root, path) = root();
    assert_eq!(StudyFolder::recognise(&path, "two-signals"), Ok(None));
    assert!(!path.exists());
    let folder = StudyFolder::open(&path, "two-signals", Access::Exclusive).unwrap();
    assert!(folder.is_locked() && folder.previous().is_none());
    let first = fingerprint("first");
    folder.write_plan(&plan("two-signals", first)).unwrap();
    drop(folder);
    let folder = StudyFolder::open(&path, "two-signals", Access::Exclusive).unwrap();
    assert_eq!(folder.previous().map(|header| header.fingerprint), Some(first));
}

#[test]
fn an_edited_study_replaces_its_plan_and_a_shard_does_not() {
    let (_root, path) = root();
    let text = |word: &str| plan("s", fingerprint(word));
    let stored = |path: &Path| std::fs::read_to_string(path.join(PLAN)).unwrap();
    let shard = StudyFolder::open(&path, "s", Access::Shared).unwrap();
    shard.write_plan(&text("first")).unwrap();
    shard.write_plan(&text("second")).unwrap();
    assert_eq!(stored(&path), text("first"));
    drop(shard);
    let run = StudyFolder::open(&path, "s", Access::Exclusive).unwrap();
    run.write_plan(&text("second")).unwrap();
    assert_eq!(stored(&path), text("second"));
}

#[test]
fn another_studys_folder_is_refused() {
    let (_root, path) = root();
    let folder = StudyFolder::open(&path, "mine", Access::Exclusive).unwrap();
    folder.write_plan(&plan("mine", fingerprint("x"))).unwrap();
    drop(folder);
    refused(&path, "yours", Access::Shared, "belongs to the study \"mine\", not to \"yours\"");
}

#[test]
fn a_folder_of_other_things_is_refused_and_left_alone() {
    let (_root, path) = root();
    std::fs::create_dir_all(&path).unwrap();
    std::fs::write(path.join("thesis.tex"), "x").unwrap();
    refused(&path, "s", Access::Exclusive, "has no plan.toml");
    assert_eq!(std::fs::read_dir(&path).unwrap().count(), 1);
}

#[test]
fn a_damaged_plan_is_refused() {
    let (_root, path) = root();
    std::fs::create_dir_all(&path).unwrap();
    for text in [&b"[plan]\nstem = \"s\"\n"[..], b"", b"[plan", b"\xff\xfe"] {
        std::fs::write(path.join(PLAN), text).unwrap();
        refused(&path, "s", Access::Exclusive, "not a plan written by parsim");
    }
}

#[test]
fn a_folder_that_only_a_killed_run_touched_counts_as_empty() {
    let (_root, path) = root();
    drop(StudyFolder::open(&path, "s", Access::Exclusive).unwrap());
    std::fs::write(path.join(".writing-host-1-abcdefgh"), "x").unwrap();
    assert_eq!(StudyFolder::recognise(&path, "other"), Ok(None));
}

#[test]
fn a_second_writer_is_refused_and_shards_share() {
    let (_root, path) = root();
    let run = StudyFolder::open(&path, "s", Access::Exclusive).unwrap();
    refused(&path, "s", Access::Exclusive, "another process");
    refused(&path, "s", Access::Shared, "a run or a merge");
    drop(run);
    let one = StudyFolder::open(&path, "s", Access::Shared).unwrap();
    let two = StudyFolder::open(&path, "s", Access::Shared).unwrap();
    refused(&path, "s", Access::Exclusive, "another process");
    drop((one, two));
    StudyFolder::open(&path, "s", Access::Exclusive).unwrap();
}

#[test]
fn a_fresh_start_moves_the_old_folder_aside() {
    let (_root, path) = root();
    let (folder, old) = StudyFolder::open_fresh(&path, "s").unwrap();
    assert_eq!(old, None);
    folder.write_plan(&plan("s", fingerprint("x"))).unwrap();
    std::fs::write(path.join("report.html"), "first").unwrap();
    assert!(StudyFolder::open_fresh(&path, "s").is_err(), "it is still locked");
    drop(folder);
    for n in 1..3 {
        let (folder, old) = StudyFolder::open_fresh(&path, "s").unwrap();
        let old = old.unwrap();
        assert_eq!(old, path.with_file_name(format!("two-signals.old-{n}")));
        assert_eq!(old.join("report.html").exists(), n == 1);
        assert!(folder.previous().is_none());
        folder.write_plan(&plan("s", fingerprint("x"))).unwrap();
    }
}

#[test]
fn a_file_in_the_folders_place_is_the_users_fault() {
    let (_root, path) = root();
    std::fs::create_dir_all(path.parent().unwrap()).unwrap();
    std::fs::write(&path, "x").unwrap();
    refused(&path, "s", Access::Exclusive, "two-signals");
}
