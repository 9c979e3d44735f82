"""How runs scale: two threads against one, replicates from 1e3 to 1e6, memory, and what is not computing.

  threads    comparison A's study on one thread and on two, in turns: at least 1.9 times as fast
  replicates comparison F's study with 1e3, 1e4, 1e5, 1e6 replicates: time per replicate beyond the first thousand
             does not grow (in the last decade at most 1.2 times what it was before)
  memory     the largest resident set of the run with 1e6 replicates: below 300 MB
  summaries  1e6 replicates of three methods: `parsim report`, which reads the store, folds every record and writes
             tables, figures and page, and besides the time that the store takes to write: below 10 s together

Usage: python3 crates/parsim-cli/benches/scaling.py --parsim target/release/parsim [--only memory] [--quick]
An idle machine with two cores, cargo (for the store's bench), Python 3.9 or later, standard library only. Each part
runs into fresh temporary folders. Exit code 1 if a limit is not kept; --quick has a tenth of the replicates.
"""

import argparse
import os
import pathlib
import statistics
import subprocess
import sys
import tempfile
import time

HERE = pathlib.Path(__file__).resolve().parent
CASES = HERE / "peers" / "cases"
ROUNDS = 3
THREE_METHODS = '''
[[method]]
kind = "ridge"
tuning = { kind = "fixed", lambda = 0.1 }

[[method]]
kind = "lasso"
tuning = { kind = "fixed", lambda = 0.1 }
'''


def call(command):
    """Seconds and largest resident set in MB of a program that must succeed."""
    start = time.perf_counter()
    child = subprocess.Popen(list(map(str, command)), stdout=subprocess.DEVNULL)
    _, status, usage = os.wait4(child.pid, 0)
    seconds = time.perf_counter() - start
    child.returncode = os.waitstatus_to_exitcode(status)
    if child.returncode != 0:
        sys.exit(f"scaling.py: {' '.join(map(str, command))}: exit code {child.returncode}")
    return seconds, usage.ru_maxrss * 1024 / 1e6


def run(options, study, replicates, threads, folder):
    return call([options.parsim, "run", study, "--quiet", "--replicates", replicates, "--threads", threads,
                 "--output", pathlib.Path(folder) / "output"])


def fresh(options, study, replicates, threads):
    with tempfile.TemporaryDirectory() as folder:
        return run(options, study, replicates, threads, folder)


def say(text, kept):
    print(f"{text}: {'kept' if kept else 'NOT KEPT'}")
    return kept


def threads(options):
    replicates = 400 if options.quick else 4000
    times = {1: [], 2: []}
    for _ in range(ROUNDS):
        for count in times:
            times[count].append(fresh(options, CASES / "a.toml", replicates, count)[0])
    ratios = [one / two for one, two in zip(times[1], times[2])]
    one, two = (statistics.median(times[count]) for count in times)
    print(f"A, {replicates} replicates: one thread {one:.2f} s, two {two:.2f} s, "
          f"ratios {', '.join(f'{ratio:.3f}' for ratio in ratios)}")
    return say(f"two threads are {one / two:.2f} times as fast as one, at least 1.9 asked", one / two >= 1.9)


def replicates(options):
    counts = [1000, 10_000, 100_000] + ([] if options.quick else [1_000_000])
    seconds = []
    for count in counts:
        rounds = ROUNDS if count < 1_000_000 else 1
        seconds.append(statistics.median(fresh(options, CASES / "f.toml", count, 2)[0] for _ in range(rounds)))
    slopes = []
    for at, count in enumerate(counts):
        line = f"F, {count:>9} replicates: {seconds[at]:7.3f} s"
        if at:
            slopes.append((seconds[at] - seconds[at - 1]) / (count - counts[at - 1]))
            line += f", {slopes[-1] * 1e6:.3f} us for each that is new"
        print(line)
    before = (seconds[-2] - seconds[0]) / (counts[-2] - counts[0])
    growth = slopes[-1] / before
    return say(f"in the last decade each costs {growth:.2f} times as much as before it, at most 1.2 asked", growth <= 1.2)


def memory(options):
    count = 100_000 if options.quick else 1_000_000
    seconds, peak = fresh(options, CASES / "f.toml", count, 2)
    print(f"F, {count} replicates: {seconds:.2f} s")
    return say(f"largest resident set {peak:.0f} MB, below 300 MB asked", peak < 300)


def seconds_per_stored_block():
    """Writing one block of 8192 replicates of three methods, by the store's own bench."""
    command = ["cargo", "bench", "--locked", "--bench", "store"]  # with the features that the program has
    done = subprocess.run(command, cwd=HERE.parents[2], stdout=subprocess.PIPE, text=True, check=True)
    line = next(line for line in done.stdout.splitlines() if line.strip().startswith("8192 x 3, p = 10"))
    return float(line.split()[-3]) / 1e3  # the columns are kB, put ms, read ms, list ms


def summaries(options):
    count = 100_000 if options.quick else 1_000_000
    with tempfile.TemporaryDirectory() as folder:
        study = pathlib.Path(folder) / "three.toml"
        text = (CASES / "f.toml").read_text().replace("replicates = 1000000", f"replicates = {count}")
        study.write_text(text + THREE_METHODS)
        whole, _ = run(options, study, count, 2, folder)
        report, peak = call([options.parsim, "report", study, "--output", pathlib.Path(folder) / "output"])
    store = seconds_per_stored_block() * -(-count // 8192)
    print(f"{count} replicates of three methods: run {whole:.2f} s; report {report:.2f} s ({peak:.0f} MB), "
          f"writing the store {store:.2f} s")
    return say(f"summaries and files take {report + store:.2f} s, below 10 s asked", report + store < 10)


PARTS = {part.__name__: part for part in (threads, replicates, memory, summaries)}


def main():
    parser = argparse.ArgumentParser(description=__doc__.split("\n")[0])
    parser.add_argument("--parsim", type=pathlib.Path, required=True, help="the program")
    parser.add_argument("--only", action="append", choices=PARTS, help="one part; repeatable")
    parser.add_argument("--quick", action="store_true", help="a tenth of the replicates: does it work?")
    options = parser.parse_args()
    if not options.parsim.is_file():
        sys.exit(f"scaling.py: no parsim at {options.parsim}: cargo build --release")
    options.parsim = options.parsim.resolve()
    print(f"load average {os.getloadavg()[0]:.2f}, {os.cpu_count()} logical CPUs")
    kept = [PARTS[part](options) for part in options.only or PARTS]
    return 0 if all(kept) else 1


if __name__ == "__main__":
    sys.exit(main())
