//! Tests of the store as its users see it.

use super::sample::Sample;
use super::*;
use parsim_engine::record::{IntervalBatch, Status};
use parsim_stats::component::fingerprint;
use parsim_stats::identity::ScenarioId;
use polars::prelude::SerReader;
use tempfile::TempDir;

const SMALL: Sample = Sample { index: 2, replicates: 40, methods: 3, p: 5, keeps_all: false };

const STREAMS: Streams = Streams { seed: 7, common: false };

fn store() -> (TempDir, ParquetStore) {
    let folder = tempfile::tempdir().unwrap();
    let store = ParquetStore::of_streams(folder.path(), STREAMS);
    (folder, store)
}

/// Debug text shows every bit of a number but the payload of NaN, which has no meaning.
fn assert_same(a: &BlockRecord, b: &BlockRecord) {
    assert_eq!(format!("{a:?}"), format!("{b:?}"));
}

fn only_file(folder: &Path) -> PathBuf {
    let mut found = files(folder);
    found.retain(|path| path.extension().is_some_and(|extension| extension == "parquet"));
    assert_eq!(found.len(), 1, "{found:?}");
    found.remove(0)
}

fn files(folder: &Path) -> Vec<PathBuf> {
    let paths = std::fs::read_dir(folder).unwrap().map(|entry| entry.unwrap().path());
    paths.flat_map(|path| if path.is_dir() { files(&path) } else { vec![path] }).collect()
}

#[test]
fn what_is_put_is_listed_and_read_back() {
    for (replicates, methods, p, keeps_all) in
        [(40, 3, 5, false), (40, 2, 5, true), (16, 1, 1, true), (1, 1, 3, false), (100, 3, 0, true)]
    {
        let (_folder, store) = store();
        let sample = Sample { index: 3, replicates, methods, p, keeps_all };
        let block = sample.block();
        store.put(&block, keeps_all).unwrap();
        let listing = store.list().unwrap();
        assert!(listing.stale.is_empty(), "{:?}", listing.stale);
        let [set] = &listing.sets[..] else { panic!("{:?}", listing.sets) };
        assert_eq!(set.scenario, block.key.scenario);
        assert_eq!(set.methods.len(), methods);
        assert_eq!(set.estimands, block.estimands);
        assert_eq!(set.keeps_all, keeps_all);
        assert_eq!(set.blocks, [(3, replicates)]);
        assert_same(&store.read(set, 3).unwrap(), &block);
    }
}

#[test]
fn intervals_are_read_back() {
    let (_folder, store) = store();
    let mut block = SMALL.block();
    for (m, method) in block.methods.iter_mut().enumerate() {
        method.measures[0].measure = "coverage".to_owned();
        method.half_widths.clone_from(&method.estimates);
        // The last method gives none, the first none in its second batch.
        for (b, batch) in method.batches.iter_mut().enumerate().filter(|(b, _)| m + b != 1) {
            let mut sums = IntervalBatch::new(6);
            sums.counts[3] = vec![1, 2, 3, 4, 5, 6];
            sums.sums[7] = vec![0.5 + b as f64; 6];
            batch.intervals = (m < 2).then_some(sums);
        }
    }
    store.put(&block, false).unwrap();
    assert_same(&store.read(&store.list().unwrap().sets[0], 2).unwrap(), &block);
    block.methods[0].half_widths.pop();
    assert!(encode::encode(&block, false).is_err());
}

#[test]
fn extreme_numbers_keep_their_bits() {
    let (_folder, store) = store();
    let mut block = SMALL.block();
    let extremes = [-0.0, f64::MIN_POSITIVE / 4.0, f64::MAX, f64::INFINITY, 1e-300, f64::NAN];
    block.methods[0].measures[0].values[..6].copy_from_slice(&extremes);
    store.put(&block, false).unwrap();
    let read = store.read(&store.list().unwrap().sets[0], 2).unwrap();
    let bits = |values: &[f64]| values.iter().map(|value| value.to_bits()).collect::<Vec<_>>();
    let values = &read.methods[0].measures[0].values;
    assert_eq!(bits(&values[..5]), bits(&extremes[..5]));
    assert!(values[5].is_nan());
}

