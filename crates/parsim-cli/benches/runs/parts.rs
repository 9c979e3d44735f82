//! The parts of one run, each on its own: what a run spends its time on.

use parsim_engine::progress::Progress;
use parsim_engine::record::BlockRecord;
use parsim_engine::results::Results;
use parsim_engine::store::{BlockStore, Listing, StoreError, StoredSet};
use parsim_engine::{Run, Selection, parallel};
use parsim_report::Document;
use parsim_report::figures::Figure;
use parsim_study::{Plan, Source};
use parsim_tables::{FileData, ParquetStore, Pending, TableKeys, write_tables};
use std::error::Error;
use std::path::Path;
use std::process::{Command, Stdio};
use std::sync::atomic::{AtomicBool, AtomicU64, Ordering};
use std::time::{Duration, Instant};

/// The parts in the order of a run.
pub const PARTS: [&str; 8] =
    ["start", "check, plan", "compute", "store", "read, fold", "tables", "figures", "report"];

/// Milliseconds by part, the fewest of some rounds.
///
/// # Errors
/// The study is wrong, or its folder cannot be written.
pub fn fewest(study: &Path, replicates: u64, rounds: usize) -> Result<[f64; 8], Box<dyn Error>> {
    let mut fewest = [f64::INFINITY; PARTS.len()];
    for _ in 0..rounds {
        for (least, new) in fewest.iter_mut().zip(once(study, replicates)?) {
            *least = least.min(1e3 * new);
        }
    }
    Ok(fewest)
}

fn once(study: &Path, replicates: u64) -> Result<[f64; 8], Box<dyn Error>> {
    let folder = tempfile::tempdir()?;
    let (started, start) = timed(|| {
        let mut command = Command::new(env!("CARGO_BIN_EXE_parsim"));
        command.arg("--version").stdout(Stdio::null()).status()
    });
    started?;
    let (text, name) = (std::fs::read(study)?, study.display().to_string());
    let (plan, check) = timed(|| {
        let source = Source::from_bytes(name, text)?;
        let figures = parsim_report::figures::specifications();
        Plan::compile(&source, &figures, &FileData::beside(study))
    });
    let plan = plan.map_err(|fault| fault.render(false))?.with_replicates(replicates);
    let store = Timed { store: ParquetStore::new(folder.path(), &plan), put: AtomicU64::new(0) };
    let threads = std::thread::available_parallelism()?.get();
    let (results, compute) = timed(|| execute(&plan, &store, threads));
    results?;
    let (results, fold) = timed(|| execute(&plan, &store, threads));
    let [tables, figures, report] = publish(&plan, &results?, folder.path(), threads)?;
    let put = store.put.load(Ordering::Relaxed) as f64 / 1e9;
    Ok([start, check, compute - put, put, fold, tables, figures, report])
}

fn execute(plan: &Plan, store: &Timed, threads: usize) -> Result<Results, Box<dyn Error>> {
    let (progress, stop) = (Progress::Quiet, AtomicBool::new(false));
    let run =
        Run { plan, study_file: "study.toml", store, threads, progress: &progress, stop: &stop };
    let outcome = run.execute(plan.replicates.most(), &Selection::default())?;
    outcome.results.ok_or_else(|| "the study was not folded".into())
}

/// Seconds for tables, figures and the page, files included.
fn publish(
    plan: &Plan,
    results: &Results,
    folder: &Path,
    threads: usize,
) -> Result<[f64; 3], Box<dyn Error>> {
    let (files, tables) = timed(|| write_tables(folder, &TableKeys::new(plan), results));
    let (named, naming) = timed(|| Pending::publish(files?));
    named?;
    let document = Document { plan, stem: "study", source: "", results };
    let (report, drawing) = timed(|| {
        let figures = document.figures();
        let drawings = parallel::map(threads, &figures.figures, Figure::draw)?;
        Ok::<_, Box<dyn Error>>(document.report(figures, drawings)?)
    });
    let report = report?;
    let parts: Vec<_> = report.parts().collect();
    let (page, pictures) = parts.split_last().ok_or("no parts")?;
    let (made, picturing) = timed(|| parallel::map(threads, pictures, |part| report.files(*part)));
    for files in made? {
        files?;
    }
    let (page, paging) = timed(|| report.files(*page));
    page?;
    Ok([tables + naming, drawing + picturing, paging])
}

fn timed<T>(work: impl FnOnce() -> T) -> (T, f64) {
    let started = Instant::now();
    (work(), started.elapsed().as_secs_f64())
}

/// A store that adds up how long it writes; the writer works beside the threads that compute.
struct Timed {
    store: ParquetStore,
    put: AtomicU64,
}

impl BlockStore for Timed {
    fn list(&self) -> Result<Listing, StoreError> {
        self.store.list()
    }

    fn put(&self, block: &BlockRecord, keeps_all: bool) -> Result<(), StoreError> {
        let (outcome, seconds) = timed(|| self.store.put(block, keeps_all));
        self.put.fetch_add(Duration::from_secs_f64(seconds).as_nanos() as u64, Ordering::Relaxed);
        outcome
    }

    fn read(&self, set: &StoredSet, index: u64) -> Result<BlockRecord, StoreError> {
        self.store.read(set, index)
    }
}
