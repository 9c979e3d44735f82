//! The crates depend on each other in a line, and each library has its place.

use super::{read, root};

/// The line: each crate depends only on those before it.
const LINE: [&str; 7] = [
    "parsim-numerics",
    "parsim-stats",
    "parsim-study",
    "parsim-engine",
    "parsim-tables",
    "parsim-report",
    "parsim-cli",
];

/// Libraries that one crate alone may know.
const PLACES: [(&str, &str); 6] = [
    ("polars", "parsim-tables"),
    ("plotters", "parsim-report"),
    ("resvg", "parsim-report"),
    ("rayon", "parsim-engine"),
    ("indicatif", "parsim-engine"),
    ("clap", "parsim-cli"),
];

/// The names in `[dependencies]`, `[dev-dependencies]` and `[build-dependencies]`.
fn dependencies(manifest: &str) -> Vec<String> {
    let table: toml::Table = manifest.parse().unwrap();
    ["dependencies", "dev-dependencies", "build-dependencies"]
        .iter()
        .filter_map(|section| table.get(*section)?.as_table())
        .flat_map(|section| section.keys().cloned())
        .collect()
}

fn manifest(member: &str) -> String {
    read(format!("crates/{member}/Cargo.toml"))
}

#[test]
fn the_folder_holds_the_crates_of_the_line() {
    let folder = std::fs::read_dir(root().join("crates")).unwrap();
    let mut found: Vec<String> =
        folder.map(|entry| entry.unwrap().file_name().into_string().unwrap()).collect();
    let mut expected = LINE.map(str::to_owned).to_vec();
    found.sort();
    expected.sort();
    assert_eq!(found, expected);
}

#[test]
fn each_crate_depends_only_on_those_before_it() {
    for (at, member) in LINE.iter().enumerate() {
        for dependency in dependencies(&manifest(member)) {
            if dependency.starts_with("parsim-") {
                assert!(LINE[..at].contains(&dependency.as_str()), "{member} needs {dependency}");
            }
        }
    }
}

#[test]
fn each_library_has_its_place() {
    for member in LINE {
        for dependency in dependencies(&manifest(member)) {
            for (library, place) in PLACES {
                let same = dependency == library || dependency.starts_with(&format!("{library}-"));
                assert!(!same || member == place, "{member} needs {dependency}");
            }
        }
    }
}

#[test]
fn the_pure_crates_stay_pure() {
    for (member, forbidden) in [
        ("parsim-numerics", &["serde", "rand", "rand_pcg", "rand_distr", "rayon"][..]),
        ("parsim-stats", &["rayon", "tempfile"][..]),
        ("parsim-study", &["rayon", "tempfile", "rand"][..]),
    ] {
        for dependency in dependencies(&manifest(member)) {
            assert!(!forbidden.contains(&dependency.as_str()), "{member} needs {dependency}");
        }
    }
}

/// Linking polars takes long: every test binary that does it is a wait for everybody.
#[test]
fn few_test_binaries_link_polars() {
    let mut count = 0;
    for member in LINE {
        let manifest = manifest(member);
        let used = dependencies(&manifest);
        if used.iter().any(|name| name == "polars" || name == "parsim-tables") {
            let folder = std::fs::read_dir(root().join("crates").join(member).join("tests"));
            // One inside the library or program, and what is declared or found beside it.
            count += 1 + manifest.matches("[[test]]").count() + folder.map_or(0, Iterator::count);
        }
    }
    assert!((2..=5).contains(&count), "{count} test binaries link polars");
}
