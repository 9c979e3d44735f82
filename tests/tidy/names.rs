//! Names that others rely on, and paths that nobody else has.

use super::{files, read, root};
use std::path::{Path, PathBuf};

/// Everything that is written by hand.
fn pages() -> Vec<PathBuf> {
    let is_text = |path: &PathBuf| {
        let kind = path.extension().and_then(|kind| kind.to_str());
        matches!(kind, Some("rs" | "toml" | "md" | "py" | "R" | "html" | "css"))
    };
    let top = std::fs::read_dir(root()).unwrap().map(|entry| entry.unwrap().path());
    let top = top.filter(|path| path.is_file());
    let mut pages: Vec<PathBuf> = top.map(|path| path.file_name().unwrap().into()).collect();
    pages.extend(["crates", "studies", "tests"].into_iter().flat_map(files));
    pages.retain(is_text);
    pages.push(".ci/run".into());
    pages
}

#[test]
fn no_file_knows_a_path_of_somebodys_machine() {
    // In halves, so that this file does not hold them.
    let halves = ["ho|me/", "ro|ot/", "tm|p/", "wo|rk/", "Us|ers/"];
    let starts = halves.map(|halves| format!("/{}", halves.replace('|', "")));
    for page in pages() {
        let text = read(&page);
        for start in &starts {
            // A path begins a word; `a/b/` is no such path.
            let found = text.match_indices(start.as_str()).find(|(at, _)| {
                let before = text[..*at].chars().next_back();
                before.is_none_or(|c| c.is_whitespace() || "\"'`(=".contains(c))
            });
            let line = found.and_then(|(at, _)| text[at..].lines().next());
            assert_eq!(line, None, "{}", page.display());
        }
    }
}

#[test]
fn a_study_is_called_as_its_file_is() {
    let mut count = 0;
    for path in files("studies").into_iter().filter(|path| !path.starts_with("studies/data")) {
        let name = path.file_name().unwrap().to_str().unwrap();
        let stem = name.split('.').next().unwrap();
        let kebab = |c: char| c.is_ascii_lowercase() || c.is_ascii_digit() || c == '-';
        assert!(stem.chars().all(kebab), "{name}");
        let study = format!("studies/{stem}.toml");
        assert!(root().join(&study).is_file(), "{name} belongs to no study");
        if path == Path::new(&study) {
            let text = read(&path);
            assert!(text.starts_with("# "), "{study} begins with what it is about");
            count += 1;
        }
    }
    assert!(count > 0);
}
