"""Order of entry on lasso paths, and what it says of a support: entry.csv and entry_scores.csv.

    python3 tests/data/sklearn/entry.py

Reads tests/data/glmnet/data_*.csv; needs numpy and scikit-learn (made with 1.9.1). The path is that of
lars_path(method="lasso") on columns of mean 0 and mean square 1 and centred y, so that alpha is glmnet's lambda, down to
0.02 of the largest. Of the covariates in order of entry the 1st, 2nd, 3rd, 4th, 6th, 9th and 13th are called true, so
that the order is neither perfect nor useless.
"""

import csv
from pathlib import Path

import numpy as np
from sklearn.linear_model import lars_path
from sklearn.metrics import average_precision_score, roc_auc_score

HERE = Path(__file__).parent
NAMES = ["tall", "wide", "correlated", "signs", "square"]
RATIO = 0.02


def read(name):
    with open(HERE.parent / "glmnet" / f"data_{name}.csv") as file:
        rows = np.array([list(map(float, row)) for row in list(csv.reader(file))[1:]])
    return rows[:, 1:], rows[:, 0]


entries, scores = [], []
for name in NAMES:
    x, y = read(name)
    x = x - x.mean(axis=0)
    x = x / np.sqrt((x**2).mean(axis=0))
    alphas, _, path = lars_path(x, y - y.mean(), method="lasso")
    last = RATIO * alphas[0]
    # A slope that is 0 at a knot and not at the next has entered at the former.
    entry = np.zeros(x.shape[1])
    for k in np.flatnonzero(alphas >= last):
        if k + 1 < len(alphas):
            fresh = (path[:, k + 1] != 0) & (path[:, k] == 0) & (entry == 0)
            entry[fresh] = alphas[k]
    order = np.argsort(-entry, kind="stable")
    truth = np.zeros(x.shape[1], dtype=int)
    truth[order[[0, 1, 2, 3, 5, 8] + ([12] if x.shape[1] > 14 else [])]] = 1
    best = 0.0
    for k in np.flatnonzero(alphas >= last):
        if k + 1 < len(alphas):
            # Both ends of a piece may be zeros of a slope that is in between them: it is in where either is not 0.
            support = (path[:, k] != 0) | (path[:, k + 1] != 0)
            tp, fp = (support & (truth == 1)).sum(), (support & (truth == 0)).sum()
            if fp <= 0.1 * (tp + fp):
                best = max(best, tp / truth.sum())
    for j in range(x.shape[1]):
        entries.append([name, j + 1, truth[j], repr(float(entry[j]))])
    scores.append(
        [
            name,
            RATIO,
            int((alphas >= last).sum()),
            repr(float(roc_auc_score(truth, entry))),
            repr(float(average_precision_score(truth, entry))),
            repr(float(best)),
        ]
    )

for file, header, rows in [
    ("entry.csv", ["data", "variable", "truth", "lambda"], entries),
    ("entry_scores.csv", ["data", "ratio", "knots", "auroc", "auprc", "tpr_at_fdp"], scores),
]:
    with open(HERE / file, "w", newline="") as out:
        csv.writer(out, lineterminator="\n").writerows([header] + rows)
