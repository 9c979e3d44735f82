//! The precision to expect of one measure of one method.

use crate::results::SummaryRow;
use parsim_stats::measures::{self, Kind};
use parsim_stats::summaries::planning::{Spread, SquaredBias};
use parsim_stats::summaries::proportion::Proportion;
use parsim_stats::summaries::vector::Part;

/// A measure of a method over a pilot, and how its error falls.
#[derive(Clone, Debug, PartialEq)]
pub struct Expected {
    /// Position of the method in the plan.
    pub method: usize,
    /// The measure's name.
    pub measure: &'static str,
    /// Its value over the pilot.
    pub estimate: f64,
    /// The error is the largest of these.
    spreads: Vec<Spread>,
}

impl Expected {
    /// From a row over the pilot's replicates, and the method's tr(S) and tr(S^2) over these, S the
    /// covariance matrix of its slopes. `None` where the measure has no value or no standard error.
    pub(super) fn of(row: &SummaryRow, pilot: u64, traces: (f64, f64)) -> Option<Self> {
        let (estimate, mcse) = (row.value.estimate?, row.value.mcse?);
        // By the replicates attempted, so that failures go on at the pilot's rate.
        let mean = Spread::of_mean(mcse, pilot);
        #[expect(clippy::cast_sign_loss, reason = "a share of a count")]
        let successes = (estimate * row.replicates as f64).round() as u64;
        let share = || Spread::of_proportion(Proportion { successes, count: row.replicates });
        let spreads = match measures::find(row.measure)?.kind {
            Kind::Indicator(_) => vec![mean, share()],
            Kind::Fraction(_) if mcse == 0.0 && (estimate == 0.0 || estimate == 1.0) => {
                vec![share()]
            }
            Kind::Vector(Part::SquaredBias) => {
                let bias = SquaredBias { estimate, mcse, traces };
                vec![Spread::of_squared_bias(bias, pilot)]
            }
            Kind::Score(_) | Kind::Fraction(_) | Kind::Vector(_) => vec![mean],
        };
        Some(Self { method: row.method, measure: row.measure, estimate, spreads })
    }

    /// The error to expect at a number of replicates, as [`crate::precision::error_of`] will have it.
    pub fn error(&self, replicates: u64) -> f64 {
        self.spreads.iter().map(|spread| spread.error(replicates)).fold(0.0, f64::max)
    }

    /// The replicates at which the error is probably `target`; `None` beyond a billion.
    pub fn replicates(&self, target: f64) -> Option<u64> {
        self.spreads.iter().try_fold(0, |most, spread| Some(spread.replicates(target)?.max(most)))
    }
}
