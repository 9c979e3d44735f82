"""Makes the distribution and test tables of this folder.

normal.csv, student_t.csv, f.csv, log_binomial.csv: 40 digits by mpmath, rounded to doubles; SciPy
must agree. wilson.csv, mcnemar.csv, holm.csv: statsmodels. binomial_test.csv: SciPy, and again
from the definition in rational arithmetic.

Usage: python3 distributions.py       (mpmath, numpy, scipy, statsmodels)
"""

import csv
import math
import pathlib
from fractions import Fraction

import mpmath
import scipy
import statsmodels
from mpmath import mp, mpf
from scipy import stats
from statsmodels.stats.contingency_tables import mcnemar
from statsmodels.stats.multitest import multipletests
from statsmodels.stats.proportion import proportion_confint

FOLDER = pathlib.Path(__file__).parent
mp.dps = 40
agreement = {}

PROBABILITIES = ["1e-10", "1e-6", "0.001", "0.005", "0.01", "0.025", "0.05", "0.1", "0.25", "0.5",
                 "0.6", "0.75", "0.9", "0.95", "0.975", "0.99", "0.995", "0.999", "0.999999"]
DEGREES = [1, 2, 5, 10, 29, 30, 100, 199, 1000, 10**4, 10**5, 10**6]


def write(name, header, rows):
    with open(FOLDER / name, "w", newline="") as file:
        writer = csv.writer(file, lineterminator="\n")
        writer.writerow(header)
        for row in rows:
            writer.writerow([f"{float(v):.17g}" if isinstance(v, (float, mpf)) else v for v in row])


def agrees(name, ours, scipys, tolerance):
    """Relative difference from SciPy; both are allowed to be 0 together."""
    away = abs(float(ours) - float(scipys)) / max(abs(float(ours)), 1e-300)
    agreement[name] = max(agreement.get(name, 0.0), away)
    assert away <= tolerance, (name, ours, scipys, away)


def root(function, start, scale):
    """Root of an increasing function, from a double-precision start."""
    return mp.findroot(function, (start, start + scale * mpf("1e-6")), solver="secant", tol=mpf("1e-60"))


def normal():
    for text in PROBABILITIES:
        p = mpf(float(text))  # the double a reader of the table gets
        value = mpf(0) if p == 0.5 else -mp.sqrt(2) * mp.erfinv(1 - 2 * p)
        agrees("normal", value, stats.norm.ppf(float(text)), 1e-13)
        yield ["quantile", text, value]
    for text in ("-38", "-20", "-8", "-4", "-2.5", "-1.96", "-1", "-0.5", "0", "0.001", "1", "1.96", "3", "6"):
        value = mp.erfc(-mpf(float(text)) / mp.sqrt(2)) / 2
        agrees("normal", value, stats.norm.cdf(float(text)), 1e-12)
        yield ["cdf", text, value]


def t_cdf(df, t):
    """Lower tail by the incomplete beta function; both tails keep their relative accuracy."""
    df, t = mpf(df), mpf(t)
    tail = mp.betainc(df / 2, mpf(1) / 2, 0, df / (df + t * t), regularized=True) / 2
    return tail if t < 0 else 1 - tail


def student_t():
    for df in DEGREES:
        for text in PROBABILITIES:
            p = mpf(float(text))
            start = mpf(float(stats.t.ppf(float(text), df)))
            value = mpf(0) if p == 0.5 else root(lambda t: mp.log(t_cdf(df, t) / p), start, abs(start))
            agrees("student_t", value, start, 1e-9)
            yield ["quantile", df, text, value]
        for text in ("-40", "-10", "-4", "-2", "-1.96", "-0.5", "0", "0.1", "1", "1.96", "5"):
            value = t_cdf(df, float(text))
            agrees("student_t", value, stats.t.cdf(float(text), df), 1e-9)
            yield ["cdf", df, text, value]


def f_cdf(a, b, x):
    a, b, x = mpf(a), mpf(b), mpf(x)
    return mp.betainc(a / 2, b / 2, 0, a * x / (a * x + b), regularized=True)


