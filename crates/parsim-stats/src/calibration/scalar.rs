//! Summaries of one coefficient and of scores, and two methods on the same data.

use super::{BATCH, Law, Named, Pair, TRUTH};
use crate::stream::Stream;
use crate::summaries::coefficient::ErrorSums;
use crate::summaries::moments::Moments;
use crate::summaries::paired::Paired;
use crate::summaries::proportion::Proportion;

/// One small study.
pub(super) fn study(law: Law, replicates: usize, stream: &mut Stream) -> Vec<Named> {
    let pair = Pair::new(law);
    let mut sums = ErrorSums::default();
    let (mut squares, mut scores) = (Paired::default(), Moments::default());
    let mut fractions = Moments::default();
    let mut positive = Proportion::default();
    for _ in 0..replicates / BATCH {
        let drawn: [[f64; 2]; BATCH] = std::array::from_fn(|_| pair.draw(stream));
        let errors = drawn.map(|estimates| estimates[0] - TRUTH);
        sums.count += BATCH as u64;
        for (sum, power) in sums.powers.iter_mut().zip(1..) {
            *sum += errors.iter().map(|d| d.powi(power)).sum::<f64>();
        }
        sums.selected += drawn.iter().filter(|estimates| estimates[0] != 0.0).count() as u64;
        positive.count += BATCH as u64;
        positive.successes += drawn.iter().filter(|estimates| estimates[0] > TRUTH).count() as u64;
        squares.absorb(&drawn.map(|[_, b]| (b - TRUTH).powi(2)), &errors.map(|d| d * d));
        scores.absorb(&errors.map(f64::abs));
        fractions.absorb(&errors.map(|d| d.abs().min(1.0)));
    }
    vec![
        ("bias", sums.bias()),
        ("empirical SE", sums.empirical_se()),
        ("MSE", sums.mse()),
        ("RMSE", sums.rmse()),
        ("mean score", scores.summary()),
        ("mean fraction", fractions.fraction_summary()),
        ("proportion", positive.summary()),
        ("paired difference", squares.difference.summary()),
        ("paired ratio", squares.ratio()),
        ("win rate", squares.win_rate()),
    ]
}
