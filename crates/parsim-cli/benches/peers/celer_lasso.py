"""Times celer, coordinate descent on working sets, with cross-validation as in its LassoCV.

LassoCV itself cannot be constructed with scikit-learn 1.9 or later, so the folds are a loop around celer_path
with LassoCV's tolerance (1e-4) and pruning, which also costs less than the class. Predictors are standardised
once on the full data; 100 penalties on glmnet's range; shuffled folds.

Usage: as scikit_learn.py, with --methods lasso                              (numpy, celer)
"""

import simulation  # noqa: I001  before numpy

import celer
import numpy as np
from sklearn.model_selection import KFold


def path(z, y, alphas):
    """Intercepts and slopes (column x alpha)."""
    centre, mean = z.mean(axis=0), y.mean()
    slopes = celer.celer_path(np.asfortranarray(z - centre), y - mean, pb="lasso", alphas=alphas, tol=1e-4, prune=1)[1]
    return mean - centre @ slopes, slopes


def lasso(z, y, options, seed):
    top = np.abs(z.T @ (y - y.mean())).max() / len(y)
    alphas = top * np.geomspace(1, simulation.min_ratio(*z.shape), options.lambdas)
    errors = np.zeros(len(alphas))
    for training, held_out in KFold(options.folds, shuffle=True, random_state=seed).split(z):
        intercepts, slopes = path(z[training], y[training], alphas)
        errors += ((y[held_out][:, None] - intercepts - z[held_out] @ slopes) ** 2).sum(axis=0)
    best = errors.argmin()
    intercepts, slopes = path(z, y, alphas[best : best + 1])
    return intercepts[0], slopes[:, 0]


if __name__ == "__main__":
    simulation.main(__doc__, f"celer {celer.__version__}", {"lasso": lasso})
