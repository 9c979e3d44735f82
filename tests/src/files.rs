//! Data files that live in memory.

use parsim_numerics::Matrix;
use parsim_stats::component::{DataTable, fingerprint};
use parsim_study::{DataFileError, DataFiles};
use std::sync::Arc;

/// Data files by the path that a study names; covariates called `x1`, `x2` and so on.
#[derive(Clone, Debug, Default)]
pub struct MemoryFiles(Vec<Arc<DataTable>>);

impl MemoryFiles {
    /// No file.
    pub fn new() -> Self {
        Self::default()
    }

    /// One more file. Its identity is the hash of its numbers' bits.
    #[must_use]
    pub fn with(mut self, path: &str, values: Matrix) -> Self {
        let bits: Vec<String> =
            values.as_slice().iter().map(|value| format!("{:x}", value.to_bits())).collect();
        let columns = (1..=values.cols()).map(|j| format!("x{j}")).collect();
        let hash = fingerprint(&bits.join(",")).to_string();
        self.0.push(Arc::new(DataTable {
            path: path.to_owned(),
            hash,
            columns,
            values,
            unusable: Vec::new(),
        }));
        self
    }
}

impl DataFiles for MemoryFiles {
    fn load(&self, path: &str) -> Result<Arc<DataTable>, DataFileError> {
        let found = self.0.iter().find(|table| table.path == path).cloned();
        found.ok_or_else(|| DataFileError {
            message: format!("no data file \"{path}\""),
            hint: String::new(),
        })
    }
}
