"""What the peers written in Python have in common: options, data, processes, and what is printed.

Import it before numpy: BLAS reads the number of its threads when it is loaded. Start-up, imports and
one warm-up are not timed; drawing the data is. Prints the same lines as glmnet.R.
"""

import argparse
import functools
import os
import time
import warnings
from concurrent.futures import ProcessPoolExecutor

for variable in ("OMP_NUM_THREADS", "OPENBLAS_NUM_THREADS", "MKL_NUM_THREADS"):
    os.environ[variable] = "1"

import numpy as np  # noqa: E402

OPTIONS = (("n", int, 200), ("p", int, 102), ("s", int, 2), ("value", float, 1.0), ("rho", float, 0.0),
           ("snr", float, 1.0), ("folds", int, 10), ("lambdas", int, 100), ("methods", str, "lasso"),
           ("replicates", int, 64), ("cores", int, 1), ("seed", int, 1))


def arguments(description):
    parser = argparse.ArgumentParser(description=description.split("\n")[0])
    for name, kind, default in OPTIONS:
        parser.add_argument(f"--{name}", type=kind, default=default)
    return parser.parse_args()


class Truth:
    """Coefficients, population covariance and noise level of the study."""

    def __init__(self, options):
        self.beta = np.zeros(options.p)
        self.beta[: options.s] = options.value
        distance = np.abs(np.subtract.outer(np.arange(options.p), np.arange(options.p)))
        self.covariance = np.where(distance == 0, 1.0, options.rho ** np.maximum(distance, 1))
        self.signal = self.beta @ self.covariance @ self.beta
        self.sigma = np.sqrt(self.signal / options.snr)


def covariates(rng, n, p, rho):
    """Gaussian rows with correlation rho^|i-j|."""
    x = rng.standard_normal((p, n))
    for j in range(1, p if rho != 0 else 0):
        x[j] = rho * x[j - 1] + np.sqrt(1 - rho**2) * x[j]
    return x.T  # columns contiguous, as all the solvers want them


def min_ratio(n, p):
    """Smallest over largest lambda of glmnet's and parsim's grid for the lasso."""
    return 1e-4 if n >= p else 1e-2


def generator(seed):
    return np.random.Generator(np.random.SFC64(seed))


def standardised(estimate, x, y):
    """Intercept and slopes on the original scale of an estimate from columns standardised once."""
    centre, scale = x.mean(axis=0), x.std(axis=0)
    intercept, slopes = estimate(np.asfortranarray((x - centre) / scale), y)
    slopes = slopes / scale
    return intercept - centre @ slopes, slopes


def one_by_one(estimators, options, seed, count):
    """Relative risk of every method on `count` data sets, one row each."""
    warnings.simplefilter("ignore")  # convergence: the peer's tolerance is its own affair
    rng, truth = generator(seed), Truth(options)
    risks = []
    for _ in range(count):
        x = covariates(rng, options.n, options.p, options.rho)
        y = x @ truth.beta + truth.sigma * rng.standard_normal(options.n)
        seed = int(rng.integers(2**31))
        row = []
        for method in options.methods.split(","):
            estimate = functools.partial(estimators[method], options=options, seed=seed)
            intercept, slopes = standardised(estimate, x, y)
            error = slopes - truth.beta
            row.append((intercept**2 + error @ truth.covariance @ error) / truth.signal)
        risks.append(row)
    return np.array(risks)


def main(description, versions, estimators=None, batched=None):
    """Times `count` replicates on each process: by `batched(options, seed, count)`, or one by one."""
    options = arguments(description)
    work = functools.partial(batched, options) if batched else functools.partial(one_by_one, estimators, options)
    share = -(-options.replicates // options.cores)
    seeds = np.random.SeedSequence(options.seed).spawn(2 * options.cores)
    with ProcessPoolExecutor(options.cores) as pool:
        list(pool.map(work, seeds[options.cores :], [1] * options.cores))  # start and warm the processes
        start = time.perf_counter()
        risks = np.concatenate(list(pool.map(work, seeds[: options.cores], [share] * options.cores)))
        seconds = time.perf_counter() - start
    print(f"versions {versions}, numpy {np.__version__}{kernels()}")
    print(f"replicates {len(risks)}\nseconds {seconds}\nreplicates_per_second {len(risks) / seconds}")
    for method, column in zip(options.methods.split(","), risks.T):
        print(f"relative_risk {method} {column.mean()} {column.std(ddof=1) / np.sqrt(len(column))}")


def kernels():
    """The kernels that BLAS chose for this processor, where they can be had."""
    try:
        from threadpoolctl import threadpool_info
    except ImportError:
        return ""
    names = sorted({f"{pool['internal_api']} {pool.get('version')} {pool.get('architecture')}"
                    for pool in threadpool_info() if pool["user_api"] == "blas"})
    return f" ({', '.join(names)})" if names else ""
