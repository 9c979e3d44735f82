//! How long the store takes to write, read and list blocks, per block and per million rows.
//!
//! `cargo bench -p parsim-tables --bench store -- [FOLDER]`; the folder lies on the disk to be
//! measured and is the system's temporary folder by default.
#![allow(missing_docs, clippy::unwrap_used, clippy::print_stdout)]

#[path = "../src/store/sample.rs"]
mod sample;

use parsim_engine::BlockStore;
use parsim_study::{NoDataFiles, Plan, Source};
use parsim_tables::ParquetStore;
use sample::Sample;
use std::path::PathBuf;
use std::time::Instant;

fn main() {
    let folder = std::env::args().skip(1).find(|argument| !argument.starts_with('-'));
    let folder = folder.map_or_else(std::env::temp_dir, PathBuf::from);
    println!("{:>28} {:>9} {:>9} {:>9} {:>9}", "block", "kB", "put ms", "read ms", "list ms");
    for (name, replicates, p, blocks, keeps_all) in [
        ("16 x 3, p = 500", 16, 500, 300, false),
        ("16 x 3, p = 102", 16, 102, 300, false),
        ("256 x 3, p = 102", 256, 102, 100, false),
        ("256 x 3, p = 102, all kept", 256, 102, 100, true),
        ("8192 x 3, p = 10", 8192, 10, 41, false),
    ] {
        measure(&folder, name, blocks, Sample { index: 0, replicates, methods: 3, p, keeps_all });
    }
}

fn measure(folder: &std::path::Path, name: &str, blocks: u64, sample: Sample) {
    let folder = tempfile::tempdir_in(folder).unwrap();
    let store = ParquetStore::new(folder.path(), &plan());
    let records: Vec<_> = (0..blocks).map(|index| Sample { index, ..sample }.block()).collect();
    let start = Instant::now();
    for record in &records {
        store.put(record, sample.keeps_all).unwrap();
    }
    let put = start.elapsed();
    let start = Instant::now();
    let listing = store.list().unwrap();
    let list = start.elapsed();
    let set = &listing.sets[0];
    let start = Instant::now();
    for index in 0..blocks {
        store.read(set, index).unwrap();
    }
    let read = start.elapsed();
    let bytes: u64 = files(folder.path()).iter().map(|path| path.metadata().unwrap().len()).sum();
    let per_block = |time: std::time::Duration| time.as_secs_f64() * 1e3 / blocks as f64;
    println!(
        "{name:>28} {:>9.1} {:>9.3} {:>9.3} {:>9.4}",
        bytes as f64 / 1e3 / blocks as f64,
        per_block(put),
        per_block(read),
        per_block(list)
    );
}

/// A plan, of which the store needs the seed.
fn plan() -> Plan {
    let text = r#"
        title = "Any study"
        seed = 1
        replicates = 16
        [mechanism]
        kind = "linear"
        n = 50
        covariates = { kind = "gaussian", p = 2 }
        coefficients = { kind = "leading", s = 1, value = 1.0 }
        noise = { kind = "gaussian", sigma = 1.0 }
        [[method]]
        kind = "ols"
    "#;
    let source = Source::from_bytes("store.toml", text.into()).unwrap();
    Plan::compile(&source, &[], &NoDataFiles).unwrap()
}

fn files(folder: &std::path::Path) -> Vec<PathBuf> {
    let paths = std::fs::read_dir(folder).unwrap().map(|entry| entry.unwrap().path());
    paths.flat_map(|path| if path.is_dir() { files(&path) } else { vec![path] }).collect()
}
