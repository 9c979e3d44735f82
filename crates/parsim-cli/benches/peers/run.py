"""Times `parsim run` and peer programs on the same study, in turns, in one run.

Every round runs each peer script once, then parsim once into a fresh output folder; the table shows the
median over the rounds of replicates per second, its range, and the ratio to parsim. parsim's time is the
whole process, from start to written report; a peer's clock runs without start-up and imports.
Installs nothing: what is missing is named (exit code 2).

Usage: python3 run.py --parsim target/release/parsim --study cases/a.toml
           [--peer glmnet.R] [--peer scikit_learn.py] [--rounds 3] [--cores 1]
           [--replicates R] [--peer-replicates 64] [--python python3] [--json FILE]
Python's standard library only, version 3.11 or later.
"""

import argparse
import csv
import json
import os
import pathlib
import platform
import shutil
import statistics
import subprocess
import sys
import tempfile
import time
import tomllib

HERE = pathlib.Path(__file__).parent
ONE_THREAD = {name: "1" for name in ("OMP_NUM_THREADS", "OPENBLAS_NUM_THREADS", "MKL_NUM_THREADS")}


class Missing(Exception):
    """Something this run needs is not there, or the study is not one the peers can do."""


def arguments():
    parser = argparse.ArgumentParser(description=__doc__.split("\n")[0])
    parser.add_argument("--parsim", type=pathlib.Path, required=True)
    parser.add_argument("--study", type=pathlib.Path, default=HERE / "cases" / "a.toml")
    parser.add_argument("--peer", action="append", choices=["glmnet.R", "scikit_learn.py", "numpy_batched.py"])
    parser.add_argument("--rounds", type=int, default=3)
    parser.add_argument("--cores", type=int, default=1)
    parser.add_argument("--replicates", type=int, help="for parsim; default: the study's own")
    parser.add_argument("--peer-replicates", type=int, default=64)
    parser.add_argument("--python", default=sys.executable, help="the Python that has numpy and scikit-learn")
    parser.add_argument("--json", type=pathlib.Path, help="also write everything here")
    options = parser.parse_args()
    options.peer = options.peer or ["glmnet.R"]
    return options


def study_options(study):
    """The study as the peers' command line; an error where a peer could not do the same."""
    mechanism = study["mechanism"]
    covariates, coefficients, noise = (mechanism[k] for k in ("covariates", "coefficients", "noise"))
    correlation = covariates.get("correlation", "independent")
    folds = {m["tuning"]["folds"] for m in study["method"] if "folds" in m.get("tuning", {})}
    same = (
        covariates["kind"] == "gaussian" and correlation in ("independent", "ar1")
        and coefficients["kind"] == "leading" and noise["kind"] == "gaussian" and "snr" in noise and len(folds) <= 1
    )
    if not same:
        raise Missing("the peers know Gaussian covariates (independent or AR(1)), leading signals and an SNR only")
    chosen = {
        "n": mechanism["n"], "p": covariates["p"], "s": coefficients["s"], "value": coefficients["value"],
        "rho": covariates.get("rho", 0.0) if correlation == "ar1" else 0.0, "snr": noise["snr"],
        "folds": folds.pop() if folds else 10, "methods": ",".join(m["kind"] for m in study["method"]),
    }
    if any(isinstance(value, list) for value in chosen.values()):
        raise Missing("one scenario only: the study must not have lists")
    return [text for key, value in chosen.items() for text in (f"--{key}", str(value))]


def require(options):
    if not options.parsim.is_file():
        raise Missing(f"no parsim at {options.parsim}: cargo build --release")
    if "glmnet.R" in options.peer:
        if shutil.which("Rscript") is None:
            raise Missing("Rscript is not there (Debian: r-base-core)")
        if subprocess.run(["Rscript", "-e", "library(glmnet)"], capture_output=True).returncode != 0:
            raise Missing("R has no package glmnet (Debian: r-cran-glmnet)")
    for script, module in (("scikit_learn.py", "sklearn"), ("numpy_batched.py", "numpy")):
        if script in options.peer:
            if subprocess.run([options.python, "-c", f"import {module}"], capture_output=True).returncode != 0:
                raise Missing(f"{options.python} has no {module}; name another with --python")


