"""Times `parsim run` and peer programs on the same studies, in turns, in one run: the table of ratios A to G.

Every round of a comparison runs each peer once, then parsim once into a fresh output folder. parsim's time is the
whole process: start, store, tables, figures and report; a peer's clock runs without start-up and imports.
Installs nothing: what is missing is named (exit code 2), and the comparisons that need it are left out.

Usage: python3 run.py --parsim target/release/parsim --python VENV/bin/python --all
           [--case A --case E] [--quick] [--rounds 3] [--cores 2] [--numpy-python PYTHON]
           [--replicates R] [--peer-replicates R] [--results RESULTS.md] [--json FILE]
Python's standard library only, version 3.11 or later.
"""

import argparse
import json
import os
import pathlib
import sys
import tomllib

import comparisons
import results
from programs import HERE, Missing, require_glmnet, require_module, run_parsim, run_peer, study_options


def arguments():
    parser = argparse.ArgumentParser(description=__doc__.split("\n")[0])
    parser.add_argument("--parsim", type=pathlib.Path, required=True, help="the program")
    names = [c.name for c in comparisons.ALL]
    parser.add_argument("--all", action="store_true", help="all comparisons (also the default)")
    parser.add_argument("--case", action="append", type=str.upper, choices=names, help="one of them; repeatable")
    parser.add_argument("--peer", action="append", help="only these scripts")
    parser.add_argument("--rounds", type=int, default=3)
    parser.add_argument("--cores", type=int, default=2, help="threads of parsim, processes of a peer")
    parser.add_argument("--replicates", type=int, help="of parsim, instead of the study's own")
    parser.add_argument("--peer-replicates", type=int, help="of every peer")
    parser.add_argument("--quick", action="store_true", help="one round of few replicates: does it work?")
    parser.add_argument("--python", default=sys.executable, help="the Python that has the peers' packages")
    parser.add_argument("--numpy-python", help="another one for numpy_batched.py and numpy_own_grids.py")
    parser.add_argument("--results", type=pathlib.Path, help="write the page here")
    parser.add_argument("--json", type=pathlib.Path, help="write every figure here")
    options = parser.parse_args()
    if options.quick:
        options.rounds = 1
    return options


def program_of(script, options):
    if script.endswith(".R"):
        return "Rscript"
    batched = script.startswith("numpy_") and options.numpy_python
    return options.numpy_python if batched else options.python


def peers_of(comparison, options):
    chosen = {s: r for s, r in comparison.peers.items() if not options.peer or s in options.peer}
    if not chosen:
        raise Missing(f"none of {', '.join(options.peer)} takes part in it")
    for script in chosen:
        if script == "glmnet.R":
            require_glmnet()
        else:
            require_module(program_of(script, options), comparisons.MODULES[script])
        if options.peer_replicates:
            chosen[script] = options.peer_replicates
        elif options.quick:
            chosen[script] = max(2 * options.cores, chosen[script] // 10)
    return chosen


def measure(comparison, options):
    """Every figure of one comparison."""
    peers = peers_of(comparison, options)
    study = tomllib.loads((HERE / comparison.study).read_text())
    study_arguments = study_options(study)
    own = options.replicates or (comparison.quick if options.quick else study["replicates"])
    measured = {"name": comparison.name, "what": comparison.what, "floor": comparison.floor, "aim": comparison.aim,
                "load": os.getloadavg()[0], "parsim": [], "peers": {script: [] for script in peers}}
    for number in range(1, options.rounds + 1):
        for script, replicates in peers.items():
            print(f"{comparison.name}, round {number}: {script}", file=sys.stderr)
            program = program_of(script, options)
            measured["peers"][script].append(
                run_peer(program, script, study_arguments, replicates, options.cores, number))
        print(f"{comparison.name}, round {number}: parsim", file=sys.stderr)
        measured["parsim"].append(run_parsim(options.parsim, HERE / comparison.study, own, options.cores))
    return measured


def write(measured, options):
    """After every comparison, so that what is measured is not lost."""
    if options.json:
        options.json.write_text(json.dumps(measured, indent=1) + "\n")
    if options.results:
        options.results.write_text("\n".join(results.page(measured)) + "\n")


def main():
    options = arguments()
    if not options.parsim.is_file():
        raise Missing(f"no parsim at {options.parsim}: cargo build --release")
    options.parsim = options.parsim.resolve()
    wanted = options.case if options.case and not options.all else [c.name for c in comparisons.ALL]
    measured = {"machine": results.machine(), "cores": options.cores, "rounds": options.rounds,
                "quick": options.quick, "comparisons": [], "failed": {}}
    for comparison in (c for c in comparisons.ALL if c.name in wanted):
        try:
            measured["comparisons"].append(measure(comparison, options))
        except Missing as reason:
            measured["failed"][comparison.name] = str(reason)
            print(f"run.py: {comparison.name}: {reason}", file=sys.stderr)
            continue
        write(measured, options)
    if measured["comparisons"]:
        print("\n".join(results.page(measured)))
        write(measured, options)
    return 2 if measured["failed"] else 0


if __name__ == "__main__":
    try:
        sys.exit(main())
    except Missing as reason:
        print(f"run.py: {reason}", file=sys.stderr)
        sys.exit(2)
