//! A study's output folder while a verb works in it: opened, run over, written.

use crate::exit::{Exit, counted};
use crate::facts::Facts;
use crate::study::Study;
use parsim_engine::progress::Progress;
use parsim_engine::results::Results;
use parsim_engine::store::Listing;
use parsim_engine::{
    BlockStore, EngineError, Outcome, Run, Selection, StoreError, parallel, schedule,
};
use parsim_report::figures::Figure;
use parsim_report::{Part, Report};
use parsim_stats::identity::MethodId;
use parsim_study::Plan;
use parsim_tables::{Access, ParquetStore, Pending, StudyFolder, TableKeys, write_tables};
use std::collections::BTreeSet;
use std::path::{Path, PathBuf};
use std::sync::atomic::{AtomicBool, Ordering};

/// Set by Ctrl-C; a run stops at the end of the blocks in hand.
static STOP: AtomicBool = AtomicBool::new(false);

/// Files that are forced to the disk at once: it waits for none of them alone.
const FLUSHES: usize = 4;

/// An output folder that is held.
#[derive(Debug)]
pub struct Output {
    folder: StudyFolder,
    store: ParquetStore,
}

/// How a folder is to be opened.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Opening {
    /// Beside other shards.
    Shared,
    /// Alone.
    Exclusive,
    /// Alone, after moving the old folder aside.
    Fresh,
}

impl Output {
    /// Opens a study's folder and writes its plan.
    ///
    /// # Errors
    /// The folder is not this study's, is held by another process, or cannot be written.
    pub fn open(study: &Study, path: &Path, opening: Opening) -> Result<Self, Exit> {
        let existing = path.ancestors().find(|place| place.exists());
        if let Some(file) = existing.filter(|place| !place.is_dir()) {
            let (path, file) = (path.display(), file.display());
            return Err(Exit::Input(format!("--output {path}: {file} is a file, not a folder")));
        }
        let folder = match opening {
            Opening::Shared => StudyFolder::open(path, &study.stem, Access::Shared)?,
            Opening::Exclusive => StudyFolder::open(path, &study.stem, Access::Exclusive)?,
            Opening::Fresh => {
                let (folder, old) = StudyFolder::open_fresh(path, &study.stem)?;
                if let Some(old) = old {
                    tell(&format!("the earlier results are now in {}", old.display()));
                }
                folder
            }
        };
        if !folder.is_locked() {
            tell("this file system has no locks: make sure that no other run writes here");
        }
        let store = ParquetStore::new(path, &study.plan);
        let listing = store.list()?;
        let fingerprint = study.plan.fingerprint();
        if folder.previous().is_some_and(|previous| previous.fingerprint != fingerprint) {
            tell("the study was edited since its last run: only what is new is computed");
            for line in left_behind(&study.plan, &listing) {
                tell(&line);
            }
        }
        for damaged in &listing.damaged {
            tell(&format!("{damaged}; what it held is computed again where it is needed"));
        }
        folder.write_plan(&study.plan.to_toml(&study.stem))?;
        if opening != Opening::Shared {
            store.sweep_temporaries()?;
        }
        Ok(Self { folder, store })
    }

    /// The folder.
    pub fn path(&self) -> &Path {
        self.folder.path()
    }

    /// Blocks of the whole study that are not stored.
    ///
    /// # Errors
    /// The store cannot be read.
    pub fn missing(&self, study: &Study, replicates: u64) -> Result<usize, Exit> {
        let listing = self.store.list()?;
        let items = schedule::items(&study.plan, &listing, replicates, &Selection::default());
        Ok(items.iter().filter(|item| !item.missing.is_empty()).count())
    }

    /// Computes what is missing and folds it.
    ///
    /// # Errors
    /// The store failed, or a scenario is impossible.
    pub fn execute(
        &self,
        study: &Study,
        (replicates, selection): (u64, &Selection),
        (threads, progress): (usize, &Progress),
    ) -> Result<Outcome, Exit> {
        let study_file = study.file.display().to_string();
        let run = Run {
            plan: &study.plan,
            study_file: &study_file,
            store: &self.store,
            threads,
            progress,
            stop: &STOP,
        };
        let outcome = run.execute(replicates, selection)?;
        for repaired in &outcome.repaired {
            tell(&format!("{repaired}; it was computed again"));
        }
        Ok(outcome)
    }

