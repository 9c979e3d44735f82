"""Times scikit-learn on the replicates of a simulation study: per replicate one data set, each method.

Prints the same lines as glmnet.R. What a careful user would run: LinearRegression, RidgeCV and LassoCV
with 100 penalties, shuffled folds, predictors standardised once on the full data; replicates over
processes, one BLAS thread in each. Start-up and imports are not timed.

Usage: python3 scikit_learn.py --n 200 --p 102 --s 2 --value 1 --rho 0.5 --snr 1 --folds 10
           --methods ols,ridge,lasso --replicates 64 --cores 1 --seed 1      (numpy, scikit-learn)
"""

import argparse
import functools
import os
import time
import warnings
from concurrent.futures import ProcessPoolExecutor

for variable in ("OMP_NUM_THREADS", "OPENBLAS_NUM_THREADS", "MKL_NUM_THREADS"):
    os.environ.setdefault(variable, "1")  # read when numpy is imported

import numpy as np  # noqa: E402
import sklearn  # noqa: E402
from sklearn.exceptions import ConvergenceWarning  # noqa: E402
from sklearn.linear_model import LassoCV, LinearRegression, RidgeCV  # noqa: E402
from sklearn.model_selection import KFold  # noqa: E402


def arguments():
    parser = argparse.ArgumentParser(description=__doc__.split("\n")[0])
    for name, kind, default in (("n", int, 200), ("p", int, 102), ("s", int, 2), ("value", float, 1.0),
                                ("rho", float, 0.0), ("snr", float, 1.0), ("folds", int, 10),
                                ("methods", str, "ols,ridge,lasso"), ("replicates", int, 64),
                                ("cores", int, 1), ("seed", int, 1)):
        parser.add_argument(f"--{name}", type=kind, default=default)
    return parser.parse_args()


def covariates(rng, options):
    x = rng.standard_normal((options.n, options.p))
    if options.rho != 0:
        for j in range(1, options.p):
            x[:, j] = options.rho * x[:, j - 1] + np.sqrt(1 - options.rho**2) * x[:, j]
    return x


def estimate(method, x, y, folds):
    """Intercept and slopes on the original scale."""
    centre, scale = x.mean(axis=0), x.std(axis=0)
    z = (x - centre) / scale
    if method == "ols":
        model = LinearRegression()
    elif method == "ridge":
        top = np.abs(z.T @ (y - y.mean())).max() / (len(y) * y.std())
        model = RidgeCV(alphas=len(y) * top * np.logspace(3, -4, 100), cv=folds)
    else:
        model = LassoCV(alphas=100, eps=1e-4 if len(y) >= z.shape[1] else 1e-2, cv=folds)
    model.fit(z, y)
    slopes = model.coef_ / scale
    return model.intercept_ - centre @ slopes, slopes


def replicate(seed, options):
    """Relative risk of every method on one data set."""
    warnings.simplefilter("ignore", ConvergenceWarning)
    rng = np.random.default_rng(seed)
    beta = np.zeros(options.p)
    beta[: options.s] = options.value
    distance = np.abs(np.subtract.outer(np.arange(options.p), np.arange(options.p)))
    covariance = np.where(distance == 0, 1.0, options.rho ** np.maximum(distance, 1))
    signal = beta @ covariance @ beta
    x = covariates(rng, options)
    y = x @ beta + np.sqrt(signal / options.snr) * rng.standard_normal(options.n)
    folds = KFold(options.folds, shuffle=True, random_state=int(rng.integers(2**31)))
    risks = []
    for method in options.methods.split(","):
        intercept, slopes = estimate(method, x, y, folds)
        error = slopes - beta
        risks.append((intercept**2 + error @ covariance @ error) / signal)
    return risks


def main():
    options = arguments()
    seeds = np.random.SeedSequence(options.seed).spawn(options.replicates + options.cores)
    work = functools.partial(replicate, options=options)
    with ProcessPoolExecutor(options.cores) as pool:
        list(pool.map(work, seeds[options.replicates :]))  # start and warm the processes
        start = time.perf_counter()
        risks = np.array(list(pool.map(work, seeds[: options.replicates], chunksize=4)))
        seconds = time.perf_counter() - start
    print(f"versions scikit-learn {sklearn.__version__}, numpy {np.__version__}")
    print(f"replicates {len(risks)}\nseconds {seconds}\nreplicates_per_second {len(risks) / seconds}")
    for method, column in zip(options.methods.split(","), risks.T):
        print(f"relative_risk {method} {column.mean()} {column.std(ddof=1) / np.sqrt(len(column))}")


if __name__ == "__main__":
    main()
