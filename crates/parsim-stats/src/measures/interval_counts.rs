//! The intervals of one fit beside the truth.

use crate::methods::Fit;
use crate::summaries::intervals::{Interval, quantile};
use crate::truth::Truth;

/// Counts over the slopes that have an interval.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Counts {
    /// Slopes with an interval.
    pub count: usize,
    /// Intervals that lie below the true value.
    pub left: usize,
    /// Intervals that lie above it.
    pub right: usize,
    /// Intervals that leave 0 out.
    pub rejected: usize,
}

impl Counts {
    /// Intervals that hold the true value.
    pub const fn covered(&self) -> usize {
        self.count - self.left - self.right
    }

    const fn plus(self, other: Self) -> Self {
        Self {
            count: self.count + other.count,
            left: self.left + other.left,
            right: self.right + other.right,
            rejected: self.rejected + other.rejected,
        }
    }
}

/// The intervals of one fit, counted by whether the slope is truly nonzero.
#[derive(Clone, Copy, Debug, Default, PartialEq)]
pub struct IntervalCounts {
    /// Slopes that are truly nonzero.
    pub signals: Counts,
    /// Slopes that are truly 0.
    pub noise: Counts,
    /// Sum of the widths.
    pub width: f64,
    /// Sum of the squared standard errors.
    pub variance: f64,
}

/// The 0.975 quantile of t for the degrees of freedom asked for last, which are those of most
/// fits.
#[derive(Clone, Copy, Debug, Default)]
pub struct Quantile {
    df: f64,
    value: f64,
}

impl Quantile {
    /// The quantile on these degrees of freedom.
    pub fn on(&mut self, df: f64) -> f64 {
        if self.df != df {
            *self = Self { df, value: quantile(df) };
        }
        self.value
    }
}

impl IntervalCounts {
    /// Compares the intervals of a fit with the truth; `None` where no slope has one.
    pub(super) fn new(fit: &Fit, truth: &Truth, quantile: &mut Quantile) -> Option<Self> {
        if fit.standard_errors.is_empty() {
            return None;
        }
        let quantile = quantile.on(fit.interval_df);
        let mut counts = Self::default();
        for j in 1..fit.standard_errors.len() {
            let Some(interval) = interval(fit, truth, j, quantile) else { continue };
            let of = if interval.truth == 0.0 { &mut counts.noise } else { &mut counts.signals };
            of.count += 1;
            of.left += usize::from(interval.misses_left());
            of.right += usize::from(interval.misses_right());
            of.rejected += usize::from(interval.rejects());
            counts.width += 2.0 * interval.half_width;
            counts.variance += interval.standard_error * interval.standard_error;
        }
        (counts.all().count > 0).then_some(counts)
    }

    /// Counts over all slopes.
    pub const fn all(&self) -> Counts {
        self.signals.plus(self.noise)
    }
}

/// The interval of a coefficient, 0 the intercept, with the quantile that makes it; `None` where
/// it has none.
pub fn interval(fit: &Fit, truth: &Truth, coefficient: usize, quantile: f64) -> Option<Interval> {
    let standard_error = *fit.standard_errors.get(coefficient)?;
    let (estimate, truth) = match coefficient.checked_sub(1) {
        None => (fit.intercept, truth.intercept),
        Some(j) => (*fit.slopes.get(j)?, *truth.beta.get(j)?),
    };
    let half_width = quantile * standard_error;
    half_width.is_finite().then_some(Interval { estimate, truth, standard_error, half_width })
}
