//! Sources keep to the shape that the project chose.

use super::{read, root, sources, without_tests};
use std::process::Command;

/// The longest file, unit tests left out.
const MOST_LINES: usize = 400;

/// The largest median.
const MEDIAN_LINES: usize = 150;

#[test]
fn files_are_short() {
    let mut lengths: Vec<(usize, String)> = sources()
        .iter()
        .map(|path| (without_tests(&read(path)).lines().count(), path.display().to_string()))
        .collect();
    lengths.sort();
    let (longest, path) = lengths.last().unwrap();
    assert!(*longest <= MOST_LINES, "{path} has {longest} lines");
    let median = lengths[lengths.len() / 2].0;
    assert!(median <= MEDIAN_LINES, "the median is {median} lines");
}

#[test]
fn nothing_is_left_for_later() {
    let words = ["TODO", "FIXME", "XXX", "todo!(", "unimplemented!(", "dbg!("];
    for path in sources() {
        let source = read(&path);
        for word in words {
            assert!(!source.contains(word), "{}: {word}", path.display());
        }
    }
}

#[test]
fn nothing_panics_on_purpose_outside_tests() {
    for path in sources() {
        let source = read(&path);
        for (number, line) in without_tests(&source).lines().enumerate() {
            let code = line.split("//").next().unwrap_or("");
            let panics = [".unwrap()", ".expect(", "panic!(", "unreachable!("];
            let found = panics.iter().find(|word| code.contains(**word));
            assert!(found.is_none(), "{}:{}: {line}", path.display(), number + 1);
        }
    }
}

#[test]
fn libraries_print_nothing() {
    for path in sources().iter().filter(|path| !path.starts_with("crates/parsim-cli")) {
        let source = read(path);
        for (number, line) in without_tests(&source).lines().enumerate() {
            let code = line.split("//").next().unwrap_or("");
            let prints = code.contains("println!(") || code.contains("print!(");
            assert!(!prints, "{}:{}: {line}", path.display(), number + 1);
        }
    }
}

#[test]
fn no_module_is_a_drawer_for_odds_and_ends() {
    for path in sources() {
        for part in path.iter().filter_map(|part| part.to_str()) {
            let stem = part.trim_end_matches(".rs");
            assert!(
                !["core", "common", "util", "utils", "helper", "helpers", "misc"].contains(&stem),
                "{}",
                path.display()
            );
        }
    }
}

#[test]
fn unsafe_code_stays_in_the_dispatch_of_the_kernels() {
    for path in sources() {
        let allowed = path.starts_with("crates/parsim-numerics/src/simd");
        let source = read(&path);
        let uses = source.lines().any(|line| {
            let code = line.split("//").next().unwrap_or("");
            code.contains("unsafe ") || code.contains("allow(unsafe_code")
        });
        assert!(allowed || !uses, "{}", path.display());
    }
}

#[test]
fn sources_are_formatted() {
    let listed = Command::new("git").args(["ls-files", "*.rs"]).current_dir(root()).output();
    let Some(listed) = listed.ok().filter(|output| output.status.success()) else {
        println!("skipped: format: this is no git checkout");
        return;
    };
    let listed = String::from_utf8(listed.stdout).unwrap();
    let files = listed.lines().filter(|file| root().join(file).is_file());
    let run = Command::new("rustfmt").arg("--check").args(files).current_dir(root()).output();
    let Ok(run) = run else {
        println!("skipped: format: rustfmt is not installed");
        return;
    };
    assert!(run.status.success(), "{}", String::from_utf8_lossy(&run.stdout));
}