#[test]
fn a_method_that_never_applies_round_trips() {
    let (_folder, store) = store();
    let mut block = SMALL.block();
    for (row, status) in block.methods[2].status.iter_mut().enumerate() {
        *status = if row < 39 { Status::NotApplicable } else { Status::Failed };
    }
    block.methods[2].causes = vec![(0, "n <= p".to_owned()), (39, String::new())];
    store.put(&block, false).unwrap();
    assert_same(&store.read(&store.list().unwrap().sets[0], 2).unwrap(), &block);
}

#[test]
fn nothing_undefined_is_written_as_a_number() {
    let (folder, store) = store();
    store.put(&SMALL.block(), false).unwrap();
    let bytes = std::fs::read(only_file(folder.path())).unwrap();
    let frame = crate::parquet::reader(bytes).finish().unwrap();
    assert_eq!(frame.height(), 120);
    let replicates: Vec<_> = frame.column("replicate").unwrap().u64().unwrap().iter().collect();
    assert_eq!((replicates[0], replicates[39], replicates[40]), (Some(81), Some(120), Some(81)));
    // Method 1 fails in rows 3, 10, ... of 40: six times; method 0 has no certificate.
    for (column, nulls) in [("measure_3", 6), ("estimate_12", 6), ("kkt", 46), ("cause", 114)] {
        assert_eq!(frame.column(column).unwrap().null_count(), nulls, "{column}");
    }
    for column in frame.columns() {
        if let Ok(numbers) = column.f64() {
            assert!(numbers.iter().flatten().all(f64::is_finite), "{}", column.name());
        }
    }
    // 40 replicates are three batches of each method.
    assert_eq!(frame.column("batch_power_4").unwrap().null_count(), 120 - 9);
}

#[test]
fn equal_blocks_have_equal_bytes_and_may_be_put_twice() {
    let (one, first) = store();
    let (two, second) = store();
    first.put(&SMALL.block(), false).unwrap();
    first.put(&SMALL.block(), false).unwrap();
    std::thread::scope(|scope| {
        for _ in 0..4 {
            scope.spawn(|| second.put(&SMALL.block(), false).unwrap());
        }
    });
    let bytes = |folder: &TempDir| std::fs::read(only_file(folder.path())).unwrap();
    assert_eq!(bytes(&one), bytes(&two));
    assert_eq!(files(two.path()).len(), 2, "no temporary file stays");
}

#[test]
fn other_results_for_the_same_replicates_are_refused() {
    let (folder, store) = store();
    store.put(&SMALL.block(), false).unwrap();
    let before = std::fs::read(only_file(folder.path())).unwrap();
    let mut other = SMALL.block();
    other.methods[0].measures[1].values[0] += 1e-16;
    let error = store.put(&other, false).unwrap_err();
    assert!(error.message.contains("other results"), "{error}");
    assert!(error.path.ends_with("2-40.parquet"), "{error}");
    assert_eq!(std::fs::read(only_file(folder.path())).unwrap(), before);
}

#[test]
fn a_block_that_contradicts_itself_is_refused() {
    let (_folder, store) = store();
    let spoilers: [fn(&mut BlockRecord); 8] = [
        |block| block.methods.clear(),
        |block| block.methods[1].kkt.truncate(3),
        |block| block.methods[1].measures[0].values.push(1.0),
        |block| block.methods[1].measures[0].measure = "other".to_owned(),
        |block| block.methods[1].estimates.truncate(1),
        |block| block.methods[1].causes.push((40, "outside".to_owned())),
        |block| block.methods[1].batches.truncate(1),
        |block| block.methods[1].nonzero = Some(vec![vec![]; 40]),
    ];
    for (which, spoil) in spoilers.into_iter().enumerate() {
        let mut block = SMALL.block();
        spoil(&mut block);
        assert!(store.put(&block, false).is_err(), "{which}");
    }
    assert!(store.list().unwrap().sets.is_empty());
}

