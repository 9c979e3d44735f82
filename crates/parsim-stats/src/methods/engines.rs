//! How solutions were found: one count per numerical engine.

use parsim_numerics::{LeastSquaresEngine, PathReport};

/// Numbers of solutions by the engine that found them, so that no fallback is hidden. A solution is
/// one dataset, or one fold of it, at one lambda.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Engines {
    /// In the order of [`Engines::NAMES`].
    pub counts: [u32; Engines::COUNT],
}

impl Engines {
    /// How many engines there are.
    pub const COUNT: usize = 9;

    /// Their names: lasso solutions from the homotopy on a sweep tableau, from the homotopy on a
    /// Cholesky factor, and from coordinate descent where a homotopy could not be certified; those
    /// that a Newton step had to improve (counted above as well); ridge solutions from one
    /// decomposition; least squares by Cholesky's method, by QR with column pivoting, of least norm, and
    /// by the eigenvectors of a shared design.
    pub const NAMES: [&'static str; Self::COUNT] = [
        "lasso_tableau",
        "lasso_cholesky",
        "lasso_descent",
        "lasso_polish",
        "ridge_decomposition",
        "ols_cholesky",
        "ols_qr",
        "ols_minimum_norm",
        "ols_decomposition",
    ];

    /// The counts of a penalised path; one that is no homotopy comes from a decomposition.
    pub(super) fn of_path(report: &PathReport, homotopy: bool) -> Self {
        let factored = report.cholesky;
        let (cholesky, decomposition) = if homotopy { (factored, 0) } else { (0, factored) };
        let counts =
            [report.tableau, cholesky, report.descent, report.polish, decomposition, 0, 0, 0, 0];
        Self { counts: counts.map(|count| u32::try_from(count).unwrap_or(u32::MAX)) }
    }

    /// The count of one least-squares fit.
    pub(super) fn of_least_squares(engine: LeastSquaresEngine) -> Self {
        let [cholesky, qr, minimum_norm, decomposition] = match engine {
            LeastSquaresEngine::Cholesky => [1, 0, 0, 0],
            LeastSquaresEngine::Orthogonal => [0, 1, 0, 0],
            LeastSquaresEngine::MinimumNorm => [0, 0, 1, 0],
            LeastSquaresEngine::Decomposition => [0, 0, 0, 1],
        };
        Self { counts: [0, 0, 0, 0, 0, cholesky, qr, minimum_norm, decomposition] }
    }

    /// Adds other counts.
    pub fn add(&mut self, other: &Self) {
        for (count, more) in self.counts.iter_mut().zip(other.counts) {
            *count = count.saturating_add(more);
        }
    }

    /// The engines that were used, with their counts: `lasso_tableau 1100, lasso_polish 3`.
    pub fn words(counts: &[u64; Self::COUNT]) -> String {
        let used = Self::NAMES.iter().zip(counts).filter(|(_, count)| **count > 0);
        let words: Vec<String> = used.map(|(name, count)| format!("{name} {count}")).collect();
        words.join(", ")
    }

    /// The counts in the type that sums over studies have.
    pub fn wide(&self) -> [u64; Self::COUNT] {
        self.counts.map(u64::from)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_factor_is_a_homotopy_s_or_a_decomposition() {
        let report = PathReport { cholesky: 7, polish: 2, ..PathReport::default() };
        let lasso = Engines::of_path(&report, true).wide();
        assert_eq!(Engines::words(&lasso), "lasso_cholesky 7, lasso_polish 2");
        let mut sum = Engines::of_path(&report, false);
        sum.add(&Engines::of_least_squares(LeastSquaresEngine::Orthogonal));
        let words = Engines::words(&sum.wide());
        assert_eq!(words, "lasso_polish 2, ridge_decomposition 7, ols_qr 1");
    }
}
