//! `tables/claims`: one row per claim and scenario.

use super::columns::{Column, Columns, Table, Values};
use super::keys::TableKeys;
use parsim_engine::results::ClaimRow;

pub(super) fn table<'a>(keys: &'a TableKeys, rows: &'a [ClaimRow]) -> Table<'a> {
    let texts = rows.iter().map(|row| Some(keys.claims[row.claim].as_str().into())).collect();
    let claim = Column { name: "claim".into(), values: Values::Words(texts) };
    let scenarios: Vec<usize> = rows.iter().map(|row| row.scenario).collect();
    let keys = std::iter::once(claim).chain(keys.scenario_columns(&scenarios)).collect();
    let mut columns = Columns::new(rows, keys);
    columns.word("verdict", |row| row.verdict.word());
    columns.number("difference", |row| row.difference.estimate);
    columns.number("mcse", |row| row.difference.mcse);
    columns.number("z", |row| row.z);
    columns.number("p_adjusted", |row| row.p_adjusted);
    columns.count("replicates_needed", |row| row.replicates_needed);
    columns.count("replicates", |row| Some(row.replicates));
    columns.word("note", |row| &row.note);
    columns.finish("claims")
}
