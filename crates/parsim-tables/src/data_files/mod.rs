//! Data files: CSV with a header line, or Parquet.

mod cell;
mod csv;
mod parquet;

use parsim_numerics::Matrix;
use parsim_stats::component::{DataTable, Unusable};
use parsim_study::{DataFileError, DataFiles};
use std::collections::BTreeSet;
use std::io;
use std::path::{Path, PathBuf};
use std::sync::Arc;

/// The data files of a study, whose paths are relative to the folder of the study file.
#[derive(Clone, Debug)]
pub struct FileData(PathBuf);

impl FileData {
    /// The folder in which a study file lies.
    pub fn beside(study_file: &Path) -> Self {
        Self(study_file.parent().map(Path::to_owned).unwrap_or_default())
    }
}

impl DataFiles for FileData {
    fn load(&self, path: &str) -> Result<Arc<DataTable>, DataFileError> {
        let mut table = load_table(&self.0.join(path))?;
        path.clone_into(&mut table.path);
        Ok(Arc::new(table))
    }
}

/// Reads a data file: Parquet if it begins with `PAR1`, else CSV.
///
/// CSV is UTF-8 with commas and one header line that names every column; blank lines and blanks
/// around a cell do not count. Every cell is a finite number, or `TRUE` or `FALSE` (any case) for 1
/// or 0; a column with a cell that is text, missing, NaN or infinite cannot be used, for a reason that names
/// line (Parquet: row, from 1) and column of the first such cell. The table's hash is the BLAKE3 hash of the
/// file's bytes, 64 hexadecimal digits.
///
/// # Errors
/// The file is missing or unreadable, is not UTF-8, has no rows, a column without a name, two
/// columns of one name, or rows of different lengths.
pub fn load_table(path: &Path) -> Result<DataTable, DataFileError> {
    let bytes = std::fs::read(path).map_err(|error| unreadable(path, &error))?;
    let hash = blake3::hash(&bytes).to_hex().to_string();
    let columns =
        if bytes.starts_with(b"PAR1") { parquet::read(bytes)? } else { csv::read(&bytes)? };
    check_names(&columns.names)?;
    let Columns { names, rows, cells } = columns;
    if rows == 0 {
        return Err(refusal("has no rows", ""));
    }
    let mut values = Matrix::new(rows, cells.len());
    let mut unusable = Vec::new();
    for (at, column) in cells.into_iter().enumerate() {
        match column {
            Ok(column) => values.column_mut(at).copy_from_slice(&column),
            Err(DataFileError { message, hint }) => {
                unusable.push(Unusable { column: at, message, hint });
            }
        }
    }
    Ok(DataTable { path: path.display().to_string(), hash, columns: names, values, unusable })
}

/// What a file holds.
struct Columns {
    names: Vec<String>,
    rows: usize,
    /// By name: a number for each row, or why there are none.
    cells: Vec<Result<Vec<f64>, DataFileError>>,
}

fn check_names(names: &[String]) -> Result<(), DataFileError> {
    let mut seen = BTreeSet::new();
    for (at, name) in names.iter().enumerate() {
        if name.is_empty() {
            let hint = "give every column a name; R's write.csv needs row.names = FALSE";
            return Err(refusal(format!("column {} has no name", at + 1), hint));
        }
        if !seen.insert(name) {
            return Err(refusal(
                format!("two columns are called \"{name}\""),
                "rename one of them",
            ));
        }
    }
    Ok(())
}

fn unreadable(path: &Path, error: &io::Error) -> DataFileError {
    let path = path.display();
    match error.kind() {
        io::ErrorKind::NotFound => refusal(
            format!("there is no file {path}"),
            "paths of data files are relative to the study file",
        ),
        _ => refusal(format!("{path} cannot be read: {error}"), ""),
    }
}

fn refusal(message: impl Into<String>, hint: &str) -> DataFileError {
    DataFileError { message: message.into(), hint: hint.to_owned() }
}

#[cfg(test)]
mod tests;
