//! A run that is stopped at any moment goes on from there, to the same bytes.

use crate::place::{Answer, Place};
use crate::published::Published;
use crate::studies::OF_MANY_BLOCKS;
use std::process::{Child, Command, Stdio};
use std::time::{Duration, Instant};

/// Starts a run and waits until some of its blocks are stored.
fn started(place: &Place) -> Child {
    let mut command = place.command("run study.toml --threads 1");
    let mut child = command.stdout(Stdio::piped()).stderr(Stdio::piped()).spawn().unwrap();
    let begin = Instant::now();
    while place.blocks().len() < 3 {
        assert!(child.try_wait().unwrap().is_none(), "the run ended before it could be stopped");
        assert!(begin.elapsed() < Duration::from_mins(2), "no block is stored");
        std::thread::sleep(Duration::from_millis(2));
    }
    child
}

fn signal(child: &Child, name: &str) {
    let status = Command::new("kill").args([name, &child.id().to_string()]).status().unwrap();
    assert!(status.success());
}

/// Demands that the run stopped on its way, finishes it, and compares with one never stopped.
fn finishes_as_if_never_stopped(place: &Place) {
    let stored = place.blocks();
    assert!((3..32).contains(&stored.len()), "stopped in the middle: {} blocks", stored.len());
    let times = |place: &Place| -> Vec<_> {
        let of = |file: &String| place.path("output/study/store").join(file).metadata().unwrap();
        stored.iter().map(|file| of(file).modified().unwrap()).collect()
    };
    let before = times(place);
    place.parsim("run study.toml --quiet").exits(0);
    assert_eq!(times(place), before, "finished blocks are not computed again");
    let plain = Place::of(OF_MANY_BLOCKS);
    plain.parsim("run study.toml --quiet").exits(0);
    Published::of(place).equals(&Published::of(&plain), "stopped and resumed");
    let names = |place: &Place| place.files("output/study/store");
    assert_eq!(names(place), names(&plain), "no unfinished file is left in the store");
}

#[test]
fn killed_and_resumed() {
    let place = Place::of(OF_MANY_BLOCKS);
    let mut child = started(&place);
    child.kill().unwrap();
    child.wait().unwrap();
    assert!(!place.path("output/study/report.html").exists());
    finishes_as_if_never_stopped(&place);
}

#[test]
fn interrupted_and_resumed() {
    let place = Place::of(OF_MANY_BLOCKS);
    let child = started(&place);
    signal(&child, "-INT");
    let answer = Answer::new("run".to_owned(), &child.wait_with_output().unwrap());
    answer.exits(3).warns("interrupted").warns("goes on from there");
    assert!(!place.path("output/study/report.html").exists());
    finishes_as_if_never_stopped(&place);
}

#[test]
fn interrupted_twice_ends_at_once() {
    let place = Place::of(OF_MANY_BLOCKS);
    let mut child = started(&place);
    signal(&child, "-INT");
    std::thread::sleep(Duration::from_millis(20));
    if child.try_wait().unwrap().is_none() {
        signal(&child, "-INT");
    }
    let answer = Answer::new("run".to_owned(), &child.wait_with_output().unwrap());
    answer.exits(3);
    finishes_as_if_never_stopped(&place);
}

#[test]
fn terminated_as_by_a_batch_system() {
    let place = Place::of(OF_MANY_BLOCKS);
    let child = started(&place);
    signal(&child, "-TERM");
    let answer = Answer::new("run".to_owned(), &child.wait_with_output().unwrap());
    answer.exits(3).warns("interrupted");
    finishes_as_if_never_stopped(&place);
}

#[test]
fn a_second_writer_is_refused_while_a_run_goes_on() {
    let place = Place::of(OF_MANY_BLOCKS);
    let mut child = started(&place);
    place.parsim("run study.toml").exits(2).warns("another process");
    place.parsim("run study.toml --fresh").exits(2).warns("another process");
    place.parsim("merge study.toml").exits(2).warns("another process");
    place.parsim("report study.toml").exits(2).warns("another process");
    place.parsim("run study.toml --shard 1/2").exits(2);
    // Looking is free.
    place.parsim("plan study.toml").exits(0).says("blocks missing");
    child.kill().unwrap();
    child.wait().unwrap();
    finishes_as_if_never_stopped(&place);
}
