//! `tables/coefficients`: one row per scenario, method and coefficient.

use super::columns::{Columns, Table};
use super::keys::TableKeys;
use parsim_engine::results::CoefficientRow;

/// What the names of a measure's columns end in.
const ENDINGS: [&str; 4] = ["", "_mcse", "_lower", "_upper"];

pub(super) fn table<'a>(keys: &'a TableKeys, rows: &'a [CoefficientRow]) -> Table<'a> {
    let scenarios: Vec<usize> = rows.iter().map(|row| row.scenario).collect();
    let mut columns = Columns::new(rows, keys.scenario_columns(&scenarios));
    columns.push(keys.methods("method", rows.iter().map(|row| row.method)));
    columns.count("coefficient", |row| Some(row.coefficient.into()));
    columns.number("truth", |row| Some(row.truth));
    let mut at = 0;
    for measure in keys.themes.coefficient_measures() {
        for ending in ENDINGS.into_iter().take(measure.width()) {
            let name = format!("{}{ending}", measure.name);
            columns.number(name, |row| row.values.cell(at));
            at += 1;
        }
    }
    columns.count("replicates", |row| Some(row.replicates));
    columns.finish("coefficients")
}
