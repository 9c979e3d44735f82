"""Counts the processor's instructions in a replicate, by stage, and compares them with instructions.csv.

Unlike times, counts do not depend on what else a machine does, so a slip shows. Counted under valgrind, which
has no AVX-512: it is the AVX2 path. A figure is the mean of the replicates at the start of the second batch (4 of
A, 16 of B, 1 of C) on one thread that has already computed as many, so that nothing is allocated for the first
time. A method's stage is that with this method alone less that with none, which is `draw`; `all` is that with all
methods, drawing included. Counting takes one to two minutes.

A count more than 3 % above the recorded one fails (exit code 1), one more than 3 % below asks for `--write`. Where
another compiler than the recorded one is at work, or a processor without AVX2, counts are shown and nothing fails.

Usage: python3 crates/parsim-engine/benches/instructions.py [--write] [--case A]
Needs valgrind (Debian: valgrind), cargo, and Python 3.9 or later, standard library only.
"""

import argparse
import csv
import json
import os
import pathlib
import re
import shutil
import subprocess
import sys
import tempfile

HERE = pathlib.Path(__file__).resolve().parent
RECORDED = HERE / "instructions.csv"
ALLOWANCE = 0.03
CASES = {"A": (200, 102, "orl", 4), "B": (50, 10, "orl", 16), "C": (100, 1000, "rl", 1)}
STAGES = {"o": "ols", "r": "ridge", "l": "lasso"}


def fail(message, code=2):
    print(f"instructions.py: {message}", file=sys.stderr)
    sys.exit(code)


def program():
    """Builds the batch program and returns its path."""
    # All packages, as the program is built: fewer might mean other features of what they depend on.
    command = ["cargo", "build", "--release", "--locked", "--bench", "instructions",
               "--message-format=json"]
    built = subprocess.run(command, cwd=HERE.parents[2], stdout=subprocess.PIPE, text=True)
    if built.returncode != 0:
        fail("the build failed")
    for line in built.stdout.splitlines():
        message = json.loads(line)
        if message.get("executable") and message["target"]["name"] == "instructions":
            return message["executable"]
    fail("cargo names no executable")


def count(executable, n, p, methods, replicates):
    """Instructions of so many replicates."""
    with tempfile.TemporaryDirectory() as folder:
        counts = os.path.join(folder, "callgrind.out")
        command = ["valgrind", "--tool=callgrind", f"--callgrind-out-file={counts}", "--toggle-collect=*counted*",
                   executable, str(n), str(p), methods or "-", str(replicates)]
        # A bare environment: its size moves the stack.
        done = subprocess.run(command, env={"PATH": os.environ["PATH"]}, capture_output=True, text=True)
        if done.returncode != 0:
            fail(f"{' '.join(command)}\n{done.stderr[-2000:]}")
        expected = f"replicates {replicates}, records {len(methods)}\n"
        if done.stdout != expected:
            fail(f"the program says {done.stdout!r}, not {expected!r}")
        found = re.search(r"Collected : (\d+)", done.stderr)
        if found is None or int(found[1]) == 0:
            fail("the counter saw nothing of `counted`")
        return int(found[1])


def measure(cases):
    """Rows (case, stage, instructions per replicate)."""
    executable = program()
    for case in cases:
        n, p, methods, replicates = CASES[case]
        draw = count(executable, n, p, "", replicates)
        yield case, "draw", draw // replicates
        for letter in methods:
            yield case, STAGES[letter], (count(executable, n, p, letter, replicates) - draw) // replicates
        yield case, "all", count(executable, n, p, methods, replicates) // replicates


def compiler():
    return subprocess.run(["rustc", "--version"], capture_output=True, text=True, check=True).stdout.strip()


def has_avx2():
    words = set(pathlib.Path("/proc/cpuinfo").read_text().split())
    return {"avx2", "fma"} <= words


def recorded():
    """The recorded counts by case and stage, and their compiler."""
    with open(RECORDED, newline="") as file:
        rows = list(csv.DictReader(file))
    return {(r["case"], r["stage"]): int(r["instructions"]) for r in rows}, rows[0]["compiler"]


def write(rows):
    with open(RECORDED, "w", newline="") as file:
        writer = csv.writer(file, lineterminator="\n")
        writer.writerow(["case", "n", "p", "stage", "instructions", "compiler"])
        version = compiler()
        for case, stage, instructions in rows:
            writer.writerow([case, *CASES[case][:2], stage, instructions, version])


def compare(rows):
    """Prints every count beside the recorded one; the number of those that are too large."""
    before, version = recorded()
    same = version == compiler()
    if not same:
        print(f"recorded with {version}, this is {compiler()}: for information only")
    if not has_avx2():
        print("recorded on a processor with AVX2 and FMA, which this one lacks: for information only")
        same = False
    worse = 0
    for case, stage, instructions in rows:
        old = before.get((case, stage))
        change = instructions / old - 1 if old else float("inf")
        word = "MORE" if change > ALLOWANCE else "fewer: --write" if change < -ALLOWANCE else ""
        worse += change > ALLOWANCE
        print(f"{case} {stage:>6} {instructions:>12,} recorded {old or 0:>12,} {100 * change:>+7.2f} % {word}")
    return worse if same else 0


def main():
    parser = argparse.ArgumentParser(description=__doc__.split("\n")[0])
    parser.add_argument("--write", action="store_true", help="record the counts")
    parser.add_argument("--case", action="append", choices=CASES)
    options = parser.parse_args()
    if shutil.which("valgrind") is None:
        fail("valgrind is not there (Debian: valgrind)")
    if options.write and not has_avx2():
        fail("counts are recorded on a processor with AVX2 and FMA")
    if options.write and options.case:
        fail("--write records all cases")
    rows = list(measure(options.case or CASES))
    if options.write:
        write(rows)
        print(RECORDED.read_text(), end="")
        return 0
    worse = compare(rows)
    if worse:
        print(f"{worse} counts are more than {ALLOWANCE:.0%} above what is recorded; if that is meant: --write")
    return 1 if worse else 0


if __name__ == "__main__":
    sys.exit(main())