def fisher():
    for a, b in ((8, 13), (10, 91), (40, 61), (90, 11), (100, 401), (1, 30)):
        for text in ("0.001", "0.05", "0.5", "0.95", "0.999"):
            p = mpf(float(text))
            start = mpf(float(stats.f.ppf(float(text), a, b)))
            value = root(lambda x: mp.log(f_cdf(a, b, x) / p), start, start)
            agrees("f", value, start, 1e-9)
            yield ["quantile", a, b, text, value]
        for text in ("0.05", "0.5", "1", "1.5", "3", "10"):
            value = f_cdf(a, b, float(text))
            agrees("f", value, stats.f.cdf(float(text), a, b), 1e-9)
            yield ["cdf", a, b, text, value]


def log_binomial():
    for n, k in ((10, 0), (10, 3), (10, 10), (102, 2), (102, 51), (1000, 5), (1000, 500), (100000, 7)):
        value = mp.log(math.comb(n, k))
        if value != 0:
            agrees("log_binomial", value, -math.log(n + 1) - scipy.special.betaln(n - k + 1, k + 1), 1e-9)
        yield [n, k, value]


def wilson():
    for k, n in ((0, 1), (1, 1), (0, 10), (1, 10), (5, 10), (10, 10), (0, 64), (3, 64), (64, 64), (95, 100),
                 (1900, 2000), (0, 2000), (2000, 2000), (1, 100000), (50000, 100000)):
        for level in (0.9, 0.95, 0.99):
            lower, upper = proportion_confint(k, n, alpha=1 - level, method="wilson")
            yield [k, n, f"{level:g}", float(lower), float(upper)]


def binomial_p(k, n, p):
    """Total probability of the outcomes that are not more likely than k; exact."""
    weight = [math.comb(n, i) * p**i * (1 - p) ** (n - i) for i in range(n + 1)]
    return sum(w for w in weight if w <= weight[k])


def binomial_test():
    for k, n, text in ((0, 10, "0.5"), (1, 10, "0.5"), (5, 10, "0.5"), (9, 10, "0.5"), (10, 10, "0.5"),
                       (3, 64, "0.1"), (0, 64, "0.05"), (64, 64, "0.95"), (188, 200, "0.95"),
                       (180, 200, "0.95"), (199, 200, "0.95"), (40, 200, "0.25"), (60, 200, "0.25"),
                       (7, 20, "0.3"), (12, 20, "0.3"), (250, 500, "0.4")):
        exact = binomial_p(k, n, Fraction(text))
        agrees("binomial_test", exact, stats.binomtest(k, n, float(text)).pvalue, 1e-10)
        yield [k, n, text, float(exact)]


def exact_mcnemar():
    for b, c in ((0, 0), (1, 0), (0, 5), (5, 5), (3, 9), (9, 3), (1, 10), (20, 40), (0, 30), (120, 80), (400, 500)):
        p = 1.0 if b == c == 0 else float(mcnemar([[7, b], [c, 11]], exact=True).pvalue)
        if b + c > 0:
            agrees("mcnemar", binomial_p(b, b + c, Fraction(1, 2)), p, 1e-10)
        yield [b, c, p]


def holm():
    families = ([0.01], [0.01, 0.04, 0.03, 0.005], [0.5, 0.6, 0.7], [0.02, 0.02, 0.02], [1e-12, 0.2, 0.049, 1.0, 0.0],
                [0.001, 0.002, 0.003, 0.004, 0.9, 0.012, 0.012, 0.3])
    for family, p_values in enumerate(families, start=1):
        adjusted = multipletests(p_values, method="holm")[1]
        for index, (p, q) in enumerate(zip(p_values, adjusted), start=1):
            yield [family, index, float(p), float(q)]


write("normal.csv", ["function", "argument", "value"], normal())
write("student_t.csv", ["function", "df", "argument", "value"], student_t())
write("f.csv", ["function", "df1", "df2", "argument", "value"], fisher())
write("log_binomial.csv", ["n", "k", "value"], log_binomial())
write("wilson.csv", ["k", "n", "level", "lower", "upper"], wilson())
write("binomial_test.csv", ["k", "n", "probability", "p_value"], binomial_test())
write("mcnemar.csv", ["b", "c", "p_value"], exact_mcnemar())
write("holm.csv", ["family", "index", "p_value", "adjusted"], holm())
print(f"mpmath {mpmath.__version__}, scipy {scipy.__version__}, statsmodels {statsmodels.__version__}")
print("largest relative difference between the two sources:", {k: f"{v:.1e}" for k, v in agreement.items()})
