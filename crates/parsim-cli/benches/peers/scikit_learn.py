"""Times scikit-learn: per replicate one data set, then each method.

What a careful user would run: LinearRegression, RidgeCV and LassoCV with 100 penalties and shuffled folds,
predictors standardised once on the full data. Prints the same lines as glmnet.R.

Usage: python3 scikit_learn.py --n 200 --p 102 --s 2 --value 1 --rho 0.5 --snr 1 --folds 10
           --methods ols,ridge,lasso --replicates 64 --cores 1 --seed 1      (numpy, scikit-learn)
"""

import simulation  # noqa: I001  before numpy

import numpy as np
import sklearn
from sklearn.linear_model import LassoCV, LinearRegression, RidgeCV
from sklearn.model_selection import KFold


def folds(options, seed):
    return KFold(options.folds, shuffle=True, random_state=seed)


def ols(z, y, options, seed):
    model = LinearRegression().fit(z, y)
    return model.intercept_, model.coef_


def ridge(z, y, options, seed):
    top = np.abs(z.T @ (y - y.mean())).max() / (len(y) * y.std())
    alphas = len(y) * top * np.logspace(3, -4, options.lambdas)
    model = RidgeCV(alphas=alphas, cv=folds(options, seed)).fit(z, y)
    return model.intercept_, model.coef_


def lasso(z, y, options, seed):
    eps = simulation.min_ratio(*z.shape)
    model = LassoCV(alphas=options.lambdas, eps=eps, cv=folds(options, seed)).fit(z, y)
    return model.intercept_, model.coef_


if __name__ == "__main__":
    estimators = {"ols": ols, "ridge": ridge, "lasso": lasso}
    simulation.main(__doc__, f"scikit-learn {sklearn.__version__}", estimators)
