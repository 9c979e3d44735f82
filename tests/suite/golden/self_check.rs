//! The pin of `studies/self-check.toml` against the same study simulated by R and glmnet
//! (`tests/data/glmnet/self_check.csv`): what later runs are held to is not what parsim says alone.

use parsim_tests::family::Family;
use parsim_tests::table::{Table, root};

/// Estimate and error of a value of the pin; its labels have no commas.
fn pinned(pin: &str, key: &[&str; 3]) -> (f64, f64) {
    let line = pin.lines().find(|line| line.split(',').take(3).eq(key.iter().copied()));
    let line = line.unwrap_or_else(|| panic!("no {key:?} in the pin"));
    let cells: Vec<&str> = line.split(',').collect();
    (cells[3].parse().unwrap(), cells[4].parse().unwrap())
}

#[test]
fn the_pinned_study_is_that_of_glmnet() {
    let pin = std::fs::read_to_string(root().join("studies/self-check.expected.csv")).unwrap();
    let mut family = Family::new("self-check against glmnet", 2);
    let table = Table::fixture("glmnet/self_check.csv");
    for row in table.rows() {
        let key = ["scenario", "method", "measure"].map(|column| row.text(column));
        let theirs = (row.number("estimate"), row.number("mcse"));
        let ours = pinned(&pin, &key);
        if ours.1 == 0.0 && theirs.1 == 0.0 {
            assert_eq!(ours.0, theirs.0, "{key:?}");
        } else {
            family.compare(format!("{key:?}"), ours, theirs);
        }
    }
    family.check();
}
