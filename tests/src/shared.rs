//! Data that may not be shipped: where they lie, and what to do without them.
//!
//! A test that lacks them says `skipped: NAME: reason` and passes, unless the environment variable
//! `PARSIM_REQUIRE` (names, separated by commas) says that they must be there.

use crate::table::{Table, root};

/// Data sets whose licences keep them out of this repository.
const SHARED: &str = "../shared/reference/data";

/// A table that is not shipped, or `None` after the skip was reported.
pub fn shared(test: &str, file: &str) -> Option<Table> {
    let path = root().join(SHARED).join(file);
    if path.is_file() {
        return Some(Table::read(&path));
    }
    skip("shared", test, &format!("{SHARED}/{file} is not here"));
    None
}

/// Reports that a test was skipped; fails where its data are required.
pub fn skip(need: &str, test: &str, reason: &str) {
    let required = std::env::var("PARSIM_REQUIRE").unwrap_or_default();
    let required = required.split(',').any(|name| name.trim() == need);
    assert!(!required, "{test} needs {need}: {reason}");
    eprintln!("skipped: {test}: {reason}");
}
