"""Times scikit-learn's LassoLarsCV: the lasso path by least-angle regression, cross-validated at its knots.

Its settings are the defaults but for the folds, which are shuffled. It has no grid of lambdas: every fold's path
is exact and all knots are candidates. Predictors are standardised once on the full data.

Usage: as scikit_learn.py, with --methods lasso                              (numpy, scikit-learn)
"""

import simulation  # noqa: I001  before numpy

import sklearn
from sklearn.linear_model import LassoLarsCV
from sklearn.model_selection import KFold


def lasso(z, y, options, seed):
    model = LassoLarsCV(cv=KFold(options.folds, shuffle=True, random_state=seed)).fit(z, y)
    return model.intercept_, model.coef_


if __name__ == "__main__":
    simulation.main(__doc__, f"scikit-learn {sklearn.__version__} LassoLarsCV", {"lasso": lasso})
