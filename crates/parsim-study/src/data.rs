//! Data files as the compiler of plans sees them.

use parsim_stats::component::DataTable;
use std::sync::Arc;

/// Loads the data files that a study names; paths are relative to the study file.
///
/// The loaded table's hash is the file's identity, so equal bytes must give equal hashes.
pub trait DataFiles {
    /// The columns of a file, those that hold finite numbers alone and those that do not.
    ///
    /// # Errors
    /// The file is missing, unreadable, or no table.
    fn load(&self, path: &str) -> Result<Arc<DataTable>, DataFileError>;
}

/// Why a data file cannot be used.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct DataFileError {
    /// What is wrong, a lower-case fragment, with row and column where there is one.
    pub message: String,
    /// What to do instead; may be empty.
    pub hint: String,
}

impl std::fmt::Display for DataFileError {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str(&self.message)
    }
}

impl std::error::Error for DataFileError {}

/// For studies that live in memory: every path is an error.
#[derive(Clone, Copy, Debug)]
pub struct NoDataFiles;

impl DataFiles for NoDataFiles {
    fn load(&self, path: &str) -> Result<Arc<DataTable>, DataFileError> {
        Err(DataFileError {
            message: format!("no data file \"{path}\""),
            hint: "this study has no folder to read from".to_owned(),
        })
    }
}
