//! Every measure of one coefficient, means of scores, and two methods on the same data.

use super::{BATCH, Law, Named, Pair, TRUTH};
use crate::coefficient_measures::{COEFFICIENT_MEASURES, Coefficient};
use crate::stream::Stream;
use crate::summaries::coefficient::ErrorSums;
use crate::summaries::intervals::{Interval, IntervalSums};
use crate::summaries::moments::Moments;
use crate::summaries::paired::Paired;
use crate::summaries::proportion::Proportion;
use rand::RngExt;
use rand_distr::ChiSquared;

/// Degrees of freedom of the standard errors, and the 0.975 quantile of t with as many.
const DF: f64 = 20.0;
const T975: f64 = 2.085_963_447_265_864;

/// What is summed of one study.
#[derive(Default)]
struct Sums {
    errors: ErrorSums,
    estimates: Vec<f64>,
    intervals: IntervalSums,
    half_widths: Vec<f64>,
    squares: Paired,
    scores: Moments,
    fractions: Moments,
    above: Proportion,
}

/// One small study.
pub(super) fn study(law: Law, replicates: usize, stream: &mut Stream) -> Vec<Named> {
    let pair = Pair::new(law);
    let mut sums = Sums::default();
    for _ in 0..replicates / BATCH {
        sums.add(&std::array::from_fn(|_| pair.draw(stream)), law, stream);
    }
    let coefficient = Coefficient {
        is_intercept: false,
        truth: TRUTH,
        errors: &sums.errors,
        estimates: &sums.estimates,
        intervals: Some(&sums.intervals),
        half_widths: &sums.half_widths,
    };
    let measures = COEFFICIENT_MEASURES.iter();
    let mut all: Vec<Named> =
        measures.map(|measure| (measure.name, (measure.summarise)(&coefficient))).collect();
    all.extend([
        ("mean of a score", sums.scores.summary()),
        ("mean of a fraction", sums.fractions.fraction_summary()),
        ("proportion", sums.above.summary()),
        ("paired difference", sums.squares.difference.summary()),
        ("paired ratio", sums.squares.ratio()),
        ("win rate", sums.squares.win_rate()),
    ]);
    all
}

impl Sums {
    /// Adds a batch of the two methods' estimates. Intervals are those of t, with standard errors that are
    /// independent of the estimates, as of least squares. Around thresholded estimates they are narrower, so that
    /// some miss the truth, reject 0, and do so on the wrong side.
    fn add(&mut self, drawn: &[[f64; 2]; BATCH], law: Law, stream: &mut Stream) {
        let estimates = drawn.map(|pair| pair[0]);
        let errors = estimates.map(|estimate| estimate - TRUTH);
        self.errors.count += BATCH as u64;
        self.errors.selected += estimates.iter().filter(|each| **each != 0.0).count() as u64;
        for (sum, power) in self.errors.powers.iter_mut().zip(1..) {
            *sum += errors.iter().map(|d| d.powi(power)).sum::<f64>();
        }
        self.estimates.extend(estimates);
        let scale = if law == Law::SoftThresholded { 0.4 } else { 1.0 };
        for estimate in estimates {
            // Always there: 20 degrees of freedom.
            let square = ChiSquared::new(DF).map_or(DF, |law| stream.sample(law));
            let standard_error = scale * (square / DF).sqrt();
            let half_width = T975 * standard_error;
            self.half_widths.push(half_width);
            let interval = Interval { estimate, truth: TRUTH, standard_error, half_width };
            self.intervals.push(&interval);
        }
        self.squares.absorb(&drawn.map(|[_, b]| (b - TRUTH).powi(2)), &errors.map(|d| d * d));
        self.scores.absorb(&errors.map(f64::abs));
        self.fractions.absorb(&errors.map(|d| d.abs().min(1.0)));
        self.above.count += BATCH as u64;
        self.above.successes += errors.iter().filter(|d| **d > 0.0).count() as u64;
    }
}
