//! The store: finished blocks as Parquet files, readable while the run goes on.
//!
//! `store/v<version>-seed-<seed>/<scenario>/<set>/<block>-<replicates>.parquet`, one row per
//! replicate and method; `set.toml` beside them names the methods. With common random numbers the
//! first folder's name ends in `-common`. Columns: `replicate` (from 1), `method`,
//! `status`, `cause`, one per measure, `kkt`, `gap`, `fallbacks`, `estimate_<coefficient>`,
//! `coefficients` and `estimates` (lists, where all are kept), and in the row of the last replicate
//! of each batch the sums over the batch as lists over coefficients, the intercept first:
//! `batch_count`, `batch_selected`, `batch_power_1` to `batch_power_4`, `batch_quadruples`,
//! `batch_quadruple_sum`; and `batch_engines`, a list of the solutions by engine in the order of
//! [`Engines::NAMES`](parsim_stats::methods::Engines::NAMES). Where the study asks for intervals, there
//! are also `half_width_<coefficient>` and, as lists likewise, `batch_interval_<sum>` with the names of
//! [`IntervalSums`](parsim_stats::summaries::intervals::IntervalSums).

mod decode;
mod encode;
mod file;
mod layout;
mod listing;
mod pages;
mod set;

use crate::disk::{self, Flush};
use parsim_engine::record::BlockRecord;
use parsim_engine::store::{BlockStore, Listing, StoreError, StoredSet};
use parsim_study::Plan;
use set::{Set, Streams};
use std::collections::BTreeSet;
use std::io;
use std::path::{Path, PathBuf};
use std::sync::{Mutex, PoisonError};

/// A store of blocks in a folder of Parquet files.
///
/// Safe for several writers, on one machine or many: files appear by a rename that replaces
/// nothing, and equal blocks have equal bytes. A kill damages nothing. A power cut may damage what
/// was put within the last half minute: such files do not fit their checksum, and putting the block
/// again replaces them.
#[derive(Debug)]
pub struct ParquetStore {
    root: PathBuf,
    streams: Streams,
    /// Folders whose `set.toml` this process has seen or written.
    described: Mutex<BTreeSet<PathBuf>>,
}

impl ParquetStore {
    /// The store of a plan whose output folder is `output`. Nothing is read or created yet.
    ///
    /// Blocks of another seed, or of other `common_random_numbers`, lie in folders of their own:
    /// they are stale for this plan, and fresh again when the study file goes back.
    pub fn new(output: &Path, plan: &Plan) -> Self {
        Self::of_streams(output, Streams::of(plan))
    }

    fn of_streams(output: &Path, streams: Streams) -> Self {
        Self { root: output.join("store"), streams, described: Mutex::new(BTreeSet::new()) }
    }

    /// Removes what writers that were killed left unfinished; returns how many files that were.
    ///
    /// Call it only while the study's folder is locked exclusively: a file that another process
    /// is writing right now cannot be told from an abandoned one.
    ///
    /// # Errors
    /// A folder cannot be read, or a file cannot be removed.
    pub fn sweep_temporaries(&self) -> Result<usize, StoreError> {
        listing::sweep(&self.root)
    }

    fn folder(&self, set: &Set) -> PathBuf {
        self.root.join(self.streams.folder()).join(set.scenario.to_string()).join(set.id())
    }

    /// Makes sure that the set's folder exists and says what it holds.
    fn describe(&self, set: &Set, folder: &Path) -> Result<(), StoreError> {
        let mut described = self.described.lock().unwrap_or_else(PoisonError::into_inner);
        if described.contains(folder) {
            return Ok(());
        }
        let path = folder.join(set::DESCRIPTION);
        let text = set.to_toml();
        let known = std::fs::read_to_string(&path).is_ok_and(|stored| stored == text);
        if !known {
            disk::write_atomic(&path, text.as_bytes())?;
        }
        described.insert(folder.to_owned());
        Ok(())
    }
}

impl BlockStore for ParquetStore {
    fn list(&self) -> Result<Listing, StoreError> {
        listing::list(&self.root, self.streams)
    }

    fn put(&self, block: &BlockRecord, keeps_all: bool) -> Result<(), StoreError> {
        let set = Set::of(block, self.streams, keeps_all);
        let folder = self.folder(&set);
        let path = folder.join(set::file_name(block.key.index, block.replicates));
        let bytes = file::write(block, &set).map_err(|message| damage(&path, message))?;
        self.describe(&set, &folder)?;
        // A flush per block would make the disk the limit of a run on many cores. What a power cut
        // damages, the checksum shows, and it is computed again.
        if disk::write_new(&path, &bytes, Flush::Later)? {
            return Ok(());
        }
        let stored = std::fs::read(&path).map_err(|error| disk::failure(&path, &error))?;
        if stored == bytes {
            return Ok(());
        }
        match file::read(stored, &set, block.key.index, block.replicates) {
            Err(_) => disk::write_atomic(&path, &bytes),
            // Another version of the libraries may have written the same numbers in other bytes.
            Ok(stored) if file::write(&stored, &set).as_ref() == Ok(&bytes) => Ok(()),
            Ok(_) => Err(damage(&path, "holds other results for the same replicates".to_owned())),
        }
    }

    fn read(&self, stored: &StoredSet, index: u64) -> Result<BlockRecord, StoreError> {
        let set = Set {
            streams: self.streams,
            scenario: stored.scenario,
            methods: stored.methods.clone(),
            estimands: stored.estimands.clone(),
            measures: stored.measures.clone(),
            keeps_all: stored.keeps_all,
        };
        let folder = self.folder(&set);
        let found = stored.blocks.iter().find(|block| block.0 == index);
        let (_, replicates) =
            found.ok_or_else(|| damage(&folder, format!("holds no block {index}")))?;
        let path = folder.join(set::file_name(index, *replicates));
        let bytes = std::fs::read(&path).map_err(|error| match error.kind() {
            io::ErrorKind::NotFound => damage(&path, "is missing".to_owned()),
            _ => disk::failure(&path, &error),
        })?;
        file::read(bytes, &set, index, *replicates).map_err(|message| damage(&path, message))
    }
}

fn damage(path: &Path, message: String) -> StoreError {
    StoreError { path: path.display().to_string(), message, users_fault: false }
}

#[cfg(test)]
mod sample;
#[cfg(test)]
mod tests;