def call(command):
    """Standard output and wall time of a command that must succeed."""
    start = time.perf_counter()
    done = subprocess.run(command, capture_output=True, text=True, env=os.environ | ONE_THREAD)
    seconds = time.perf_counter() - start
    if done.returncode != 0:
        raise Missing(f"{' '.join(map(str, command))}\nexit code {done.returncode}\n{done.stderr.strip()}")
    return done.stdout, seconds


def run_peer(script, options, study_arguments, seed):
    program = "Rscript" if script.endswith(".R") else options.python
    output, _ = call([program, HERE / script, *study_arguments, "--replicates", str(options.peer_replicates),
                      "--cores", str(options.cores), "--seed", str(seed)])
    result = {"risks": {}}
    for line in output.splitlines():
        key, _, rest = line.partition(" ")
        if key == "relative_risk":
            method, mean, error = rest.split()
            result["risks"][method] = [float(mean), float(error)]
        else:
            result[key] = rest.strip() if key == "versions" else float(rest)
    return result


def run_parsim(options, replicates):
    with tempfile.TemporaryDirectory() as folder:
        output = pathlib.Path(folder) / "output"
        _, seconds = call([options.parsim, "run", options.study, "--output", output, "--threads", str(options.cores),
                           "--replicates", str(replicates), "--quiet"])
        with open(output / "tables" / "summary.csv", newline="") as file:
            rows = [row for row in csv.DictReader(file) if row["measure"] == "relative_risk"]
    risks = {row["method"]: [float(row["estimate"]), float(row["mcse"])] for row in rows}
    used = int(float(rows[0]["replicates"]))
    version = call([options.parsim, "--version"])[0].strip()
    return {"versions": version, "replicates": used, "seconds": seconds, "replicates_per_second": used / seconds,
            "risks": risks}


def cpu_model():
    try:
        lines = pathlib.Path("/proc/cpuinfo").read_text().splitlines()
        return next(line.split(":", 1)[1].strip() for line in lines if line.startswith("model name"))
    except (OSError, StopIteration):
        return platform.processor() or platform.machine()


def table(results, options):
    own = statistics.median(r["replicates_per_second"] for r in results["parsim"])
    yield f"{cpu_model()}, {os.cpu_count()} logical CPUs, {platform.platform()}"
    yield f"{options.study}: {options.cores} core(s), {options.rounds} rounds in turns, load {os.getloadavg()[0]:.2f}"
    yield ""
    yield "| program | replicates | replicates/s, median (range) | parsim : program |"
    yield "|---|---|---|---|"
    for name, rounds in results.items():
        speeds = [r["replicates_per_second"] for r in rounds]
        median = statistics.median(speeds)
        ratio = "" if name == "parsim" else f"{own / median:.3g}"
        yield (f"| {name} ({rounds[0]['versions']}) | {rounds[0]['replicates']:.0f} | {median:.4g} "
               f"({min(speeds):.4g} to {max(speeds):.4g}) | {ratio} |")
    yield ""
    yield "Mean relative risk (standard error) in the last round, to see that the same thing was computed:"
    yield ""
    for name, rounds in results.items():
        risks = (f"{method} {mean:.4f} ({error:.4f})" for method, (mean, error) in rounds[-1]["risks"].items())
        yield f"- {name}: {', '.join(risks)}"


def main():
    options = arguments()
    require(options)
    study = tomllib.loads(options.study.read_text())
    study_arguments = study_options(study)
    replicates = options.replicates or study["replicates"]
    results = {name: [] for name in (*options.peer, "parsim")}
    for round_number in range(1, options.rounds + 1):
        for script in options.peer:
            results[script].append(run_peer(script, options, study_arguments, round_number))
        results["parsim"].append(run_parsim(options, replicates))
    print("\n".join(table(results, options)))
    if options.json:
        options.json.write_text(json.dumps({"cpu": cpu_model(), "study": study, "cores": options.cores,
                                            "results": results}, indent=1))
    return 0


if __name__ == "__main__":
    try:
        sys.exit(main())
    except Missing as reason:
        print(f"run.py: {reason}", file=sys.stderr)
        sys.exit(2)
