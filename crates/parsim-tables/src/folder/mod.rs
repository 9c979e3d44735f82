//! A study's output folder: whose it is, and who writes to it now.

mod lock;

use crate::disk::{self, Flush};
pub use lock::Access;
use lock::Lock;
use parsim_engine::StoreError;
use parsim_study::PlanHeader;
use std::io;
use std::path::{Path, PathBuf};

/// The written plan; it names the study that the folder belongs to.
const PLAN: &str = "plan.toml";

/// The output folder of one study, held until it is dropped.
#[derive(Debug)]
pub struct StudyFolder {
    path: PathBuf,
    access: Access,
    previous: Option<PlanHeader>,
    lock: Lock,
}

impl StudyFolder {
    /// Opens the folder of the study whose file has this stem; creates it if it is absent.
    ///
    /// A folder belongs to the study that its `plan.toml` names. The same stem with another
    /// fingerprint is an edited study, which is fine: see [`StudyFolder::previous`].
    ///
    /// # Errors
    /// All the user's to mend: another study's folder; a folder that is not empty and has no
    /// `plan.toml`; a folder that cannot be written; another process that holds it.
    pub fn open(path: &Path, stem: &str, access: Access) -> Result<Self, StoreError> {
        Self::recognise(path, stem)?;
        disk::create_folder(path)?;
        let lock = Lock::take(path, access)?;
        // Read again: until the lock was taken, another process may have written it.
        let previous = Self::recognise(path, stem)?;
        Ok(Self { path: path.to_owned(), access, previous, lock })
    }

    /// Opens the folder exclusively after moving what it holds to `<path>.old-<n>`, n the first
    /// number that is free; returns the new place of the old folder, if there was anything in it.
    ///
    /// # Errors
    /// As [`StudyFolder::open`]; or the folder cannot be renamed.
    pub fn open_fresh(path: &Path, stem: &str) -> Result<(Self, Option<PathBuf>), StoreError> {
        let old = Self::open(path, stem, Access::Exclusive)?;
        if old.previous.is_none() {
            return Ok((old, None));
        }
        let Some(name) = path.file_name() else {
            return Err(users_error(path, "cannot be renamed; give the folder by its name"));
        };
        let numbered = |n: u32| {
            let mut name = name.to_owned();
            name.push(format!(".old-{n}"));
            path.with_file_name(name)
        };
        let place = (1..=u32::MAX).map(numbered).find(|place| !place.exists());
        let place = place.ok_or_else(|| users_error(path, "has too many old versions"))?;
        std::fs::rename(path, &place).map_err(|error| disk::failure(path, &error))?;
        drop(old);
        Ok((Self::open(path, stem, Access::Exclusive)?, Some(place)))
    }

    /// The head of the plan in a folder, without touching it; `None` where there is no folder or
    /// an empty one.
    ///
    /// # Errors
    /// As [`StudyFolder::open`], but for rights and locks.
    pub fn recognise(path: &Path, stem: &str) -> Result<Option<PlanHeader>, StoreError> {
        let plan = path.join(PLAN);
        let text = match std::fs::read_to_string(&plan) {
            Ok(text) => text,
            Err(error) if error.kind() == io::ErrorKind::NotFound => {
                return if is_empty(path)? { Ok(None) } else { Err(users_error(path, FOREIGN)) };
            }
            Err(error) if error.kind() == io::ErrorKind::InvalidData => {
                return Err(users_error(&plan, "is not a plan written by parsim: not UTF-8"));
            }
            Err(error) => return Err(disk::failure(&plan, &error)),
        };
        let header =
            PlanHeader::parse(&text).map_err(|error| users_error(&plan, &format!("is {error}")))?;
        if header.stem == stem {
            return Ok(Some(header));
        }
        let message = format!(
            "belongs to the study \"{}\", not to \"{stem}\"; give another folder with --output",
            header.stem
        );
        Err(users_error(path, &message))
    }

    /// The folder.
    pub fn path(&self) -> &Path {
        &self.path
    }

    /// The head of the plan that was there when the folder was opened; another fingerprint than
    /// the present study's means that the study was edited since.
    pub const fn previous(&self) -> Option<&PlanHeader> {
        self.previous.as_ref()
    }

    /// Whether the lock is held; false on a file system that has no locks, which the run should
    /// say. Several writers are harmless for the store, not for tables and report.
    pub const fn is_locked(&self) -> bool {
        self.lock.is_held()
    }

    /// Writes `plan.toml`, whose head must name the study.
    ///
    /// An exclusive holder replaces it; a shared one writes it only where there is none, so that
    /// shards agree without waiting for each other.
    ///
    /// # Errors
    /// The file cannot be written.
    pub fn write_plan(&self, text: &str) -> Result<(), StoreError> {
        let path = self.path.join(PLAN);
        match self.access {
            Access::Exclusive => disk::write_atomic(&path, text.as_bytes()),
            Access::Shared => disk::write_new(&path, text.as_bytes(), Flush::Now).map(|_| ()),
        }
    }
}

const FOREIGN: &str = "is not empty and has no plan.toml, so it is no study's folder; \
                       give another one with --output";

/// Whether a folder is absent or holds nothing but a lock and unfinished files.
fn is_empty(path: &Path) -> Result<bool, StoreError> {
    let entries = match std::fs::read_dir(path) {
        Ok(entries) => entries,
        Err(error) if error.kind() == io::ErrorKind::NotFound => return Ok(true),
        Err(error) => return Err(disk::failure(path, &error)),
    };
    for entry in entries {
        let name = entry.map_err(|error| disk::failure(path, &error))?.file_name();
        if name != lock::NAME && !disk::is_temporary(&name) {
            return Ok(false);
        }
    }
    Ok(true)
}

fn users_error(path: &Path, message: &str) -> StoreError {
    StoreError { path: path.display().to_string(), message: message.to_owned(), users_fault: true }
}

#[cfg(test)]
mod tests;
