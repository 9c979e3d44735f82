//! The intervals of one coefficient over replicates, from sums.

use super::Summary;
use super::proportion::Proportion;

/// Sum of squared standard errors, se^2.
pub const VARIANCE: usize = 0;
/// Sum of se^4.
pub const VARIANCE_SQUARED: usize = 1;
/// Sum of se^2 d, d the error of the estimate.
pub const VARIANCE_ERROR: usize = 2;
/// Sum of se^2 d^2.
pub const VARIANCE_SQUARED_ERROR: usize = 3;
/// Sum of widths.
pub const WIDTH: usize = 4;
/// Sum of squared widths.
pub const WIDTH_SQUARED: usize = 5;
/// Sum of |T| over the replicates that reject 0.
pub const SIGNIFICANT: usize = 6;
/// Sum of T^2 over the replicates that reject 0.
pub const SIGNIFICANT_SQUARED: usize = 7;

/// One interval beside the truth: estimate +- `half_width`.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Interval {
    /// The estimate T.
    pub estimate: f64,
    /// The true value.
    pub truth: f64,
    /// Its standard error se.
    pub standard_error: f64,
    /// Half the width.
    pub half_width: f64,
}

impl Interval {
    /// Whether it lies below the true value.
    pub fn misses_left(&self) -> bool {
        self.estimate + self.half_width < self.truth
    }

    /// Whether it lies above the true value.
    pub fn misses_right(&self) -> bool {
        self.estimate - self.half_width > self.truth
    }

    /// Whether it leaves 0 out.
    pub fn rejects(&self) -> bool {
        self.estimate - self.half_width > 0.0 || self.estimate + self.half_width < 0.0
    }

    /// What the interval adds to [`IntervalSums::counts`].
    pub fn counts(&self) -> [bool; IntervalSums::COUNTS.len()] {
        let rejects = self.rejects();
        let wrong = rejects && self.estimate * self.truth < 0.0;
        [true, self.misses_left(), self.misses_right(), rejects, wrong]
    }

    /// What the interval adds to [`IntervalSums::sums`].
    pub fn terms(&self) -> [f64; IntervalSums::SUMS.len()] {
        let (error, width) = (self.estimate - self.truth, 2.0 * self.half_width);
        let variance = self.standard_error * self.standard_error;
        let size = if self.rejects() { self.estimate.abs() } else { 0.0 };
        [
            variance,
            variance * variance,
            variance * error,
            variance * error * error,
            width,
            width * width,
            size,
            size * size,
        ]
    }
}

/// Sums over the replicates in which a coefficient has an interval.
#[derive(Clone, Copy, Debug, Default, PartialEq)]
pub struct IntervalSums {
    /// Counts, in the order of [`IntervalSums::COUNTS`].
    pub counts: [u64; 5],
    /// Sums, in the order of [`IntervalSums::SUMS`].
    pub sums: [f64; 8],
}

impl IntervalSums {
    /// What is counted: intervals, those below the true value, those above it, those that leave 0
    /// out, and those of them whose estimate has the wrong sign.
    pub const COUNTS: [&str; 5] = ["count", "left", "right", "rejected", "wrong_sign"];

    /// What is summed, by the names of the constants above.
    pub const SUMS: [&str; 8] = [
        "variance",
        "variance_squared",
        "variance_error",
        "variance_squared_error",
        "width",
        "width_squared",
        "significant",
        "significant_squared",
    ];

    /// Adds an interval.
    pub fn push(&mut self, interval: &Interval) {
        for (count, one) in self.counts.iter_mut().zip(interval.counts()) {
            *count += u64::from(one);
        }
        for (sum, term) in self.sums.iter_mut().zip(interval.terms()) {
            *sum += term;
        }
    }

    /// Intervals.
    pub const fn count(&self) -> u64 {
        self.counts[0]
    }

    /// Intervals that lie below the true value.
    pub const fn left(&self) -> u64 {
        self.counts[1]
    }

    /// Intervals that lie above the true value.
    pub const fn right(&self) -> u64 {
        self.counts[2]
    }

    /// Intervals that leave 0 out.
    pub const fn rejected(&self) -> u64 {
        self.counts[3]
    }

    /// Intervals that leave 0 out on the wrong side of it.
    pub const fn wrong_sign(&self) -> u64 {
        self.counts[4]
    }

    /// One of the sums.
    pub const fn sum(&self, of: usize) -> f64 {
        self.sums[of]
    }

    /// A sum over the number of intervals.
    pub fn mean_of(&self, of: usize) -> Option<f64> {
        (self.count() > 0).then(|| self.sums[of] / self.count() as f64)
    }

    /// S/sqrt(R) of what is summed in `of`, whose squares are summed in `squares`.
    pub fn standard_error_of_mean(&self, of: usize, squares: usize) -> Option<f64> {
        let mean = self.mean_of(of)?;
        let r = self.count() as f64;
        let spread = self.sums[squares] - self.sums[of] * mean;
        // What is left of equal values is rounding.
        let spread = if spread <= 4.0 * f64::EPSILON * self.sums[squares] { 0.0 } else { spread };
        (self.count() > 1).then(|| (spread / (r * (r - 1.0))).sqrt())
    }

    /// A share of the intervals.
    pub fn share(&self, of: impl Fn(&Self) -> u64) -> Option<Summary> {
        Proportion { successes: of(self), count: self.count() }.summary()
    }
}
