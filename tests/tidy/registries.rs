//! Every file of a registry's folder is registered, in alphabetical order where order is free.

use super::{read, root};

/// Folders with a registry, and modules in them that are no kind.
const FOLDERS: [(&str, &[&str]); 10] = [
    ("crates/parsim-stats/src/coefficients", &[]),
    ("crates/parsim-stats/src/covariates", &["correlation", "precision", "threshold"]),
    ("crates/parsim-stats/src/measures", &["assessment", "interval_counts", "theme"]),
    ("crates/parsim-stats/src/mechanisms", &[]),
    (
        "crates/parsim-stats/src/methods",
        &["candidates", "curve", "engines", "group", "parity", "path", "task"],
    ),
    ("crates/parsim-stats/src/noise", &[]),
    ("crates/parsim-stats/src/oracles", &[]),
    (
        "crates/parsim-stats/src/theory",
        &["conditions", "covariances", "design", "factor", "scores", "soft"],
    ),
    ("crates/parsim-stats/src/tunings", &["criterion"]),
    ("crates/parsim-cli/src/verbs", &[]),
];

/// The words of a folder's registry: those of `registry!`, or for verbs the `pub mod`s.
fn registered(text: &str) -> Vec<String> {
    let Some((_, body)) = text.split_once("registry! {") else {
        let modules = text.lines().filter_map(|line| line.strip_prefix("pub mod "));
        return modules.map(|name| name.trim_end_matches(';').to_owned()).collect();
    };
    let body = body.split_once('}').unwrap().0;
    let (_, words) = body.rsplit_once(';').unwrap();
    words.split(',').map(|word| word.trim().to_owned()).filter(|word| !word.is_empty()).collect()
}

#[test]
fn every_file_is_registered() {
    for (folder, others) in FOLDERS {
        let words = registered(&read(format!("{folder}/mod.rs")));
        let mut sorted = words.clone();
        sorted.sort();
        assert_eq!(words, sorted, "{folder}: alphabetical order");
        let entries = std::fs::read_dir(root().join(folder)).unwrap();
        let mut found: Vec<String> = entries
            .map(|entry| entry.unwrap().path())
            .filter(|path| path.extension().is_some_and(|extension| extension == "rs"))
            .map(|path| path.file_stem().unwrap().to_str().unwrap().to_owned())
            .filter(|stem| stem != "mod" && !others.contains(&stem.as_str()))
            .collect();
        found.sort();
        assert_eq!(found, sorted, "{folder}");
    }
}