#[test]
fn of_a_block_stored_cut_short_and_whole_the_larger_counts() {
    let (_folder, store) = store();
    let short = Sample { replicates: 16, ..SMALL };
    store.put(&short.block(), false).unwrap();
    store.put(&SMALL.block(), false).unwrap();
    store.put(&Sample { index: 0, ..SMALL }.block(), false).unwrap();
    let listing = store.list().unwrap();
    assert_eq!(listing.sets[0].blocks, [(0, 40), (2, 40)]);
}

#[test]
fn sets_lie_beside_each_other_sorted() {
    let (_folder, store) = store();
    let mut expected = Vec::new();
    for methods in [3, 1, 2] {
        let block = Sample { methods, ..SMALL }.block();
        expected.push(block.methods.iter().map(|method| method.method).collect::<Vec<_>>());
        store.put(&block, false).unwrap();
    }
    let mut elsewhere = SMALL.block();
    elsewhere.key.scenario = ScenarioId(fingerprint("another"));
    store.put(&elsewhere, false).unwrap();
    let sets = store.list().unwrap().sets;
    assert_eq!(sets.len(), 4);
    assert!(sets.windows(2).all(|pair| {
        (pair[0].scenario, &pair[0].methods) < (pair[1].scenario, &pair[1].methods)
    }));
    assert!(expected.iter().all(|methods| sets.iter().any(|set| set.methods == *methods)));
}

#[test]
fn every_truncation_is_seen_and_healed() {
    let (folder, store) = store();
    let sample = Sample { replicates: 16, p: 2, methods: 1, ..SMALL };
    store.put(&sample.block(), false).unwrap();
    let set = store.list().unwrap().sets.remove(0);
    let path = only_file(folder.path());
    let whole = std::fs::read(&path).unwrap();
    let ends = (0..whole.len()).step_by(64).chain(whole.len() - 9..whole.len());
    for end in ends {
        std::fs::write(&path, &whole[..end]).unwrap();
        let listing = store.list().unwrap();
        assert!(listing.sets[0].blocks.is_empty(), "{end}");
        assert!(listing.damaged[0].contains("2-16.parquet is damaged"), "{:?}", listing.damaged);
        let error = store.read(&set, 2).unwrap_err();
        assert!(
            error.message.contains("damaged") && error.path.ends_with("2-16.parquet"),
            "{error}"
        );
    }
    store.put(&sample.block(), false).unwrap();
    assert_eq!(std::fs::read(&path).unwrap(), whole);
}

#[test]
fn every_flipped_byte_is_seen() {
    let (folder, store) = store();
    let sample = Sample { replicates: 16, p: 2, methods: 1, ..SMALL };
    store.put(&sample.block(), false).unwrap();
    let set = store.list().unwrap().sets.remove(0);
    let path = only_file(folder.path());
    let whole = std::fs::read(&path).unwrap();
    for at in (0..whole.len()).step_by(37) {
        let mut bytes = whole.clone();
        bytes[at] ^= 0x10;
        std::fs::write(&path, &bytes).unwrap();
        let error = store.read(&set, 2).unwrap_err();
        assert!(error.message.contains("damaged"), "{at}: {error}");
    }
}

#[test]
fn a_file_under_another_name_is_not_believed() {
    let (folder, store) = store();
    store.put(&SMALL.block(), false).unwrap();
    let path = only_file(folder.path());
    std::fs::rename(&path, path.with_file_name("1-40.parquet")).unwrap();
    let set = store.list().unwrap().sets.remove(0);
    let error = store.read(&set, 1).unwrap_err();
    assert!(error.message.contains("another block"), "{error}");
    let error = store.read(&set, 2).unwrap_err();
    assert!(error.message.contains("no block 2"), "{error}");
}

#[test]
fn what_another_version_wrote_is_named_and_left() {
    let (folder, store) = store();
    store.put(&SMALL.block(), false).unwrap();
    let root = folder.path().join("store");
    std::fs::rename(root.join("v2-seed-7"), root.join("v1-seed-7")).unwrap();
    store.put(&Sample { methods: 1, ..SMALL }.block(), false).unwrap();
    let count = files(&root).len();
    let listing = store.list().unwrap();
    assert_eq!(listing.sets.len(), 1);
    assert_eq!(listing.sets[0].methods.len(), 1);
    assert!(listing.stale[0].contains("v1-seed-7 is of another"), "{:?}", listing.stale);
    assert_eq!(files(&root).len(), count);
}

