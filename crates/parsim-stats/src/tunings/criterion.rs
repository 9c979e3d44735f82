//! What the information criteria share: the candidates that count, and the choice among them.

use super::{Selection, Tuning};
use crate::methods::{Candidates, Failure};

/// Relative residual sum of squares below which a fit interpolates.
const INTERPOLATES: f64 = 1e-12;

/// Candidates whose criteria are computed together: their divisions do not wait for comparisons.
const TOGETHER: usize = 16;

/// A fit as a criterion sees it.
#[derive(Clone, Copy, Debug)]
pub(super) struct Fitted {
    /// Rows.
    pub n: f64,
    /// Covariates.
    pub p: f64,
    /// Degrees of freedom of the slopes.
    pub df: f64,
    /// df + 1 with an intercept.
    pub k: f64,
    /// Mean squared residual.
    pub mean_square: f64,
}

/// A tuning that minimises a criterion of fit and degrees of freedom over the grid, ties to the
/// largest lambda. Candidates with k >= n - 2 or an interpolating fit do not count.
#[derive(Clone, Copy)]
pub(super) struct Criterion<F>(pub F);

impl<F> std::fmt::Debug for Criterion<F> {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("Criterion")
    }
}

impl<F: Fn(Fitted) -> f64 + Send + Sync> Tuning for Criterion<F> {
    fn needs_full_path_only(&self) -> bool {
        true
    }

    fn select(&self, candidates: &mut Candidates<'_>) -> Result<Selection, Failure> {
        let (n, p) = (candidates.n() as f64, candidates.p() as f64);
        let intercept = f64::from(u8::from(candidates.intercept()));
        let total = candidates.total_sum_of_squares();
        let mut best: Option<(usize, f64)> = None;
        for (block, summaries) in candidates.summaries()?.chunks(TOGETHER).enumerate() {
            let mut scores = [(false, 0.0); TOGETHER];
            for (score, summary) in scores.iter_mut().zip(summaries) {
                let (df, rss) = (summary.df, summary.rss);
                let (k, mean_square) = (df + intercept, rss / n);
                let counts = k < n - 2.0 && rss > INTERPOLATES * total;
                *score = (counts, (self.0)(Fitted { n, p, df, k, mean_square }));
            }
            for (at, (counts, value)) in scores.into_iter().enumerate() {
                if counts && best.is_none_or(|(_, least)| value < least) {
                    best = Some((block * TOGETHER + at, value));
                }
            }
        }
        best.map(|(index, _)| Selection::Grid(index)).ok_or(Failure::NoCandidate(
            "every lambda has k >= n - 2 degrees of freedom or interpolates the data",
        ))
    }
}
