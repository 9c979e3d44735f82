"""Runs parsim and the peers, and reads what they say."""

import atexit
import csv
import os
import pathlib
import shutil
import subprocess
import tempfile
import time

HERE = pathlib.Path(__file__).parent

# One BLAS thread in each process; and no choice of kernels from outside, which may name an old processor.
ENVIRONMENT = {name: value for name, value in os.environ.items()
               if name not in ("OPENBLAS_CORETYPE", "OPENBLAS_L2_SIZE", "PYTHONPATH")}
ENVIRONMENT |= {name: "1" for name in ("OMP_NUM_THREADS", "OPENBLAS_NUM_THREADS", "MKL_NUM_THREADS")}


class Missing(Exception):
    """Something this run needs is not there, or a program failed."""


def require_glmnet():
    if shutil.which("Rscript") is None:
        raise Missing("Rscript is not there (Debian: r-base-core)")
    if subprocess.run(["Rscript", "-e", "library(glmnet)"], capture_output=True).returncode != 0:
        raise Missing("R has no package glmnet (Debian: r-cran-glmnet)")


def require_module(python, module):
    if subprocess.run([python, "-c", f"import {module}"], capture_output=True, env=ENVIRONMENT).returncode != 0:
        raise Missing(f"{python} has no {module}; the packages are named in README.md")


def call(command):
    """Standard output and wall time of a command that must succeed."""
    start = time.perf_counter()
    done = subprocess.run(list(map(str, command)), capture_output=True, text=True, env=ENVIRONMENT)
    seconds = time.perf_counter() - start
    if done.returncode != 0:
        raise Missing(f"{' '.join(map(str, command))}\nexit code {done.returncode}\n{done.stderr.strip()[-2000:]}")
    return done.stdout, seconds


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


def run_peer(program, script, study_arguments, replicates, cores, seed):
    """What a peer printed: versions, replicates, seconds, replicates_per_second, risks."""
    output, _ = call([program, HERE / script, *study_arguments, "--replicates", replicates,
                      "--cores", cores, "--seed", seed])
    result = {"risks": {}}
    for line in output.splitlines():
        key, _, rest = line.partition(" ")
        if key == "relative_risk":
            method, mean, error = rest.split()
            result["risks"][method] = [float(mean), float(error)]
        elif key in ("replicates", "seconds", "replicates_per_second"):
            result[key] = float(rest)
        elif key == "versions":
            result[key] = rest.strip()
    return result


def run_parsim(parsim, study, replicates, cores):
    """The same of `parsim run` into a fresh folder; its seconds are those of the whole process."""
    # Folders are removed at the end: ext4 steps over inodes deleted in the last minutes one by one, so that a
    # run after the removal of many files would pay for it.
    folder = tempfile.mkdtemp()
    atexit.register(shutil.rmtree, folder, ignore_errors=True)
    output = pathlib.Path(folder) / "output"
    _, seconds = call([parsim, "run", study, "--output", output, "--threads", cores,
                       "--replicates", replicates, "--quiet"])
    with open(output / "tables" / "summary.csv", newline="") as file:
        rows = [row for row in csv.DictReader(file) if row["measure"] == "relative_risk"]
    risks = {row["method"]: [float(row["estimate"]), float(row["mcse"])] for row in rows}
    used = int(float(rows[0]["replicates"]))
    return {"versions": call([parsim, "--version"])[0].strip(), "replicates": used, "seconds": seconds,
            "replicates_per_second": used / seconds, "risks": risks}