#[test]
fn another_seed_has_blocks_of_its_own() {
    let (folder, store) = store();
    store.put(&SMALL.block(), false).unwrap();
    for streams in [Streams { seed: 8, ..STREAMS }, Streams { common: true, ..STREAMS }] {
        let other = ParquetStore::of_streams(folder.path(), streams);
        assert!(other.list().unwrap().sets.is_empty());
        other.put(&SMALL.block(), false).unwrap();
        let listing = other.list().unwrap();
        assert_eq!(listing.sets[0].blocks, [(2, 40)]);
        assert!(listing.stale.iter().any(|stale| stale.contains("v2-seed-7 is of another seed")));
    }
    assert_eq!(store.list().unwrap().stale.len(), 2);
}

#[test]
fn a_file_from_another_seeds_folder_is_not_believed() {
    let (folder, store) = store();
    store.put(&SMALL.block(), false).unwrap();
    let root = folder.path().join("store");
    std::fs::rename(root.join("v2-seed-7"), root.join("v2-seed-8")).unwrap();
    let other = ParquetStore::of_streams(folder.path(), Streams { seed: 8, ..STREAMS });
    let listing = other.list().unwrap();
    assert!(listing.sets.is_empty());
    assert!(listing.damaged[0].contains("belongs to another folder"), "{:?}", listing.damaged);
    other
        .describe(
            &Set::of(&SMALL.block(), other.streams, false),
            only_file(&root).parent().unwrap(),
        )
        .unwrap();
    let error = other.read(&other.list().unwrap().sets[0], 2).unwrap_err();
    assert!(error.message.contains("parsim:seed is not 8"), "{error}");
}

#[test]
fn the_same_numbers_in_other_bytes_are_the_same_block() {
    let (folder, store) = store();
    store.put(&SMALL.block(), false).unwrap();
    let path = only_file(folder.path());
    let mut metadata = encode::metadata(&Set::of(&SMALL.block(), STREAMS, false), &SMALL.block());
    metadata.insert(0, ("written-by".to_owned(), "another release".to_owned()));
    let columns = encode::encode(&SMALL.block(), false).unwrap();
    std::fs::write(&path, file::seal(&columns, 120, metadata).unwrap()).unwrap();
    let before = std::fs::read(&path).unwrap();
    store.put(&SMALL.block(), false).unwrap();
    assert_eq!(std::fs::read(&path).unwrap(), before);
}

#[test]
fn a_set_without_its_description_is_named_and_comes_back() {
    let (folder, store) = store();
    store.put(&SMALL.block(), false).unwrap();
    let description = only_file(folder.path()).with_file_name(set::DESCRIPTION);
    std::fs::write(&description, "version = 2\nseed").unwrap();
    let listing = store.list().unwrap();
    assert!(listing.sets.is_empty());
    assert!(listing.damaged[0].contains("set.toml"), "{:?}", listing.damaged);
    ParquetStore::of_streams(folder.path(), STREAMS).put(&SMALL.block(), false).unwrap();
    assert_eq!(store.list().unwrap().sets[0].blocks, [(2, 40)]);
}

#[test]
fn leftovers_of_killed_writers_are_ignored_and_swept() {
    let (folder, store) = store();
    assert_eq!(store.sweep_temporaries(), Ok(0));
    store.put(&SMALL.block(), false).unwrap();
    let path = only_file(folder.path());
    std::fs::write(path.with_file_name(".writing-host-1-abcdefgh"), "PAR1").unwrap();
    let listing = store.list().unwrap();
    assert_eq!((listing.sets[0].blocks.len(), listing.stale.len()), (1, 0));
    assert_eq!(store.sweep_temporaries(), Ok(1));
    assert_eq!(files(folder.path()).len(), 2);
}

#[test]
fn a_store_that_does_not_exist_is_empty() {
    let (_folder, store) = store();
    assert_eq!(store.list(), Ok(Listing::default()));
}
