//! `tables/coefficients`: one row per scenario, method and coefficient.

use super::columns::{Columns, Table};
use super::keys::TableKeys;
use parsim_engine::results::CoefficientRow;

pub(super) fn table<'a>(keys: &'a TableKeys, rows: &'a [CoefficientRow]) -> Table<'a> {
    let scenarios: Vec<usize> = rows.iter().map(|row| row.scenario).collect();
    let mut columns = Columns::new(rows, keys.scenario_columns(&scenarios));
    columns.push(keys.methods("method", rows.iter().map(|row| row.method)));
    columns.count("coefficient", |row| Some(row.coefficient.into()));
    columns.number("truth", |row| Some(row.truth));
    columns.measured("mean", |row| row.mean);
    columns.measured("bias", |row| row.bias);
    columns.measured("empirical_se", |row| row.empirical_se);
    columns.measured("mse", |row| row.mse);
    columns.measured("rmse", |row| row.rmse);
    columns.measured("selected", |row| row.selected);
    columns.number("selected_lower", |row| row.selected_interval.map(|interval| interval.0));
    columns.number("selected_upper", |row| row.selected_interval.map(|interval| interval.1));
    columns.count("replicates", |row| Some(row.replicates));
    columns.finish("coefficients")
}
