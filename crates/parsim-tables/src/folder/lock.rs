//! The lock of an output folder.

use super::users_error;
use crate::disk;
use parsim_engine::StoreError;
use std::fs::{File, OpenOptions, TryLockError};
use std::path::Path;

/// The lock's file; it stays when the lock is gone.
pub(super) const NAME: &str = ".lock";

/// Who else may hold the folder at the same time.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Access {
    /// Nobody: for whoever writes tables, figures and the report.
    Exclusive,
    /// Other shards, which write into the store alone.
    Shared,
}

/// A lock, released when it is dropped or its process dies.
#[derive(Debug)]
pub(super) struct Lock {
    _file: File,
    held: bool,
}

impl Lock {
    /// Takes the lock of a folder at once or fails; a file system without locks gives one that is
    /// not held.
    pub(super) fn take(folder: &Path, access: Access) -> Result<Self, StoreError> {
        let path = folder.join(NAME);
        let file = OpenOptions::new()
            .read(true)
            .write(true)
            .create(true)
            .truncate(false)
            .open(&path)
            .map_err(|error| disk::failure(&path, &error))?;
        let answer = match access {
            Access::Exclusive => file.try_lock(),
            Access::Shared => file.try_lock_shared(),
        };
        let held = match answer {
            Ok(()) => true,
            Err(TryLockError::Error(_)) => false,
            Err(TryLockError::WouldBlock) => return Err(users_error(folder, refusal(access))),
        };
        if is_at(&file, &path) {
            Ok(Self { _file: file, held })
        } else {
            Err(users_error(folder, "was moved away by another process; try again"))
        }
    }

    pub(super) const fn is_held(&self) -> bool {
        self.held
    }
}

const fn refusal(access: Access) -> &'static str {
    match access {
        Access::Exclusive => {
            "is being written to by another process; wait for it, or give another folder with --output"
        }
        Access::Shared => {
            "is being written to by a run or a merge; wait for it, or give another folder with --output"
        }
    }
}

/// Whether the locked file is still the one under its name: between opening and locking it, the
/// folder may have been moved to `.old-<n>`.
#[cfg(unix)]
fn is_at(file: &File, path: &Path) -> bool {
    use std::os::unix::fs::MetadataExt;
    match (file.metadata(), std::fs::metadata(path)) {
        (Ok(ours), Ok(theirs)) => (ours.dev(), ours.ino()) == (theirs.dev(), theirs.ino()),
        _ => false,
    }
}

/// Other systems refuse to move a folder with an open file in it.
#[cfg(not(unix))]
fn is_at(_: &File, _: &Path) -> bool {
    true
}
