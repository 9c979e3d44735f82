"""Times numpy at ridge by generalised cross-validation and OLS on one fixed design, every replicate with its own
grid of lambdas, from 1000 times its own largest useful one down: the study that parsim runs. With one grid for all
replicates (numpy_batched.py) the criteria become a matrix product, but it is no longer the same study.

Usage: as numpy_batched.py, with --methods ols,ridge                              (numpy)
"""

import simulation  # noqa: I001  before numpy

import numpy as np

BATCH = 32  # replicate x lambda x direction: 2.6 MB


def fits(options, seed, count):
    rng, truth = simulation.generator(seed), simulation.Truth(options)
    n, p = options.n, options.p
    x = simulation.covariates(simulation.generator(options.seed), n, p, options.rho)
    centre, scale = x.mean(axis=0), x.std(axis=0)
    u, d, vt = np.linalg.svd((x - centre) / scale, full_matrices=False)
    mean, root = x @ truth.beta, np.linalg.cholesky(truth.covariance)
    to_scores = np.column_stack([u, np.full(n, 1 / n)])
    to_gradient, to_slopes = d[:, None] * vt / n, vt / d[:, None] / scale
    eigenvalues, steps = d**2 / n, np.logspace(3, -4, options.lambdas)
    risks = np.empty((count, 2))
    for start in range(0, count, BATCH):
        y = rng.standard_normal((min(BATCH, count - start), n))
        y *= truth.sigma
        y += mean
        scores = y @ to_scores
        scores, y_mean = scores[:, :-1], scores[:, -1]
        total = np.einsum("ri,ri->r", y, y) - n * y_mean**2
        top = np.abs(scores @ to_gradient).max(axis=1) / np.sqrt(total / n)
        shrinkage = eigenvalues + (top[:, None] * steps)[..., None]  # replicate x lambda x direction
        np.divide(eigenvalues, shrinkage, out=shrinkage)
        df = shrinkage.sum(axis=2)
        rss = total[:, None] - ((shrinkage * (2 - shrinkage)) @ (scores**2)[..., None])[..., 0]
        best = (rss / (1 - (df + 1) / n) ** 2).argmin(axis=1)
        kept = shrinkage[np.arange(len(y)), best]
        shrunk_by = {"ridge": kept * scores, "ols": scores}
        for column, shrunk in enumerate(shrunk_by[method] for method in options.methods.split(",")):
            slopes = shrunk @ to_slopes
            intercepts = y_mean - slopes @ centre
            slopes -= truth.beta
            error = slopes @ root
            risks[start : start + len(y), column] = intercepts**2 + np.einsum("rj,rj->r", error, error)
    return risks / truth.signal


if __name__ == "__main__":
    simulation.main(__doc__, "numpy, batched, own grids", batched=fits)
