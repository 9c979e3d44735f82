//! `tables/summary`: one row per scenario, method and measure.

use super::columns::{Columns, Table};
use super::keys::TableKeys;
use parsim_engine::results::SummaryRow;

pub(super) fn table<'a>(keys: &'a TableKeys, rows: &'a [SummaryRow]) -> Table<'a> {
    let scenarios: Vec<usize> = rows.iter().map(|row| row.scenario).collect();
    let mut columns = Columns::new(rows, keys.scenario_columns(&scenarios));
    columns.push(keys.methods("method", rows.iter().map(|row| row.method)));
    columns.word("measure", |row| row.measure);
    columns.number("estimate", |row| row.value.estimate);
    columns.number("mcse", |row| row.value.mcse);
    columns.number("lower", |row| row.lower);
    columns.number("upper", |row| row.upper);
    columns.count("replicates", |row| Some(row.replicates));
    columns.count("failures", |row| Some(row.failures));
    columns.count("undefined", |row| Some(row.undefined));
    columns.measured("listwise", |row| row.listwise);
    columns.number("theory", |row| row.theory);
    columns.number("z", |row| row.z);
    columns.known_word("law", |row| row.law);
    columns.finish("summary")
}
