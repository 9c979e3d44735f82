//! A store that was damaged, and a disk that is full.

use crate::place::Place;
use crate::published::Published;
use crate::studies::{OF_MANY_BLOCKS, SMALL};
use std::fs;

/// A place where the small study has run, what it published, and the path of its second block.
fn ran() -> (Place, Published, String) {
    let place = Place::of(SMALL);
    place.parsim("run study.toml --quiet").exits(0);
    let block = format!("output/study/store/{}", place.blocks()[1]);
    let published = Published::of(&place);
    (place, published, block)
}

#[test]
fn a_truncated_file_is_named_and_computed_again() {
    let (place, published, block) = ran();
    let whole = fs::read(place.path(&block)).unwrap();
    for length in [0, 4, whole.len() / 2, whole.len() - 1] {
        place.write(&block, &whole[..length]);
        place.parsim("plan study.toml").exits(0).says("1 of 4 blocks missing").says(&block);
        place.parsim("run study.toml").exits(0).warns(&block).warns("damaged");
        Published::of(&place).equals(&published, &format!("cut to {length} bytes"));
        assert_eq!(fs::read(place.path(&block)).unwrap(), whole, "{length}");
        let answer = place.parsim("run study.toml").exits(0);
        assert!(!answer.err.contains("damaged"), "{answer}");
    }
}

#[test]
fn a_changed_byte_is_found_and_computed_again() {
    let (place, published, block) = ran();
    let whole = fs::read(place.path(&block)).unwrap();
    for at in [100, whole.len() / 2, whole.len() - 100] {
        let mut bytes = whole.clone();
        bytes[at] ^= 1;
        place.write(&block, &bytes);
        place.parsim("run study.toml").exits(0).warns(&block).warns("computed again");
        Published::of(&place).equals(&published, &format!("byte {at}"));
        assert_eq!(fs::read(place.path(&block)).unwrap(), whole, "{at}");
    }
}

#[test]
fn a_damaged_description_is_named_and_written_again() {
    let (place, published, block) = ran();
    let description = format!("{}/set.toml", block.rsplit_once('/').unwrap().0);
    let text = place.read(&description);
    place.write(&description, "version =");
    place.parsim("run study.toml").exits(0).warns("set.toml");
    Published::of(&place).equals(&published, "set.toml");
    assert_eq!(place.read(&description), text);
}

#[test]
fn unfinished_files_of_a_dead_process_are_swept() {
    let (place, published, block) = ran();
    let folder = block.rsplit_once('/').unwrap().0;
    let leftover = format!("{folder}/.writing-elsewhere-1-abcdefgh");
    place.write(&leftover, "PAR1");
    place.parsim("run study.toml").exits(0);
    assert!(!place.path(&leftover).exists());
    Published::of(&place).equals(&published, "swept");
}

/// A file may hold no more than 16 KiB, as if the disk filled up while each block is written.
#[test]
fn a_failed_write_ends_the_run_and_leaves_the_store_sound() {
    let place = Place::of(OF_MANY_BLOCKS);
    place.parsim("run study.toml --quiet --replicates 64").exits(0);
    let before = place.files("output/study/store");
    let limited = "trap '' XFSZ; ulimit -f 16; exec parsim run study.toml --quiet";
    let answer = place.shell(limited).exits(3).warns("output/study/store");
    assert!(answer.err.starts_with("error: "), "{answer}");
    assert_eq!(place.files("output/study/store"), before, "no half-written file");
    place.parsim("run study.toml --quiet").exits(0);
    let plain = Place::of(OF_MANY_BLOCKS);
    plain.parsim("run study.toml --quiet").exits(0);
    Published::of(&place).equals(&Published::of(&plain), "after the disk had room again");
}

/// A file system of 600 KiB holds some of the blocks, not all.
#[test]
fn a_full_disk_ends_the_run_and_room_lets_it_go_on() {
    let place = Place::of(OF_MANY_BLOCKS);
    let mount = "mkdir output && mount -t tmpfs -o size=600k tmpfs output";
    let line = format!(
        "{mount} || {{ echo no mount; exit 0; }}
         parsim run study.toml --quiet; echo first $?
         find output -name '*.parquet' | wc -l
         parsim plan study.toml >/dev/null; echo plan $?
         mount -o remount,size=64m output && parsim run study.toml --quiet; echo second $?
         cp -r output/study published"
    );
    place.write("on_a_small_disk.sh", line);
    let answer = place.shell("unshare --mount bash on_a_small_disk.sh || echo no mount");
    if answer.out.contains("no mount") {
        println!("skipped: a_full_disk: a file system cannot be mounted here");
        return;
    }
    let answer = answer.exits(0).says("first 3\n").says("plan 0\n").says("second 0\n");
    let answer = answer.warns("no space left on device");
    let stored: usize = answer.out.lines().nth(1).unwrap().trim().parse().unwrap();
    assert!((1..32).contains(&stored), "the disk was full in the middle: {answer}");
    let plain = Place::of(OF_MANY_BLOCKS);
    plain.parsim("run study.toml --quiet").exits(0);
    Published::at(&place, "published").equals(&Published::of(&plain), "after more room");
}
