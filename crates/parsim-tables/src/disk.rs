//! Files that appear all at once or not at all.

use parsim_engine::StoreError;
use std::collections::BTreeSet;
use std::ffi::OsStr;
use std::io::{self, Write};
use std::path::{Path, PathBuf};
use tempfile::NamedTempFile;

/// How the names of files that are still being written begin.
pub(crate) const TEMPORARY_PREFIX: &str = ".writing-";

/// Writes a file atomically: a reader sees the old contents or the new ones, never a mixture, and
/// a kill or a power cut leaves no half-written file under this name.
///
/// The bytes go to a temporary name in the same folder, are flushed to the disk, and replace what
/// stood under `path` by a rename. Missing parent folders are created.
///
/// # Errors
/// The folder or the file cannot be written; the error names the path.
pub fn write_atomic(path: &Path, bytes: &[u8]) -> Result<(), StoreError> {
    let folder = path.parent().unwrap_or(Path::new("."));
    create_folder(folder)?;
    let temporary =
        write_temporary(folder, bytes, Flush::Now).map_err(|error| failure(path, &error))?;
    temporary.persist(path).map_err(|error| failure(path, &error.error))?;
    flush_folder(folder);
    Ok(())
}

/// A file whose bytes are written and that has no name yet.
///
/// Files that belong together are all written, then all [flushed](Pending::flush), then
/// [named](Pending::publish): a journalling disk forces many files out at nearly the price of one.
#[derive(Debug)]
pub struct Pending {
    path: PathBuf,
    temporary: NamedTempFile,
}

impl Pending {
    /// Writes the bytes beside the file's place; missing parent folders are created.
    ///
    /// # Errors
    /// The folder or the file cannot be written; the error names the path.
    pub fn write(path: &Path, bytes: &[u8]) -> Result<Self, StoreError> {
        let folder = path.parent().unwrap_or(Path::new("."));
        create_folder(folder)?;
        let temporary =
            write_temporary(folder, bytes, Flush::Later).map_err(|error| failure(path, &error))?;
        Ok(Self { path: path.to_owned(), temporary })
    }

    /// Forces the bytes to the disk.
    ///
    /// # Errors
    /// The disk refuses them.
    pub fn flush(&self) -> Result<(), StoreError> {
        self.temporary.as_file().sync_all().map_err(|error| failure(&self.path, &error))
    }

    /// Gives flushed files their names, in their order, by renames that replace what stood there;
    /// then makes the renames last through a power cut, once per folder.
    ///
    /// # Errors
    /// A file cannot be renamed; those before it have their names, those after it are gone.
    pub fn publish(files: Vec<Self>) -> Result<(), StoreError> {
        let mut folders = BTreeSet::new();
        for Self { path, temporary } in files {
            folders.extend(path.parent().map(Path::to_owned));
            temporary.persist(&path).map_err(|error| failure(&path, &error.error))?;
        }
        for folder in &folders {
            flush_folder(folder);
        }
        Ok(())
    }
}

/// Whether bytes are forced to the disk before their file gets its name.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Flush {
    /// They are: after a power cut the file is whole or absent.
    Now,
    /// The system does so in its own time: a power cut within the next half minute may leave the
    /// file empty or damaged, so its reader must be able to tell.
    Later,
}

/// As [`write_atomic`], but leaves a file that already exists as it is.
///
/// Returns whether the file was written; of several writers at once exactly one gets `true`.
///
/// # Errors
/// As [`write_atomic`].
pub(crate) fn write_new(path: &Path, bytes: &[u8], flush: Flush) -> Result<bool, StoreError> {
    let folder = path.parent().unwrap_or(Path::new("."));
    let temporary = match write_temporary(folder, bytes, flush) {
        Err(error) if error.kind() == io::ErrorKind::NotFound => {
            create_folder(folder)?;
            write_temporary(folder, bytes, flush)
        }
        written => written,
    };
    let temporary = temporary.map_err(|error| failure(path, &error))?;
    match temporary.persist_noclobber(path) {
        Ok(_) => {
            if flush == Flush::Now {
                flush_folder(folder);
            }
            Ok(true)
        }
        Err(error) if error.error.kind() == io::ErrorKind::AlreadyExists => Ok(false),
        Err(error) => Err(failure(path, &error.error)),
    }
}

/// Creates a folder with its parents.
pub(crate) fn create_folder(folder: &Path) -> Result<(), StoreError> {
    std::fs::create_dir_all(folder).map_err(|error| failure(folder, &error))
}

