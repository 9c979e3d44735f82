//! Threads, shards, interruptions and rounds change no bit of the tables or of the store.

use super::{BLOCKS, FAILURES, assert_no_nan, files};
use parsim_engine::progress::Progress;
use parsim_engine::results::Results;
use parsim_engine::{Run, Selection};
use parsim_study::Plan;
use parsim_tests::store::{MemoryStore, StoppingStore};
use parsim_tests::study::{compile, execute};
use std::sync::atomic::AtomicBool;

/// The plan with its tables and store, computed by one thread in one go.
fn reference(text: &str) -> (Plan, Results, MemoryStore) {
    let plan = compile(text, &files());
    let store = MemoryStore::new();
    let replicates = plan.replicates.most();
    let outcome = execute(&plan, &store, 1, (replicates, &Selection::default()));
    assert_eq!(outcome.computed, replicates * plan.scenarios.len() as u64);
    let results = outcome.results.unwrap();
    assert_no_nan(&results);
    (plan, results, store)
}

#[test]
fn threads_change_nothing() {
    for text in [BLOCKS, FAILURES] {
        let (plan, results, reference) = reference(text);
        for threads in [2, 8] {
            let store = MemoryStore::new();
            let run = (plan.replicates.most(), &Selection::default());
            let outcome = execute(&plan, &store, threads, run);
            assert_eq!(outcome.results.as_ref(), Some(&results), "{threads} threads");
            assert_eq!(store.contents(), reference.contents(), "{threads} threads");
        }
    }
}

#[test]
fn the_studies_are_what_these_tests_need() {
    let (plan, results, store) = reference(BLOCKS);
    // Blocks of 256 and 64 replicates: 160 make one cut short, and two whole ones with a rest.
    assert_eq!(store.contents().len(), 4);
    assert!(plan.scenarios.iter().all(|scenario| scenario.inapplicable.len() == 4));
    assert!(!plan.scenarios[0].applies(0) && plan.scenarios[1].applies(0));
    assert!(results.failures.is_empty());
    let (_, results, _) = reference(FAILURES);
    let failed: u64 = results.failures.iter().map(|row| row.count).sum();
    assert!((5..200).contains(&failed), "{failed} failures");
    let differs = |row: &&parsim_engine::results::SummaryRow| row.value != row.listwise;
    assert!(results.summary.iter().any(|row| differs(&row)), "a list-wise summary of its own");
}

#[test]
fn a_run_that_was_stopped_resumes_to_the_same() {
    let (plan, results, reference) = reference(BLOCKS);
    let replicates = plan.replicates.most();
    for after in [1, 2, 3] {
        let store = MemoryStore::new();
        let stop = AtomicBool::new(false);
        let stopping = StoppingStore { inner: &store, after, stop: &stop };
        let progress = Progress::Quiet;
        let run = Run {
            plan: &plan,
            study_file: "study.toml",
            store: &stopping,
            threads: 1,
            progress: &progress,
            stop: &stop,
        };
        let first = run.execute(replicates, &Selection::default()).unwrap();
        let held = store.contents().len();
        assert!(held >= after && (first.interrupted || held == 4), "{held} blocks after {after}");
        let second = execute(&plan, &store, 2, (replicates, &Selection::default()));
        assert_eq!(second.results.as_ref(), Some(&results));
        assert_eq!(first.computed + second.computed, 2 * replicates, "nothing is computed twice");
        assert_eq!(store.contents(), reference.contents());
    }
}

#[test]
fn a_finished_study_computes_nothing_more() {
    for text in [BLOCKS, FAILURES] {
        let (plan, results, store) = reference(text);
        let again = execute(&plan, &store, 2, (plan.replicates.most(), &Selection::default()));
        assert_eq!((again.computed, again.blocks, again.fits), (0, 0, 0));
        assert_eq!(again.results.as_ref(), Some(&results), "read back from the store");
    }
}

#[test]
fn shards_merge_to_the_same_in_any_order() {
    for (text, shards) in [(BLOCKS, 3), (BLOCKS, 2), (FAILURES, 3)] {
        let (plan, results, reference) = reference(text);
        let replicates = plan.replicates.most();
        let merged = MemoryStore::new();
        let mut computed = 0;
        for k in (1..=shards).rev() {
            let store = MemoryStore::new();
            let selection = Selection { shard: Some((k, shards)), scenarios: None };
            let outcome = execute(&plan, &store, 2, (replicates, &selection));
            assert!(outcome.results.is_none(), "a shard folds nothing");
            computed += outcome.computed;
            merged.merge(&store);
        }
        assert_eq!(computed, replicates * plan.scenarios.len() as u64);
        let outcome = execute(&plan, &merged, 1, (replicates, &Selection::default()));
        assert_eq!((outcome.computed, outcome.results), (0, Some(results)));
        assert_eq!(merged.contents(), reference.contents());
    }
}

#[test]
fn replicates_reached_in_steps_are_the_same() {
    for text in [BLOCKS, FAILURES] {
        let (plan, results, _) = reference(text);
        let store = MemoryStore::new();
        let all = Selection::default();
        for replicates in [48, 96] {
            execute(&plan, &store, 2, (replicates, &all)).results.unwrap();
        }
        let outcome = execute(&plan, &store, 2, (plan.replicates.most(), &all));
        assert_eq!(outcome.results, Some(results));
        // And back: the tables of fewer replicates do not see what more were computed.
        let fewer = execute(&plan, &MemoryStore::new(), 1, (48, &all)).results;
        assert_eq!(execute(&plan, &store, 2, (48, &all)).results, fewer);
    }
}

#[test]
fn scenarios_selected_one_by_one_give_the_rows_of_the_whole() {
    let (plan, results, _) = reference(BLOCKS);
    for scenario in 0..plan.scenarios.len() {
        let selection = Selection { shard: None, scenarios: Some(vec![scenario]) };
        let replicates = plan.replicates.most();
        let alone = execute(&plan, &MemoryStore::new(), 2, (replicates, &selection));
        let expected: Vec<_> =
            results.summary.iter().filter(|row| row.scenario == scenario).cloned().collect();
        assert_eq!(alone.results.unwrap().summary, expected);
    }
}
