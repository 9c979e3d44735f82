//! From scores over replicates to estimates with Monte Carlo standard errors, intervals, tests.
//!
//! Everything here is a fold over replicates in index order, so that a summary is the same to the
//! last bit however the replicates were computed.

mod between;
pub mod coefficient;
pub mod distributions;
pub mod intervals;
pub mod moments;
pub mod nested;
pub mod paired;
pub mod planning;
pub mod proportion;
pub mod skewness;
pub mod tests_of_claims;
pub mod two_samples;
pub mod vector;

/// An estimate, its Monte Carlo standard error and a 95 % interval.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Summary {
    /// The estimate.
    pub estimate: f64,
    /// Its Monte Carlo standard error; `None` where one replicate gives none.
    pub mcse: Option<f64>,
    /// The 95 % interval.
    pub interval: Option<(f64, f64)>,
}

/// The 0.975 quantile of the standard normal, as the field rounds it.
pub const Z95: f64 = 1.96;
