//! `tables/failures`: one row per scenario, method and cause.

use super::columns::{Columns, Table};
use super::keys::TableKeys;
use parsim_engine::results::FailureRow;

pub(super) fn table<'a>(keys: &'a TableKeys, rows: &'a [FailureRow]) -> Table<'a> {
    let scenarios: Vec<usize> = rows.iter().map(|row| row.scenario).collect();
    let mut columns = Columns::new(rows, keys.scenario_columns(&scenarios));
    columns.push(keys.methods("method", rows.iter().map(|row| row.method)));
    columns.word("cause", |row| &row.cause);
    columns.count("count", |row| Some(row.count));
    columns.count("first_replicate", |row| Some(row.first_replicate));
    columns.word("replay", |row| &row.replay);
    columns.finish("failures")
}
