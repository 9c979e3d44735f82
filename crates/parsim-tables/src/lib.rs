//! The store of finished blocks and the tables of a study, in Parquet and CSV, and the study's
//! output folder. The only crate that knows polars.

mod disk;
mod parquet;
pub mod store;

pub use disk::write_atomic;
pub use store::ParquetStore;
