"""Check that NIST's certified values follow from the data in this folder.

Least squares is solved in exact rational arithmetic (no rounding anywhere), so
agreement to every certified digit shows that no data value and no certified value
was mistyped. Also prints what the best possible double-precision program can reach:
the exact solution after each power of x was rounded to a double.

Usage: python3 check.py        (standard library only; exit code 1 on disagreement)
"""

import csv
import math
import pathlib
import sys
from decimal import Decimal, localcontext
from fractions import Fraction

FOLDER = pathlib.Path(__file__).parent


def read(name):
    with open(FOLDER / name, newline="") as file:
        return list(csv.DictReader(file))


def design(rows, degree, intercept, rounded):
    """Response and design matrix as fractions; powers rounded to doubles if `rounded`."""
    names = [name for name in rows[0] if name != "y"]
    number = (lambda text: Fraction(float(text))) if rounded else Fraction
    x = []
    for row in rows:
        values = [number(row[name]) for name in names]
        powers = [v**k for k in range(1, degree + 1) for v in values]
        if rounded:
            powers = [Fraction(float(v)) for v in powers]
        x.append(([Fraction(1)] if intercept else []) + powers)
    return [number(row["y"]) for row in rows], x


def inverse(matrix):
    """Gauss-Jordan over the rationals."""
    size = len(matrix)
    work = [row[:] + [Fraction(i == j) for j in range(size)] for i, row in enumerate(matrix)]
    for i in range(size):
        pivot = next(k for k in range(i, size) if work[k][i] != 0)
        work[i], work[pivot] = work[pivot], work[i]
        work[i] = [v / work[i][i] for v in work[i]]
        for k in range(size):
            if k != i and work[k][i] != 0:
                factor = work[k][i]
                work[k] = [a - factor * b for a, b in zip(work[k], work[i])]
    return [row[size:] for row in work]


def least_squares(y, x):
    """Exact coefficients, diagonal of the inverse cross-product matrix, and RSS."""
    columns = list(zip(*x))
    gram = [[sum(a * b for a, b in zip(u, v)) for v in columns] for u in columns]
    cross = [sum(a * b for a, b in zip(u, y)) for u in columns]
    inv = inverse(gram)
    beta = [sum(a * b for a, b in zip(row, cross)) for row in inv]
    rss = sum((t - sum(a * b for a, b in zip(row, beta))) ** 2 for t, row in zip(y, x))
    return beta, [inv[j][j] for j in range(len(inv))], rss


def root(value):
    with localcontext() as context:
        context.prec = 40
        return (Decimal(value.numerator) / Decimal(value.denominator)).sqrt()


def digits(got, certified):
    """Correct significant digits, log relative error; 16 where equal."""
    got, certified = Fraction(got), Fraction(certified)
    if got == certified:
        return 16.0
    scale = abs(certified) if certified != 0 else Fraction(1)
    return min(16.0, -math.log10(abs(got - certified) / scale))


def check(entry, certified):
    rows = read(entry["dataset"] + ".csv")
    intercept = entry["intercept"] == "true"
    y, x = design(rows, int(entry["degree"]), intercept, rounded=False)
    beta, diagonal, rss = least_squares(y, x)
    assert len(rows) == int(entry["n"]) and len(beta) == len(certified)
    variance = rss / (len(rows) - len(beta))
    centre = sum(y) / len(y) if intercept else 0
    tss = sum((t - centre) ** 2 for t in y)
    scores = [
        digits(rss, entry["rss"]),
        digits(root(variance), entry["residual_sd"]),
        digits(1 - rss / tss, entry["r_squared"]),
    ]
    for value, d, row in zip(beta, diagonal, certified):
        scores.append(digits(value, row["estimate"]))
        scores.append(digits(root(variance * d), row["standard_error"]))
    y, x = design(rows, int(entry["degree"]), intercept, rounded=True)
    in_doubles = least_squares(y, x)[0]
    reachable = min(digits(b, row["estimate"]) for b, row in zip(in_doubles, certified))
    return min(scores), reachable


def main():
    certified = read("certified.csv")
    worst = 16.0
    print(f"{'dataset':10} {'certified':>9} {'doubles':>8}   (correct significant digits, the worst value)")
    for entry in read("datasets.csv"):
        own = [row for row in certified if row["dataset"] == entry["dataset"]]
        agreement, reachable = check(entry, own)
        worst = min(worst, agreement)
        print(f"{entry['dataset']:10} {agreement:9.1f} {reachable:8.1f}")
    return 0 if worst > 14 else 1


if __name__ == "__main__":
    sys.exit(main())
