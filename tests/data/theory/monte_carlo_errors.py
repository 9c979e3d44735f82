"""Makes replicates_*.csv and the summaries that belong to them (README.md, "Monte Carlo errors").

Estimates come from numpy's generator and are rounded to 6 decimals, so the CSV holds the very
doubles used. All summaries are computed with 40 significant digits from the definitions: every
jackknife leaves out and recomputes from scratch, no shortcut formula is used.

Usage: python3 monte_carlo_errors.py       (mpmath, numpy, statsmodels)
"""

import csv
import pathlib

import numpy as np
from mpmath import mp, mpf, sqrt
from statsmodels.stats.proportion import proportion_confint

FOLDER = pathlib.Path(__file__).parent
mp.dps = 40
Z = mpf("1.96")


def write(name, header, rows):
    with open(FOLDER / name, "w", newline="") as file:
        writer = csv.writer(file, lineterminator="\n")
        writer.writerow(header)
        writer.writerows([f"{float(v):.17g}" if isinstance(v, (float, mpf)) else v for v in row] for row in rows)


def soft(z, threshold):
    return np.sign(z) * np.maximum(np.abs(z) - threshold, 0.0)


def exact(values):
    """Rounded to 6 decimals, then exactly those doubles."""
    return [mpf(float(f"{v:.6f}")) for v in values]


def mean(v):
    return sum(v) / len(v)


def variance(v):
    centre = mean(v)
    return sum((x - centre) ** 2 for x in v) / (len(v) - 1)


def mcse_of_mean(v):
    return sqrt(variance(v) / len(v))


def ratio(a, b):
    """Ratio of sums, with its standard error (linearised)."""
    q = sum(a) / sum(b)
    r = mpf(len(a))
    return q, sqrt(r / (r - 1) * sum((x - q * y) ** 2 for x, y in zip(a, b))) / sum(b)


def jackknife(statistic, groups):
    """Standard error of `statistic` (of the list of groups' indices) by leaving out one group at a time."""
    values = [statistic([i for j, g in enumerate(groups) if j != left for i in g]) for left in range(len(groups))]
    centre = mean(values)
    count = mpf(len(groups))
    return sqrt((count - 1) / count * sum((v - centre) ** 2 for v in values))


# ---- one coefficient ----------------------------------------------------------------------------


