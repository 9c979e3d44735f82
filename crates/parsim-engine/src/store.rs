//! The store as the engine sees it.

use crate::record::BlockRecord;
use parsim_stats::identity::{MethodId, ScenarioId};

/// Methods that were computed together for a scenario, and what of them is stored.
#[derive(Clone, Debug, PartialEq)]
pub struct StoredSet {
    /// The scenario.
    pub scenario: ScenarioId,
    /// The methods, in the order of the files' rows.
    pub methods: Vec<MethodId>,
    /// Names of the measures with a score per replicate; a set that lacks one that is known now
    /// cannot be used.
    pub measures: Vec<String>,
    /// Coefficients whose estimates are kept per replicate.
    pub estimands: Vec<u32>,
    /// Whether all nonzero coefficients are kept.
    pub keeps_all: bool,
    /// Finished blocks as (index, replicates), sorted by index; of an index that is stored both
    /// cut short and whole, the larger alone.
    pub blocks: Vec<(u64, usize)>,
}

/// What a store holds.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Listing {
    /// The sets written by this version of the results, sorted by scenario and methods.
    pub sets: Vec<StoredSet>,
    /// What lies in the store and was written by another version, named for the user.
    pub stale: Vec<String>,
    /// What lies in the store and is damaged, so that it will be computed again; a line each.
    pub damaged: Vec<String>,
}

/// A store of blocks: append-only, safe for several writers, readable while it grows.
///
/// Putting the same block twice is harmless, since equal blocks have equal bytes.
pub trait BlockStore: Sync {
    /// What is stored now.
    ///
    /// # Errors
    /// The store cannot be read.
    fn list(&self) -> Result<Listing, StoreError>;

    /// Stores a block, atomically: a reader sees all of it or nothing, a kill leaves no trace.
    ///
    /// # Errors
    /// The block cannot be written (a full disk, missing rights), or another block is stored
    /// under its name with other contents.
    fn put(&self, block: &BlockRecord, keeps_all: bool) -> Result<(), StoreError>;

    /// Reads the block with this index of a set.
    ///
    /// # Errors
    /// The file is missing, unreadable or damaged; the error names it.
    fn read(&self, set: &StoredSet, index: u64) -> Result<BlockRecord, StoreError>;
}

/// A failure of the store.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct StoreError {
    /// The file or folder concerned.
    pub path: String,
    /// What went wrong, a lower-case fragment.
    pub message: String,
    /// Whether the user can mend it (rights, another study's folder) rather than the machine.
    pub users_fault: bool,
}

impl std::fmt::Display for StoreError {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "{}: {}", self.path, self.message)
    }
}

impl std::error::Error for StoreError {}
