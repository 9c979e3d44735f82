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

/// The 0.975 quantile of t, of the normal for infinitely many degrees of freedom: what makes a 95 %
/// interval of a standard error.
///
/// For whole numbers up to [`LARGE`] it is the root of the finite series of the distribution
/// function (Abramowitz & Stegun 1972, 26.7.3 and 26.7.4), beyond that and for fractions the
/// expansion in 1/df (26.7.5), so that it has the same bits on every processor.
pub fn quantile(df: f64) -> f64 {
    if df > LARGE || df.fract() != 0.0 || df < 1.0 {
        let z = super::proportion::Z;
        let (z3, z5, z7) = (z.powi(3), z.powi(5), z.powi(7));
        return z
            + (z3 + z) / (4.0 * df)
            + (5.0 * z5 + 16.0 * z3 + 3.0 * z) / (96.0 * df * df)
            + (3.0 * z7 + 19.0 * z5 + 17.0 * z3 - 15.0 * z) / (384.0 * df * df * df);
    }
    let (mut low, mut high) = (1.0, 13.0);
    loop {
        let middle = f64::midpoint(low, high);
        if middle <= low || middle >= high {
            return middle;
        }
        if central(middle, df) < 0.95 { low = middle } else { high = middle }
    }
}

/// Degrees of freedom up to which the quantile is computed from the series.
const LARGE: f64 = 1000.0;

/// P(|T| <= t) for a whole number of degrees of freedom.
fn central(t: f64, df: f64) -> f64 {
    let square = df / (df + t * t);
    let sine = t / (df + t * t).sqrt();
    let odd = df % 2.0 == 1.0;
    // The first power of the cosine in the sum, and the number that the next term is made with.
    let (mut term, mut k) = if odd { (square.sqrt(), 2.0) } else { (1.0, 1.0) };
    let mut sum = if df == 1.0 { 0.0 } else { term };
    while k <= df - 3.0 {
        term *= square * k / (k + 1.0);
        sum += term;
        k += 2.0;
    }
    if odd {
        std::f64::consts::FRAC_2_PI * (libm::atan(t / df.sqrt()) + sine * sum)
    } else {
        sine * sum
    }
}