def scalar_rows(method, estimates, truth):
    r = mpf(len(estimates))
    errors = [t - truth for t in estimates]
    squares = [d * d for d in errors]
    spread = variance(estimates)
    centre = mean(estimates)
    kurtosis = sum((t - centre) ** 4 for t in estimates) / (r * spread**2)
    mse = mean(squares)
    selected = sum(1 for t in estimates if t != 0)
    share = mpf(selected) / r
    lower, upper = proportion_confint(selected, len(estimates), alpha=0.05, method="wilson")
    each = [[i] for i in range(len(estimates))]

    def squared_bias(kept):
        d = [errors[i] for i in kept]
        return mean(d) ** 2 - variance(d) / len(d)

    everything = range(len(estimates))
    yield [method, "mean", centre, mcse_of_mean(estimates)]
    yield [method, "bias", mean(errors), mcse_of_mean(errors)]
    yield [method, "relative_bias", mean([d / truth for d in errors]), mcse_of_mean([d / truth for d in errors])]
    yield [method, "variance", spread, spread * sqrt((kurtosis - 1) / r)]
    yield [method, "empirical_se", sqrt(spread), sqrt(spread) / 2 * sqrt((kurtosis - 1) / r)]
    yield [method, "empirical_se_normal_theory", sqrt(spread), sqrt(spread) / sqrt(2 * (r - 1))]
    yield [method, "mse", mse, mcse_of_mean(squares)]
    yield [method, "rmse", sqrt(mse), sqrt(variance(squares) / r) / (2 * sqrt(mse))]
    yield [method, "mae", mean([abs(d) for d in errors]), mcse_of_mean([abs(d) for d in errors])]
    yield [method, "squared_bias", squared_bias(everything), jackknife(squared_bias, each)]
    yield [method, "selected", share, sqrt(share * (1 - share) / r)]
    yield [method, "selected_wilson_lower", lower, ""]
    yield [method, "selected_wilson_upper", upper, ""]
    ordered = sorted(errors)
    middle = (ordered[len(ordered) // 2 - 1] + ordered[len(ordered) // 2]) / 2
    c = int(mp.nint((r + 1) / 2 - Z * sqrt(r / 4)))
    # The delta method's error, from central moments.
    skewness = sum((t - centre) ** 3 for t in estimates) / (r * sqrt(spread) ** 3)
    effect = mean(errors) / sqrt(spread)
    square = 1 - skewness * effect + (kurtosis - 1) * effect**2 / 4
    yield [method, "standardised_bias", 100 * effect, 100 * sqrt(square / r)]
    yield [method, "standardised_bias_jackknife", 100 * effect, 100 * jackknife(
        lambda kept: mean([errors[i] for i in kept]) / sqrt(variance([errors[i] for i in kept])), each)]
    chosen = [mpf(t != 0) for t in estimates]
    yield [method, "selected_bias", *ratio([d * c for d, c in zip(errors, chosen)], chosen)]
    # J^2 - 0.35 D, at least 0.15 D: squared_bias_error for one slope, from moments.
    square, pairs = 4 * mean(errors) ** 2 * spread / r, 2 * spread**2 / (r * (r - 1))
    error = sqrt(max(square - mpf("0.35") * pairs, mpf("0.15") * pairs))
    yield [method, "squared_bias_moments", squared_bias(everything), error]
    yield [method, "median_bias", middle, (ordered[len(ordered) - c] - ordered[c - 1]) / (2 * Z)]


def paired_rows(a, b, truth):
    """Method b against the reference a on the same data."""
    za, zb = [(t - truth) ** 2 for t in a], [(t - truth) ** 2 for t in b]
    difference = [y - x for x, y in zip(za, zb)]
    wins = [mpf(y < x) + mpf(y == x) / 2 for x, y in zip(za, zb)]
    yield ["mse_difference", mean(difference), mcse_of_mean(difference)]
    yield ["mse_ratio", *ratio(zb, za)]
    yield ["win_rate", mean(wins), mcse_of_mean(wins)]
    # Relative precision 100 ((S_a/S_b)^2 - 1), by rule Q with squared deviations from the means.
    q, error = ratio([(t - mean(a)) ** 2 for t in a], [(t - mean(b)) ** 2 for t in b])
    yield ["relative_precision", 100 * (q - 1), 100 * error]


def scalar():
    truth = mpf("0.5")
    z = 0.5 + 0.6 * np.random.default_rng(1).standard_normal(64)
    estimates = {"shrunk": exact(0.8 * z), "thresholded": exact(soft(z, 0.4))}
    assert 10 < sum(t == 0 for t in estimates["thresholded"]) < 54
    write(
        "replicates_scalar.csv",
        ["replicate", "shrunk", "thresholded"],
        [[i + 1, *(f"{float(v[i]):.6f}" for v in estimates.values())] for i in range(64)],
    )
    rows = [row for name, v in estimates.items() for row in scalar_rows(name, v, truth)]
    write("summaries_scalar.csv", ["method", "summary", "estimate", "mcse"], rows)
    write("contrasts_scalar.csv", ["contrast", "estimate", "mcse"], paired_rows(*estimates.values(), truth))


# ---- a vector of coefficients -------------------------------------------------------------------


def columns(vectors, kept):
    return list(zip(*(vectors[i] for i in kept)))


def total_variance(vectors, kept):
    return sum(variance(v) for v in columns(vectors, kept))


def total_mse(vectors, kept):
    return sum(mean([d * d for d in v]) for v in columns(vectors, kept))


def total_squared_bias(vectors, kept):
    return sum(mean(v) ** 2 - variance(v) / len(kept) for v in columns(vectors, kept))


def squared_bias_error(vectors, error):
    """The standard error of a squared bias whose jackknife is `error`.

    J^2 - D (1 - 0.65/nu), at least 0.15 D, with D = 2 T/R^2 and nu = t^2/T: t = tr(S) the sum of the variances,
    T = tr(S^2) from quadruples of consecutive replicates (1..4, 5..8, ...), between the sum of the squared
    variances and t^2.
    """
    products = []
    for k in range(0, len(vectors) - 3, 4):
        d1, d2, d3, d4 = vectors[k : k + 4]
        products.append(sum((a - b) * (c - e) for a, b, c, e in zip(d1, d2, d3, d4)) ** 2 / 4)
    variances = [variance(v) for v in columns(vectors, range(len(vectors)))]
    trace = sum(variances)
    squared = min(max(mean(products), sum(v * v for v in variances)), trace**2)
    null = 2 * squared / mpf(len(vectors)) ** 2
    return sqrt(max(error**2 - null * (1 - mpf("0.65") * squared / trace**2), mpf("0.15") * null))


def vector():
    truth = [mpf(v) for v in ("1", "0.5", "0", "0", "-0.25")]
    replicates, batch = 480, 16
    noise = np.random.default_rng(2).standard_normal((replicates, len(truth)))
    noise = 0.5 * (noise + 0.5 * noise[:, [0]])
    z = np.array([float(t) for t in truth]) + noise
    estimates = {
        "unbiased": [exact(row) for row in z],
        "shrunk": [exact(row) for row in 0.7 * z],
        "thresholded": [exact(row) for row in soft(z, 0.4)],
    }
    write(
        "replicates_vector.csv",
        ["replicate", "method", *(f"b{j}" for j in range(1, 6))],
        [[i + 1, name, *(f"{float(v):.6f}" for v in rows[i])] for name, rows in estimates.items() for i in range(replicates)],
    )
    write("truth_vector.csv", ["coefficient", "truth"], [[j, float(t)] for j, t in enumerate(truth, start=1)])
    errors = {name: [[t - b for t, b in zip(row, truth)] for row in rows] for name, rows in estimates.items()}
    everything = list(range(replicates))
    summaries, contrasts = [], []
    for size in (1, batch):
        groups = [everything[k : k + size] for k in range(0, replicates, size)]
        if size == 1:
            # Leaving out single replicates is only affordable, and only needed, on the first 64.
            groups = groups[:64]
        used = [i for g in groups for i in g]
        for statistic in (total_variance, total_squared_bias, total_mse):
            name = statistic.__name__.removeprefix("total_")
            for method, v in errors.items():
                error = jackknife(lambda kept, v=v, statistic=statistic: statistic(v, kept), groups)
                corrected = ""
                if statistic is total_squared_bias:
                    corrected = squared_bias_error([v[i] for i in used], error)
                summaries.append([method, name, len(used), size, statistic(v, used), error, corrected])
            for method in ("shrunk", "thresholded"):

                def difference(kept, method=method, statistic=statistic):
                    return statistic(errors[method], kept) - statistic(errors["unbiased"], kept)

                contrasts.append([method, name, len(used), size, difference(used), jackknife(difference, groups)])
    for method, v in errors.items():
        for used in (everything[:64], everything):
            parts = [s(v, used) for s in (total_variance, total_squared_bias, total_mse)]
            assert abs(parts[0] + parts[1] - parts[2]) < mpf("1e-30")
    write(
        "summaries_vector.csv",
        ["method", "summary", "replicates", "batch", "estimate", "jackknife", "mcse"],
        [row[:6] + [row[6] if row[6] != "" else row[5]] for row in summaries],
    )
    write(
        "contrasts_vector.csv",
        ["method", "summary", "replicates", "batch", "difference", "mcse"],
        contrasts,
    )


scalar()
vector()
