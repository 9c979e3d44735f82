//! The run of a study: blocks of replicates computed in parallel, checkpointed in a store, folded
//! in index order into summaries, contrasts and claims.
//!
//! The only crate that starts threads. It knows the store only through [`BlockStore`].

mod claims;
mod competition;
pub mod experiment;
mod fold;
pub mod forecast;
pub mod parallel;
pub mod pins;
pub mod precision;
pub mod progress;
pub mod record;
pub mod results;
pub mod run;
pub mod schedule;
pub mod store;

pub use run::{EngineError, Outcome, Run};
pub use schedule::Selection;
pub use store::{BlockStore, StoreError};
