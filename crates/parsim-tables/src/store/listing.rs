//! What lies in a store, from names, descriptions and the ends of files alone.

use super::file::looks_whole;
use super::set::{DESCRIPTION, Set, Streams, parse_file_name};
use crate::disk;
use parsim_engine::store::{Listing, StoreError, StoredSet};
use std::collections::BTreeMap;
use std::fs::File;
use std::io::{self, Read, Seek, SeekFrom};
use std::path::{Path, PathBuf};

/// Lists what these streams gave; a store that does not exist is empty.
pub(super) fn list(root: &Path, streams: Streams) -> Result<Listing, StoreError> {
    let mut listing = Listing::default();
    for folder in children(root)? {
        if name(&folder) != streams.folder() {
            let what = "is of another seed or another version of the results";
            listing.stale.push(format!("{} {what}", folder.display()));
            continue;
        }
        for scenario in children(&folder)? {
            for folder in children(&scenario)? {
                list_set(&folder, streams, &mut listing)?;
            }
        }
    }
    listing.sets.sort_by(|a, b| {
        let key = |set: &StoredSet| (set.scenario, set.methods.clone());
        key(a).cmp(&key(b)).then_with(|| a.estimands.cmp(&b.estimands))
    });
    Ok(listing)
}

fn list_set(folder: &Path, streams: Streams, listing: &mut Listing) -> Result<(), StoreError> {
    let set = match describe(folder, streams) {
        Ok(set) => set,
        Err(message) => {
            listing.damaged.push(format!("{} {message}", folder.display()));
            return Ok(());
        }
    };
    let mut blocks = BTreeMap::new();
    for path in children(folder)? {
        let Some((index, replicates)) = parse_file_name(&name(&path)) else { continue };
        if is_whole(&path).map_err(|error| disk::failure(&path, &error))? {
            let longest: &mut usize = blocks.entry(index).or_default();
            *longest = replicates.max(*longest);
        } else {
            listing.damaged.push(format!("{} is damaged: its end is missing", path.display()));
        }
    }
    listing.sets.push(StoredSet {
        scenario: set.scenario,
        methods: set.methods,
        estimands: set.estimands,
        measures: set.measures,
        keeps_all: set.keeps_all,
        blocks: blocks.into_iter().collect(),
    });
    Ok(())
}

/// The set of a folder, if its description says what its name does.
fn describe(folder: &Path, streams: Streams) -> Result<Set, String> {
    let text = std::fs::read_to_string(folder.join(DESCRIPTION))
        .map_err(|_| format!("has no readable {DESCRIPTION}"))?;
    let set = Set::parse(&text).map_err(|message| format!("has a {DESCRIPTION} that {message}"))?;
    let scenario = folder.parent().map(name).unwrap_or_default();
    let ours = (streams, name(folder), scenario);
    if (set.streams, set.id(), set.scenario.to_string()) == ours {
        Ok(set)
    } else {
        Err(format!("has a {DESCRIPTION} that belongs to another folder"))
    }
}

fn is_whole(path: &Path) -> io::Result<bool> {
    let mut file = File::open(path)?;
    let length = file.metadata()?.len();
    if length < 12 {
        return Ok(false);
    }
    let (mut first, mut last) = ([0; 4], [0; 8]);
    file.read_exact(&mut first)?;
    file.seek(SeekFrom::End(-8))?;
    file.read_exact(&mut last)?;
    Ok(looks_whole(first, last, length))
}

/// Removes the temporary files of a store; returns their number.
pub(super) fn sweep(root: &Path) -> Result<usize, StoreError> {
    let mut count = 0;
    for path in children(root)? {
        if path.is_dir() {
            count += sweep(&path)?;
        } else if path.file_name().is_some_and(disk::is_temporary) {
            std::fs::remove_file(&path).map_err(|error| disk::failure(&path, &error))?;
            count += 1;
        }
    }
    Ok(count)
}

/// The entries of a folder in the order of their names; none where there is no folder.
fn children(folder: &Path) -> Result<Vec<PathBuf>, StoreError> {
    let entries = match std::fs::read_dir(folder) {
        Ok(entries) => entries,
        Err(error) if is_no_folder(&error) => return Ok(Vec::new()),
        Err(error) => return Err(disk::failure(folder, &error)),
    };
    let paths: io::Result<Vec<PathBuf>> = entries.map(|entry| entry.map(|e| e.path())).collect();
    let mut paths = paths.map_err(|error| disk::failure(folder, &error))?;
    paths.sort();
    Ok(paths)
}

fn is_no_folder(error: &io::Error) -> bool {
    matches!(error.kind(), io::ErrorKind::NotFound | io::ErrorKind::NotADirectory)
}

fn name(path: &Path) -> String {
    path.file_name().map(|name| name.to_string_lossy().into_owned()).unwrap_or_default()
}
