"""Times numpy at the two jobs where batched linear algebra is at its best.

--methods ols     OLS of many small data sets at once: stacked cross-products and one batched solve.
--methods ridge   ridge with generalised cross-validation on one fixed design: one singular value
                  decomposition, then all replicates and all 100 penalties as matrix products.
Drawing the data is part of the time; start-up and imports are not. Prints the same lines as glmnet.R.

Usage: python3 numpy_batched.py --n 50 --p 8 --s 2 --value 1 --rho 0.5 --snr 1 --methods ols
           --replicates 20000 --cores 1 --seed 1                              (numpy)
"""

import argparse
import functools
import os
import time
from concurrent.futures import ProcessPoolExecutor

for variable in ("OMP_NUM_THREADS", "OPENBLAS_NUM_THREADS", "MKL_NUM_THREADS"):
    os.environ.setdefault(variable, "1")  # read when numpy is imported

import numpy as np  # noqa: E402

BATCH = 256


def arguments():
    parser = argparse.ArgumentParser(description=__doc__.split("\n")[0])
    for name, kind, default in (("n", int, 50), ("p", int, 8), ("s", int, 2), ("value", float, 1.0),
                                ("rho", float, 0.0), ("snr", float, 1.0), ("folds", int, 10),
                                ("methods", str, "ols"), ("replicates", int, 20000),
                                ("cores", int, 1), ("seed", int, 1)):
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

    def relative_risk(self, intercepts, slopes):
        error = slopes - self.beta
        return (intercepts**2 + np.einsum("rj,jk,rk->r", error, self.covariance, error)) / self.signal


def covariates(rng, shape, rho):
    x = rng.standard_normal(shape)
    if rho != 0:
        for j in range(1, shape[-1]):
            x[..., j] = rho * x[..., j - 1] + np.sqrt(1 - rho**2) * x[..., j]
    return x


def ols(seed, options):
    rng, truth = np.random.default_rng(seed), Truth(options)
    x = covariates(rng, (BATCH, options.n, options.p), options.rho)
    y = x @ truth.beta + truth.sigma * rng.standard_normal((BATCH, options.n))
    x_mean, y_mean = x.mean(axis=1), y.mean(axis=1)
    x -= x_mean[:, None, :]
    transposed = x.transpose(0, 2, 1)
    slopes = np.linalg.solve(transposed @ x, transposed @ (y - y_mean[:, None])[..., None])[..., 0]
    return truth.relative_risk(y_mean - (x_mean * slopes).sum(axis=1), slopes)


@functools.cache
def fixed_design(n, p, rho, seed):
    x = covariates(np.random.default_rng(seed), (n, p), rho)
    centre, scale = x.mean(axis=0), x.std(axis=0)
    return x, centre, scale, np.linalg.svd((x - centre) / scale, full_matrices=False)


def ridge(seed, options):
    rng, truth = np.random.default_rng(seed), Truth(options)
    n = options.n
    x, centre, scale, (u, d, vt) = fixed_design(n, options.p, options.rho, options.seed)
    y = x @ truth.beta + truth.sigma * rng.standard_normal((BATCH, n))
    y_mean = y.mean(axis=1)
    y -= y_mean[:, None]
    scores = y @ u
    total = (y**2).sum(axis=1)
    top = np.abs((scores * d) @ vt).max(axis=1) / (n * np.sqrt(total / n))
    lambdas = top[:, None] * np.logspace(3, -4, 100)  # replicate x penalty
    eigenvalues = d**2 / n
    kept = eigenvalues / (eigenvalues + lambdas[..., None])  # replicate x penalty x direction
    rss = total[:, None] - np.einsum("rlk,rk->rl", kept * (2 - kept), scores**2)
    gcv = rss / n / (1 - (kept.sum(axis=2) + 1) / n) ** 2
    best = np.take_along_axis(kept, gcv.argmin(axis=1)[:, None, None], axis=1)[:, 0]
    slopes = (best * scores / d) @ vt / scale
    return truth.relative_risk(y_mean - slopes @ centre, slopes)


def main():
    options = arguments()
    work = functools.partial({"ols": ols, "ridge": ridge}[options.methods], options=options)
    batches = -(-options.replicates // BATCH)
    seeds = np.random.SeedSequence(options.seed).spawn(batches + options.cores)
    with ProcessPoolExecutor(options.cores) as pool:
        list(pool.map(work, seeds[batches:]))  # start and warm the processes
        start = time.perf_counter()
        risks = np.concatenate(list(pool.map(work, seeds[:batches])))
        seconds = time.perf_counter() - start
    blas = np.show_config(mode="dicts")["Build Dependencies"]["blas"]["name"]
    print(f"versions numpy {np.__version__}, BLAS {blas}")
    print(f"replicates {len(risks)}\nseconds {seconds}\nreplicates_per_second {len(risks) / seconds}")
    print(f"relative_risk {options.methods} {risks.mean()} {risks.std(ddof=1) / np.sqrt(len(risks))}")


if __name__ == "__main__":
    main()
