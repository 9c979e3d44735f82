"""The comparisons A to G: which study, against whom, and what ratio is asked of it."""

from dataclasses import dataclass


@dataclass(frozen=True)
class Comparison:
    """A study of `cases/` and the peers that can do the same, with replicates that take each some seconds."""

    name: str
    what: str
    peers: dict  # script -> replicates
    floor: float  # parsim's speed over that of the fastest peer, at least
    aim: float
    quick: int  # replicates of parsim under --quick

    @property
    def study(self):
        return f"cases/{self.name.lower()}.toml"


ALL = [
    Comparison("A", "n 200, p 102: OLS, ridge and lasso by 10-fold CV", {"glmnet.R": 96}, 45, 100, 320),
    Comparison("B", "n 50, p 10: OLS, ridge and lasso by 10-fold CV", {"glmnet.R": 256}, 400, 800, 2000),
    Comparison("C", "n 100, p 1000: ridge and lasso by 10-fold CV", {"glmnet.R": 32}, 40, 80, 64),
    Comparison("D", "n 1000, p 100: OLS, ridge and lasso by 10-fold CV", {"glmnet.R": 64}, 40, 80, 320),
    Comparison("E", "n 200, p 102: lasso by 10-fold CV", {
        "glmnet.R": 256,
        "scikit_learn.py": 64,
        "scikit_learn_lars.py": 64,
        "celer_lasso.py": 64,
        "adelie_lasso.py": 64,
    }, 35, 80, 640),
    Comparison("F", "n 50, p 8: OLS, a million times", {"numpy_batched.py": 1_000_000}, 2, 3, 100_000),
    Comparison("G", "n 200, p 102, one design: ridge by GCV and OLS, a million times",
               {"numpy_batched.py": 1_000_000, "numpy_own_grids.py": 100_000}, 1.5, 3, 100_000),
]

# Peers that run an easier study: they are shown, but no ratio is asked against them.
EASIER = {("G", "numpy_batched.py"): "one grid of lambda for all replicates"}

MODULES = {
    "scikit_learn.py": "sklearn",
    "scikit_learn_lars.py": "sklearn",
    "celer_lasso.py": "celer",
    "adelie_lasso.py": "adelie",
    "numpy_batched.py": "numpy",
    "numpy_own_grids.py": "numpy",
}
