"""Check the four formula files of this folder against their formulas (README.md, E1 to E4).

Where a formula is a closed form, it is evaluated again to 30 digits; the soft-threshold moments are
instead integrated numerically over the normal law of z, and ridge's asymptotic risk is integrated
over the Marchenko-Pastur law: two ways that share nothing with the closed forms.

Usage: python3 check_formulas.py       (mpmath, scipy; exit code 1 on disagreement)
"""

import csv
import math
import pathlib
import sys

from mpmath import mp, mpf, ncdf, npdf, quad, sqrt
from scipy import stats

FOLDER = pathlib.Path(__file__).parent
mp.dps = 30
worst = {}


def rows(name):
    with open(FOLDER / name, newline="") as file:
        return [{k: mpf(v) for k, v in row.items()} for row in csv.DictReader(file)]


def compare(file, column, got, stored, tolerance):
    away = abs(got - stored) / max(1, abs(stored))
    worst[file] = max(worst.get(file, 0.0), float(away / tolerance))
    if away > tolerance:
        print(f"{file}: {column}: stored {stored}, formula {got}")


def ols():
    for r in rows("ols_exact.csv"):
        n, p, v = r["n"], r["p"], r["sigma2"]
        variance = p * (p + 2) / ((n - p - 1) * (n - p - 3)) - (p / (n - p - 1)) ** 2
        median = v * p / (n - p + 1) * mpf(stats.f.median(int(p), int(n - p + 1)))
        with_intercept = v * (1 / n + (1 + 1 / n) * p / (n - p - 2))
        for column, value, tolerance in (
            ("mean_risk", v * p / (n - p - 1), 1e-13),
            ("sd_risk", v * sqrt(variance), 1e-13),
            ("median_risk", median, 1e-8),
            ("mean_risk_with_intercept", with_intercept, 1e-13),
            ("mean_train_mse", v * (n - p) / n, 1e-13),
        ):
            compare("ols_exact.csv", column, value, r[column], tolerance)


def minimum_norm():
    for r in rows("minnorm_isotropic.csv"):
        n, p, v, signal = r["n"], r["p"], r["s2"], r["r2"]
        bias = mpf(0) if p < n else signal * (1 - n / p)
        variance = v * (p / (n - p - 1) if p < n else n / (p - n - 1))
        ratio = p / n
        limit = v * (ratio / (1 - ratio) if p < n else 1 / (ratio - 1))
        for column, value in (("bias", bias), ("var", variance), ("asym_var", limit), ("risk", bias + variance)):
            compare("minnorm_isotropic.csv", column, value, r[column], 1e-12)


def spectral_mean(ratio, f):
    """Mean of f over the Marchenko-Pastur law of X'X/n, p/n = ratio, with its mass at 0."""
    low, high = (1 - sqrt(ratio)) ** 2, (1 + sqrt(ratio)) ** 2
    half = (high - low) / 2

    def integrand(angle):
        # Smooth at both ends, also where the law reaches down to 0 (ratio 1).
        x = low + 2 * half * mp.cos(angle / 2) ** 2
        return f(x) * (half * mp.sin(angle)) ** 2 / (2 * mp.pi * ratio * x)

    return quad(integrand, [0, mp.pi / 2, mp.pi]) + max(0, 1 - 1 / ratio) * f(mpf(0))


def ridge():
    for r in rows("ridge_asymptotic_isotropic.csv"):
        ratio, signal = r["gamma"], r["r2"]

        def risk(lam):
            bias = signal * spectral_mean(ratio, lambda x: (lam / (x + lam)) ** 2)
            return bias + ratio * spectral_mean(ratio, lambda x: x / (x + lam) ** 2)

        best = ratio / signal
        turn = (ratio - 1) / ratio * signal
        closed = (1 + turn + sqrt((1 - turn) ** 2 + 4 * signal)) / 2
        for column, value in (
            ("lambda_opt", best),
            ("risk_opt", risk(best)),
            ("DW_pred_risk", closed),
            ("risk_l0.1", risk(mpf("0.1"))),
            ("risk_l1", risk(mpf(1))),
        ):
            compare("ridge_asymptotic_isotropic.csv", column, value, r[column], 1e-8)


def soft_threshold():
    for r in rows("soft_threshold.csv"):
        beta, s, t = r["beta"], r["s"], r["t"]

        def moment(power):
            right = quad(lambda z: (z - t) ** power * npdf(z, beta, s), [t, t + 5, t + 15, t + 40])
            left = quad(lambda z: (z + t) ** power * npdf(z, beta, s), [-t - 40, -t - 15, -t - 5, -t])
            return left + right

        zero = ncdf((t - beta) / s) - ncdf((-t - beta) / s)
        mean, square = moment(1), moment(2)
        for column, value in (
            ("P_zero", zero),
            ("mean", mean),
            ("bias", mean - beta),
            ("var", square - mean**2),
            ("mse", square - 2 * beta * mean + beta**2),
            ("df", 1 - zero),
        ):
            compare("soft_threshold.csv", column, value, r[column], 1e-12)


def main():
    for check in (ols, minimum_norm, ridge, soft_threshold):
        check()
    for file, share in worst.items():
        print(f"{file}: worst difference {share:.2g} of its tolerance")
    return 1 if any(share > 1 or math.isnan(share) for share in worst.values()) else 0


sys.exit(main())
