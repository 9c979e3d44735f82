"""Times numpy at the two jobs where batched linear algebra is at its best.

--methods ols         OLS of many small data sets at once. Data sets lie side by side in the last axis, so that
                      every operation of a Cholesky factorisation is one numpy call for all of them.
--methods ols,ridge   ridge with generalised cross-validation over 100 lambda, and OLS, on one fixed design: one
                      singular value decomposition and one grid of lambdas for all replicates, whose fits and
                      criteria then are matrix products.
Batches are as large as stays in the second-level cache; normals come from SFC64, numpy's fastest generator.

Usage: python3 numpy_batched.py --n 50 --p 8 --s 2 --value 1 --rho 0.5 --snr 1 --methods ols
           --replicates 20000 --cores 1 --seed 1                              (numpy)
"""

import sys

import simulation  # noqa: I001  before numpy

import numpy as np

SMALL_BATCH = 512  # 50 x 9 normals of each: 1.8 MB; half of it costs as much per replicate
FIXED_BATCH = 256  # 200 responses of each: 0.4 MB


def small_ols(options, seed, count):
    rng, truth = simulation.generator(seed), simulation.Truth(options)
    n, p, sizes = options.n, options.p, [SMALL_BATCH] * (count // SMALL_BATCH)
    sizes += [count % SMALL_BATCH] if count % SMALL_BATCH else []
    risks = []
    for batch in sizes:
        data = rng.standard_normal((p + 1, n, batch))  # covariates, then the response
        correlate(data[:p], options.rho)
        y = data[p]
        y *= truth.sigma
        for j in range(options.s):
            y += options.value * data[j]
        sums = data.sum(axis=1)
        products = np.empty((p + 1, p + 1, batch))  # lower triangle
        for i in range(p + 1):
            np.einsum("nb,jnb->jb", data[i], data[: i + 1], out=products[i, : i + 1])
            products[i, : i + 1] -= sums[i] / n * sums[: i + 1]
        slopes = solve(products)
        intercepts = (sums[p] - (sums[:p] * slopes).sum(axis=0)) / n
        error = slopes - truth.beta[:, None]
        risks.append((intercepts**2 + (error * (truth.covariance @ error)).sum(axis=0)) / truth.signal)
    return np.concatenate(risks)[:, None]


def correlate(data, rho):
    for j in range(1, len(data) if rho != 0 else 0):
        data[j] *= np.sqrt(1 - rho**2)
        data[j] += rho * data[j - 1]


def solve(products):
    """Slopes from the products of covariates and response: Cholesky in place, then back substitution."""
    p = len(products) - 1
    for j in range(p):
        column = products[j:, j]
        column /= np.sqrt(column[0])
        for k in range(j + 1, p):
            products[k:, k] -= column[k - j :] * column[k - j]
    slopes = products[p, :p]
    for j in range(p - 1, -1, -1):
        slopes[j] /= products[j, j]
        slopes[:j] -= products[j, :j] * slopes[j]
    return slopes


class Design:
    """The fixed covariates and everything that the fits need of them."""

    def __init__(self, options, truth):
        x = simulation.covariates(simulation.generator(options.seed), options.n, options.p, options.rho)
        n = options.n
        self.centre, scale = x.mean(axis=0), x.std(axis=0)
        u, d, vt = np.linalg.svd((x - self.centre) / scale, full_matrices=False)
        self.mean = x @ truth.beta
        self.scores = np.column_stack([u, np.full(n, 1 / n)])  # the last one is the mean of y
        self.slopes = vt / d[:, None] / scale  # of a score: the slopes of OLS
        # From 1000 times the largest useful lambda of the lasso down by 1e7, as parsim's grid.
        top = np.abs((self.mean @ u * d) @ vt).max() / (n * np.sqrt(np.var(self.mean) + truth.sigma**2))
        eigenvalues = d**2 / n
        lambdas = top * np.logspace(3, -4, options.lambdas)
        self.kept = eigenvalues / (eigenvalues + lambdas[:, None])  # lambda x direction
        self.explained = np.ascontiguousarray((self.kept * (2 - self.kept)).T)
        self.penalty = 1 / (1 - (self.kept.sum(axis=1) + 1) / n) ** 2
        self.root = np.linalg.cholesky(truth.covariance)


def fixed_design(options, seed, count):
    rng, truth = simulation.generator(seed), simulation.Truth(options)
    design = Design(options, truth)
    y = np.empty((FIXED_BATCH, options.n))
    risks = np.empty((count, 2))
    for start in range(0, count, FIXED_BATCH):
        y = y[: min(FIXED_BATCH, count - start)]
        rng.standard_normal(out=y)
        y *= truth.sigma
        y += design.mean
        scores = y @ design.scores
        scores, y_mean = scores[:, :-1], scores[:, -1]
        total = np.einsum("ri,ri->r", y, y) - options.n * y_mean**2
        rss = total[:, None] - scores**2 @ design.explained
        rss *= design.penalty
        kept = design.kept[rss.argmin(axis=1)]
        shrunk_by = {"ridge": kept * scores, "ols": scores}
        for column, shrunk in enumerate(shrunk_by[method] for method in options.methods.split(",")):
            slopes = shrunk @ design.slopes
            intercepts = y_mean - slopes @ design.centre
            slopes -= truth.beta
            error = slopes @ design.root
            risks[start : start + len(y), column] = intercepts**2 + np.einsum("rj,rj->r", error, error)
    return risks / truth.signal


WORK = {"ols": small_ols, "ols,ridge": fixed_design}

if __name__ == "__main__":
    given = sys.argv[sys.argv.index("--methods") + 1] if "--methods" in sys.argv else ""
    methods = ",".join(sorted(given.split(",")))
    if methods not in WORK:
        sys.exit("numpy_batched.py: --methods is ols (a new design for each replicate) or ols,ridge (one design)")
    simulation.main(__doc__, "numpy, batched", batched=WORK[methods])
