//! Published bytes depend on the study alone: not on threads, shards, or the steps in which
//! replicates were added.

use crate::place::Place;
use crate::published::Published;
use crate::studies::{FAILING_NOW_AND_THEN, OF_MANY_BLOCKS, RARE, SMALL};

/// What a run of a study with one thread publishes.
fn plain(study: &str) -> Published {
    let place = Place::of(study);
    place.parsim("run study.toml --quiet --threads 1").exits(0);
    Published::of(&place)
}

#[test]
fn any_number_of_threads() {
    let expected = plain(OF_MANY_BLOCKS);
    for threads in [2, 3, 8, 500] {
        let place = Place::of(OF_MANY_BLOCKS);
        place.parsim(&format!("run study.toml --quiet --threads {threads}")).exits(0);
        Published::of(&place).equals(&expected, &format!("{threads} threads"));
    }
}

#[test]
fn failing_fits_on_any_number_of_threads() {
    let run = |threads: u32| {
        let place = Place::of(FAILING_NOW_AND_THEN);
        place.write("rare.csv", RARE);
        place.parsim(&format!("run study.toml --quiet --threads {threads}")).exits(0);
        Published::of(&place)
    };
    run(4).equals(&run(1), "4 threads");
}

#[test]
fn shards_in_any_order() {
    let expected = plain(OF_MANY_BLOCKS);
    let place = Place::of(OF_MANY_BLOCKS);
    place.parsim("run study.toml --quiet --shard 3/3 --threads 2").exits(0);
    place.parsim("merge study.toml").exits(3).warns("missing");
    assert!(!place.path("output/study/tables").exists(), "a shard writes no tables");
    place.parsim("run study.toml --quiet --shard 1/3 --threads 1").exits(0);
    place.parsim("run study.toml --quiet --shard 2/3 --threads 2").exits(0);
    place.parsim("merge study.toml").exits(0).says("output/study/report.html");
    Published::of(&place).equals(&expected, "three shards");
    assert_eq!(place.blocks().len(), 32, "no block is computed twice");
}

#[test]
fn shards_at_the_same_time() {
    let expected = plain(OF_MANY_BLOCKS);
    let place = Place::of(OF_MANY_BLOCKS);
    let shard = |k| place.command(&format!("run study.toml --quiet --shard {k}/2 --threads 1"));
    let children: Vec<_> = (1..=2).map(|k| shard(k).spawn().unwrap()).collect();
    for mut child in children {
        assert!(child.wait().unwrap().success());
    }
    place.parsim("merge study.toml").exits(0);
    Published::of(&place).equals(&expected, "two shards at once");
    assert_eq!(crate::published::shares(&place).len(), 2, "run.json is their union");
}

#[test]
fn replicates_added_in_steps() {
    let expected = plain(SMALL);
    let place = Place::of(SMALL);
    for replicates in [16, 33, 48] {
        let line = format!("run study.toml --quiet --replicates {replicates}");
        place.parsim(&line).exits(0);
    }
    place.parsim("run study.toml --quiet").exits(0);
    Published::of(&place).equals(&expected, "64 replicates in four steps");
}

#[test]
fn fewer_replicates_than_are_stored() {
    let place = Place::of(SMALL);
    place.parsim("run study.toml --quiet").exits(0);
    place.parsim("run study.toml --quiet --replicates 32").exits(0);
    let shrunk = Published::of(&place);
    let fresh = Place::of(SMALL);
    fresh.parsim("run study.toml --quiet --replicates 32").exits(0);
    shrunk.equals(&Published::of(&fresh), "32 replicates of a store of 64");
    let shares = crate::published::shares(&place);
    let replicates: u64 = shares.iter().map(|share| share["replicates"].as_u64().unwrap()).sum();
    assert_eq!(replicates, 4 * 64, "nothing was computed to leave replicates out: {shares:?}");
}

#[test]
fn scenario_by_scenario() {
    let expected = plain(SMALL);
    let place = Place::of(SMALL);
    for pattern in ["n=45,rho=0.5", "n=30*", "n>30"] {
        place.parsim(&format!("run study.toml --quiet --only {pattern}")).exits(0);
        assert!(!place.path("output/study/report.html").exists(), "a part publishes nothing");
    }
    place.parsim("run study.toml --quiet").exits(0);
    Published::of(&place).equals(&expected, "four scenarios in three parts");
    let shares = crate::published::shares(&place);
    let replicates: u64 = shares.iter().map(|share| share["replicates"].as_u64().unwrap()).sum();
    assert_eq!(replicates, 4 * 64, "each replicate was computed once: {shares:?}");
}

#[test]
fn the_report_again() {
    let place = Place::of(SMALL);
    place.parsim("run study.toml --quiet").exits(0);
    let first = Published::of(&place);
    for folder in ["tables", "figures"] {
        std::fs::remove_dir_all(place.path("output/study").join(folder)).unwrap();
    }
    place.parsim("report study.toml").exits(0).says("report.html");
    Published::of(&place).equals(&first, "report");
}

#[test]
fn the_order_of_methods_moves_no_number() {
    let place = Place::of(SMALL);
    place.parsim("run study.toml --quiet").exits(0);
    let before = crate::published::Table::of(&place, "summary");
    let ols = "[[method]]\nkind = \"ols\"\n\n";
    let moved = SMALL.replace(ols, "").replace("[[claim]]", &format!("{ols}[[claim]]"));
    let moved = Place::of(&moved.replacen(&format!("{ols}[[claim]]"), "[[claim]]", 1));
    moved.parsim("run study.toml --quiet").exits(0);
    let after = crate::published::Table::of(&moved, "summary");
    for method in ["ols", "ridge", "lasso"] {
        let of = |table: &crate::published::Table| table.filter(&[("method", method)]).rows;
        assert_eq!(of(&before), of(&after), "{method}");
    }
}
