//! `tables/contrasts`: every method against the reference method on the same data.

use super::columns::{Columns, Table};
use super::keys::TableKeys;
use parsim_engine::results::ContrastRow;

pub(super) fn table<'a>(keys: &'a TableKeys, rows: &'a [ContrastRow]) -> Table<'a> {
    let scenarios: Vec<usize> = rows.iter().map(|row| row.scenario).collect();
    let mut columns = Columns::new(rows, keys.scenario_columns(&scenarios));
    columns.push(keys.methods("method", rows.iter().map(|row| row.method)));
    columns.push(keys.methods("reference", rows.iter().map(|row| row.reference)));
    columns.word("measure", |row| row.measure);
    columns.measured("difference", |row| row.difference);
    columns.number("difference_lower", |row| row.difference_interval.map(|interval| interval.0));
    columns.number("difference_upper", |row| row.difference_interval.map(|interval| interval.1));
    columns.measured("ratio", |row| row.ratio);
    columns.measured("win_rate", |row| row.win_rate);
    columns.number("ties", |row| row.ties);
    columns.count("replicates", |row| Some(row.replicates));
    columns.finish("contrasts")
}
