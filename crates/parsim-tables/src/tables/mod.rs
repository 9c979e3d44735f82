//! The tables of a study: rows in plan order, as Parquet for programs and CSV for people.
//!
//! An empty cell is null: undefined or not applicable. A number that is not finite is never
//! written. The same results give the same bytes.

mod claims;
mod coefficients;
mod columns;
mod contrasts;
pub(crate) mod csv;
mod failures;
mod keys;
mod parquet;
mod summary;

pub use keys::TableKeys;

use crate::disk::Pending;
use columns::Table;
use parsim_engine::StoreError;
use parsim_engine::results::Results;
use std::path::Path;

/// Writes all tables of a study below `<output>/tables/`: `summary`, `coefficients` and
/// `contrasts` as `.parquet` and `.csv`, `claims.csv` and `failures.csv`. They have no names yet:
/// see [`Pending`].
///
/// # Errors
/// A number is not finite (the message names table, row and column), and then no file is
/// touched; or a file cannot be written.
pub fn write_tables(
    output: &Path,
    keys: &TableKeys,
    results: &Results,
) -> Result<Vec<Pending>, StoreError> {
    let folder = output.join("tables");
    let tables = [
        (summary::table(keys, &results.summary), true),
        (coefficients::table(keys, &results.coefficients), true),
        (contrasts::table(keys, &results.contrasts), true),
        (claims::table(keys, &results.claims), false),
        (failures::table(keys, &results.failures), false),
    ];
    let path = |table: &Table<'_>, kind: &str| folder.join(format!("{}.{kind}", table.name));
    for (table, _) in &tables {
        table.check().map_err(|message| refusal(&path(table, "csv"), message))?;
    }
    let mut files = Vec::new();
    for (table, as_parquet) in &tables {
        files.push(Pending::write(&path(table, "csv"), &csv::to_bytes(table))?);
        if *as_parquet {
            let path = path(table, "parquet");
            let bytes = parquet::to_bytes(table);
            let bytes = bytes.map_err(|error| refusal(&path, error.to_string()))?;
            files.push(Pending::write(&path, &bytes)?);
        }
    }
    Ok(files)
}

fn refusal(path: &Path, message: String) -> StoreError {
    StoreError { path: path.display().to_string(), message, users_fault: false }
}

#[cfg(test)]
mod tests;
