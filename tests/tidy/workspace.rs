//! The workspace as a whole.

use super::{files, read, root, sources};

#[test]
fn there_is_one_program_and_its_main_is_short() {
    let manifests = files("crates");
    let manifests = manifests.iter().filter(|path| path.ends_with("Cargo.toml"));
    let programs: usize = manifests.map(|path| read(path).matches("[[bin]]").count()).sum();
    assert_eq!(programs, 1);
    let mains: Vec<_> = sources().into_iter().filter(|path| path.ends_with("main.rs")).collect();
    assert_eq!(mains.len(), 1);
    assert!(read(&mains[0]).lines().count() < 40);
}

#[test]
fn every_member_inherits_the_lints() {
    for path in files("crates").iter().chain(&files("tests")) {
        if path.ends_with("Cargo.toml") {
            let table: toml::Table = read(path).parse().unwrap();
            let inherits = table["lints"].get("workspace").and_then(toml::Value::as_bool);
            assert_eq!(inherits, Some(true), "{}", path.display());
        }
    }
}

#[test]
fn the_top_level_holds_what_a_reader_looks_for() {
    for name in ["ARCHITECTURE.md", "CHANGELOG.md", "CONTRIBUTING.md", "README.md", "Cargo.lock"] {
        assert!(root().join(name).is_file(), "{name}");
    }
    for name in ["crates", "studies", "output", "tests"] {
        assert!(root().join(name).is_dir(), "{name}");
    }
}

#[test]
fn the_checks_call_the_readme_s_own_commands() {
    let (readme, checks) = (read("README.md"), read(".ci/run"));
    assert!(readme.contains("\ncargo run --release -- run studies/two-signals.toml\n"));
    assert!(readme.contains("\ncargo test --release --workspace\n"));
    assert!(checks.contains("cargo test --release --workspace"));
    let calls = checks.lines().map(str::trim).filter(|line| !line.starts_with('#'));
    for call in calls.filter(|line| line.contains("cargo ")) {
        assert!(call.contains("--locked"), "{call}");
    }
}

#[test]
fn documents_link_to_files_that_exist() {
    for page in ["ARCHITECTURE.md", "CONTRIBUTING.md", "README.md"] {
        let text = read(page);
        for link in text.split("](").skip(1).filter_map(|rest| rest.split(')').next()) {
            let local = !link.contains("://") && !link.starts_with('#');
            assert!(!local || root().join(link).exists(), "{page}: {link}");
        }
    }
}

#[test]
fn every_mention_of_a_measure_in_the_documents_is_one() {
    let readme = read("README.md");
    for claim in readme.split('`').filter(|code| code.contains("(lasso)")) {
        let measure = claim.split('(').next().unwrap_or("");
        let file = format!("crates/parsim-stats/src/measures/{measure}.rs");
        assert!(root().join(file).is_file(), "{claim}");
    }
}
