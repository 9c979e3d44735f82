//! Tidiness: what the workspace promises of its own shape.

#![expect(clippy::unwrap_used, reason = "a failure here is a failed test")]

mod dependencies;
mod names;
mod registries;
mod sources;
mod workspace;

use std::path::{Path, PathBuf};

/// The folder of the workspace.
fn root() -> &'static Path {
    Path::new(concat!(env!("CARGO_MANIFEST_DIR"), "/.."))
}

/// The text of a file of the workspace.
fn read(path: impl AsRef<Path>) -> String {
    let path = root().join(path);
    std::fs::read_to_string(&path).unwrap_or_else(|error| panic!("{}: {error}", path.display()))
}

/// All files below a folder of the workspace, sorted, relative to the workspace.
fn files(folder: &str) -> Vec<PathBuf> {
    let mut found = Vec::new();
    let mut folders = vec![root().join(folder)];
    while let Some(folder) = folders.pop() {
        for entry in std::fs::read_dir(&folder).unwrap() {
            let path = entry.unwrap().path();
            if path.is_dir() {
                folders.push(path);
            } else {
                found.push(path.strip_prefix(root()).unwrap().to_owned());
            }
        }
    }
    found.sort();
    found
}

/// The Rust files of the crates that are part of the product: no tests and their
/// support, no benches.
fn sources() -> Vec<PathBuf> {
    let is_test = |path: &PathBuf| {
        let text = path.display().to_string();
        ["/tests/", "/benches/", "/tests.rs", "/synthetic.rs"]
            .iter()
            .any(|part| text.contains(part))
    };
    let is_rust = |path: &PathBuf| path.extension().is_some_and(|extension| extension == "rs");
    files("crates").into_iter().filter(|path| is_rust(path) && !is_test(path)).collect()
}

/// A source up to its unit tests.
fn without_tests(source: &str) -> &str {
    source.split("\n#[cfg(test)]\nmod ").next().unwrap_or(source)
}
