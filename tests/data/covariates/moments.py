"""Makes moments.csv: population moments of laws of the covariates, p = 4, by SciPy's quadrature and linear algebra.

Usage: python3 moments.py       (numpy, scipy)
"""

import csv
import pathlib

import numpy as np
from scipy import integrate, stats

P = 4
STRUCTURES = {
    "": np.eye(P),
    "; correlation = \"ar1\"; rho = -0.6": np.array([[(-0.6) ** abs(j - k) for k in range(P)] for j in range(P)]),
    "; correlation = \"equicorrelated\"; rho = 0.7": 0.3 * np.eye(P) + 0.7,
    "; correlation = \"block\"; rho = 0.5; block_size = 3": np.array(
        [[1.0 if j == k else 0.5 * (j // 3 == k // 3) for k in range(P)] for j in range(P)]),
}


def orthant(t, r):
    """P(z > t, z' > t) for correlation r, as the mean over z of the conditional tail."""
    if r == 0.0:
        return stats.norm.sf(t) ** 2
    tail = lambda z: stats.norm.pdf(z) * stats.norm.sf((t - r * z) / np.sqrt(1 - r * r))
    return integrate.quad(tail, t, 14.0, epsabs=1e-14, epsrel=1e-13, limit=400)[0]


def expectation(function, low=-14.0):
    """E function(z), z standard normal."""
    return integrate.quad(lambda z: function(z) * stats.norm.pdf(z), low, 14.0, epsabs=1e-14, epsrel=1e-13, limit=400)[0]


def transformed(r, h):
    return np.array([[1.0 if j == k else h(r[j, k]) for k in range(P)] for j in range(P)])


def rescaled(sigma):
    sd = np.sqrt(np.diag(sigma))
    return sigma / np.outer(sd, sd)


def laws():
    """Keys, covariance, mean, and E exp(t u) of the standardised first covariate by t."""
    normal = {t: float(np.exp(t * t / 2)) for t in (-0.5, 1.0)}
    zero = np.zeros(P)
    for keys, r in STRUCTURES.items():
        yield f"kind = \"gaussian\"; p = 4{keys}", r, zero, normal
        yield f"kind = \"student-t\"; p = 4; df = 9{keys}", r, zero, {0.0: 1.0}
        yield f"kind = \"student-t\"; p = 4; df = 9; tails = \"separate\"{keys}", r, zero, {0.0: 1.0}
        m, s = stats.lognorm(0.6).mean(), stats.lognorm(0.6).std()
        # E exp(.6 z) exp(.6 z') with z' given z normal.
        product = lambda c: expectation(lambda z: np.exp(0.6 * z + 0.6 * c * z + 0.18 * (1 - c * c)))
        yield (f"kind = \"lognormal\"; p = 4; log_sd = 0.6{keys}", transformed(r, lambda c: (product(c) - m * m) / s**2),
               zero, {t: expectation(lambda z: np.exp(t * (np.exp(0.6 * z) - m) / s)) for t in (-0.5, -1.5)})
        # E z^2 z'^2 = E z^2 (c^2 z^2 + 1 - c^2).
        squares = lambda c: expectation(lambda z: z * z * (c * c * z * z + 1 - c * c)) - 1
        for df in (1, 3):
            sd = np.sqrt(2 * df)
            moment = lambda t: integrate.quad(lambda x: np.exp(t * (x * x - df) / sd) * 2 * x * stats.chi2(df).pdf(x * x),
                                              0, 30, epsabs=1e-14, epsrel=1e-13, limit=400)[0]
            yield (f"kind = \"chi-square\"; p = 4; df = {df}{keys}", transformed(r, lambda c: squares(c) / 2), zero,
                   {t: moment(t) for t in (-0.5, 0.4)})
        for q in (0.5, 0.2, 0.97):
            t, sd = stats.norm.isf(q), np.sqrt(q * (1 - q))
            both = transformed(r, lambda c: (orthant(t, c) - q * q) / sd**2)
            a = expectation(lambda z: z, t) / sd
            twice = {s: (1 - q) * np.exp(-s * q / sd) + q * np.exp(s * (1 - q) / sd) for s in (-0.5, 1.0)}
            binary = f"kind = \"binary\"; p = 4; probability = {q}{keys}"
            yield binary, both, zero, twice
            yield f"{binary}; coding = \"zero-one\"", both * sd**2, np.full(P, q), twice
            cut = np.array([False, True, False, True])
            mixed = np.where(np.outer(cut, cut), both, np.where(cut[:, None] ^ cut[None, :], a * r, r))
            scale, keys_of = np.where(cut, sd, 1.0), f"kind = \"mixed\"; p = 4; probability = {q}{keys}"
            yield keys_of, mixed, zero, normal
            yield f"{keys_of}; coding = \"zero-one\"", mixed * np.outer(scale, scale), np.where(cut, q, 0.0), normal
    band = lambda values: sum(v * (np.eye(P, k=d) + np.eye(P, k=-d)) for d, v in enumerate(values, 1)) + np.eye(P)
    for values in ([0.5], [-0.4, 0.2], [0.1, 0.0, -0.3]):
        yield f"kind = \"banded-precision\"; p = 4; band = {values}".replace(",", ";"), rescaled(np.linalg.inv(band(values))), zero, normal
    yield "kind = \"pairs\"; p = 4; rho = -0.8", np.eye(P) - 0.8 * (np.eye(P, k=2) + np.eye(P, k=-2)), zero, normal
    three = np.eye(P)
    three[0, 3] = three[3, 0] = 0.4
    yield "kind = \"pairs\"; p = 4; rho = 0.4; pairs = 1", three, zero, normal
    groups = np.eye(P)
    groups[:3, :3] = 0.9 + 0.1 * np.eye(3)
    yield "kind = \"grouped\"; p = 4; groups = 1; group_size = 3; rho = 0.9", groups, zero, normal
    simple = np.array([[0.7 * (j % 3 == k % 3) + 0.3 * (j == k) for k in range(P)] for j in range(P)])
    yield "kind = \"factor\"; p = 4; loadings = \"simple\"; communality = 0.7", simple, zero, normal


with open(pathlib.Path(__file__).parent / "moments.csv", "w", newline="") as file:
    writer = csv.writer(file, lineterminator="\n", quoting=csv.QUOTE_NONE, quotechar=None)
    writer.writerow(["law", "quantity", "j", "k", "value"])
    for keys, sigma, mean, moments in laws():
        assert np.allclose(sigma, sigma.T) and np.linalg.eigvalsh(sigma)[0] > 0
        for j in range(P):
            writer.writerow([keys, "mean", j + 1, 0, f"{mean[j]:.17g}"])
            for k in range(j + 1):
                writer.writerow([keys, "covariance", j + 1, k + 1, f"{sigma[j, k]:.17g}"])
        writer.writerow([keys, "precision_trace", 0, 0, f"{np.trace(np.linalg.inv(sigma)):.17g}"])
        for t, value in moments.items():
            writer.writerow([keys, "exponential_moment", t, 0, f"{value:.17g}"])
