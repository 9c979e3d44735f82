//! The store of finished blocks and the tables of a study, in Parquet and CSV, and the study's
//! output folder. The only crate that knows polars.

pub mod data_files;
mod disk;
pub mod folder;
mod parquet;
pub mod pins;
pub mod store;
pub mod tables;

pub use data_files::{FileData, load_table};
pub use disk::{Pending, write_atomic};
pub use folder::{Access, StudyFolder};
pub use store::ParquetStore;
pub use tables::{TableKeys, write_tables};
