//! The store of finished blocks and the tables of a study, in Parquet and CSV, and the study's
//! output folder. The only crate that knows polars.

mod disk;
pub mod folder;
mod parquet;
pub mod store;
pub mod tables;

pub use disk::write_atomic;
pub use folder::{Access, StudyFolder};
pub use store::ParquetStore;
pub use tables::{TableKeys, write_tables};