    /// Writes tables, figures, report and `run.json`.
    ///
    /// # Errors
    /// A file cannot be written.
    pub fn publish(
        &self,
        study: &Study,
        results: &Results,
        threads: usize,
    ) -> Result<PathBuf, Exit> {
        let document = parsim_report::Document {
            plan: &study.plan,
            stem: &study.stem,
            source: &study.text,
            results,
        };
        let figures = document.figures();
        let drawings = parallel::map(threads, &figures.figures, Figure::draw)?;
        let report = document.report(figures, drawings)?;
        let work: Vec<Option<Part>> = [None].into_iter().chain(report.parts().map(Some)).collect();
        let write = |part: &Option<Part>| match part {
            None => Ok(write_tables(self.path(), &TableKeys::new(&study.plan), results)?),
            Some(part) => self.write_part(&report, *part),
        };
        let files = parallel::map(threads, &work, write)?;
        let files: Vec<Vec<Pending>> = files.into_iter().collect::<Result<_, Exit>>()?;
        let facts = Facts::gather(self.path(), &study.plan, results)?;
        // With all others, since every flush of its own waits for the disk.
        name(files.into_iter().flatten().chain([facts]).collect())?;
        report.remove_others(self.path())?;
        Ok(self.path().join(Report::PAGE))
    }

    fn write_part(&self, report: &Report<'_>, part: Part) -> Result<Vec<Pending>, Exit> {
        let files = report.files(part)?.into_iter();
        let write = |(place, bytes): (PathBuf, Vec<u8>)| {
            Ok(Pending::write(&self.path().join(place), &bytes)?)
        };
        files.map(write).collect()
    }
}

/// Forces written files to the disk and gives them their names.
fn name(files: Vec<Pending>) -> Result<(), Exit> {
    let flushed = parallel::map(FLUSHES, &files, Pending::flush)?;
    flushed.into_iter().collect::<Result<(), StoreError>>()?;
    Ok(Pending::publish(files)?)
}

/// What a store holds and the plan does not use any more, a line each.
fn left_behind(plan: &Plan, listing: &Listing) -> Vec<String> {
    let mut scenarios = BTreeSet::new();
    let mut methods = BTreeSet::new();
    for set in &listing.sets {
        if plan.scenarios.iter().all(|scenario| scenario.id != set.scenario) {
            scenarios.insert(set.scenario.to_string());
        }
        let gone = |id: &&MethodId| plan.methods.iter().all(|method| method.id != **id);
        methods.extend(set.methods.iter().filter(gone).map(ToString::to_string));
    }
    let named = |noun: &str, ids: &BTreeSet<String>| {
        let ids: Vec<&str> = ids.iter().map(|id| &id[..8]).collect();
        format!("left in the store, not used: {} ({})", counted(ids.len(), noun), ids.join(", "))
    };
    let mut lines: Vec<String> = [("scenario", &scenarios), ("method", &methods)]
        .into_iter()
        .filter(|(_, ids)| !ids.is_empty())
        .map(|(noun, ids)| named(noun, ids))
        .collect();
    lines.extend(listing.stale.iter().map(|stale| format!("left in the store, not used: {stale}")));
    lines
}

/// Stops the run at the end of its blocks on the first Ctrl-C; the second one ends the process.
///
/// # Errors
/// The handler cannot be installed.
pub fn stop_on_interrupt() -> Result<(), Exit> {
    ctrlc::set_handler(|| {
        if STOP.swap(true, Ordering::Relaxed) {
            std::process::exit(3);
        }
        tell("stopping at the end of the blocks in hand (Ctrl-C again: at once)");
    })
    .map_err(|error| Exit::Missing(format!("Ctrl-C cannot be handled: {error}")))
}

/// A line for the user, on standard error.
pub fn tell(line: &str) {
    use std::io::Write;
    // A message that cannot be shown must not stop a study.
    let _ = writeln!(std::io::stderr(), "{line}");
}

impl From<StoreError> for Exit {
    fn from(error: StoreError) -> Self {
        if error.users_fault {
            Self::Input(error.to_string())
        } else {
            Self::Missing(error.to_string())
        }
    }
}

impl From<EngineError> for Exit {
    fn from(error: EngineError) -> Self {
        match error {
            EngineError::Store(error) => error.into(),
            EngineError::Scenario { .. } => Self::Input(error.to_string()),
            EngineError::Threads(_) => Self::Missing(error.to_string()),
        }
    }
}

impl From<parsim_report::ReportError> for Exit {
    fn from(error: parsim_report::ReportError) -> Self {
        Self::Missing(error.to_string())
    }
}