/// Whether a file name is that of a file still being written, or left by a dead process.
pub(crate) fn is_temporary(name: &OsStr) -> bool {
    name.to_str().is_some_and(|name| name.starts_with(TEMPORARY_PREFIX))
}

/// An error of the operating system at a path; missing rights and the like are the user's to mend.
pub(crate) fn failure(path: &Path, error: &io::Error) -> StoreError {
    let users_fault = matches!(
        error.kind(),
        io::ErrorKind::PermissionDenied
            | io::ErrorKind::ReadOnlyFilesystem
            | io::ErrorKind::NotADirectory
            | io::ErrorKind::IsADirectory
            | io::ErrorKind::AlreadyExists
            | io::ErrorKind::InvalidFilename
    );
    StoreError { path: path.display().to_string(), message: describe(error), users_fault }
}

/// The operating system's message without its number, as a lower-case fragment.
fn describe(error: &io::Error) -> String {
    let text = error.to_string();
    let text = text.split(" (os error").next().unwrap_or_default();
    let mut characters = text.chars();
    characters
        .next()
        .map_or_else(String::new, |first| first.to_lowercase().chain(characters).collect())
}

/// The name of this machine, for the names of temporary files that several machines may write.
fn host() -> String {
    let name = gethostname::gethostname();
    name.to_string_lossy().chars().filter(|c| c.is_ascii_alphanumeric() || *c == '-').collect()
}

fn write_temporary(folder: &Path, bytes: &[u8], flush: Flush) -> io::Result<NamedTempFile> {
    let prefix = format!("{TEMPORARY_PREFIX}{}-{}-", host(), std::process::id());
    let mut builder = tempfile::Builder::new();
    builder.prefix(&prefix).rand_bytes(8);
    readable_by_others(&mut builder);
    let mut file = builder.tempfile_in(folder)?;
    file.write_all(bytes)?;
    if flush == Flush::Now {
        file.as_file().sync_all()?;
    }
    Ok(file)
}

/// Temporary files are private by default; results are as readable as the user's umask lets them.
#[cfg(unix)]
fn readable_by_others(builder: &mut tempfile::Builder<'_, '_>) {
    use std::os::unix::fs::PermissionsExt;
    builder.permissions(std::fs::Permissions::from_mode(0o666));
}

#[cfg(not(unix))]
fn readable_by_others(_: &mut tempfile::Builder<'_, '_>) {}

/// Makes a rename last through a power cut, where the file system can; the file's own bytes are
/// on the disk by now, so that at worst the file is missing and is made again.
#[cfg(unix)]
fn flush_folder(folder: &Path) {
    let folder = if folder.as_os_str().is_empty() { Path::new(".") } else { folder };
    let _ = std::fs::File::open(folder).and_then(|folder| folder.sync_all());
}

/// Other systems give no handle to a folder.
#[cfg(not(unix))]
fn flush_folder(_: &Path) {}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_file_is_replaced_as_a_whole_and_leaves_no_temporary() {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("deep/er/table.csv");
        write_atomic(&path, b"a longer first text").unwrap();
        write_atomic(&path, b"second").unwrap();
        assert_eq!(std::fs::read(&path).unwrap(), b"second");
        let names: Vec<_> = std::fs::read_dir(path.parent().unwrap()).unwrap().collect();
        assert_eq!(names.len(), 1);
    }

    #[test]
    fn a_new_file_never_replaces_another() {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("plan.toml");
        assert!(write_new(&path, b"first", Flush::Now).unwrap());
        assert!(!write_new(&path, b"second", Flush::Later).unwrap());
        assert_eq!(std::fs::read(&path).unwrap(), b"first");
    }

    #[cfg(unix)]
    #[test]
    fn files_have_the_rights_that_the_umask_leaves() {
        use std::os::unix::fs::PermissionsExt;
        let folder = tempfile::tempdir().unwrap();
        let (ours, plain) = (folder.path().join("ours"), folder.path().join("plain"));
        write_atomic(&ours, b"x").unwrap();
        std::fs::write(&plain, b"x").unwrap();
        let mode = |path| std::fs::metadata(path).unwrap().permissions().mode();
        assert_eq!(mode(&ours), mode(&plain));
    }

    #[test]
    fn a_folder_where_a_file_stands_is_the_users_fault() {
        let folder = tempfile::tempdir().unwrap();
        std::fs::write(folder.path().join("output"), b"x").unwrap();
        let error = write_atomic(&folder.path().join("output/plan.toml"), b"x").unwrap_err();
        assert!(error.users_fault, "{error}");
        assert!(error.path.contains("output"), "{error}");
    }
}
