"""Makes every CSV of this folder: scikit-learn's diabetes data and its answers for them.

Stops if a fit fails its own check: KKT violation of a lasso fit above 1e-9 lambda; ridge
differing from a direct solve, or a path knot from the lasso fitted there, by more than 1e-8
of the largest coefficient.

Usage: python3 make.py        (numpy, scikit-learn)
"""

import csv
import pathlib

import numpy as np
import sklearn
from sklearn.datasets import load_diabetes
from sklearn.linear_model import Lasso, Ridge, lars_path

FOLDER = pathlib.Path(__file__).parent


def write(name, header, rows):
    with open(FOLDER / name, "w", newline="") as file:
        writer = csv.writer(file, lineterminator="\n")
        writer.writerow(header)
        writer.writerows([f"{v:.17g}" if isinstance(v, float) else v for v in row] for row in rows)


def penalised_form(x, y, standardize):
    """Centred predictors (divided by their 1/n standard deviation if asked) and centred y."""
    scale = x.std(axis=0) if standardize else np.ones(x.shape[1])
    return (x - x.mean(axis=0)) / scale, y - y.mean(), scale


def original_scale(x, y, b, scale):
    slopes = b / scale
    return [float(y.mean() - x.mean(axis=0) @ slopes), *map(float, slopes)]


def kkt_violation(z, r, b, lam):
    gradient = z.T @ (r - z @ b) / len(r)
    active = b != 0
    worst = np.abs(gradient - lam * np.sign(b))[active].max(initial=0.0)
    return max(worst, (np.abs(gradient) - lam)[~active].max(initial=0.0))


def relative(a, b):
    return np.abs(a - b).max() / np.abs(b).max()


def lasso_rows(x, y, standardize):
    z, r, scale = penalised_form(x, y, standardize)
    top = np.abs(z.T @ r).max() / len(r)
    for share in (0.9, 0.5, 0.2, 0.1, 0.05, 0.02, 0.01, 0.001):
        lam = float(f"{share * top:.8g}")
        fit = Lasso(alpha=lam, tol=1e-14, max_iter=10_000_000, fit_intercept=False).fit(z, r)
        worst["kkt"] = max(worst["kkt"], kkt_violation(z, r, fit.coef_, lam) / lam)
        values = original_scale(x, y, fit.coef_, scale)
        yield from ([str(standardize).lower(), lam, j, v] for j, v in enumerate(values))


def ridge_rows(x, y, standardize):
    z, r, scale = penalised_form(x, y, standardize)
    n, p = z.shape
    for lam in (100.0, 10.0, 1.0, 0.3, 0.1, 0.03, 0.01, 0.001):
        fit = Ridge(alpha=n * lam, solver="svd", fit_intercept=False).fit(z, r)
        direct = np.linalg.solve(z.T @ z / n + lam * np.eye(p), z.T @ r / n)
        worst["ridge"] = max(worst["ridge"], relative(fit.coef_, direct))
        values = original_scale(x, y, fit.coef_, scale)
        yield from ([str(standardize).lower(), lam, j, v] for j, v in enumerate(values))


def knot_rows(x, y):
    z, r, scale = penalised_form(x, y, True)
    lambdas, _, coefficients = lars_path(z, r, method="lasso")
    for k, lam in enumerate(map(float, lambdas), start=1):
        b = coefficients[:, k - 1]
        if lam > 1e-3 and k > 1:
            fit = Lasso(alpha=lam, tol=1e-14, max_iter=10_000_000, fit_intercept=False).fit(z, r)
            worst["knot"] = max(worst["knot"], relative(fit.coef_, b))
        values = original_scale(x, y, b, scale)
        yield from ([k, lam, j, v] for j, v in enumerate(values))


worst = {"kkt": 0.0, "ridge": 0.0, "knot": 0.0}


def main():
    data = load_diabetes(scaled=False)
    x, y = data.data, data.target
    tables = {
        "lasso.csv": (
            ["standardize", "lambda", "coefficient", "value"],
            [*lasso_rows(x, y, True), *lasso_rows(x, y, False)],
        ),
        "ridge.csv": (
            ["standardize", "lambda", "coefficient", "value"],
            [*ridge_rows(x, y, True), *ridge_rows(x, y, False)],
        ),
        "lasso_knots.csv": (["knot", "lambda", "coefficient", "value"], list(knot_rows(x, y))),
    }
    print(f"scikit-learn {sklearn.__version__}, numpy {np.__version__}; worst: {worst}")
    assert worst["kkt"] <= 1e-9 and worst["ridge"] <= 1e-8 and worst["knot"] <= 1e-8
    names = ["y", *data.feature_names]
    rows = [[f"{v:g}" if v == float(f"{v:g}") else float(v) for v in (t, *row)] for t, row in zip(y, x)]
    write("diabetes.csv", names, rows)
    for name, (header, rows) in tables.items():
        write(name, header, rows)


main()
