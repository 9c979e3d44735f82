"""Times adelie's lasso by its covariance method, which for these sizes is its fastest, with cross-validation.

adelie's own cv_grpnet knows the naive method only, which takes 1.6 times as long here; so the folds are a loop
around gaussian_cov at its default tolerance. Predictors are standardised once on the full data; 100 penalties on
glmnet's range, all of them fitted in every fold (as cv_grpnet does); shuffled folds.

Usage: as scikit_learn.py, with --methods lasso                              (numpy, adelie)
"""

import simulation  # noqa: I001  before numpy

import adelie
import numpy as np
from sklearn.model_selection import KFold


def path(z, y, lambdas):
    """Intercepts and slopes (lambda x column)."""
    centre, mean = z.mean(axis=0), y.mean()
    z = z - centre
    state = adelie.gaussian_cov(A=np.asfortranarray(z.T @ z / len(y)), v=z.T @ (y - mean) / len(y),
                                lmda_path=lambdas, early_exit=False, progress_bar=False)
    return mean - state.betas @ centre, state.betas


def lasso(z, y, options, seed):
    top = np.abs(z.T @ (y - y.mean())).max() / len(y)
    lambdas = top * np.geomspace(1, simulation.min_ratio(*z.shape), options.lambdas)
    errors = np.zeros(len(lambdas))
    for training, held_out in KFold(options.folds, shuffle=True, random_state=seed).split(z):
        intercepts, slopes = path(z[training], y[training], lambdas)
        errors += ((y[held_out] - intercepts[:, None] - slopes @ z[held_out].T) ** 2).sum(axis=1)
    best = errors.argmin()
    intercepts, slopes = path(z, y, lambdas[: best + 1])
    return intercepts[-1], slopes[-1].toarray().ravel()


if __name__ == "__main__":
    simulation.main(__doc__, f"adelie {adelie.__version__}", {"lasso": lasso})
