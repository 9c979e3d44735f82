//! The run of a study: blocks of replicates computed in parallel, checkpointed in a store, folded
//! in index order into summaries, contrasts and claims.
//!
//! The only crate that starts threads. It knows the store only through [`BlockStore`].

pub mod record;
pub mod results;
pub mod store;

pub use store::{BlockStore, StoreError};
